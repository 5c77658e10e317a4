/** Everything that the log, the outputs, the summary and the report file are made from. */
import type { Image } from '../cloud/modelarts.ts';
import { conclude, type Conclusion } from './conclusion.ts';
import { type Result, resultOf } from './results.ts';
import type { RunResult } from './run-result.ts';

/** A {@link RunResult} with its conclusion and its rows. */
export interface RunReport extends Omit<RunResult, 'outcomes' | 'images'> {
  readonly conclusion: Conclusion;
  /** One row an item, in the order of the plan. */
  readonly results: readonly Result[];
  readonly images: readonly Image[];
}

/** Derives the conclusion and the rows. */
export function createRunReport(result: RunResult): RunReport {
  const { outcomes, images, ...rest } = result;
  return {
    ...rest,
    conclusion: conclude(result),
    results: outcomes.map(resultOf),
    images: outcomes.flatMap(({ item }) => images.get(item) ?? []),
  };
}
