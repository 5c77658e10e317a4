/** Tags as SWR lists them. An entry proves something only about the repository and the region that its own fields name. */
import * as v from 'valibot';
import { escapeInvisible } from '../escape.ts';
import { publicRegionOf } from './endpoints.ts';
import { optionalOrUndefined, parseWith, readEntries } from './schema.ts';

/** The repository that was asked. */
export interface TagListPlace {
  readonly region: string;
  /** The organization. */
  readonly namespace: string;
  readonly repository: string;
}

/** A tag with its digest. */
export interface TagDigest {
  readonly name: string;
  /**
   * `sha256:…` of the manifest, which is compared; `image_id` is the digest of the configuration and is not read. Empty
   * where there is a {@link problem}.
   */
  readonly digest: string;
  /** Where the image can be pulled from, the public address first: `registry/organization/repository:tag`. */
  readonly paths?: readonly string[];
  /** Set where the entry proves nothing about the tag. */
  readonly problem?: EntryProblem;
}

/** A page of the list of tags. */
export interface TagPage {
  readonly tags: readonly TagDigest[];
  /** How many entries the page has, those that could not be read included; as many as `tags` if not given. */
  readonly entries?: number;
  /** How many tags there are on all pages; undefined where the service does not say. */
  readonly total?: number | undefined;
  /** Set when the organization or the repository does not exist. */
  readonly absent?: Absence;
}

/** What does not exist, and the service's reply. */
export interface Absence {
  readonly what: 'organization' | 'repository';
  readonly reason: string;
}

/** Why an entry proves nothing. */
export interface EntryProblem {
  readonly code: 'digest-unreadable' | 'evidence-foreign';
  /** Completes "lists tag v1 …". */
  readonly reason: string;
}

// The list of tags calls the name `Tag`; the details of a tag and API v3 call it `tag`.
const TagSchema = v.pipe(
  // `object` drops all other fields: a page has a manifest for every tag.
  v.object({
    Tag: optionalOrUndefined(v.string()),
    tag: optionalOrUndefined(v.string()),
    digest: optionalOrUndefined(v.string()),
    path: optionalOrUndefined(v.string()),
    internal_path: optionalOrUndefined(v.string()),
    deleted: v.optional(v.unknown()),
  }),
  v.forward(
    v.check(({ Tag, tag }) => (Tag || tag || '') !== ''),
    ['Tag'],
  ),
);

type Entry = v.InferOutput<typeof TagSchema>;

/** Reads a page of the list. Entries that cannot be read are left out; `entries` counts them. */
export function tagsOf(
  body: unknown,
  place: TagListPlace,
): { readonly tags: readonly TagDigest[]; readonly entries: number } {
  const { read, entries } = readEntries(TagSchema, body);
  return { tags: read.flatMap((entry) => digestsOf(entry, place)), entries };
}

/** Reads the details of one tag, which have the fields of an entry of the list. */
export function tagOf(body: unknown, place: TagListPlace): readonly TagDigest[] {
  return digestsOf(parseWith(TagSchema)(body), place);
}

/** One tag; both, without a digest, where an entry has two names. */
function digestsOf(entry: Entry, place: TagListPlace): readonly TagDigest[] {
  const [name = '', other] = new Set([entry.Tag, entry.tag].filter((given) => given !== undefined && given !== ''));
  if (other !== undefined) {
    const problem = unreadable(`under two names, ${shown(name)} and ${shown(other)}`);
    return [name, other].map((each) => ({ name: each, digest: '', problem }));
  }
  const paths = [entry.path, entry.internal_path].flatMap((path) => path || []);
  const problem = problemOf(entry, name, paths, place);
  if (problem !== undefined) return [{ name, digest: '', problem }];
  return [{ name, digest: entry.digest ?? '', ...(paths.length === 0 ? {} : { paths }) }];
}

function problemOf(
  { digest = '', deleted }: Entry,
  name: string,
  paths: readonly string[],
  place: TagListPlace,
): EntryProblem | undefined {
  const foreign = paths.find((path) => !mayName(path, { name, digest }, place));
  if (foreign !== undefined) return { code: 'evidence-foreign', reason: `at another place, ${shown(foreign)}` };
  if (isTime(deleted)) return unreadable(`as deleted (${shown(String(deleted))})`);
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? undefined : unreadable('without a readable digest');
}

function unreadable(reason: string): EntryProblem {
  return { code: 'digest-unreadable', reason };
}

/** Null, an empty text and the zero time of Go say that the tag was not deleted. */
function isTime(deleted: unknown): boolean {
  return Boolean(deleted) && !String(deleted).startsWith('0001-01-01');
}

/**
 * Whether an address may be that of the tag: whatever it names of host, repository, tag and digest must be that of the
 * entry. Public addresses name the region; those of private endpoints and enterprise instances do not.
 */
function mayName(path: string, tag: Pick<TagDigest, 'name' | 'digest'>, place: TagListPlace): boolean {
  const [address = '', digest = tag.digest] = path.replace(/^https?:\/\//i, '').split('@');
  const [, named = '', name = tag.name] = /^(.*?)(?::([^/:]*))?$/s.exec(address) ?? [];
  if (name !== tag.name || digest !== tag.digest) return false;
  const repository = `${place.namespace}/${place.repository}`;
  if (!named.includes('/') || named === repository) return true;
  const host = named.slice(0, named.indexOf('/'));
  return (publicRegionOf(host) ?? place.region) === place.region && named.slice(host.length + 1) === repository;
}

function shown(text: string): string {
  return escapeInvisible(text, 300);
}
