/** The action, as it is, in a world of a benchmark; and what the world saw of it. */
import type { LogEntry } from '../../emulator/request-log.ts';
import { run } from '../../src/run.ts';
import { connectOver } from '../../src/runner/connect.ts';
import type { Host } from '../../src/runner/host.ts';
import { KEY, REPOSITORY, SOURCE, TEAM, type World } from './world.ts';

export interface Played {
  /** From the first moment to the last, in virtual milliseconds. */
  readonly tookMs: number;
  readonly exitCode: number;
  readonly requests: readonly LogEntry[];
  readonly results: readonly Result[];
  /** Lines of log. */
  readonly lines: number;
}

export interface Result {
  readonly subject: string;
  readonly region: string;
  readonly verdict: string;
  readonly seconds: number;
}

export async function playSync(world: World, random: () => number): Promise<Played> {
  const { tags, targets } = world.parts;
  return play(world, random, {
    operation: 'sync-tags',
    namespace: TEAM,
    repository: REPOSITORY,
    tags: tags.join('\n'),
    'target-regions': targets.join('\n'),
    'target-project-ids': targets.map((region) => `${region}=${world.projectOf(region)}`).join('\n'),
  });
}

/** Runs an operation to its end. */
export async function play(
  world: World,
  random: () => number,
  inputs: Readonly<Record<string, string>>,
): Promise<Played> {
  const { clock, emulator, wire } = world;
  emulator.clearRequests();
  const given: Readonly<Record<string, string>> = {
    endpoint: 'http://127.0.0.1:1/{service}/{region}',
    region: SOURCE,
    'project-id': world.projectOf(SOURCE),
    'access-key': KEY.accessKey,
    'secret-key': KEY.secretKey,
    timeout: '2h',
    ...inputs,
  };
  const { host, written } = createQuietHost(given);
  const begun = clock.now();
  const connect = (parts: Parameters<typeof connectOver>[1]) => connectOver(wire, parts);
  const { exitCode } = await clock.run(run(host, { clock, random, signal: new AbortController().signal, connect }));
  const requests = emulator.requests();
  const { results }: { results: readonly Result[] } = JSON.parse(written.report);
  return { tookMs: clock.now() - begun, exitCode, requests, results, lines: written.lines };
}

const nothing = (): void => undefined;

/** A runner that keeps nothing but the report. */
function createQuietHost(inputs: Readonly<Record<string, string>>): {
  readonly host: Host;
  readonly written: { report: string; lines: number };
} {
  const written = { report: '', lines: 0 };
  const host: Host = {
    input: (name) => inputs[name] ?? '',
    env: () => '',
    mask: nothing,
    releaseTag: () => Promise.resolve(undefined),
    deployments: () => Promise.reject(new Error('not part of a benchmark')),
    idToken: () => Promise.reject(new Error('not part of a benchmark')),
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
