/**
 * Conformance: the official Python SDK drives the emulator through everything that the product uses. Red if a check of
 * the tour fails, if a call of the product was not made, or if a field that the product reads was not compared.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type RunningEmulator } from '../../emulator/start.ts';
import { Lacking, pythonEnvironment } from '../python-environment.ts';
import { type Coverage, fieldsCovered, routesCovered } from './coverage.ts';
import { type Question, questionsOfTheProduct } from './product.ts';
import { visitsOf } from './visits.ts';

/** What the tour ends with when a check failed; Python itself ends with 1 or 2 when something is wrong with it. */
const FAILED = 3;

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());

try {
  const passed = await conformance();
  say(
    passed ? 'The emulator conforms.' : 'The emulator does not conform, or was not looked at in full: see RED above.',
  );
  if (!passed) process.exitCode = 1;
} catch (problem) {
  say(problem instanceof Lacking ? problem.message : String(problem instanceof Error ? problem.stack : problem));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function conformance(): Promise<boolean> {
  const python = pythonEnvironment('tools/conformance', say)('python');
  const emulator = await startEmulator({ seed: { regions: {} } });
  try {
    say(`The tour, at ${emulator.url}:`);
    const report = join(folder, 'compared.json');
    const passed = await tour(python, emulator, report);
    if (passed === undefined) {
      say(interrupted.signal.aborted ? 'Interrupted.' : '  RED  The tour broke off.');
      return false;
    }
    const compared = comparedIn(report);
    const questions = await asked();
    say('Every call that src/cloud makes, with all that it sends, was made and accepted:');
    const routes = shown(routesCovered(questions, await visitsOf(emulator.url)));
    say('Every field that src/cloud reads was compared with what was seeded:');
    const fields = shown(fieldsCovered(questions, compared));
    return passed && routes && fields;
  } finally {
    await emulator.close();
  }
}

/** Nothing if the product does not get along with the emulator, which is then said. */
async function asked(): Promise<readonly Question[]> {
  try {
    return await questionsOfTheProduct();
  } catch (problem) {
    say(`  RED  What src/cloud asks and reads cannot be found out: ${String(problem)}`);
    return [];
  }
}

/** Whether every check passed; undefined if the tour did not come to its end. */
function tour(python: string, emulator: RunningEmulator, report: string): Promise<boolean | undefined> {
  const child = spawn(python, ['-B', '-m', 'tour', emulator.url, report], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The SDK keeps a file in the home, and the environment could send it through a proxy or give it keys.
    env: { PATH: process.env['PATH'], HOME: folder, USERPROFILE: folder, NO_PROXY: '127.0.0.1', PYTHONUTF8: '1' },
    signal: interrupted.signal,
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 || code === FAILED ? code === 0 : undefined));
  });
}

function comparedIn(report: string): ReadonlySet<string> {
  const value: unknown = JSON.parse(readFileSync(report, 'utf8'));
  if (!Array.isArray(value)) throw new Error('the report of the tour is not a list');
  return new Set(value.map(String));
}

/** Prints a line each; true if all of it is covered, and there is something. */
function shown(lines: readonly Coverage[]): boolean {
  for (const { what, covered } of lines) say(`  ${covered ? 'ok ' : 'RED'}  ${what}`);
  return lines.length > 0 && lines.every(({ covered }) => covered);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
