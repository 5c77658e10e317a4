/**
 * Runs any plan: a step starts when the items that it needs have ended, and every item ends in exactly one verdict,
 * whatever a step does, forgets or throws.
 */
import { sleep } from '../clock.ts';
import { explain, Failure, failureOf, stackLines } from '../errors.ts';
import { durationWords } from '../duration.ts';
import { type Item, labelOf, type Outcome } from './item.ts';
import { hindranceOf, startable } from './needs.ts';
import { createProgress, type Progress } from './progress.ts';
import type { Context, Step, World } from './step.ts';
import { isOk, verdictOf } from './verdict.ts';

const HEARTBEAT_MS = 30_000;
/** A step that does not heed its signal is left behind after this long: the runner kills us soon after. */
const GRACE_MS = 1000;
/** What decides nothing holds up nothing: a step without items is left behind after this long. */
const ASIDE_MS = 60_000;

/** The outcome of every item, in the order of the plan. Never rejects for what a step does. */
export async function execute(steps: readonly Step[], world: World): Promise<readonly Outcome[]> {
  const items = steps.flatMap((step) => step.items);
  const progress = createProgress(items, world.clock);
  const done = new AbortController();
  const heart = beat(world, progress, items.length, done.signal);
  const able = startable(steps);
  await Promise.all(steps.map((step) => runStep(step, able.has(step), world, progress)));
  done.abort();
  await heart;
  return progress.outcomes();
}

async function runStep(step: Step, isAble: boolean, world: World, progress: Progress): Promise<void> {
  const context = contextOf(world, progress);
  let failure: Failure;
  try {
    if (!isAble) throw new Error(`the step '${step.title}' waits for what never comes`);
    await progress.allSettled(step.needs?.items ?? []);
    progress.begin(step.items);
    const message = hindranceOf(step, progress);
    if (message !== undefined) {
      for (const item of step.items) context.settle(item, { kind: 'skipped', message });
      return;
    }
    if (step.items.length === 0) {
      await withinReach(step.run(context), world, ASIDE_MS);
      return;
    }
    await withinReach(step.run(context), world, world.deadline.requestUntil - world.clock.now() + GRACE_MS);
    failure = new Failure('internal-error', `The step '${step.title}' ended without a verdict.`);
  } catch (error) {
    failure = failureOf(error);
  }
  for (const line of stackLines(failure)) world.log.info(line);
  if (step.items.length === 0) world.log.warnOnce(`Could not ${step.title}: ${explain(failure)}`);
  for (const item of progress.unsettled(step.items)) context.settle(item, verdictOf(failure, progress.lastSeen(item)));
}

/** Waits for a step, but not beyond the point where waiting makes no sense any more. */
async function withinReach(step: Promise<void>, { clock, signal }: World, ms: number): Promise<void> {
  const { promise: leftBehind, reject } = Promise.withResolvers<never>();
  const timers = [clock.after(ms, () => reject(new Failure('timeout', 'The time ran out.')))];
  const onStop = (): void => {
    timers.push(clock.after(GRACE_MS, () => reject(new Failure('cancelled', 'The job was cancelled.'))));
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
    verdictOf: (item) => progress.verdictOf(item),
  };
}

function nameOf(item: Item): string {
  return `${labelOf(item)}:`;
}

/** A line every half minute, so that nobody takes a waiting step for a dead one. */
async function beat(
  { log, clock, deadline }: World,
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
    if (waiting.length === 0) continue;
    const elapsed = durationWords(clock.now() - deadline.startedAt);
    const of = durationWords(deadline.waitUntil - deadline.startedAt);
    // Of those that have begun: one that waits for another has no news of its own.
    const first = waiting.find((item) => progress.hasBegun(item)) ?? waiting[0];
    const example = first === undefined ? '' : ` ${nameOf(first)} ${progress.lastSeen(first) ?? 'no answer yet'}.`;
    log.info(`… ${waiting.length} of ${total} still open after ${elapsed} of ${of}.${example}`);
  }
}
