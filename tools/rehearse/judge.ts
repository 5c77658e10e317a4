/** What was played, held against what must happen. */
import type { Entry, Played } from './act.ts';

export interface Expected {
  /** How every run of every job ends; none for a job that is skipped. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  /** Texts that must stand in lines that steps print. */
  readonly lines: readonly string[];
  /** What GitHub shows of each deployment. */
  readonly deployments?: readonly string[];
}

const NOT_PRINTED = 'nobody printed: ';

/** The complaints; none if all is as expected. */
export function judged(
  { exitCode, entries, deployments = [] }: Pick<Played, 'exitCode' | 'entries' | 'deployments'>,
  { jobs, lines, deployments: announced = [] }: Expected,
): readonly string[] {
  const ended = conclusions(entries);
  const ids = [...new Set([...Object.keys(jobs), ...ended.keys()])];
  const red = Object.values(jobs).some((results) => results.includes('failure'));
  const printed = entries.filter(({ raw_output: raw }) => raw).map(({ msg }) => msg.trimEnd());
  return [
    ...ids.flatMap((id) => {
      const [wanted, seen] = [jobs[id] ?? [], ended.get(id) ?? []].map(
        (results) => results.toSorted().join(', ') || 'not run',
      );
      return wanted === seen ? [] : [`job ${id}: ${seen}, and not: ${wanted}`];
    }),
    ...lines.filter((line) => !printed.some((text) => text.includes(line))).map((line) => `${NOT_PRINTED}${line}`),
    ...(deployments.toSorted().join() === announced.toSorted().join()
      ? []
      : [`deployments: ${deployments.join('; ')}, and not: ${announced.join('; ')}`]),
    ...((exitCode === 0) === !red ? [] : [`act ended with ${exitCode}`]),
  ];
}

/** Whether there are complaints, and all of them are of lines that nobody printed. */
export function lacksOnlyLines(complaints: readonly string[]): boolean {
  return complaints.length > 0 && complaints.every((complaint) => complaint.startsWith(NOT_PRINTED));
}

/** How the runs of each job ended. */
function conclusions(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const ended = new Map<string, readonly string[]>();
  for (const { jobID, jobResult } of entries) {
    if (jobID === undefined || jobResult === undefined || jobResult === 'skipped') continue;
    ended.set(jobID, [...(ended.get(jobID) ?? []), jobResult]);
  }
  return ended;
}

/** The last lines of a play, for somebody who looks for the reason. */
export function lastWords({ entries, other }: Played): readonly string[] {
  return [...entries.map(({ jobID, msg }) => `${jobID ?? 'act'} │ ${msg.trimEnd()}`), ...other].slice(-60);
}
