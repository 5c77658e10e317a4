/** GitHub's ID tokens. One lives for five minutes, so it is requested right before each use. */
import { copyFailure, Failure, failureOf } from '../errors.ts';
import type { Client } from '../http/client.ts';
import { fieldOf, parseJson } from '../http/json.ts';
import { ReplyFormatError } from '../http/call.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { IdTokenRequest } from './job-context.ts';
import { ID_TOKEN_RULES } from './reply-rules.ts';

/** The claims of an ID token that trust policies compare; each is empty where the token does not have it. */
export interface IdTokenClaims {
  readonly subject: string;
  /** Several audiences are joined by `, `. */
  readonly audience: string;
  readonly issuer: string;
}

/** An ID token has about 2 kB. */
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Requests an ID token. Source: GitHub Docs, "OpenID Connect reference", requesting the token with environment variables.
 *
 * @throws Failure `id-token-not-offered` without a request, `id-token-refused`, `id-token-unavailable` after all attempts
 */
export async function requestIdToken(
  client: Client,
  request: IdTokenRequest | undefined,
  audience: string,
): Promise<string> {
  if (request === undefined) {
    throw new Failure('id-token-not-offered', 'The runner offers this job no ID token of GitHub.', {
      hint:
        'Give the job `permissions:` with `id-token: write` (and `contents: read` where it checks out: naming one permission ' +
        'drops the others). Pull requests from forks never get one.',
    });
  }
  const url = new URL(request.url);
  url.search += `${url.search === '' ? '?' : '&'}audience=${encodeURIComponent(audience)}`;
  const doing = `get an ID token of GitHub for the audience '${audience}'`;
  const reply = await client
    .send({
      doing,
      method: 'GET',
      url,
      authorizer: { authorize: () => ({ authorization: `Bearer ${request.token}` }) },
      rules: ID_TOKEN_RULES,
      repeatable: true,
      responseIsSecret: true,
      maxReplyBytes: MAX_REPLY_BYTES,
      credentialFailure: (error) => refused(doing, error),
      read: readIdToken,
    })
    .catch((error: unknown) => {
      const failure = failureOf(error);
      // Of GitHub, not of the cloud.
      throw failure.kind === 'unavailable' ? copyFailure(failure, { code: 'id-token-unavailable' }) : failure;
    });
  if (!reply.ok) throw refused(doing, reply.error);
  return reply.value;
}

/** `{value, count}`. */
function readIdToken(body: unknown): string {
  const value = fieldOf(body, 'value');
  if (typeof value === 'string' && value !== '') return value;
  throw new ReplyFormatError('value', 'must be a text that is not empty');
}

/** Decodes the claims for messages. The signature is not checked: that is up to the cloud. Never throws. */
export function claimsOf(token: string): IdTokenClaims {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return { subject: claimOf(claims, 'sub'), audience: claimOf(claims, 'aud'), issuer: claimOf(claims, 'iss') };
}

function claimOf(claims: unknown, name: string): string {
  const value = fieldOf(claims, name);
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string').join(', ');
  return typeof value === 'string' ? value : '';
}

function refused(doing: string, error: ServiceError): Failure {
  return new Failure('id-token-refused', `Could not ${doing}: ${describeServiceError(error)}.`, {
    hint: 'Has the job `permissions:` with `id-token: write`? Pull requests from forks never get one.',
  });
}
