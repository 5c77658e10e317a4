/** Runs the planned operation: inputs → plan → outcomes → result. */
import { sessionPolicy } from './auth/session-policy.ts';
import type { Clock } from './clock.ts';
import type { Connect } from './connect.ts';
import { createDeadline } from './deadline.ts';
import { createCheckList } from './engine/check.ts';
import { execute } from './engine/execute.ts';
import type { Outcome } from './engine/item.ts';
import type { Log, Step } from './engine/step.ts';
import { explain, Failure, failureOf } from './errors.ts';
import type { Host } from './github/host.ts';
import { type JobContext, readJobContext } from './github/job-context.ts';
import { redactingHost } from './github/redacting-host.ts';
import { createImageDetails } from './images/image-details.ts';
import { planOf } from './plan/make-plan.ts';
import type { PlannedOperation, Services } from './operations/operation.ts';
import { originOf, type PlanFile } from './plan/plan-file.ts';
import { readRunInputs, type RunInputs } from './operations/read-inputs.ts';
import { createRedactor, type Redactor } from './redaction.ts';
import { checkLine } from './report/checks.ts';
import { planLines } from './report/messages.ts';
import { report } from './report/report.ts';
import type { RunResult } from './report/run-result.ts';

/** What a run is given besides its inputs. */
export interface RunDependencies {
  /** The runner, redacted: log, annotations, masks, ID tokens, deployments. */
  readonly host: Host;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** A number from 0 to 1, as of `Math.random`. */
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  readonly connect: Connect;
}

/** Reads the inputs, runs the operation and reports it. Never rejects. @returns the exit code of the step. */
export async function runAction(runner: Host, environment: Omit<RunDependencies, 'host' | 'redactor'>): Promise<0 | 1> {
  const redactor = createRedactor();
  const host = redactingHost(runner, redactor);
  try {
    return await report(await run(readRunInputs(host), { ...environment, host, redactor }), host, redactor);
  } catch (error) {
    host.error(`The result could not be reported: ${explain(failureOf(error))}`, 'Image promotion');
    return 1;
  }
}

type RunPlan = Extract<RunInputs, { ok: true }>;

/** Runs an operation, or reports why its inputs could not be read. Never rejects: what goes wrong is part of the result. */
export async function run(inputs: RunInputs, dependencies: RunDependencies): Promise<RunResult> {
  const { clock, host } = dependencies;
  const startedAt = clock.date();
  const records: Records = {
    imageDetails: createImageDetails(),
    checks: createCheckList((check) => host.info(checkLine(check))),
  };
  let steps: readonly Step<Services>[] = [];
  let outcomes: readonly Outcome[] = [];
  let failure = inputs.ok ? undefined : inputs.failure;
  let plan = inputs.ok ? inputs.planned.subject.given : undefined;
  const job = readJobContext(host.env);
  if (inputs.ok) {
    try {
      steps = inputs.planned.steps();
      // A run without items is red, and must say why.
      if (steps.length === 0) throw new Failure('internal-error', 'The inputs were accepted, and ask for nothing.');
      outcomes = await executeSteps(inputs, steps, records, dependencies);
      if (inputs.planned.inputs.options.dryRun) plan ??= planMade(inputs.planned, outcomes, job);
    } catch (error) {
      failure = failureOf(error);
    }
  }
  return {
    operation: inputs.ok ? inputs.planned.operation : inputs.operation,
    performs: inputs.ok ? inputs.planned.subject.performs : inputs.operation,
    plan,
    failOn: inputs.ok ? inputs.planned.inputs.settings.failOn : 'any',
    inputs: inputs.ok ? inputs.used : {},
    dryRun: inputs.ok && inputs.planned.inputs.options.dryRun,
    isShareable: inputs.ok && inputs.planned.isShareable,
    isPublicCloud: inputs.ok && inputs.planned.inputs.settings.endpoint.kind === 'public',
    job,
    steps,
    outcomes,
    checks: records.checks.all(dependencies.signal.aborted ? 'cancelled' : 'timeout'),
    failure,
    images: new Map(outcomes.map(({ item }) => [item, records.imageDetails.of(item)])),
    startedAt,
    finishedAt: clock.date(),
  };
}

/** What a dry run has planned; undefined where nothing can be applied. */
function planMade(planned: PlannedOperation, outcomes: readonly Outcome[], job: JobContext): PlanFile | undefined {
  const draft = planned.draft(outcomes);
  return draft && planOf(draft, originOf(job));
}

/** What steps record besides the verdicts of their items. */
type Records = Pick<Services, 'imageDetails' | 'checks'>;

/** Shows the plan, connects and executes the steps. */
async function executeSteps(
  inputs: RunPlan,
  steps: readonly Step<Services>[],
  records: Records,
  dependencies: RunDependencies,
): Promise<readonly Outcome[]> {
  const { host, redactor, clock, random, signal } = dependencies;
  const { operation, permissions } = inputs.planned;
  const { settings, githubToken } = inputs.planned.inputs;
  showPlan(inputs, steps, host);
  const deadline = createDeadline(clock, settings.timeoutMs, settings.requestTimeoutMs);
  const { info, openGroup, closeGroup } = host;
  const warnOnce = onceEach((message) => host.warning(message, operation));
  const log: Log = { info, warnOnce, openGroup, closeGroup };
  const connection = dependencies.connect({
    settings,
    credentials: inputs.credentials,
    policy: sessionPolicy(permissions),
    job: readJobContext(host.env),
    clock,
    deadline,
    signal,
    random,
    log: (line) => log.info(`  ${line}`),
    warn: log.warnOnce,
    mask: host.mask,
    redactor,
  });
  try {
    const services: Services = {
      ...records,
      cloud: connection.cloud,
      access: connection.access,
      openDeployments() {
        if (githubToken === undefined) throw new Failure('internal-error', 'No GitHub token was given.');
        return connection.openDeployments(githubToken);
      },
    };
    return await execute(steps, { services, clock, deadline, signal, random, log });
  } finally {
    connection.close();
  }
}

function showPlan(
  { planned, credentials, unused, warnings }: RunPlan,
  steps: readonly Step<Services>[],
  host: Host,
): void {
  if (unused.length > 0) {
    const message = `${planned.operation} does not use the input${unused.length === 1 ? '' : 's'} ${unused.join(', ')}.`;
    host.warning(message, planned.operation);
  }
  for (const warning of warnings) host.warning(warning, planned.operation);
  host.openGroup('Plan');
  host.info(`Signing in with ${credentials.origin}.`);
  for (const line of [...planLines(steps), ...(planned.inputs.notes ?? [])]) host.info(line);
  host.closeGroup();
}

/** The runner shows ten warnings of a step, so a repeated one is left out. */
function onceEach(warn: (message: string) => void): (message: string) => void {
  const warned = new Set<string>();
  return (message) => {
    if (!warned.has(message)) warn(message);
    warned.add(message);
  };
}
