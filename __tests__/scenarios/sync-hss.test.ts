import { expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { NORTH, PROJECTS, runInCloud, runInVirtualTime, seedOf, type StepRun } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, kindsOfCalls, rowsOf } from '../support/scenario-facts.ts';

type HssSeed = NonNullable<Seed['regions'][string]['hss']>;

const IMAGE = `hss ${NORTH} /v5/${PROJECTS[NORTH]}/image`;
const [OLD, NEW, TASKS] = [`POST ${IMAGE}/synchronize`, `POST ${IMAGE}/image-sync/tasks`, `GET ${IMAGE}/tasks`];

/** Synchronizes one region; in virtual time if nothing else is said. */
function hss(
  settings: HssSeed,
  more: StepRun['with'] = {},
  { script, start = runInVirtualTime }: { script?: Script; start?: typeof runInVirtualTime } = {},
) {
  return start({
    seed: seedOf({
      [NORTH]: { organizations: { team: { 'app/api': ['v1', 'v2'] } }, hss: { taskSeconds: 0, ...settings } },
    }),
    ...(script === undefined ? {} : { script }),
    with: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH], ...more },
  });
}

const row = (more: { readonly verdict: string; readonly [field: string]: unknown }) => ({
  operation: 'sync-hss',
  region: NORTH,
  subject: 'private_image',
  proved: more.verdict === 'synchronized',
  seconds: expect.any(Number),
  ...more,
});

test.concurrent('sync-hss: sends one request and waits until the task is reported as done', async () => {
  const { run, requests, state } = await hss({ taskSeconds: 1.5 });
  expect(conclusionOf(run)).toEqual({
    exitCode: 0,
    status: 'succeeded',
    kind: '',
    succeeded: [],
    failed: [],
    ready: [NORTH],
  });
  expect(rowsOf(run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
  expect(run.stdout).toMatch(/task \d+ % done/);
  expect(callsOf(requests).slice(0, 3)).toEqual([TASKS, OLD, TASKS]);
  expect(changesOf(requests).map(({ body, query }) => ({ body, query }))).toEqual([
    { body: { image_type: 'private_image' }, query: {} },
  ]);
  expect(state.regions[NORTH]?.hssTasks.map(({ status }) => status)).toEqual([100]);
});

test.concurrent('sync-hss: sends image-type and enterprise-project-id, the latter with every request', async () => {
  const { run, requests, state } = await hss(
    {},
    { 'image-type': 'shared_image', 'enterprise-project-id': '7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13' },
  );
  expect(rowsOf(run)).toEqual([row({ subject: 'shared_image', verdict: 'synchronized', ok: true, status: '100' })]);
  expect(new Set(requests.map(({ query }) => query['enterprise_project_id']))).toEqual(
    new Set(['7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13']),
  );
  expect(changesOf(requests).map(({ body }) => body)).toEqual([{ image_type: 'shared_image' }]);
  expect(state.regions[NORTH]?.hssTasks.map(({ imageType }) => imageType)).toEqual(['shared_image']);
});

test.concurrent.each([
  { synchronize: { error_code: 1, error_description: 'agency is missing' }, says: 'HTTP 200 1 agency is missing' },
  { synchronize: { error_code: 'HSS.1059', error_description: 'denied' }, says: 'HTTP 200 HSS.1059 denied' },
  { synchronize: { error_code: 1, error_description: 'busy', status: 400 }, says: 'HTTP 400 1 busy' },
])('sync-hss: reports refused for an error inside a reply with status 200 ($says)', async ({ synchronize, says }) => {
  const { run, requests, state } = await hss({ synchronize });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
  expect(rowsOf(run)).toEqual([
    row({ verdict: 'refused', ok: false, code: 'service-refused', message: expect.stringContaining(says) }),
  ]);
  expect(callsOf(requests)).toEqual([TASKS, OLD]);
  expect(state.regions[NORTH]?.hssTasks).toEqual([]);
});

test.concurrent('sync-hss: error_code "0" is a success', async () => {
  const { run } = await hss({ synchronize: { error_code: '0', status: 200 } }, { wait: 'false' });
  expect(rowsOf(run)).toEqual([row({ verdict: 'accepted', ok: true, message: 'Triggered, not proved.' })]);
});

test.concurrent.each(['gone-404', 'gone-410'] as const)(
  'sync-hss: uses image-sync/tasks when image/synchronize is %s',
  async (synchronize) => {
    const { run, requests, state } = await hss(
      { synchronize },
      { 'enterprise-project-id': '7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13' },
    );
    expect(rowsOf(run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
    // That the route is missing is confirmed.
    expect(callsOf(requests).slice(0, 5)).toEqual([TASKS, OLD, OLD, NEW, TASKS]);
    expect(new Set(requests.map(({ query }) => query['enterprise_project_id']))).toEqual(
      new Set(['7b1d2e3c-5ec6-4d43-8b2c-30bd17a1cf13']),
    );
    expect(requests[3]?.body).toEqual({ sync_all_registries: true });
    expect(run.lines).toContain(
      '  HSS in cn-north-4 no longer has image/synchronize; using image/image-sync/tasks, which covers all registries.',
    );
    expect(state.regions[NORTH]?.hssTasks).toHaveLength(1);
  },
);

test.concurrent('sync-hss: reports refused when neither call exists', async () => {
  const { run, requests } = await hss({ synchronize: 'gone-404', createTask: false });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'refused' });
  expect(rowsOf(run)[0]?.message).toContain('APIGW.0101');
  expect(callsOf(requests)).toEqual([TASKS, OLD, OLD, NEW]);
});

test.concurrent('sync-hss: reports accepted in a region that does not list its tasks', async () => {
  const { run, requests, state } = await hss({ tasks: false });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [] });
  expect(rowsOf(run)).toEqual([
    row({ verdict: 'accepted', ok: true, message: 'HSS in cn-north-4 shows no synchronization tasks.' }),
  ]);
  expect(callsOf(requests)).toEqual([TASKS, TASKS, OLD]);
  expect(state.regions[NORTH]?.hssTasks).toHaveLength(1);
});

test.concurrent('sync-hss: with wait false it reads nothing and reports accepted', async () => {
  const { run, requests } = await hss({}, { wait: 'false' }, { start: runInCloud });
  expect(rowsOf(run)).toEqual([row({ verdict: 'accepted', ok: true, message: 'Triggered, not proved.' })]);
  expect(callsOf(requests)).toEqual([OLD]);
});

test.concurrent('sync-hss: a dry run only reads the tasks', async () => {
  const { run, requests } = await hss({}, { 'dry-run': 'true' });
  expect(rowsOf(run)).toEqual([row({ verdict: 'planned', ok: true, message: 'Would be synchronized.' })]);
  expect(callsOf(requests)).toEqual([TASKS]);
});

test.concurrent.each([
  { outcome: 'error', status: '-3', words: 'failed' },
  { outcome: 'timeout', status: '-2', words: 'timed out' },
  { outcome: 'stopped', status: '-1', words: 'was stopped' },
] as const)(
  'sync-hss: reports refused, with the reason, for a task that $words',
  async ({ outcome, status, words }) => {
    const { run } = await hss({ outcome, failedReason: 'access_swr_failed' });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
    expect(rowsOf(run)).toEqual([
      row({
        verdict: 'refused',
        code: 'scan-task-failed',
        ok: false,
        status,
        message: `The synchronization of HSS ${words}: access_swr_failed.`,
      }),
    ]);
  },
);

test.concurrent('sync-hss: reports synchronized, with the reason, when single images failed', async () => {
  const { run } = await hss({ outcome: 'partial', failedReason: 'no_pull' });
  expect(rowsOf(run)).toEqual([
    row({
      verdict: 'synchronized',
      ok: true,
      status: '100',
      message: 'The synchronization of HSS ended; 1 of 2 images failed: no_pull.',
    }),
  ]);
});

test.concurrent.each<[string, Readonly<Record<string, unknown>>, ...string[]]>([
  [
    'synchronized',
    { success_num: 1, failed_num: 0 },
    'HSS in cn-north-4 could not import 1 image from SWR: which it does not name.',
  ],
  ['refused', { success_num: 0, failed_num: 0 }],
  ['unavailable', { success_num: 7, failed_num: 0 }],
  ['unavailable', { failed_num: -1 }],
  ['refused', { total_num: null, success_num: null, failed_num: null, failed_reason: 'no agency' }],
  ['synchronized', { total_num: null, success_num: null, failed_num: null, failed_reason: ' ' }],
])('sync-hss: reports %s for a task of two images with %j', async (verdict, set, ...warnings) => {
  const edits = Object.entries(set).map(([name, value]) => [`data_list.0.${name}`, value]);
  const match = { method: 'GET', path: '/image/tasks' } as const;
  const { run } = await hss(
    {},
    {},
    { script: { rules: [{ match, times: 'always', fault: { kind: 'edit', set: Object.fromEntries(edits) } }] } },
  );
  expect(rowsOf(run)).toMatchObject([{ verdict, status: '100' }]);
  expect(run.warnings).toEqual(warnings);
});

test.concurrent('sync-hss: tasks that HSS has and does not give may be its own', async () => {
  const fault = { kind: 'edit', set: { total_num: 9 } } as const;
  const match = { method: 'GET', path: '/image/tasks' } as const;
  const [always, for40s] = await Promise.all(
    (['always', 20] as const).map((times) =>
      hss({}, { timeout: '3m' }, { script: { rules: [{ match, times, fault }] } }),
    ),
  );
  expect(always && rowsOf(always.run)).toMatchObject([
    {
      verdict: 'timeout',
      message: expect.stringContaining('Last observed: task 100 % done, in a list that is not complete.'),
    },
  ]);
  expect(for40s && rowsOf(for40s.run)).toMatchObject([{ verdict: 'synchronized' }]);
});

/** Manual tasks that began 0 s, 1 s and 1 day ago. */
function past(outcome: 'error' | 'success') {
  return [0, 1, 86_400].map((secondsAgo) => ({ secondsAgo, seconds: 0, taskType: 'manualSync', outcome }) as const);
}

test.concurrent('sync-hss: ignores tasks of earlier synchronizations', async () => {
  const [good, bad] = await Promise.all([
    hss({ outcome: 'success', pastTasks: past('error') }),
    hss({ outcome: 'stopped', pastTasks: past('success') }),
  ]);
  expect(rowsOf(good.run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
  expect(rowsOf(bad.run)).toEqual([
    row({ verdict: 'refused', ok: false, code: 'scan-task-failed', status: '-1', message: expect.any(String) }),
  ]);
});

test.concurrent('sync-hss: reports timeout with the last progress, or that there is no task', async () => {
  const [stuck, none] = await Promise.all([
    hss({ outcome: 'stuck' }, { timeout: '1s' }),
    hss({ outcome: 'none' }, { timeout: '1s' }),
  ]);
  expect(rowsOf(stuck.run)).toEqual([
    row({
      verdict: 'timeout',
      code: 'timeout',
      ok: false,
      status: '42',
      message: expect.stringContaining('Last observed: task 42 % done.'),
    }),
  ]);
  expect(rowsOf(none.run)).toEqual([
    row({
      verdict: 'timeout',
      ok: false,
      code: 'timeout',
      message: expect.stringContaining('no task of this synchronization'),
    }),
  ]);
});

test.concurrent.each([
  { kind: 'reset' },
  { kind: 'cut', bytes: 1 },
  { kind: 'html' },
  { kind: 'status', status: 503 },
] as const)(
  'sync-hss: a request without a valid reply ($kind) is not sent again: its task is followed, and without one it is unavailable',
  async (fault) => {
    const rule = { match: { method: 'POST' }, fault };
    const [done, lost] = await Promise.all([
      hss({}, {}, { script: { rules: [{ ...rule, takesEffect: true }] } }),
      hss({}, { timeout: '1s' }, { script: { rules: [rule] } }),
    ]);
    expect(rowsOf(done.run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
    expect(rowsOf(lost.run)).toEqual([
      row({
        verdict: 'unavailable',
        ok: false,
        code: 'effect-unknown',
        message: expect.stringContaining('HSS lists no task of it either'),
      }),
    ]);
    for (const { requests, script } of [done, lost]) {
      expect(script.rules[0]?.hits).toBe(1);
      expect(callsOf(changesOf(requests))).toEqual([OLD]);
      expect(kindsOfCalls(requests)).toEqual([TASKS, OLD].toSorted());
    }
  },
);
