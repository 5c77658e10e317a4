import { ACCOUNT, iamUrn } from '../account.ts';
import { checkNoBody, readQuery, type Call } from '../call.ts';
import { sha256 } from '../digest.ts';
import { json, type Reply } from '../message.ts';
import { sessionUrn } from '../state/agencies.ts';
import { invalidParameter } from './errors.ts';

/** The IAM user of a permanent key or a token; an invented name where the seed has none. */
function callerName(call: Call): string {
  const { key, token } = call.caller;
  return key?.user ?? token?.user ?? `user-of-${key?.accessKey ?? 'a-token'}`;
}

/** The names by which an agency can trust the caller: its URNs, and its access key id. */
export function principalNames(call: Call): readonly string[] {
  const { key } = call.caller;
  if (key?.session !== undefined) return [key.session.agencyUrn, sessionUrn(key.session)];
  return [iamUrn(`user:${callerName(call)}`), ...(key === undefined ? [] : [key.accessKey])];
}

/** STS, "Obtaining the Identity Information of a Caller" (GetCallerIdentity). Requires no permission. */
export function getCallerIdentity(call: Call): Reply {
  readQuery(call, [], invalidParameter(call));
  checkNoBody(call, invalidParameter(call));
  const session = call.caller.key?.session;
  if (session !== undefined) {
    const principalId = `${session.agencyId}:${session.name}`;
    return json(200, {
      account_id: session.account,
      principal_urn: sessionUrn(session),
      principal_id: principalId,
    });
  }
  const user = callerName(call);
  return json(200, {
    account_id: ACCOUNT.id,
    principal_urn: iamUrn(`user:${user}`),
    principal_id: sha256(`user ${user}`).slice(0, 32),
  });
}
