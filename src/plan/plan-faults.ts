/**
 * What is wrong with a plan whose fields are each right. `apply` does what a plan says without asking again, so a plan that
 * no dry run makes is refused: an approver has not seen what it would change.
 */
import { type CopySpec, describeRepository, isRenamed } from '../copy/copy-spec.ts';

/** A copy of a plan. */
type Copy = CopySpec & { readonly source: { readonly digest: string } };

/** The part of a plan that says what is done. */
interface Plan {
  readonly operation: string;
  readonly names: readonly { readonly tag: string }[];
  readonly copies: readonly Copy[];
}

/** @returns the first fault, which completes "`plan` must …"; undefined where there is none */
export function faultOf(plan: Plan): string | undefined {
  return faultOfTargets(plan) ?? faultOfPlaces(plan) ?? faultOfTags(plan) ?? faultOfNames(plan);
}

function faultOfTargets({ copies }: Plan): string | undefined {
  const again = firstAgain(copies, ({ target }) => [target.region, target.namespace, target.repository, target.tag]);
  return again && `name every target once; ${again.target.tag} in ${again.target.region} is there twice`;
}

function faultOfPlaces({ operation, copies }: Plan): string | undefined {
  const sources = new Set(copies.map(({ source }) => `${source.region}/${describeRepository(source)}`));
  if (sources.size > 1) return 'be about one source repository';
  if (operation === 'retag') return copies.every(isInPlace) ? undefined : 'stay in one repository';
  if (copies.some(isInPlace)) return 'have targets other than its source';
  const near = copies.find(({ source, target }) => source.region === target.region);
  if (near !== undefined) return `have targets in other regions than its source, ${near.source.region}`;
  const other = copies.find(({ source, target }) => source.repository !== target.repository);
  return other && `keep the name of the repository; ${other.target.repository} is not ${other.source.repository}`;
}

/** A new name is given in the source repository, once for all targets. */
function faultOfTags({ operation, copies }: Plan): string | undefined {
  const unnamed = copies.find((copy) => operation === 'retag' && !isRenamed(copy));
  if (unnamed !== undefined) return `give each tag a new name; ${unnamed.target.tag} keeps its own`;
  const digests = new Map(copies.map(({ source }) => [source.tag, source.digest]));
  const twoDigests = copies.find(({ source }) => digests.get(source.tag) !== source.digest);
  if (twoDigests !== undefined) return `give every source tag one digest; ${twoDigests.source.tag} has two`;
  const sources = new Map(copies.map(({ source, target }) => [target.tag, source.tag]));
  const twoSources = copies.find(({ source, target }) => sources.get(target.tag) !== source.tag);
  if (twoSources !== undefined) return `give every new name to one source tag; ${twoSources.target.tag} has two`;
  const chained = copies.find((copy) => isRenamed(copy) && digests.has(copy.target.tag));
  return chained && `not give the name ${chained.target.tag}, which another copy is made from`;
}

function faultOfNames({ operation, names, copies }: Plan): string | undefined {
  const again = firstAgain(names, ({ tag }) => [tag]);
  if (again !== undefined) return `have every new name once in names; ${again.tag} is there twice`;
  const given = new Set(operation === 'retag' ? [] : copies.filter(isRenamed).map(({ target }) => target.tag));
  const unknown = names.find(({ tag }) => !given.has(tag));
  return unknown && `have in names the new names of its copies; ${unknown.tag} is none`;
}

function isInPlace({ source, target }: Copy): boolean {
  return source.region === target.region && describeRepository(source) === describeRepository(target);
}

/** The first of several that have one key. */
function firstAgain<T>(all: readonly T[], keyOf: (each: T) => readonly string[]): T | undefined {
  const keys = new Set<string>();
  return all.find((each) => {
    const key = JSON.stringify(keyOf(each));
    const isKnown = keys.has(key);
    keys.add(key);
    return isKnown;
  });
}
