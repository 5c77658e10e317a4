import { expect, test } from '@jest/globals';
import { createInputReader } from '../../src/inputs/reader.ts';
import { promote } from '../../src/operations/promote/promote.ts';
import { sessionPolicy } from '../../src/auth/session-policy.ts';

const NORTH = 'cn-north-4';

test('allows the actions of the plan on its repositories in its regions, and nothing else', () => {
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

test('merges the permissions of one repository and its regions', () => {
  const policy = sessionPolicy([
    { actions: ['a:b:c', 'a:b:d'], regions: [NORTH] },
    { actions: ['a:b:e', 'a:b:c'], regions: [NORTH] },
    { actions: ['a:b:c'], regions: [NORTH], repository: 'team/app' },
    { actions: ['a:b:c'], regions: ['cn-east-3'] },
  ]);
  const { Statement: statements }: { Statement: readonly { readonly Action: unknown }[] } = JSON.parse(policy);
  expect(statements.slice(1).map(({ Action }) => Action)).toEqual([['a:b:c', 'a:b:d', 'a:b:e'], ['a:b:c'], ['a:b:c']]);
});

test('keeps the regions of a promotion to 11 regions with the longest names', () => {
  const regions = Array.from({ length: 11 }, (_, index) => `ap-southeast-${index + 1}`);
  const given: Readonly<Record<string, string>> = {
    region: NORTH,
    namespace: 'n'.repeat(64),
    repository: 'r'.repeat(128),
    tags: 'v1',
    'target-regions': regions.join(),
    modelarts: 'register',
    hss: 'true',
  };
  const reader = createInputReader({ input: (name) => given[name] ?? '', mask: () => undefined });
  const inputs = promote.readInputs(reader, {
    eventTag: () => ({ tag: undefined, event: 'the event push' }),
    env: () => '',
  });
  reader.check();
  const policy = sessionPolicy(promote.permissions(promote.plan(inputs)));
  for (const region of regions) expect(policy).toContain(`"${region}"`);
});

test('is at most as long as STS takes: a longer one is sent without the regions, and not at all if that is too long', () => {
  const regions = Array.from({ length: 200 }, (_, index) => `ap-southeast-${index}`);
  const wide = sessionPolicy([{ actions: ['swr:repo:listRepoTags'], regions, repository: 'team/app' }]);
  expect(wide).toContain('swr:*:*:repo:team/app');
  expect(wide).not.toContain('RequestedRegion');
  expect(wide.length).toBeLessThanOrEqual(2048);
  const actions = Array.from({ length: 200 }, (_, index) => `swr:repo:action${index}`);
  expect(sessionPolicy([{ actions, regions, repository: 'team/app' }])).toBe('');
});
