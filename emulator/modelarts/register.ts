import { bodyOf, queryOf, type Call } from '../call.ts';
import { nextSerial } from '../cloud.ts';
import { uuidOf } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { enforce } from '../policy/enforcement.ts';
import { regionalUrn } from '../policy/urn.ts';
import { anyText, anything, list, object, oneOf, optional, text } from '../reader.ts';
import type { Permission } from '../router.ts';
import { shownImage, swrPlaceOf, type Image } from './images.ts';
import { namespaceOf } from './list.ts';
import { badParameter, modelArtsRefusal } from './refusals.ts';

const registerBody = object({
  swr_path: text(/^.{16,2048}$/, 'a text of 16 to 2048 characters'),
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
 * ModelArts, "Registering an Image" (RegisterImage). The tag must be in the region's own SWR. Request and reply name the
 * same things differently (resource_category / resource_categories, services / dev_services).
 */
export function registerImage(call: Call): Reply {
  queryOf(call, [], badParameter);
  const body = bodyOf(call, registerBody, badParameter);
  const place = swrPlaceOf(body.swr_path);
  if (place === undefined) throw badParameter(`swr_path "${body.swr_path}" is not registry/namespace/name:tag`);
  const { namespace, repository, tag } = place;
  for (const permission of permissionsOn(`${namespace}/${repository}`)) enforce(call, permission);
  const taken = [...call.region.images.values()].some(
    (image) => image.name === repository && image.tag === tag && namespaceOf(image) === namespace,
  );
  if (taken) throw modelArtsRefusal(400, '2884', `The image ${repository}:${tag} already exists`);
  if (call.region.organizations.get(namespace)?.get(repository)?.tags.has(tag) !== true) {
    throw modelArtsRefusal(400, '2810', `Failed to query SWR for ${namespace}/${repository}:${tag}`);
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
  return json(200, shownImage(image, call.now));
}

/** What a registration depends on in SWR, for ModelArts looks there as the caller. ModelArts, "Permissions Policies and Supported Actions". */
function permissionsOn(repository: string): readonly Permission[] {
  const actions = ['listRepoTags', 'getRepo', 'getRepoDomain', 'createRepoDomain'].map((verb) => `swr:repo:${verb}`);
  return [
    { actions: ['swr:repo:listRepos'], resource: (call) => regionalUrn(call, 'swr', 'repo:*') },
    { actions, resource: (call) => regionalUrn(call, 'swr', `repo:${repository}`) },
  ];
}
