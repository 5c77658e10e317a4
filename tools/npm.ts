/** npm, as a script that npm started can run it on every system. */
import { spawnSync } from 'node:child_process';

/**
 * Runs the npm that started this process, on the same Node.js; `npm` itself is a shell script or, on Windows, a batch
 * file, which cannot be started without a shell.
 * @returns whether it ended with exit code 0. Its output goes to that of this process.
 * @throws Error where npm did not start this process.
 */
export function runNpm(cwd: string, ...args: readonly string[]): boolean {
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('Start this script with npm run.');
  return spawnSync(process.execPath, [npm, ...args], { cwd, stdio: 'inherit' }).status === 0;
}
