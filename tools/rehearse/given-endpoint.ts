/** A recipe as it stands in the documents, with one thing changed: the endpoint. */
import { isMap } from 'yaml';
import { jobsOf, type Recipe, usedBy, workflowOf } from './recipes.ts';

/** Jobs that start the emulator themselves have their endpoint already. */
export function withEndpoint({ yaml }: Recipe, endpoint: string): string {
  const document = workflowOf(yaml);
  for (const { steps } of jobsOf(document)) {
    if (steps.some((step) => usedBy(step) === 'emulator')) continue;
    for (const step of steps.filter((each) => usedBy(each) === 'action')) {
      const inputs = step.get('with');
      if (isMap(inputs)) inputs.set('endpoint', endpoint);
    }
  }
  return document.toString({ lineWidth: 0 });
}
