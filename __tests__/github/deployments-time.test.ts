/** How long deployments may take, in virtual time. */
import { describe, expect, test } from '@jest/globals';
import { createGitHubDeployments } from '../../src/github/deployments.ts';
import { readJobContext } from '../../src/github/job-context.ts';
import { createRedactor } from '../../src/redaction.ts';
import type { WireRequest } from '../../src/http/transport.ts';
import { type Behaviour, createFakeTransport, type ScriptedReply } from '../support/fake-transport.ts';
import { FACTS, TOKEN, variablesOf } from '../support/emulated-github.ts';
import { createManualClock } from '../support/manual-clock.ts';

const SILENCE: Behaviour = { gives: 'silence' };
const CREATED: ScriptedReply = { status: 201, body: { id: 5 } };

/** The state that a request sets; `create` for the request of a deployment. */
function stateOf({ body }: WireRequest): string {
  const sent: { state?: string } = JSON.parse(body);
  return sent.state ?? 'create';
}

/** GitHub answers requests for these states so, one after the other and the last one for ever; all others at once. */
function setUp(replies: Readonly<Record<string, readonly (Behaviour | ScriptedReply)[]>> = {}) {
  const clock = createManualClock();
  const counts = new Map<string, number>();
  const transport = createFakeTransport(clock, (request) => {
    const state = stateOf(request);
    const count = counts.get(state) ?? 0;
    counts.set(state, count + 1);
    const scripted = replies[state] ?? [];
    return scripted[Math.min(count, scripted.length - 1)] ?? CREATED;
  });
  const warnings: string[] = [];
  const stop = new AbortController();
  const variables = new Map(Object.entries(variablesOf('https://api.example.test')));
  const deployments = createGitHubDeployments(TOKEN, {
    job: readJobContext((name) => variables.get(name) ?? ''),
    transport,
    clock,
    signal: stop.signal,
    random: () => 1,
    warn: (message) => warnings.push(message),
    redactor: createRedactor(),
  });
  const lasting = async (work: () => Promise<unknown>): Promise<number> => {
    const start = clock.now();
    await clock.run(work());
    return clock.now() - start;
  };
  return {
    clock,
    warnings,
    stop,
    lasting,
    states: () => transport.requests.map(stateOf),
    open: () => deployments.open(FACTS),
    opened: async () => {
      const open = await clock.run(deployments.open(FACTS));
      if (open === undefined) throw new Error('no deployment');
      return open;
    },
  };
}

describe('a GitHub that does not answer', () => {
  test('holds up the creation of a deployment for 10 s', async () => {
    const { lasting, open, warnings, states, clock } = setUp({ create: [SILENCE] });
    expect(await lasting(open)).toBe(10_000);
    expect(warnings).toEqual([
      'Could not create the GitHub deployment to the environment "cn-east-3": no complete reply from api.example.test within 10 s. It may have been done all the same.',
    ]);
    expect([states(), clock.pending()]).toEqual([['create'], 0]);
  });

  test('holds up a status for 10 s', async () => {
    const { lasting, opened, warnings } = setUp({ success: [SILENCE] });
    const open = await opened();
    expect(await lasting(() => open.close({ good: true, description: 'There' }))).toBe(10_000);
    expect(warnings).toEqual([
      'Could not set the GitHub deployment to the environment "cn-east-3" to success: no complete reply from api.example.test within 10 s. It may have been done all the same.',
    ]);
  });

  test('holds up a status and its repetition for the same 10 s', async () => {
    const slow: Behaviour = { afterMs: 3000, gives: { status: 500 } };
    const { lasting, opened, warnings, states } = setUp({ success: [slow, SILENCE] });
    const open = await opened();
    expect(await lasting(() => open.close({ good: true, description: 'There' }))).toBe(10_000);
    expect(warnings).toHaveLength(1);
    expect(states()).toEqual(['create', 'in_progress', 'success', 'success']);
  });
});

describe('a cancelled job', () => {
  test('still sets the final status', async () => {
    const { lasting, opened, warnings, stop, states } = setUp();
    const open = await opened();
    stop.abort();
    expect(await lasting(() => open.close({ good: false, description: 'Cancelled' }))).toBe(0);
    expect([warnings, states().at(-1)]).toEqual([[], 'failure']);
  });

  test.each([0, 300])(
    'waits 0.8 s for the final status when it is cancelled %d ms after its start',
    async (afterMs) => {
      const { lasting, opened, warnings, stop, clock } = setUp({ failure: [SILENCE] });
      const open = await opened();
      if (afterMs === 0) stop.abort();
      else clock.after(afterMs, () => stop.abort());
      expect(await lasting(() => open.close({ good: false, description: 'Cancelled' }))).toBe(afterMs + 800);
      expect(warnings).toEqual([
        'Could not set the GitHub deployment to the environment "cn-east-3" to failure within 0.8 s after the job was cancelled. It may have been done all the same.',
      ]);
      expect(clock.pending()).toBe(0);
    },
  );

  test('repeats a status within the same 0.8 s', async () => {
    const slow: Behaviour = { afterMs: 500, gives: { status: 500 } };
    const { lasting, opened, warnings, stop, states } = setUp({ failure: [slow] });
    const open = await opened();
    stop.abort();
    expect(await lasting(() => open.close({ good: false, description: 'Cancelled' }))).toBe(800);
    expect(warnings).toHaveLength(1);
    expect(states().filter((state) => state === 'failure')).toHaveLength(2);
  });

  test('waits for the deployment that is being created, and ends it without the status in_progress', async () => {
    const { clock, open, warnings, stop, states } = setUp({ create: [{ afterMs: 500, gives: CREATED }] });
    clock.after(200, () => stop.abort());
    const deployment = await clock.run(open());
    await clock.run(deployment?.close({ good: false, description: 'Cancelled' }) ?? Promise.resolve());
    expect([warnings, states()]).toEqual([[], ['create', 'failure']]);
  });
});
