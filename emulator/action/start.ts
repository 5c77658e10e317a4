/**
 * The main step of the action. Starts the emulator as a process that outlives the step, and waits until it answers. The exit code
 * is that of a failure until then.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../reader.ts';
import { getInput, saveState, setOutput } from './file-commands.ts';
import { fetchText } from './local-http.ts';
import { annotate, log, logUntrusted } from './log.ts';

/** How long the emulator may take to answer. */
const START_TIMEOUT_MS = 30_000;

process.exitCode = 1;

const folder = process.env['RUNNER_TEMP'] || tmpdir();
// Unique file names: two steps of a job may use the action.
const name = join(folder, `emulator-${randomUUID()}`);
const logFile = `${name}.log`;

try {
  const server = startServer();
  try {
    const url = await waitUntilListening(server);
    saveState('url', url);
    setOutput('endpoint', `${url}/{service}/{region}`);
    setOutput('base-url', url);
    for (const line of readLog()) log(line);
    process.exitCode = 0;
  } catch (problem) {
    server.kill('SIGKILL');
    // The process has ended: by the time of the post step, another process may have its id.
    saveState('pid', '');
    logUntrusted('Output of the emulator', readLog());
    throw problem;
  }
} catch (problem) {
  annotate('error', `The emulator did not start: ${messageOf(problem)}`);
}

function startServer(): ChildProcess {
  // The bundle in the folder beside this one. Its output goes to a file: a pipe would close when this step ends.
  const script = join(import.meta.dirname, '..', 'serve', 'index.js');
  const seed = seedFile(getInput('seed'));
  const output = openSync(logFile, 'a', 0o600);
  const server = spawn(
    process.execPath,
    [script, '--port', getInput('port') || '0', ...(seed === undefined ? [] : ['--seed', seed])],
    { detached: true, windowsHide: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  // Immediately: if the job is cancelled while this step waits, the post step must know which process to stop.
  saveState('pid', String(server.pid ?? ''));
  saveState('log', logFile);
  server.unref();
  return server;
}

/** The path of the seed file. A seed in JSON is written to a file, because other users can read command lines. */
function seedFile(seed: string): string | undefined {
  if (!seed.startsWith('{')) return seed === '' ? undefined : seed;
  const file = `${name}.json`;
  writeFileSync(file, seed, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
  return file;
}

/** Waits until the emulator answers, and returns its base URL. */
async function waitUntilListening(server: ChildProcess): Promise<string> {
  let spawnError: Error | undefined;
  server.once('error', (error) => {
    spawnError = error;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    await sleep(50);
    if (spawnError !== undefined) throw spawnError;
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error(readLog()[0] ?? 'it ended without any output');
    const url = /^Huawei Cloud emulator: (http:\/\/127\.0\.0\.1:\d+)\//m.exec(readLog().join('\n'))?.[1];
    if (url !== undefined && (await fetchText(`${url}/_/health`)) !== undefined) return url;
  }
  throw new Error(`no answer within ${START_TIMEOUT_MS / 1000} seconds`);
}

/** The lines that the emulator has printed so far. */
function readLog(): readonly string[] {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd() : '';
  return text === '' ? [] : text.split('\n');
}
