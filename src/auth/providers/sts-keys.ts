/** Asks the STS of one region, and that of another when the first gives no useful answer. */
import type { AccessKey } from '../access-key.ts';
import type { AgencySession } from '../../inputs/agencies.ts';
import type { Issue } from '../refreshing-credential.ts';
import type { AgencyRequest, Issued } from '../../cloud/sts.ts';
import { sleep } from '../../clock.ts';
import { Failure, failureOf } from '../../errors.ts';
import { isNoSuchApi } from '../../cloud/service-error.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import { retryPauseMs } from '../../http/retry.ts';
import type { SignInParts } from '../credential-provider.ts';
import { issuedKey } from '../issued-key.ts';
import { stsRegionsNear } from '../sts-regions.ts';

export interface StsQuestion {
  readonly session: AgencySession;
  /** Gets what has to be new for every region that is asked; what goes wrong here is no fault of STS. */
  ready?(): Promise<void>;
  ask(region: string, request: AgencyRequest): Promise<Issued>;
  /** Words a no. */
  refused(refusal: ServiceError): Failure;
}

/** A region that gives no answer is not asked for as long as one that is the only one. */
const TRIES_OF_TWO = 2;

/** The regions take turns until one has answered, or all tries are used up. */
export async function askSts(question: StsQuestion, parts: SignInParts): Promise<Issue<AccessKey>> {
  const { session } = question;
  const given = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(parts.home);
  const asked = new Set<string>();
  for (let regions = given, tried = 0; ; tried += TRIES_OF_TWO) {
    const [region = '', next] = regions;
    await question.ready?.();
    try {
      return await askRegion(region, question, parts, next === undefined ? undefined : TRIES_OF_TWO);
    } catch (error) {
      const failure = failureOf(error);
      asked.add(region);
      const isUsedUp = tried + TRIES_OF_TWO >= parts.maxAttempts && asked.size === given.length;
      if (failure.kind !== 'unavailable' || next === undefined || isUsedUp) throw failure;
      parts.say(`${failure.message} Asking STS in ${next} instead.`);
      regions = failure.permanent ? regions.slice(1) : [...regions.slice(1), region];
      // Where it was asked already, it is given the time that a further try of one region would be given.
      if (asked.has(next)) await pause(tried + TRIES_OF_TWO, failure, parts);
    }
  }
}

/** Throws the failure where there is no time for a pause. */
async function pause(tried: number, failure: Failure, { clock, deadline, random, signal }: SignInParts): Promise<void> {
  const ms = retryPauseMs('transient', tried, undefined, random);
  if (clock.now() + ms > deadline.waitUntil) throw failure;
  await sleep(clock, ms, signal);
}

async function askRegion(
  region: string,
  { session, ask, refused }: StsQuestion,
  parts: SignInParts,
  maxAttempts: number | undefined,
): Promise<Issue<AccessKey>> {
  const { agencyUrn, durationMs } = session;
  const policy = session.isNarrowed ? parts.policy : '';
  const { sessionName } = parts;
  const seconds = Math.round(durationMs / 1000);
  const answer = await ask(region, { agencyUrn, sessionName, seconds, policy, maxAttempts });
  if ('error' in answer) throw isOfSts(answer.error) ? refused(answer.error) : noSts(region, answer.error);
  const issue = issuedKey(answer.key, durationMs, parts);
  const narrowed = policy === '' ? '' : ', narrowed down to what this step needs';
  parts.say(`STS in ${region} gave temporary keys of ${agencyUrn}${narrowed}.`);
  return issue;
}

/** The code was published by others who met it: "this API is not supported in this region". */
const NOT_HERE = 'STS5.1007';

/** Whether it is STS that says no: neither a gateway that does not know it, nor a proxy with a page of its own. */
function isOfSts(refusal: ServiceError): boolean {
  return !isNoSuchApi(refusal) && refusal.code !== NOT_HERE && refusal.isPage !== true;
}

function noSts(region: string, refusal: ServiceError): Failure {
  return new Failure('service-missing', `There seems to be no STS in ${region}: ${describeServiceError(refusal)}.`, {
    permanent: true,
    hint: 'Name one region or two that have it with sts-regions.',
  });
}
