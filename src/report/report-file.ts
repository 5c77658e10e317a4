/** The content of the report file: everything that the outputs say, untrimmed, and the plan. */
import type { Failure } from '../errors.ts';
import { shortenIds } from '../ids.ts';
import { redactValues } from '../redaction.ts';
import { VERSION } from '../version.ts';
import type { PlannedStep } from './run-result.ts';
import { byRegion } from './references.ts';
import type { RunReport } from './run-report.ts';

/** Indented JSON. `version` is that of the format. */
export function reportFileOf(report: RunReport): string {
  const { operation, conclusion, failure, steps, results, references, images, startedAt, finishedAt } = report;
  const { isShareable, checks } = report;
  const { status, failureKind = '', succeededTags, failedTags, readyRegions, changes } = conclusion;
  const { owner, repository, runUrl, attempt, actor } = report.job;
  const content = {
    version: 1,
    actionVersion: VERSION,
    // Outside of a workflow there is no run.
    github: owner === '' || isShareable ? null : { repository: `${owner}/${repository}`, runUrl, attempt, actor },
    operation,
    inputs: isShareable ? withShortIds(report.inputs) : report.inputs,
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
    ...(isShareable ? { checks } : {}),
    results,
    images,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Project ids may have any form. */
function withShortIds(inputs: RunReport['inputs']): RunReport['inputs'] {
  const { 'project-id': project = '', 'target-project-ids': others = '' } = inputs;
  const ids = [project, ...others.split(/[^\w-]/)].filter((id) => id === project || others.includes(`=${id}`));
  return redactValues(inputs, (text) => shortenIds(text, ids));
}

function describe({ kind, code, message, hint = '' }: Failure): object {
  return { kind, code, message, hint };
}

/** The steps whose items a step needs. */
function earlierOf({ needs }: PlannedStep, steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const needed = new Set(needs?.items);
  return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}
