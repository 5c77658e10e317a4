/** What a step's needs come to: whether it may ever start, and whether it may once they have ended. */
import type { Item } from './item.ts';
import type { Progress } from './progress.ts';
import type { Step } from './step.ts';
import { isOk } from './verdict.ts';

/** The steps that do not wait in a circle, nor for items of no step: those would wait for ever. */
export function startable(steps: readonly Step[]): ReadonlySet<Step> {
  const able = new Set<Step>();
  const coming = new Set<Item>();
  for (let known = -1; able.size > known;) {
    known = able.size;
    for (const step of steps) {
      if (able.has(step) || !(step.needs?.items ?? []).every((item) => coming.has(item))) continue;
      able.add(step);
      for (const item of step.items) coming.add(item);
    }
  }
  return able;
}

/** Why a step is not tried after all; undefined when it is. Only when everything that it needs has ended. */
export function hindranceOf({ needs }: Step, progress: Pick<Progress, 'verdictOf'>): string | undefined {
  if (needs === undefined || needs.how === 'ended') return undefined;
  const bad = needs.items.filter((item) => {
    const verdict = progress.verdictOf(item);
    return verdict === undefined || !isOk(verdict);
  });
  const [first] = bad;
  if (first === undefined || (needs.how === 'any' && bad.length < needs.items.length)) return undefined;
  const end = progress.verdictOf(first)?.kind ?? 'without a verdict';
  const others = needs.how === 'any' && bad.length > 1 ? `, and none of the ${bad.length - 1} others ended well` : '';
  return `Not tried: ${first.operation} of ${first.subject} ended ${end}${others}.`;
}
