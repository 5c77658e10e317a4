import { expect, test } from '@jest/globals';
import type { VerdictKind } from '../../src/engine/verdict.ts';
import { failuresFirst, resultOf } from '../../src/report/results.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

const item = {
  operation: 'sync-tags',
  region: 'r',
  namespace: 'team',
  repository: 'app',
  subject: 'v1',
  tag: 'v1',
  label: 'how the log calls it',
};

test('a row says what the item is about and what the verdict says', () => {
  const verdict = {
    kind: 'overwritten',
    digest: 'a',
    previousDigest: 'b',
    status: 'success',
    message: 'm',
    failure: undefined,
  } as const;
  expect(resultOf({ item, verdict, seconds: 2 })).toEqual({
    operation: 'sync-tags',
    region: 'r',
    namespace: 'team',
    repository: 'app',
    subject: 'v1',
    verdict: 'overwritten',
    ok: true,
    proved: true,
    tag: 'v1',
    digest: 'a',
    previousDigest: 'b',
    status: 'success',
    message: 'm',
    seconds: 2,
  });
});

test('a failed row has the code of its failure', () => {
  const verdict = { kind: 'refused', code: 'credential-refused', failure: 'auth', message: 'Who?' } as const;
  expect(resultOf({ item, verdict, seconds: 0 })).toMatchObject({
    verdict: 'refused',
    ok: false,
    code: 'credential-refused',
    message: 'Who?',
  });
});

test('what does not apply is absent in JSON', () => {
  const image = { operation: 'wait-image', region: 'r', subject: 'an id' };
  expect(JSON.parse(JSON.stringify(resultOf({ item: image, verdict: { kind: 'active' }, seconds: 0 })))).toStrictEqual({
    operation: 'wait-image',
    region: 'r',
    subject: 'an id',
    verdict: 'active',
    ok: true,
    proved: true,
    seconds: 0,
  });
});

test('status and message are limited in length, and their control characters are escaped', () => {
  const row = resultOf({
    item,
    verdict: {
      kind: 'refused',
      code: 'service-refused',
      status: `a\r${'s'.repeat(5000)}`,
      message: 'm'.repeat(50_000),
    },
    seconds: 0,
  });
  expect([row.status, row.message?.length]).toEqual([`a\\u000d${'s'.repeat(193)}…`, 2001]);
});

test('no text of a verdict makes a row too long', () => {
  const long = 'x'.repeat(250_000);
  const verdict = { kind: 'unchanged', digest: long, previousDigest: long, status: long, message: long } as const;
  expect(JSON.stringify(resultOf({ item, verdict, seconds: 0 }, long)).length).toBeLessThan(4000);
});

test.each<[VerdictKind, boolean]>([
  ['copied', true],
  ['absent', true],
  ['accepted', false],
  ['planned', false],
  ['timeout', false],
])('a row that is %s: proved is %s', (kind, proved) => {
  expect(resultOf({ item, verdict: verdictOfKind(kind), seconds: 0 }).proved).toBe(proved);
});

test('a row about a ModelArts image has its id: that of the item, or of the image that was read', () => {
  const ids = [{ ...item, imageId: 'given' }, item].map(
    (about) => resultOf({ item: about, verdict: { kind: 'active' }, seconds: 0 }, 'read').imageId,
  );
  expect(ids).toEqual(['given', 'read']);
});

test('failures come first, otherwise the order is kept', () => {
  const rows = (['copied', 'refused', 'unchanged', 'timeout'] as const).map((kind) =>
    resultOf({ item, verdict: verdictOfKind(kind), seconds: 0 }),
  );
  expect(failuresFirst(rows).map(({ verdict }) => verdict)).toEqual(['refused', 'timeout', 'copied', 'unchanged']);
});
