import { expect, test } from '@jest/globals';
import { stsRegionsNear } from '../../src/auth/sts-regions.ts';

test.each([
  ['cn-north-4', ['cn-north-4', 'cn-east-3']],
  ['cn-south-1', ['cn-south-1', 'cn-north-4']],
  ['cn-north-9', ['cn-north-4', 'cn-east-3']],
  ['ap-southeast-1', ['ap-southeast-1', 'ap-southeast-3']],
  ['af-south-1', ['af-south-1', 'ap-southeast-3']],
  ['la-north-2', ['ap-southeast-3', 'ap-southeast-1']],
])('the regions for %s', (region, expected) => {
  expect(stsRegionsNear(region)).toEqual(expected);
});
