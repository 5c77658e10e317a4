import { readBody, readQuery, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { parsePolicy, type Policy } from '../policy/document.ts';
import { matchesPattern } from '../policy/evaluate.ts';
import { messageOf } from '../reader.ts';
import { sessionUrn, type Agency, type Session } from '../state/agencies.ts';
import { issueKey } from '../state/issued-keys.ts';
import { assumeBody, assumeWithOidcBody } from './bodies.ts';
import { accessDenied, invalidParameter, stsError } from './errors.ts';
import { verifyIdToken } from './id-token.ts';
import { principalNames } from './principal.ts';

/** The fields that both APIs have. */
interface SessionRequest {
  readonly agency_session_name: string;
  readonly duration_seconds?: number | undefined;
  readonly policy?: string | undefined;
  readonly policy_ids?: readonly string[] | undefined;
}

/** The longest session that a session may open; more is refused. STS, AssumeAgency. */
const MAX_CHAINED_SECONDS = 3600;

/** The agency that the body names, as the resource of the permission; `iam:::agency:` if it names none. */
export function agencyUrnInBody(call: Call): string {
  try {
    return assumeBody(JSON.parse(call.body), 'body').agency_urn;
  } catch {
    // The handler refuses this body.
    return 'iam:::agency:';
  }
}

/**
 * STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency" (AssumeAgency). Signed by a permanent key or
 * by that of another session. Of MFA codes, tags and contexts only the form is checked.
 */
export function assumeAgency(call: Call): Reply {
  readQuery(call, [], invalidParameter(call));
  const body = readBody(call, assumeBody, invalidParameter(call));
  const agency = findAgency(call, body.agency_urn);
  const names = principalNames(call);
  const trusted = agency.trust.some(
    (entry) =>
      'principals' in entry &&
      entry.principals.some((pattern) => names.some((name) => matchesPattern(pattern, name))) &&
      (entry.externalId === undefined || entry.externalId === body.external_id),
  );
  if (!trusted) throw accessDenied(call, `no identity-based policy allows sts:agencies:assume on ${agency.urn}`);
  return json(200, openSession(call, agency, body, body.source_identity));
}

/**
 * STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency" (AssumeAgencyWithOIDC). Requires neither a
 * signature nor a token. An ID token that is invalid is a 400; one whose audience or subject the agency does not trust is a 403.
 */
export function assumeAgencyWithOidc(call: Call): Reply {
  readQuery(call, [], invalidParameter(call));
  const body = readBody(call, assumeWithOidcBody, invalidParameter(call));
  const provider = call.cloud.trust.providers.find((candidate) => candidate.urn === body.provider_urn);
  if (provider === undefined) throw stsError(call, 404, '0021', `no such oidc provider: ${body.provider_urn}`);
  const agency = findAgency(call, body.agency_urn);
  const { audience, subject } = verifyIdToken(call, body.id_token, provider);
  const trusted = agency.trust.some(
    (entry) =>
      'provider' in entry &&
      entry.provider === provider.urn &&
      entry.audiences.some((pattern) => matchesPattern(pattern, audience)) &&
      entry.subjects.some((pattern) => matchesPattern(pattern, subject)),
  );
  if (!trusted) {
    throw accessDenied(call, `no identity-based policy allows sts:agencies:assumeWithOIDC on ${agency.urn}`);
  }
  return json(200, {
    ...openSession(call, agency, body),
    audience,
    provider: provider.urn,
    subject_from_id_token: subject,
  });
}

function findAgency(call: Call, urn: string): Agency {
  const agency = call.cloud.trust.agencies.find((candidate) => candidate.urn === urn);
  if (agency === undefined) throw stsError(call, 404, '1106', `the agency ${urn} cannot be found`);
  return agency;
}

function sessionPolicies(call: Call, agency: Agency, request: SessionRequest): readonly Policy[] {
  const [unknown] = request.policy_ids ?? [];
  if (unknown !== undefined) throw stsError(call, 404, '0024', `no such policy: ${unknown}`);
  const own = agency.policy === undefined ? [] : [agency.policy];
  if (request.policy === undefined) return own;
  try {
    return [...own, parsePolicy(request.policy)];
  } catch (cause) {
    throw stsError(call, 400, '0011', `malformed policy document: ${messageOf(cause)}`);
  }
}

/**
 * Opens a session of an agency, and returns the fields that both replies have. A duration above the agency's maximum is refused
 * and not shortened: the documents call the maximum the end of the range.
 */
function openSession(
  call: Call,
  agency: Agency,
  request: SessionRequest,
  sourceIdentity?: string,
): Record<string, unknown> {
  const policies = sessionPolicies(call, agency, request);
  const seconds = request.duration_seconds ?? 3600;
  if (call.caller.key?.securityToken !== undefined && seconds > MAX_CHAINED_SECONDS) {
    throw stsError(call, 400, '0013', `duration_seconds must be at most ${MAX_CHAINED_SECONDS} for a chained agency`);
  }
  if (seconds > agency.maxSessionSeconds) {
    throw stsError(
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
    name: request.agency_session_name,
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
