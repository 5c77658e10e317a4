import { readEnum, readInteger, readQuery, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { imageNamespace } from '../state/images.ts';
import { invalidParameter, modelArtsError } from './errors.ts';
import { serializeImage } from './image.ts';

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

/**
 * ModelArts, "Listing Images" (ListImage). By default the list has only built-in images of the workspace "0", and `name` matches
 * parts of names. There is no filter by tag or path.
 */
export function listImages(call: Call): Reply {
  const query = readQuery(call, PARAMETERS, invalidParameter);
  const type = readEnum(
    query['type'],
    'BUILD_IN',
    { name: 'type', words: ['BUILD_IN', 'DEDICATED'] },
    invalidParameter,
  );
  const fuzzy = readEnum(
    query['name_fuzzy_match'],
    'true',
    { name: 'name_fuzzy_match', words: ['true', 'false'] },
    invalidParameter,
  );
  const service = readEnum(
    query['service_type'],
    undefined,
    { name: 'service_type', words: SERVICE_TYPES },
    invalidParameter,
  );
  const limit = readInteger(query['limit'], 200, { name: 'limit', least: 1, most: 200 }, invalidParameter);
  const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, invalidParameter);
  const direction = readEnum(query['sort_dir'], 'DESC', { name: 'sort_dir', words: ['ASC', 'DESC'] }, invalidParameter);
  readEnum(query['sort_key'], undefined, { name: 'sort_key', words: ['createTime', 'updateTime', 'name'] }, () =>
    modelArtsError(400, '6303', 'The sorting field is not supported'),
  );
  const { name, namespace, workspace_id: workspace = '0' } = query;
  // "Lowercase letters, digits, hyphens, underscores and periods": no slash, although names of repositories may have one.
  if (name !== undefined && !/^[a-z0-9._-]{1,512}$/.test(name))
    throw invalidParameter(`name "${name}" is no image name`);
  const found = [...call.region.images.values()].filter(
    (image) =>
      image.type === type &&
      (name === undefined || (fuzzy === 'true' ? image.name.includes(name) : image.name === name)) &&
      (namespace === undefined || imageNamespace(image) === namespace) &&
      (service === undefined || service === 'UNKNOWN' || (image.details.service_type ?? 'COMMON') === service) &&
      (image.details.workspace_id ?? '0') === workspace,
  );
  // The entries of the list lack one field that the details of an image have.
  const entries = found.map((image) => {
    const { support_res_categories: _, ...entry } = serializeImage(image, call.now);
    return entry;
  });
  const key =
    { createTime: 'create_at', updateTime: 'update_at', name: 'name' }[query['sort_key'] ?? 'createTime'] ?? '';
  const ascending = entries.toSorted((left, right) => String(left[key]).localeCompare(String(right[key])));
  const data = (direction === 'ASC' ? ascending : ascending.toReversed()).slice(offset, offset + limit);
  return json(200, {
    current: Math.floor(offset / limit),
    data,
    pages: Math.ceil(found.length / limit),
    size: data.length,
    total: found.length,
  });
}
