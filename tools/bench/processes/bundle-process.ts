/** Runs a bundle in a process of its own, as the runner does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readActionFile } from '../../runner/action-file.ts';
import { inputEnvironment } from '../../runner/input-environment.ts';

const action = await readActionFile();

/** A bundle and the inputs of its step. */
export interface Bundle {
  /** The path of its index.js. */
  readonly entry: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts it with PATH as the only inherited variable. `ended` resolves with the exit code, null after a signal. */
export function startBundle(
  { entry, inputs }: Bundle,
  { options = [], env = {} }: { readonly options?: readonly string[]; readonly env?: Record<string, string> } = {},
): { readonly child: ChildProcess; readonly ended: Promise<number | null> } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const child = spawn(process.execPath, [...options, entry], {
    env: {
      PATH: process.env['PATH'],
      ...inputEnvironment(action, inputs),
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: folder,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
  return { child, ended };
}

/** Runs it to its end with these options of Node; resolves with its peak resident memory in kB. */
export async function measurePeakMemory(
  bundle: Bundle,
  nodeOptions: readonly string[] = [],
): Promise<{ readonly peakKb: number; readonly exitCode: number | null }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-peak-'));
  const file = join(folder, 'peak');
  try {
    const preload = pathToFileURL(join(import.meta.dirname, 'write-peak-memory.mjs')).href;
    const exitCode = await startBundle(bundle, {
      options: [...nodeOptions, '--import', preload],
      env: { PEAK_FILE: file },
    }).ended;
    return { peakKb: Number(readFileSync(file, 'utf8')), exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
