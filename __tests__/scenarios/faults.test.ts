import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import type { Script } from '../../emulator/script.ts';
import { EAST, NORTH, PROJECTS, seedOf, tell, type StepRun, type Story } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];

const REQUEST_TIMEOUT_S = 1;
const GRACE_S = 1;

/** What can break on the way, and what is no answer although it looks like one. */
const FAULTS: Readonly<Record<string, Rule['fault']>> = {
  cut: { kind: 'cut', bytes: 1 },
  reset: { kind: 'reset' },
  stall: { kind: 'stall', bytes: 1 },
  silence: { kind: 'silence' },
  drip: { kind: 'drip', bytes: 1, everyMs: 200 },
  html: { kind: 'html' },
  'no JSON': { kind: 'text', body: '{"half":[1,' },
  'other JSON': { kind: 'text', body: '"word"' },
  500: { kind: 'status', status: 500 },
  502: { kind: 'html', status: 502 },
  503: { kind: 'status', status: 503, body: { error_code: 'APIGW.0202', error_msg: 'Backend unavailable' } },
};

interface Kind {
  readonly what: string;
  readonly with: StepRun['with'];
  readonly match: Rule['match'];
  /** What the step comes to when the fault stays, where that is not `unavailable`. */
  readonly lasting?: Readonly<Record<string, string>> | string;
  /** Faults that are not got over, although they come once. */
  readonly fatalOnce?: readonly string[];
  /** How many changes are sent when the fault stays. */
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
  // A hint, never the proof: without it the digests alone decide.
  { what: 'job list', with: SYNC, match: { path: '/sync_job' }, lasting: '', changes: 1 },
  { what: 'image', with: imageStep('wait-image', ['v1']), match: { service: 'modelarts' }, changes: 0 },
  {
    what: 'image deletion',
    with: imageStep('delete-image', ['v1']),
    match: { method: 'DELETE' },
    // A confirmation in any words is looked after.
    lasting: { 'other JSON': 'timeout' },
    fatalOnce: ['other JSON'],
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

/** Many at a time, but not so many that the machine itself becomes slow enough to look like a fault. */
const atOnce = pLimit(10);

function story(kind: Kind, rule: Pick<Rule, 'fault' | 'times'>, more: StepRun['with']): Promise<Story> {
  return atOnce(() =>
    tell({
      seed: seedOf(REGIONS, { tokens: [TOKEN] }),
      script: { rules: [{ match: kind.match, ...rule }] },
      with: { ...kind.with, 'request-timeout': `${REQUEST_TIMEOUT_S}s`, ...more },
    }),
  );
}

test.concurrent.each(KINDS)('$what: a fault that passes is got over', async (kind) => {
  const chosen = Object.entries(FAULTS).filter(([name]) => kind.fatalOnce?.includes(name) !== true);
  const stories = await Promise.all(chosen.map(([, fault]) => story(kind, { fault }, {})));
  const ends = stories.map(({ run, script }, index) => [
    chosen[index]?.[0],
    script.rules[0]?.hits,
    run.outputs['status'],
  ]);
  expect(ends).toEqual(chosen.map(([name]) => [name, 1, 'succeeded']));
});

test.concurrent.each(KINDS)('$what: a fault that stays is told, in time', async (kind) => {
  const { lasting = 'unavailable' } = kind;
  const stories = await Promise.all(
    Object.values(FAULTS).map((fault) =>
      story(kind, { fault, times: 'always' }, { 'max-attempts': '1', timeout: lasting === '' ? '20s' : '0' }),
    ),
  );
  const names = Object.keys(FAULTS);
  expect(stories.map(({ run }, index) => [names[index], run.outputs['failure-kind']])).toEqual(
    names.map((name) => [name, typeof lasting === 'string' ? lasting : (lasting[name] ?? 'unavailable')]),
  );
  for (const { run, requests, script } of stories) {
    expect(script.rules[0]?.hits).toBeGreaterThan(0);
    expect(run.exitCode).toBe(run.outputs['failure-kind'] === '' ? 0 : 1);
    expect(new Set(callsOf(changesOf(requests))).size).toBe(kind.changes);
    // No deadline, one request, and the grace of a step that does not heed its signal.
    for (const { seconds } of rowsOf(run)) expect(seconds).toBeLessThan(REQUEST_TIMEOUT_S + 2 * GRACE_S);
  }
});

test.concurrent('a redirect is never followed: nobody else gets a signed request', async () => {
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
    const stories = await Promise.all(
      kinds.flatMap((kind) =>
        [302, 307].map((status) =>
          story(kind, { fault: { kind: 'redirect', location: `http://${host}/x?y=z`, status }, times: 'always' }, {}),
        ),
      ),
    );
    for (const { run, script } of stories) {
      expect(script.rules[0]).toMatchObject({ hits: 1 });
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
      expect(run.errors[0]).toContain(`redirects to '${host}'`);
    }
    expect(visits).toBe(0);
  } finally {
    elsewhere.close();
  }
});

test.concurrent('a target that falls silent after the request is a timeout that says so', async () => {
  const { run, requests, script } = await tell({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM }),
    script: { rules: [{ match: { region: EAST }, skip: 1, times: 'always', fault: { kind: 'status', status: 503 } }] },
    with: syncStep('v1', [EAST], { 'max-attempts': '1', timeout: '1s' }),
  });
  expect(script.rules[0]?.hits).toBeGreaterThan(0);
  expect(run.exitCode).toBe(1);
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({ verdict: 'timeout', message: expect.stringContaining('The last look had no answer') }),
  ]);
  expect(changesOf(requests)).toHaveLength(1);
});

test.concurrent('an outage in the middle of a wait is sat out', async () => {
  const { run, script } = await tell({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 1 }, [EAST]: EMPTY_TEAM }),
    script: { rules: [{ match: { region: EAST }, skip: 1, times: 4, fault: { kind: 'reset' } }] },
    with: syncStep('v1', [EAST], { 'max-attempts': '2' }),
  });
  expect(script.rules[0]?.hits).toBe(4);
  expect(run.outputs['status']).toBe('succeeded');
});

test.concurrent('nobody listens at all: unavailable, and nothing is green', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => closed.close(resolve));
  const { run } = await tell({
    seed: seedOf({ [NORTH]: {}, [EAST]: {} }),
    with: syncStep('v1,v2', [EAST], {
      endpoint: `http://127.0.0.1:${port}/{service}/{region}`,
      'max-attempts': '2',
    }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable', failed: ['v1', 'v2'] });
  expect(run.errors[0]).toContain('ECONNREFUSED');
});
