import { readEnum, readInteger, readQuery, type Call } from '../call.ts';
import { uuidOf } from '../digest.ts';
import { noSuchApi } from '../gateway/errors.ts';
import { json, type Reply } from '../message.ts';
import { taskStatusAt, type HssTask } from '../state/hss.ts';
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

/** The images that HSS lists: all tags of the region's SWR. */
function listImages(call: Call): { image_name: string; image_version: string; namespace: string }[] {
  return [...call.region.organizations].flatMap(([namespace, repositories]) =>
    [...repositories].flatMap(([name, { tags }]) =>
      [...tags.keys()].map((tag) => ({ image_name: name, image_version: tag, namespace })),
    ),
  );
}

function serializeTask(call: Call, task: HssTask): Record<string, unknown> {
  const status = taskStatusAt(task, call.now);
  const images = listImages(call);
  const ended = call.now >= task.endsAt;
  const reason = call.region.hss.failedReason;
  const failedImages = ended && task.outcome === 'partial' ? images.slice(0, 1) : [];
  const failed = ended && status < 0;
  return {
    task_id: task.id,
    task_name: `image_sync_${task.beginsAt}`,
    task_type: task.taskType,
    // The place of the images, unlike `image_type` of the request: synchronized images are in a registry.
    image_type: 'registry',
    task_status: status,
    begin_time: task.beginsAt,
    end_time: ended ? task.endsAt : undefined,
    remain_min: ended || !Number.isFinite(task.endsAt) ? 0 : Math.ceil((task.endsAt - call.now) / 60_000),
    is_all: true,
    total_num: images.length,
    success_num: ended && !failed ? images.length - failedImages.length : 0,
    failed_num: failed ? images.length : failedImages.length,
    failed_reason: failed || failedImages.length > 0 ? reason : undefined,
    failed_images: failedImages.map((image) => Object.assign(image, { failed_reason: reason })),
  };
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
    .filter((task) => project === 'all_granted_eps' || task.enterpriseProject === project)
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
    images_num: listImages(call).length,
  };
  return json(200, { total_num: 1, data_list: [registry].slice(offset) });
}
