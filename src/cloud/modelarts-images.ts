/** Images as ModelArts shows and lists them. */
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** The longest documented text has 3000 characters. Longer ones are cut, so that one image cannot fill an output. */
const TEXT_LIMIT = 4000;

const text = () =>
  v.pipe(
    v.string(),
    v.transform((value) => value.slice(0, TEXT_LIMIT)),
  );

/** Documented examples leave out most fields, so only two are required. Sizes and times are passed on as they are. */
export const ImageSchema = v.object({
  id: text(),
  name: optionalOrUndefined(text()),
  namespace: optionalOrUndefined(text()),
  tag: optionalOrUndefined(text()),
  swr_path: optionalOrUndefined(text()),
  status: text(),
  status_message: optionalOrUndefined(text()),
  type: optionalOrUndefined(text()),
  arch: optionalOrUndefined(text()),
  origin: optionalOrUndefined(text()),
  service_type: optionalOrUndefined(text()),
  resource_categories: optionalOrUndefined(v.array(text())),
  dev_services: optionalOrUndefined(v.array(text())),
  visibility: optionalOrUndefined(text()),
  workspace_id: optionalOrUndefined(text()),
  flavor_type: optionalOrUndefined(text()),
  description: optionalOrUndefined(text()),
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
      const image = v.safeParse(ImageSchema, entry, { abortEarly: true });
      return image.success ? [image.output] : [];
    }),
    length: data.length,
    total,
  })),
);

/** Reads a page of the list. `length` counts all entries of the page, those that cannot be read included. */
export const imageListOf: (body: unknown) => ImagePage = parseWith(ListSchema);
