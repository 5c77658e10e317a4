/** Image references such as `swr.cn-north-4.myhuaweicloud.com/team/app/api:v1`, which name what several inputs name. */
import { publicRegionOf, registryHostOf } from '../cloud/endpoints.ts';
import { readOptionalList } from './optional-list.ts';
import type { InputReader } from './reader.ts';
import { ORGANIZATION, REGION, REPOSITORY, TAG } from './rules.ts';
import { conflictsOf, describeEntry, parseTagEntry, type TagEntry } from './tag-entries.ts';

/** Where tags are copied from, and which. Texts are empty where no input says so. */
export interface SourceInputs {
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly tags: readonly TagEntry[];
}

const PARTS = ['region', 'namespace', 'repository'] as const;

type Place = Record<(typeof PARTS)[number], string>;

/** A reference taken apart; what it does not name is empty. */
interface Reference extends Place {
  /** Its host, if it names one. */
  readonly registry: string;
  readonly tag: string;
}

/**
 * The registry is the first part if it looks like a host. Source: Docker, "docker image tag"; a whole name of DNS ends in a
 * dot.
 */
const REFERENCE =
  /^(?:(?:https?|docker):\/\/)?(?:([a-z0-9-]+(?:\.[a-z0-9-]+)+\.?(?::\d+)?|localhost(?::\d+)?)\/)?([^:@\s]+)(?::([\w.-]+))?$/;

const NO_SWR = 'must be in SWR, whose registry is for example swr.cn-north-4.myhuaweicloud.com';
const NO_TAG = 'must be tags, or references with a tag such as swr.cn-north-4.myhuaweicloud.com/team/app:v1';
const NO_DIGEST =
  'must not name a digest, because SWR copies what a tag stands for: leave out the @ and what follows it';

/**
 * Reads `region`, `namespace`, `repository` and `tags`, of which the last two may hold references: these fill the inputs that
 * are empty, and must agree with the others. Errors stay in the reader. What the inputs give by themselves is not checked,
 * except for tags.
 */
export function readSource(reader: InputReader): SourceInputs {
  const { tag, given, place } = readPlace(reader);
  const entries = readOptionalList(reader, 'tags').flatMap((entry) => readEntry(reader, entry, place) ?? []);
  if (tag !== '' && entries.length > 0 && !entries.some(({ source }) => source === tag))
    reader.addError('repository', `must not name a tag that is not in tags: leave out :${tag}`, given);
  const tags = entries.length === 0 && tag !== '' ? [plainEntry(tag)] : distinct(entries);
  for (const { entry, rule } of conflictsOf(tags)) reader.addError('tags', `must ${rule}`, entry);
  return { ...place, tags };
}

/** Reads `region`, `namespace` and `repository`, which may hold a reference; see {@link readSource}. */
export function readRepository(reader: InputReader): Omit<SourceInputs, 'tags'> {
  return readPlace(reader).place;
}

function readPlace(reader: InputReader): { readonly place: Place; readonly tag: string; readonly given: string } {
  const given = reader.text('repository');
  const region = reader.text('region');
  const place: Place = {
    // A malformed one is an error of its own.
    region: REGION.pattern.test(region) ? region : '',
    namespace: reader.text('namespace'),
    repository: '',
  };
  return { given, place, tag: readRepositoryInto(place, reader, given) };
}

/** The entry for a tag that keeps its name. */
export function plainEntry(tag: string): TagEntry {
  return { source: tag, digest: undefined, target: tag };
}

function distinct(entries: readonly TagEntry[]): readonly TagEntry[] {
  return [...new Map(entries.map((entry) => [describeEntry(entry), entry])).values()];
}

/** @returns what an entry of `tags` asks for; undefined for one that is malformed. */
function readEntry(reader: InputReader, entry: string, place: Place): TagEntry | undefined {
  if (!/[@=>→]/.test(entry)) {
    const tag = readTag(reader, entry, place);
    return tag === undefined ? undefined : plainEntry(tag);
  }
  const [source = '', ...targets] = entry.split('=>').map((part) => part.trim());
  const [name = '', ...digests] = source.split('@');
  // Names are taken out of references; what is no reference is left to the grammar.
  const tags = [name, ...targets].map((part) => (/^[^@]*[/:]/.test(part) ? readTag(reader, part, place) : part));
  const [tag, ...names] = tags;
  if (tags.includes(undefined)) return undefined;
  const read = parseTagEntry([[tag, ...digests].join('@'), ...names].join(' => '));
  if (!('rule' in read)) return read;
  reader.addError('tags', `must ${read.rule}`, entry);
  return undefined;
}

/** @returns the tag that the input names besides; empty for none. */
function readRepositoryInto(place: Place, reader: InputReader, text: string): string {
  const [name = '', digest] = text.split('@');
  if (digest !== undefined) reader.addError('repository', NO_DIGEST, text);
  const reference = parseReference(name, place);
  // A repository of SWR may be named like a host: ghcr.io/acme/app. With a tag it is none.
  if (reference === undefined || (reference.region === '' && reference.tag === '')) {
    place.repository = name;
    return '';
  }
  if (reference.registry !== '' && reference.region === '') reader.addError('repository', NO_SWR, text);
  else fill(reader, 'repository', text, reference, place);
  place.repository ||= reference.repository;
  return reference.tag;
}

/** @returns the tag of an entry of `tags`; undefined for one that is malformed. */
function readTag(reader: InputReader, entry: string, place: Place): string | undefined {
  if (!/[/:]/.test(entry)) {
    reader.checkValue('tags', entry, TAG, true);
    return entry;
  }
  // It reads like the repository sha256 with a tag.
  if (/^sha\d+:/i.test(entry) && place.repository !== 'sha256') {
    reader.addError('tags', 'must name a tag, and may have a digest behind it: write TAG@sha256:…', entry);
    return undefined;
  }
  const reference = parseReference(entry, place);
  if (reference === undefined || reference.tag === '') {
    reader.addError('tags', NO_TAG, entry);
    return undefined;
  }
  if (reference.registry !== '' && reference.region === '')
    reader.addError('tags', `${NO_SWR}: give the tag alone, the part after the last colon (${reference.tag})`, entry);
  else fill(reader, 'tags', entry, reference, place);
  return reference.tag;
}

/** Puts the parts of a reference into the inputs that are empty. A contradiction to others is an error. */
function fill(
  reader: InputReader,
  input: 'repository' | 'tags',
  text: string,
  reference: Reference,
  place: Place,
): void {
  const named = PARTS.filter((part) => reference[part] !== '');
  const differing = named.filter((part) => place[part] !== '' && place[part] !== reference[part]);
  for (const part of named) place[part] ||= reference[part];
  if (differing.length === 0) return;
  const alone =
    input === 'tags' ? `the tag alone, the part after the last colon (${reference.tag})` : reference.repository;
  const parts = named.map((part) => `${part}: ${reference[part]}`).join(', ');
  const rule = `must agree with the other inputs and entries, and has another ${differing.join(' and ')}`;
  reader.addError(input, `${rule} (give ${alone}, or all of ${parts})`, text);
}

/** Undefined for a text that is no reference. Without a registry, the organization may be left out where it is given. */
function parseReference(text: string, place: Place): Reference | undefined {
  const [, host = '', path = '', tag = ''] = REFERENCE.exec(text) ?? [];
  const registry = host.replace(/\.(?=:|$)/, '');
  const slash = path.indexOf('/');
  const isRepository =
    registry === '' &&
    (slash < 0 || path === place.repository || (place.namespace !== '' && !path.startsWith(`${place.namespace}/`)));
  const namespace = isRepository ? '' : path.slice(0, Math.max(slash, 0));
  const repository = isRepository ? path : path.slice(slash + 1);
  if (!isRepository && !ORGANIZATION.pattern.test(namespace)) return undefined;
  if (!REPOSITORY.pattern.test(repository) || (tag !== '' && !TAG.pattern.test(tag))) return undefined;
  const region = publicRegionOf(registry) ?? '';
  return { registry, region: registryHostOf(region) === registry ? region : '', namespace, repository, tag };
}
