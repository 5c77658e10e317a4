/** ModelArts: the images that notebooks and training jobs start from. One function for each API call. */
import { ReplyFormatError } from '../http/call.ts';
import { fieldOf } from '../http/json.ts';
import type { ServiceError } from '../http/service-error.ts';
import { type Caller, valueOf } from './caller.ts';
import { type Dated, dateOf } from './dated.ts';
import { type EndpointTemplate, isRegistryHost } from './endpoints.ts';
import {
  deletedImageOf,
  type Deletion,
  type Image,
  imageOf,
  optionalImageOf,
  type Registered,
  type Registration,
  selfContradiction,
} from './modelarts-images.ts';
import { type ImageFilter, imageListOf, type ImagePage } from './modelarts-list.ts';
import { pageLimits, type PageRequest, refusedPage } from './pages.ts';
import { isNotFound, refusedFailure } from './reply-rules.ts';

/** Re-exported for the users of {@link ModelArts}. */
export type { Deletion, Image, Registered, Registration } from './modelarts-images.ts';
export type { ImageFilter, ImagePage, ListedImage } from './modelarts-list.ts';

/** ModelArts in one region. Rejects with a {@link Failure}. */
export interface ModelArts {
  /** The id of the project that the images belong to. */
  readonly projectId: string;
  /** Whether a host, with its port where it has one, can be the registry that the images of the region are in. */
  isRegistry(host: string): boolean;
  /** A page of at most 200 images; for {@link createPageReader}. */
  listImages(filter: ImageFilter, page: PageRequest): Promise<ImagePage>;
  /** Not repeatable: a reply that is lost rejects with an `uncertain` failure. */
  registerImage(registration: Registration): Promise<Registered>;
  /** Undefined when there is no such image. */
  showImage(id: string): Promise<Image | undefined>;
  /** The same, with the time of the reply. */
  showDatedImage(id: string): Promise<Dated<Image> | undefined>;
  /**
   * Requests that ModelArts corrects the recorded status. False when there is no such image. Not repeatable: a reply that is
   * lost rejects with an `uncertain` failure.
   */
  syncImage(id: string): Promise<boolean>;
  /** `force` also deletes the content in SWR. */
  deleteImage(id: string, force: boolean): Promise<Deletion>;
}

/** Documented as 404; the service answers 400 with its own code as well. A 404 of anything else says nothing about an image. */
function isMissing(error: ServiceError): boolean {
  return isNotFound(error, 'ModelArts') || (error.status === 400 && /^ModelArts\.(6404|6797)$/i.test(error.code));
}

/** Name and tag of an image exist already. ModelArts, "Error Codes". */
function isTaken({ code }: ServiceError): boolean {
  return code === 'ModelArts.2884' || code === 'ModelArts.6737';
}

/** `projectId` is part of every path; replies must be about it and about `region`. */
export function createModelArts(
  call: Caller,
  projectId: string,
  { region, endpoint }: { readonly region: string; readonly endpoint: EndpointTemplate },
): ModelArts {
  const scope = { projectId, region };
  const path = (...rest: string[]): readonly string[] => ['v1', projectId, 'images', ...rest];

  /** ModelArts, "Obtaining Details of an Image". */
  const showDatedImage = (id: string): Promise<Dated<Image> | undefined> =>
    valueOf(call, {
      doing: `read image ${id} in ${region}`,
      method: 'GET',
      path: path(id),
      repeatable: true,
      read: (body, reply) => ({ value: imageOf(body, { id, ...scope }), dateMs: dateOf(reply) }),
      isAbsent: isMissing,
      hint: 'Reading images needs modelarts:image:get.',
    });

  return {
    projectId,
    isRegistry: (host) => isRegistryHost(endpoint, region, host),

    /** ModelArts, "Listing Images". Three defaults hide images: built-in ones only, names by part, workspace `0`. */
    async listImages({ name, namespace, workspace }, page) {
      const { offset, limit } = page;
      const doing = `list the images of ${namespace}${name === undefined ? '' : `/${name}`} in ${region}`;
      const answer = await call({
        doing,
        method: 'GET',
        path: path(),
        query: {
          type: 'DEDICATED',
          ...(name === undefined ? {} : { name, name_fuzzy_match: 'false' }),
          namespace,
          workspace_id: workspace,
          limit: String(limit),
          offset: String(offset),
        },
        repeatable: true,
        ...pageLimits(page),
        read: imageListOf,
      });
      if (answer.ok) return answer.value;
      throw refusedPage(doing, answer.error, 'Listing images needs modelarts:image:list.');
    },

    /**
     * ModelArts, "Registering an Image". The tag must be in the SWR of the same region. Request and reply name the same
     * things differently.
     */
    async registerImage({ swrPath, arch, flavors, services, visibility, description, workspace }) {
      const doing = `register ${swrPath} in ${region}`;
      const answer = await call({
        doing,
        method: 'POST',
        path: path(),
        body: {
          swr_path: swrPath,
          arch,
          resource_category: flavors,
          services,
          visibility,
          ...(description === '' ? {} : { description }),
          workspace_id: workspace,
          origin: 'CUSTOMIZE',
        },
        repeatable: false,
        read(body) {
          const image = imageOf(body, scope);
          if (image.swr_path !== undefined && image.swr_path !== swrPath)
            throw new ReplyFormatError('swr_path', 'it is that of another image');
          const field = selfContradiction({ ...image, swr_path: swrPath });
          if (field !== undefined) throw new ReplyFormatError(field, 'it is that of another image');
          return image;
        },
      });
      if (answer.ok) return { image: answer.value };
      if (isTaken(answer.error)) return { taken: refusedFailure(doing, answer.error) };
      const hint =
        'Registering images needs modelarts:image:register, and of SWR swr:repo:listRepos, listRepoTags, getRepo, getRepoDomain and createRepoDomain.';
      throw refusedFailure(doing, answer.error, hint);
    },

    showDatedImage,
    showImage: async (id) => (await showDatedImage(id))?.value,

    /** ModelArts, "Synchronizing the Image Status". Callers read the status afterwards; a reply that does not name the image confirms nothing. */
    async syncImage(id) {
      const isSent = await valueOf(call, {
        doing: `refresh the status of image ${id} in ${region}`,
        method: 'POST',
        path: path(id, 'sync'),
        repeatable: false,
        read(body) {
          optionalImageOf(body, id);
          if (typeof fieldOf(body, 'id') !== 'string') throw new ReplyFormatError('id', 'missing');
          return true;
        },
        isAbsent: isMissing,
        hint: 'Refreshing images needs modelarts:image:sync.',
      });
      return isSent === true;
    },

    /** ModelArts, "Deleting an Image". Documents take `force` from the query, the SDKs send `is_force` in a body: both are sent. */
    async deleteImage(id, force) {
      const doing = `delete image ${id} in ${region}`;
      const answer = await call({
        doing,
        method: 'DELETE',
        path: path(id),
        query: { force: String(force) },
        body: { is_force: force },
        repeatable: true,
        // Documented are 204 without a body, and 200 with the details.
        read: (body, { status }) => (status === 204 ? undefined : deletedImageOf(body, id)),
      });
      if (answer.ok) return { existed: true, isConfirmed: true, image: answer.value };
      if (isMissing(answer.error)) return { existed: answer.afterUncertainTry, isConfirmed: false };
      const hint = force
        ? 'Deleting images with force needs modelarts:image:delete and swr:repo:deleteRepoTag.'
        : 'Deleting images needs modelarts:image:delete.';
      throw refusedFailure(doing, answer.error, hint);
    },
  };
}
