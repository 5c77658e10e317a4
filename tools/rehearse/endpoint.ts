/** Points a recipe at an emulator. */
import { isMap } from 'yaml';
import { jobsOf, parseWorkflow, PUBLISHED, readUse, type Recipe, textOf } from './recipes.ts';

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
