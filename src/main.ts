/**
 * The entry point. The exit code is 1 until the run has ended, and the run is awaited: when a promise is lost, Node ends
 * without an error, and with the exit code 0 the step would be green.
 */
import { stopped } from './github/stop-signal.ts';
import { systemClock } from './clock.ts';
import { actionsHost } from './github/actions-host.ts';
import { connectThrough } from './connect.ts';
import { run } from './run.ts';

/** Everything is written by then, and every connection is closed. */
const EXIT_AFTER_MS = 500;

process.exitCode = 1;

const { exitCode } = await run(actionsHost, {
  clock: systemClock,
  random: Math.random,
  signal: stopped,
  connect: connectThrough(actionsHost.env),
});
process.exitCode = exitCode;

// A DNS lookup cannot be cancelled: one that hangs must not keep the process alive.
setTimeout(() => process.exit(), EXIT_AFTER_MS).unref();
