/** Whether a step can ever start, and whether it may once the items that it needs have ended. */
import type { Item } from './item.ts';
import type { Progress } from './progress.ts';
import type { Step } from './step.ts';
import { isOk } from './verdict.ts';

/** The steps that can start: not those that need each other in a cycle, nor those that need items of no step. */
export function runnableSteps<S>(steps: readonly Step<S>[]): ReadonlySet<Step<S>> {
  const runnable = new Set<Step<S>>();
  const available = new Set<Item>();
  for (let before = -1; runnable.size > before;) {
    before = runnable.size;
    for (const step of steps) {
      if (runnable.has(step) || !(step.needs?.items ?? []).every((item) => available.has(item))) continue;
      runnable.add(step);
      for (const item of step.items) available.add(item);
    }
  }
  return runnable;
}

/** Why a step is skipped, in a sentence; undefined when it may run. Call it when everything that it needs has ended. */
export function unmetDependency<S>(
  { needs }: Pick<Step<S>, 'needs'>,
  progress: Pick<Progress, 'verdictOf'>,
): string | undefined {
  if (needs === undefined || needs.how === 'ended') return undefined;
  const failed = needs.items.filter((item) => {
    const verdict = progress.verdictOf(item);
    return verdict === undefined || !isOk(verdict);
  });
  const [first] = failed;
  if (first === undefined || (needs.how === 'any' && failed.length < needs.items.length)) return undefined;
  const kind = progress.verdictOf(first)?.kind ?? 'without a verdict';
  const others = needs.how === 'any' && failed.length > 1 ? `, and none of the ${failed.length - 1} others is ok` : '';
  return `Not attempted: ${first.operation} of ${first.subject} ended as ${kind}${others}.`;
}
