/** What SWR says of synchronization and quotas. */
import type { Quota, SwrAccount } from '../../cloud/swr-account.ts';
import type { JobPage } from '../../cloud/swr-jobs.ts';
import { isDocumentedTarget, REGIONS_HINT } from '../../copy/by-sync/sync-regions.ts';
import { describeRepository, type RepositoryRef } from '../../copy/copy-spec.ts';
import type { Finding } from '../../engine/check.ts';
import { once } from '../../share.ts';
import { ask } from './ask.ts';
import type { Examination } from './examination.ts';
import { ok, unknown, wrong } from './findings.ts';
import type { RegionWay } from './region.ts';

/** Adds the check whether synchronization jobs of a repository are listed. */
export async function examineJobs(examination: Examination, way: RegionWay, place: RepositoryRef): Promise<void> {
  const { cloud } = examination.context.services;
  await ask({
    check: examination.add(place.region, 'jobs', false),
    witness: way.witness,
    blocker: way.blockerOf('swr-api'),
    read: async () => (await cloud.swr(place.region)).syncJobPage(place, { offset: 0, limit: 20 }),
    judge: (page) => judgeJobs(place, page),
  });
}

function judgeJobs(place: RepositoryRef, page: JobPage | undefined): Finding {
  if (page !== undefined) return ok(`Synchronization jobs of ${describeRepository(place)} are listed.`);
  return unknown('The region does not list its synchronization jobs: a job that fails is noticed at the timeout.');
}

/** Makes a function that adds the check whether SWR of the source synchronizes to a region. The list is read once. */
export function createSynchronizationCheck(
  examination: Examination,
  source: RegionWay,
): (target: string) => Promise<void> {
  const { cloud } = examination.context.services;
  const read = once(async () => (await cloud.swr(source.region)).syncRegions());
  return async (target) => {
    await ask({
      check: examination.add(target, 'synchronization', false),
      witness: source.witness,
      blocker: source.blockerOf('swr-api'),
      read,
      judge: (regions) => judgeSynchronization(source.region, target, regions),
    });
  };
}

function judgeSynchronization(source: string, target: string, regions: readonly string[] = []): Finding {
  if (regions.includes(target)) return ok(`SWR in ${source} synchronizes to it.`);
  if (regions.length === 0) {
    const message = `SWR in ${source} does not say where it synchronizes to`;
    if (isDocumentedTarget(target)) return unknown(`${message}; ${target} is one of the documented targets.`);
    return unknown(`${message}.`, REGIONS_HINT);
  }
  const remedy = `It synchronizes to ${regions.slice(0, 40).join(', ')}.`;
  return wrong('region-unsupported', `SWR in ${source} does not synchronize to it.`, remedy);
}

/**
 * Adds the check of the quotas that SWR gives, with those of the tags of a repository where there is one.
 * @param total how many tags its list has
 */
export async function examineQuotas(
  examination: Examination,
  way: RegionWay,
  place: RepositoryRef,
  total: Promise<number | undefined>,
): Promise<void> {
  const { region, repository } = place;
  const { cloud } = examination.context.services;
  await ask({
    check: examination.add(region, 'quotas', false),
    witness: way.witness,
    blocker: way.blockerOf('swr-api'),
    read: async () => readQuotas(await cloud.swr(region), (await way.projectId) ?? '', place),
    judge: async (quotas) => judgeQuotas(quotas, repository, await total),
  });
}

function readQuotas(swr: SwrAccount, projectId: string, place: RepositoryRef): Promise<readonly Quota[]> {
  return swr.quotas(projectId, place.repository === '' ? undefined : place);
}

/** From this share on, a quota is nearly used. */
const NEARLY = 0.9;

/** Stands for the quota of tags that SWR does not give. */
const USUAL = 'usual';

const KEYS: Readonly<Record<string, string>> = { namespace: 'organizations', repository: 'repositories' };

/** How many tags a repository may have, unless the quota was raised. */
const USUAL_TAGS = 300;

/** Copies need room for tags, and for a repository that is new. `total`: the tags that it has, where that is known. */
export function judgeQuotas(given: readonly Quota[], repository: string, total?: number): Finding {
  // Many regions say nothing of tags.
  const isCounted = total !== undefined && total >= USUAL_TAGS * NEARLY && given.every(({ key }) => key !== 'tag');
  const quotas = isCounted ? [...given, { key: USUAL, limit: USUAL_TAGS, used: total }] : given;
  if (quotas.length === 0) return unknown('SWR gives no quotas.');
  const words = ({ key, limit, used }: Quota): string =>
    key === USUAL
      ? `${used} tags of ${repository}, which may have ${limit} unless the quota was raised`
      : `${used} of ${limit} ${key === 'tag' ? `tags of ${repository}` : (KEYS[key] ?? key)}`;
  const message = `${quotas.map(words).join(', ')}.`;
  const near = quotas.filter(({ limit, used }) => limit > 0 && used >= limit * NEARLY);
  if (near.length === 0) return ok(message);
  const remedy = `Nearly used: ${near.map(words).join(', ')}. Delete some, or ask for a larger quota.`;
  const isFull = near.some(({ key, limit, used }) => key === 'tag' && used >= limit);
  return isFull ? wrong('service-refused', message, remedy) : unknown(message, remedy);
}
