/** Images as ModelArts shows and lists them. */
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** Documented examples leave out most fields, so only two are required. Sizes and times are passed on as they are. */
export const ImageSchema = v.object({
  id: v.string(),
  name: optionalOrUndefined(v.string()),
  namespace: optionalOrUndefined(v.string()),
  tag: optionalOrUndefined(v.string()),
  swr_path: optionalOrUndefined(v.string()),
  status: v.string(),
  status_message: optionalOrUndefined(v.string()),
  type: optionalOrUndefined(v.string()),
  arch: optionalOrUndefined(v.string()),
  origin: optionalOrUndefined(v.string()),
  service_type: optionalOrUndefined(v.string()),
  resource_categories: optionalOrUndefined(v.array(v.string())),
  dev_services: optionalOrUndefined(v.array(v.string())),
  visibility: optionalOrUndefined(v.string()),
  workspace_id: optionalOrUndefined(v.string()),
  flavor_type: optionalOrUndefined(v.string()),
  description: optionalOrUndefined(v.string()),
  size: optionalOrUndefined(v.number()),
  create_at: optionalOrUndefined(v.number()),
  update_at: optionalOrUndefined(v.number()),
});

/** Details of an image, with ModelArts' own field names. */
export type Image = v.InferOutput<typeof ImageSchema>;

/** Which of the account's own images are listed: all filters are exact. */
export interface ImageFilter {
  /** Undefined for images of any name. */
  readonly name?: string | undefined;
  /** The organization. */
  readonly namespace: string;
  readonly workspace: string;
}

/** A page of the list of images. */
export interface ImagePage {
  readonly images: readonly Image[];
  /** How many entries the page has, those that cannot be read included. */
  readonly length: number;
  /** How many entries there are on all pages; undefined where the service does not tell. */
  readonly total?: number | undefined;
}

const ListSchema = v.pipe(
  v.object({
    data: v.array(v.unknown()),
    total: optionalOrUndefined(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  // An image that cannot be read is left out; the others are still listed.
  v.transform(({ data, total }) => ({
    images: data.flatMap((entry) => {
      const image = v.safeParse(ImageSchema, entry);
      return image.success ? [image.output] : [];
    }),
    length: data.length,
    total,
  })),
);

/** Reads a page of the list. `length` counts all entries of the page, those that cannot be read included. */
export const imageListOf: (body: unknown) => ImagePage = parseWith(ListSchema);
