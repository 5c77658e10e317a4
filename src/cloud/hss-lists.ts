/** The lists of HSS: synchronization tasks, and images of registries. */
import * as v from 'valibot';
import { ReplyFormatError } from '../http/call.ts';
import { count, imageCount, momentOf, shownDigest, shownText } from './hss-values.ts';
import { optionalOrUndefined, parseWith, readable } from './schema.ts';

/** Names an image as HSS does: its `image_name` may or may not hold the organization. */
export interface HssImageName {
  readonly namespace: string;
  readonly name: string;
  readonly tag: string;
  /** `SwrPrivate`, `SwrShared`, `SwrEnterprise`, `Harbor`, …; undefined where HSS does not say, as the older list never does. */
  readonly registryType: string | undefined;
}

/** An image that a synchronization could not import. */
export interface FailedImage extends HssImageName {
  readonly reason: string | undefined;
}

/** A synchronization task, as HSS lists it. */
export interface SyncTask {
  readonly id: string;
  /** 100 is finished, 0 to 99 progress, -1 stopped, -2 timed out, -3 failed; undefined where it cannot be read. */
  readonly status: number | undefined;
  /** Epoch milliseconds of the service; undefined where HSS does not say. */
  readonly beganAtMs: number | undefined;
  /** The same for its end, which a task that is running does not have. */
  readonly endedAtMs: number | undefined;
  /** Of images, as are the next two; undefined where HSS does not say, NaN where what it gives is no number. */
  readonly total: number | undefined;
  readonly succeeded: number | undefined;
  readonly failed: number | undefined;
  /** Undefined where HSS gives none, or one that says nothing. */
  readonly reason: string | undefined;
  readonly failedImages: readonly FailedImage[];
}

/** An image of a registry, as HSS lists it. */
export interface ListedImage extends HssImageName {
  readonly imageType: string | undefined;
  /** As HSS shows it, which may be anything; undefined where HSS shows none. */
  readonly digest: string | undefined;
  /** Whether it has several platforms: the digest may then be that of one of them. */
  readonly isMultiArch: boolean;
}

interface HssPage {
  /** How many entries the page has, those that cannot be read included. */
  readonly length: number;
  /** How many entries there are on all pages; undefined where HSS does not say. */
  readonly total: number | undefined;
}

/** A page of the list of images. */
export interface HssImagePage extends HssPage {
  readonly images: readonly ListedImage[];
}

/** A page of the list of synchronization tasks. */
export interface HssTaskPage extends HssPage {
  readonly tasks: readonly SyncTask[];
}

const moment = () => optionalOrUndefined(v.union([v.number(), v.string()]));

const text = () => optionalOrUndefined(v.string());

const ListSchema = v.nullish(
  v.looseObject({ total_num: optionalOrUndefined(count()), data_list: v.optional(v.unknown()) }),
);

/** The entries of a page. For an empty list, HSS may give null, an empty object or nothing at all. */
function listOf(body: unknown): { readonly entries: readonly unknown[]; readonly total: number | undefined } {
  const { total_num: total, data_list: list } = parseWith(ListSchema)(body) ?? {};
  if (Array.isArray(list)) return { entries: list, total };
  const isEmpty = list === undefined || list === null || (typeof list === 'object' && Object.keys(list).length === 0);
  if (!isEmpty) throw new ReplyFormatError('data_list', `must be Array, not ${typeof list}`);
  // An incomplete reply is not an empty list: otherwise old tasks would look new in the next reply.
  if ((total ?? 0) !== 0) throw new ReplyFormatError('data_list', 'missing');
  return { entries: [], total };
}

const NAME_FIELDS = { namespace: text(), image_name: v.string(), image_version: v.string(), registry_type: text() };

function nameOf(image: {
  readonly namespace?: string | undefined;
  readonly image_name: string;
  readonly image_version: string;
  readonly registry_type?: string | undefined;
}): HssImageName {
  const { namespace = '', image_name: name, image_version: tag, registry_type: registryType } = image;
  return { namespace, name, tag, registryType };
}

const FailedImageSchema = v.pipe(
  v.object({ ...NAME_FIELDS, failed_reason: v.optional(v.unknown()) }),
  v.transform((image): FailedImage => ({ ...nameOf(image), reason: shownText(image.failed_reason) })),
);

const TaskSchema = v.object({
  task_id: v.union([v.string(), v.number()]),
  // A word in the query, a number in the reply. A task of which it cannot be read has not succeeded.
  task_status: optionalOrUndefined(count()),
  task_type: text(),
  begin_time: moment(),
  end_time: moment(),
  total_num: v.optional(v.unknown()),
  success_num: v.optional(v.unknown()),
  failed_num: v.optional(v.unknown()),
  failed_reason: v.optional(v.unknown()),
  failed_images: v.optional(v.unknown()),
});

/** Reads the manual ones of a page of synchronization tasks. HSS, "Querying the Image Task List". */
export function readTaskPage(body: unknown): HssTaskPage {
  const { entries, total } = listOf(body);
  const tasks = readable(TaskSchema, entries)
    .filter(({ task_type: type = MANUAL_SYNC }) => type === MANUAL_SYNC)
    .map((task) => ({
      id: String(task.task_id),
      status: task.task_status,
      beganAtMs: momentOf(task.begin_time),
      endedAtMs: momentOf(task.end_time),
      total: imageCount(task.total_num),
      succeeded: imageCount(task.success_num),
      reason: shownText(task.failed_reason),
      ...failuresOf(task),
    }));
  return { tasks, length: entries.length, total };
}

/** The images that a task could not import. Those that cannot be read count as well. */
function failuresOf({
  failed_num: number,
  failed_images: list,
}: Pick<v.InferOutput<typeof TaskSchema>, 'failed_num' | 'failed_images'>): Pick<SyncTask, 'failed' | 'failedImages'> {
  const failed = imageCount(number);
  const isEmpty = !list || (typeof list === 'object' && Object.keys(list).length === 0);
  const entries: readonly unknown[] = Array.isArray(list) ? list : isEmpty ? [] : [list];
  const failedImages = readable(FailedImageSchema, entries);
  return entries.length > failedImages.length
    ? { failed: Math.max(failed ?? 0, entries.length), failedImages }
    : { failed, failedImages };
}

/** The type of tasks that a request starts, as opposed to those that HSS starts once a day. */
export const MANUAL_SYNC = 'manualSync';

const ImageSchema = v.object({
  ...NAME_FIELDS,
  image_type: text(),
  image_digest: v.optional(v.unknown()),
  is_multiple_arch: optionalOrUndefined(v.boolean()),
  association_images: optionalOrUndefined(v.array(v.unknown())),
});

/** Reads a page of either list of images. HSS, "Querying the SWR Image Repository List" and "Querying Registry Images". */
export function readImagePage(body: unknown): HssImagePage {
  const { entries, total } = listOf(body);
  const images = readable(ImageSchema, entries).map((image) => ({
    ...nameOf(image),
    imageType: image.image_type,
    digest: shownDigest(image.image_digest),
    isMultiArch: image.is_multiple_arch === true || (image.association_images ?? []).length > 0,
  }));
  return { images, length: entries.length, total };
}
