import { expect, test } from '@jest/globals';
import { judgeQuotas } from '../../../src/operations/doctor/account.ts';

const organizations = { key: 'namespace', limit: 5, used: 1 };
const tags = (used: number) => ({ key: 'tag', limit: 300, used });

test.each([
  [[], 'unknown', 'SWR gives no quotas.', undefined],
  [[organizations], 'ok', '1 of 5 organizations.', undefined],
  [[organizations, tags(269)], 'ok', '1 of 5 organizations, 269 of 300 tags of app/api.', undefined],
  [[{ key: 'new', limit: 0, used: 0 }], 'ok', '0 of 0 new.', undefined],
  [
    [organizations, tags(270)],
    'unknown',
    '1 of 5 organizations, 270 of 300 tags of app/api.',
    'Nearly used: 270 of 300 tags of app/api. Delete some, or ask for a larger quota.',
  ],
  // No operation makes organizations, and a repository may be there already.
  [
    [{ ...organizations, used: 5 }],
    'unknown',
    '5 of 5 organizations.',
    'Nearly used: 5 of 5 organizations. Delete some, or ask for a larger quota.',
  ],
  [
    [tags(300)],
    'failed',
    '300 of 300 tags of app/api.',
    'Nearly used: 300 of 300 tags of app/api. Delete some, or ask for a larger quota.',
  ],
])('the quotas %j are %s', (quotas, result, message, remedy) => {
  expect(judgeQuotas(quotas, 'app/api')).toMatchObject({
    result,
    message,
    ...(remedy === undefined ? {} : { remedy }),
  });
});

test.each([
  ['few tags', [organizations], 269, 'ok', '1 of 5 organizations.'],
  ['no count', [organizations], undefined, 'ok', '1 of 5 organizations.'],
  [
    'nearly as many tags as usual',
    [organizations],
    270,
    'unknown',
    '1 of 5 organizations, 270 tags of app/api, which may have 300 unless the quota was raised.',
  ],
  [
    'a raised quota',
    [organizations, { ...tags(280), limit: 1000 }],
    280,
    'ok',
    '1 of 5 organizations, 280 of 1000 tags of app/api.',
  ],
  // It may have been raised.
  ['as many tags as usual', [], 300, 'unknown', '300 tags of app/api, which may have 300 unless the quota was raised.'],
])('tags are counted where SWR tells no quota of them: %s', (_, told, total, result, message) => {
  expect(judgeQuotas(told, 'app/api', total)).toMatchObject({ result, message });
});
