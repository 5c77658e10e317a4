/** Verdicts of each kind, for tests in which the kind alone matters. */
import {
  type FailedKind,
  type SuccessKind,
  type Verdict,
  type VerdictKind,
  VERDICTS,
} from '../../src/engine/verdict.ts';
import type { ErrorCode, FailureKind } from '../../src/errors.ts';

const CODES: Readonly<Record<FailedKind, ErrorCode>> = {
  missing: 'tag-missing',
  conflict: 'target-differs',
  moved: 'tag-moved',
  drifted: 'target-drifted',
  mismatch: 'digest-mismatch',
  'bad-status': 'image-failed',
  refused: 'service-refused',
  unavailable: 'service-error',
  timeout: 'timeout',
  cancelled: 'cancelled',
  skipped: 'dependency-failed',
};

/** `failure` overrides the failure kind that the verdict stands for; it is not for successes. */
export function verdictOfKind(kind: VerdictKind, failure?: FailureKind): Verdict {
  if (isSuccess(kind)) return { kind };
  return { kind, code: CODES[kind], ...(failure === undefined ? {} : { failure }) };
}

function isSuccess(kind: VerdictKind): kind is SuccessKind {
  return VERDICTS[kind] === 'ok';
}
