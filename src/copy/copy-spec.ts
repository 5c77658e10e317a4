/** What is to be copied where, as JSON-serialisable data. */

/** A repository of SWR in one region. */
export interface RepositoryRef {
  readonly region: string;
  /** The organization. */
  readonly namespace: string;
  readonly repository: string;
}

/** A tag in a repository. */
export interface TagRef extends RepositoryRef {
  readonly tag: string;
}

/** One copy of a plan. With another tag in the target, the source's image gets that tag in the source repository first. */
export interface CopySpec {
  /** `digest`: what the source must have; whatever it has where it is left out. */
  readonly source: TagRef & { readonly digest?: string };
  /** `present`: the digest that the target must have before the copy, or {@link NONE}; whatever it has where it is left out. */
  readonly target: TagRef & { readonly present?: string };
  /**
   * What to do where the target has the tag with another digest: `refuse` is the verdict `conflict`, `forward` replaces
   * only what is older.
   */
  readonly policy: 'refuse' | 'replace' | 'forward';
  /** Whether what the target has is kept under another name before it is replaced. */
  readonly backup: boolean;
}

/** Stands for a tag that does not exist. */
export const NONE = 'none';

/** The copies of one source repository to one target repository under one policy: they share requests. */
export interface CopyGroup {
  readonly source: RepositoryRef;
  readonly target: RepositoryRef;
  readonly policy: CopySpec['policy'];
  readonly copies: readonly CopySpec[];
}

/** Groups copies, in the order of the first copy of each group. */
export function groupCopies(copies: readonly CopySpec[]): readonly CopyGroup[] {
  const groups = Map.groupBy(copies, ({ source, target, policy }) =>
    JSON.stringify([source.region, describeRepository(source), target.region, describeRepository(target), policy]),
  );
  return [...groups.values()].flatMap((members): readonly CopyGroup[] => {
    const [first] = members;
    return first === undefined ? [] : [{ ...first, copies: members }];
  });
}

/** `organization/repository`. */
export function describeRepository({ namespace, repository }: Pick<RepositoryRef, 'namespace' | 'repository'>): string {
  return `${namespace}/${repository}`;
}
