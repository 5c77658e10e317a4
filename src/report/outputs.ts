/** The outputs: all of them in every run, whatever the verdict. */
import { failuresFirst } from './results.ts';
import type { RunReport } from './run-report.ts';

/** GitHub takes a megabyte of outputs a job, counted in UTF-16; a later step may need some of it too. */
export const RESULTS_LIMIT = 200_000;

/**
 * The text of every output of action.yml, lists as JSON arrays, and how many rows of `results` and of `images` were
 * omitted because of the limit. `reportFile` is its path; empty where it could not be written.
 */
export function outputsOf({ conclusion, results, images }: RunReport, reportFile: string) {
  const inOrder = fitted(results);
  const fitting = inOrder.length === results.length ? results : fitted(failuresFirst(results));
  const fittingImages = fitted(images);
  const outputs = {
    status: conclusion.status,
    'succeeded-tags': JSON.stringify(conclusion.succeededTags),
    'failed-tags': JSON.stringify(conclusion.failedTags),
    'ready-regions': JSON.stringify(conclusion.readyRegions),
    results: JSON.stringify(fitting),
    images: JSON.stringify(fittingImages),
    'failure-kind': conclusion.failureKind ?? '',
    'report-file': reportFile,
  };
  const omitted = { results: results.length - fitting.length, images: images.length - fittingImages.length };
  return { outputs, omitted };
}

/** As many rows from the start as fit into the limit as a JSON array. */
function fitted<T>(rows: readonly T[]): readonly T[] {
  // Both brackets, less the comma that follows no last row.
  let length = 1;
  const end = rows.findIndex((row) => {
    length += JSON.stringify(row).length + 1;
    return length > RESULTS_LIMIT;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
