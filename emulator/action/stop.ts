/** The post step of the action. Prints the requests that the emulator got, and stops it. No error here fails the job. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../reader.ts';
import type { LogEntry } from '../request-log.ts';
import { getState } from './file-commands.ts';
import { fetchText } from './local-http.ts';
import { annotate, log, logUntrusted } from './log.ts';

/** How long the emulator may take to end after SIGTERM. */
const STOP_TIMEOUT_MS = 5000;

const pid = Number(getState('pid'));
const url = getState('url');

try {
  if (pid > 0) await stopServer();
} catch (problem) {
  annotate('warning', `The emulator was not stopped: ${messageOf(problem)}`);
}

async function stopServer(): Promise<void> {
  // Without a URL, the main step was cancelled while it waited for the emulator.
  if (url === '') {
    kill('SIGKILL');
    return;
  }
  const requests = await fetchText(`${url}/_/requests`);
  if (requests === undefined) {
    // Do not kill: the process has ended, and another one may have its id by now.
    annotate('warning', 'The emulator had ended before the job did.');
    logUntrusted('Output of the emulator', readFileSync(getState('log'), 'utf8').trimEnd().split('\n'));
    return;
  }
  const entries: readonly LogEntry[] = JSON.parse(requests);
  logUntrusted(`${entries.length} requests to the emulated cloud`, entries.map(formatEntry));
  kill('SIGTERM');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while ((await fetchText(`${url}/_/health`)) !== undefined) {
    if (performance.now() > deadline) {
      kill('SIGKILL');
      break;
    }
    await sleep(50);
  }
  log('The emulator is stopped.');
}

function formatEntry({ method, status, service, region, path, fault }: LogEntry): string {
  const statusText = status === 0 ? 'no status' : String(status);
  return `${statusText}  ${method} ${service} ${region} ${path}${fault === null ? '' : `  (${fault})`}`;
}

function kill(signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (problem) {
    // ESRCH: the process has already ended.
    if (!(problem instanceof Error && 'code' in problem && problem.code === 'ESRCH')) throw problem;
  }
}
