/** Images as ModelArts shows and lists them. */
import * as v from 'valibot';
import { ReplyFormatError } from '../http/call.ts';
import { fieldOf } from '../http/json.ts';
import { publicRegionOf } from './endpoints.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** Every documented status. ModelArts, "Obtaining Details of an Image". */
const STATUSES: ReadonlySet<string> = new Set(['INIT', 'CREATING', 'CREATE_FAILED', 'ERROR', 'DELETED', 'ACTIVE']);

/** Documents and services write some words in different letter cases. Unknown words stay as they are. */
const status = () =>
  v.pipe(
    v.string(),
    v.regex(/\S/),
    v.transform((word) => {
      const known = word.trim().toUpperCase();
      return STATUSES.has(known) ? known : word;
    }),
  );

/**
 * Documented examples leave out most fields, so only two are required. The id becomes part of URLs, so it must be a UUID.
 * Sizes and times are passed on as they are.
 */
const ImageSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i), v.toLowerCase()),
  name: optionalOrUndefined(v.string()),
  namespace: optionalOrUndefined(v.string()),
  tag: optionalOrUndefined(v.string()),
  swr_path: optionalOrUndefined(v.string()),
  status: status(),
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

/** What a reply about an image must agree with to be evidence. */
export interface ImageScope {
  /** In lower case; undefined where any will do. */
  readonly id?: string | undefined;
  readonly projectId: string;
  readonly region: string;
}

/**
 * Reads the details of an image.
 * @throws ReplyFormatError also where they are those of an image with another id, or in another project or region, or
 * contradict themselves
 */
export function imageOf(body: unknown, { id, projectId, region }: ImageScope): Image {
  const image = parseWith(ImageSchema)(body);
  if (id !== undefined && image.id !== id) throw ofAnotherImage();
  const project = fieldOf(body, 'project_id');
  if (typeof project === 'string' && project !== projectId)
    throw new ReplyFormatError('project_id', 'it is that of another project');
  // A registered image is in the SWR of its own region; nothing is documented about built-in ones.
  const [host] = addressParts(image);
  if (image.type !== 'BUILD_IN' && (publicRegionOf(host) ?? region) !== region)
    throw new ReplyFormatError('swr_path', 'it is in another region');
  const field = selfContradiction(image);
  if (field !== undefined) throw new ReplyFormatError(field, 'it is not that of the swr_path');
  return image;
}

/** The first field that names another place than the address in SWR. Of built-in images, nothing is documented. */
function selfContradiction(image: Image): 'namespace' | 'tag' | undefined {
  const { type, namespace, tag } = image;
  const [host, organization, ...rest] = addressParts(image);
  const [, name] = /^[^:@]+:([^:@]+)$/.exec(rest.at(-1) ?? '') ?? [];
  // Addresses of other shapes say nothing.
  if (type === 'BUILD_IN' || !/[.:]/.test(host) || name === undefined) return undefined;
  if ((namespace || organization) !== organization) return 'namespace';
  return (tag || name) === name ? undefined : 'tag';
}

/** Its address in SWR: host, organization, and the parts of the repository; an empty host where it gives none. */
function addressParts({ swr_path: path = '' }: Image): readonly [host: string, ...string[]] {
  const [host = '', ...rest] = path.replace(/^https?:\/\//i, '').split('/');
  return [host, ...rest];
}

/**
 * Reads the details of image `id` that a reply may have or leave out. Such as contradict themselves count as left out.
 * @throws ReplyFormatError where they are those of another image
 */
export function optionalImageOf(body: unknown, id: string): Image | undefined {
  const named = fieldOf(body, 'id');
  if (typeof named === 'string' && named.toLowerCase() !== id) throw ofAnotherImage();
  const image = v.safeParse(ImageSchema, body);
  return image.success && selfContradiction(image.output) === undefined ? image.output : undefined;
}

function ofAnotherImage(): ReplyFormatError {
  return new ReplyFormatError('id', 'it is that of another image');
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
