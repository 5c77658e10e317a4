/** Starts the bundled action the way the GitHub runner does, and gives back everything that a workflow would see of it. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readActionFile } from './action-file.ts';

const ROOT = resolve(import.meta.dirname, '..');

export interface ActionRun {
  /** The `with:` block. An empty text takes the default of action.yml away, as on the runner. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Further variables of the job. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told of every line of the log as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface ActionResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

export async function runAction({ inputs, env = {}, onLine = () => undefined }: ActionRun): Promise<ActionResult> {
  const folder = await mkdtemp(join(tmpdir(), 'local-runner-'));
  const [outputFile, summaryFile] = [join(folder, 'output'), join(folder, 'summary')];
  await Promise.all([writeFile(outputFile, ''), writeFile(summaryFile, '')]);
  try {
    const { exitCode, stdout, stderr } = await start(
      {
        ...(await inputVariables(inputs)),
        PATH: process.env['PATH'] ?? '',
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: folder,
        ...env,
      },
      folder,
      onLine,
    );
    const [outputText, summary] = await Promise.all([readFile(outputFile, 'utf8'), readFile(summaryFile, 'utf8')]);
    return { exitCode, stdout, stderr, outputs: parseOutputs(outputText), summary };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names in capitals, only spaces replaced: hyphens stay. A default counts only where the workflow is silent. */
async function inputVariables(inputs: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const values = new Map((await readActionFile()).inputs.map((input) => [input.name, input.default]));
  for (const [name, value] of Object.entries(inputs)) values.set(name, value);
  return Object.fromEntries(
    [...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

async function start(
  env: Record<string, string>,
  cwd: string,
  onLine: (line: string) => void,
): Promise<Pick<ActionResult, 'exitCode' | 'stdout' | 'stderr'>> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'index.js')], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  let unfinished = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
    const lines = (unfinished + chunk).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const exitCode = await new Promise<number>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done(code ?? -1));
  });
  return { exitCode, ...text };
}

/** The file commands of the runner: `name=value`, or `name<<delimiter` and lines up to the delimiter. The last one wins. */
export function parseOutputs(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter);
      if (end === -1) throw new Error(`output ${name} has no end`);
      outputs.set(
        name,
        lines
          .splice(0, end + 1)
          .slice(0, -1)
          .join('\n'),
      );
    } else if (line.includes('=')) {
      outputs.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
    }
  }
  return outputs;
}
