/** Reports of runs, in which a test gives only what it is about. */
import type { RunReport } from '../../src/report/run-report.ts';
import type { RunResult } from '../../src/report/run-result.ts';

export const RUN_TIMES = {
  startedAt: new Date('2026-01-02T03:04:05Z'),
  finishedAt: new Date('2026-01-02T03:05:05Z'),
} as const;

const RUN = {
  operation: 'sync-tags',
  failOn: 'any',
  inputs: { region: 'cn-north-4', namespace: 'team', repository: 'app' },
  dryRun: false,
  isShareable: false,
  isPublicCloud: true,
  job: { owner: 'octo', repository: 'shop', runUrl: 'https://github.example/run/1', attempt: '2', actor: 'mona' },
  steps: [],
  checks: [],
  failure: undefined,
  ...RUN_TIMES,
} as const;

/** A result of `sync-tags` without items. */
export function runResultOf(fields: Partial<RunResult>): RunResult {
  return {
    ...RUN,
    performs: fields.operation ?? RUN.operation,
    outcomes: [],
    images: new Map(),
    ...fields,
  };
}

/** A report of `sync-tags` without rows, which ended as `partial`. */
export function runReportOf({
  conclusion,
  ...fields
}: Partial<Omit<RunReport, 'conclusion'>> & { readonly conclusion?: Partial<RunReport['conclusion']> }): RunReport {
  return {
    ...RUN,
    performs: fields.operation ?? RUN.operation,
    results: [],
    references: [],
    plan: undefined,
    images: [],
    conclusion: {
      status: 'partial',
      failureKind: 'gate',
      exitCode: 1,
      succeededTags: [],
      failedTags: [],
      readyRegions: [],
      unprovedRegions: [],
      changes: 0,
      ...conclusion,
    },
    ...fields,
  };
}
