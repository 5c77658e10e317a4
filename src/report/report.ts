/** Reports a run: report file, outputs, log, annotations and job summary. */
import { stackLines } from '../errors.ts';
import type { Host } from '../github/host.ts';
import type { Redactor } from '../redaction.ts';
import { annotationsOf, failureLines, headline } from './messages.ts';
import { outputsOf } from './outputs.ts';
import { reportFileOf } from './report-file.ts';
import { createRunReport, type RunReport } from './run-report.ts';
import type { RunResult } from './run-result.ts';
import { summaryOf } from './summary.ts';

/**
 * Writes everything that the workflow sees. What the steps after this one need comes first: the outputs, and before them
 * the report file, which they name. Without outputs the step fails.
 * @returns the exit code of the step
 */
export async function report(result: RunResult, host: Host, redactor: Redactor): Promise<0 | 1> {
  const run = createRunReport(result, redactor);
  const { conclusion, failure } = run;
  const title = run.operation || 'Image promotion';
  /** Runs `write`; a failure becomes a warning and `otherwise`, because it changes no verdict. */
  const orWarn = async <T>(otherwise: T, what: string, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      host.warning(`The ${what} could not be written: ${reasonOf(error)}`, title);
      return otherwise;
    }
  };

  const reportFile = await orWarn('', 'report file', () => host.writeReport(reportFileOf(run)));
  const outputFailure = writeOutputs(run, reportFile, host, title);
  const exitCode = outputFailure === undefined ? conclusion.exitCode : 1;

  for (const line of failure === undefined ? [] : stackLines(failure)) host.info(line);
  for (const line of failureLines(run)) host.info(line);
  host.info(headline(run, outputFailure));
  for (const { message, title: cause } of annotationsOf(run, outputFailure)) {
    if (exitCode === 1) host.error(message, cause);
    else host.warning(message, cause);
  }
  if (conclusion.unprovedRegions.length > 0) {
    const regions = conclusion.unprovedRegions.join(', ');
    host.warning(`ready-regions is without ${regions}: all is ok there, but not proved.`, title);
  }
  await orWarn(undefined, 'job summary', () =>
    host.writeSummary(summaryOf(run, { exitCode, reportFile, outputFailure })),
  );
  return exitCode;
}

/** @returns why they could not be written, in a sentence. */
function writeOutputs(run: RunReport, reportFile: string, host: Host, title: string): string | undefined {
  const { outputs, tooLarge } = outputsOf(run, reportFile);
  try {
    for (const [name, text] of Object.entries(outputs)) host.setOutput(name, text);
  } catch (error) {
    return `The outputs could not be written to GITHUB_OUTPUT (usual cause: the user of the job's container may not write to the runner's files, and must be root): ${reasonOf(error)}`;
  }
  if (tooLarge.length > 0) {
    host.warning(
      reportFile === ''
        ? `Too large for a variable of a later step, and whole, because there is no report file: ${tooLarge.join(', ')}.`
        : `Left out of the outputs, which hold 100,000 bytes each: ${tooLarge.join(', ')}. All of it is in ${reportFile}.`,
      title,
    );
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
