import { expect, test } from '@jest/globals';
import type { Seed } from '../../emulator/seed.ts';
import { NORTH, PROJECTS, seedOf, runInCloud, type StepRun } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, kindsOfCalls, rowsOf } from '../support/scenario-facts.ts';

type HssSeed = NonNullable<Seed['regions'][string]['hss']>;

const IMAGE = `hss ${NORTH} /v5/${PROJECTS[NORTH]}/image`;
const [OLD, NEW, TASKS] = [`POST ${IMAGE}/synchronize`, `POST ${IMAGE}/image-sync/tasks`, `GET ${IMAGE}/tasks`];

function hss(settings: HssSeed, more: StepRun['with'] = {}, script?: Parameters<typeof runInCloud>[0]['script']) {
  return runInCloud({
    seed: seedOf({
      [NORTH]: { organizations: { team: { 'app/api': ['v1', 'v2'] } }, hss: { taskSeconds: 0, ...settings } },
    }),
    ...(script === undefined ? {} : { script }),
    with: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH], ...more },
  });
}

const row = (more: object) => ({
  operation: 'sync-hss',
  region: NORTH,
  subject: 'private_image',
  seconds: expect.any(Number),
  ...more,
});

test.concurrent('HSS is asked once, and its report of the end is waited for', async () => {
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

test.concurrent('image type and enterprise project are passed on, to the tasks as well', async () => {
  const { run, requests, state } = await hss({}, { 'image-type': 'shared_image', 'enterprise-project-id': 'ep-7' });
  expect(rowsOf(run)).toEqual([row({ subject: 'shared_image', verdict: 'synchronized', ok: true, status: '100' })]);
  expect(new Set(requests.map(({ query }) => query['enterprise_project_id']))).toEqual(new Set(['ep-7']));
  expect(changesOf(requests).map(({ body }) => body)).toEqual([{ image_type: 'shared_image' }]);
  expect(state.regions[NORTH]?.hssTasks.map(({ imageType }) => imageType)).toEqual(['shared_image']);
});

test.concurrent.each([
  { synchronize: { error_code: 1, error_description: 'agency is missing' }, says: 'error_code 1, agency is missing' },
  { synchronize: { error_code: 'HSS.1059', error_description: 'denied' }, says: 'error_code HSS.1059, denied' },
  { synchronize: { error_code: 1, error_description: 'busy', status: 400 }, says: 'HTTP 400 1 busy' },
])('a refusal inside an answer is a refusal ($says)', async ({ synchronize, says }) => {
  const { run, requests, state } = await hss({ synchronize });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
  expect(rowsOf(run)).toEqual([row({ verdict: 'refused', ok: false, message: expect.stringContaining(says) })]);
  expect(callsOf(requests)).toEqual([TASKS, OLD]);
  expect(state.regions[NORTH]?.hssTasks).toEqual([]);
});

test.concurrent('an error_code of zero in quotes is a success', async () => {
  const { run } = await hss({ synchronize: { error_code: '0', status: 200 } }, { wait: 'false' });
  expect(rowsOf(run)).toEqual([row({ verdict: 'accepted', ok: true, message: 'Triggered, not proved.' })]);
});

test.concurrent.each(['gone-404', 'gone-410'] as const)(
  'where the older route is %s, the newer one takes over',
  async (synchronize) => {
    const { run, requests, state } = await hss({ synchronize }, { 'enterprise-project-id': 'ep-7' });
    expect(rowsOf(run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
    // A good end is looked at twice.
    expect(callsOf(requests)).toEqual([TASKS, OLD, NEW, TASKS, TASKS]);
    expect(new Set(requests.map(({ query }) => query['enterprise_project_id']))).toEqual(new Set(['ep-7']));
    expect(requests[2]?.body).toEqual({ sync_all_registries: true });
    expect(run.lines).toContain(
      '  HSS in cn-north-4 no longer has image/synchronize; image/image-sync/tasks takes over, which covers all registries.',
    );
    expect(state.regions[NORTH]?.hssTasks).toHaveLength(1);
  },
);

test.concurrent('where both routes are gone, it is refused', async () => {
  const { run, requests } = await hss({ synchronize: 'gone-404', createTask: false });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'refused' });
  expect(rowsOf(run)[0]?.message).toContain('APIGW.0101');
  expect(callsOf(requests)).toEqual([TASKS, OLD, NEW]);
});

test.concurrent('a region without a report can only accept', async () => {
  const { run, requests, state } = await hss({ tasks: false });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [NORTH] });
  expect(rowsOf(run)).toEqual([
    row({ verdict: 'accepted', ok: true, message: 'HSS in cn-north-4 does not report its synchronization tasks.' }),
  ]);
  expect(callsOf(requests)).toEqual([TASKS, OLD]);
  expect(state.regions[NORTH]?.hssTasks).toHaveLength(1);
});

test.concurrent('with wait false nothing is read', async () => {
  const { run, requests } = await hss({}, { wait: 'false' });
  expect(rowsOf(run)).toEqual([row({ verdict: 'accepted', ok: true, message: 'Triggered, not proved.' })]);
  expect(callsOf(requests)).toEqual([OLD]);
});

test.concurrent('a dry run asks for nothing', async () => {
  const { run, requests } = await hss({}, { 'dry-run': 'true' });
  expect(rowsOf(run)).toEqual([row({ verdict: 'planned', ok: true, message: 'Would be synchronized.' })]);
  expect(requests).toEqual([]);
});

test.concurrent.each([
  { outcome: 'error', status: '-3', words: 'failed' },
  { outcome: 'timeout', status: '-2', words: 'timed out' },
  { outcome: 'stopped', status: '-1', words: 'was stopped' },
] as const)('a task that $words is refused, with its reason', async ({ outcome, status, words }) => {
  const { run } = await hss({ outcome, failedReason: 'access_swr_failed' });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
  expect(rowsOf(run)).toEqual([
    row({ verdict: 'refused', ok: false, status, message: `The synchronization of HSS ${words}: access_swr_failed.` }),
  ]);
});

test.concurrent('a single image that HSS cannot read does not bar the others', async () => {
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

/** Manual tasks of just now, of a moment ago and of yesterday. */
function past(outcome: 'error' | 'success') {
  return [0, 1, 86_400].map((secondsAgo) => ({ secondsAgo, seconds: 0, taskType: 'manualSync', outcome }) as const);
}

test.concurrent('tasks of before are not taken for ours', async () => {
  const [good, bad] = await Promise.all([
    hss({ outcome: 'success', pastTasks: past('error') }),
    hss({ outcome: 'stopped', pastTasks: past('success') }),
  ]);
  expect(rowsOf(good.run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
  expect(rowsOf(bad.run)).toEqual([row({ verdict: 'refused', ok: false, status: '-1', message: expect.any(String) })]);
});

test.concurrent('a task that never ends is a timeout that says how far it was; no task says that', async () => {
  const [stuck, none] = await Promise.all([
    hss({ outcome: 'stuck' }, { timeout: '1s' }),
    hss({ outcome: 'none' }, { timeout: '1s' }),
  ]);
  expect(rowsOf(stuck.run)).toEqual([
    row({
      verdict: 'timeout',
      ok: false,
      status: '42',
      message: expect.stringContaining('Last seen: task 42 % done.'),
    }),
  ]);
  expect(rowsOf(none.run)).toEqual([
    row({ verdict: 'timeout', ok: false, message: expect.stringContaining('no task of this synchronization') }),
  ]);
});

test.concurrent.each([
  { kind: 'reset' },
  { kind: 'cut', bytes: 1 },
  { kind: 'html' },
  { kind: 'status', status: 503 },
] as const)(
  'a request without a proper answer ($kind) is not repeated: its task is adopted, and without one the step is red',
  async (fault) => {
    const rule = { match: { method: 'POST' }, fault };
    const [done, lost] = await Promise.all([
      hss({}, {}, { rules: [{ ...rule, takesEffect: true }] }),
      hss({}, { timeout: '1s' }, { rules: [rule] }),
    ]);
    expect(rowsOf(done.run)).toEqual([row({ verdict: 'synchronized', ok: true, status: '100' })]);
    expect(rowsOf(lost.run)).toEqual([
      row({ verdict: 'unavailable', ok: false, message: expect.stringContaining('HSS lists no task of it either') }),
    ]);
    for (const { requests, script } of [done, lost]) {
      expect(script.rules[0]?.hits).toBe(1);
      expect(callsOf(changesOf(requests))).toEqual([OLD]);
      expect(kindsOfCalls(requests)).toEqual([TASKS, OLD].toSorted());
    }
  },
);
