/** The content of the report file: everything that the outputs say, untrimmed, and the plan. */
import type { Image } from '../cloud/modelarts.ts';
import type { Step } from '../promotion/step.ts';
import type { Story } from './lines.ts';
import type { Result } from './results.ts';

export interface Report {
  readonly story: Story;
  readonly steps: readonly Step[];
  readonly results: readonly Result[];
  readonly images: readonly Image[];
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** JSON, readable by people too. `version` is that of the format. */
export function reportOf({ story, steps, results, images, startedAt, finishedAt }: Report): string {
  const { conclusion, failure } = story;
  const report = {
    version: 1,
    operation: story.operation,
    status: conclusion.status,
    failureKind: conclusion.failureKind ?? '',
    failure: failure === undefined ? null : { kind: failure.kind, message: failure.message, hint: failure.hint ?? '' },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    succeededTags: conclusion.succeededTags,
    failedTags: conclusion.failedTags,
    readyRegions: conclusion.readyRegions,
    plan: steps.map((step) => ({
      title: step.title,
      items: step.items,
      after: earlierOf(step, steps).map(({ title }) => title),
    })),
    results,
    images,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The steps whose items a step needs. */
function earlierOf({ needs }: Step, steps: readonly Step[]): readonly Step[] {
  const needed = new Set(needs?.items);
  return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}
