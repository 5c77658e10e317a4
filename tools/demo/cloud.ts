/** The emulated cloud of the demo: a source region with a release, and two target regions. */
import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';

/** The credentials of every step. */
export const KEYS = { accessKey: 'DEMO-ACCESS-KEY', secretKey: 'demo-secret-key-of-nobody' } as const;
/** The source region. */
export const SOURCE = 'cn-north-4';
/** The target regions. */
export const TARGETS = ['cn-east-3', 'ap-southeast-1'] as const;
/** Id of a ModelArts image whose recorded status is out of date. */
export const STALE_IMAGE = uuidOf('stale image');
/** A tag that only one step copies. */
export const NEXT_TAG = 'v1.5.0';
/** Id of a ModelArts image to delete. */
export const OLD_IMAGE = uuidOf('old image');

/** The seed of the emulator. */
export const CLOUD: Seed = {
  accessKeys: [KEYS],
  regions: {
    [SOURCE]: {
      organizations: {
        team: { 'app/api': { 'v1.4.0': '', 'v1.4.0-gpu': '', [NEXT_TAG]: '', latest: digestOf('latest of today') } },
      },
      syncSeconds: 3,
    },
    [TARGETS[0]]: {
      organizations: { team: { 'app/api': { latest: digestOf('latest of last week') } } },
      images: [
        {
          id: STALE_IMAGE,
          name: 'api-training',
          namespace: 'team',
          tag: 'v1.4.0-gpu',
          status: 'ERROR',
          timeline: [
            { after: 0, status: 'CREATING' },
            { after: 3, status: 'ACTIVE' },
          ],
        },
        { id: OLD_IMAGE, name: 'api-training', namespace: 'team', tag: 'v1.1.0-gpu', status: 'ACTIVE' },
      ],
      hss: { taskSeconds: 3 },
    },
    [TARGETS[1]]: { organizations: { team: {} }, hss: { taskSeconds: 2 } },
  },
};
