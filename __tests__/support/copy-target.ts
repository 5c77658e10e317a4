/** Copies of `team/app` from `cn-north-4` to `cn-east-3`, for tests of single parts of copying. */
import type { CopyTarget, PendingCopy } from '../../src/copy/copier.ts';
import type { CopySpec, RepositoryRef } from '../../src/copy/copy-spec.ts';

export const SOURCE: RepositoryRef = { region: 'cn-north-4', namespace: 'team', repository: 'app' };
export const TARGET: RepositoryRef = { region: 'cn-east-3', namespace: 'team', repository: 'app' };

export interface CopyFacts {
  readonly digest?: string;
  /** The target has no such tag if not given. */
  readonly previousDigest?: string | undefined;
  /** When the target was read; 0 if not given. */
  readonly seenAt?: number;
  /** `refuse` if not given. */
  readonly policy?: CopySpec['policy'];
  /** Whether that was decided; if not given, it was for `replace`. */
  readonly mayReplace?: boolean;
}

export function fakeCopy(
  tag: string,
  { digest = 'sha256:a', previousDigest, seenAt = 0, policy = 'refuse', ...facts }: CopyFacts = {},
) {
  const spec: CopySpec = { source: { ...SOURCE, tag }, target: { ...TARGET, tag }, policy, backup: false };
  const item = { operation: 'sync-tags', ...TARGET, subject: tag, tag };
  const { mayReplace = policy === 'replace' } = facts;
  return { item, spec, digest, previousDigest, seenAt, mayReplace } satisfies CopyTarget;
}

/** The copy after it was submitted, or attached to the job of an earlier request. */
export function pendingCopy(copy: CopyTarget, attachedTo?: string): PendingCopy {
  return { ...copy, attachedTo, submittedAt: 0, ambiguousFailure: undefined };
}
