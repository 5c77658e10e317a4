/** How items end. */
import { explain, type ErrorCode, type Failure, type FailureKind } from '../errors.ts';

/** Every verdict: `ok` for a success, or the failure kind that it stands for. docs/reference.md explains them. */
export const VERDICTS = {
  copied: 'ok',
  overwritten: 'ok',
  unchanged: 'ok',
  tagged: 'ok',
  verified: 'ok',
  kept: 'ok',
  restored: 'ok',
  active: 'ok',
  synchronized: 'ok',
  deleted: 'ok',
  absent: 'ok',
  accepted: 'ok',
  planned: 'ok',
  missing: 'gate',
  conflict: 'gate',
  moved: 'gate',
  drifted: 'drift',
  mismatch: 'gate',
  'bad-status': 'gate',
  refused: 'refused',
  unavailable: 'unavailable',
  timeout: 'timeout',
  cancelled: 'cancelled',
  skipped: 'gate',
} as const satisfies Record<string, 'ok' | FailureKind>;

/** The names of all verdicts. */
export type VerdictKind = keyof typeof VERDICTS;

/** The verdicts that count as success. */
export type SuccessKind = { [K in VerdictKind]: (typeof VERDICTS)[K] extends 'ok' ? K : never }[VerdictKind];

/** The verdicts that do not. */
export type FailedKind = Exclude<VerdictKind, SuccessKind>;

/** What a verdict may say besides its kind. */
export interface VerdictDetails {
  /** One line for the workflow author; may quote the service. */
  readonly message?: string | undefined;
  /** The digest that the item is about: the source's. */
  readonly digest?: string | undefined;
  /** What the target's tag had before, or has instead. */
  readonly previousDigest?: string | undefined;
  /** What the target showed at last, where that is neither of the two. */
  readonly targetDigest?: string | undefined;
  /** What the source shows, where that is not the digest that it should have. */
  readonly sourceDigest?: string | undefined;
  /** The tag under which {@link previousDigest} was kept in the same repository. */
  readonly backup?: string | undefined;
  /** The last status that the service reported, in its own word. */
  readonly status?: string | undefined;
  /**
   * Where the target's tag can be pulled from, the public address first, as `registry/organization/repository:tag`.
   * Undefined where the target was not seen to have the tag; empty where it has it and gives no address.
   */
  readonly locations?: readonly string[] | undefined;
}

/** How an item ended. Whatever is not a success has an error code. */
export type Verdict = VerdictDetails &
  (
    | { readonly kind: SuccessKind; readonly code?: undefined; readonly failure?: undefined }
    | {
        readonly kind: FailedKind;
        readonly code: ErrorCode;
        /** Set where the kind of the verdict does not say it: a `refused` may be about the credentials. */
        readonly failure?: FailureKind | undefined;
      }
  );

/** How often each word, mostly of verdicts, occurs, in the order of their first occurrence: `3 copied, 1 unchanged`. */
export function countVerdicts(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** Whether a verdict counts as success. */
export function isOk(verdict: Pick<Verdict, 'kind'>): boolean {
  return VERDICTS[verdict.kind] === 'ok';
}

/** Whether a verdict says what was seen, and not only what was requested or would be. */
export function isProved(verdict: Pick<Verdict, 'kind'>): boolean {
  return VERDICTS[verdict.kind] === 'ok' && verdict.kind !== 'accepted' && verdict.kind !== 'planned';
}

/** The digest that the target shows where a verdict is a success: a tag that was kept has its own. */
export function shownDigestOf(verdict: Verdict | undefined): string | undefined {
  return verdict?.kind === 'kept' ? verdict.previousDigest : verdict?.digest;
}

/** The failure kind that a verdict stands for; undefined for a success. */
export function failureKindOf({ kind, failure }: Pick<Verdict, 'kind' | 'failure'>): FailureKind | undefined {
  const meaning = VERDICTS[kind];
  return meaning === 'ok' ? undefined : (failure ?? meaning);
}

const VERDICT_OF_KIND: { readonly [K in FailureKind]: FailedKind } = {
  input: 'refused',
  auth: 'refused',
  refused: 'refused',
  unavailable: 'unavailable',
  gate: 'bad-status',
  drift: 'drifted',
  timeout: 'timeout',
  cancelled: 'cancelled',
  bug: 'unavailable',
};

const NEEDS_LAST_STATE: ReadonlySet<FailureKind> = new Set(['timeout', 'cancelled', 'auth']);

/** The verdict for a failure. One that interrupts a wait also says what was observed last. */
export function verdictOf(failure: Failure, lastObservation?: string): Verdict {
  const { kind, code } = failure;
  const last = NEEDS_LAST_STATE.has(kind) && lastObservation !== undefined ? ` Last observed: ${lastObservation}.` : '';
  return { kind: VERDICT_OF_KIND[kind], code, message: explain(failure) + last, failure: kind };
}

/** How long to look for evidence of a request whose reply was lost, before it is reported as {@link effectUnknown}. */
export const LOST_REPLY_GRACE_MS = 120_000;

/** The verdict for a request whose reply was lost; `evidence` says, in a sentence, what was looked for since. */
export function effectUnknown(lostReply: Failure, evidence: string): Verdict {
  const message = `${explain(lostReply)} ${evidence} Run the step again.`;
  return { kind: 'unavailable', code: 'effect-unknown', message };
}
