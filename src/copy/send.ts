/** The synchronization requests of one route: batches, and what each tag of a batch has come to. */
import { refusedFailure } from '../cloud/service-error.ts';
import type { Swr, SyncRequest } from '../cloud/swr.ts';
import { type Failure, failureOf } from '../errors.ts';

/** The console's own limit of a batch; the API documents none. */
export const BATCH = 50;

/**
 * - `accepted`: the cloud took the request
 * - `refused`: it said no, or named the tag as failed
 * - `unknown`: there was no answer, so the request may or may not have taken effect
 */
export type Sending =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused'; readonly failure: Failure }
  | { readonly state: 'unknown'; readonly failure: Failure };

const REGION_HINT =
  'Can SWR synchronize to this region? Documented targets are cn-north-1, cn-north-4, cn-north-9, cn-east-2, cn-east-3, cn-south-1, ' +
  'cn-southwest-2, ap-southeast-1 to 3 and af-south-1.';
const PERMISSION_HINT =
  'Synchronizing needs swr:repo:createManualSyncRepoJob, swr:repo:download and swr:repo:upload, or an administrator of the organization.';

/** Sends one batch. Rejects only for what concerns the whole run: credentials, cancellation, a bug. */
export async function sendBatch(swr: Swr, request: SyncRequest): Promise<ReadonlyMap<string, Sending>> {
  const all = (sending: Sending): ReadonlyMap<string, Sending> => new Map(request.tags.map((tag) => [tag, sending]));
  const doing = `synchronize to ${request.targetRegion}`;
  let answer: Awaited<ReturnType<Swr['syncImages']>>;
  try {
    answer = await swr.syncImages(request);
  } catch (error) {
    const failure = failureOf(error);
    // What concerns this request alone must not take the batches before it along.
    if (!['unavailable', 'refused', 'timeout'].includes(failure.kind)) throw failure;
    return all({ state: failure.uncertain ? 'unknown' : 'refused', failure });
  }
  if (answer.ok) return all({ state: 'accepted' });

  const { error } = answer;
  const hint = error.code.endsWith('5001101') ? REGION_HINT : error.status === 403 ? PERMISSION_HINT : undefined;
  const failure = refusedFailure(doing, error, hint);
  if (error.names === undefined) return all({ state: 'refused', failure });
  // An array names the failed tags of the batch, and the others go on being followed; when it names none of them, it
  // has said nothing about them.
  const named = new Set(error.names);
  const other: Sending = request.tags.some((tag) => named.has(tag))
    ? { state: 'accepted' }
    : { state: 'unknown', failure };
  return new Map(request.tags.map((tag) => [tag, named.has(tag) ? { state: 'refused', failure } : other]));
}
