/** Asks HSS to import the image list from SWR, and follows what it reports. */
import type { Cloud } from '../cloud/cloud.ts';
import type { Dated, Hss, ImageType } from '../cloud/hss.ts';
import type { StepContext } from '../engine/step.ts';
import type { Verdict } from '../engine/verdict.ts';
import { explain, type Failure, failureOf } from '../errors.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { followSync } from './follow-sync.ts';
import { createImageList, type ScannedRepository } from './image-list.ts';
import type { ScanItem } from './judge-item.ts';
import { confirmMissing } from './missing-route.ts';
import { dateAt } from './own-tasks.ts';
import { createTaskList } from './task-list.ts';

/** What steps on HSS work with. */
export interface ScanServices {
  readonly cloud: Pick<Cloud, 'hss'>;
}

/** One synchronization of one region. */
export interface ScanSync extends RunOptions {
  readonly items: readonly ScanItem[];
  readonly region: string;
  readonly imageType: ImageType;
  /** Empty for the default one. */
  readonly enterpriseProject: string;
  /** The repository of items that are tags. */
  readonly repository?: Omit<ScannedRepository, 'imageType'> | undefined;
}

/** Brings the items of `sync` to their verdicts with one request to synchronize. */
export async function synchronizeScanner(sync: ScanSync, context: StepContext<ScanServices>): Promise<void> {
  const { items, region, imageType, wait, dryRun } = sync;
  const settleAll = (verdict: Verdict): void => {
    for (const { item } of items) context.settle(item, verdict);
  };
  const hss = await context.services.cloud.hss(region, sync.enterpriseProject);
  const reads = wait || dryRun;
  const repository = reads && sync.repository ? { imageType, ...sync.repository } : undefined;

  // Read before the request: what the region reports, and which tasks are older.
  const tags = items.flatMap(({ promoted }) => promoted?.tag ?? []);
  const list = repository && createImageList(context, hss, repository);
  const hasImages = (await list?.find(dryRun ? tags.slice(0, 1) : tags)) !== undefined;
  const tasks = createTaskList(hss);
  const earlier = reads ? await confirmMissing(context, () => tasks.read()) : undefined;
  if (dryRun) {
    settleAll({ kind: 'planned', message: 'Would be synchronized.' });
    return;
  }
  const listedAt = context.clock.now();
  const { ambiguousFailure, sentAt, sentAtMs } = await trigger(sync, hss, context);
  if (!wait) {
    if (ambiguousFailure !== undefined) throw ambiguousFailure;
    settleAll({ kind: 'accepted', message: 'Triggered, not proved.' });
    return;
  }
  const images = hasImages ? list : undefined;
  if (earlier === undefined && images === undefined && ambiguousFailure !== undefined) throw ambiguousFailure;
  const since = earlier && { earlier: earlier.value, sentAt, sentAtMs: sentAtMs ?? dateAt(earlier, sentAt - listedAt) };
  await followSync(context, { ...sync, tasks, since, images, repository, ambiguousFailure });
}

interface Triggered {
  /** Set when the reply was lost and the request may have taken effect. */
  readonly ambiguousFailure: Failure | undefined;
  /** By {@link Clock.now}: not after the moment at which the request was sent that HSS accepted or may have accepted. */
  readonly sentAt: number;
  /** The same by the clock of the service; undefined where no reply had it. */
  readonly sentAtMs: number | undefined;
}

async function trigger(
  { items, region, imageType }: ScanSync,
  hss: Hss,
  context: StepContext<ScanServices>,
): Promise<Triggered> {
  const observe = (state: string): void => {
    for (const { item } of items) context.observe(item, state);
  };
  const { clock, deadline } = context;
  let calledAt = clock.now();
  // Throttling may have kept the request waiting for long; no attempt takes longer than `request-timeout`.
  const sentSince = (): number => Math.max(calledAt, clock.now() - (deadline.requestUntil - deadline.waitUntil));
  try {
    const synchronize = (): Promise<Dated<true> | undefined> => {
      calledAt = clock.now();
      return hss.synchronize(imageType);
    };
    let reply = await confirmMissing(context, synchronize);
    if (reply === undefined) {
      context.log.info(
        `  HSS in ${region} no longer has image/synchronize; using image/image-sync/tasks, which covers all registries.`,
      );
      calledAt = clock.now();
      reply = await hss.startSyncTask();
    }
    observe('synchronization requested');
    const sentAt = sentSince();
    return { ambiguousFailure: undefined, sentAt, sentAtMs: dateAt(reply, sentAt - clock.now()) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'unavailable' || !failure.uncertain) throw failure;
    observe(`synchronization requested, reply lost: ${explain(failure)}`);
    return { ambiguousFailure: failure, sentAt: sentSince(), sentAtMs: undefined };
  }
}
