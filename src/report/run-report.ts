/** Everything that the log, the outputs, the summary and the report file are made from. */
import type { Image } from '../cloud/modelarts.ts';
import { conclude, type Conclusion } from './conclusion.ts';
import { type Reference, referencesOf } from './references.ts';
import { type Result, resultOf } from './results.ts';
import type { RunResult } from './run-result.ts';

/** A {@link RunResult} with its conclusion and its rows. */
export interface RunReport extends Omit<RunResult, 'outcomes' | 'images'> {
  readonly conclusion: Conclusion;
  /** One row an item, in the order of the plan. */
  readonly results: readonly Result[];
  readonly references: readonly Reference[];
  readonly images: readonly (Image & { readonly region: string })[];
}

/** Derives the conclusion and the rows. */
export function createRunReport(result: RunResult): RunReport {
  const { outcomes, images, ...rest } = result;
  return {
    ...rest,
    conclusion: conclude(result),
    results: outcomes.map((outcome) => resultOf(outcome, images.get(outcome.item)?.[0]?.id)),
    references: referencesOf(outcomes, result.isPublicCloud),
    images: outcomes.flatMap(({ item: { region }, item }) =>
      (images.get(item) ?? []).map((image) => ({ ...image, region })),
    ),
  };
}
