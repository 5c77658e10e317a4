/** `sync-hss`: asks HSS to take over the image list from SWR, and waits for the end of it where HSS reports one. */
import type { Hss, ImageType } from '../cloud/hss.ts';
import { HSS_IMAGES } from '../cloud/permission.ts';
import { explain, type Failure, failureOf } from '../errors.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ENTERPRISE_PROJECT } from '../inputs/rules.ts';
import { readSettings, readWaiting, type Waiting } from '../inputs/settings.ts';
import type { Item } from '../engine/item.ts';
import type { Context, Step } from '../engine/step.ts';
import type { Operation } from './operation.ts';
import { followTask } from '../scanning/follow-task.ts';

const IMAGE_TYPES = ['private_image', 'shared_image'] as const satisfies readonly ImageType[];

export const SYNC_HSS = 'sync-hss';

export interface HssScope {
  readonly imageType: ImageType;
  /** Empty for the default one. */
  readonly enterpriseProject: string;
}

/** One synchronization of one region. */
export interface HssSync extends Waiting, HssScope {
  readonly item: Item;
  readonly region: string;
}

export const syncHss: Operation = {
  name: SYNC_HSS,
  plan({ inputs }) {
    const settings = readSettings(inputs, { severalRegions: false, projects: new Map() });
    const { region } = settings;
    const scope = readHssScope(inputs);
    const item: Item = { operation: SYNC_HSS, region, subject: scope.imageType };
    const steps = [hssStep({ ...readWaiting(inputs), ...scope, item, region })];
    return { settings, steps, permissions: [{ actions: HSS_IMAGES, regions: [region] }] };
  },
};

/** Which list of HSS is meant. */
export function readHssScope(inputs: InputReader): HssScope {
  const imageType = inputs.choice('image-type', IMAGE_TYPES);
  return { imageType, enterpriseProject: inputs.text('enterprise-project-id', ENTERPRISE_PROJECT) };
}

/** The step of one synchronization. */
export function hssStep(sync: HssSync): Step {
  const { item, region, imageType } = sync;
  const title = `synchronize the ${imageType} list of HSS in ${region} from SWR`;
  return { title, items: [item], run: (context) => runSync(sync, context) };
}

async function runSync(sync: HssSync, context: Context): Promise<void> {
  const { item, region, wait } = sync;
  if (sync.dryRun) {
    context.settle(item, { kind: 'planned', message: 'Would be synchronized.' });
    return;
  }
  const hss = await context.cloud.hss(region, sync.enterpriseProject);
  const before = wait ? await hss.syncTasks() : undefined;
  const doubt = await trigger(sync, hss, context);
  if (before !== undefined) {
    const ids = new Set(before.map(({ id }) => id));
    await followTask(context, { item, hss, before: ids, doubt, pollIntervalMs: sync.pollIntervalMs });
    return;
  }
  if (doubt !== undefined) throw doubt;
  const why = wait ? `HSS in ${region} does not report its synchronization tasks.` : 'Triggered, not proved.';
  context.settle(item, { kind: 'accepted', message: why });
}

/** Gives the failure, when there was no answer and the request may have taken effect. */
async function trigger({ item, region, imageType }: HssSync, hss: Hss, context: Context): Promise<Failure | undefined> {
  try {
    if (!(await hss.synchronize(imageType))) {
      context.log.info(
        `  HSS in ${region} no longer has image/synchronize; image/image-sync/tasks takes over, which covers all registries.`,
      );
      await hss.startSyncTask();
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'unavailable' || !failure.uncertain) throw failure;
    context.see(item, `synchronization requested, without an answer: ${explain(failure)}`);
    return failure;
  }
  context.see(item, 'synchronization requested');
  return undefined;
}
