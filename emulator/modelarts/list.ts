import { count, queryOf, word, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { shownImage, swrPlaceOf, type Image } from './images.ts';
import { badParameter, modelArtsRefusal } from './refusals.ts';

const PARAMETERS = [
  'type',
  'name',
  'name_fuzzy_match',
  'namespace',
  'limit',
  'offset',
  'service_type',
  'sort_key',
  'sort_dir',
  'workspace_id',
  'show_name',
  'show_tag',
];

const SERVICE_TYPES = ['COMMON', 'INFERENCE', 'TRAIN', 'DEV', 'UNKNOWN'] as const;

/** The organization of an image, given or taken from its path. */
export function namespaceOf(image: Image): string | undefined {
  return image.details.namespace ?? swrPlaceOf(image.swrPath)?.namespace;
}

/**
 * ModelArts, "Listing Images" (ListImage). Three defaults hide images: only built-in ones, names by part, workspace "0".
 * There is no filter by tag or path.
 */
export function listImages(call: Call): Reply {
  const query = queryOf(call, PARAMETERS, badParameter);
  const type = word(query['type'], 'BUILD_IN', { name: 'type', words: ['BUILD_IN', 'DEDICATED'] }, badParameter);
  const fuzzy = word(
    query['name_fuzzy_match'],
    'true',
    { name: 'name_fuzzy_match', words: ['true', 'false'] },
    badParameter,
  );
  const service = word(query['service_type'], undefined, { name: 'service_type', words: SERVICE_TYPES }, badParameter);
  const limit = count(query['limit'], 200, { name: 'limit', least: 1, most: 200 }, badParameter);
  const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, badParameter);
  const direction = word(query['sort_dir'], 'DESC', { name: 'sort_dir', words: ['ASC', 'DESC'] }, badParameter);
  word(query['sort_key'], undefined, { name: 'sort_key', words: ['createTime', 'updateTime', 'name'] }, () =>
    modelArtsRefusal(400, '6303', 'The sorting field is not supported'),
  );
  const { name, namespace, workspace_id: workspace = '0' } = query;
  // "Lowercase letters, digits, hyphens, underscores and periods": no slash, although repositories have them.
  if (name !== undefined && !/^[a-z0-9._-]{1,512}$/.test(name)) throw badParameter(`name "${name}" is no image name`);
  const found = [...call.region.images.values()].filter(
    (image) =>
      image.type === type &&
      (name === undefined || (fuzzy === 'true' ? image.name.includes(name) : image.name === name)) &&
      (namespace === undefined || namespaceOf(image) === namespace) &&
      (service === undefined || service === 'UNKNOWN' || (image.details.service_type ?? 'COMMON') === service) &&
      (image.details.workspace_id ?? '0') === workspace,
  );
  // The entries of the list have one field less than the details of an image.
  const shown = found.map((image) => {
    const { support_res_categories: _, ...entry } = shownImage(image, call.now);
    return entry;
  });
  const key =
    { createTime: 'create_at', updateTime: 'update_at', name: 'name' }[query['sort_key'] ?? 'createTime'] ?? '';
  const ascending = shown.toSorted((left, right) => String(left[key]).localeCompare(String(right[key])));
  const data = (direction === 'ASC' ? ascending : ascending.toReversed()).slice(offset, offset + limit);
  return json(200, {
    current: Math.floor(offset / limit),
    data,
    pages: Math.ceil(found.length / limit),
    size: data.length,
    total: found.length,
  });
}
