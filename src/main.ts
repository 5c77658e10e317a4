/**
 * The entry. The exit code is pessimistic and the call is awaited: a promise that gets lost lets Node end quietly with
 * code 0, and the step would be green.
 */
import { stopped } from './runner/stopped.ts';
import { systemClock } from './clock.ts';
import { actionsHost } from './runner/actions-host.ts';
import { connectThrough } from './runner/connect.ts';
import { run } from './run.ts';

process.exitCode = 1;

const { exitCode } = await run(actionsHost, {
  clock: systemClock,
  random: Math.random,
  signal: stopped,
  connect: connectThrough(actionsHost.env),
});
process.exitCode = exitCode;
