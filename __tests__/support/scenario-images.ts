/** ModelArts images of scenarios, and where the requests for them go. */
import { uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { NORTH, PROJECTS } from './scenario-cloud.ts';

export type ImageSeed = NonNullable<Seed['regions'][string]['images']>[number];

/** An image named by a word, with the word as its tag. */
export function image(word: string, more: Partial<ImageSeed> = {}): ImageSeed {
  return { id: uuidOf(word), name: 'app/api', tag: word, namespace: 'team', ...more };
}

/** `with:` of an operation on images of the north; the project is given, so that IAM is not asked. */
export function imageStep(
  operation: 'refresh-image' | 'wait-image' | 'delete-image',
  words: readonly string[],
  more: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string | undefined>> {
  return { operation, 'image-ids': words.map(uuidOf).join('\n'), 'project-id': PROJECTS[NORTH], ...more };
}

const path = (word: string): string => `modelarts ${NORTH} /v1/${PROJECTS[NORTH]}/images/${uuidOf(word)}`;

export const SHOW = (word: string): string => `GET ${path(word)}`;
export const REFRESH = (word: string): string => `POST ${path(word)}/sync`;
export const DELETE = (word: string): string => `DELETE ${path(word)}`;
