/**
 * Runs the scenarios with the bundle started by other versions of Node: `npm run runtimes [-- 24.5.0 24.16.0]`. Without
 * a version, by the oldest that the README promises; the newest is the one that `npm test` uses.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The Node of runner 2.327.1, the first one that knows `using: node24`. */
const OLDEST = '24.4.0';

const root = resolve(import.meta.dirname, '..');
const versions = process.argv.length > 2 ? process.argv.slice(2) : [OLDEST];

for (const version of versions) {
  const binary = installed(version);
  process.stdout.write(`The scenarios, with the bundle on Node ${version}\n`);
  node(root, { RUNNER_NODE: binary, RUNNER_NODE_VERSION: `v${version}` }, [
    '--experimental-vm-modules',
    join(root, 'node_modules/jest/bin/jest.js'),
    '__tests__/scenarios',
  ]);
}

/** The binary, taken from the package that holds it for this machine. Not every version has one for every platform. */
function installed(version: string): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = [prefix, platform, process.arch].join('-');
  // Outside the lock file: the package exists for few platforms, and a lock file has to serve all of them.
  const folder = join(root, 'node_modules/.cache/runtimes', version);
  const binary = join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('Start this with npm: npm run runtimes');
  mkdirSync(folder, { recursive: true });
  // Of its own, or npm would take the folder for a part of this project.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  node(folder, {}, [npm, 'install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`]);
  return binary;
}

function node(cwd: string, env: Readonly<Record<string, string>>, args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
}
