import { regionalUrn } from '../account.ts';
import { readBody, readQuery, type Call } from '../call.ts';
import { uuidOf } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { checkPermission, type Permission } from '../permission.ts';
import { anyText, anything, list, object, oneOf, optional, text } from '../reader.ts';
import { nextSerial } from '../state/cloud.ts';
import { imageNamespace, parseSwrPath, type Image } from '../state/images.ts';
import { invalidParameter, modelArtsError, modelArtsPermissionDenied } from './errors.ts';
import { serializeImage } from './image.ts';

const registerBody = object({
  swr_path: text(/^.{16,2048}$/, 'a string of 16 to 2048 characters'),
  arch: optional(oneOf('X86_64', 'AARCH64')),
  description: optional(anyText),
  origin: optional(oneOf('CUSTOMIZE', 'IMAGE_SAVE')),
  resource_category: optional(list(oneOf('CPU', 'GPU', 'ASCEND'))),
  service_type: optional(oneOf('COMMON', 'INFERENCE', 'TRAIN', 'DEV', 'UNKNOWN')),
  services: optional(list(oneOf('NOTEBOOK', 'SSH'))),
  visibility: optional(oneOf('PRIVATE', 'PUBLIC')),
  workspace_id: optional(text()),
  flavor_type: optional(text()),
  tags: optional(list(anything)),
  swr_instance_id: optional(text()),
  read_me: optional(anyText),
});

/**
 * ModelArts, "Registering an Image" (RegisterImage). The tag must exist in the SWR of the same region. Some fields have other names
 * in the reply than in the request: resource_category and resource_categories, services and dev_services.
 */
export function registerImage(call: Call): Reply {
  readQuery(call, [], invalidParameter);
  const body = readBody(call, registerBody, invalidParameter);
  const ref = parseSwrPath(body.swr_path);
  if (ref === undefined) throw invalidParameter(`swr_path "${body.swr_path}" is not registry/namespace/name:tag`);
  const { namespace, repository, tag } = ref;
  for (const permission of swrPermissions(`${namespace}/${repository}`)) {
    checkPermission(call, permission, modelArtsPermissionDenied);
  }
  const taken = [...call.region.images.values()].some(
    (image) => image.name === repository && image.tag === tag && imageNamespace(image) === namespace,
  );
  if (taken) throw modelArtsError(400, '2884', `The image ${repository}:${tag} already exists`);
  if (call.region.organizations.get(namespace)?.get(repository)?.tags.has(tag) !== true) {
    throw modelArtsError(400, '2810', `Failed to query SWR for ${namespace}/${repository}:${tag}`);
  }
  const image: Image = {
    id: uuidOf(`registered image ${nextSerial(call.cloud)}`),
    name: repository,
    tag,
    swrPath: body.swr_path,
    type: 'DEDICATED',
    details: {
      namespace,
      arch: (body.arch ?? 'X86_64').toLowerCase(),
      description: body.description,
      origin: body.origin ?? 'CUSTOMIZE',
      resource_categories: body.resource_category ?? ['CPU', 'GPU'],
      service_type: body.service_type ?? 'UNKNOWN',
      dev_services: body.services ?? ['NOTEBOOK', 'SSH'],
      visibility: body.visibility ?? 'PRIVATE',
      workspace_id: body.workspace_id ?? '0',
      flavor_type: body.flavor_type,
    },
    firstStatus: 'INIT',
    timeline: call.region.modelarts.registerTimeline,
    timelineFrom: call.now,
    createdAt: call.now,
  };
  call.region.images.set(image.id, image);
  return json(200, serializeImage(image, call.now));
}

/** Permissions in SWR that a registration requires: ModelArts reads SWR as the caller. "Permissions Policies and Supported Actions". */
function swrPermissions(repository: string): readonly Permission[] {
  const actions = ['listRepoTags', 'getRepo', 'getRepoDomain', 'createRepoDomain'].map((verb) => `swr:repo:${verb}`);
  return [
    { actions: ['swr:repo:listRepos'], resource: (call) => regionalUrn(call.region.id, 'swr', 'repo:*') },
    { actions, resource: (call) => regionalUrn(call.region.id, 'swr', `repo:${repository}`) },
  ];
}
