/** How GitHub uses HTTP: its error bodies, and what its statuses mean to a request. */
import { Failure } from '../errors.ts';
import { fieldOf, parseJson } from '../http/json.ts';
import { type ReplyRules, TRANSIENT_STATUSES } from '../http/call.ts';
import { describeServiceError, excerptOf, type ServiceError } from '../http/service-error.ts';
import type { WireReply } from '../http/transport.ts';

/** The {@link ServiceError.code} of a request that was one too many: GitHub has statuses and texts, but no codes. */
export const RATE_LIMITED = 'rate-limited';

/** For the REST API. */
export const API_RULES: ReplyRules = {
  service: 'GitHub',
  unknownHostHint: 'Can the runner resolve the host of GITHUB_API_URL?',
  redirectHint: 'Requests with a token follow no redirect. Was the repository renamed or moved?',
  readError,
  isUnauthorized: ({ status, isPage }) => status === 401 && isPage !== true,
  // Never sent again: GitHub asks for a pause of a minute at least, and no caller of the API waits for so long.
  // Source: GitHub Docs, "Rate limits for the REST API".
  isThrottled: () => false,
  isTransient: ({ status }) => status >= 500 || status === 401 || TRANSIENT_STATUSES.has(status),
  isRefusal: () => false,
  isFromService: () => false,
  credentialFailure: (error, { doing }) =>
    new Failure('credential-refused', `Could not ${doing}: ${describeServiceError(error)}.`, {
      hint: 'The token is wrong or has expired.',
    }),
};

/** For the requests of ID tokens, which are worth the wait. */
export const ID_TOKEN_RULES: ReplyRules = {
  ...API_RULES,
  redirectHint: 'The request of an ID token follows no redirect.',
  isThrottled: ({ status }) => status === 429,
  // Whatever answers, `max-attempts` bounds how often it is asked.
  isFromService: () => true,
};

/** `{message, errors?, documentation_url}`, of which the last is left out. */
function readError(reply: WireReply): ServiceError {
  const base = { status: reply.status, requestId: reply.headers['x-github-request-id'] ?? '' };
  const body = parseJson(reply.body);
  if (body === undefined)
    return { ...base, code: codeOf(reply, ''), message: excerptOf(reply.body), isPage: reply.body.trim() !== '' };
  const message = messageOf(body);
  return { ...base, code: codeOf(reply, message), message };
}

function codeOf({ status, headers }: WireReply, message: string): string {
  const isLimit = /rate limit/i.test(message) || headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers;
  return status === 429 || (status === 403 && isLimit) ? RATE_LIMITED : '';
}

function messageOf(body: unknown): string {
  const [message, errors] = [fieldOf(body, 'message'), fieldOf(body, 'errors')];
  if (message === undefined) return '';
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const details = Array.isArray(errors) ? errors.map((detail) => JSON.stringify(detail)) : [];
  return [text, ...details].join(' ');
}
