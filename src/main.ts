/**
 * The entry. The exit code is pessimistic and the call is awaited: a promise that gets lost lets Node end quietly with
 * code 0, and the step would be green.
 */
import { stopped } from './github/stop-signal.ts';
import { systemClock } from './clock.ts';
import { actionsHost } from './github/actions-host.ts';
import { connectThrough } from './connect.ts';
import { run } from './run.ts';

/** Everything is written by then; only what nobody waits for any more is left. */
const LEFT_BEHIND_MS = 500;

process.exitCode = 1;

const { exitCode } = await run(actionsHost, {
  clock: systemClock,
  random: Math.random,
  signal: stopped,
  connect: connectThrough(actionsHost.env),
});
process.exitCode = exitCode;

// The toolkit's own requests, for an ID token, cannot be taken back: one that hangs must not hold up the job.
setTimeout(() => process.exit(), LEFT_BEHIND_MS).unref();
