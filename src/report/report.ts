/** Reports a run: log, annotation, report file, job summary and outputs. */
import { stackLines } from '../errors.ts';
import type { Host } from '../github/host.ts';
import type { Redactor } from '../redaction.ts';
import { annotation, headline, tally } from './messages.ts';
import { outputsOf } from './outputs.ts';
import { reportFileOf } from './report-file.ts';
import { createRunReport } from './run-report.ts';
import type { RunResult } from './run-result.ts';
import { summaryOf } from './summary.ts';

/**
 * Writes everything that the workflow sees.
 * @returns the exit code of the step
 */
export async function report(result: RunResult, host: Host, redactor: Redactor): Promise<0 | 1> {
  const run = createRunReport(result, redactor);
  const { conclusion, results, failure } = run;
  for (const line of failure === undefined ? [] : stackLines(failure)) host.info(line);

  const reportFile = await orWarn('', 'report file', host, () => host.writeReport(reportFileOf(run)));
  await orWarn(undefined, 'job summary', host, () => host.writeSummary(summaryOf(run)));
  const { outputs, omitted } = outputsOf(run, reportFile);
  for (const [name, text] of Object.entries(outputs)) host.setOutput(name, text);
  if (omitted.results + omitted.images > 0) {
    host.warning(
      `The outputs are too large: ${omitted.results} results and ${omitted.images} images are ${reportFile === '' ? 'left out' : `only in ${reportFile}`}.`,
    );
  }

  host.info(results.length === 0 ? headline(run) : `${headline(run)} (${tally(results)}).`);
  if (conclusion.exitCode === 1) host.error(annotation(run));
  else if (conclusion.status !== 'succeeded') host.warning(annotation(run));
  return conclusion.exitCode;
}

/** Runs `write`; a failure becomes a warning and `otherwise`, because it changes no verdict. */
async function orWarn<T>(otherwise: T, what: string, host: Host, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.warning(`The ${what} could not be written: ${reason}`);
    return otherwise;
  }
}
