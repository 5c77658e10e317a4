import { bodyOf, queryOf, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { fitsPattern } from '../policy/pattern.ts';
import { assumeBody } from './fields.ts';
import { agencyAt, openSession } from './issue.ts';
import { namesOf } from './principal.ts';
import { accessDenied, badParameter } from './refusals.ts';

/** The agency that a body names, for policies; `iam:::agency:` if it names none. */
export function agencyIn(call: Call): string {
  try {
    return assumeBody(JSON.parse(call.body), 'body').agency_urn;
  } catch {
    return 'iam:::agency:';
  }
}

/**
 * STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency" (AssumeAgency). Signed, by a permanent
 * key or by that of another session; MFA codes, tags and attached policies are checked for their form only.
 */
export function assumeAgency(call: Call): Reply {
  queryOf(call, [], badParameter(call));
  const body = bodyOf(call, assumeBody, badParameter(call));
  const agency = agencyAt(call, body.agency_urn);
  const names = namesOf(call);
  const trusted = agency.trust.some(
    (entry) =>
      'principals' in entry &&
      entry.principals.some((pattern) => names.some((name) => fitsPattern(pattern, name))) &&
      (entry.externalId === undefined || entry.externalId === body.external_id),
  );
  if (!trusted) throw accessDenied(call, `no identity-based policy allows sts:agencies:assume on ${agency.urn}`);
  return json(200, openSession(call, agency, body, body.source_identity));
}
