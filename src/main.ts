/**
 * The entry. The exit code is pessimistic and the call is awaited: a promise that gets lost lets Node end quietly with
 * code 0, and the step would be green.
 */
import { systemClock } from './clock.ts';
import { actionsHost } from './runner/actions-host.ts';
import { connect } from './runner/connect.ts';
import { run } from './run.ts';

process.exitCode = 1;

const stop = new AbortController();
// The runner sends SIGINT, then SIGTERM 7.5 s later; Windows has SIGBREAK. All mean the same, however often they come.
for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.on(name, () => stop.abort());

const { exitCode } = await run(actionsHost, { clock: systemClock, random: Math.random, signal: stop.signal, connect });
process.exitCode = exitCode;
