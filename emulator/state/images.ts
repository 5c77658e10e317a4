import { registryHost } from '../address.ts';
import { anyText, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** The states of an image. ModelArts, "Obtaining Details of an Image". */
const IMAGE_STATUSES = ['INIT', 'CREATING', 'CREATE_FAILED', 'ERROR', 'DELETED', 'ACTIVE'] as const;

/** One of the states of an image. */
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** The form of an image id. ModelArts, "Obtaining Details of an Image". */
export const IMAGE_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A status that an image has from `after` seconds on, with the message that replies then carry. */
const timelineEntry = object({
  after: number(),
  status: oneOf(...IMAGE_STATUSES),
  message: optional(anyText),
});

type TimelineEntry = Read<typeof timelineEntry>;

/** Documented fields that an image may have. Replies leave out those that the seed does not give. */
const detailFields = {
  namespace: optional(text()),
  arch: optional(text()),
  description: optional(anyText),
  dev_services: optional(list(text())),
  origin: optional(text()),
  resource_categories: optional(list(text())),
  service_type: optional(text()),
  size: optional(integer()),
  status_message: optional(anyText),
  support_res_categories: optional(list(text())),
  visibility: optional(oneOf('PRIVATE', 'PUBLIC')),
  workspace_id: optional(text()),
  flavor_type: optional(text()),
  create_at: optional(integer()),
  update_at: optional(integer()),
} as const;

/** The optional fields of an image, by the names of the API. */
export type ImageDetails = { readonly [K in keyof typeof detailFields]?: Read<(typeof detailFields)[K]> };

const imageSeed = object({
  id: text(IMAGE_ID_PATTERN, 'a UUID in lower case'),
  name: optional(text()),
  tag: optional(text()),
  swr_path: optional(text()),
  type: optional(oneOf('BUILD_IN', 'DEDICATED')),
  status: optional(oneOf(...IMAGE_STATUSES)),
  timeline: optional(list(timelineEntry)),
  on: optional(oneOf('sync', 'start')),
  ...detailFields,
});

/** The fields of a region's seed that concern ModelArts. */
export const modelArtsFields = {
  images: optional(list(imageSeed)),
  imageNotFound: optional(oneOf('400-6404', '400-6797', '404')),
  deleteReply: optional(oneOf('object', '204')),
  registerTimeline: optional(list(timelineEntry)),
} as const;

const modelArtsSeed = object(modelArtsFields);

/** How ModelArts behaves in a region. */
export interface ModelArtsSettings {
  /** Reply about an image that does not exist: the HTTP status, and for 400 the number of the error code. */
  readonly notFound: '400-6404' | '400-6797' | '404';
  /** Whether a deletion is answered with 200 and the image, or with 204. */
  readonly deleteReply: 'object' | '204';
  /** The timeline of newly registered images. */
  readonly registerTimeline: readonly TimelineEntry[];
}

/** Reads the settings from a region's seed and adds the defaults. */
export function createModelArtsSettings(seed: Partial<Read<typeof modelArtsSeed>>): ModelArtsSettings {
  return {
    notFound: seed.imageNotFound ?? '400-6404',
    deleteReply: seed.deleteReply ?? 'object',
    registerTimeline: seed.registerTimeline ?? [
      { after: 0, status: 'CREATING' },
      { after: 1, status: 'ACTIVE' },
    ],
  };
}

/** A registered image. Its status follows from the time. Times are epoch milliseconds of the server. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly tag: string;
  /** `registry/organization/repository:tag` */
  readonly swrPath: string;
  readonly type: 'BUILD_IN' | 'DEDICATED';
  readonly details: ImageDetails;
  /** The status until the first entry of the timeline is due. */
  readonly firstStatus: ImageStatus;
  /** Sorted by `after`. */
  readonly timeline: readonly TimelineEntry[];
  /** The start of the timeline; undefined until the first synchronization. */
  timelineFrom: number | undefined;
  readonly createdAt: number;
}

/**
 * Creates an image from an entry of `images` in a seed. Name, tag and path are derived from each other where they are missing.
 * The timeline starts at the first `…/sync` call, or for `on: start` at `startedAt`.
 */
export function createImage(seed: Read<typeof imageSeed>, region: string, startedAt: number): Image {
  const { id, name, tag, swr_path: path, type, status, timeline, on, ...details } = seed;
  const ref = path === undefined ? undefined : parseSwrPath(path);
  const givenName = name ?? ref?.repository ?? 'image';
  const givenTag = tag ?? ref?.tag ?? 'latest';
  return {
    id,
    name: givenName,
    tag: givenTag,
    swrPath: path ?? `${registryHost(region)}/${details.namespace ?? 'team'}/${givenName}:${givenTag}`,
    type: type ?? 'DEDICATED',
    details,
    firstStatus: status ?? 'ACTIVE',
    timeline: (timeline ?? []).toSorted((left, right) => left.after - right.after),
    timelineFrom: on === 'start' ? startedAt : undefined,
    createdAt: details.create_at ?? startedAt,
  };
}

/** The parts of `registry[:port]/organization/repository:tag`; undefined for any other form. */
export function parseSwrPath(path: string): { namespace: string; repository: string; tag: string } | undefined {
  const [, namespace, repository, tag] = /^[^/]+\/([^/]+)\/([^:]+):([^:/]+)$/.exec(path) ?? [];
  if (namespace === undefined || repository === undefined || tag === undefined) return undefined;
  return { namespace, repository, tag };
}

/** The organization of an image: the given one, or else that of its path. */
export function imageNamespace(image: Image): string | undefined {
  return image.details.namespace ?? parseSwrPath(image.swrPath)?.namespace;
}

/** The status of an image at a time, its message, and since when (epoch milliseconds) it has it. */
export function imageStatusAt(
  image: Image,
  now: number,
): { status: ImageStatus; message: string | undefined; since: number } {
  const { timelineFrom } = image;
  const first = { status: image.firstStatus, message: image.details.status_message, since: image.createdAt };
  if (timelineFrom === undefined) return first;
  const reached = image.timeline.findLast((entry) => timelineFrom + entry.after * 1000 <= now);
  if (reached === undefined) return first;
  return { status: reached.status, message: reached.message, since: timelineFrom + reached.after * 1000 };
}
