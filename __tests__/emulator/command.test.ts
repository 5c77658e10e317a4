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
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const base = /^Huawei Cloud emulator: (http:\/\/127\.0\.0\.1:\d+)\/\{service\}\/\{region\}$/m.exec(said.out)?.[1];
      if (base !== undefined) resolve(base);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said.err}`)));
  });
  // Where nobody waits for it, a failure to listen is what the test wants.
  listening.catch(() => undefined);
  return { child, said, ended, listening };
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
  test.each(['SIGINT', 'SIGTERM'] as const)('describes a default cloud, serves it, and ends on %s', async (signal) => {
    const { child, said, ended, listening } = command('--port', '0');
    const base = await listening;
    expect(await regionsAt(base)).toContain('"app/api"');
    expect(said.out).toContain('EMULATOR-ACCESS-KEY');
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(said.err).toBe('');
  });

  test('ends on a signal although an answer is due only in two minutes', async () => {
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

  test('takes a seed, and then says one line', async () => {
    const seed = file(JSON.stringify({ regions: { 'cn-south-1': {} } }));
    const { said, listening } = command('--port', '0', '--seed', seed);
    expect(await regionsAt(await listening)).toContain('"cn-south-1"');
    expect(said.out.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['an unknown flag', ['--prot', '1'], "Unknown option '--prot'"],
    ['a port that is none', ['--port', 'http'], '--port must be a number from 0 (any free port) to 65535, not "http"'],
    ['too large a port', ['--port', '65536'], '--port must be a number'],
    ['a word too many', ['start'], 'start'],
    ['a file that is not there', ['--seed', 'nowhere.json'], '--seed "nowhere.json": ENOENT'],
  ])('%s: a clear word and exit code 1', async (_, args, text) => {
    const { said, ended } = command(...args);
    expect(await ended).toBe(1);
    expect(said.err).toContain(text);
    expect(said.err).toContain('Usage: ');
    expect(said.err).not.toContain('    at ');
    expect(said.out).toBe('');
  });

  test.each([
    ['no JSON', '{', 'JSON'],
    ['a wrong seed', '{"regions":{"x":{}}}', 'seed.regions (key): must be a region id such as cn-north-4, not "x"'],
  ])('a seed file with %s', async (_, content, text) => {
    const { said, ended } = command('--port', '0', '--seed', file(content));
    expect(await ended).toBe(1);
    expect(said.err).toContain(text);
  });

  test('a port that is taken', async () => {
    const base = await command('--port', '0').listening;
    const { said, ended } = command('--port', new URL(base).port);
    expect(await ended).toBe(1);
    expect(said.err).toContain('EADDRINUSE');
  });
});
