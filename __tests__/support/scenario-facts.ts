/** What scenarios assert about a run and a cloud, in short forms. */
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import { readResults, type Row } from '../../tools/runner/report.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';

/** The rows of the output `results`. */
export function rowsOf(run: Transcript): readonly Row[] {
  return readResults(run.outputs['results'] ?? '');
}

/** `tag → region: verdict`, in the order of the plan. */
export function verdictsOf(run: Transcript): readonly string[] {
  return rowsOf(run).map(({ subject, region, verdict }) => `${subject} → ${region}: ${verdict}`);
}

/** The exit code, and all outputs except `results`, `images` and `report-file`. */
export function conclusionOf(run: Transcript) {
  const list = (name: string): unknown => JSON.parse(run.outputs[name] ?? '');
  return {
    exitCode: run.exitCode,
    status: run.outputs['status'],
    kind: run.outputs['failure-kind'],
    succeeded: list('succeeded-tags'),
    failed: list('failed-tags'),
    ready: list('ready-regions'),
  };
}

/** `GET swr-api cn-north-4 /v2/…`, in the order of arrival. */
export function callsOf(requests: readonly LogEntry[]): readonly string[] {
  return requests.map(({ method, service, region, path }) => `${method} ${service} ${region} ${path}`);
}

/** {@link callsOf} without duplicates, sorted; for runs that poll. */
export function kindsOfCalls(requests: readonly LogEntry[]): readonly string[] {
  return [...new Set(callsOf(requests))].toSorted();
}

/** The requests that change something, in the order of arrival. */
export function changesOf(requests: readonly LogEntry[]): readonly LogEntry[] {
  return requests.filter(({ method, service }) => method !== 'GET' && service !== 'iam');
}

/** Digest by tag of a repository in a region; undefined where the repository does not exist. */
export function tagsOf(
  state: StateSnapshot,
  region: string,
  organization: string,
  repository: string,
): Readonly<Record<string, string>> | undefined {
  return state.regions[region]?.organizations[organization]?.[repository];
}
