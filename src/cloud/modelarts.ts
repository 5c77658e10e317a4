/** ModelArts: the images that notebooks and training jobs start from. One function an API call. */
import * as v from 'valibot';
import { isNotThere, type Refusal, refused } from '../http/refusal.ts';
import type { Caller } from './caller.ts';
import { lenient, shaped } from './shape.ts';

/** The longest text that is documented is one of 3000 characters; more is cut, so that one image cannot fill an output. */
const TEXT_LIMIT = 4000;

const text = () =>
  v.pipe(
    v.string(),
    v.transform((value) => value.slice(0, TEXT_LIMIT)),
  );

// Examples of the documents leave out most fields, so only two are relied on. Sizes and times stay as the cloud says.
const ImageSchema = v.object({
  id: text(),
  name: lenient(text()),
  namespace: lenient(text()),
  tag: lenient(text()),
  swr_path: lenient(text()),
  status: text(),
  status_message: lenient(text()),
  type: lenient(text()),
  arch: lenient(text()),
  origin: lenient(text()),
  service_type: lenient(text()),
  resource_categories: lenient(v.array(text())),
  dev_services: lenient(v.array(text())),
  visibility: lenient(text()),
  workspace_id: lenient(text()),
  flavor_type: lenient(text()),
  description: lenient(text()),
  size: lenient(v.number()),
  create_at: lenient(v.number()),
  update_at: lenient(v.number()),
});

/** Details of an image, under the names that ModelArts gives them. */
export type Image = v.InferOutput<typeof ImageSchema>;

export interface Deletion {
  /** False when there was no such image, and no earlier try of this very request can have deleted it. */
  readonly existed: boolean;
  /** The details in the reply, where it has any. */
  readonly image?: Image | undefined;
}

export interface ModelArts {
  /** Undefined when there is no such image. */
  showImage(id: string): Promise<Image | undefined>;
  /** Asks for the correction of the recorded status. False when there is no such image. */
  syncImage(id: string): Promise<boolean>;
  /** `force` also deletes the content in SWR. */
  deleteImage(id: string, force: boolean): Promise<Deletion>;
}

/** Documented as 404; the service answers 400 with a code of its own. */
function isMissing(refusal: Refusal): boolean {
  return isNotThere(refusal) || (refusal.status === 400 && /^ModelArts\.(6404|6797)$/.test(refusal.code));
}

/** `projectId` is part of every path; `region` is for messages. */
export function createModelArts(call: Caller, projectId: string, region: string): ModelArts {
  const path = (...rest: string[]): readonly string[] => ['v1', projectId, 'images', ...rest];

  return {
    /** ModelArts, "Obtaining Details of an Image". */
    async showImage(id) {
      const doing = `read image ${id} in ${region}`;
      const answer = await call({
        doing,
        method: 'GET',
        path: path(id),
        repeatable: true,
        read(body) {
          const image = shaped(ImageSchema)(body);
          // The status of another image, from a cache or a proxy on the way, would prove nothing.
          if (image.id.toLowerCase() !== id.toLowerCase()) throw new Error('the reply is about another image');
          return image;
        },
      });
      if (answer.ok) return answer.value;
      if (isMissing(answer.refusal)) return undefined;
      throw refused(doing, answer.refusal, 'Reading images needs modelarts:image:get.');
    },

    /** ModelArts, "Synchronizing the Image Status". The reply is not used: the status is read again, afterwards. */
    async syncImage(id) {
      const doing = `refresh the status of image ${id} in ${region}`;
      const answer = await call({
        doing,
        method: 'POST',
        path: path(id, 'sync'),
        repeatable: false,
        read: () => undefined,
      });
      if (answer.ok) return true;
      if (isMissing(answer.refusal)) return false;
      throw refused(doing, answer.refusal, 'Refreshing images needs modelarts:image:sync.');
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
        read: shaped(lenient(ImageSchema)),
      });
      if (answer.ok) return { existed: true, image: answer.value };
      if (isMissing(answer.refusal)) return { existed: answer.afterUncertainTry };
      const hint = force
        ? 'Deleting images with force needs modelarts:image:delete and swr:repo:deleteRepoTag.'
        : 'Deleting images needs modelarts:image:delete.';
      throw refused(doing, answer.refusal, hint);
    },
  };
}
