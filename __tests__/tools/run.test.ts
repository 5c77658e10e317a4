/** tools/run.mjs in processes of its own: which Node.js it starts, what it passes on, and what it says where there is none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGED = join('node_modules', `node-${process.platform}-${process.arch}`, 'bin');

/** A folder with the launcher, a script to start, and nothing else. */
let folder = '';
const PRINT = `process.stdout.write(JSON.stringify([process.env.FOUND, ...process.argv.slice(2)])); process.exitCode = 7;`;
const WAIT = `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); process.stdout.write('ready');`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  mkdirSync(join(folder, 'tools'));
  mkdirSync(join(folder, 'node_modules'));
  copyFileSync(join(ROOT, 'tools/run.mjs'), join(folder, 'tools/run.mjs'));
  writeFileSync(join(folder, 'print.cjs'), PRINT);
  writeFileSync(join(folder, 'wait.cjs'), WAIT);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts an executable `node` in a folder: this Node.js, which says that it is `version` and tells its name in FOUND. */
function installNode(name: string, version: string): string {
  const bin = join(folder, name);
  mkdirSync(bin, { recursive: true });
  const preload = join(bin, 'preload.cjs');
  writeFileSync(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
     Object.defineProperty(process, 'execPath', { value: ${JSON.stringify(join(bin, 'node'))} });
     process.env.FOUND = ${JSON.stringify(name)};`,
  );
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec '${process.execPath}' --require '${preload}' "$@"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return bin;
}

/** Starts the launcher as npm does: the first `node` of the path runs it. */
function launch(path: readonly string[], ...args: readonly string[]) {
  return spawn(join(path[0] ?? '', 'node'), [join(folder, 'tools/run.mjs'), ...args], {
    cwd: folder,
    env: { PATH: path.join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function launched(path: readonly string[], ...args: readonly string[]) {
  const child = launch(path, ...args);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('tools/run.mjs', () => {
  test('starts the installed Node.js where it is 24 or newer, though npm finds that of the package first', async () => {
    const [old, installed] = [installNode('old', '22.20.0'), installNode('new', '24.0.0')];
    const packaged = installNode(PACKAGED, '24.21.0');
    const bin = installNode(join('node_modules', '.bin'), '24.21.0');
    const run = await launched([bin, old, installed, packaged], 'print.cjs', 'a b', '--c');
    expect(run).toEqual({ code: 7, stdout: JSON.stringify(['new', 'a b', '--c']), stderr: '' });
  });

  test('starts that of the package where the installed one is older', async () => {
    const old = installNode('old', '20.20.2');
    installNode(PACKAGED, '24.21.0');
    expect(await launched([old], 'print.cjs')).toEqual({ code: 7, stdout: JSON.stringify([PACKAGED]), stderr: '' });
  });

  test('passes on flags of Node.js', async () => {
    const installed = installNode('new', '26.1.0');
    expect(await launched([installed], '--print', '"x"')).toEqual({ code: 0, stdout: 'x\n', stderr: '' });
  });

  test('says in one sentence what to install where there is only an older one', async () => {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    const { code, stdout, stderr } = await launched([installNode('old', '20.20.2')], 'print.cjs');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Node\.js 24 or newer is needed and only 20\.20\.2 was found: install it from .+\.\n$/);
  });

  test('says that the packages are not installed, except to the emulator, which needs none', async () => {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    const installed = installNode('new', '24.0.0');
    const refused = { code: 1, stdout: '', stderr: 'The packages are not installed: run npm ci first.\n' };
    expect(await launched([installed], 'print.cjs')).toEqual(refused);
    expect(await launched([installed], '--no-warnings', 'node_modules/jest/bin/jest.js')).toEqual(refused);
    mkdirSync(join(folder, 'emulator'));
    writeFileSync(join(folder, 'emulator/main.cjs'), PRINT);
    const started = await launched([installed], 'emulator/main.cjs', '--port', '0');
    mkdirSync(join(folder, 'node_modules'));
    expect(started).toEqual({ code: 7, stdout: JSON.stringify(['new', '--port', '0']), stderr: '' });
  });

  test('passes over a package whose binary does not run on this system', async () => {
    mkdirSync(join(folder, PACKAGED), { recursive: true });
    writeFileSync(join(folder, PACKAGED, 'node'), '#!/does/not/exist\n');
    chmodSync(join(folder, PACKAGED, 'node'), 0o755);
    const { code, stderr } = await launched([installNode('old', '20.20.2')], 'print.cjs');
    expect([code, stderr]).toEqual([1, expect.stringContaining('only 20.20.2 was found')]);
  });

  test.each([
    ['SIGTERM', 'wait.cjs', [9, null]],
    ['SIGINT', 'wait.cjs', [null, 'SIGINT']],
  ] as const)('passes on %s, and ends as the script does', async (signal, script, ending) => {
    const child = launch([installNode('new', '24.0.0')], script);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'close')).toEqual(ending);
  });
});

describe('package.json', () => {
  const text = v.record(v.string(), v.string());
  const { scripts, optionalDependencies } = v.parse(
    v.object({ scripts: text, optionalDependencies: text }),
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
  );

  test('starts every script with the launcher, without the syntax of one shell', () => {
    const commands = Object.values(scripts).flatMap((script) => script.split(' && '));
    expect(commands.filter((command) => !/^(node tools\/run\.mjs|npm run) [\w./:@= -]+$/.test(command))).toEqual([]);
  });

  test('has Node.js for some systems as optional packages, for Linux only those with glibc', () => {
    const { packages } = v.parse(
      v.object({ packages: v.record(v.string(), v.looseObject({ libc: v.optional(v.array(v.string())) })) }),
      JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')),
    );
    const names = Object.keys(optionalDependencies).filter((name) => name.startsWith('node-linux-'));
    // The packages do not say so themselves: where npm wrote their entries anew, add it by hand.
    expect(names.map((name) => packages[`node_modules/${name}`]?.libc)).toEqual(names.map(() => ['glibc']));
  });
});
