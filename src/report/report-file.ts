/** The content of the report file: everything that the outputs say, untrimmed, and the plan. */
import type { PlannedStep } from './run-result.ts';
import type { RunReport } from './run-report.ts';

/** How many characters are written at once. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Indented JSON in chunks, so that a report of ten thousand rows is never in memory as one text. No value is cut by the end
 * of a chunk. `version` is that of the format.
 */
export function* reportFileOf(report: RunReport): Generator<string> {
  let chunk = '';
  for (const piece of piecesOf(report)) {
    chunk += piece;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function* piecesOf(report: RunReport): Generator<string> {
  const { operation, conclusion, failure, steps, results, images, startedAt, finishedAt } = report;
  const head = {
    version: 1,
    operation,
    status: conclusion.status,
    failureKind: conclusion.failureKind ?? '',
    failure:
      failure === undefined
        ? null
        : { kind: failure.kind, code: failure.code, message: failure.message, hint: failure.hint ?? '' },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    succeededTags: conclusion.succeededTags,
    failedTags: conclusion.failedTags,
    readyRegions: conclusion.readyRegions,
  };
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  yield* listOf('plan', steps, (step) => ({
    title: step.title,
    items: step.items.map((item) => ({ ...item, label: undefined })),
    after: earlierOf(step, steps).map(({ title }) => title),
  }));
  yield* listOf('results', results, (result) => result);
  yield* listOf('images', images, (image) => image);
  yield '\n}\n';
}

/** One more member of the JSON object, row by row. */
function* listOf<T>(name: string, rows: readonly T[], shownAs: (row: T) => unknown): Generator<string> {
  yield `,\n  "${name}": [`;
  for (const [index, row] of rows.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(shownAs(row), null, 2).replaceAll('\n', '\n    ')}`;
  }
  yield rows.length === 0 ? ']' : '\n  ]';
}

/** The steps whose items a step needs. */
function earlierOf({ needs }: PlannedStep, steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const needed = new Set(needs?.items);
  return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}
