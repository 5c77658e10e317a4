/** HSS, host security: its list of images. One function for each API call. */
import * as v from 'valibot';
import type { ServiceError } from '../http/service-error.ts';
import { ReplyFormatError } from '../http/call.ts';
import { Failure } from '../errors.ts';
import { type Caller, type PlainCall, valueOf } from './caller.ts';
import { MAX_LIST_BYTES } from './pages.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';
import { isNoSuchApi, isNotFound } from './reply-rules.ts';

/** HSS's own words for the images of one's own and for those that others share. */
export type ImageType = 'private_image' | 'shared_image';

/** A synchronization task, as HSS lists it. */
export interface SyncTask {
  readonly id: string;
  /** 100 is finished, 0 to 99 progress, -1 stopped, -2 timed out, -3 failed. */
  readonly status: number;
  /** Of images, as are the next two; undefined where HSS does not tell. */
  readonly total: number | undefined;
  readonly succeeded: number | undefined;
  readonly failed: number | undefined;
  readonly reason: string | undefined;
}

/** HSS in one region. Rejects with a {@link Failure}. */
export interface Hss {
  /** Starts a synchronization by the older route. False where the region does not have it any more. */
  synchronize(type: ImageType): Promise<boolean>;
  /** Starts a synchronization by the newer route, of all registries that HSS knows. */
  startSyncTask(): Promise<void>;
  /** The newest 200 manual synchronization tasks; undefined where the region does not list them. */
  syncTasks(): Promise<readonly SyncTask[] | undefined>;
}

const MANUAL = 'manualSync';

const NEEDS_PERMISSION =
  'HSS needs the permission to operate its images, and an agency of its own with SWROperatePolicy to read the registry.';

/** A number, which some replies give as a string. */
const count = () => v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.number());

const TaskSchema = v.looseObject({
  task_id: v.union([v.string(), v.number()]),
  // A word in the query, a number in the reply.
  task_status: count(),
  task_type: optionalOrUndefined(v.string()),
  total_num: optionalOrUndefined(count()),
  success_num: optionalOrUndefined(count()),
  failed_num: optionalOrUndefined(count()),
  failed_reason: optionalOrUndefined(v.string()),
});

function syncTaskOf(task: v.InferOutput<typeof TaskSchema>): SyncTask {
  return {
    id: String(task.task_id),
    status: task.task_status,
    total: task.total_num,
    succeeded: task.success_num,
    failed: task.failed_num,
    reason: task.failed_reason,
  };
}

const OutcomeSchema = v.looseObject({
  error_code: v.nullish(v.union([v.number(), v.string()])),
  error_description: optionalOrUndefined(v.string()),
  error_msg: optionalOrUndefined(v.string()),
});

type Outcome = v.InferOutput<typeof OutcomeSchema>;

// A reply without the list is not an empty list: otherwise old tasks would look new in the next reply.
const TasksSchema = v.looseObject({
  ...OutcomeSchema.entries,
  total_num: optionalOrUndefined(count()),
  data_list: v.nullish(v.array(TaskSchema)),
});

/** The region does not have the route. */
function isGone(error: ServiceError): boolean {
  return isNoSuchApi(error) || isNotFound(error, 'HSS');
}

/** `projectId` is part of every path; `region` is sent, and named in messages. */
export function createHss(
  call: Caller,
  projectId: string,
  options: { readonly region: string; readonly enterpriseProject: string },
): Hss {
  const path = (...rest: string[]): readonly string[] => ['v5', projectId, 'image', ...rest];
  const headers = { region: options.region };
  const scope: Readonly<Record<string, string>> =
    options.enterpriseProject === '' ? {} : { enterprise_project_id: options.enterpriseProject };

  /** Starts a synchronization, which can fail with a non-zero `error_code` inside a 200. False for an `isAbsent` error. */
  const start = async (request: Pick<PlainCall<Outcome>, 'doing' | 'path' | 'body' | 'isAbsent'>): Promise<boolean> => {
    const fixed = { method: 'POST', query: scope, headers, repeatable: false, read: readOutcome } as const;
    const outcome = await valueOf(call, { ...request, ...fixed, hint: NEEDS_PERMISSION });
    if (outcome === undefined) return false;
    const error = errorIn(outcome);
    if (error === undefined) return true;
    throw new Failure('service-refused', `Could not ${request.doing}: HTTP 200 with error_code ${error}.`, {
      hint: NEEDS_PERMISSION,
    });
  };

  return {
    /** HSS, "Synchronizing the Image List from SWR". */
    synchronize: (type) =>
      start({
        doing: `synchronize the image list of HSS in ${options.region}`,
        path: path('synchronize'),
        body: { image_type: type },
        isAbsent: isGone,
      }),

    /** HSS, "Creating an Image Synchronization Task". */
    async startSyncTask() {
      await start({
        doing: `start an image synchronization task of HSS in ${options.region}`,
        path: path('image-sync', 'tasks'),
        body: { sync_all_registries: true },
      });
    },

    /** HSS, "Querying the Image Task List". */
    syncTasks: () =>
      valueOf(call, {
        doing: `list the image synchronization tasks of HSS in ${options.region}`,
        method: 'GET',
        path: path('tasks'),
        query: { ...scope, type: 'image_sync', task_type: MANUAL, limit: '200', offset: '0' },
        headers,
        repeatable: true,
        maxReplyBytes: MAX_LIST_BYTES,
        read: readTasks,
        isAbsent: isGone,
        hint: 'Following the synchronization needs the permission to read images in HSS.',
      }),
  };
}

function readTasks(body: unknown): readonly SyncTask[] {
  const list = parseWith(TasksSchema)(body);
  const error = errorIn(list);
  if (error !== undefined) throw new ReplyFormatError('error_code', error);
  if (list.data_list) return list.data_list.filter(({ task_type: type = MANUAL }) => type === MANUAL).map(syncTaskOf);
  if (list.total_num === 0) return [];
  throw new ReplyFormatError('data_list', 'missing');
}

/** An empty body, and an `error_code` of zero in any spelling, are successes; any other code is an error inside a 200. */
function readOutcome(body: unknown): Outcome {
  return body === undefined || body === null ? {} : parseWith(OutcomeSchema)(body);
}

/** Code and description; undefined for a success. */
function errorIn(outcome: Outcome): string | undefined {
  const code = String(outcome.error_code ?? 0);
  if (/^0+$/.test(code)) return undefined;
  const description = outcome.error_description ?? outcome.error_msg ?? 'without a description';
  return `${code}, ${description}`;
}
