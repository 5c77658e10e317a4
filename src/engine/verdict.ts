/** How items end. */
import { explain, type ErrorCode, type Failure, type FailureKind } from '../errors.ts';

/** Every verdict, and whether it counts as success. The README and docs/reference.md explain them. */
export const VERDICTS = {
  copied: true,
  overwritten: true,
  unchanged: true,
  active: true,
  synchronized: true,
  deleted: true,
  absent: true,
  accepted: true,
  planned: true,
  missing: false,
  conflict: false,
  mismatch: false,
  'bad-status': false,
  refused: false,
  unavailable: false,
  timeout: false,
  cancelled: false,
  skipped: false,
} as const satisfies Record<string, boolean>;

/** The names of all verdicts. */
export type VerdictKind = keyof typeof VERDICTS;

/** The verdicts that count as success. */
export type SuccessKind = {
  [K in VerdictKind]: (typeof VERDICTS)[K] extends true ? K : never;
}[VerdictKind];

/** What a verdict may say besides its kind. */
export interface VerdictDetails {
  /** One line for the workflow author; may quote the service. */
  readonly message?: string | undefined;
  /** The digest that the item is about: the source's. */
  readonly digest?: string | undefined;
  /** What the target's tag had before, or has instead. */
  readonly previousDigest?: string | undefined;
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
        readonly kind: Exclude<VerdictKind, SuccessKind>;
        readonly code: ErrorCode;
        /** Set where the kind of the verdict does not tell it: a `refused` may be about the credentials. */
        readonly failure?: FailureKind | undefined;
      }
  );

/** How often each kind occurs, in the order of their first occurrence: `3 copied, 1 unchanged`. */
export function countVerdicts(kinds: readonly VerdictKind[]): string {
  const counts = new Map<VerdictKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

/** Whether a verdict counts as success. */
export function isOk(verdict: Verdict): boolean {
  return VERDICTS[verdict.kind];
}

const KIND_OF_VERDICT: { readonly [K in VerdictKind]?: FailureKind } = {
  missing: 'gate',
  conflict: 'gate',
  mismatch: 'gate',
  'bad-status': 'gate',
  refused: 'refused',
  unavailable: 'unavailable',
  timeout: 'timeout',
  cancelled: 'cancelled',
  skipped: 'gate',
};

/** The failure kind that a verdict stands for; undefined for a success. */
export function failureKindOf({
  kind,
  failure,
}: {
  readonly kind: VerdictKind;
  readonly failure?: FailureKind | undefined;
}): FailureKind | undefined {
  return VERDICTS[kind] ? undefined : (failure ?? KIND_OF_VERDICT[kind] ?? 'bug');
}

const VERDICT_OF_KIND: { readonly [K in FailureKind]: Exclude<VerdictKind, SuccessKind> } = {
  input: 'refused',
  auth: 'refused',
  refused: 'refused',
  unavailable: 'unavailable',
  gate: 'bad-status',
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
