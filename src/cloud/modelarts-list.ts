/** The list of images of ModelArts. */
import * as v from 'valibot';
import { ReplyFormatError } from '../http/call.ts';
import { fieldOf } from '../http/json.ts';
import { type Image, ImageSchema } from './modelarts-images.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** Which of the account's own images are listed: all filters are exact. */
export interface ImageFilter {
  /** Undefined for images of any name. */
  readonly name?: string | undefined;
  /** The organization. */
  readonly namespace: string;
  readonly workspace: string;
}

/** An entry of the list: what says which tag it is about, and its image where it can be read as one. */
export interface ListedImage extends Pick<Image, 'swr_path' | 'namespace' | 'tag' | 'workspace_id'> {
  readonly image?: Image | undefined;
}

/** A page of the list of images. */
export interface ImagePage {
  readonly entries: readonly ListedImage[];
  /** How many entries the page has, those that are no objects included. */
  readonly length: number;
  /** How many entries there are on all pages; undefined where the service does not say. */
  readonly total?: number | undefined;
  /** How many pages there are; undefined where the service does not say. */
  readonly pages?: number | undefined;
}

const EntrySchema = v.pick(ImageSchema, ['swr_path', 'namespace', 'tag', 'workspace_id']);

const count = () =>
  optionalOrUndefined(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(0)));

const RowsSchema = v.union([
  v.array(v.unknown()),
  v.pipe(
    v.nullable(v.strictObject({})),
    v.transform((): unknown[] => []),
  ),
]);

const ListSchema = v.object({ data: v.optional(RowsSchema), total: count(), pages: count() });

/** Reads a page of the list. Null, `{}` and nothing at all stand for a list without entries. */
export function imageListOf(body: unknown): ImagePage {
  const list = body ?? {};
  const { data = [], total, pages } = parseWith(ListSchema)(list);
  const isList = fieldOf(list, 'data') !== undefined || total === 0 || Object.keys(list).length === 0;
  if (!isList) throw new ReplyFormatError('data', 'missing');
  const objects = data.filter((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry));
  const entries = objects.map((entry): ListedImage => {
    const image = v.safeParse(ImageSchema, entry, { abortEarly: true });
    return { ...v.parse(EntrySchema, entry), image: image.success ? image.output : undefined };
  });
  return { entries, length: data.length, total, pages };
}
