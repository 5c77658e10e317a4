/** Image references such as `swr.cn-north-4.myhuaweicloud.com/team/app/api:v1`, which name what several inputs name. */
import { publicRegionOf, registryHostOf } from '../cloud/endpoints.ts';
import type { InputReader } from './reader.ts';
import { ORGANIZATION, REGION, REPOSITORY, TAG } from './rules.ts';

/** Where tags are copied from, and which. Texts are empty where no input says so. */
export interface SourceInputs {
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
  readonly tags: readonly string[];
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
  const given = reader.text('repository');
  const region = reader.text('region');
  const place: Place = {
    // A malformed one is an error of its own.
    region: REGION.pattern.test(region) ? region : '',
    namespace: reader.text('namespace'),
    repository: '',
  };
  const tag = readRepository(reader, given, place);
  const tags = reader.list('tags').map((entry) => readTag(reader, entry, place));
  if (tag !== '' && tags.length > 0 && !tags.includes(tag))
    reader.addError('repository', `must not name a tag that is not in tags: leave out :${tag}`, given);
  return { ...place, tags: [...new Set(tags.length === 0 && tag !== '' ? [tag] : tags)] };
}

/** @returns the tag that the input names besides; empty for none. */
function readRepository(reader: InputReader, text: string, place: Place): string {
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

/** @returns the tag of an entry of `tags`. */
function readTag(reader: InputReader, entry: string, place: Place): string {
  const isPath = /[/:]/.test(entry);
  const reference = isPath ? parseReference(entry, place) : undefined;
  if (/@|^sha256:/.test(entry)) reader.addError('tags', NO_DIGEST, entry);
  else if (reference === undefined && !isPath) reader.checkValue('tags', entry, TAG, true);
  else if (reference === undefined || reference.tag === '') reader.addError('tags', NO_TAG, entry);
  else if (reference.registry !== '' && reference.region === '')
    reader.addError('tags', `${NO_SWR}: give the tag alone, the part after the last colon (${reference.tag})`, entry);
  else fill(reader, 'tags', entry, reference, place);
  return reference?.tag || entry;
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
