import { bodyOf, queryOf, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { fitsPattern } from '../policy/pattern.ts';
import { assumeWithOidcBody } from './fields.ts';
import { proveIdToken } from './id-token.ts';
import { agencyAt, openSession } from './issue.ts';
import { accessDenied, badParameter, stsRefusal } from './refusals.ts';

/**
 * STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency" (AssumeAgencyWithOIDC). Neither signed
 * nor with a token. An audience or subject that the agency does not trust is a 403, everything wrong with the ID token a 400.
 */
export function assumeAgencyWithOidc(call: Call): Reply {
  queryOf(call, [], badParameter(call));
  const body = bodyOf(call, assumeWithOidcBody, badParameter(call));
  const provider = call.cloud.trust.providers.find((candidate) => candidate.urn === body.provider_urn);
  if (provider === undefined) throw stsRefusal(call, 404, '0021', `no such oidc provider: ${body.provider_urn}`);
  const agency = agencyAt(call, body.agency_urn);
  const { audience, subject } = proveIdToken(call, body.id_token, provider);
  const trusted = agency.trust.some(
    (entry) =>
      'provider' in entry &&
      entry.provider === provider.urn &&
      entry.audiences.some((pattern) => fitsPattern(pattern, audience)) &&
      entry.subjects.some((pattern) => fitsPattern(pattern, subject)),
  );
  if (!trusted)
    throw accessDenied(call, `no identity-based policy allows sts:agencies:assumeWithOIDC on ${agency.urn}`);
  return json(200, {
    ...openSession(call, agency, body),
    audience,
    provider: provider.urn,
    subject_from_id_token: subject,
  });
}
