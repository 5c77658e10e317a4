import { readEnum, readInteger, readQuery, type Call } from '../call.ts';
import { digestOf, sha256, uuidOf } from '../digest.ts';
import { noSuchApi } from '../gateway/errors.ts';
import { json, type Reply } from '../message.ts';
import type { HssSettings } from '../state/hss.ts';
import {
  failedImagesOf,
  type HssImage,
  type HssTask,
  imagesOf,
  type ImportedImage,
  importedImagesAt,
  taskStatusAt,
} from '../state/hss-tasks.ts';
import { invalidParameter } from './errors.ts';
import { checkRegionHeader } from './synchronize.ts';

const TASK_PARAMETERS = [
  'type',
  'task_type',
  'task_status',
  'global_image_type',
  'task_id',
  'task_name',
  'create_time',
  'end_time',
  'scan_scope',
  'limit',
  'offset',
  'enterprise_project_id',
];

function serializeTask(call: Call, task: HssTask): Record<string, unknown> {
  const { hss } = call.region;
  const status = taskStatusAt(task, call.now);
  const { images } = task;
  const ended = call.now >= task.endsAt;
  const failedImages = ended && status === 100 ? failedImagesOf(task, hss) : [];
  const failed = ended && status < 0;
  return {
    task_id: task.id,
    task_name: `image_sync_${task.beginsAt}`,
    task_type: task.taskType,
    // The place of the images, unlike `image_type` of the request: synchronized images are in a registry.
    image_type: 'registry',
    task_status: status,
    begin_time: beginTime(task, hss),
    end_time: ended ? task.endsAt : undefined,
    remain_min: ended || !Number.isFinite(task.endsAt) ? 0 : Math.ceil((task.endsAt - call.now) / 60_000),
    is_all: true,
    total_num: images.length,
    success_num: ended && !failed ? images.length - failedImages.length : 0,
    failed_num: failed ? images.length : failedImages.length,
    failed_reason: failed || failedImages.length > 0 ? hss.failedReason : undefined,
    failed_images: failedImages.map((image) => ({ ...nameOf(image, hss), failed_reason: hss.failedReason })),
  };
}

function nameOf({ namespace, repository, tag }: HssImage, { imageNames }: HssSettings): Record<string, string> {
  const name = imageNames === 'with-organization' ? `${namespace}/${repository}` : repository;
  return { image_name: name, image_version: tag, namespace };
}

function beginTime({ beginsAt }: HssTask, { beginTimes }: HssSettings): number | string | undefined {
  if (beginTimes === 'none') return undefined;
  if (beginTimes === 'text') return new Date(beginsAt).toISOString();
  return beginTimes === 'seconds' ? Math.floor(beginsAt / 1000) : beginsAt;
}

/** Whether a request for this enterprise project shows what belongs to that one. */
function isShown(project: string, owner: string): boolean {
  return project === 'all_granted_eps' || owner === project;
}

/**
 * HSS, "Querying Image Tasks" (ListImageTasks), the newest first. `task_status` is a word in the query and a number in the reply. A
 * page has at least 10 entries. Tasks of other enterprise projects are left out.
 */
export function listTasks(call: Call): Reply {
  if (!call.region.hss.tasks) throw noSuchApi(call.requestId);
  checkRegionHeader(call);
  const query = readQuery(call, TASK_PARAMETERS, invalidParameter);
  const kind = readEnum(
    query['type'],
    undefined,
    { name: 'type', words: ['image_sync', 'image_scan'] },
    invalidParameter,
  );
  if (kind === undefined) throw invalidParameter('type is missing');
  const limit = readInteger(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, invalidParameter);
  const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, invalidParameter);
  const types = ['manualSync', 'autoSync', 'manual', 'cycle'] as const;
  const taskType = readEnum(query['task_type'], undefined, { name: 'task_type', words: types }, invalidParameter);
  const states = ['scanning', 'finished'] as const;
  const state = readEnum(query['task_status'], undefined, { name: 'task_status', words: states }, invalidParameter);
  const { task_id: id, enterprise_project_id: project = '0' } = query;
  const found = (kind === 'image_sync' ? call.region.hssTasks : [])
    .filter((task) => isShown(project, task.enterpriseProject))
    .filter((task) => call.now >= task.beginsAt + call.region.hss.taskListSeconds * 1000)
    .filter((task) => (taskType ?? task.taskType) === task.taskType && (id ?? task.id) === task.id)
    .filter((task) => state === undefined || (state === 'finished') === call.now >= task.endsAt)
    .toSorted((left, right) => right.beginsAt - left.beginsAt);
  const page = found.slice(offset, offset + limit);
  return json(200, { total_num: found.length, data_list: page.map((task) => serializeTask(call, task)) });
}

/** HSS, "Querying Image Repositories" (ListRegistries). latest_sync_time is when the last successful synchronization ended. */
export function listRegistries(call: Call): Reply {
  if (!call.region.hss.registries) throw noSuchApi(call.requestId);
  checkRegionHeader(call);
  const query = readQuery(
    call,
    ['registry_name', 'registry_type', 'registry_addr', 'limit', 'offset', 'enterprise_project_id'],
    invalidParameter,
  );
  readInteger(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, invalidParameter);
  const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000_000 }, invalidParameter);
  const running = call.region.hssTasks.some((task) => call.now < task.endsAt);
  const ends = call.region.hssTasks.filter((task) => taskStatusAt(task, call.now) === 100).map((task) => task.endsAt);
  const registry = {
    registry_id: uuidOf(`registry of ${call.region.id}`),
    registry_name: 'SWR private images',
    registry_type: 'SwrPrivate',
    status: running ? 'accessing' : 'success',
    latest_sync_time: Math.max(0, ...ends),
    images_num: imagesOf(call.region.organizations).length,
  };
  return json(200, { total_num: 1, data_list: [registry].slice(offset) });
}

const IMAGE_FILTERS = ['namespace', 'image_name', 'image_version'] as const;
const IMAGE_TYPES = ['private_image', 'shared_image', 'local_image', 'instance_image'] as const;

/**
 * HSS, "Querying the SWR Image Repository List" (ListSwrImageRepository). The type is required; a page has at least 10 entries.
 * The API is deprecated, and a region may not have it.
 */
export function listSwrImages(call: Call): Reply {
  const { imageLists } = call.region.hss;
  if (imageLists === 'newer' || imageLists === 'none') throw noSuchApi(call.requestId);
  const { images, type } = findImages(call, 10);
  if (type === undefined) throw invalidParameter('image_type is missing');
  return images;
}

/** HSS, "Querying Registry Images" (ListRegistryImages), which replaces the list above. */
export function listRegistryImages(call: Call): Reply {
  const { imageLists } = call.region.hss;
  if (imageLists === 'older' || imageLists === 'none') throw noSuchApi(call.requestId);
  return findImages(call, 1, {
    registry_id: uuidOf(`registry of ${call.region.id}`),
    registry_name: 'SWR private images',
    registry_type: 'SwrPrivate',
  }).images;
}

/** A page of images with at least `least` entries. `registry` is what the newer list says besides. */
function findImages(
  call: Call,
  least: number,
  registry?: Readonly<Record<string, string>>,
): { readonly images: Reply; readonly type: string | undefined } {
  checkRegionHeader(call);
  const { hss, hssTasks } = call.region;
  const parameters = ['image_type', 'limit', 'offset', 'enterprise_project_id', ...IMAGE_FILTERS];
  const query = readQuery(call, parameters, invalidParameter);
  const type = readEnum(query['image_type'], undefined, { name: 'image_type', words: IMAGE_TYPES }, invalidParameter);
  const limit = readInteger(query['limit'], 10, { name: 'limit', least, most: 200 }, invalidParameter);
  const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, invalidParameter);
  const { enterprise_project_id: project = '0', image_version: version = '' } = query;
  if (version.length > 64) throw invalidParameter('image_version is longer than 64 characters');
  const found = importedImagesAt(hssTasks, hss, call.now)
    .filter((image) => isShown(project, image.enterpriseProject) && (type ?? image.imageType) === image.imageType)
    .map((image) => serializeImage(image, hss, registry))
    .filter((image) => IMAGE_FILTERS.every((name) => query[name] === undefined || image[name] === query[name]));
  const list = { total_num: found.length, data_list: found.slice(offset, offset + limit) };
  return { images: json(200, list), type };
}

function serializeImage(
  image: ImportedImage,
  hss: HssSettings,
  registry: Readonly<Record<string, string>> | undefined,
): Record<string, unknown> {
  const isMultiArch = hss.multiArch.includes(image.tag);
  const child = digestOf(`a platform of ${image.digest}`);
  return {
    ...nameOf(image, hss),
    image_id: sha256(image.digest).slice(0, 64),
    image_digest: hss.digests ? (isMultiArch ? child : image.digest) : undefined,
    image_type: image.imageType,
    scan_status: 'unscan',
    association_images: isMultiArch ? [{ image_digest: child }] : [],
    ...(registry && { ...registry, is_multiple_arch: isMultiArch, latest_sync_time: image.syncedAt }),
  };
}
