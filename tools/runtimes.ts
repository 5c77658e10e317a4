/**
 * `npm run runtimes [-- 24.5.0 24.16.0]`: runs the scenarios with the bundle started by other versions of Node.js.
 * Without arguments, by the oldest version that is supported; `npm test` uses the newest.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runNpm } from './npm.ts';

/** The Node.js of runner 2.327.1, the first that knows `using: node24`. */
const OLDEST = '24.4.0';

const root = resolve(import.meta.dirname, '..');
const versions = process.argv.length > 2 ? process.argv.slice(2) : [OLDEST];

for (const version of versions) {
  const binary = installed(version);
  process.stdout.write(`The scenarios, with the bundle on Node ${version}\n`);
  const jest = ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js'), '__tests__/scenarios'];
  const env = { ...process.env, RUNNER_NODE: binary, RUNNER_NODE_VERSION: `v${version}` };
  execFileSync(process.execPath, jest, { cwd: root, env, stdio: 'inherit' });
}

/** Installs the package that holds this version for this system, and returns the path of its executable. */
function installed(version: string): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  // Outside the lock file, which would install every version with every checkout.
  const folder = join(root, 'node_modules/.cache/runtimes', version);
  const binary = join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  // Without a package.json of its own, npm takes the folder for a part of this project.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  if (!runNpm(folder, 'install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`)) {
    throw new Error(`${name}@${version} cannot be installed.`);
  }
  return binary;
}
