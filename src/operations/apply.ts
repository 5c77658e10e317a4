/** `apply`: does exactly what the plan of a dry run says. */
import { readJobContext } from '../github/job-context.ts';
import type { InputReader } from '../inputs/reader.ts';
import { readRunOptions, readSettings } from '../inputs/settings.ts';
import { notesOnProjects, readTargetProjects } from './copy-inputs.ts';
import { defineOperation, type Event } from './operation.ts';
import { originOf, planHash, type PlanFile, serializePlan } from '../plan/plan-file.ts';
import { checkAgreement, describePlan, type GivenPlan, readPlan } from './plan-input.ts';
import { promote, type Promotion } from './promote/promote.ts';
import { retag } from './retag.ts';

/** Credentials, endpoints and time limits come from the inputs, everything else from the plan. */
export const apply = defineOperation({
  name: 'apply',
  readInputs(reader, event) {
    const given = readPlan(reader);
    const projects = readTargetProjects(reader);
    const { plan, source, regions } = given;
    const settings = readSettings(reader, projects, source.region, regions.length > 1);
    const options = readRunOptions(reader);
    checkAgreement(reader, given);
    checkOrigin(reader, event, given);
    if (!options.wait) reader.addError('wait', 'must be true with apply, because it reads the targets', 'false');
    const githubToken = reader.secret('github-token');
    if (githubToken === '' && plan.environmentPrefix !== '')
      reader.addError('github-token', 'is required, because the plan has GitHub deployments', '');
    if (githubToken !== '' && plan.environmentPrefix === '' && plan.copies.length > 0)
      reader.addWarning('`github-token` is not used, because the plan has no GitHub deployments.');
    const notes = [
      `The plan, SHA-256 ${planHash(serializePlan(plan))}: ${describePlan(given)}.`,
      ...notesOnProjects(projects, regions, 'the plan'),
    ];
    return { settings, options, notes, source, githubToken: githubToken === '' ? undefined : githubToken, plan };
  },
  plan: ({ plan }) => plan,
  permissions: (plan) =>
    plan.operation === 'retag' ? retag.permissions(plan) : promote.permissions(promotionOf(plan)),
  steps: (plan, options) =>
    plan.operation === 'retag' ? retag.steps(plan, options) : promote.steps(promotionOf(plan), options),
  subject: (plan) => ({ performs: plan.operation, given: plan }),
});

/** `sync-tags` is a promotion without stages. */
function promotionOf({ names, ...plan }: PlanFile): Promotion {
  return { ...plan, names: Object.fromEntries(names.map(({ tag, present }) => [tag, present])) };
}

/** A plan of another repository is an error; one of another run may be old. */
function checkOrigin(reader: InputReader, event: Event, { plan: { github, copies } }: GivenPlan): void {
  if (copies.length === 0) return;
  const here = originOf(readJobContext((name) => event.env(name)));
  if (github.repository.toLowerCase() !== here.repository.toLowerCase())
    reader.addError(
      'plan',
      `must be a plan of this repository (${nameOf(here.repository)}); it is one of ${nameOf(github.repository)}`,
    );
  else if (github.run !== here.run)
    reader.addWarning(
      `The plan was made by another run, ${github.run === '' ? 'outside of GitHub' : github.run}. What has changed since then will be reported as moved.`,
    );
}

function nameOf(repository: string): string {
  return repository === '' ? 'no GitHub repository' : repository;
}
