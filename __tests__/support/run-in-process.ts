/**
 * The action in this very process: the real host with a real stdout and a real file of outputs, against an emulated cloud
 * without sockets, in virtual time. Only the summary and the report stay in memory, because a disk takes real time. For
 * stories that are many; the bundle itself is run by the scenarios.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulator } from '../../emulator/emulator.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script, ScriptReport } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { readActionFile } from '../../tools/runner/action-file.ts';
import { commandOf, linesOf } from '../../tools/runner/commands.ts';
import { inputEnvironment } from '../../tools/runner/input-environment.ts';
import { readOutputFile } from '../../tools/runner/output-file.ts';
import { readReport } from '../../tools/runner/report.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';
import type { Transport } from '../../src/http/transport.ts';
import { runAction } from '../../src/run.ts';
import { actionsHost } from '../../src/github/actions-host.ts';
import type { Host } from '../../src/github/host.ts';
import { connectOver } from '../../src/connect.ts';
import { createManualClock } from './manual-clock.ts';

export interface InProcess {
  readonly seed: Seed;
  readonly script?: Script;
  /** The `with:` of the step; `undefined` takes an input away. */
  readonly with: Readonly<Record<string, string | undefined>>;
  /** The request token of the emulated GitHub, for a job that may have ID tokens. */
  readonly requestToken?: string;
}

export interface InProcessRun {
  readonly run: Transcript;
  readonly requests: readonly LogEntry[];
  readonly script: ScriptReport;
}

const action = await readActionFile();

/** One at a time: the environment and stdout of the process are the step's meanwhile. */
export async function runInProcess({ seed, script, with: given, requestToken }: InProcess): Promise<InProcessRun> {
  const clock = createManualClock();
  const emulator = createEmulator({ seed, now: () => clock.date().getTime() });
  if (script !== undefined) emulator.setScript(script);
  const wire: Transport = {
    send({ method, url, headers, body }) {
      const reply = emulator.handle({
        method,
        url: url.pathname + url.search,
        headers: { ...headers, host: url.host },
        body,
      });
      return Promise.resolve({ status: reply.status, headers: { ...reply.headers }, body: reply.body });
    },
    close: () => undefined,
  };
  const folder = await mkdtemp(join(tmpdir(), 'in-process-'));
  const output = join(folder, 'output');
  await writeFile(output, '');
  const inputs = Object.entries({ endpoint: 'http://127.0.0.1:1/{service}/{region}', ...given });
  const environment: Readonly<Record<string, string>> = {
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
  const written = { summary: '', report: '' };
  const host: Host = {
    ...actionsHost,
    writeSummary(markdown) {
      written.summary += `${markdown}\n`;
      return Promise.resolve();
    },
    writeReport(parts) {
      written.report = [...parts].join('');
      return Promise.resolve('report.json');
    },
  };
  const stdout = captured();
  const before = new Map(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  try {
    const exitCode = await clock.run(
      runAction(host, {
        clock,
        random: () => 0.5,
        signal: new AbortController().signal,
        connect: (parts) => connectOver(wire, parts),
      }),
    );
    const transcript = transcribed(exitCode, stdout.end(), readOutputFile(await readFile(output, 'utf8')), written);
    return { run: transcript, requests: emulator.requests(), script: emulator.script() };
  } finally {
    stdout.end();
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes over what is written to stdout; `end` gives it back, and the text. */
function captured(): { end(): string } {
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (chunk: Uint8Array | string) => {
    text += Buffer.from(chunk).toString('utf8');
    return true;
  };
  return {
    end() {
      process.stdout.write = write;
      return text;
    },
  };
}

function transcribed(
  exitCode: number,
  stdout: string,
  outputs: Transcript['outputs'],
  { summary, report }: { readonly summary: string; readonly report: string },
): Transcript {
  const commands = linesOf(stdout).flatMap((line) => commandOf(line) ?? []);
  const dataOf = (name: string): string[] => commands.filter((found) => found.name === name).map(({ data }) => data);
  return {
    exitCode,
    killedBy: null,
    signals: [],
    lines: linesOf(stdout),
    stdout,
    stderr: '',
    commands,
    errors: dataOf('error'),
    warnings: dataOf('warning'),
    masks: dataOf('add-mask'),
    outputs,
    summary,
    reportText: report,
    report: readReport(report),
  };
}
