/** The routes of HSS that a region may not have, and the pages of its lists. */
import { describe, expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { EAST } from '../support/scenario-cloud.ts';
import { callsOf, changesOf } from '../support/scenario-facts.ts';
import { NEW, NEWER, OLD, OLDER, promoteToHss as promote, replied, TASKS } from '../support/scenario-hss.ts';

describe('promote: a missing route', () => {
  test.concurrent.each([
    ['/image/synchronize', 'HSS.1059'],
    ['/image/synchronize', 'HSS.0011'],
    ['/image/tasks', 'HSS.0011'],
    ['/swr-repository', 'HSS.0011'],
  ])('is not what HSS says of something else that does not exist (%s, %s)', async (path, code) => {
    const body = JSON.stringify({ error_code: code, error_msg: 'the agency does not exist' });
    const { rows, requests } = await promote({ tags: 'v1', script: replied(path, 404, body) });
    expect(rows).toMatchObject([
      { verdict: 'refused', message: expect.stringContaining(`HTTP 404 ${code} the agency does not exist`) },
    ]);
    expect(callsOf(requests).filter((call) => call === NEW || call === NEWER)).toEqual([]);
  });

  const strangers: readonly [string, number, string][] = [
    ['a gateway', 404, '{"message": "no Route matched with those values"}'],
    ['nobody', 404, ''],
    ['a framework', 404, '{"status": 404, "error": "Not Found"}'],
    ['nobody, as 410', 410, ''],
  ];
  test.concurrent.each(strangers)('is not what %s says', async (_, status, body) => {
    for (const path of ['/swr-repository', '/image/tasks', '/image/synchronize']) {
      const { rows } = await promote({ tags: 'v1', script: replied(path, status, body) });
      expect([path, rows[0]?.ok]).toEqual([path, false]);
    }
  });

  test.concurrent.each(['/swr-repository', '/image/tasks', '/image/synchronize'])(
    'is not missing after one reply (%s)',
    async (path) => {
      const body = '{"error_code": "APIGW.0101", "error_msg": "The API does not exist"}';
      const { verdicts, requests } = await promote({ tags: 'v1', script: replied(path, 404, body, 1) });
      expect(verdicts).toEqual(['v1 synchronized']);
      expect(callsOf(requests).filter((call) => call === NEW || call === NEWER)).toEqual([]);
    },
  );
});

test.concurrent(
  'promote: after a lost reply, nothing is said of a list of tasks that the region does not have',
  async () => {
    const lost: Script = { rules: [{ match: { service: 'hss', method: 'POST' }, fault: { kind: 'reset' } }] };
    const { rows, requests } = await promote({ tags: 'v1', hss: { tasks: false }, script: lost });
    expect(rows).toMatchObject([
      {
        verdict: 'unavailable',
        code: 'effect-unknown',
        message: expect.stringContaining(`HSS in ${EAST} has no list of its tasks, and v1 is not listed by HSS.`),
      },
    ]);
    expect(rows[0]?.message).not.toContain('lists no task');
    expect(callsOf(changesOf(requests)).filter((call) => call.includes('hss'))).toEqual([OLD]);
  },
);

test.concurrent(
  'promote: lists of HSS that refuse large pages are read in smaller ones, whose size is kept',
  async () => {
    const body = { error_code: 'HSS.0001', error_description: 'Invalid parameter: limit' };
    const refusal = { times: 'always', fault: { kind: 'status', status: 400, body } } as const;
    const rules = ['limit=200', 'limit=50'].map((query) => ({ match: { service: 'hss', query }, ...refusal }) as const);
    const { verdicts, requests } = await promote({ script: { rules } });
    expect(verdicts).toEqual(['v1 synchronized', 'v2 synchronized']);
    for (const list of [OLDER, TASKS]) {
      const limits = requests.filter((request) => callsOf([request])[0] === list).map(({ query }) => query['limit']);
      expect(limits.filter((limit) => limit !== '10')).toEqual(['200', '50']);
      expect(limits.length).toBeGreaterThan(3);
    }
  },
);
