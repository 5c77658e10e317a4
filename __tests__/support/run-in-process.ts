/**
 * Runs the action in the process of the tests, in virtual time: the real host with a real stdout and a real file of
 * outputs, against an emulated cloud without sockets. The scenarios run the bundle itself; this is for what takes a long
 * time, depends on when something happens, or is repeated often.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script, ScriptReport } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { createEmulatedTransport } from '../../tools/chaos/emulated-transport.ts';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { commandOf, linesOf } from '../../tools/runner/commands.ts';
import { inputEnvironment } from '../../tools/runner/input-environment.ts';
import { readOutputFile } from '../../tools/runner/output-file.ts';
import { readReport } from '../../tools/runner/report.ts';
import type { ActionRun, Transcript } from '../../tools/runner/run-action.ts';
import { runAction } from '../../src/run.ts';
import { actionsHost } from '../../src/github/actions-host.ts';
import type { Host } from '../../src/github/host.ts';
import { connectOver } from '../../src/connect.ts';
import { createManualClock } from './manual-clock.ts';

/** One step that runs in the process of the tests. */
export interface InProcessStep extends Pick<ActionRun, 'onLine'> {
  /** The `with:` of the step; `undefined` takes an input away. */
  readonly with: Readonly<Record<string, string | undefined>>;
  /** The request token of the emulated GitHub, for a job that may have ID tokens. */
  readonly requestToken?: string;
  /** When the job is stopped, in milliseconds of virtual time after the start. */
  readonly stopAtMs?: number;
}

/** An emulated cloud with its virtual clock. Steps run one after the other, at the times at which the earlier ones ended. */
export interface InProcessCloud {
  readonly emulator: Emulator;
  run(step: InProcessStep): Promise<Transcript>;
}

/** What one run in a cloud of its own came to. */
export interface InProcessRun {
  readonly run: Transcript;
  readonly requests: readonly LogEntry[];
  readonly script: ScriptReport;
}

const action = await readActionFile();

/** During a run the environment and stdout of the process are those of the step. */
const oneAtATime = pLimit(1);

/** Throws when the seed or the script is wrong. */
export function createInProcessCloud(seed: Seed, script: Script = {}): InProcessCloud {
  const clock = createManualClock();
  const emulator = createEmulator({ seed, now: () => clock.date().getTime() });
  emulator.setScript(script);
  const wire = createEmulatedTransport(emulator, clock, { before: () => undefined, after: () => undefined });
  return {
    emulator,
    run: (step) =>
      oneAtATime(async () => {
        const folder = await mkdtemp(join(tmpdir(), 'in-process-'));
        const output = join(folder, 'output');
        await writeFile(output, '');
        const stop = new AbortController();
        const signals: string[] = [];
        const written = { summary: '', report: '' };
        const restoreEnvironment = setEnvironment(environmentOf(step, output));
        const stdout = captureStdout((line) =>
          step.onLine?.(line, (signal) => {
            signals.push(signal);
            stop.abort();
          }),
        );
        const cancelStop = step.stopAtMs === undefined ? undefined : clock.after(step.stopAtMs, () => stop.abort());
        try {
          const exitCode = await clock.run(
            runAction(hostOf(written), {
              clock,
              random: () => 0.5,
              signal: stop.signal,
              connect: (parts) => connectOver(wire, parts),
            }),
          );
          const outputs = readOutputFile(await readFile(output, 'utf8'));
          return transcriptOf({ exitCode, signals, stdout: stdout.end(), outputs, ...written });
        } finally {
          cancelStop?.();
          stdout.end();
          restoreEnvironment();
          await rm(folder, { recursive: true, force: true });
        }
      }),
  };
}

/** Runs one step in a cloud of its own. */
export async function runInProcess({
  seed,
  script,
  ...step
}: InProcessStep & { readonly seed: Seed; readonly script?: Script }): Promise<InProcessRun> {
  const cloud = createInProcessCloud(seed, script);
  const transcript = await cloud.run(step);
  return { run: transcript, requests: cloud.emulator.requests(), script: cloud.emulator.script() };
}

function environmentOf({ with: given, requestToken }: InProcessStep, output: string): Readonly<Record<string, string>> {
  const inputs = Object.entries({ endpoint: 'http://127.0.0.1:1/{service}/{region}', ...given });
  return {
    ...inputEnvironment(
      action,
      Object.fromEntries(inputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ),
    GITHUB_OUTPUT: output,
    ...(requestToken === undefined
      ? {}
      : {
          ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/_/github/oidc/token',
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
        }),
  };
}

/** Sets variables of this process; the function returned restores what they were before. */
function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = new Map(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** The real host. Only the summary and the report stay in memory, because writing files takes real time. */
function hostOf(written: { summary: string; report: string }): Host {
  return {
    ...actionsHost,
    writeSummary(markdown) {
      written.summary += `${markdown}\n`;
      return Promise.resolve();
    },
    writeReport(text, name) {
      if (name === 'plan.json') return Promise.resolve(name);
      written.report = text;
      return Promise.resolve('report.json');
    },
  };
}

/** Diverts stdout until `end`, which returns all that was written. */
function captureStdout(onLine: (line: string) => void): { end(): string } {
  const { write } = process.stdout;
  let [text, rest] = ['', ''];
  process.stdout.write = (chunk: Uint8Array | string) => {
    const more = Buffer.from(chunk).toString('utf8');
    text += more;
    const lines = (rest + more).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    return true;
  };
  return {
    end() {
      process.stdout.write = write;
      return text;
    },
  };
}

function transcriptOf({
  stdout,
  report,
  ...rest
}: Pick<Transcript, 'exitCode' | 'signals' | 'stdout' | 'outputs' | 'summary'> & {
  readonly report: string;
}): Transcript {
  const commands = linesOf(stdout).flatMap((line) => commandOf(line) ?? []);
  const dataOf = (name: string): string[] => commands.filter((found) => found.name === name).map(({ data }) => data);
  return {
    ...rest,
    killedBy: null,
    lines: linesOf(stdout),
    stdout,
    stderr: '',
    commands,
    errors: dataOf('error'),
    warnings: dataOf('warning'),
    masks: dataOf('add-mask'),
    reportText: report,
    report: readReport(report),
  };
}
