import { ACCOUNT } from '../account.ts';
import { readBody, readEnum, readInteger, readQuery, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { flag, list, object, optional, text } from '../reader.ts';
import { nextSerial } from '../state/cloud.ts';
import { jobStatusAt, jobUpdatedAt, type SyncJob } from '../state/sync-jobs.ts';
import { formatMicroseconds } from '../timestamps.ts';
import { invalidParameter, swrError } from './errors.ts';
import { contentRange, listReply, parseFilter } from './filter.ts';
import { findRepository } from './lookup.ts';

const syncBody = object({
  imageTag: list(text()),
  remoteNamespace: text(),
  remoteRegionId: text(),
  override: optional(flag),
});

/** Takes the first of the seed's `syncOutcomes` that matches a job and has not been used up; undefined if there is none. */
function takeOutcome(call: Call, wanted: Pick<SyncJob, 'repository' | 'tag' | 'remoteRegionId'>) {
  const matching = call.region.swr.syncOutcomes.find(
    ({ rule, used }) =>
      (rule.tag ?? wanted.tag) === wanted.tag &&
      (rule.target ?? wanted.remoteRegionId) === wanted.remoteRegionId &&
      (rule.repository ?? wanted.repository) === wanted.repository &&
      used < (rule.times ?? Number.POSITIVE_INFINITY),
  );
  if (matching !== undefined) matching.used += 1;
  return matching?.rule;
}

function createJob(
  call: Call,
  wanted: Pick<SyncJob, 'namespace' | 'repository' | 'tag' | 'remoteRegionId' | 'remoteNamespace' | 'override'>,
): SyncJob {
  const rule = takeOutcome(call, wanted);
  const durationMs = (rule?.seconds ?? call.region.swr.syncSeconds) * 1000;
  const outcome = rule?.outcome ?? 'success';
  return {
    ...wanted,
    id: nextSerial(call.cloud),
    region: call.region.id,
    outcome,
    createdAt: call.now,
    // `waiting` takes a quarter of the time, so that clients see both statuses that come before the end.
    runsAt: call.now + durationMs / 4,
    endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + durationMs,
    lagMs: (rule?.lagSeconds ?? 0) * 1000,
    finalStatus: undefined,
    pendingWrite: undefined,
  };
}

/**
 * SWR, "Manually Synchronizing Images" (CreateManualImageSyncRepo). Starts one job per tag and answers `[]`, without job ids.
 * Tags and target organizations that do not exist are ignored; an unknown target region is a 500.
 */
export function syncImages(call: Call): Reply {
  const invalid = invalidParameter(call);
  const body = readBody(call, syncBody, invalid);
  if (body.imageTag.length === 0) throw invalid('imageTag is empty');
  const { found, namespace, repository } = findRepository(call);
  const { remoteRegionId, remoteNamespace, override = false } = body;
  const target = call.cloud.regions.get(remoteRegionId);
  if (target === undefined) throw swrError(call, 5_001_101, `Unknown region "${remoteRegionId}"`);
  if (target === call.region && !call.region.swr.sameRegionSync) {
    throw invalid('remoteRegionId is the region of the source');
  }
  if (!target.organizations.has(remoteNamespace)) return json(200, []);
  const tags = [...new Set(body.imageTag)].filter((tag) => found.tags.has(tag));
  for (const tag of tags) {
    call.cloud.jobs.push(createJob(call, { namespace, repository, tag, remoteRegionId, remoteNamespace, override }));
  }
  return json(200, []);
}

function serializeJob(job: SyncJob, now: number): Record<string, unknown> {
  return {
    id: job.id,
    namespace: job.namespace,
    repoName: job.repository,
    tag: job.tag,
    remoteNamespace: job.remoteNamespace,
    remoteRegionId: job.remoteRegionId,
    override: job.override,
    status: jobStatusAt(job, now),
    createdAt: formatMicroseconds(job.createdAt),
    updatedAt: formatMicroseconds(jobUpdatedAt(job, now)),
    domainID: ACCOUNT.id,
    domainName: ACCOUNT.name,
    syncOperatorId: ACCOUNT.id,
    syncOperatorName: ACCOUNT.name,
  };
}

/**
 * SWR, "Obtaining Image Synchronization Task Information" (ShowSyncJob). `filter` with limit and offset is mandatory. The reply
 * does not say why a job failed. Regions differ in whether they list jobs started by the API at all (`hideSyncJobs`).
 */
export function listJobs(call: Call): Reply {
  const { namespace, repository } = findRepository(call);
  const invalid = invalidParameter(call);
  const terms = parseFilter(call, readQuery(call, ['filter'], invalid)['filter'], ['limit', 'offset', 'order']);
  if (terms?.['limit'] === undefined || terms['offset'] === undefined) {
    throw swrError(call, 4_001_014, 'Missing mandatory parameter: filter with limit and offset');
  }
  const limit = readInteger(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, invalid);
  const offset = readInteger(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, invalid);
  const order = readEnum(terms['order'], 'asc', { name: 'order', words: ['desc', 'asc'] }, invalid);
  const all = call.cloud.jobs
    .filter((job) => job.region === call.region.id && job.namespace === namespace && job.repository === repository)
    .filter((job) => job.outcome !== 'silent' && !call.region.swr.hideSyncJobs)
    .toSorted((left, right) => left.createdAt - right.createdAt || left.id - right.id);
  const page = (order === 'asc' ? all : all.toReversed()).slice(offset, offset + limit);
  return listReply(
    call,
    page.map((job) => serializeJob(job, call.now)),
    contentRange(offset, page.length, all.length),
  );
}
