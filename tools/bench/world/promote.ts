/** The action, as it is, in a world of a benchmark; and what the world saw of it. */
import type { LogEntry } from '../../../emulator/request-log.ts';
import { runAction } from '../../../src/run.ts';
import { connectOver } from '../../../src/connect.ts';
import type { Host } from '../../../src/github/host.ts';
import { KEY, REPOSITORY, SOURCE, TEAM, type World, type WorldParts } from './world.ts';

/** One job. */
export interface Job {
  /** From its first moment to its last, in virtual milliseconds. */
  readonly tookMs: number;
  readonly exitCode: number;
  readonly results: readonly Result[];
  /** Lines of log. */
  readonly lines: number;
}

export interface Played extends Job {
  readonly requests: readonly LogEntry[];
}

type Inputs = Readonly<Record<string, string>>;

export interface Result {
  readonly subject: string;
  readonly region: string;
  readonly verdict: string;
  readonly seconds: number;
}

/** Copies what there is to copy in the world, in one job. */
export function playSync(world: World, random: () => number): Promise<Played> {
  return play(world, random, copying(world, world.parts));
}

/** Runs an operation to its end. */
export async function play(world: World, random: () => number, inputs: Inputs): Promise<Played> {
  world.emulator.clearRequests();
  const job = await world.clock.run(begun(world, random, inputs));
  return { ...job, requests: world.emulator.requests() };
}

/** Copies each of these parts in a job of its own, all at the same time. */
export async function playTogether(
  world: World,
  parts: readonly (Pick<WorldParts, 'tags' | 'targets'> & { readonly random: () => number })[],
): Promise<{ readonly jobs: readonly Job[]; readonly requests: readonly LogEntry[] }> {
  world.emulator.clearRequests();
  const all = parts.map((part) => begun(world, part.random, copying(world, part)));
  const jobs = await world.clock.run(Promise.all(all));
  return { jobs, requests: world.emulator.requests() };
}

function copying(world: World, { tags, targets }: Pick<WorldParts, 'tags' | 'targets'>): Inputs {
  return {
    operation: 'sync-tags',
    namespace: TEAM,
    repository: REPOSITORY,
    tags: tags.join('\n'),
    'target-regions': targets.join('\n'),
    'target-project-ids': targets.map((region) => `${region}=${world.projectOf(region)}`).join('\n'),
  };
}

async function begun({ clock, wire, projectOf }: World, random: () => number, inputs: Inputs): Promise<Job> {
  const given: Inputs = {
    endpoint: 'http://127.0.0.1:1/{service}/{region}',
    region: SOURCE,
    'project-id': projectOf(SOURCE),
    'access-key': KEY.accessKey,
    'secret-key': KEY.secretKey,
    timeout: '2h',
    ...inputs,
  };
  const { host, written } = createQuietHost(given);
  const start = clock.now();
  const connect = (parts: Parameters<typeof connectOver>[1]) => connectOver(wire, parts);
  const exitCode = await runAction(host, { clock, random, signal: new AbortController().signal, connect });
  const { results }: { results: readonly Result[] } = JSON.parse(written.report);
  return { tookMs: clock.now() - start, exitCode, results, lines: written.lines };
}

const nothing = (): void => undefined;

/** A runner that keeps nothing but the report. */
function createQuietHost(inputs: Inputs): {
  readonly host: Host;
  readonly written: { report: string; lines: number };
} {
  const written = { report: '', lines: 0 };
  const host: Host = {
    input: (name) => inputs[name] ?? '',
    env: () => '',
    mask: nothing,
    releaseTag: () => undefined,
    info() {
      written.lines += 1;
    },
    warning: nothing,
    error: nothing,
    openGroup: nothing,
    closeGroup: nothing,
    setOutput: nothing,
    writeSummary: () => Promise.resolve(),
    writeReport(parts) {
      written.report = [...parts].join('');
      return Promise.resolve('report.json');
    },
  };
  return { host, written };
}

/** Requests by what they are for. */
export interface Counts {
  readonly sourceLists: number;
  readonly targetLists: number;
  readonly jobLists: number;
  readonly posts: number;
  readonly others: number;
  readonly all: number;
}

const isTags = ({ path }: LogEntry): boolean => path.endsWith('/tags');

export function countsOf(requests: readonly LogEntry[]): Counts {
  const count = (fits: (entry: LogEntry) => boolean): number => requests.filter(fits).length;
  const sourceLists = count((entry) => isTags(entry) && entry.region === SOURCE);
  const targetLists = count((entry) => isTags(entry) && entry.region !== SOURCE);
  const jobLists = count(({ path }) => path.endsWith('/sync_job'));
  const posts = count(({ method }) => method === 'POST');
  const all = requests.length;
  return { sourceLists, targetLists, jobLists, posts, others: all - sourceLists - targetLists - jobLists - posts, all };
}
