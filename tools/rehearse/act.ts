/** Runs workflows on this machine with act: in host mode, without containers and without a network. */
import { spawn, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Event } from './case.ts';

const EntrySchema = v.looseObject({
  msg: v.optional(v.string(), ''),
  jobID: v.optional(v.string()),
  jobResult: v.optional(v.string()),
  raw_output: v.optional(v.boolean(), false),
  command: v.optional(v.string()),
  name: v.optional(v.string()),
  arg: v.optional(v.string()),
});

/** A line of act's log. */
export type LogEntry = Readonly<v.InferOutput<typeof EntrySchema>>;

/** What a run showed. */
export interface ActRun {
  readonly exitCode: number | null;
  readonly entries: readonly LogEntry[];
  /** Lines that are not JSON, such as errors of act itself. */
  readonly other: readonly string[];
  /** The states of each deployment, `environment: state, state`. */
  readonly deployments?: readonly string[];
}

/** What to run. */
export interface ActOptions {
  /** Path of act's binary. */
  readonly act: string;
  /** An empty folder for this run; nothing is written outside of it. */
  readonly folder: string;
  /** The files of the repository, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly event: Event;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  /** Environment of every step. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders in place of published repositories: `owner/name@ref=folder`. */
  readonly published: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs all workflows of the repository that the event starts. */
export async function runAct({
  act,
  folder,
  files,
  event,
  secrets,
  vars,
  published,
  signal,
  ...rest
}: ActOptions): Promise<ActRun> {
  const [repository, home, cache] = [join(folder, 'repository'), join(folder, 'home'), join(folder, 'cache')];
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(repository, path, '..'), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  mkdirSync(home);
  // In host mode act uses the first node of the path for `using: node24`: the one that runs this.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const env = { PATH: path, HOME: home, USERPROFILE: home };
  commitAll(repository, event, env);
  const payload = join(folder, 'event.json');
  writeFileSync(payload, JSON.stringify(event.payload));
  const flags = [
    ...['ubuntu-latest', 'self-hosted'].flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...Object.entries(secrets).flatMap(([name, value]) => ['--secret', `${name}=${value}`]),
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...Object.entries(rest.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...published.flatMap((mapping) => ['--local-repository', mapping]),
    '--eventpath',
    payload,
    '--action-cache-path',
    cache,
    '--no-cache-server',
    '--action-offline-mode',
    '--json',
  ];
  const child = spawn(act, [event.name, ...flags], {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGINT',
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    // An interrupted act still ends its jobs, whose post steps stop the emulators: wait for that.
    child.once('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.once('close', resolve);
  });
  return { exitCode, ...parseLog(Buffer.concat(chunks).toString('utf8')) };
}

/** act reads ref and commit from git; a tag on the commit is the pushed tag. */
function commitAll(repository: string, { tag }: Event, env: Readonly<Record<string, string>>): void {
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@example.com', ...args], {
      cwd: repository,
      env,
      stdio: 'ignore',
    });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message=rehearsal');
  if (tag !== undefined) git('tag', tag);
}

function parseLog(text: string): Pick<ActRun, 'entries' | 'other'> {
  const [entries, other]: [LogEntry[], string[]] = [[], []];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const entry = line.startsWith('{') ? v.safeParse(EntrySchema, parseJson(line)) : undefined;
    if (entry?.success === true) entries.push(entry.output);
    else other.push(line);
  }
  return { entries, other };
}

/** @returns undefined for a text that is not JSON. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
