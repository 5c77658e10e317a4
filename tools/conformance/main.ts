/**
 * `npm run conformance`: the official Python SDK makes every call that `src/cloud` makes to the emulator. Fails if a check of
 * the suite fails, if a call was not made, or if a field that `src/cloud` reads was not compared with its seed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import { createPythonEnvironment, MissingTool } from '../python-environment.ts';
import { coverCalls, coverFields, type Coverage } from './coverage.ts';
import { readLoggedRequests } from './logged-requests.ts';
import { findUsedCalls, type UsedCall } from './used-calls.ts';

/** The exit code of the suite when a check failed; Python itself exits with 1 or 2 when the suite is broken. */
const CHECK_FAILED = 3;

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());

try {
  const passed = await checkConformance();
  log(
    passed ? 'The emulator conforms.' : 'The emulator does not conform, or was not checked in full: see FAILED above.',
  );
  if (!passed) process.exitCode = 1;
} catch (problem) {
  log(problem instanceof MissingTool ? problem.message : String(problem instanceof Error ? problem.stack : problem));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function checkConformance(): Promise<boolean> {
  const python = createPythonEnvironment('tools/conformance', log)('python');
  const emulator = await startEmulator({ seed: { regions: {} } });
  try {
    log(`Checks of the suite, at ${emulator.url}:`);
    const report = join(folder, 'compared.json');
    const passed = await runSuite(python, emulator, report);
    if (passed === undefined) {
      log(interrupted.signal.aborted ? 'Interrupted.' : '  FAILED  The suite ended early.');
      return false;
    }
    const compared = readCompared(report);
    const calls = await usedCalls();
    log('Calls of src/cloud, with all that they send, that the suite made and the emulator accepted:');
    const areCallsCovered = printCoverage(coverCalls(calls, await readLoggedRequests(emulator.url)));
    log('Fields that src/cloud reads and the suite compared with their seed:');
    const areFieldsCovered = printCoverage(coverFields(calls, compared));
    return passed && areCallsCovered && areFieldsCovered;
  } finally {
    await emulator.close();
  }
}

/** @returns no calls where they cannot be found out, which is then printed. */
async function usedCalls(): Promise<readonly UsedCall[]> {
  try {
    return await findUsedCalls();
  } catch (problem) {
    log(`  FAILED  The calls of src/cloud cannot be found out: ${String(problem)}`);
    return [];
  }
}

/** @returns whether every check passed; undefined where the suite did not run to its end. */
function runSuite(python: string, emulator: RunningEmulator, report: string): Promise<boolean | undefined> {
  const child = spawn(python, ['-B', '-m', 'suite', emulator.url, report], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The SDK writes a file into the home folder, and reads proxies and keys from the environment.
    env: { PATH: process.env['PATH'], HOME: folder, USERPROFILE: folder, NO_PROXY: '127.0.0.1', PYTHONUTF8: '1' },
    signal: interrupted.signal,
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 || code === CHECK_FAILED ? code === 0 : undefined));
  });
}

/** @returns `METHOD path field` for each field that was compared. */
function readCompared(report: string): ReadonlySet<string> {
  const value: unknown = JSON.parse(readFileSync(report, 'utf8'));
  if (!Array.isArray(value)) throw new Error('the report of the suite is not a list');
  return new Set(value.map(String));
}

/** @returns whether there are lines, and all of them are covered. */
function printCoverage(lines: readonly Coverage[]): boolean {
  for (const { what, covered } of lines) log(`  ${covered ? 'ok    ' : 'FAILED'}  ${what}`);
  return lines.length > 0 && lines.every(({ covered }) => covered);
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
