/** The cloud of the demo: a release in one region, two regions that want it, and what people find there. */
import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';

export const KEYS = { accessKey: 'DEMO-ACCESS-KEY', secretKey: 'demo-secret-key-of-nobody' } as const;
export const SOURCE = 'cn-north-4';
export const TARGETS = ['cn-east-3', 'ap-southeast-1'] as const;
/** A ModelArts image whose recorded status is wrong, and an old one that nobody wants any more. */
export const STALE_IMAGE = uuidOf('stale image');
export const NEXT_TAG = 'v1.5.0';
export const OLD_IMAGE = uuidOf('old image');

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
