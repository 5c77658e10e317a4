/** What happens to a step whose runner cannot be written to: its files, its log, its disk. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/start.ts';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { inputEnvironment } from '../../tools/runner/input-environment.ts';
import { readOutputFile } from '../../tools/runner/output-file.ts';
import { KEY, NORTH, seedOf } from '../support/scenario-cloud.ts';
import { image, imageStep } from '../support/scenario-images.ts';

const NODE = process.env['RUNNER_NODE'] ?? process.execPath;
const ENTRY = resolve(import.meta.dirname, '../../dist/index.js');
const action = await readActionFile();
/** A process that is still running then hangs. */
const HANG_LIMIT_MS = 60_000;

let emulator: Awaited<ReturnType<typeof startEmulator>>;
const folder = mkdtempSync(join(tmpdir(), 'runner-files-'));
beforeAll(async () => {
  emulator = await startEmulator({ seed: seedOf({ [NORTH]: { images: [image('v1')] } }) });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined where it cannot be read. */
  readonly outputs: Readonly<Record<string, string>> | undefined;
  readonly summary: string;
}

interface Broken {
  /** Prepares the files of the step, which exist and are empty; `env` overrides its variables. */
  readonly prepare?: (files: { readonly output: string; readonly summary: string; readonly temp: string }) => {
    readonly [variable: string]: string;
  };
  /** Where the log goes. */
  readonly stdout?: number | 'pipe' | 'closed' | 'unread';
  /** Inputs to change. */
  readonly with?: Readonly<Record<string, string>>;
}

/** Runs a `wait-image` whose image is `ACTIVE`. */
async function stepWith({ prepare = () => ({}), stdout = 'pipe', with: changed = {} }: Broken): Promise<Ended> {
  const temp = mkdtempSync(join(folder, 'step-'));
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary')];
  writeFileSync(output, '');
  writeFileSync(summary, '');
  const inputs = { ...imageStep('wait-image', ['v1']), region: NORTH, endpoint: emulator.endpoint };
  const keys = { 'access-key': KEY.accessKey, 'secret-key': KEY.secretKey };
  const given = Object.entries({ ...inputs, ...keys, ...changed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...inputEnvironment(action, Object.fromEntries(given)),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temp,
    ...prepare({ output, summary, temp }),
  };
  const target = typeof stdout === 'number' ? stdout : 'pipe';
  const child = spawn(NODE, [ENTRY], { env, stdio: ['ignore', target, 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), HANG_LIMIT_MS);
  const texts = { stdout: '', stderr: '' };
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.stderr += chunk.toString();
  });
  if (stdout === 'closed') child.stdout?.destroy();
  if (stdout === 'pipe') {
    child.stdout?.on('data', (chunk: Buffer) => {
      texts.stdout += chunk.toString();
    });
  }
  const exitCode = await new Promise<number | null>((done) => {
    child.once('exit', (code) => {
      child.stdout?.resume();
      if (stdout === 'unread') done(code);
      else child.once('close', () => done(code));
    });
  });
  clearTimeout(limit);
  return { exitCode, ...texts, outputs: outputsIn(env.GITHUB_OUTPUT), summary: readOr(summary) };
}

function readOr(file: string): string {
  try {
    return readFileSync(file, { encoding: 'utf8', flag: 'r' });
  } catch {
    return '';
  }
}

function outputsIn(file: string): Ended['outputs'] {
  const isPlain = file.startsWith(folder) && !file.endsWith('fifo');
  const text = isPlain ? readOr(file) : '';
  return text === '' ? undefined : readOutputFile(text);
}

function fifo(path: string): string {
  execFileSync('mkfifo', [path]);
  return path;
}

const NAMES = action.outputs.map(({ name }) => name).toSorted();

function expectWholeOutputs({ outputs = {} }: Ended): void {
  expect(Object.keys(outputs).toSorted()).toEqual(NAMES);
  expect(outputs['status']).toBe('succeeded');
}

/** Runs a step that fails because of its outputs. @returns its annotation */
async function redWith(prepare: NonNullable<Broken['prepare']>): Promise<string> {
  const ended = await stepWith({ prepare });
  expect([ended.exitCode, ended.stderr, ended.outputs]).toEqual([1, '', undefined]);
  const [, message = ''] = /^::error title=GITHUB_OUTPUT::(.*)$/m.exec(ended.stdout) ?? [];
  expect(message).toContain("the user of the job's container");
  const headline = 'wait-image in cn-north-4 – failed: the outputs could not be written (1 active)';
  expect(ended.summary).toMatch(/\n\n❌ The outputs could not be written to GITHUB_OUTPUT/);
  expect(ended.summary.split('\n')[0]).toBe(`### ❌ ${headline}`);
  expect(ended.stdout.split('\n')).toContain(headline);
  return message;
}

/** Runs a step whose log cannot be written. @returns its exit code and its summary */
async function loggingTo(stdout: NonNullable<Broken['stdout']>) {
  const { exitCode, stderr, summary, ...ended } = await stepWith({ stdout });
  expectWholeOutputs({ exitCode, stderr, summary, ...ended });
  return { exitCode, stderr, title: summary.slice(0, 5) };
}

const GREEN = { exitCode: 0, stderr: '', title: '### ✅' };

describe('a summary that cannot be written is a warning; the outputs and the exit code stay', () => {
  test.each<[string, NonNullable<Broken['prepare']>]>([
    ['a pipe that nobody reads', ({ temp }) => ({ GITHUB_STEP_SUMMARY: fifo(join(temp, 'fifo')) })],
    ['a full disk', () => ({ GITHUB_STEP_SUMMARY: '/dev/full' })],
    ['a folder', ({ temp }) => ({ GITHUB_STEP_SUMMARY: temp })],
    ['a file in no folder', ({ temp }) => ({ GITHUB_STEP_SUMMARY: join(temp, 'none/summary') })],
  ])('%s', async (_, prepare) => {
    const ended = await stepWith({ prepare });
    expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
    expectWholeOutputs(ended);
    expect(ended.stdout).toMatch(/^::warning title=wait-image::The job summary could not be written: E[A-Z]+/m);
  });
});

describe('outputs that cannot be written fail the step, name GITHUB_OUTPUT, and the summary agrees', () => {
  test.each<[string, NonNullable<Broken['prepare']>, string]>([
    ['a pipe that nobody reads', ({ temp }) => ({ GITHUB_OUTPUT: fifo(join(temp, 'fifo')) }), 'ENXIO'],
    ['a full disk', () => ({ GITHUB_OUTPUT: '/dev/full' }), 'ENOSPC'],
    ['a folder', ({ temp }) => ({ GITHUB_OUTPUT: temp }), 'EISDIR'],
    ['a missing file', ({ temp }) => ({ GITHUB_OUTPUT: join(temp, 'none') }), 'ENOENT'],
  ])('%s', async (_, prepare, code) => {
    expect(await redWith(prepare)).toMatch(new RegExp(`GITHUB_OUTPUT.*${code}`));
  });
});

describe('a log that cannot be written changes nothing else', () => {
  test('a full disk', async () => {
    const full = openSync('/dev/full', 'w');
    expect(await loggingTo(full)).toEqual(GREEN);
    closeSync(full);
  });

  test('a reader that has gone', async () => {
    expect(await loggingTo('closed')).toEqual(GREEN);
  });

  test('a reader that does not read: a log that is larger than its pipe', async () => {
    // Every wrong entry is a line of the log.
    const ids = Array.from({ length: 20_000 }, (_, index) => String(index));
    const ended = await stepWith({ stdout: 'unread', with: { 'image-ids': ids.join(',') } });
    expect([ended.exitCode, ended.outputs?.['failure-kind']]).toEqual([1, 'input']);
    expect(Object.keys(ended.outputs ?? {}).toSorted()).toEqual(NAMES);
    expect(ended.summary).toMatch(/^### ❌ .*\n\n- ❌ /);
    expect(Buffer.byteLength(ended.summary)).toBeLessThan(250_000);
  });
});

test('without a report file the outputs are whole, and say that there is none', async () => {
  const ended = await stepWith({
    prepare({ temp }) {
      const none = join(temp, 'none');
      mkdirSync(none);
      rmSync(none, { recursive: true });
      return { RUNNER_TEMP: none };
    },
  });
  expect(ended.exitCode).toBe(0);
  expectWholeOutputs(ended);
  expect(ended.outputs?.['report-file']).toBe('');
  expect(ended.stdout).toMatch(/^::warning title=wait-image::The report file could not be written: ENOENT/m);
});

test('everything is written once where nothing is wrong', async () => {
  const ended = await stepWith({});
  expect(ended.exitCode).toBe(0);
  expectWholeOutputs(ended);
  const report = ended.outputs?.['report-file'] ?? '';
  expect(new Set(readdirSync(join(report, '..')))).toEqual(new Set(['output', 'summary', report.split('/').at(-1)]));
});
