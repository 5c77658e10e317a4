/** Asks the STS of one region, and that of another when the first gives no useful answer. */
import type { AccessKey } from '../auth/access-key.ts';
import type { AgencySession } from '../auth/agencies.ts';
import type { Issue } from '../auth/renewing.ts';
import type { AgencyRequest, Issued } from '../cloud/sts.ts';
import { Failure, failureOf } from '../failure.ts';
import { describeRefusal, isNoSuchApi, type Refusal } from '../http/refusal.ts';
import type { SignInParts } from './identity.ts';
import { stsRegionsNear } from './sts-regions.ts';

export interface StsQuestion {
  readonly session: AgencySession;
  /** Gets what has to be new for every region that is asked; what goes wrong here is no fault of STS. */
  ready?(): Promise<void>;
  ask(region: string, request: AgencyRequest): Promise<Issued>;
  /** Words a no. */
  refused(refusal: Refusal): Failure;
}

export async function askSts(question: StsQuestion, parts: SignInParts): Promise<Issue<AccessKey>> {
  const { session } = question;
  const [first = '', second] = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(parts.home);
  await question.ready?.();
  try {
    return await askRegion(first, question, parts);
  } catch (error) {
    const failure = failureOf(error);
    if (second === undefined || failure.kind !== 'unavailable') throw failure;
    parts.say(`${failure.message} Asking STS in ${second} instead.`);
    await question.ready?.();
    return askRegion(second, question, parts);
  }
}

async function askRegion(
  region: string,
  { session, ask, refused }: StsQuestion,
  parts: SignInParts,
): Promise<Issue<AccessKey>> {
  const { agencyUrn, durationMs } = session;
  const policy = session.isNarrowed ? parts.policy : '';
  const { sessionName } = parts;
  const answer = await ask(region, { agencyUrn, sessionName, seconds: Math.round(durationMs / 1000), policy });
  if ('refusal' in answer) throw isAbsent(answer.refusal) ? noSts(region, answer.refusal) : refused(answer.refusal);
  const { key } = answer;
  for (const secret of [key.secretKey, key.securityToken]) parts.mask(secret);
  const narrowed = policy === '' ? '' : ', narrowed down to what this step needs';
  parts.say(`STS in ${region} gave temporary keys of ${agencyUrn}${narrowed}.`);
  return { proof: key, lifetimeMs: key.lifetimeMs ?? durationMs };
}

/** The code was published by others who met it: "this API is not supported in this region". */
function isAbsent(refusal: Refusal): boolean {
  return isNoSuchApi(refusal) || refusal.code === 'STS5.1007';
}

function noSts(region: string, refusal: Refusal): Failure {
  return new Failure('unavailable', `There seems to be no STS in ${region}: ${describeRefusal(refusal)}.`, {
    hint: 'Name one region or two that have it with sts-regions.',
  });
}
