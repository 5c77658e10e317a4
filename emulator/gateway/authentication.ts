import type { Caller, IncomingRequest } from '../call.ts';
import { sha256 } from '../digest.ts';
import { isApiError } from '../message.ts';
import { regionOfProject, type AccessKey } from '../state/cloud.ts';
import { formatCompactUtc, parseCompactUtc } from '../timestamps.ts';
import { gatewayError, invalidCredentials } from './errors.ts';
import { isSignatureValid, parseAuthorization, type Authorization, type SignedRequest } from './signature.ts';

/** How far X-Sdk-Date may differ from the server's time. API Gateway FAQ, "signature expired". */
const CLOCK_TOLERANCE_MS = 15 * 60 * 1000;
/** How many failures in a row an access key may have before it is locked. Signature Guide, error APIGW.0301. */
const FAILURES_ALLOWED = 5;
/** How long an access key is locked. Signature Guide, error APIGW.0301. */
const LOCK_MS = 5 * 60 * 1000;

/**
 * Authenticates the caller of a request, or throws a 401. A signature takes precedence over a token, and X-Auth-Token over a
 * token in the body.
 */
export function authenticate(incoming: IncomingRequest, tokenInBody?: string): Caller {
  const authorization = incoming.headers['authorization'];
  if (authorization !== undefined && authorization !== '') return authenticateKey(incoming, authorization);
  const token = incoming.headers['x-auth-token'] || tokenInBody;
  if (token !== undefined && token !== '') return authenticateToken(incoming, token);
  throw invalidCredentials(incoming.requestId, 'x-auth-token not found');
}

function authenticateKey(incoming: IncomingRequest, header: string): Caller {
  const authorization = parseAuthorization(header);
  if (authorization === undefined) throw invalidCredentials(incoming.requestId, 'Authorization format incorrect');
  const { accessKey } = authorization;
  const { failures } = incoming.cloud;
  const locked = invalidCredentials(incoming.requestId, 'AK access failed to reach the limit,forbidden');
  const before = failures.get(accessKey);
  if (before?.lockedUntil !== undefined && incoming.now < before.lockedUntil) throw locked;
  try {
    const key = verifyRequest(incoming, authorization);
    failures.delete(accessKey);
    return { key };
  } catch (error) {
    if (!isApiError(error)) throw error;
    const total = (before?.lockedUntil === undefined ? (before?.count ?? 0) : 0) + 1;
    const lockedUntil = total > FAILURES_ALLOWED ? incoming.now + LOCK_MS : undefined;
    failures.set(accessKey, { count: total, lockedUntil });
    throw lockedUntil === undefined ? error : locked;
  }
}

/**
 * Checks a signed request: access key, date, signature, payload hash, expiry and security token. Signature Guide, "Signing
 * Requests".
 */
function verifyRequest(
  { request, headers, address, cloud, now, requestId }: IncomingRequest,
  authorization: Authorization,
): AccessKey {
  const { accessKey, signedHeaders } = authorization;
  const key = cloud.accessKeys.get(accessKey);
  // As recorded; older gateways say "ak … not exist".
  if (key === undefined) throw invalidCredentials(requestId, 'Unauthorized');
  const date = headers['x-sdk-date'] ?? '';
  const signedAt = parseCompactUtc(date.trim());
  if (signedAt === undefined || !signedHeaders.includes('x-sdk-date')) {
    throw invalidCredentials(requestId, 'X-Sdk-Date is missing, not signed or not of the form YYYYMMDDThhmmssZ');
  }
  if (Math.abs(signedAt - now) > CLOCK_TOLERANCE_MS) {
    const server = formatCompactUtc(now);
    throw invalidCredentials(requestId, `AK/SK signature expired, signature time:${date},server time:${server}`);
  }
  const body = request.body ?? '';
  const signed: SignedRequest = { ...address, method: request.method, headers, body };
  if (!isSignatureValid(signed, authorization, key.secretKey)) {
    throw invalidCredentials(requestId, 'verify aksk signature fail');
  }
  const payload = headers['x-sdk-content-sha256']?.trim() ?? 'UNSIGNED-PAYLOAD';
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) {
    throw invalidCredentials(requestId, 'X-Sdk-Content-Sha256 is not the hash of the body');
  }
  if (key.expiresAt !== undefined && now >= key.expiresAt) {
    throw invalidCredentials(requestId, 'the temporary access key has expired');
  }
  if (key.securityToken !== (headers['x-security-token'] || undefined)) {
    throw invalidCredentials(requestId, 'X-Security-Token is missing or does not belong to the access key');
  }
  if (key.securityToken !== undefined && !signedHeaders.includes('x-security-token')) {
    throw invalidCredentials(requestId, 'X-Security-Token is not among the signed headers');
  }
  return key;
}

/**
 * A token is valid for one project, hence in one region; IAM and STS accept it everywhere. IAM, "Obtaining a User Token". One
 * that a region's IAM issued is valid in that region only, see "Constraints" there; tokens of the seed are those of a global IAM.
 */
function authenticateToken({ address, cloud, now, requestId }: IncomingRequest, text: string): Caller {
  const token = cloud.tokens.get(text);
  if (token === undefined) throw invalidCredentials(requestId, 'decrypt token fail');
  if (token.expiresAt !== undefined && now >= token.expiresAt) throw invalidCredentials(requestId, 'token expired');
  const { project, issuedIn = address.region } = token;
  const isInRegion = regionOfProject(cloud, project) === address.region && issuedIn === address.region;
  if (!isInRegion && !['iam', 'sts'].includes(address.service)) {
    throw gatewayError(requestId, 401, 'APIGW.0307', 'The token must be updated: it belongs to another region');
  }
  return { token };
}
