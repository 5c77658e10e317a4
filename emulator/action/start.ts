/**
 * The main step: starts the emulator as a process of its own, which outlives the step, and ends when it answers. Until
 * then the exit code is that of a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../reader.ts';
import { input, saveState, setOutput } from './file-commands.ts';
import { read } from './local-http.ts';
import { annotate, say, sayVerbatim } from './log.ts';

const PATIENCE_MS = 30_000;

process.exitCode = 1;

const folder = process.env['RUNNER_TEMP'] || tmpdir();
// Names of their own: two steps of one job may run at the same time.
const name = join(folder, `emulator-${randomUUID()}`);
const log = `${name}.log`;

try {
  const child = started();
  try {
    const url = await listening(child);
    saveState('url', url);
    setOutput('endpoint', `${url}/{service}/{region}`);
    setOutput('base-url', url);
    for (const line of said()) say(line);
    process.exitCode = 0;
  } catch (problem) {
    child.kill('SIGKILL');
    // Ended already: by the time of the post step another process may bear this number.
    saveState('pid', '');
    sayVerbatim('What the emulator said', said());
    throw problem;
  }
} catch (problem) {
  annotate('error', `The emulator did not start: ${messageOf(problem)}`);
}

function started(): ChildProcess {
  // The bundle beside this one. It writes into a file: a pipe would end with this step.
  const server = join(import.meta.dirname, '..', 'serve', 'index.js');
  const seed = seedFile(input('seed'));
  const output = openSync(log, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [server, '--port', input('port') || '0', ...(seed === undefined ? [] : ['--seed', seed])],
    { detached: true, windowsHide: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  // At once: when the job is cancelled while this step waits, the post step still knows what to stop.
  saveState('pid', String(child.pid ?? ''));
  saveState('log', log);
  child.unref();
  return child;
}

/** JSON goes into a file: command lines are short on Windows, and everybody on the machine can read them. */
function seedFile(seed: string): string | undefined {
  if (!seed.startsWith('{')) return seed === '' ? undefined : seed;
  const file = `${name}.json`;
  writeFileSync(file, seed, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
  return file;
}

/** The base URL, once the emulator answers there. */
async function listening(child: ChildProcess): Promise<string> {
  let broken: Error | undefined;
  child.once('error', (error) => {
    broken = error;
  });
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    await sleep(50);
    if (broken !== undefined) throw broken;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(said()[0] ?? 'it ended without a word');
    const url = /^Huawei Cloud emulator: (http:\/\/127\.0\.0\.1:\d+)\//m.exec(said().join('\n'))?.[1];
    if (url !== undefined && (await read(`${url}/_/health`)) !== undefined) return url;
  }
  throw new Error(`no answer within ${PATIENCE_MS / 1000} seconds`);
}

function said(): readonly string[] {
  const text = existsSync(log) ? readFileSync(log, 'utf8').trimEnd() : '';
  return text === '' ? [] : text.split('\n');
}
