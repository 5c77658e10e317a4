/** The content of the report file: everything that the outputs say, untrimmed, and the plan. */
import type { Image } from '../cloud/modelarts.ts';
import type { Step } from '../engine/step.ts';
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

/** As much text as is worth a write of its own. */
const PART = 64 * 1024;

/**
 * JSON, readable by people too, in parts: a report of ten thousand rows need not be in memory as one text. No value is cut
 * by the end of a part. `version` is that of the format.
 */
export function* reportOf(report: Report): Generator<string> {
  let part = '';
  for (const piece of piecesOf(report)) {
    part += piece;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  yield part;
}

function* piecesOf({ story, steps, results, images, startedAt, finishedAt }: Report): Generator<string> {
  const { conclusion, failure } = story;
  const head = {
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
  };
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  yield* listOf('plan', steps, (step) => ({
    title: step.title,
    items: step.items,
    after: earlierOf(step, steps).map(({ title }) => title),
  }));
  yield* listOf('results', results, (result) => result);
  yield* listOf('images', images, (image) => image);
  yield '\n}\n';
}

/** One more member of the report, row by row. */
function* listOf<T>(name: string, rows: readonly T[], shownAs: (row: T) => unknown): Generator<string> {
  yield `,\n  "${name}": [`;
  for (const [index, row] of rows.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(shownAs(row), null, 2).replaceAll('\n', '\n    ')}`;
  }
  yield rows.length === 0 ? ']' : '\n  ]';
}

/** The steps whose items a step needs. */
function earlierOf({ needs }: Step, steps: readonly Step[]): readonly Step[] {
  const needed = new Set(needs?.items);
  return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}
