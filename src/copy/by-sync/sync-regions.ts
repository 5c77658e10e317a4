/** Which regions SWR can synchronize to. */
import type { Swr } from '../../cloud/swr.ts';
import type { RunContext } from '../../engine/step.ts';
import { Failure } from '../../errors.ts';
import { once } from '../../share.ts';
import { readOptional } from './optional-read.ts';

/** Source: SWR, "Synchronizing Images Between Regions". The list of the documents grows. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  'cn-north-1',
  'cn-north-4',
  'cn-north-9',
  'cn-east-2',
  'cn-east-3',
  'cn-south-1',
  'cn-southwest-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'af-south-1',
]);

/** Whether the documents have a region as a target. */
export function isDocumentedTarget(region: string): boolean {
  return DOCUMENTED.has(region);
}

/** What to do about a region that cannot be synchronized to; a sentence. */
export const REGIONS_HINT = `Can SWR synchronize to this region? Documented targets are ${[...DOCUMENTED].join(', ')}.`;

/**
 * Makes a function that finds the refusal of a region before anything is sent there. Regions that the documents do not have
 * are looked up in the list of the source, which is read once; without an answer, a warning says so.
 */
export function createRegionCheck(
  source: string,
  swr: () => Promise<Swr>,
  { clock, log }: Pick<RunContext<unknown>, 'clock' | 'log'>,
): (target: { readonly region: string }) => Promise<Failure | undefined> {
  const regionsOfSource = once(async () => (await readOptional(clock, (await swr()).syncRegions())) ?? []);
  return async ({ region }) => {
    if (DOCUMENTED.has(region)) return undefined;
    const regions = await regionsOfSource();
    if (regions.includes(region)) return undefined;
    if (regions.length > 0) {
      const hint = `${source} can synchronize to ${regions.slice(0, 40).join(', ')}.`;
      return new Failure('region-unsupported', `SWR in ${source} does not synchronize images to ${region}.`, { hint });
    }
    log.warnOnce(`SWR did not say whether images can be synchronized to ${region}. ${REGIONS_HINT} The copy is tried.`);
    return undefined;
  };
}
