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
   * only what is older and is for moving tags.
   */
  readonly policy: 'refuse' | 'replace' | 'forward';
  /** Whether what the target has is kept under another name before it is replaced. */
  readonly backup: boolean;
}

/** Stands for a tag that does not exist. */
export const NONE = 'none';

/** Stands for what a plan does not say of a name in the source repository: there it is not given. */
export const NOT_PLANNED = 'not planned';

/** The copies of one source repository to one target repository: they share requests. */
export interface CopyGroup {
  readonly source: RepositoryRef;
  readonly target: RepositoryRef;
  readonly copies: readonly CopySpec[];
}

/** Groups copies, in the order of the first copy of each group. */
export function groupCopies(copies: readonly CopySpec[]): readonly CopyGroup[] {
  const groups = Map.groupBy(copies, ({ source, target }) =>
    JSON.stringify([source.region, describeRepository(source), target.region, describeRepository(target)]),
  );
  return [...groups.values()].flatMap((members): readonly CopyGroup[] => {
    const [first] = members;
    return first === undefined ? [] : [{ ...first, copies: members }];
  });
}

/** Whether a copy gets another tag in its target. */
export function isRenamed({ source, target }: CopySpec): boolean {
  return source.tag !== target.tag;
}

/**
 * What gives the images of copies their new names in the source repository, once for all targets.
 * @param present what the names must have there before, by name; see {@link CopySpec}. A plan gives no names but these
 */
export function inPlace(copies: readonly CopySpec[], present?: ReadonlyMap<string, string>): readonly CopySpec[] {
  const names = new Map(copies.filter(isRenamed).map((copy) => [copy.target.tag, copy]));
  return [...names.values()].map(({ source, target, policy, backup }) => {
    const { region, namespace, repository } = source;
    const shown = present?.get(target.tag) ?? (target.present === undefined ? undefined : NOT_PLANNED);
    const name = { region, namespace, repository, tag: target.tag, ...(shown === undefined ? {} : { present: shown }) };
    return { source, target: name, policy, backup };
  });
}

/** The target's tag, or both where they differ: `sha-1 => v1.4.0`. */
export function describeCopy({ source, target }: CopySpec): string {
  return source.tag === target.tag ? target.tag : `${source.tag} => ${target.tag}`;
}

/** `organization/repository`. */
export function describeRepository({ namespace, repository }: Pick<RepositoryRef, 'namespace' | 'repository'>): string {
  return `${namespace}/${repository}`;
}
