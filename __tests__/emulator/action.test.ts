/** The emulator as an action: its bundled main and post steps, started as the runner starts them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { inputEnvironment } from '../../tools/runner/input-environment.ts';
import { readOutputFile } from '../../tools/runner/output-file.ts';

const FOLDER = resolve(import.meta.dirname, '../../emulator');
const action = await readActionFile('emulator');
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanups.splice(0)) cleanUp();
});

/** A job with one step that uses the action. */
function job(given: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-action-'));
  const [outputFile, stateFile, temp] = [join(folder, 'output'), join(folder, 'state'), join(folder, 'temp')];
  mkdirSync(temp);
  for (const file of [outputFile, stateFile]) writeFileSync(file, '');
  const runStep = (script: string, state: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, [join(FOLDER, script)], {
      encoding: 'utf8',
      cwd: folder,
      env: {
        ...inputEnvironment(action, given),
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STATE: stateFile,
        ...environment,
        ...state,
      },
      timeout: 240_000,
    });
  const saved = () => readOutputFile(readFileSync(stateFile, 'utf8'));
  const stop = () => {
    const entries = Object.entries(saved()).map(([name, value]) => [`STATE_${name}`, value]);
    return runStep(action.post ?? '', Object.fromEntries(entries));
  };
  cleanups.push(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    start: () => runStep(action.main),
    outputs: () => readOutputFile(readFileSync(outputFile, 'utf8')),
    saved,
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('the emulator as an action', () => {
  test('serves until the job ends; the post step then logs the requests and stops it', async () => {
    const { start, outputs, stop } = job({});
    const started = start();
    expect(started.status).toBe(0);
    expect(started.stdout).toContain('EMULATOR-ACCESS-KEY');
    expect(Object.keys(outputs())).toEqual(action.outputs.map(({ name }) => name));
    const { endpoint = '', 'base-url': url = '' } = outputs();
    expect(endpoint).toBe(`${url}/{service}/{region}`);
    expect(await answers(url)).toBe(true);
    await fetch(`${url}/swr-api/cn-north-4/v2/manage/::error::forged`);

    const stopped = stop();
    expect(stopped.status).toBe(0);
    expect(await answers(url)).toBe(false);
    const lines = stopped.stdout.trimEnd().split('\n');
    const word = /^::stop-commands::(.{36})$/.exec(lines[1] ?? '')?.[1];
    expect(lines).toEqual([
      '::group::1 requests to the emulated cloud',
      `::stop-commands::${word}`,
      expect.stringMatching(/^404 {2}GET swr-api cn-north-4 .*::error::forged$/),
      `::${word}::`,
      '::endgroup::',
      'The emulator is stopped.',
    ]);
  });

  test.each([
    ['JSON', '\n  {"regions": {"cn-south-1": {}}}\n'],
    ['the path of a file in the workspace', 'clouds/mine.json'],
  ])('takes a seed as %s', async (_, seed) => {
    const { folder, start, outputs } = job({ seed });
    mkdirSync(join(folder, 'clouds'));
    writeFileSync(join(folder, 'clouds/mine.json'), '{"regions": {"cn-south-1": {}}}');
    expect(start().status).toBe(0);
    expect(await (await fetch(`${outputs()['base-url']}/_/state`)).text()).toContain('cn-south-1');
  });

  test('two steps in one job listen on different ports', () => {
    const [one, other] = [job({ port: '' }), job({})];
    expect([one.start().status, other.start().status]).toEqual([0, 0]);
    expect(one.outputs()['endpoint']).not.toBe(other.outputs()['endpoint']);
  });

  test('the main step connects directly even if the environment has a proxy', () => {
    const { start } = job({}, { NODE_USE_ENV_PROXY: '1', http_proxy: 'http://127.0.0.1:9' });
    expect(start().status).toBe(0);
  });

  test.each([
    ['a wrong seed', { seed: '{"regions": {"x": {}}}' }, 'must be a region id such as cn-north-4, not "x"'],
    ['a missing file', { seed: 'nowhere.json' }, 'ENOENT'],
    ['an invalid port', { port: 'http' }, '--port must be a number'],
  ])('%s fails the step with the error of the emulator', (_, given, text) => {
    const { start, outputs, saved, stop } = job(given);
    const started = start();
    expect(started.status).toBe(1);
    const error = started.stdout.split('\n').find((line) => line.startsWith('::error::The emulator did not start: '));
    expect(error).toContain(text);
    expect(outputs()).toEqual({});
    expect(saved()['pid']).toBe('');
    expect(stop()).toMatchObject({ status: 0, stdout: '' });
  });

  test('a port in use fails the step', () => {
    const first = job({});
    first.start();
    const second = job({ port: new URL(first.outputs()['base-url'] ?? '').port });
    const { status, stdout } = second.start();
    expect([status, stdout]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
  });

  test('an emulator that has already ended is a warning, and no process is killed', () => {
    const { start, saved, stop } = job({});
    start();
    process.kill(Number(saved()['pid']), 'SIGKILL');
    const { status, stdout } = stop();
    expect(status).toBe(0);
    expect(stdout).toContain('::warning::The emulator had ended before the job did.');
  });
});
