/** Images as ModelArts shows them, and what becomes of them. */
import * as v from 'valibot';
import { ReplyFormatError } from '../http/call.ts';
import type { Failure } from '../errors.ts';
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
export const ImageSchema = v.object({
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

/** The result of a deletion that was not refused. */
export interface Deletion {
  /** False when there was no such image, and no earlier attempt of the same request can have deleted it. */
  readonly existed: boolean;
  /** Whether ModelArts confirmed it; otherwise it says only that there is no such image now. */
  readonly isConfirmed: boolean;
  /** The details in the reply, where it has any. */
  readonly image?: Image | undefined;
}

/** An image to register. */
export interface Registration {
  /** `registry/organization/repository:tag`. */
  readonly swrPath: string;
  readonly arch: string;
  readonly flavors: readonly string[];
  readonly services: readonly string[];
  readonly visibility: string;
  /** Empty for none. */
  readonly description: string;
  readonly workspace: string;
}

/** The new image, which may leave out the address that it is registered under; or `taken`, the service's refusal because there is an image for this tag already. */
export type Registered = { readonly image: Image } | { readonly taken: Failure };

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
export function selfContradiction(image: Image): 'namespace' | 'tag' | undefined {
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

/**
 * Reads the details in the reply to the deletion of image `id`.
 * @throws ReplyFormatError where they are not those of this image, or do not say that it is deleted
 */
export function deletedImageOf(body: unknown, id: string): Image {
  const image = optionalImageOf(body, id);
  if (image === undefined) throw new ReplyFormatError('', 'it does not have the details of the image');
  if (image.status !== 'DELETED') throw new ReplyFormatError('status', 'it is not DELETED');
  return image;
}

function ofAnotherImage(): ReplyFormatError {
  return new ReplyFormatError('id', 'it is that of another image');
}
