/**
 * The entry. The exit code is 1 until proved otherwise and the run is awaited, because Node exits with code 0 when a
 * promise is lost.
 */
import { stopped } from './github/stop-signal.ts';
import { systemClock } from './clock.ts';
import { connectThrough } from './connect.ts';
import { actionsHost } from './github/actions-host.ts';
import { runAction } from './run.ts';

/** How long the process may live after everything is written. */
const EXIT_GRACE_MS = 500;

process.exitCode = 1;
process.exitCode = await runAction(actionsHost, {
  clock: systemClock,
  random: Math.random,
  signal: stopped,
  connect: connectThrough(actionsHost.env),
});

// The toolkit's own requests, for an ID token, cannot be aborted: one that hangs must not keep the job waiting.
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
