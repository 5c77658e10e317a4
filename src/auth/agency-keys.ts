/** Requests temporary keys of an agency from the STS of one region, and from that of another where the first fails. */
import type { AgencySession } from '../inputs/credentials.ts';
import type { TemporaryKey } from '../cloud/iam.ts';
import type { AgencyRequest } from '../cloud/sts.ts';
import { isStsMissing } from '../cloud/sts-errors.ts';
import { Failure, failureOf } from '../errors.ts';
import type { CallResult } from '../http/call.ts';
import { retry, retryPauseMs } from '../http/retry.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { CredentialProviderOptions } from './credential-provider.ts';
import { stsRegionsNear } from './sts-regions.ts';

/** How one provider asks STS. */
export interface StsCall {
  request(region: string, request: AgencyRequest): Promise<CallResult<TemporaryKey>>;
  /** The failure for an error of STS. */
  refused(error: ServiceError): Failure;
}

/** Attempts in one region before the next one is asked. */
const ATTEMPTS_PER_REGION = 2;

/**
 * The regions take turns until one has answered, or `max-attempts` is used up. There is no pause before a region that was
 * not asked yet.
 *
 * @param prepare runs before each region is asked, for what must be new each time; what it throws is thrown on
 */
export function requestAgencyKeys(
  session: AgencySession,
  prepare: () => Promise<StsCall>,
  options: CredentialProviderOptions,
): Promise<TemporaryKey> {
  let regions = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(options.homeRegion);
  const untried = new Set(regions);
  const nextRegion = (): string => regions[0] ?? '';
  return retry(
    {
      ...options,
      maxAttempts: Math.max(regions.length, Math.ceil(options.maxAttempts / ATTEMPTS_PER_REGION)),
      until: options.deadline.waitUntil,
      pauseMs: (turns) =>
        untried.has(nextRegion())
          ? 0
          : retryPauseMs('transient', turns * ATTEMPTS_PER_REGION, undefined, options.random),
    },
    async (plan) => {
      const region = nextRegion();
      const hasOthers = regions.length > 1;
      untried.delete(region);
      const call = await prepare();
      try {
        const value = await requestFrom(region, session, call, options, hasOthers ? ATTEMPTS_PER_REGION : undefined);
        return { next: 'return', value };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== 'unavailable' || !hasOthers) return { next: 'fail', failure };
        regions = failure.permanent ? regions.slice(1) : [...regions.slice(1), region];
        const decision = plan({ next: 'retry', reason: 'transient', failure });
        // Its message has the number of attempts in this region already.
        if (decision.next === 'fail') return { next: 'fail', failure };
        options.log(`${failure.message} Asking STS in ${nextRegion()} instead.`);
        return decision;
      }
    },
  );
}

async function requestFrom(
  region: string,
  session: AgencySession,
  { request, refused }: StsCall,
  options: CredentialProviderOptions,
  maxAttempts: number | undefined,
): Promise<TemporaryKey> {
  const { agencyUrn, durationMs } = session;
  const policy = session.isNarrowed ? options.policy : '';
  const { sessionName } = options;
  const seconds = Math.round(durationMs / 1000);
  const answer = await request(region, { agencyUrn, sessionName, seconds, policy, maxAttempts });
  if (!answer.ok) throw isStsMissing(answer.error) ? stsMissing(region, answer.error) : refused(answer.error);
  const key = answer.value;
  for (const secret of [key.secretKey, key.securityToken]) options.mask(secret);
  const narrowed = policy === '' ? '' : ', narrowed down to what this step needs';
  options.log(`STS in ${region} gave temporary keys of ${agencyUrn}${narrowed}.`);
  return key;
}

function stsMissing(region: string, error: ServiceError): Failure {
  return new Failure('service-missing', `There seems to be no STS in ${region}: ${describeServiceError(error)}.`, {
    permanent: true,
    hint: 'Name one region or two that have it with sts-regions.',
  });
}
