/**
 * Records simulated scenarios as JSON lines, one line per scenario, so that two checkouts can be compared with `diff`:
 * equal files mean equal verdicts, outputs, exit codes and requests. Messages and the log are left out, as wording may
 * change.
 */
import * as v from 'valibot';
import type { RecordedRequest, RecordedRun, Recording } from './recording.ts';

const ResultsSchema = v.array(v.record(v.string(), v.unknown()));

/** The line of one scenario, without a line break. Times are milliseconds since the run began. */
export function recordLine(number: number, { scenario, runs }: Recording): string {
  return JSON.stringify({ number, operation: scenario.inputs['operation'], runs: runs.map(runRecord) });
}

function runRecord(run: RecordedRun) {
  const { exitCode, begunAt, endedAt, outputs, requests } = run;
  return {
    exitCode,
    durationMs: endedAt - begunAt,
    outputs: outputRecord(outputs),
    requests: requests.map((request) => requestRecord(request, begunAt)),
  };
}

function requestRecord({ at, service, region, method, path, query, body, status }: RecordedRequest, begunAt: number) {
  return { atMs: at - begunAt, method, service, region, path, query, body, status };
}

/** The outputs but for the path of the report file, with the results parsed and their messages left out. */
function outputRecord(outputs: RecordedRun['outputs']) {
  const { results = '[]', ...others } = outputs;
  const { 'report-file': _path, ...plain } = others;
  const rows = v.parse(ResultsSchema, JSON.parse(results)).map(({ message: _message, ...row }) => row);
  return { ...plain, results: rows };
}
