import type { Call } from '../call.ts';
import { issueKey } from '../issued-keys.ts';
import { messageOf } from '../reader.ts';
import { policyOf, type Policy } from '../policy/document.ts';
import { stsRefusal } from './refusals.ts';
import type { Agency } from './seed.ts';
import { sessionUrn, type Session } from './session.ts';

/** What both ways of assuming an agency ask for alike. */
export interface Wish {
  readonly agency_session_name: string;
  readonly duration_seconds?: number | undefined;
  readonly policy?: string | undefined;
  readonly policy_ids?: readonly string[] | undefined;
}

/** A session that comes out of a session may last so long; asking for more fails. STS, AssumeAgency. */
const CHAINED_SECONDS = 3600;

/** The agency of the URN, or a 404. */
export function agencyAt(call: Call, urn: string): Agency {
  const agency = call.cloud.trust.agencies.find((candidate) => candidate.urn === urn);
  if (agency === undefined) throw stsRefusal(call, 404, '1106', `the agency ${urn} cannot be found`);
  return agency;
}

function sessionPolicies(call: Call, agency: Agency, wish: Wish): readonly Policy[] {
  const [unknown] = wish.policy_ids ?? [];
  if (unknown !== undefined) throw stsRefusal(call, 404, '0024', `no such policy: ${unknown}`);
  const own = agency.policy === undefined ? [] : [agency.policy];
  if (wish.policy === undefined) return own;
  try {
    return [...own, policyOf(wish.policy)];
  } catch (mistake) {
    throw stsRefusal(call, 400, '0011', `malformed policy document: ${messageOf(mistake)}`);
  }
}

/**
 * Opens a session of an agency that the caller may assume, and gives the part of the reply that both ways have. A duration
 * beyond the agency's maximum is refused, and not cut: the documents call it the end of the range.
 */
export function openSession(call: Call, agency: Agency, wish: Wish, sourceIdentity?: string): Record<string, unknown> {
  const policies = sessionPolicies(call, agency, wish);
  const seconds = wish.duration_seconds ?? 3600;
  if (call.caller.key?.securityToken !== undefined && seconds > CHAINED_SECONDS) {
    throw stsRefusal(call, 400, '0013', `duration_seconds must be at most ${CHAINED_SECONDS} for a chained agency`);
  }
  if (seconds > agency.maxSessionSeconds) {
    throw stsRefusal(
      call,
      400,
      '0012',
      `duration_seconds exceeds the maximum session duration of the agency, ${agency.maxSessionSeconds}`,
    );
  }
  const session: Session = {
    agencyUrn: agency.urn,
    agencyId: agency.id,
    account: agency.account,
    name: wish.agency_session_name,
    sourceIdentity,
    beganAt: call.now,
    policies,
  };
  const key = issueKey(call.cloud, { prefix: 'HSTA', seconds, now: call.now, iamList: true, session });
  return {
    credentials: {
      access_key_id: key.accessKey,
      secret_access_key: key.secretKey,
      security_token: key.securityToken,
      expiration: new Date(key.expiresAt).toISOString(),
    },
    assumed_agency: { urn: sessionUrn(session), id: `${agency.id}:${session.name}` },
    source_identity: sourceIdentity ?? '',
  };
}
