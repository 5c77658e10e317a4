/** Requests temporary keys of an agency from the STS of one region, and from that of another where the first fails. */
import type { AgencySession } from '../inputs/credentials.ts';
import type { TemporaryKey } from '../cloud/iam.ts';
import type { AgencyRequest } from '../cloud/sts.ts';
import { isStsMissing, MAY_PASS_SOON } from '../cloud/sts-errors.ts';
import { Failure, failureOf } from '../errors.ts';
import type { CallResult } from '../http/call.ts';
import { NetworkError } from '../http/network-error.ts';
import { createRetryLog } from '../http/retry-log.ts';
import { retry, retryPauseMs } from '../http/retry.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { CredentialProviderOptions } from './credential-provider.ts';
import { stsRegionsNear } from './sts-regions.ts';

/** How one provider asks STS. */
export interface StsCall {
  request(region: string, request: AgencyRequest): Promise<CallResult<TemporaryKey>>;
  /** The failure for an error of STS; `permanent` unless it may be over in a moment. */
  refused(error: ServiceError): Failure;
}

/** Pauses before a request is sent again that STS refused for a reason which may be over in a moment. */
const EARLY_PAUSES_MS = [1000, 2000, 4000, 8000] as const;

/**
 * The regions take turns, an attempt each, until one has answered; as for any other request, `max-attempts` bounds the
 * attempts that STS answered with an error of its own. There is no pause before a region that was not asked yet.
 *
 * @param prepare runs before each attempt, for what must be new each time; what it throws is thrown on
 */
export function requestAgencyKeys(
  session: AgencySession,
  prepare: () => Promise<StsCall>,
  options: CredentialProviderOptions,
): Promise<TemporaryKey> {
  let regions = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(options.homeRegion);
  const untried = new Set(regions);
  const nextRegion = (): string => regions[0] ?? '';
  let earlyRefusals = 0;
  const logRetry = createRetryLog(options.clock, options.log);
  return retry(
    {
      ...options,
      until: options.deadline.waitUntil,
      pauseMs(turns, { reason, failure }) {
        if (failure.kind === 'auth') return EARLY_PAUSES_MS[earlyRefusals] ?? 0;
        return untried.has(nextRegion()) ? 0 : retryPauseMs(reason, turns, options.random);
      },
      onRetry(line, { kind, message }) {
        if (kind !== 'auth' && untried.has(nextRegion()))
          options.log(`${message} Asking STS in ${nextRegion()} instead.`);
        else logRetry('STS', line);
      },
    },
    async (plan) => {
      const region = nextRegion();
      untried.delete(region);
      const call = await prepare();
      try {
        return { next: 'return', value: await requestFrom(region, session, call, options) };
      } catch (error) {
        const failure = failureOf(error);
        const mayPass = MAY_PASS_SOON.has(failure.code) && !failure.permanent;
        const isEarly = mayPass && earlyRefusals < EARLY_PAUSES_MS.length;
        if (!isEarly && failure.kind !== 'unavailable') return { next: 'fail', failure };
        if (!isEarly) regions = failure.permanent ? regions.slice(1) : [...regions.slice(1), region];
        if (regions.length === 0) return { next: 'fail', failure };
        const { isUnknownHost, isUnreadable } = failure.cause instanceof NetworkError ? failure.cause : {};
        const reason = failure.code === 'throttled' ? 'throttled' : 'transient';
        const decision = plan({ next: 'retry', reason, failure, isUnknownHost, isUnreadable });
        if (isEarly) earlyRefusals += 1;
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
): Promise<TemporaryKey> {
  const { agencyUrn, durationMs } = session;
  const policy = session.isNarrowed ? options.policy : '';
  const { sessionName } = options;
  const seconds = Math.round(durationMs / 1000);
  const answer = await request(region, { agencyUrn, sessionName, seconds, policy });
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
