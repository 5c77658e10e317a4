import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function command(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args]);
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.err += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const base = /^Huawei Cloud emulator: (http:\/\/127\.0\.0\.1:\d+)\/\{service\}\/\{region\}$/m.exec(
        output.out,
      )?.[1];
      if (base !== undefined) resolve(base);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output.err}`)));
  });
  // Some tests expect the command to end, and do not wait for `listening`.
  listening.catch(() => undefined);
  return { child, output, ended, listening };
}

function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  folders.push(folder);
  const path = join(folder, 'seed.json');
  writeFileSync(path, content);
  return path;
}

async function regionsAt(base: string): Promise<string> {
  return (await fetch(`${base}/_/state`)).text();
}

describe('the command', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'without a seed: describes and serves the default cloud, and ends on %s',
    async (signal) => {
      const { child, output, ended, listening } = command('--port', '0');
      const base = await listening;
      expect(await regionsAt(base)).toContain('"app/api"');
      expect(output.out).toContain('EMULATOR-ACCESS-KEY');
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(output.err).toBe('');
    },
  );

  test('ends on a signal although a reply is delayed by two minutes', async () => {
    const { child, ended, listening } = command('--port', '0');
    const base = await listening;
    const rules = [{ match: {}, fault: { kind: 'delay', ms: 120_000 } }];
    await fetch(`${base}/_/script`, { method: 'PUT', body: JSON.stringify({ rules }) });
    const unanswered = fetch(`${base}/iam/cn-north-4/v3/projects`).catch(() => 'broken');
    while ((await (await fetch(`${base}/_/requests`)).text()) === '[]') continue;
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await unanswered).toBe('broken');
  });

  test('with a seed: prints a single line', async () => {
    const seed = file(JSON.stringify({ regions: { 'cn-south-1': {} } }));
    const { output, listening } = command('--port', '0', '--seed', seed);
    expect(await regionsAt(await listening)).toContain('"cn-south-1"');
    expect(output.out.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['an unknown flag', ['--prot', '1'], "Unknown option '--prot'"],
    ['an invalid port', ['--port', 'http'], '--port must be a number from 0 (any free port) to 65535, not "http"'],
    ['a port above 65535', ['--port', '65536'], '--port must be a number'],
    ['an unexpected argument', ['start'], 'start'],
    ['a missing file', ['--seed', 'nowhere.json'], '--seed "nowhere.json": ENOENT'],
  ])('%s: an error message, the usage and exit code 1', async (_, args, text) => {
    const { output, ended } = command(...args);
    expect(await ended).toBe(1);
    expect(output.err).toContain(text);
    expect(output.err).toContain('Usage: ');
    expect(output.err).not.toContain('    at ');
    expect(output.out).toBe('');
  });

  test.each([
    ['invalid JSON', '{', 'JSON'],
    ['a wrong seed', '{"regions":{"x":{}}}', 'seed.regions (key): must be a region id such as cn-north-4, not "x"'],
  ])('a seed file with %s: an error message and exit code 1', async (_, content, text) => {
    const { output, ended } = command('--port', '0', '--seed', file(content));
    expect(await ended).toBe(1);
    expect(output.err).toContain(text);
  });

  test('a port in use: EADDRINUSE and exit code 1', async () => {
    const base = await command('--port', '0').listening;
    const { output, ended } = command('--port', new URL(base).port);
    expect(await ended).toBe(1);
    expect(output.err).toContain('EADDRINUSE');
  });
});
