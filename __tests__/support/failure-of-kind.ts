/** Failures for tests in which only the kind matters. */
import { type ErrorCode, Failure, type FailureKind, type FailureOptions } from '../../src/errors.ts';

const CODES: Readonly<Record<FailureKind, ErrorCode>> = {
  input: 'input-invalid',
  auth: 'credential-refused',
  refused: 'service-refused',
  unavailable: 'service-error',
  gate: 'image-failed',
  drift: 'target-drifted',
  timeout: 'timeout',
  cancelled: 'cancelled',
  bug: 'internal-error',
};

/** A failure with some code of this kind. */
export function failureOfKind(kind: FailureKind, message: string, options?: FailureOptions): Failure {
  return new Failure(CODES[kind], message, options);
}
