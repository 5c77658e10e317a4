/** Runs the bundled action as the GitHub runner does, and writes down all that the runner would see of it. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { readActionFile } from './action-file.ts';
import { commandOf, linesOf, type Command } from './commands.ts';
import { inputEnvironment } from './input-environment.ts';
import { readOutputFile } from './output-file.ts';
import { readReport, type ReportFile } from './report.ts';

const action = await readActionFile();
const ENTRY = join(import.meta.dirname, '../..', action.main);
/** A runner brings its own Node: `npm run runtimes` names others than the one that runs this. */
const NODE = process.env['RUNNER_NODE'] ?? process.execPath;
const DECLARED_OUTPUTS: readonly string[] = action.outputs.map(({ name }) => name).toSorted();

export interface ActionRun {
  /** The `with:` of the step. */
  readonly with: Readonly<Record<string, string>>;
  /** The `env:` of the step; a key of the runner's own is overridden. */
  readonly env?: Readonly<Record<string, string>>;
  /** What started the workflow; somebody by hand, on a branch, if not given. */
  readonly event?: { readonly name: string; readonly ref: string; readonly payload: unknown };
  /** Called with every line while the action runs. */
  readonly onLine?: (line: string, stop: Stop) => void;
}

/** What the runner sends to a process that is to end, the last of them when it has lost its patience. */
export type Stop = (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;

export interface Transcript {
  readonly exitCode: number | null;
  /** Set when the process did not end by itself. */
  readonly killedBy: string | null;
  /** The signals that `onLine` had it sent, in order. */
  readonly signals: readonly string[];
  /** Of stdout, as the runner breaks them. */
  readonly lines: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  /** Everything that the runner takes for a command, on both streams. */
  readonly commands: readonly Command[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly masks: readonly string[];
  /** Exactly the declared ones, or the run is not accepted. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly reportText: string;
  readonly report: ReportFile;
}

/** Nothing that the action does may take longer; a process that hangs is ended so that it does not outlive its caller. */
const HANGING_MS = 50_000;

/** Resolves when the process has ended, however it did. Rejects where the runner would call the outputs broken. */
export async function runAction(run: ActionRun): Promise<Transcript> {
  const folder = await mkdtemp(join(tmpdir(), 'action-run-'));
  try {
    const files = await prepared(folder, run.event?.payload ?? {});
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: files.home,
      ...inputEnvironment(action, run.with),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: run.event?.name ?? 'workflow_dispatch',
      GITHUB_EVENT_PATH: files.event,
      GITHUB_REF: run.event?.ref ?? 'refs/heads/main',
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_WORKSPACE: files.workspace,
      RUNNER_TEMP: files.temp,
      ...run.env,
    };
    const ended = await spawned(environment, files.workspace, run.onLine);
    return await transcribed(ended, files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Files = Awaited<ReturnType<typeof prepared>>;
type Ended = Awaited<ReturnType<typeof spawned>>;

async function prepared(folder: string, payload: unknown) {
  const [temp, workspace, home] = [join(folder, 'temp'), join(folder, 'workspace'), join(folder, 'home')] as const;
  const commands = join(temp, '_runner_file_commands');
  await Promise.all([commands, workspace, home].map((path) => mkdir(path, { recursive: true })));
  const files = {
    output: join(commands, 'output'),
    summary: join(commands, 'summary'),
    event: join(temp, 'event.json'),
  };
  await writeFile(files.output, '');
  await writeFile(files.summary, '');
  await writeFile(files.event, JSON.stringify(payload));
  return { temp, workspace, home, ...files };
}

async function spawned(env: Record<string, string>, cwd: string, onLine: ActionRun['onLine']) {
  const child = spawn(NODE, [ENTRY], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const hanging = setTimeout(() => child.kill('SIGKILL'), HANGING_MS);
  const decoder = new StringDecoder('utf8');
  let [stdout, rest] = ['', ''];
  const errors: Buffer[] = [];
  const signals: string[] = [];
  const stop: Stop = (signal) => {
    signals.push(signal);
    child.kill(signal);
  };
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    const text = decoder.write(chunk);
    stdout += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line, stop);
  });
  const { exitCode, killedBy } = await new Promise<{ exitCode: number | null; killedBy: string | null }>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ exitCode: code, killedBy: signal }));
    },
  ).finally(() => clearTimeout(hanging));
  return { exitCode, killedBy, signals, stdout, stderr: Buffer.concat(errors).toString('utf8') };
}

async function transcribed({ exitCode, killedBy, signals, stdout, stderr }: Ended, files: Files): Promise<Transcript> {
  const outputs = readOutputFile(await readFile(files.output, 'utf8'));
  const names = Object.keys(outputs).toSorted();
  if (JSON.stringify(names) !== JSON.stringify(DECLARED_OUTPUTS)) {
    throw new Error(`The outputs set are ${JSON.stringify(names)}; exit code ${exitCode}.\n${stdout}\n${stderr}`);
  }
  const commands = [stderr, stdout].flatMap(linesOf).flatMap((line) => commandOf(line) ?? []);
  const dataOf = (name: string): string[] => commands.filter((found) => found.name === name).map(({ data }) => data);
  const reportText = await readFile(outputs['report-file'] ?? '', 'utf8');
  return {
    exitCode,
    killedBy,
    signals,
    lines: linesOf(stdout),
    stdout,
    stderr,
    commands,
    errors: dataOf('error'),
    warnings: dataOf('warning'),
    masks: dataOf('add-mask'),
    outputs,
    summary: await readFile(files.summary, 'utf8'),
    reportText,
    report: readReport(reportText),
  };
}
