import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, SYNC, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];

/** Copies three tags, with a fault in the request that asks for the copies. */
function settingsOf(
  rule: Omit<Rule, 'match'>,
  more: { seed?: Seed['regions'][string]; with?: Record<string, string> } = {},
) {
  return {
    seed: seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2', 'v3')), syncSeconds: 0, ...more.seed },
      [EAST]: EMPTY_TEAM,
    }),
    script: { rules: [{ match: { method: 'POST', path: '/sync_images' }, ...rule }] },
    with: syncStep('v1,v2,v3', [EAST], { ...more.with }),
  };
}

const request = (...parts: Parameters<typeof settingsOf>) => runInCloud(settingsOf(...parts));
const requestInVirtualTime = (...parts: Parameters<typeof settingsOf>) => runInVirtualTime(settingsOf(...parts));

/** Faults that only the request timeout ends. */
const HANGING = [{ fault: { kind: 'stall', bytes: 1 } }, { fault: { kind: 'silence' } }] as const;

const LOST = [
  { fault: { kind: 'cut', bytes: 1 } },
  { fault: { kind: 'reset' } },
  { fault: { kind: 'html' } },
  { fault: { kind: 'text', body: '{"oops":true}' } },
  { fault: { kind: 'status', status: 502 } },
  { fault: { kind: 'status', status: 504, body: { error_code: 'APIGW.0201', error_msg: 'backend timeout' } } },
  { fault: { kind: 'status', status: 500, body: { errors: [{ errorCode: 'SVCSTG.SWR.5001001' }] } } },
  { fault: { kind: 'status', status: 504, body: [{ errorCode: 'SVCSTG.SWR.5040001' }] } },
] as const satisfies Omit<Rule, 'match'>[];

test.concurrent.each([
  ...LOST.map((rule) => ({ ...rule, start: request, time: 'real' })),
  ...[...LOST, ...HANGING].map((rule) => ({ ...rule, start: requestInVirtualTime, time: 'virtual' })),
])(
  'sync-tags: a request that takes effect and has no valid reply ($fault.kind) is followed and not sent again ($time time)',
  async ({ start, fault }) => {
    const { run, requests, state, script } = await start({ fault, takesEffect: true });
    expect(script.rules[0]).toMatchObject({ seen: 1, hits: 1 });
    expect(conclusionOf(run)).toMatchObject({
      exitCode: 0,
      status: 'succeeded',
      succeeded: ['v1', 'v2', 'v3'],
      ready: [EAST],
    });
    expect(verdictsOf(run)).toEqual(['v1', 'v2', 'v3'].map((tag) => `${tag} → ${EAST}: copied`));
    expect(callsOf(changesOf(requests))).toEqual([SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2', 'v3'));
  },
);

test.concurrent.each([...LOST, ...HANGING])(
  'sync-tags: reports unavailable for a request without effect and valid reply ($fault.kind), and does not send it again',
  async (rule) => {
    const { run, requests, state, script } = await requestInVirtualTime(rule, { with: { timeout: '4s' } });
    expect(script.rules[0]).toMatchObject({ seen: 1, hits: 1 });
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'failed',
      kind: 'unavailable',
      succeeded: [],
      failed: ['v1', 'v2', 'v3'],
      ready: [],
    });
    for (const row of rowsOf(run)) {
      expect(row).toMatchObject({ verdict: 'unavailable', digest: digestOf(row.subject) });
      expect(row.message).toContain('No effect of it was found');
    }
    expect(callsOf(changesOf(requests))).toEqual([SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
  },
);

test.concurrent.each([
  { preset: 'APIGW.0308', retryAfterSeconds: 1, retryAfterAs: 'seconds' },
  { preset: 'APIGW.0308', retryAfterSeconds: 1, retryAfterAs: 'date' },
  { preset: 'SVCSTG.SWR.4031032' },
  { preset: 'SVCSTG.SWR.4031042' },
  { preset: 'SVCSTG.SWR.4090023' },
] as const)('sync-tags: sends a throttled request again ($preset $retryAfterAs)', async (throttle) => {
  const { run, requests, state, script } = await requestInVirtualTime({ fault: { kind: 'throttle', ...throttle } });
  expect(script.rules[0]).toMatchObject({ seen: 2, hits: 1 });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  const [first, second, ...more] = changesOf(requests);
  expect(more).toEqual([]);
  expect(second?.body).toEqual(first?.body);
  // A date has whole seconds, so the pause it asks for is known only roughly.
  const wanted = 'retryAfterSeconds' in throttle && throttle.retryAfterAs === 'seconds' ? 1000 : 0;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(wanted);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2', 'v3'));
});

test.concurrent('sync-tags: reports unavailable when every attempt is throttled', async () => {
  const { run, requests, script } = await requestInVirtualTime(
    { times: 'always', fault: { kind: 'throttle', preset: 'APIGW.0308' } },
    { with: { timeout: '3s' } },
  );
  expect(script.rules[0]?.hits).toBeGreaterThan(1);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
  expect(rowsOf(run)[0]?.message).toContain('APIGW.0308');
  expect(new Set(callsOf(changesOf(requests)))).toEqual(new Set([SYNC]));
});

test.concurrent.each([400, 403, 500])(
  'sync-tags: an error reply with status %d that names tags fails only these',
  async (status) => {
    const { run, requests, state } = await request(
      { takesEffect: true, fault: { kind: 'status', status, body: ['v2'] } },
      { seed: { syncOutcomes: [{ tag: 'v2', outcome: 'stuck' }] } },
    );
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'partial',
      kind: 'refused',
      succeeded: ['v1', 'v3'],
      failed: ['v2'],
      ready: [],
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: refused`, `v3 → ${EAST}: copied`]);
    expect(rowsOf(run)[1]?.message).toContain(`HTTP ${status}`);
    expect(callsOf(changesOf(requests))).toEqual([SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v3'));
  },
);

test.concurrent('sync-tags: ignores the array in a reply with status 200', async () => {
  const results = await Promise.all([
    requestInVirtualTime({ takesEffect: true, fault: { kind: 'status', status: 200, body: ['v1', 'v2', 'v3'] } }),
    requestInVirtualTime(
      { fault: { kind: 'status', status: 200, body: ['v1', 'v2', 'v3'] } },
      { with: { timeout: '4s' } },
    ),
  ]);
  expect(results.map(({ run }) => new Set(rowsOf(run).map(({ verdict }) => verdict)))).toEqual([
    new Set(['copied']),
    new Set(['timeout']),
  ]);
});

test.concurrent.each([
  { status: 403, code: 'SVCSTG.SWR.4030005' },
  { status: 400, code: 'SVCSTG.SWR.4001028' },
  { status: 500, code: 'SVCSTG.SWR.5007019' },
])(
  'sync-tags: reports an error reply with its code and message, and does not send again ($code)',
  async ({ status, code }) => {
    const body = { errors: [{ errorCode: code, errorMessage: 'no, because' }] };
    const { run, requests, state } = await request({ fault: { kind: 'status', status, body } });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
    for (const row of rowsOf(run)) {
      expect(row.verdict).toBe('refused');
      expect(row.message).toMatch(
        new RegExp(`HTTP ${status} ${code.replaceAll('.', '\\.')} no, because \\(request id `),
      );
    }
    expect(callsOf(changesOf(requests))).toEqual([SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
  },
);

test.concurrent(
  'sync-tags: a batch that is refused because of one tag is halved, and the others are copied',
  async () => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team(tagged('v1', 'v2', 'v3')), [EAST]: EMPTY_TEAM }),
      script: {
        rules: [
          {
            match: { method: 'POST', path: '/sync_images', body: '"v2"' },
            times: 'always',
            fault: { kind: 'status', status: 409, body: { errors: [{ errorCode: 'SVCSTG.SWR.4090007' }] } },
          },
        ],
      },
      with: syncStep('v1,v2,v3', [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v2 → ${EAST}: refused`, `v3 → ${EAST}: copied`]);
    expect(changesOf(requests).map(({ body }) => syncBodyOf(body).imageTag)).toEqual([
      ['v1', 'v2', 'v3'],
      ['v1', 'v2'],
      ['v1'],
      ['v2'],
      ['v3'],
    ]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v3'));
  },
);

test.concurrent(
  'sync-tags: with wait false a request without a reply is unavailable, whether it took effect or not',
  async () => {
    const results = await Promise.all(
      [true, false].map((takesEffect) =>
        request({ takesEffect, fault: { kind: 'reset' } }, { with: { wait: 'false' } }),
      ),
    );
    for (const { run, requests } of results) {
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
      expect(rowsOf(run)[0]).toMatchObject({ verdict: 'unavailable', code: 'effect-unknown' });
      expect(callsOf(changesOf(requests))).toEqual([SYNC]);
    }
  },
);
