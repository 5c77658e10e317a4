/** Runs the bundled action as the GitHub runner does, and collects everything that the runner sees of it. */
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
/** `npm run runtimes` sets this to the other versions of Node that runners have. */
const NODE = process.env['RUNNER_NODE'] ?? process.execPath;
const DECLARED_OUTPUTS: readonly string[] = action.outputs.map(({ name }) => name).toSorted();

/** One step of a job: what the runner gives to the action's process. */
export interface ActionRun {
  /** The `with:` of the step. */
  readonly with: Readonly<Record<string, string>>;
  /** The `env:` of the step. Overrides the runner's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** The event that started the workflow; `workflow_dispatch` on the branch `main` if left out. */
  readonly event?: { readonly name: string; readonly ref: string; readonly payload: unknown };
  /** A folder for the files of the runner, which is kept; a temporary one if left out. */
  readonly folder?: string;
  /** A process that runs longer than this hangs, and is killed; null for no limit. Four minutes if left out. */
  readonly hangLimitMs?: number | null;
  /** Called once, when the process has been started. */
  readonly onStart?: (stop: Stop) => Promise<void>;
  /** Called with every line of stdout while the action runs. */
  readonly onLine?: (line: string, stop: Stop) => void;
}

/** Sends a signal to the process. The runner sends SIGINT, then SIGTERM after 7.5 s, then SIGKILL after 2.5 s. */
export type Stop = (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;

/** What the runner has of a step when its process has ended. */
export interface Transcript {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  /** The signal that ended the process, or null. */
  readonly killedBy: string | null;
  /** The signals that were sent through {@link Stop}, in order. */
  readonly signals: readonly string[];
  /** The lines of stdout; a lone carriage return ends one as well. */
  readonly lines: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  /** Everything in stdout and stderr that the runner executes as a command. */
  readonly commands: readonly Command[];
  /** The data of the `error` commands; of `warning` and `add-mask` below. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly masks: readonly string[];
  /** By name; always exactly those that action.yml declares. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary, as Markdown. */
  readonly summary: string;
  /** The content of the report file. */
  readonly reportText: string;
  readonly report: ReportFile;
}

/** Far more than any run of a test takes on a busy machine. */
const HANG_LIMIT_MS = 240_000;

/**
 * Runs the step, and resolves when its process has ended. Rejects when the outputs are not exactly the declared ones, or
 * when the runner could not parse them.
 */
export async function runAction(run: ActionRun): Promise<Transcript> {
  const folder = run.folder ?? (await mkdtemp(join(tmpdir(), 'action-run-')));
  try {
    const files = await prepareFiles(folder, run.event?.payload ?? {});
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
    const ended = await spawnAction(environment, files.workspace, run);
    return await readTranscript(ended, files);
  } finally {
    if (run.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

type Files = Awaited<ReturnType<typeof prepareFiles>>;
type Ended = Awaited<ReturnType<typeof spawnAction>>;

async function prepareFiles(folder: string, payload: unknown) {
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

async function spawnAction(env: Record<string, string>, cwd: string, run: ActionRun) {
  const { onStart, onLine, hangLimitMs = HANG_LIMIT_MS } = run;
  const child = spawn(NODE, [ENTRY], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const hangGuard = hangLimitMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), hangLimitMs);
  const decoder = new StringDecoder('utf8');
  let [stdout, rest] = ['', ''];
  const errors: Buffer[] = [];
  const signals: string[] = [];
  const stop: Stop = (signal) => {
    signals.push(signal);
    child.kill(signal);
  };
  child.once('spawn', () => void onStart?.(stop));
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
  ).finally(() => clearTimeout(hangGuard));
  return { exitCode, killedBy, signals, stdout, stderr: Buffer.concat(errors).toString('utf8') };
}

async function readTranscript(
  { exitCode, killedBy, signals, stdout, stderr }: Ended,
  files: Files,
): Promise<Transcript> {
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
