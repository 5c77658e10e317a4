import { expect, test } from '@jest/globals';
import { failuresFirst, resultOf } from '../../src/report/results.ts';

const item = { operation: 'sync-tags', region: 'r', subject: 'v1', tag: 'v1' };

test('a row says what the verdict says, and nothing that it does not', () => {
  const verdict = {
    kind: 'overwritten',
    digest: 'a',
    previousDigest: 'b',
    status: 'success',
    message: 'm',
    failure: undefined,
  } as const;
  expect(resultOf({ item, verdict, seconds: 2, images: [] })).toEqual({
    operation: 'sync-tags',
    region: 'r',
    subject: 'v1',
    verdict: 'overwritten',
    ok: true,
    digest: 'a',
    previousDigest: 'b',
    status: 'success',
    message: 'm',
    seconds: 2,
  });
});

test('the words of the cloud are cut and made visible', () => {
  const row = resultOf({
    item,
    verdict: { kind: 'refused', status: `a\r${'s'.repeat(5000)}`, message: 'm'.repeat(50_000) },
    seconds: 0,
    images: [],
  });
  expect([row.status, row.message?.length]).toEqual([`a\\u000d${'s'.repeat(193)}…`, 2001]);
});

test('failures first, otherwise as they were', () => {
  const rows = (['copied', 'refused', 'unchanged', 'timeout'] as const).map((kind) =>
    resultOf({ item, verdict: { kind }, seconds: 0, images: [] }),
  );
  expect(failuresFirst(rows).map(({ verdict }) => verdict)).toEqual(['refused', 'timeout', 'copied', 'unchanged']);
});
