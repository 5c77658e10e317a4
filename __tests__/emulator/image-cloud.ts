import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { record, createTestCloud } from './client.ts';

/** The path of images. */
export const IMAGES = '/modelarts/cn-east-3/v1/project-east/images';
/** The id of the image. */
export const ID = uuidOf('image');
/** The SWR path of the image. */
export const PATH = 'swr.example.com/team/app/api:v1';

type Region = Seed['regions'][string];
/** An image of a seed. */
export type Image = NonNullable<Region['images']>[number];

/** A cloud with one image, its tag in SWR, and a second tag. */
export function createImageCloud(image: Partial<Image> = {}, settings: Region = {}) {
  const subject = createTestCloud({
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

/** The status in a reply. */
export const statusOf = (value: unknown) => record(value)['status'];
