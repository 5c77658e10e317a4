/** One synchronization request, and what became of each tag in it. */
import type { Swr } from '../../cloud/swr.ts';
import { concernsOneRequest, Failure, failureOf } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import { statusOf } from '../../cloud/error-bodies.ts';
import { refusedFailure } from '../../cloud/reply-rules.ts';
import type { Confirm, CopyTarget, SubmittedCopy } from '../copier.ts';
import type { RepositoryRef } from '../copy-spec.ts';
import { REGIONS_HINT } from './sync-regions.ts';

/** The limit of SWR's console; the API documents none. */
export const MAX_BATCH = 50;

const PERMISSION_HINT =
  'Synchronizing needs swr:repo:createManualSyncRepoJob, swr:repo:download and swr:repo:upload, or an administrator of the organization.';

/** What became of a batch. */
export interface SentBatch {
  readonly submitted: readonly SubmittedCopy[];
  /** The halves of a batch that was refused although only one of its copies may be the reason: send them. */
  readonly again: readonly (readonly CopyTarget[])[];
}

/**
 * Sends copies that have the same target repository and are alike in `mayReplace`; with `confirm` only those that it returns
 * right before the request, which may have waited.
 * @throws Failure only for what concerns the whole run: credentials, cancellation, a bug
 */
export async function sendBatch(
  swr: Swr,
  source: RepositoryRef,
  batch: readonly CopyTarget[],
  confirm: Confirm | undefined,
): Promise<SentBatch> {
  let copies = batch;
  const [first] = copies;
  if (first === undefined) return { submitted: [], again: [] };
  const { namespace, repository } = source;
  const { target } = first.spec;
  // A copy under a new name is one of the tag that has been given that name in the source.
  const tags = copies.map(({ spec }) => spec.target.tag);
  const all = (result: Result): SentBatch => ({ submitted: copies.map((copy) => ({ copy, ...result })), again: [] });
  const confirmAll = async (): Promise<void> => {
    copies = (await confirm?.(copies)) ?? copies;
    if (copies.length < batch.length) throw CHANGED;
  };
  let reply: Awaited<ReturnType<Swr['syncImages']>>;
  try {
    reply = await swr.syncImages({
      namespace,
      repository,
      tags,
      targetRegion: target.region,
      targetNamespace: target.namespace,
      override: first.mayReplace,
      confirm: confirmAll,
    });
  } catch (error) {
    if (error === CHANGED) return sendBatch(swr, source, copies, confirm);
    const failure = failureOf(error);
    // A failure of this request alone must not fail the batches before it.
    if (!concernsOneRequest(failure)) throw failure;
    return all({ state: failure.uncertain ? 'unknown' : 'refused', failure });
  }
  if (reply.ok) return all({ state: 'accepted' });

  const { error } = reply;
  if (copies.length > 1 && mayConcernOneTag(error)) {
    const half = Math.ceil(copies.length / 2);
    return { submitted: [], again: [copies.slice(0, half), copies.slice(half)] };
  }
  const failure = failureFor(target.region, error);
  if (error.names === undefined) return all({ state: 'refused', failure });
  // An array names the failed tags of the batch, and the others are followed. Where it names none of them, it says nothing
  // about them.
  const named = new Set(error.names);
  const other: Result = tags.some((tag) => named.has(tag)) ? { state: 'accepted' } : { state: 'unknown', failure };
  const submitted = copies.map((copy): SubmittedCopy =>
    named.has(copy.spec.target.tag) ? { copy, state: 'refused', failure } : { copy, ...other },
  );
  return { submitted, again: [] };
}

/** Ends a request before it is sent, because some of its tags are not to be replaced any more. */
const CHANGED = new Failure('tag-moved', 'Some of the tags have changed since they were compared.');

type Result = { readonly state: 'accepted' } | { readonly state: 'refused' | 'unknown'; readonly failure: Failure };

/**
 * Codes about the credentials, the organization, the repository, the region, or a quota that no tag of the batch fits into.
 * Source: SWR, "Error Codes".
 */
const CONCERNS_ALL =
  /^(401\d{4}|4000031|4001048|4040058|4041061|4001028|4001008|4040010|4040113|4001029|5001101|4000097|4000098)$/;

function mayConcernOneTag(error: ServiceError): boolean {
  const [, number] = /^SVCSTG\.(?:\w+\.)?(\d+)$/i.exec(error.code) ?? [];
  return [400, 404, 409].includes(statusOf(error)) && number !== undefined && !CONCERNS_ALL.test(number);
}

function failureFor(region: string, error: ServiceError): Failure {
  const doing = `synchronize to ${region}`;
  if (error.code.endsWith('5001101')) {
    const message = `Could not ${doing}: ${describeServiceError(error)}.`;
    return new Failure('region-unsupported', message, { hint: REGIONS_HINT });
  }
  return refusedFailure(doing, error, statusOf(error) === 403 ? PERMISSION_HINT : undefined);
}
