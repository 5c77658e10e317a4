/** How items end. */
import { explain, type Failure, type FailureKind } from '../errors.ts';

/** Every end that an item can come to, and whether it is a good one. */
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

export type VerdictKind = keyof typeof VERDICTS;

export interface Verdict {
  readonly kind: VerdictKind;
  /** One line for the workflow author; may quote the cloud. */
  readonly message?: string | undefined;
  /** The digest that the item is about: the source's. */
  readonly digest?: string | undefined;
  /** What the target's tag had before, or has instead. */
  readonly previousDigest?: string | undefined;
  /** The last status that the cloud reported, in its own word. */
  readonly status?: string | undefined;
  /** Set where the kind of the verdict does not tell it: a refusal may be one of the credentials. */
  readonly failure?: FailureKind | undefined;
}

/** How often each kind occurs, in the order of their first: `3 copied, 1 unchanged`. */
export function tallyOf(kinds: readonly VerdictKind[]): string {
  const counts = new Map<VerdictKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

export function isOk(verdict: Verdict): boolean {
  return VERDICTS[verdict.kind];
}

const FAILURE_OF: { readonly [K in VerdictKind]?: FailureKind } = {
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

/** The kind of failure that a verdict stands for; undefined for a good one. */
export function failureKindOf(verdict: Verdict): FailureKind | undefined {
  return isOk(verdict) ? undefined : (verdict.failure ?? FAILURE_OF[verdict.kind] ?? 'bug');
}

const KIND_OF: { readonly [K in FailureKind]: VerdictKind } = {
  input: 'refused',
  auth: 'refused',
  refused: 'refused',
  unavailable: 'unavailable',
  gate: 'bad-status',
  timeout: 'timeout',
  cancelled: 'cancelled',
  bug: 'unavailable',
};

const ENDS_A_WAIT: ReadonlySet<FailureKind> = new Set(['timeout', 'cancelled', 'auth']);

/** The verdict for a failure; for one that ends a wait, with what was last seen. */
export function verdictOf(failure: Failure, lastSeen?: string): Verdict {
  const seen = ENDS_A_WAIT.has(failure.kind) && lastSeen !== undefined ? ` Last seen: ${lastSeen}.` : '';
  return { kind: KIND_OF[failure.kind], message: explain(failure) + seen, failure: failure.kind };
}
