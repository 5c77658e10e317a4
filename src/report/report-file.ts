/** The content of the report file: everything that the outputs say, untrimmed, and the plan. */
import type { Failure } from '../errors.ts';
import { VERSION } from '../version.ts';
import type { PlannedStep } from './run-result.ts';
import { byRegion } from './references.ts';
import type { RunReport } from './run-report.ts';

/** Indented JSON. `version` is that of the format. */
export function reportFileOf(report: RunReport): string {
  const { operation, conclusion, failure, steps, results, references, images, startedAt, finishedAt } = report;
  const { status, failureKind = '', succeededTags, failedTags, readyRegions, changes } = conclusion;
  const { owner, repository, runUrl, attempt, actor } = report.job;
  const content = {
    version: 1,
    actionVersion: VERSION,
    // Outside of a workflow there is no run.
    github: owner === '' ? null : { repository: `${owner}/${repository}`, runUrl, attempt, actor },
    operation,
    inputs: report.inputs,
    status,
    failureKind,
    failure: failure === undefined ? null : describe(failure),
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    succeededTags,
    failedTags,
    readyRegions,
    changes,
    // What was planned or applied, as the output plan has it; `plan` is the steps of this run.
    planSha256: report.plan?.hash ?? '',
    planContent: report.plan?.content ?? null,
    plan: steps.map((step) => ({
      title: step.title,
      items: step.items.map((item) => ({ ...item, label: undefined })),
      after: earlierOf(step, steps).map(({ title }) => title),
    })),
    references: byRegion(references),
    results,
    images,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function describe({ kind, code, message, hint = '' }: Failure): object {
  return { kind, code, message, hint };
}

/** The steps whose items a step needs. */
function earlierOf({ needs }: PlannedStep, steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const needed = new Set(needs?.items);
  return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}
