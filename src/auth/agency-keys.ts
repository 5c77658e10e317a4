/** Requests temporary keys of an agency from the STS of one region, and from that of another where the first fails. */
import type { AccessKey } from './authorizers.ts';
import type { AgencySession } from '../inputs/agencies.ts';
import { issuedKey, type IssuedCredential } from './refreshing-credential.ts';
import type { AgencyRequest, Issued } from '../cloud/sts.ts';
import { isStsMissing } from '../cloud/sts-errors.ts';
import { sleep } from '../clock.ts';
import { Failure, failureOf } from '../errors.ts';
import { describeRefusal, type Refusal } from '../http/refusal.ts';
import { retryPauseMs } from '../http/retry.ts';
import type { CredentialProviderOptions } from './credential-provider.ts';
import { stsRegionsNear } from './sts-regions.ts';

/** How one provider asks STS. */
export interface StsCall {
  readonly session: AgencySession;
  /** Runs before each region is asked, for what must be new each time; what it throws is thrown on. */
  prepare?(): Promise<void>;
  request(region: string, request: AgencyRequest): Promise<Issued>;
  /** The failure for a refusal of STS. */
  refused(refusal: Refusal): Failure;
}

/** Attempts in one region before the next one is asked. */
const ATTEMPTS_PER_REGION = 2;

/** The regions take turns until one has answered, or `max-attempts` is used up. */
export async function requestAgencyKeys(
  call: StsCall,
  options: CredentialProviderOptions,
): Promise<IssuedCredential<AccessKey>> {
  const { session } = call;
  const given = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(options.homeRegion);
  const asked = new Set<string>();
  for (let regions = given, attempts = 0; ; attempts += ATTEMPTS_PER_REGION) {
    const [region = '', next] = regions;
    await call.prepare?.();
    try {
      return await requestFrom(region, call, options, next === undefined ? undefined : ATTEMPTS_PER_REGION);
    } catch (error) {
      const failure = failureOf(error);
      asked.add(region);
      const isUsedUp = attempts + ATTEMPTS_PER_REGION >= options.maxAttempts && asked.size === given.length;
      if (failure.kind !== 'unavailable' || next === undefined || isUsedUp) throw failure;
      options.log(`${failure.message} Asking STS in ${next} instead.`);
      regions = failure.permanent ? regions.slice(1) : [...regions.slice(1), region];
      // A region that was asked before gets the pause that a further attempt in one region would get.
      if (asked.has(next)) await pause(attempts + ATTEMPTS_PER_REGION, failure, options);
    }
  }
}

/** Throws the failure where there is no time for a pause. */
async function pause(
  attempts: number,
  failure: Failure,
  { clock, budget, random, signal }: CredentialProviderOptions,
): Promise<void> {
  const ms = retryPauseMs('transient', attempts, undefined, random);
  if (clock.now() + ms > budget.end) throw failure;
  await sleep(clock, ms, signal);
}

async function requestFrom(
  region: string,
  { session, request, refused }: StsCall,
  options: CredentialProviderOptions,
  attempts: number | undefined,
): Promise<IssuedCredential<AccessKey>> {
  const { agencyUrn, durationMs } = session;
  const policy = session.isNarrowed ? options.policy : '';
  const { sessionName } = options;
  const seconds = Math.round(durationMs / 1000);
  const answer = await request(region, { agencyUrn, sessionName, seconds, policy, attempts });
  if ('refusal' in answer) {
    throw isStsMissing(answer.refusal) ? stsMissing(region, answer.refusal) : refused(answer.refusal);
  }
  const issued = issuedKey(answer.key, durationMs, options.mask);
  const narrowed = policy === '' ? '' : ', narrowed down to what this step needs';
  options.log(`STS in ${region} gave temporary keys of ${agencyUrn}${narrowed}.`);
  return issued;
}

function stsMissing(region: string, refusal: Refusal): Failure {
  return new Failure('service-missing', `There seems to be no STS in ${region}: ${describeRefusal(refusal)}.`, {
    permanent: true,
    hint: 'Name one region or two that have it with sts-regions.',
  });
}
