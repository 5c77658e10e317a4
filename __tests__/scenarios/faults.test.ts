import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import type { Script } from '../../emulator/script.ts';
import { withProcessClock } from '../support/process-clock.ts';
import {
  EAST,
  inCloud,
  NORTH,
  PROJECTS,
  runInCloud,
  runInVirtualTime,
  type ScenarioResult,
  seedOf,
  type StepRun,
} from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];

const REQUEST_TIMEOUT_S = 1;
const GRACE_S = 1;

/** Connections that break, error replies, and replies that are not valid. */
const FAULTS: Readonly<Record<string, Rule['fault']>> = {
  cut: { kind: 'cut', bytes: 1 },
  reset: { kind: 'reset' },
  html: { kind: 'html' },
  'no JSON': { kind: 'text', body: '{"half":[1,' },
  'other JSON': { kind: 'text', body: '"word"' },
  500: { kind: 'status', status: 500 },
  502: { kind: 'html', status: 502 },
  503: { kind: 'status', status: 503, body: { error_code: 'APIGW.0202', error_msg: 'Backend unavailable' } },
};

/** Faults that only the request timeout ends. */
const HANGING: typeof FAULTS = {
  stall: { kind: 'stall', bytes: 1 },
  silence: { kind: 'silence' },
  drip: { kind: 'drip', bytes: 1, everyMs: 200 },
};

/** A request that meets the faults, and the step that sends it. */
interface Kind {
  readonly what: string;
  readonly with: StepRun['with'];
  readonly match: Rule['match'];
  /** The failure kind of the step when the fault is permanent; `unavailable` if left out. */
  readonly permanent?: string;
  /** How many changing requests are sent when the fault is permanent. */
  readonly changes: number;
}

const TOKEN = { token: 'planted-token-5c20', project: PROJECTS[NORTH] } as const;
const SYNC = syncStep('v1', [EAST]);
const GET = 'GET';

const KINDS: readonly Kind[] = [
  {
    what: 'project lookup',
    with: syncStep('v1', [EAST], { 'project-id': undefined }),
    match: { service: 'iam' },
    changes: 0,
  },
  { what: 'source list', with: SYNC, match: { region: NORTH, method: GET, path: '/tags' }, changes: 0 },
  { what: 'target list', with: SYNC, match: { region: EAST, method: GET, path: '/tags' }, changes: 0 },
  // Without the job list the digests alone decide.
  { what: 'job list', with: SYNC, match: { path: '/sync_job' }, permanent: '', changes: 1 },
  { what: 'image', with: imageStep('wait-image', ['v1']), match: { service: 'modelarts' }, changes: 0 },
  {
    what: 'image deletion',
    with: imageStep('delete-image', ['v1']),
    match: { method: 'DELETE' },
    changes: 1,
  },
  {
    what: 'exchange of a token',
    with: syncStep('v1', [EAST], { 'access-key': undefined, 'secret-key': undefined, 'auth-token': TOKEN.token }),
    match: { service: 'iam', method: 'POST' },
    changes: 0,
  },
  {
    what: 'task list',
    with: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] },
    match: { service: 'hss', method: GET },
    changes: 0,
  },
];

const REGIONS = {
  [NORTH]: { ...team(tagged('v1')), syncSeconds: 0, images: [image('v1')], hss: { taskSeconds: 0 } },
  [EAST]: EMPTY_TEAM,
};

/** Processes at the same time, over all tests of this file. */
const processes = pLimit(10);

/** A way to run a step, the faults that it is run with, and the request timeout. */
interface Way {
  readonly time: 'real' | 'virtual';
  readonly faults: typeof FAULTS;
  readonly requestTimeout: string;
  /** What no item may take when a fault is permanent, in seconds. */
  readonly longestS: number;
  readonly start: typeof runInVirtualTime;
}

const REAL: Way = {
  time: 'real',
  faults: FAULTS,
  requestTimeout: '5m',
  longestS: Infinity,
  start: (step) => processes(() => runInCloud(step)),
};
const WAYS: readonly Way[] = [
  REAL,
  {
    time: 'virtual',
    faults: { ...FAULTS, ...HANGING },
    requestTimeout: `${REQUEST_TIMEOUT_S}s`,
    // A list that is slow is asked for a smaller page; then the grace period of a step that ignores its signal. The job list
    // is waited for, for 5 s.
    longestS: 2 * REQUEST_TIMEOUT_S + 2 * GRACE_S + 5,
    start: runInVirtualTime,
  },
];
const CASES = KINDS.flatMap((kind) => WAYS.map((way) => ({ what: kind.what, time: way.time, kind, way })));

function runWithFault(
  way: Way,
  kind: Kind,
  rule: Pick<Rule, 'fault' | 'times'>,
  more: StepRun['with'] = {},
): Promise<ScenarioResult> {
  return way.start({
    seed: seedOf(REGIONS, { tokens: [TOKEN] }),
    script: { rules: [{ match: kind.match, ...rule }] },
    with: { ...kind.with, 'request-timeout': way.requestTimeout, ...more },
  });
}

test.concurrent.each(CASES)(
  '$what: the step succeeds after a fault that happens once ($time time)',
  async ({ kind, way }) => {
    const chosen = Object.entries(way.faults);
    const results = await Promise.all(chosen.map(([, fault]) => runWithFault(way, kind, { fault })));
    const ends = results.map(({ run, script }, index) => [
      chosen[index]?.[0],
      script.rules[0]?.hits,
      run.outputs['status'],
    ]);
    expect(ends).toEqual(chosen.map(([name]) => [name, 1, 'succeeded']));
  },
);

test.concurrent.each(CASES)('$what: a permanent fault is reported ($time time)', async ({ kind, way }) => {
  const { permanent = 'unavailable' } = kind;
  const results = await Promise.all(
    Object.values(way.faults).map((fault) =>
      runWithFault(
        way,
        kind,
        { fault, times: 'always' },
        { 'max-attempts': '1', timeout: permanent === '' ? '30m' : '0' },
      ),
    ),
  );
  const names = Object.keys(way.faults);
  expect(results.map(({ run }, index) => [names[index], run.outputs['failure-kind']])).toEqual(
    names.map((name) => [name, permanent]),
  );
  for (const { run, requests, script } of results) {
    expect(script.rules[0]?.hits).toBeGreaterThan(0);
    expect(run.exitCode).toBe(run.outputs['failure-kind'] === '' ? 0 : 1);
    expect(new Set(callsOf(changesOf(requests))).size).toBe(kind.changes);
    const longest = Math.max(0, ...rowsOf(run).map(({ seconds }) => seconds));
    expect(longest).toBeLessThan(way.longestS);
  }
});

test.concurrent.each<Rule['fault']>([
  { kind: 'silence' },
  { kind: 'stall', bytes: 1 },
  { kind: 'drip', bytes: 1, everyMs: 3_600_000 },
])('a request that hangs ($kind) is sent again after the request timeout', async (fault) => {
  const script = { rules: [{ match: { service: 'modelarts' }, fault }] } as const;
  await inCloud({ seed: seedOf(REGIONS), script }, async ({ emulator, run }) => {
    const transcript = await withProcessClock(async ({ env, advance }) => {
      const running = run({ with: imageStep('wait-image', ['v1']), env });
      await emulator.requestSeen(() => true);
      advance(300);
      return running;
    });
    expect(transcript.outputs['status']).toBe('succeeded');
    expect(emulator.script().rules[0]).toMatchObject({ seen: 2, hits: 1 });
    expect(transcript.stdout).toContain('no complete reply from');
  });
});

test.concurrent('a redirect is not followed: the other host gets no request', async () => {
  let visits = 0;
  const elsewhere = createServer((_, response) => {
    visits += 1;
    response.end('[]');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const address = elsewhere.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  try {
    const kinds = [
      ...KINDS.filter(({ what }) => what !== 'job list'),
      { what: 'copy', with: SYNC, match: { path: '/sync_images' }, changes: 1 },
      { what: 'refresh', with: imageStep('refresh-image', ['v1']), match: { method: 'POST' }, changes: 1 },
      {
        what: 'HSS',
        with: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] },
        match: { method: 'POST' },
        changes: 1,
      },
    ];
    const results = await Promise.all(
      kinds.flatMap((kind) =>
        [302, 307].map((status) =>
          runWithFault(REAL, kind, {
            fault: { kind: 'redirect', location: `http://${host}/x?y=z`, status },
            times: 'always',
          }),
        ),
      ),
    );
    for (const { run, script } of results) {
      expect(script.rules[0]).toMatchObject({ hits: 1 });
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
      expect(run.errors[0]).toContain(`redirects to '${host}'`);
    }
    expect(visits).toBe(0);
  } finally {
    elsewhere.close();
  }
});

test.concurrent('sync-tags: reports timeout when the target region is unavailable after the request', async () => {
  const { run, requests, script } = await runInVirtualTime({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM }),
    script: { rules: [{ match: { region: EAST }, skip: 1, times: 'always', fault: { kind: 'status', status: 503 } }] },
    with: syncStep('v1', [EAST], { 'max-attempts': '1', timeout: '1s' }),
  });
  expect(script.rules[0]?.hits).toBeGreaterThan(0);
  expect(run.exitCode).toBe(1);
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({ verdict: 'timeout', message: expect.stringContaining('The last check failed') }),
  ]);
  expect(changesOf(requests)).toHaveLength(1);
});

test.concurrent('sync-tags: an outage during the wait is tolerated', async () => {
  const { run, script } = await runInCloud({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 1 }, [EAST]: EMPTY_TEAM }),
    script: { rules: [{ match: { region: EAST }, skip: 1, times: 4, fault: { kind: 'reset' } }] },
    with: syncStep('v1', [EAST], { 'max-attempts': '2' }),
  });
  expect(script.rules[0]?.hits).toBe(4);
  expect(run.outputs['status']).toBe('succeeded');
});

test.concurrent('sync-tags: reports unavailable when the endpoint refuses connections', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => closed.close(resolve));
  const { run } = await runInCloud({
    seed: seedOf({ [NORTH]: {}, [EAST]: {} }),
    with: syncStep('v1,v2', [EAST], {
      endpoint: `http://127.0.0.1:${port}/{service}/{region}`,
      timeout: '1s',
    }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable', failed: ['v1', 'v2'] });
  expect(run.errors[0]).toContain('ECONNREFUSED');
});
