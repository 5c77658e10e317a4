import { expect, test } from '@jest/globals';
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

test('failures come first, otherwise the order is kept', () => {
  const rows = (['copied', 'refused', 'unchanged', 'timeout'] as const).map((kind) =>
    resultOf({ item, verdict: verdictOfKind(kind), seconds: 0 }),
  );
  expect(failuresFirst(rows).map(({ verdict }) => verdict)).toEqual(['refused', 'timeout', 'copied', 'unchanged']);
});
