/** The outputs: all of them in every run, whatever the verdict. */
import { failuresFirst } from './results.ts';
import type { RunReport } from './run-report.ts';

/** All outputs of action.yml, each of which is set in every run. */
export const OUTPUT_NAMES = [
  'status',
  'succeeded-tags',
  'failed-tags',
  'ready-regions',
  'results',
  'images',
  'failure-kind',
  'report-file',
] as const;

/** The text of each output; lists are JSON arrays. */
export type Outputs = Readonly<Record<(typeof OUTPUT_NAMES)[number], string>>;

/** GitHub takes a megabyte of outputs a job, counted in UTF-16; a later step may need some of it too. */
export const RESULTS_LIMIT = 200_000;

/** The outputs as far as they fit into their limits. */
export interface TrimmedOutputs {
  readonly outputs: Outputs;
  /** How many rows of `results` and of `images` did not fit. */
  readonly omitted: { readonly results: number; readonly images: number };
}

/** `reportFile` is its path; empty where it could not be written. */
export function outputsOf({ conclusion, results, images }: RunReport, reportFile: string): TrimmedOutputs {
  const inOrder = fitted(results);
  const fitting = inOrder.length === results.length ? results : fitted(failuresFirst(results));
  const fittingImages = fitted(images);
  const outputs: Outputs = {
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
