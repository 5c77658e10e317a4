import { expect, test } from '@jest/globals';
import { nearest, REGIONS } from '../../src/inputs/regions.ts';

test.each([
  ['CN-NORTH-4', 'cn-north-4'],
  ['cn_north_4', 'cn-north-4'],
  [' Cn North 4 ', 'cn-north-4'],
  ['cn-nroth-4', 'cn-north-4'],
  ['cn-north4', 'cn-north-4'],
  ['"cn-east-3"', 'cn-east-3'],
  ['cn-esat-3', 'cn-east-3'],
  ['ap-southeast1', 'ap-southeast-1'],
  ['cn-southwest2', 'cn-southwest-2'],
  ['eu-west-1', 'eu-west-0'],
  ['eu-west-102', 'eu-west-101'],
  ['my-kualalumpur', 'my-kualalumpur-1'],
  ['CN North-Beijing4', 'cn-north-4'],
  ['', ''],
  ['北京四', ''],
  ['x'.repeat(100_000), ''],
])('%j comes nearest to %j', (text, region) => {
  expect(nearest(text, REGIONS)).toBe(region);
});

test('a region is nearest to itself', () => {
  expect(REGIONS.map((region) => nearest(region, REGIONS))).toEqual(REGIONS);
  expect(new Set(REGIONS).size).toBe(35);
});
