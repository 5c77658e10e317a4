import { count, queryOf, word, type Call } from '../call.ts';
import { uuidOf } from '../digest.ts';
import { noSuchApi } from '../gateway.ts';
import { json, type Reply } from '../message.ts';
import { badParameter } from './refusals.ts';
import { checkRegionHeader } from './synchronize.ts';
import { taskStatusAt, type HssTask } from './tasks.ts';

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

/** Every image that HSS would list: the tags of the region's SWR. */
function imagesOf(call: Call): { image_name: string; image_version: string; namespace: string }[] {
  return [...call.region.organizations].flatMap(([namespace, repositories]) =>
    [...repositories].flatMap(([name, { tags }]) =>
      [...tags.keys()].map((tag) => ({ image_name: name, image_version: tag, namespace })),
    ),
  );
}

function shownTask(call: Call, task: HssTask): Record<string, unknown> {
  const status = taskStatusAt(task, call.now);
  const images = imagesOf(call);
  const ended = call.now >= task.endsAt;
  const reason = call.region.hss.failedReason;
  const bad = ended && task.outcome === 'partial' ? images.slice(0, 1) : [];
  const failed = ended && status < 0;
  return {
    task_id: task.id,
    task_name: `image_sync_${task.beginsAt}`,
    task_type: task.taskType,
    // Where the images are, not whose they are: everything that is synchronized comes from a registry.
    image_type: 'registry',
    task_status: status,
    begin_time: task.beginsAt,
    end_time: ended ? task.endsAt : undefined,
    remain_min: ended || !Number.isFinite(task.endsAt) ? 0 : Math.ceil((task.endsAt - call.now) / 60_000),
    is_all: true,
    total_num: images.length,
    success_num: ended && !failed ? images.length - bad.length : 0,
    failed_num: failed ? images.length : bad.length,
    failed_reason: failed || bad.length > 0 ? reason : undefined,
    failed_images: bad.map((image) => Object.assign(image, { failed_reason: reason })),
  };
}

/**
 * HSS, "Querying Image Tasks" (ListImageTasks). The query filters by words, the reply tells by numbers; the smallest page
 * is 10; tasks of other enterprise projects are hidden.
 */
export function listTasks(call: Call): Reply {
  if (!call.region.hss.tasks) throw noSuchApi(call.requestId);
  checkRegionHeader(call);
  const query = queryOf(call, TASK_PARAMETERS, badParameter);
  const kind = word(query['type'], undefined, { name: 'type', words: ['image_sync', 'image_scan'] }, badParameter);
  if (kind === undefined) throw badParameter('type is missing');
  const limit = count(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, badParameter);
  const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, badParameter);
  const types = ['manualSync', 'autoSync', 'manual', 'cycle'] as const;
  const taskType = word(query['task_type'], undefined, { name: 'task_type', words: types }, badParameter);
  const states = ['scanning', 'finished'] as const;
  const state = word(query['task_status'], undefined, { name: 'task_status', words: states }, badParameter);
  const { task_id: id, enterprise_project_id: project = '0' } = query;
  const found = (kind === 'image_sync' ? call.region.hssTasks : [])
    .filter((task) => project === 'all_granted_eps' || task.enterpriseProject === project)
    .filter((task) => (taskType ?? task.taskType) === task.taskType && (id ?? task.id) === task.id)
    .filter((task) => state === undefined || (state === 'finished') === call.now >= task.endsAt)
    .toSorted((left, right) => right.beginsAt - left.beginsAt);
  const page = found.slice(offset, offset + limit);
  return json(200, { total_num: found.length, data_list: page.map((task) => shownTask(call, task)) });
}

/** HSS, "Querying Image Repositories" (ListRegistries). latest_sync_time moves when a synchronization has succeeded. */
export function listRegistries(call: Call): Reply {
  if (!call.region.hss.registries) throw noSuchApi(call.requestId);
  checkRegionHeader(call);
  const query = queryOf(
    call,
    ['registry_name', 'registry_type', 'registry_addr', 'limit', 'offset', 'enterprise_project_id'],
    badParameter,
  );
  count(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, badParameter);
  const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000_000 }, badParameter);
  const running = call.region.hssTasks.some((task) => call.now < task.endsAt);
  const ends = call.region.hssTasks.filter((task) => taskStatusAt(task, call.now) === 100).map((task) => task.endsAt);
  const registry = {
    registry_id: uuidOf(`registry of ${call.region.id}`),
    registry_name: 'SWR private images',
    registry_type: 'SwrPrivate',
    status: running ? 'accessing' : 'success',
    latest_sync_time: Math.max(0, ...ends),
    images_num: imagesOf(call).length,
  };
  return json(200, { total_num: 1, data_list: [registry].slice(offset) });
}
