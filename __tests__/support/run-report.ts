/** Reports of runs, in which a test gives only what it is about. */
import type { RunReport } from '../../src/report/run-report.ts';
import type { RunResult } from '../../src/report/run-result.ts';

export const RUN_TIMES = {
  startedAt: new Date('2026-01-02T03:04:05Z'),
  finishedAt: new Date('2026-01-02T03:05:05Z'),
} as const;

/** A result of `sync-tags` without items. */
export function runResultOf(fields: Partial<RunResult>): RunResult {
  return {
    operation: 'sync-tags',
    failOn: 'any',
    steps: [],
    outcomes: [],
    failure: undefined,
    images: new Map(),
    ...RUN_TIMES,
    ...fields,
  };
}

/** A report of `sync-tags` without rows, which ended as `partial`. */
export function runReportOf({
  conclusion,
  ...fields
}: Partial<Omit<RunReport, 'conclusion'>> & { readonly conclusion?: Partial<RunReport['conclusion']> }): RunReport {
  return {
    operation: 'sync-tags',
    failOn: 'any',
    steps: [],
    results: [],
    failure: undefined,
    images: [],
    ...RUN_TIMES,
    conclusion: {
      status: 'partial',
      failureKind: 'gate',
      exitCode: 1,
      succeededTags: [],
      failedTags: [],
      readyRegions: [],
      ...conclusion,
    },
    ...fields,
  };
}
