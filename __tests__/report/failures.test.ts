import { describe, expect, test } from '@jest/globals';
import { causesOf, groupFailures, namesOf } from '../../src/report/failures.ts';
import type { Result } from '../../src/report/results.ts';

const failed = (subject: string, more: Partial<Result> = {}): Result => ({
  operation: 'sync-tags',
  region: 'cn-east-3',
  subject,
  tag: subject,
  verdict: 'conflict',
  ok: false,
  proved: false,
  code: 'target-differs',
  seconds: 0,
  ...more,
});

const sizes = (groups: ReturnType<typeof causesOf>): readonly number[] => groups.map((rows) => rows.length);

describe('causes', () => {
  test('failures that differ in names, digests, ids and numbers alone have one', () => {
    const rows = ['v1', 'b', 'latest'].map((tag, index) =>
      failed(tag, {
        region: `cn-east-${index + 2}`,
        message: `cn-east-${index + 2} has ${tag} as sha256:${String(index).repeat(64)}, a request of id 4f${index}0c.`,
      }),
    );
    expect(sizes(causesOf(rows))).toEqual([3]);
  });

  test('another code, verdict or sentence is another one, and so is another code of the service', () => {
    const rows = [
      failed('v1', { message: 'A.' }),
      failed('v2', { message: 'B.' }),
      failed('v3', { message: 'A.', verdict: 'mismatch', code: 'digest-mismatch' }),
      failed('v4', { message: 'A.', code: 'service-refused' }),
      failed('v5', { message: 'The service says SVCSTG.SWR.4000001.' }),
      failed('v6', { message: 'The service says SVCSTG.SWR.4000002.' }),
    ];
    expect(sizes(causesOf(rows))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('what was skipped because of another failure has its cause there', () => {
    const skipped = failed('v2', { verdict: 'skipped', code: 'dependency-failed', message: 'Not attempted.' });
    expect(causesOf([skipped, failed('v1')]).map(([{ subject }]) => subject)).toEqual(['v1']);
    expect(sizes(causesOf([skipped]))).toEqual([1]);
    expect(causesOf([{ ...failed('v1'), ok: true }])).toEqual([]);
  });
});

const rowsOf = (count: number): readonly Result[] => [
  failed('s', { verdict: 'skipped', code: 'dependency-failed', message: 'Not attempted.' }),
  ...Array.from({ length: count }, (_, index) => failed(`v${index}`, { message: `Number ${index % 20}.` })),
];

test('failures are grouped by their messages, and by cause when there are many; what was skipped comes last', () => {
  expect(sizes(groupFailures(rowsOf(9)))).toEqual([...Array.from({ length: 9 }, () => 1), 1]);
  expect(groupFailures(rowsOf(9)).at(-1)?.[0].verdict).toBe('skipped');
  expect(sizes(groupFailures(rowsOf(40)))).toEqual([40]);
});

test('names say the region, the stage where there are several, and how many more there are', () => {
  const rows = [
    failed('v1'),
    failed('v1', { operation: 'register-image' }),
    failed('private_image', { operation: 'sync-hss', tag: undefined }),
    ...['a', 'b', 'c', 'd'].map((tag) => failed(tag)),
  ];
  expect(namesOf(rows, 'sync-tags')).toBe(
    'v1 → cn-east-3, register-image of v1 → cn-east-3, sync-hss of private_image in cn-east-3, a → cn-east-3, b → cn-east-3 and 2 more',
  );
});
