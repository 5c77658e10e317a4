import type { Read } from '../reader.ts';
import type { IMAGE_STATUSES, imageFields, imageSeed, timelineEntry } from './seed.ts';

/** One of the states of an image. */
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** The optional fields of an image. */
export type ImageDetails = { readonly [K in keyof typeof imageFields]?: Read<(typeof imageFields)[K]> };

/** A registered image. Its state is derived from the time. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly tag: string;
  readonly swrPath: string;
  readonly type: 'BUILD_IN' | 'DEDICATED';
  readonly details: ImageDetails;
  readonly firstStatus: ImageStatus;
  readonly timeline: readonly Read<typeof timelineEntry>[];
  /** From when the timeline counts; undefined until the first synchronization. */
  timelineFrom: number | undefined;
  readonly createdAt: number;
}

/** The image that a seed describes, with name, tag and path filled in from each other. */
export function imageOf(seed: Read<typeof imageSeed>, region: string, startedAt: number): Image {
  const { id, name, tag, swr_path: path, type, status, timeline, on, ...details } = seed;
  const place = path === undefined ? undefined : swrPlaceOf(path);
  const givenName = name ?? place?.repository ?? 'image';
  const givenTag = tag ?? place?.tag ?? 'latest';
  return {
    id,
    name: givenName,
    tag: givenTag,
    swrPath: path ?? `swr.${region}.myhuaweicloud.com/${details.namespace ?? 'team'}/${givenName}:${givenTag}`,
    type: type ?? 'DEDICATED',
    details,
    firstStatus: status ?? 'ACTIVE',
    timeline: (timeline ?? []).toSorted((left, right) => left.after - right.after),
    timelineFrom: on === 'start' ? startedAt : undefined,
    createdAt: details.create_at ?? startedAt,
  };
}

/** Organization, repository and tag of `registry[:port]/organization/repository:tag`; undefined for another form. */
export function swrPlaceOf(path: string): { namespace: string; repository: string; tag: string } | undefined {
  const [, namespace, repository, tag] = /^[^/]+\/([^/]+)\/([^:]+):([^:/]+)$/.exec(path) ?? [];
  if (namespace === undefined || repository === undefined || tag === undefined) return undefined;
  return { namespace, repository, tag };
}

/** The state of the image at a time, the message that came with it, and since when it has it. */
export function stateAt(
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

/**
 * The image as the API shows it: sparse, like the examples of the documents, which leave out most documented fields.
 * ModelArts, "Obtaining Details of an Image".
 */
export function shownImage(image: Image, now: number): Record<string, unknown> {
  const { status, message, since } = stateAt(image, now);
  return {
    arch: 'x86_64',
    create_at: image.createdAt,
    id: image.id,
    name: image.name,
    resource_categories: ['GPU', 'CPU'],
    service_type: 'COMMON',
    swr_path: image.swrPath,
    tag: image.tag,
    type: image.type,
    update_at: since,
    workspace_id: '0',
    ...image.details,
    status,
    // Undefined disappears in JSON: most states come without a message.
    status_message: message,
  };
}
