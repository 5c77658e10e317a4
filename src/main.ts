/**
 * The entry point. The exit code is 1 until the run has ended, and the run is awaited, because Node exits with code 0 when a
 * promise is lost.
 */
import { stopped } from './github/stop-signal.ts';
import { systemClock } from './clock.ts';
import { connectThrough } from './connect.ts';
import { actionsHost } from './github/actions-host.ts';
import { runAction } from './run.ts';

/** Everything is written by then, and every connection is closed. */
const EXIT_AFTER_MS = 200;

process.exitCode = 1;
// A log that cannot be written must not keep the outputs from being written: the reader has gone, or its disk is full.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.exitCode = await runAction(actionsHost, {
  clock: systemClock,
  random: Math.random,
  signal: stopped,
  connect: connectThrough(actionsHost.env),
});

// What cannot be cancelled, such as a DNS lookup that hangs, must not keep the process alive.
setTimeout(exit, EXIT_AFTER_MS).unref();

/** Ends the process with the exit code that is set. */
function exit(): void {
  const { env, execPath, exitCode } = process;
  // process.exit() waits for the threads that hang. To replace the process ends them; Windows has no such call.
  if (process.platform !== 'win32')
    process.execve?.(execPath, [execPath, '--eval', `process.exitCode = ${exitCode}`], { ...env, NODE_OPTIONS: '' });
  process.exit();
}
