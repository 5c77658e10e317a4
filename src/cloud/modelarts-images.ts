/** Images as ModelArts shows and lists them. */
import * as v from 'valibot';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** The longest text that is documented is one of 3000 characters; more is cut, so that one image cannot fill an output. */
const TEXT_LIMIT = 4000;

const text = () =>
  v.pipe(
    v.string(),
    v.transform((value) => value.slice(0, TEXT_LIMIT)),
  );

/** Examples of the documents leave out most fields, so only two are relied on. Sizes and times stay as the cloud says. */
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

/** Details of an image, under the names that ModelArts gives them. */
export type Image = v.InferOutput<typeof ImageSchema>;

const ListSchema = v.pipe(
  v.object({
    data: v.array(v.unknown()),
    total: optionalOrUndefined(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  // One odd image must not hide the others.
  v.transform(({ data, total }) => ({
    images: data.flatMap((entry) => {
      const image = v.safeParse(ImageSchema, entry);
      return image.success ? [image.output] : [];
    }),
    length: data.length,
    total,
  })),
);

/** Reads a page of the list. `length` is that of the page, with entries that cannot be read. */
export const imageListOf: (body: unknown) => v.InferOutput<typeof ListSchema> = parseWith(ListSchema);
