import { describe, expect, test } from '@jest/globals';
import { type CopySpec, groupCopies } from '../../src/copy/copy-spec.ts';
import { SOURCE, TARGET } from '../support/copy-target.ts';

interface Differing {
  readonly tag?: string;
  readonly source?: Partial<typeof SOURCE>;
  readonly target?: Partial<typeof TARGET>;
  readonly policy?: CopySpec['policy'];
}

function copyOf({ tag = 'v1', source, target, policy = 'refuse' }: Differing): CopySpec {
  return { source: { ...SOURCE, ...source, tag }, target: { ...TARGET, ...target, tag }, policy, backup: false };
}

describe('groupCopies', () => {
  test('puts the tags of one source and target into one group, whatever their policies, in their order', () => {
    const copies = [copyOf({ tag: 'v2' }), copyOf({ tag: 'latest', policy: 'forward' }), copyOf({ tag: 'v3' })];
    expect(groupCopies(copies)).toMatchObject([{ source: SOURCE, target: TARGET, copies }]);
  });

  test.each<[string, Differing]>([
    ['source regions', { source: { region: 'cn-north-1' } }],
    ['source organizations', { source: { namespace: 'others' } }],
    ['source repositories', { source: { repository: 'web' } }],
    ['target regions', { target: { region: 'cn-south-1' } }],
    ['target organizations', { target: { namespace: 'others' } }],
    ['target repositories', { target: { repository: 'web' } }],
  ])('makes two groups of two %s, with the same tag in both', (_, differing) => {
    const [usual, other] = [copyOf({}), copyOf(differing)];
    expect(groupCopies([usual, other]).map(({ copies }) => copies)).toEqual([[usual], [other]]);
  });

  test('orders groups by their first copy, and copies within a group as given', () => {
    const [south, east] = [{ target: { region: 'cn-south-1' } }, {}];
    const groups = groupCopies([
      copyOf({ ...south, tag: 'v2' }),
      copyOf({ ...east, tag: 'v2' }),
      copyOf({ ...south, tag: 'v1' }),
      copyOf({ ...east, tag: 'v1' }),
    ]);
    expect(groups.map(({ target, copies }) => [target.region, copies.map((copy) => copy.target.tag)])).toEqual([
      ['cn-south-1', ['v2', 'v1']],
      ['cn-east-3', ['v2', 'v1']],
    ]);
  });

  test('makes no group of no copies', () => {
    expect(groupCopies([])).toEqual([]);
  });
});
