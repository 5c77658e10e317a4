import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { record, world } from './client.ts';

/** Where images are. */
export const IMAGES = '/modelarts/cn-east-3/v1/project-east/images';
/** The image that is there. */
export const ID = uuidOf('image');
/** Where its content is. */
export const PATH = 'swr.example.com/team/app/api:v1';

type Region = Seed['regions'][string];
/** An image as a seed has it. */
export type Image = NonNullable<Region['images']>[number];

/** A region with one image and its content, and a second tag. */
export function east(image: Partial<Image> = {}, settings: Region = {}) {
  const subject = world({
    'cn-east-3': {
      organizations: { team: { 'app/api': { v1: digestOf('v1'), v2: digestOf('v2') } } },
      images: [{ id: ID, swr_path: PATH, ...image }],
      ...settings,
    },
  });
  const { emulator } = subject;
  return {
    ...subject,
    tags: () => Object.keys(emulator.state().regions['cn-east-3']?.organizations['team']?.['app/api'] ?? {}),
    show: (id = ID) => subject.call('GET', `${IMAGES}/${id}`),
    sync: (id = ID) => subject.call('POST', `${IMAGES}/${id}/sync`),
  };
}

/** The state in a reply. */
export const statusOf = (value: unknown) => record(value)['status'];
