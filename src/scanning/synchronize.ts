/** Asks HSS to import the image list from SWR, and waits for the end where HSS reports one. */
import type { Cloud } from '../cloud/cloud.ts';
import type { Hss, ImageType } from '../cloud/hss.ts';
import type { Item } from '../engine/item.ts';
import type { StepContext } from '../engine/step.ts';
import { explain, type Failure, failureOf } from '../errors.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { followTask } from './follow-task.ts';

/** What steps on HSS work with. */
export interface ScanServices {
  readonly cloud: Pick<Cloud, 'hss'>;
}

/** One synchronization of one region. */
export interface ScanSync extends RunOptions {
  readonly item: Item;
  readonly region: string;
  readonly imageType: ImageType;
  /** Empty for the default one. */
  readonly enterpriseProject: string;
}

/** Brings the item of `sync` to its verdict. */
export async function synchronizeScanner(sync: ScanSync, context: StepContext<ScanServices>): Promise<void> {
  const { item, region, wait } = sync;
  if (sync.dryRun) {
    context.settle(item, { kind: 'planned', message: 'Would be synchronized.' });
    return;
  }
  const hss = await context.services.cloud.hss(region, sync.enterpriseProject);
  const earlier = wait ? await hss.syncTasks() : undefined;
  const ambiguousFailure = await trigger(sync, hss, context);
  if (earlier !== undefined) {
    const earlierIds = new Set(earlier.map(({ id }) => id));
    await followTask(context, { item, hss, earlierIds, ambiguousFailure, pollIntervalMs: sync.pollIntervalMs });
    return;
  }
  if (ambiguousFailure !== undefined) throw ambiguousFailure;
  const message = wait ? `HSS in ${region} does not report its synchronization tasks.` : 'Triggered, not proved.';
  context.settle(item, { kind: 'accepted', message });
}

/** @returns the failure when the reply was lost and the request may have taken effect. */
async function trigger(
  { item, region, imageType }: ScanSync,
  hss: Hss,
  context: StepContext<ScanServices>,
): Promise<Failure | undefined> {
  try {
    if (!(await hss.synchronize(imageType))) {
      context.log.info(
        `  HSS in ${region} no longer has image/synchronize; using image/image-sync/tasks, which covers all registries.`,
      );
      await hss.startSyncTask();
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'unavailable' || !failure.uncertain) throw failure;
    context.observe(item, `synchronization requested, reply lost: ${explain(failure)}`);
    return failure;
  }
  context.observe(item, 'synchronization requested');
  return undefined;
}
