/** The whole story: inputs → plan → outcomes → report. */
import { type Credentials, readCredentials } from './inputs/credentials.ts';
import { createDeadline } from './deadline.ts';
import type { Clock } from './clock.ts';
import { explain, type Failure, failureOf, stackLines } from './errors.ts';
import { createInputReader, type InputReader } from './inputs/reader.ts';
import { type FailOn, readSettings, readWaiting } from './inputs/settings.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Plan } from './operations/operation.ts';
import { execute } from './engine/execute.ts';
import type { Outcome } from './engine/item.ts';
import type { Step } from './engine/step.ts';
import { conclude } from './report/conclusion.ts';
import { annotation, headline, planLines, type Story, tally } from './report/lines.ts';
import { OUTPUT_NAMES, outputsOf } from './report/outputs.ts';
import { reportOf } from './report/report-file.ts';
import { resultOf } from './report/results.ts';
import { summaryOf } from './report/summary.ts';
import type { Connect } from './connect.ts';
import type { Host } from './github/host.ts';
import type { Deployments } from './github/deployment.ts';
import { readJobContext } from './github/job-context.ts';
import { redactingHost } from './github/redacting-host.ts';
import { createRedactor, type Redactor } from './redaction.ts';
import { sessionPolicy } from './auth/session-policy.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Fires when the job is stopped. */
  readonly signal: AbortSignal;
  readonly connect: Connect;
}

/** What is known of a run; filled as it goes on, so that a report can be made of any part of it. */
interface Course {
  operation: string;
  failOn: FailOn;
  steps: readonly Step[];
  outcomes: readonly Outcome[];
  failure: Failure | undefined;
}

/** Runs the operation that the inputs select. Never rejects: what goes wrong is part of the report. */
export async function run(rawHost: Host, surroundings: Surroundings): Promise<{ readonly exitCode: 0 | 1 }> {
  const redactor = createRedactor();
  const host = redactingHost(rawHost, redactor);
  const startedAt = surroundings.clock.date();
  const course: Course = { operation: '', failOn: 'any', steps: [], outcomes: [], failure: undefined };
  try {
    await perform(course, host, redactor, surroundings);
  } catch (error) {
    course.failure = failureOf(error);
  }
  try {
    return { exitCode: await report(course, host, startedAt, surroundings.clock) };
  } catch (error) {
    host.error(`The result could not be reported: ${explain(failureOf(error))}`);
    return { exitCode: 1 };
  }
}

async function perform(course: Course, host: Host, redactor: Redactor, surroundings: Surroundings): Promise<void> {
  const { clock, random, signal, connect } = surroundings;
  const inputs = createInputReader(host);
  const plan = await planOf(course, inputs, host);
  const credentials = readCredentials(inputs, host);
  inputs.check();
  const { settings } = plan;
  course.failOn = settings.failOn;
  course.steps = plan.steps;
  warnOfUnused(inputs, course.operation, host);

  showPlan(plan, credentials, host);
  const deadline = createDeadline(clock, settings.timeoutMs, settings.requestTimeoutMs);
  const log = { info: host.info, warnOnce: onceEach(host.warning) };
  const connection = connect({
    settings,
    credentials,
    policy: sessionPolicy(plan.permissions),
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
  host.openGroup(course.operation);
  try {
    const { cloud } = connection;
    const openDeployments = (token: string): Promise<Deployments> => Promise.resolve(connection.openDeployments(token));
    course.outcomes = await execute(plan.steps, { cloud, clock, deadline, signal, random, log, openDeployments });
  } finally {
    host.closeGroup();
    connection.close();
  }
}

async function planOf(course: Course, inputs: InputReader, host: Host): Promise<Plan> {
  const name = inputs.text('operation');
  const operation = OPERATIONS.find((candidate) => candidate.name === name);
  if (operation === undefined) {
    inputs.complain('operation', `must be one of ${OPERATIONS.map((known) => known.name).join(', ')}`, name);
    // Without an operation the rest can still be checked, as far as it concerns every one of them.
    readWaiting(inputs);
    return {
      settings: readSettings(inputs, { severalRegions: false, projects: new Map() }),
      steps: [],
      permissions: [],
    };
  }
  course.operation = name;
  return operation.plan({ inputs, releaseTag: () => Promise.resolve(host.releaseTag()) });
}

function warnOfUnused(inputs: InputReader, operation: string, host: Host): void {
  const unused = inputs.unused();
  if (unused.length > 0)
    host.warning(`${operation} does not use the input${unused.length === 1 ? '' : 's'} ${unused.join(', ')}.`);
}

function showPlan({ steps, notes = [] }: Plan, credentials: Credentials, host: Host): void {
  host.openGroup('Plan');
  host.info(`Signing in with ${credentials.origin}.`);
  for (const line of [...planLines(steps), ...notes]) host.info(line);
  host.closeGroup();
}

/** Report first, fail last. */
async function report(course: Course, host: Host, startedAt: Date, clock: Clock): Promise<0 | 1> {
  const { operation, failOn, steps, outcomes, failure } = course;
  const conclusion = conclude(outcomes, failure, failOn);
  const story: Story = { operation, conclusion, failure };
  const results = outcomes.map(resultOf);
  const images = outcomes.flatMap((outcome) => outcome.images);
  for (const line of failure === undefined ? [] : stackLines(failure)) host.info(line);

  const parts = reportOf({ story, steps, results, images, startedAt, finishedAt: clock.date() });
  const reportFile = await orWarn('', 'report file', host, () => host.writeReport(parts));
  await orWarn(undefined, 'job summary', host, () => host.writeSummary(summaryOf(story, results)));
  const { outputs, left } = outputsOf(conclusion, results, images, reportFile);
  for (const name of OUTPUT_NAMES) host.setOutput(name, outputs[name]);
  if (left.results + left.images > 0) {
    host.warning(
      `The outputs are too large: ${left.results} results and ${left.images} images are only in ${reportFile}.`,
    );
  }

  host.info(results.length === 0 ? headline(story, results) : `${headline(story, results)} (${tally(results)}).`);
  if (conclusion.exitCode === 1) host.error(annotation(story, results));
  else if (conclusion.status !== 'succeeded') host.warning(annotation(story, results));
  return conclusion.exitCode;
}

/** The report and the summary are for people; that they cannot be written changes no verdict. */
async function orWarn<T>(otherwise: T, what: string, host: Host, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.warning(`The ${what} could not be written: ${reason}`);
    return otherwise;
  }
}

/** The runner shows ten warnings of a step; one that repeats itself must not use them up. */
function onceEach(warn: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (!said.has(message)) warn(message);
    said.add(message);
  };
}
