import { describe, expect, test } from '@jest/globals';
import type { FailedImage } from '../../src/cloud/hss.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { ImageList, ListedTag, ListedTags } from '../../src/scanning/image-list.ts';
import { describeItem, judgeItem, type ScanItem } from '../../src/scanning/judge-item.ts';
import { syncTask } from '../support/hss-tasks.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`);
const ITEM: ScanItem = {
  item: { operation: 'sync-hss', region: 'cn-east-3', subject: 'v1' },
  promoted: { tag: 'v1', digest: A },
};
const LIST: ImageList = { find: () => Promise.reject(new Error('not part of this test')) };
const ENDED = { ...syncTask({ status: 100 }), beganSince: true };

const listOf = (listed: ListedTag | undefined, isComplete = true): ListedTags => ({
  tags: new Map(listed === undefined ? [] : [['v1', listed]]),
  isComplete,
});

/** The verdict on `v1` with digest A where a task has ended well; `listed` is undefined where HSS does not list the tag. */
function judge(
  listed: ListedTag | undefined,
  { images = LIST, tasks = [ENDED], isWatched = true, areAllTasks = true, isComplete = true } = {},
): string {
  const sync = {
    region: 'cn-east-3',
    since: { earlier: [], sentAt: 0, sentAtMs: 0 },
    images,
    repository: { imageType: 'private_image', namespace: 'team', repository: 'app' },
    ambiguousFailure: undefined,
  } as const;
  const evidence = { tasks, areAllTasks, listed: listOf(listed, isComplete) };
  const verdict: Verdict | undefined = judgeItem(sync, ITEM, evidence, isWatched);
  return verdict === undefined ? 'open' : verdict.digest === A ? 'proved by the digest' : `${verdict.kind} by the task`;
}

const shown = (digests: readonly unknown[], platformDigests: readonly unknown[] = []): ListedTag => ({
  digests: digests.map(String),
  platformDigests: platformDigests.map(String),
});

describe('a promoted tag of which a task has ended well', () => {
  test.each<[string, ListedTag | undefined]>([
    ['open', undefined],
    ['open', shown([B])],
    ['open', shown([B, C])],
    ['open', shown([A, B])],
    ['open', shown([B], [A])],
    ['open', shown([String(A).toUpperCase()])],
    ['proved by the digest', shown([A])],
    ['proved by the digest', shown([A], [B])],
    ['proved by the digest', shown([], [B, A])],
    ['synchronized by the task', shown([])],
    ['synchronized by the task', shown([], [B])],
  ])('is %s where HSS lists %j', (expected, listed) => {
    expect(judge(listed)).toBe(expected);
  });

  test('is open until the tasks were watched, where no digest is shown', () => {
    expect([judge(shown([]), { isWatched: false }), judge(shown([A]), { isWatched: false })]).toEqual([
      'open',
      'proved by the digest',
    ]);
  });

  test('is open where HSS has more tasks than it gives, unless HSS shows the digest', () => {
    const areAllTasks = false;
    expect([judge(shown([]), { areAllTasks }), judge(shown([A]), { areAllTasks })]).toEqual([
      'open',
      'proved by the digest',
    ]);
  });

  test('is open where HSS has more images than it gives, unless it shows the tag', () => {
    const isComplete = false;
    expect([
      judge(undefined, { isComplete }),
      judge(shown([]), { isComplete }),
      judge(shown([A]), { isComplete }),
    ]).toEqual(['open', 'synchronized by the task', 'proved by the digest']);
  });

  test('is open where the task may be older than the request, and refused where that one has failed', () => {
    const [older, failed] = [100, -3].map((status) => ({ ...syncTask({ status }), beganSince: false }));
    expect(judge(shown([]), { tasks: [older ?? ENDED] })).toBe('open');
    expect(judge(shown([]), { tasks: [older ?? ENDED, ENDED] })).toBe('synchronized by the task');
    expect(judge(shown([]), { tasks: [failed ?? ENDED, ENDED] })).toBe('refused by the task');
  });
});

describe('a promoted tag of which HSS lists the digest is', () => {
  const NAMED: FailedImage = { namespace: 'team', name: 'app', tag: 'v1', registryType: undefined, reason: 'no' };
  test.each<[string, Partial<FailedImage>]>([
    ['refused by the task', {}],
    ['refused by the task', { name: 'team/app' }],
    ['refused by the task', { namespace: '' }],
    ['refused by the task', { namespace: ' ' }],
    ['refused by the task', { namespace: '', name: 'team/app' }],
    ['refused by the task', { namespace: 'Team', name: 'App' }],
    ['refused by the task', { tag: ' v1' }],
    ...['SwrPrivate', 'SwrShared', 'swr_private', 'SWR-PRIVATE', 'Swr', 'private_image', 'x', '', ' '].map(
      (registryType): [string, Partial<FailedImage>] => ['refused by the task', { registryType }],
    ),
    ...['SwrEnterprise', 'swr_enterprise', 'Harbor', 'JFROG', 'Jfrog', 'Other'].map(
      (registryType): [string, Partial<FailedImage>] => ['proved by the digest', { registryType }],
    ),
    ['proved by the digest', { namespace: 'other' }],
    ['proved by the digest', { namespace: 'other', name: 'team/app' }],
    ['proved by the digest', { namespace: '', name: 'other/app' }],
    ['proved by the digest', { name: 'application' }],
    ['proved by the digest', { tag: 'v10' }],
    ['proved by the digest', { tag: 'V1' }],
  ])('%s where its task could not import an image with %j', (expected, more) => {
    const task = { ...ENDED, total: 9, failedImages: [{ ...NAMED, ...more }] };
    expect(judge(shown([A]), { tasks: [task] })).toBe(expected);
  });
});

const SINCE = { earlier: [], sentAt: 0, sentAtMs: 0 };
const observed = (
  listed: ListedTag | undefined,
  {
    areAllTasks = true,
    isComplete = true,
    ...sync
  }: Partial<Parameters<typeof describeItem>[0]> & Partial<Record<'areAllTasks' | 'isComplete', boolean>> = {},
) =>
  describeItem({ images: LIST, since: SINCE, ...sync }, ITEM, {
    tasks: [ENDED],
    areAllTasks,
    listed: listOf(listed, isComplete),
  });

describe('what is observed of a tag', () => {
  test('names the digests that HSS shows, on one line and not too long', () => {
    expect(observed(undefined)).toBe('not listed by HSS');
    expect(observed(shown([A, B]))).toBe(`listed by HSS with ${A} and ${B}`);
    expect(observed(shown(['1', '2'], ['3', '4', '5']))).toBe('listed by HSS with 1 and 2 and 3, and 2 more');
    expect(observed(shown(['a\r\n::error::b']))).toBe('listed by HSS with a\\u000d\\u000a::error::b');
    expect(observed(shown(['x'.repeat(1_000_000)]))).toBe(`listed by HSS with ${'x'.repeat(100)}…`);
  });

  test('tells the task where that decides, and no list that the region does not have', () => {
    expect(observed(shown([]))).toBe('listed by HSS without a digest, and task 100 % done');
    expect(observed(shown([], [B]))).toBe(`listed by HSS with ${B}, and task 100 % done`);
    expect(observed(shown([]), { since: undefined })).toBe('listed by HSS without a digest');
    expect(observed(undefined, { images: undefined })).toBe('task 100 % done');
  });

  test('tells which list is not complete', () => {
    const INCOMPLETE = 'not in the list of HSS, which gives fewer images than it has';
    expect(observed(undefined, { isComplete: false })).toBe(INCOMPLETE);
    expect(observed(shown([A]), { isComplete: false })).toBe(`listed by HSS with ${A}`);
    expect(observed(undefined, { images: undefined, areAllTasks: false })).toBe(
      'task 100 % done, in a list that is not complete',
    );
  });
});
