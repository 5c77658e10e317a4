import { noBody, queryOf, type Call } from '../call.ts';
import { ACCOUNT } from '../cloud.ts';
import { sha256 } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { iamUrn } from '../policy/urn.ts';
import { badParameter } from './refusals.ts';
import { sessionUrn } from './session.ts';

/** The IAM user behind a permanent key or a token; a made-up one where the seed names none. */
function userOf(call: Call): string {
  const { key, token } = call.caller;
  return key?.user ?? token?.user ?? `user-of-${key?.accessKey ?? 'a-token'}`;
}

/** What a trust policy may call the caller: its URNs, and its access key. */
export function namesOf(call: Call): readonly string[] {
  const { key } = call.caller;
  if (key?.session !== undefined) return [key.session.agencyUrn, sessionUrn(key.session)];
  return [iamUrn(`user:${userOf(call)}`), ...(key === undefined ? [] : [key.accessKey])];
}

/** STS, "Obtaining the Identity Information of a Caller" (GetCallerIdentity). Needs no permission. */
export function callerIdentity(call: Call): Reply {
  queryOf(call, [], badParameter(call));
  noBody(call, badParameter(call));
  const session = call.caller.key?.session;
  if (session !== undefined) {
    const principalId = `${session.agencyId}:${session.name}`;
    return json(200, {
      account_id: session.account,
      principal_urn: sessionUrn(session),
      principal_id: principalId,
    });
  }
  const user = userOf(call);
  return json(200, {
    account_id: ACCOUNT.id,
    principal_urn: iamUrn(`user:${user}`),
    principal_id: sha256(`user ${user}`).slice(0, 32),
  });
}
