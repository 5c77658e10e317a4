import { bodyOf, count, queryOf, word, type Call } from '../call.ts';
import { ACCOUNT, nextSerial } from '../cloud.ts';
import { json, type Reply } from '../message.ts';
import { flag, list, object, optional, text } from '../reader.ts';
import { microseconds } from '../stamp.ts';
import { contentRange, filterOf } from './filter.ts';
import { statusAt, updatedAt, type SyncJob } from './jobs.ts';
import { repositoryAt } from './lookup.ts';
import { badParameter, swrRefusal } from './refusals.ts';

const syncBody = object({
  imageTag: list(text()),
  remoteNamespace: text(),
  remoteRegionId: text(),
  override: optional(flag),
});

/** The first outcome of the seed that fits, used up by one if it is limited. */
function outcomeFor(call: Call, wanted: Pick<SyncJob, 'repository' | 'tag' | 'remoteRegionId'>) {
  const fitting = call.region.swr.syncOutcomes.find(
    ({ rule, used }) =>
      (rule.tag ?? wanted.tag) === wanted.tag &&
      (rule.target ?? wanted.remoteRegionId) === wanted.remoteRegionId &&
      (rule.repository ?? wanted.repository) === wanted.repository &&
      used < (rule.times ?? Number.POSITIVE_INFINITY),
  );
  if (fitting !== undefined) fitting.used += 1;
  return fitting?.rule;
}

function startJob(
  call: Call,
  wanted: Pick<SyncJob, 'namespace' | 'repository' | 'tag' | 'remoteRegionId' | 'remoteNamespace' | 'override'>,
): SyncJob {
  const rule = outcomeFor(call, wanted);
  const lastsMs = (rule?.seconds ?? call.region.swr.syncSeconds) * 1000;
  const outcome = rule?.outcome ?? 'success';
  return {
    ...wanted,
    id: nextSerial(call.cloud),
    region: call.region.id,
    outcome,
    createdAt: call.now,
    // The queue takes a quarter of the time, so that both states before the end can be seen.
    runsAt: call.now + lastsMs / 4,
    endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + lastsMs,
    lagMs: (rule?.lagSeconds ?? 0) * 1000,
    final: undefined,
    landing: undefined,
  };
}

/**
 * SWR, "Manually Synchronizing Images" (CreateManualImageSyncRepo). A trigger: it answers `[]`, gives no job id, and takes
 * tags and target organizations that do not exist without a word. An unknown region is a 500.
 */
export function syncImages(call: Call): Reply {
  const complain = badParameter(call);
  const body = bodyOf(call, syncBody, complain);
  if (body.imageTag.length === 0) throw complain('imageTag is empty');
  const { found, namespace, repository } = repositoryAt(call);
  const { remoteRegionId, remoteNamespace, override = false } = body;
  const target = call.cloud.regions.get(remoteRegionId);
  if (target === undefined) throw swrRefusal(call, 5_001_101, `Unknown region "${remoteRegionId}"`);
  if (target === call.region && !call.region.swr.sameRegionSync) {
    throw complain('remoteRegionId is the region of the source');
  }
  if (!target.organizations.has(remoteNamespace)) return json(200, []);
  const tags = [...new Set(body.imageTag)].filter((tag) => found.tags.has(tag));
  for (const tag of tags) {
    call.cloud.jobs.push(startJob(call, { namespace, repository, tag, remoteRegionId, remoteNamespace, override }));
  }
  return json(200, []);
}

function shownJob(job: SyncJob, now: number): Record<string, unknown> {
  return {
    id: job.id,
    namespace: job.namespace,
    repoName: job.repository,
    tag: job.tag,
    remoteNamespace: job.remoteNamespace,
    remoteRegionId: job.remoteRegionId,
    override: job.override,
    status: statusAt(job, now),
    createdAt: microseconds(job.createdAt),
    updatedAt: microseconds(updatedAt(job, now)),
    domainID: ACCOUNT.id,
    domainName: ACCOUNT.name,
    syncOperatorId: ACCOUNT.id,
    syncOperatorName: ACCOUNT.name,
  };
}

/**
 * SWR, "Obtaining Image Synchronization Task Information" (ShowSyncJob). filter, limit and offset are compulsory; nothing
 * says why a job failed. Whether manual jobs show at all differs (`hideSyncJobs`).
 */
export function listJobs(call: Call): Reply {
  const { namespace, repository } = repositoryAt(call);
  const complain = badParameter(call);
  const terms = filterOf(call, queryOf(call, ['filter'], complain), ['limit', 'offset', 'order']);
  if (terms?.['limit'] === undefined || terms['offset'] === undefined) {
    throw swrRefusal(call, 4_001_014, 'Missing mandatory parameter: filter with limit and offset');
  }
  const limit = count(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, complain);
  const offset = count(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, complain);
  const order = word(terms['order'], 'asc', { name: 'order', words: ['desc', 'asc'] }, complain);
  const all = call.cloud.jobs
    .filter((job) => job.region === call.region.id && job.namespace === namespace && job.repository === repository)
    .filter((job) => job.outcome !== 'silent' && !call.region.swr.hideSyncJobs)
    .toSorted((left, right) => left.createdAt - right.createdAt || left.id - right.id);
  const page = (order === 'asc' ? all : all.toReversed()).slice(offset, offset + limit);
  return json(
    200,
    page.map((job) => shownJob(job, call.now)),
    contentRange(offset, page.length, all.length),
  );
}
