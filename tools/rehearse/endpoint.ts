/** Points a recipe at an emulator, and gives it tags. */
import { isMap } from 'yaml';
import { jobsOf, parseWorkflow, PUBLISHED, readUse, type Recipe, textOf } from './recipes.ts';

/** The operations that copy the tag of the release where no tags are given. */
const COPYING_OPERATIONS: ReadonlySet<unknown> = new Set(['sync-tags', 'promote']);

/** @returns the workflow with the input `endpoint` in each step of the action. Jobs that start the emulator themselves have one. */
export function withEndpoint({ yaml }: Recipe, endpoint: string): string {
  const document = parseWorkflow(yaml);
  for (const { map, steps } of jobsOf(document)) {
    const given = map.get('with');
    if (textOf(map.get('uses')).startsWith(`${PUBLISHED}/`) && isMap(given)) given.set('endpoint', endpoint);
    if (steps.some((step) => readUse(step) === 'emulator')) continue;
    for (const step of steps.filter((each) => readUse(each) === 'action')) {
      const inputs = step.get('with');
      if (isMap(inputs)) inputs.set('endpoint', endpoint);
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** @returns the workflow with the input `tags` in each step that copies, and in calls of the reusable workflow. */
export function withTags(yaml: string, tags: string): string {
  const document = parseWorkflow(yaml);
  for (const { map, steps } of jobsOf(document)) {
    const called = textOf(map.get('uses')).startsWith(`${PUBLISHED}/`) ? map.get('with') : undefined;
    if (isMap(called)) called.set('tags', tags);
    for (const step of steps.filter((each) => readUse(each) === 'action')) {
      const inputs = step.get('with');
      if (isMap(inputs) && COPYING_OPERATIONS.has(inputs.get('operation'))) inputs.set('tags', tags);
    }
  }
  return document.toString({ lineWidth: 0 });
}
