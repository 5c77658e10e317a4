/**
 * Runs the steps of a plan. A step starts when the items that it needs have ended, and every item gets exactly one
 * verdict, whatever its step does, forgets or throws.
 */
import { rejectOnAbort, sleep, withTimeout } from '../clock.ts';
import { durationWords } from '../duration.ts';
import { explain, Failure, failureOf, stackLines } from '../errors.ts';
import { type Item, labelOf, type Outcome } from './item.ts';
import { runnableSteps, unmetDependency } from './needs.ts';
import { createProgress, type Progress } from './progress.ts';
import { createStageLog, type StageLog } from './stage-log.ts';
import type { RunContext, Step, StepContext } from './step.ts';
import { countVerdicts, isOk, verdictOf } from './verdict.ts';

const HEARTBEAT_MS = 30_000;
/** How long a step that ignores its signal is waited for: the runner kills the process soon after. */
const GRACE_MS = 1000;
/** How long a step without items is waited for: it decides no verdict. */
const ITEMLESS_STEP_MS = 60_000;

/** @returns the outcome of every item that was not left out, in the order of the plan. Never rejects because of a step. */
export async function execute<S>(steps: readonly Step<S>[], run: RunContext<S>): Promise<readonly Outcome[]> {
  const items = steps.flatMap((step) => step.items);
  const progress = createProgress(items, run.clock);
  const done = new AbortController();
  const stageLog = createStageLog(items, run.clock, run.log);
  const heartbeat = logHeartbeats(run, { progress, stageLog }, items.length, done.signal);
  const runnable = runnableSteps(steps);
  await Promise.all(steps.map((step) => runStep(step, runnable.has(step), run, { progress, stageLog })));
  done.abort();
  await heartbeat;
  stageLog.end();
  return progress.outcomes();
}

/** What is kept of the items of a run. */
interface Records {
  readonly progress: Progress;
  readonly stageLog: StageLog;
}

async function runStep<S>(step: Step<S>, isRunnable: boolean, run: RunContext<S>, records: Records): Promise<void> {
  const { progress } = records;
  const context = createContext(run, records);
  let failure: Failure;
  try {
    if (!isRunnable) throw new Error(`the step '${step.title}' needs items that no step settles before it`);
    await progress.allSettled(step.needs?.items ?? []);
    progress.begin(step.items);
    const message = unmetDependency(step, progress);
    if (message !== undefined) {
      for (const item of step.items) context.settle(item, { kind: 'skipped', code: 'dependency-failed', message });
      return;
    }
    const isItemless = step.items.length === 0;
    const limitMs = isItemless ? ITEMLESS_STEP_MS : run.deadline.requestUntil - run.clock.now() + GRACE_MS;
    await endWithin(step.run(context), run, limitMs);
    if (isItemless) return;
    failure = new Failure('internal-error', `The step '${step.title}' ended without a verdict.`);
  } catch (error) {
    failure = failureOf(error);
  }
  for (const line of stackLines(failure)) run.log.info(line);
  if (step.items.length === 0) run.log.warnOnce(`Could not ${step.title}: ${explain(failure)}`);
  for (const item of progress.unsettled(step.items)) {
    context.settle(item, verdictOf(failure, progress.lastObservation(item)));
  }
}

/** Waits for a step for `limitMs`, or for a second once the job is cancelled. */
function endWithin<S>(step: Promise<void>, { clock, signal }: RunContext<S>, limitMs: number): Promise<void> {
  return withTimeout(clock, { ms: limitMs, signal, graceMs: GRACE_MS }, (over) =>
    Promise.race([step, rejectOnAbort(over)]),
  );
}

function createContext<S>(run: RunContext<S>, { progress, stageLog }: Records): StepContext<S> {
  return {
    ...run,
    settle(item, verdict) {
      if (!progress.settle(item, verdict)) return;
      const message = verdict.message === undefined ? '' : `: ${verdict.message}`;
      stageLog.verdict(item, `${verdict.kind}${message}`, isOk(verdict));
    },
    leaveOut(item, reason) {
      if (progress.leaveOut(item)) stageLog.leaveOut(item, reason);
    },
    observe(item, state, observation) {
      if (progress.observe(item, state, observation)) stageLog.state(item, state);
    },
    lastObservation: (item) => progress.lastObservation(item),
    verdictOf: (item) => progress.verdictOf(item),
  };
}

/** Logs a line every 30 s, so that a waiting step is not taken for a hanging one. */
async function logHeartbeats<S>(
  { log, clock, deadline }: RunContext<S>,
  { progress, stageLog }: Records,
  total: number,
  done: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await sleep(clock, HEARTBEAT_MS, done);
    } catch {
      return;
    }
    stageLog.catchUp();
    const waiting = progress.unsettled();
    const elapsed = durationWords(clock.now() - deadline.startedAt);
    const limit = durationWords(deadline.waitUntil - deadline.startedAt);
    // Steps without items, such as the closing of a deployment, may still be running.
    if (waiting.length === 0) {
      log.info(
        total === 0 ? `… still running after ${elapsed}.` : `… all items have ended after ${elapsed}; finishing.`,
      );
      continue;
    }
    // An item whose step has not begun has no state to report.
    const first = waiting.find((item) => progress.hasBegun(item)) ?? waiting[0];
    const example = first === undefined ? '' : ` ${describe(first, progress)}`;
    const stages = new Set(waiting.map(({ operation }) => operation));
    const byStage = stages.size > 1 ? ` (${countVerdicts(waiting.map(({ operation }) => operation))})` : '';
    log.info(`… ${waiting.length} of ${total} still open after ${elapsed} of ${limit}${byStage}.${example}`);
  }
}

function describe(item: Item, progress: Progress): string {
  return `${labelOf(item)}: ${progress.lastObservation(item) ?? 'no answer yet'}.`;
}
