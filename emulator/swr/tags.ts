import { ACCOUNT } from '../account.ts';
import { readEnum, readInteger, type Call } from '../call.ts';
import { sha256 } from '../digest.ts';
import { empty, json, type Reply } from '../message.ts';
import type { Tag } from '../state/repositories.ts';
import { formatSeconds } from '../timestamps.ts';
import { invalidParameter, notFound, swrError } from './errors.ts';
import { contentRange, listReply, readListParameters } from './filter.ts';
import { findRepository, findTag, pullPath, type RepositoryRef } from './lookup.ts';

function serializeTag(call: Call, ref: RepositoryRef, name: string, tag: Tag): Record<string, unknown> {
  // The digest of the image config. It is not the digest of the manifest, which is in `digest`.
  const imageId = sha256(`config of ${tag.digest}`);
  const path = `${pullPath(call, ref)}:${name}`;
  return {
    id: Number.parseInt(imageId.slice(0, 6), 16),
    repo_id: Number.parseInt(sha256(pullPath(call, ref)).slice(0, 6), 16),
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
    created: formatSeconds(tag.createdAt),
    updated: formatSeconds(tag.updatedAt),
    is_trusted: false,
  };
}

function isShown(call: Call, { createdAt }: Tag): boolean {
  return call.now >= createdAt + call.region.swr.tagListLagSeconds * 1000;
}

/**
 * SWR, "Querying the Image Tag List" (ListRepositoryTags). The name is in the field `Tag`. The parameter `tag` matches parts of
 * names, because no document says that it is exact. Content-Range is sent only if limit and offset are given. A tag is not listed
 * before `tagListLagSeconds` have passed.
 */
export function listTags(call: Call): Reply {
  const { found, ...ref } = findRepository(call);
  const terms = readListParameters(call, ['limit', 'offset', 'order_column', 'order_type', 'tag']);
  const invalid = invalidParameter(call);
  for (const [one, other] of [
    ['limit', 'offset'],
    ['order_column', 'order_type'],
  ] as const) {
    if ((terms[one] === undefined) !== (terms[other] === undefined)) throw invalid(`${one} and ${other} go together`);
  }
  const invalidLimit = (message: string) => swrError(call, 4_000_056, message);
  const limit = readInteger(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, invalidLimit);
  const offset = readInteger(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, invalid);
  const column = readEnum(
    terms['order_column'],
    'updated_at',
    { name: 'order_column', words: ['updated_at', 'tag'] },
    () => swrError(call, 4_001_096, 'Invalid order_column'),
  );
  const order = readEnum(terms['order_type'], 'desc', { name: 'order_type', words: ['desc', 'asc'] }, invalid);
  const byName = [...found.tags].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const ascending =
    column === 'tag' ? byName : byName.toSorted(([, left], [, right]) => left.updatedAt - right.updatedAt);
  const ordered = order === 'asc' ? ascending : ascending.toReversed();
  const { tagPageSize, shiftingTagList, tagListTotal } = call.region.swr;
  const all = ordered.filter(([name, tag]) => name.includes(terms['tag'] ?? '') && isShown(call, tag));
  const start = shiftingTagList && offset > 0 ? offset + 1 : offset;
  const page = all.slice(start, start + Math.min(limit, tagPageSize));
  const items = page.map(([name, tag]) =>
    Object.assign(serializeTag(call, ref, name, tag), { Tag: name, deleted: null, scanned: false }),
  );
  const isTotalSent = tagListTotal && terms['limit'] !== undefined;
  return listReply(call, items, isTotalSent ? contentRange(offset, items.length, all.length) : {});
}

/** SWR, "Querying Details of an Image Tag" (ShowRepoTag). The name is in `tag`; there is no `deleted` and `scanned`. */
export function showTag(call: Call): Reply {
  readListParameters(call, []);
  const { name, tag, ...ref } = findTag(call);
  if (!isShown(call, tag)) throw notFound(call, 4_040_048, 'The image tag does not exist');
  return json(200, { tag: name, ...serializeTag(call, ref, name, tag) });
}

/** SWR, "Deleting an Image Tag" (DeleteRepoTag). */
export function deleteTag(call: Call): Reply {
  const { found, name } = findTag(call);
  found.tags.delete(name);
  return empty(204);
}
