/** ModelArts and HSS with scripted replies, behind the interfaces that the operations use. */
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Hss } from '../../src/cloud/hss.ts';
import type { Image, ImagePage, ListedImage, ModelArts } from '../../src/cloud/modelarts.ts';

const notPart = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** A cloud with these functions of ModelArts. The others, and other services, throw. */
export function cloudOfImages(modelArts: Partial<ModelArts>): Cloud {
  const service: ModelArts = {
    projectId: 'project',
    isRegistry: () => false,
    listImages: notPart,
    registerImage: notPart,
    showImage: notPart,
    showDatedImage: notPart,
    syncImage: notPart,
    deleteImage: notPart,
    ...modelArts,
  };
  return { swr: notPart, hss: notPart, modelArts: () => Promise.resolve(service) };
}

/** An entry of the list that can be read as an image. */
export function listed(image: Image): ListedImage {
  const { swr_path, namespace, tag, workspace_id } = image;
  return { swr_path, namespace, tag, workspace_id, image };
}

/** A list with these images and no others. */
export function listOf(...images: readonly Image[]): ImagePage {
  return { entries: images.map(listed), length: images.length, total: images.length };
}

/** A cloud with these functions of HSS. The others, and other services, throw. */
export function cloudOfHss(hss: Partial<Hss>): Cloud {
  const service: Hss = {
    synchronize: notPart,
    startSyncTask: notPart,
    syncTasks: notPart,
    imagePage: notPart,
    ...hss,
  };
  return { swr: notPart, modelArts: notPart, hss: () => Promise.resolve(service) };
}

/** A function that returns the entries one after the other, and the last one again and again. Errors are thrown. */
export function inTurn<T>(first: T | Error, ...further: readonly (T | Error)[]): () => Promise<T> {
  const left = [...further];
  let next = first;
  return () => {
    const entry = next;
    next = left.shift() ?? next;
    return entry instanceof Error ? Promise.reject(entry) : Promise.resolve(entry);
  };
}
