import { bodyOf, type Call } from '../call.ts';
import type { Token } from '../cloud.ts';
import { issueKey } from '../issued-keys.ts';
import { json, type Reply } from '../message.ts';
import { complaint, integer, isRecord, object, optional, text, type Reader } from '../reader.ts';
import { microseconds } from '../stamp.ts';
import { badParameter, forbidden, iamRefusal } from './refusals.ts';

/** Exactly the method `token`; agencies are not emulated. */
const methods: Reader<readonly string[]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'token') throw complaint(path, '["token"]', value);
  return ['token'];
};

/** A policy may come along; it limits object storage only. */
const policy: Reader<unknown> = (value, path) => {
  if (!isRecord(value)) throw complaint(path, 'an object', value);
  return value;
};

const exchangeBody = object({
  auth: object({
    identity: object({
      methods,
      token: optional(object({ id: optional(text()), duration_seconds: optional(integer(900, 86_400)) })),
      policy: optional(policy),
    }),
  }),
});

/** `auth.identity.token.id` means the same as X-Auth-Token and is going out of use; the SDKs know no other way. */
export function tokenInBody(body: string): string | undefined {
  try {
    return exchangeBody(JSON.parse(body), 'body').auth.identity.token?.id;
  } catch {
    // The handler will complain of it.
    return undefined;
  }
}

/** The token that a signed request has in its body, if it is a live one. */
function liveToken(call: Call): Token | undefined {
  const token = call.cloud.tokens.get(tokenInBody(call.body) ?? '');
  return call.now < (token?.expiresAt ?? Number.POSITIVE_INFINITY) ? token : undefined;
}

/**
 * IAM, "Obtaining a Temporary Access Key and Security Token Through a Token" (CreateTemporaryAccessKeyByToken). The keys
 * live 15 minutes if nothing is said, and sign for every region.
 */
export function createTemporaryKey(call: Call): Reply {
  const { identity } = bodyOf(call, exchangeBody, badParameter).auth;
  const token = call.caller.token ?? liveToken(call);
  if (token === undefined) throw iamRefusal(401, 'Unauthorized', 'This method needs a valid token');
  if (!token.exchange) throw forbidden('iam:tokens:createSecurityToken');
  const seconds = identity.token?.duration_seconds ?? 900;
  const key = issueKey(call.cloud, { prefix: 'TEMP', seconds, now: call.now, iamList: token.iamList });
  return json(201, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at: microseconds(key.expiresAt),
    },
  });
}
