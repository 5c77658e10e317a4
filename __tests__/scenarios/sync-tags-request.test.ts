import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { EAST, NORTH, seedOf, tell } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, SYNC, syncStep, tagged, team } from '../support/scenario-sync.ts';

type Rule = NonNullable<Script['rules']>[number];

/** What becomes of the POST, and of the whole step. */
function posted(
  rule: Omit<Rule, 'match'>,
  more: { seed?: Seed['regions'][string]; with?: Record<string, string> } = {},
) {
  return tell({
    seed: seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2', 'v3')), syncSeconds: 0, ...more.seed },
      [EAST]: EMPTY_TEAM,
    }),
    script: { rules: [{ match: { method: 'POST', path: '/sync_images' }, ...rule }] },
    with: syncStep('v1,v2,v3', [EAST], { 'request-timeout': '1s', ...more.with }),
  });
}

const LOST = [
  { fault: { kind: 'cut', bytes: 1 } },
  { fault: { kind: 'stall', bytes: 1 } },
  { fault: { kind: 'reset' } },
  { fault: { kind: 'silence' } },
  { fault: { kind: 'html' } },
  { fault: { kind: 'text', body: '{"oops":true}' } },
  { fault: { kind: 'status', status: 502 } },
  { fault: { kind: 'status', status: 504, body: { error_code: 'APIGW.0201', error_msg: 'backend timeout' } } },
] as const satisfies Omit<Rule, 'match'>[];

test.concurrent.each(LOST)(
  'no proper answer, but an effect ($fault.kind): it is adopted, and not sent again',
  async (rule) => {
    const { run, requests, state, script } = await posted({ ...rule, takesEffect: true });
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

test.concurrent.each(LOST)('no proper answer and no effect ($fault.kind): red, and not sent again', async (rule) => {
  const { run, requests, state, script } = await posted(rule, { with: { timeout: '4s' } });
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
    expect(row.message).toContain('No trace of it was found');
  }
  expect(callsOf(changesOf(requests))).toEqual([SYNC]);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
});

test.concurrent.each([
  { preset: 'APIGW.0308', retryAfterSeconds: 1, retryAfterAs: 'seconds' },
  { preset: 'APIGW.0308', retryAfterSeconds: 1, retryAfterAs: 'date' },
  { preset: 'SVCSTG.SWR.4031032' },
  { preset: 'SVCSTG.SWR.4031042' },
  { preset: 'SVCSTG.SWR.4090023' },
] as const)('a throttled request was not taken, so it is sent again ($preset $retryAfterAs)', async (throttle) => {
  const { run, requests, state, script } = await posted({ fault: { kind: 'throttle', ...throttle } });
  expect(script.rules[0]).toMatchObject({ seen: 2, hits: 1 });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  const [first, second, ...more] = changesOf(requests);
  expect(more).toEqual([]);
  expect(second?.body).toEqual(first?.body);
  // Retry-After is never undercut; in whole seconds it is only roughly told by a date.
  const wanted = 'retryAfterSeconds' in throttle && throttle.retryAfterAs === 'seconds' ? 990 : 0;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(wanted);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2', 'v3'));
});

test.concurrent('a throttle that does not end is unavailable after all tries', async () => {
  const { run, requests, script } = await posted(
    { times: 'always', fault: { kind: 'throttle', preset: 'APIGW.0308' } },
    { with: { 'max-attempts': '2' } },
  );
  expect(script.rules[0]).toMatchObject({ hits: 2 });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
  expect(rowsOf(run)[0]?.message).toContain('APIGW.0308');
  expect(callsOf(changesOf(requests))).toEqual([SYNC, SYNC]);
});

test.concurrent.each([400, 403, 500])(
  'tags that an answer with status %d names have failed, the others have not',
  async (status) => {
    const { run, requests, state } = await posted(
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

test.concurrent('the array of a 200 decides nothing, whatever it lists', async () => {
  const stories = await Promise.all([
    posted({ takesEffect: true, fault: { kind: 'status', status: 200, body: ['v1', 'v2', 'v3'] } }),
    posted({ fault: { kind: 'status', status: 200, body: ['v1', 'v2', 'v3'] } }, { with: { timeout: '4s' } }),
  ]);
  expect(stories.map(({ run }) => new Set(rowsOf(run).map(({ verdict }) => verdict)))).toEqual([
    new Set(['copied']),
    new Set(['timeout']),
  ]);
});

test.concurrent.each([
  { status: 403, code: 'SVCSTG.SWR.4030005' },
  { status: 400, code: 'SVCSTG.SWR.4000014' },
  { status: 500, code: 'SVCSTG.SWR.5000000' },
])('a refusal is told once, with code and message ($code)', async ({ status, code }) => {
  const body = { errors: [{ errorCode: code, errorMessage: 'no, because' }] };
  const { run, requests, state } = await posted({ fault: { kind: 'status', status, body } });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
  for (const row of rowsOf(run)) {
    expect(row.verdict).toBe('refused');
    expect(row.message).toMatch(new RegExp(`HTTP ${status} ${code.replaceAll('.', '\\.')} no, because \\(request id `));
  }
  expect(callsOf(changesOf(requests))).toEqual([SYNC]);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toBeUndefined();
});

test.concurrent('with wait false a request without an answer is red, whether it had an effect or not', async () => {
  const stories = await Promise.all(
    [true, false].map((takesEffect) => posted({ takesEffect, fault: { kind: 'reset' } }, { with: { wait: 'false' } })),
  );
  for (const { run, requests } of stories) {
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
    expect(callsOf(changesOf(requests))).toEqual([SYNC]);
  }
});
