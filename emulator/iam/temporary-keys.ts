import { readBody, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { integer, isRecord, object, optional, text, validationError, type Reader } from '../reader.ts';
import type { Token } from '../state/cloud.ts';
import { issueKey } from '../state/issued-keys.ts';
import { formatMicroseconds } from '../timestamps.ts';
import { forbidden, iamError, invalidParameter } from './errors.ts';

/** Exactly `["token"]`: other methods are not emulated. */
const methods: Reader<readonly string[]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'token')
    throw validationError(path, '["token"]', value);
  return ['token'];
};

/** An optional policy. It limits object storage only, and so is not evaluated. */
const policy: Reader<unknown> = (value, path) => {
  if (!isRecord(value)) throw validationError(path, 'an object', value);
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

/** The token in the body, `auth.identity.token.id`. It is deprecated in favour of X-Auth-Token, but the SDKs only send this one. */
export function tokenInBody(body: string): string | undefined {
  try {
    return exchangeBody(JSON.parse(body), 'body').auth.identity.token?.id;
  } catch {
    // The handler refuses this body.
    return undefined;
  }
}

/** The token in the body of a signed request, if it is valid. */
function validTokenInBody(call: Call): Token | undefined {
  const token = call.cloud.tokens.get(tokenInBody(call.body) ?? '');
  return call.now < (token?.expiresAt ?? Number.POSITIVE_INFINITY) ? token : undefined;
}

/**
 * IAM, "Obtaining a Temporary Access Key and Security Token Through a Token" (CreateTemporaryAccessKeyByToken). The
 * default lifetime is 15 minutes.
 */
export function createTemporaryKey(call: Call): Reply {
  const { identity } = readBody(call, exchangeBody, invalidParameter).auth;
  const token = call.caller.token ?? validTokenInBody(call);
  if (token === undefined) throw iamError(401, 'Unauthorized', 'This method needs a valid token');
  if (!token.exchange) throw forbidden('iam:tokens:createSecurityToken');
  const seconds = identity.token?.duration_seconds ?? 900;
  const key = issueKey(call.cloud, { prefix: 'TEMP', seconds, now: call.now, iamList: token.iamList });
  return json(201, {
    credential: {
      access: key.accessKey,
      secret: key.secretKey,
      securitytoken: key.securityToken,
      expires_at: formatMicroseconds(key.expiresAt),
    },
  });
}
