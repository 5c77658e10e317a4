/** The post step: shows what was asked of the emulator, and ends it. Nothing that goes wrong here fails a job. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '../request-log.ts';
import { messageOf } from '../reader.ts';
import { stateOf } from './file-commands.ts';
import { read } from './local-http.ts';
import { annotate, say, sayVerbatim } from './log.ts';

/** How long it may take to end by itself; it drops all connections at once. */
const PATIENCE_MS = 5000;

const pid = Number(stateOf('pid'));
const url = stateOf('url');

try {
  if (pid > 0) await ended();
} catch (problem) {
  annotate('warning', `The emulator was not stopped: ${messageOf(problem)}`);
}

async function ended(): Promise<void> {
  // Without an address the start was cut off, a moment ago.
  if (url === '') {
    kill('SIGKILL');
    return;
  }
  const requests = await read(`${url}/_/requests`);
  if (requests === undefined) {
    // Not killed: the process is gone, and another one may bear its number by now.
    annotate('warning', 'The emulator had ended before the job did.');
    sayVerbatim('What the emulator said', readFileSync(stateOf('log'), 'utf8').trimEnd().split('\n'));
    return;
  }
  const entries: readonly LogEntry[] = JSON.parse(requests);
  sayVerbatim(`${entries.length} requests to the emulated cloud`, entries.map(lineOf));
  kill('SIGTERM');
  const deadline = performance.now() + PATIENCE_MS;
  while ((await read(`${url}/_/health`)) !== undefined) {
    if (performance.now() > deadline) {
      kill('SIGKILL');
      break;
    }
    await sleep(50);
  }
  say('The emulator is stopped.');
}

function lineOf({ method, status, service, region, path, fault }: LogEntry): string {
  const answer = status === 0 ? 'no status' : String(status);
  return `${answer}  ${method} ${service} ${region} ${path}${fault === null ? '' : `  (${fault})`}`;
}

function kill(signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (problem) {
    // Gone by itself.
    if (!(problem instanceof Error && 'code' in problem && problem.code === 'ESRCH')) throw problem;
  }
}
