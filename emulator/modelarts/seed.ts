import { anyText, integer, list, number, object, oneOf, optional, text, type Read } from '../reader.ts';

/** The states of an image. ModelArts, "Obtaining Details of an Image". */
export const IMAGE_STATUSES = ['INIT', 'CREATING', 'CREATE_FAILED', 'ERROR', 'DELETED', 'ACTIVE'] as const;

/** The form of an image id. Same page. */
export const IMAGE_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A change of an image's state: `after` so many seconds. */
export const timelineEntry = object({
  after: number(),
  status: oneOf(...IMAGE_STATUSES),
  message: optional(anyText),
});

/** The documented fields of an image that a seed may give; what it does not give is not shown. */
export const imageFields = {
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

/** An image of a seed. `on` says from when the timeline counts: the first call of …/sync, or the start. */
export const imageSeed = object({
  id: text(IMAGE_ID_PATTERN, 'a UUID in lower case'),
  name: optional(text()),
  tag: optional(text()),
  swr_path: optional(text()),
  type: optional(oneOf('BUILD_IN', 'DEDICATED')),
  status: optional(oneOf(...IMAGE_STATUSES)),
  timeline: optional(list(timelineEntry)),
  on: optional(oneOf('sync', 'start')),
  ...imageFields,
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
  readonly notFound: '400-6404' | '400-6797' | '404';
  readonly deleteReply: 'object' | '204';
  /** What a newly registered image goes through. */
  readonly registerTimeline: readonly Read<typeof timelineEntry>[];
}

/** The settings of a region's seed, with the defaults. */
export function modelArtsSettings(seed: Partial<Read<typeof modelArtsSeed>>): ModelArtsSettings {
  return {
    notFound: seed.imageNotFound ?? '400-6404',
    deleteReply: seed.deleteReply ?? 'object',
    registerTimeline: seed.registerTimeline ?? [
      { after: 0, status: 'CREATING' },
      { after: 1, status: 'ACTIVE' },
    ],
  };
}
