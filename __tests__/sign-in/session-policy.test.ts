import { expect, test } from '@jest/globals';
import { sessionPolicy } from '../../src/sign-in/session-policy.ts';

const NORTH = 'cn-north-4';

test('names the repositories, the regions and the actions of the plan, and nothing else', () => {
  const policy = sessionPolicy([
    { actions: ['swr:repo:listRepoTags'], regions: [NORTH], repository: 'team/app/api' },
    { actions: ['modelarts:image:get'], regions: ['cn-east-3', 'ap-southeast-1'] },
  ]);
  expect(JSON.parse(policy)).toEqual({
    Version: '5.0',
    Statement: [
      { Effect: 'Allow', Action: ['iam:projects:list*'], Resource: ['*'] },
      {
        Effect: 'Allow',
        Action: ['swr:repo:listRepoTags'],
        Resource: ['swr:*:*:repo:team/app/api'],
        Condition: { StringEquals: { 'g:RequestedRegion': [NORTH] } },
      },
      {
        Effect: 'Allow',
        Action: ['modelarts:image:get'],
        Resource: ['*'],
        Condition: { StringEquals: { 'g:RequestedRegion': ['cn-east-3', 'ap-southeast-1'] } },
      },
    ],
  });
});

test('never is longer than STS takes: first the regions go, then the policy', () => {
  const regions = Array.from({ length: 200 }, (_, index) => `ap-southeast-${index}`);
  const wide = sessionPolicy([{ actions: ['swr:repo:listRepoTags'], regions, repository: 'team/app' }]);
  expect(wide).toContain('swr:*:*:repo:team/app');
  expect(wide).not.toContain('RequestedRegion');
  expect(wide.length).toBeLessThanOrEqual(2048);
  const actions = Array.from({ length: 200 }, (_, index) => `swr:repo:action${index}`);
  expect(sessionPolicy([{ actions, regions, repository: 'team/app' }])).toBe('');
});
