/** Compares a run of act with what is expected. */
import type { ActRun, LogEntry } from './act.ts';

/** What a run must show. */
export interface Expected {
  /** How every run of every job ends; an empty list for a job that is skipped. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  /** Texts that steps must print. */
  readonly lines: readonly string[];
  /** The states of each deployment, `environment: state, state`. */
  readonly deployments?: readonly string[];
}

const NOT_PRINTED = 'no step printed: ';

/** @returns one sentence per difference. */
export function findDifferences(
  { exitCode, entries, deployments = [] }: Pick<ActRun, 'exitCode' | 'entries' | 'deployments'>,
  { jobs, lines, deployments: expectedDeployments = [] }: Expected,
): readonly string[] {
  const ended = conclusionsOf(entries);
  const ids = [...new Set([...Object.keys(jobs), ...ended.keys()])];
  const isFailing = Object.values(jobs).some((results) => results.includes('failure'));
  const printed = entries.filter(({ raw_output: raw }) => raw).map(({ msg }) => msg.trimEnd());
  return [
    ...ids.flatMap((id) => {
      const [wanted, seen] = [jobs[id] ?? [], ended.get(id) ?? []].map(
        (results) => results.toSorted().join(', ') || 'not run',
      );
      return wanted === seen ? [] : [`job ${id}: ${seen}, not ${wanted}`];
    }),
    ...lines.filter((line) => !printed.some((text) => text.includes(line))).map((line) => `${NOT_PRINTED}${line}`),
    ...(deployments.toSorted().join() === expectedDeployments.toSorted().join()
      ? []
      : [`deployments: ${deployments.join('; ')}, not ${expectedDeployments.join('; ')}`]),
    ...((exitCode === 0) === !isFailing ? [] : [`act ended with ${exitCode}`]),
  ];
}

/** Whether there are differences, and all of them are missing lines. */
export function lacksOnlyLines(differences: readonly string[]): boolean {
  return differences.length > 0 && differences.every((difference) => difference.startsWith(NOT_PRINTED));
}

/** @returns how the runs of each job ended, by the id of the job. */
function conclusionsOf(entries: readonly LogEntry[]): ReadonlyMap<string, readonly string[]> {
  const ended = new Map<string, readonly string[]>();
  for (const { jobID, jobResult } of entries) {
    if (jobID === undefined || jobResult === undefined || jobResult === 'skipped') continue;
    ended.set(jobID, [...(ended.get(jobID) ?? []), jobResult]);
  }
  return ended;
}

/** @returns the last 60 lines of act, to find out why a run differs. */
export function lastLinesOf({ entries, other }: ActRun): readonly string[] {
  return [...entries.map(({ jobID, msg }) => `${jobID ?? 'act'} │ ${msg.trimEnd()}`), ...other].slice(-60);
}
