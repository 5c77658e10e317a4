import { describe, expect, test } from '@jest/globals';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf } from '../support/scenario-facts.ts';
import {
  entry,
  type HssSeed,
  listOf,
  LONG,
  NEW,
  NEWER,
  OLD,
  OLDER,
  promoteToHss as promote,
  replied,
  TASKS,
} from '../support/scenario-hss.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';

const { v1: DIGEST = '', v2: DIGEST_2 = '' } = tagged('v1', 'v2');

test.concurrent('promote: HSS proves each tag by its digest, over real sockets', async () => {
  const { run, rows, requests, state } = await promote({ start: runInCloud, tags: 'v1,v2,v9' });
  expect(rows).toMatchObject([
    { subject: 'v1', verdict: 'synchronized', ok: true, digest: DIGEST, namespace: 'team', repository: 'app/api' },
    { subject: 'v2', verdict: 'synchronized', ok: true, digest: DIGEST_2 },
    { subject: 'v9', verdict: 'skipped', ok: false, message: 'Not attempted: sync-tags of v9 ended as missing.' },
  ]);
  expect(conclusionOf(run)).toMatchObject({ status: 'partial', succeeded: ['v1', 'v2'], failed: ['v9'], ready: [] });
  expect(run.stdout).toMatch(/✓ v1, v2 in HSS of cn-east-3: synchronized/);
  expect(callsOf(changesOf(requests)).filter((call) => call.includes('hss'))).toEqual([OLD]);
  expect(state.regions[EAST]?.hssImages).toContainEqual({ name: 'team/app/api:v1', digest: DIGEST });
});

test.concurrent.each<[string, HssSeed, readonly string[]]>([
  ['has the older list', { imageLists: 'older' }, [OLDER]],
  ['has moved on to the newer list', { imageLists: 'newer', synchronize: 'gone-404' }, [OLDER, NEWER]],
  ['gives names with the organization', { imageNames: 'with-organization' }, [OLDER]],
])('promote: a region that %s', async (_, hss, lists) => {
  const { verdicts, requests } = await promote({ hss });
  expect(verdicts).toEqual(['v1 synchronized', 'v2 synchronized']);
  const asked = new Set(callsOf(requests).filter((call) => call.startsWith('GET hss') && call !== TASKS));
  expect([...asked]).toEqual(lists);
  expect(callsOf(changesOf(requests)).at(-1)).toBe(hss.synchronize === undefined ? OLD : NEW);
});

test.concurrent.each([LONG, 'a,b,c,d,v1,v2'])(
  'promote: tags %s are found in the list of the repository',
  async (tags) => {
    const { verdicts, requests } = await promote({ tags });
    expect(verdicts).toEqual(tags.split(',').map((tag) => `${tag} synchronized`));
    const lists = requests.filter((request) => callsOf([request])[0] === OLDER).map(({ query }) => query);
    expect(new Set(lists.map((query) => query['image_version']))).toEqual(new Set([undefined]));
  },
);

test.concurrent('promote: HSS lists the tag some time after its task has ended', async () => {
  const { verdicts, rows } = await promote({ hss: { imageListSeconds: 40 } });
  expect(verdicts).toEqual(['v1 synchronized', 'v2 synchronized']);
  expect((rows[0]?.seconds ?? 0) >= 40).toBe(true);
});

test.concurrent('promote: the digest proves a tag while the task is running, and without a list of tasks', async () => {
  const past = [{ secondsAgo: 5, seconds: 1, taskType: 'autoSync' as const }];
  const [stuck, unlisted] = await Promise.all([
    promote({
      hss: { outcome: 'stuck' },
      script: replied('/swr-repository', 200, listOf(entry({ image_digest: DIGEST }))),
      tags: 'v1',
    }),
    promote({ hss: { tasks: false, pastTasks: past } }),
  ]);
  expect(stuck.verdicts).toEqual(['v1 synchronized']);
  expect(unlisted.verdicts).toEqual(['v1 synchronized', 'v2 synchronized']);
});

describe('promote: where the digest of HSS cannot be compared', () => {
  test.concurrent.each<[string, HssSeed]>([
    ['it shows none', { digests: false }],
    ['the image has several platforms', { multiArch: ['v1', 'v2'] }],
    ['the image has several platforms, in the newer list', { multiArch: ['v1', 'v2'], imageLists: 'newer' }],
    ['it has no list of images', { imageLists: 'none' }],
  ])('(%s), the end of the task decides', async (_, hss) => {
    const [good, bad, unreported] = await Promise.all([
      promote({ hss }),
      promote({ hss: { ...hss, failedImages: ['v1'], failedReason: 'no_pull' } }),
      promote({ hss: { ...hss, tasks: false } }),
    ]);
    expect(good.verdicts).toEqual(['v1 synchronized', 'v2 synchronized']);
    expect(good.rows[0]).toMatchObject({ status: '100', message: expect.stringContaining('its task ended') });
    // The list of the newer import does not have the tag that failed.
    expect(bad.rows[0]).toMatchObject({
      verdict: 'refused',
      code: 'scan-task-failed',
      message: `HSS in ${EAST} could not import v1: no_pull.`,
    });
    expect(bad.verdicts[1]).toBe('v2 synchronized');
    expect(unreported.verdicts).toEqual(['v1 accepted', 'v2 accepted']);
    expect(unreported.run.warnings).toContain(unreported.rows[0]?.message);
  });

  test.concurrent('a task that fails decides as well, and the tag is not in its list of failures', async () => {
    const { rows } = await promote({
      hss: { outcome: 'error', digests: false, failedReason: 'swr_authentication_error' },
    });
    expect(rows).toMatchObject([
      { verdict: 'refused', status: '-3', message: 'The synchronization of HSS failed: swr_authentication_error.' },
      { verdict: 'refused', status: '-3' },
    ]);
  });
});

test.concurrent('promote: a tag among the failed images is refused, the others are synchronized', async () => {
  const { run, rows } = await promote({ hss: { failedImages: ['v1'], failedReason: 'no_pull' } });
  expect(rows).toMatchObject([
    { subject: 'v1', verdict: 'refused', code: 'scan-task-failed', message: expect.stringContaining('no_pull') },
    { subject: 'v2', verdict: 'synchronized' },
  ]);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'refused', succeeded: ['v2'], failed: ['v1'] });
});

test.concurrent('promote: a warning names the images of others, once for the region', async () => {
  const others = { ...EMPTY_TEAM.organizations, other: { web: ['broken'] } };
  const { run } = await runInVirtualTime({
    seed: seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0 },
      [EAST]: { organizations: others, hss: { taskSeconds: 0, failedImages: ['broken'], failedReason: 'no_pull' } },
    }),
    with: promoteStep('v1,v2', [EAST], { hss: 'true' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [EAST] });
  expect(run.warnings.filter((line) => line.includes('could not import'))).toEqual([
    `HSS in ${EAST} could not import 1 image from SWR: other/web:broken (no_pull).`,
  ]);
});

test.concurrent('promote: a lost reply is not sent again; the digest proves its effect', async () => {
  const rule = { match: { service: 'hss', method: 'POST' }, fault: { kind: 'reset' } } as const;
  const [effective, lost] = await Promise.all([
    promote({ tags: 'v1', script: { rules: [{ ...rule, takesEffect: true }] } }),
    promote({ tags: 'v1', script: { rules: [rule] } }),
  ]);
  expect(effective.verdicts).toEqual(['v1 synchronized']);
  expect(lost.rows).toMatchObject([
    {
      verdict: 'unavailable',
      code: 'effect-unknown',
      message: expect.stringContaining('HSS lists no task of it either'),
    },
  ]);
  for (const { requests } of [effective, lost]) {
    expect(callsOf(changesOf(requests)).filter((call) => call.includes('hss'))).toEqual([OLD]);
  }
});

test.concurrent('promote: images of another enterprise project are hidden, and the timeout says so', async () => {
  const { rows } = await promote({
    tags: 'v1',
    script: replied('/swr-repository', 200, '{}'),
    more: { 'enterprise-project-id': '7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13' },
  });
  expect(rows[0]?.message).toMatch(/enterprise project 7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13 only/);
});

test.concurrent('promote: a dry run reads one page of each list of HSS', async () => {
  const { verdicts, requests } = await promote({ more: { 'dry-run': 'true' } });
  expect(verdicts).toEqual(['v1 planned', 'v2 planned']);
  expect(callsOf(requests).filter((call) => call.includes('hss'))).toEqual([OLDER, OLDER, TASKS]);
});

test.concurrent('promote: a list of images that may not be read is refused, also in a dry run', async () => {
  const script = replied('/swr-repository', 403, '{"error_code": "common.01010013", "error_msg": "denied"}');
  for (const dryRun of ['true', 'false']) {
    const { rows, requests } = await promote({ tags: 'v1', script, more: { 'dry-run': dryRun } });
    expect(rows).toMatchObject([{ verdict: 'refused', code: 'permission-denied' }]);
    expect(callsOf(changesOf(requests)).filter((call) => call.includes('hss'))).toEqual([]);
  }
});
