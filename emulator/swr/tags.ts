import { count, word, type Call } from '../call.ts';
import { ACCOUNT, type Tag } from '../cloud.ts';
import { sha256 } from '../digest.ts';
import { empty, json, type Reply } from '../message.ts';
import { wholeSeconds } from '../stamp.ts';
import { contentRange, listingTerms } from './filter.ts';
import { pullPath, repositoryAt, tagAt, type Place } from './lookup.ts';
import { badParameter, swrRefusal } from './refusals.ts';

function shownTag(call: Call, place: Place, name: string, tag: Tag): Record<string, unknown> {
  // The config's digest: never the manifest's, although both are SHA-256 and easily mixed up.
  const imageId = sha256(`config of ${tag.digest}`);
  const path = `${pullPath(call, place)}:${name}`;
  return {
    id: Number.parseInt(imageId.slice(0, 6), 16),
    repo_id: Number.parseInt(sha256(pullPath(call, place)).slice(0, 6), 16),
    image_id: imageId,
    digest: tag.digest,
    manifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2048, digest: `sha256:${imageId}` },
      layers: [],
    }),
    schema: 2,
    tag_type: 0,
    size: 4096 + Number.parseInt(imageId.slice(6, 12), 16),
    path,
    internal_path: path,
    domain_id: ACCOUNT.id,
    created: wholeSeconds(tag.createdAt),
    updated: wholeSeconds(tag.updatedAt),
    is_trusted: false,
  };
}

/**
 * SWR, "Querying the Image Tag List" (ListRepositoryTags). The name field is `Tag`; the tag term matches parts of names,
 * since nothing says that it is exact. Content-Range comes only with limit and offset together.
 */
export function listTags(call: Call): Reply {
  const { found, ...place } = repositoryAt(call);
  const terms = listingTerms(call, ['limit', 'offset', 'order_column', 'order_type', 'tag']);
  const complain = badParameter(call);
  for (const [one, other] of [
    ['limit', 'offset'],
    ['order_column', 'order_type'],
  ] as const) {
    if ((terms[one] === undefined) !== (terms[other] === undefined)) throw complain(`${one} and ${other} go together`);
  }
  const pageSize = (message: string) => swrRefusal(call, 4_000_056, message);
  const limit = count(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, pageSize);
  const offset = count(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, complain);
  const column = word(terms['order_column'], 'updated_at', { name: 'order_column', words: ['updated_at', 'tag'] }, () =>
    swrRefusal(call, 4_001_096, 'Invalid order_column'),
  );
  const order = word(terms['order_type'], 'desc', { name: 'order_type', words: ['desc', 'asc'] }, complain);
  const byName = [...found.tags].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const ascending =
    column === 'tag' ? byName : byName.toSorted(([, left], [, right]) => left.updatedAt - right.updatedAt);
  const ordered = order === 'asc' ? ascending : ascending.toReversed();
  const all = ordered.filter(([name]) => name.includes(terms['tag'] ?? ''));
  const page = all.slice(offset, offset + limit);
  const items = page.map(([name, tag]) =>
    Object.assign(shownTag(call, place, name, tag), { Tag: name, deleted: null, scanned: false }),
  );
  return json(200, items, terms['limit'] === undefined ? {} : contentRange(offset, items.length, all.length));
}

/** SWR, "Querying Details of an Image Tag" (ShowRepoTag). The name field is `tag`; deleted and scanned are missing. */
export function showTag(call: Call): Reply {
  listingTerms(call, []);
  const { name, tag, ...place } = tagAt(call);
  return json(200, { tag: name, ...shownTag(call, place, name, tag) });
}

/** SWR, "Deleting an Image Tag" (DeleteRepoTag). */
export function deleteTag(call: Call): Reply {
  const { found, name } = tagAt(call);
  found.tags.delete(name);
  return empty(204);
}
