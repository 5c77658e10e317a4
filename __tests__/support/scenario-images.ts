/** ModelArts images of scenarios, and the requests for them. */
import { uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { NORTH, PROJECTS } from './scenario-cloud.ts';

/** An image, as a seed describes it. */
export type ImageSeed = NonNullable<Seed['regions'][string]['images']>[number];

/** An image whose id is made from the word, and whose tag is the word. */
export function image(word: string, more: Partial<ImageSeed> = {}): ImageSeed {
  return { id: uuidOf(word), name: 'app/api', tag: word, namespace: 'team', ...more };
}

/** The `with:` of an operation on images of `cn-north-4`. It has the project id, so that IAM gets no request. */
export function imageStep(
  operation: 'refresh-image' | 'wait-image' | 'delete-image',
  words: readonly string[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return { operation, 'image-ids': words.map(uuidOf).join('\n'), 'project-id': PROJECTS[NORTH], ...more };
}

const path = (word: string): string => `modelarts ${NORTH} /v1/${PROJECTS[NORTH]}/images/${uuidOf(word)}`;

/** The requests for an image, in the form of `callsOf`. */
export const SHOW = (word: string): string => `GET ${path(word)}`;
/** As {@link SHOW}. */
export const REFRESH = (word: string): string => `POST ${path(word)}/sync`;
/** As {@link SHOW}. */
export const DELETE = (word: string): string => `DELETE ${path(word)}`;
