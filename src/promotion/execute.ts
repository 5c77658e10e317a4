/**
 * Runs any plan: a step starts when all that it waits for has ended well, and every item ends in exactly one verdict,
 * whatever a step does, forgets or throws.
 */
import { sleep } from '../clock.ts';
import { Failure, failureOf, stackLines } from '../failure.ts';
import { durationWords } from '../inputs/duration.ts';
import { type Item, labelOf, type Outcome } from './item.ts';
import { createProgress, type Progress } from './progress.ts';
import type { Context, Step, World } from './step.ts';
import { isOk, verdictOf } from './verdict.ts';

const HEARTBEAT_MS = 30_000;
/** A step that does not heed its signal is left behind after this long: the runner kills us soon after. */
const GRACE_MS = 1000;

/** The outcome of every item, in the order of the plan. Never rejects for what a step does. */
export async function execute(steps: readonly Step[], world: World): Promise<readonly Outcome[]> {
  const items = steps.flatMap((step) => step.items);
  const progress = createProgress(items, world.clock);
  const done = new AbortController();
  const heart = beat(world, progress, items.length, done.signal);
  const running = new Map<Step, Promise<void>>();
  const start = (step: Step): Promise<void> => {
    const started = running.get(step) ?? runStep(step, step.after.map(start), world, progress);
    running.set(step, started);
    return started;
  };
  await Promise.all(steps.map(start));
  done.abort();
  await heart;
  return progress.outcomes();
}

async function runStep(step: Step, before: readonly Promise<void>[], world: World, progress: Progress): Promise<void> {
  await Promise.all(before);
  progress.begin(step.items);
  const context = contextOf(world, progress);
  const failed = step.after.flatMap((earlier) => earlier.items).find((item) => !wentWell(progress, item));
  if (failed !== undefined) {
    const cause = progress.verdictOf(failed);
    for (const item of step.items) {
      context.settle(item, {
        kind: 'skipped',
        message: `Not tried: ${failed.operation} of ${failed.subject} ended ${cause?.kind ?? 'without a verdict'}.`,
      });
    }
    return;
  }
  let failure: Failure;
  try {
    await withinReach(step.run(context), world);
    failure = new Failure('bug', `The step '${step.title}' ended without a verdict.`);
  } catch (error) {
    failure = failureOf(error);
  }
  for (const line of stackLines(failure)) world.log.info(line);
  for (const item of progress.unsettled(step.items)) context.settle(item, verdictOf(failure, progress.lastSeen(item)));
}

/** Waits for a step, but not beyond the point where waiting makes no sense any more. */
async function withinReach(step: Promise<void>, { clock, budget, signal }: World): Promise<void> {
  const { promise: leftBehind, reject } = Promise.withResolvers<never>();
  const timers = [
    clock.after(budget.hardEnd - clock.now() + GRACE_MS, () => reject(new Failure('timeout', 'The time ran out.'))),
  ];
  const onStop = (): void => {
    timers.push(clock.after(GRACE_MS, () => reject(new Failure('cancelled', 'The job was stopped.'))));
  };
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  try {
    await Promise.race([step, leftBehind]);
  } finally {
    for (const cancelTimer of timers) cancelTimer();
    signal.removeEventListener('abort', onStop);
  }
}

function contextOf(world: World, progress: Progress): Context {
  return {
    ...world,
    settle(item, verdict) {
      if (!progress.settle(item, verdict)) return;
      const words = verdict.message === undefined ? '' : `: ${verdict.message}`;
      world.log.info(`${isOk(verdict) ? '✓' : '✗'} ${nameOf(item)} ${verdict.kind}${words}`);
    },
    see(item, state, facts) {
      if (progress.see(item, state, facts)) world.log.info(`  ${nameOf(item)} ${state}`);
    },
    lastSeen: (item) => progress.lastSeen(item),
  };
}

function nameOf(item: Item): string {
  return `${labelOf(item)}:`;
}

function wentWell(progress: Progress, item: Item): boolean {
  const verdict = progress.verdictOf(item);
  return verdict !== undefined && isOk(verdict);
}

/** A line every half minute, so that nobody takes a waiting step for a dead one. */
async function beat(
  { log, clock, budget }: World,
  progress: Progress,
  total: number,
  done: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await sleep(clock, HEARTBEAT_MS, done);
    } catch {
      return;
    }
    const waiting = progress.unsettled();
    const elapsed = durationWords(clock.now() - budget.start);
    const of = durationWords(budget.end - budget.start);
    const [first] = waiting;
    const example = first === undefined ? '' : ` ${nameOf(first)} ${progress.lastSeen(first) ?? 'no answer yet'}.`;
    log.info(`… ${waiting.length} of ${total} still open after ${elapsed} of ${of}.${example}`);
  }
}
