import type { Address } from './address.ts';
import type { Caller } from './call.ts';
import { regionOfProject, type AccessKey, type Cloud } from './cloud.ts';
import { sha256 } from './digest.ts';
import { badCredentials, gatewayRefusal } from './gateway.ts';
import { isRefused, type ApiRequest } from './message.ts';
import { claimOf, isSignedWith, type Claim, type SignedRequest } from './signature.ts';
import { compactUtc, fromCompactUtc } from './stamp.ts';

/** What a check of credentials needs to know. */
export interface Attempt {
  readonly request: ApiRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly address: Address;
  readonly cloud: Cloud;
  readonly now: number;
  readonly requestId: string;
}

/** X-Sdk-Date may be so far from the server's time. API Gateway FAQ, "signature expired". */
const TOLERANCE_MS = 15 * 60 * 1000;
/** More failures in a row than this lock the access key, for so long. Signature Guide, error APIGW.0301. */
const FAILURES_ALLOWED = 5;
const LOCK_MS = 5 * 60 * 1000;

/** Finds out who calls, or throws a 401. A signature is looked at before a token, a header before a token in the body. */
export function authenticate(attempt: Attempt, tokenInBody?: string): Caller {
  const authorization = attempt.headers['authorization'];
  if (authorization !== undefined && authorization !== '') return authenticateKey(attempt, authorization);
  const token = attempt.headers['x-auth-token'] || tokenInBody;
  if (token !== undefined && token !== '') return authenticateToken(attempt, token);
  throw badCredentials(attempt.requestId, 'neither Authorization nor X-Auth-Token was sent');
}

function authenticateKey(attempt: Attempt, authorization: string): Caller {
  const claim = claimOf(authorization);
  if (claim === undefined) throw badCredentials(attempt.requestId, 'Authorization format incorrect');
  const { failures } = attempt.cloud;
  const locked = badCredentials(attempt.requestId, 'AK access failed to reach the limit,forbidden');
  const before = failures.get(claim.accessKey);
  if (before?.lockedUntil !== undefined && attempt.now < before.lockedUntil) throw locked;
  try {
    const key = verifiedKey(attempt, claim);
    failures.delete(claim.accessKey);
    return { key };
  } catch (refusal) {
    if (!isRefused(refusal)) throw refusal;
    const total = (before?.lockedUntil === undefined ? (before?.count ?? 0) : 0) + 1;
    const lockedUntil = total > FAILURES_ALLOWED ? attempt.now + LOCK_MS : undefined;
    failures.set(claim.accessKey, { count: total, lockedUntil });
    throw lockedUntil === undefined ? refusal : locked;
  }
}

/** Signature Guide, "Signing Requests": every way in which a signed request is found wanting. */
function verifiedKey({ request, headers, address, cloud, now, requestId }: Attempt, claim: Claim): AccessKey {
  const key = cloud.accessKeys.get(claim.accessKey);
  if (key === undefined) throw badCredentials(requestId, `Get secretKey failed,ak:${claim.accessKey},err:ak not exist`);
  const date = headers['x-sdk-date'] ?? '';
  const signedAt = fromCompactUtc(date.trim());
  if (signedAt === undefined || !claim.signedHeaders.includes('x-sdk-date')) {
    throw badCredentials(requestId, 'X-Sdk-Date is missing, not signed or not of the form YYYYMMDDThhmmssZ');
  }
  if (Math.abs(signedAt - now) > TOLERANCE_MS) {
    const server = compactUtc(now);
    throw badCredentials(requestId, `AK/SK signature expired, signature time:${date},server time:${server}`);
  }
  const body = request.body ?? '';
  const signed: SignedRequest = { ...address, method: request.method, headers, body };
  if (!isSignedWith(signed, claim, key.secretKey)) throw badCredentials(requestId, 'verify aksk signature fail');
  const payload = headers['x-sdk-content-sha256']?.trim() ?? 'UNSIGNED-PAYLOAD';
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) {
    throw badCredentials(requestId, 'X-Sdk-Content-Sha256 is not the hash of the body');
  }
  if (key.expiresAt !== undefined && now >= key.expiresAt) {
    throw badCredentials(requestId, 'the temporary access key has expired');
  }
  if (key.securityToken !== (headers['x-security-token'] || undefined)) {
    throw badCredentials(requestId, 'X-Security-Token is missing or does not belong to the access key');
  }
  if (key.securityToken !== undefined && !claim.signedHeaders.includes('x-security-token')) {
    throw badCredentials(requestId, 'X-Security-Token is not among the signed headers');
  }
  return key;
}

/**
 * IAM, "Obtaining a User Token": a token serves one project, hence one region, except that IAM is global. "Constraints": one
 * of a region's own IAM serves that region only; a token of the seed is one of the global IAM.
 */
function authenticateToken({ address, cloud, now, requestId }: Attempt, text: string): Caller {
  const token = cloud.tokens.get(text);
  if (token === undefined) throw badCredentials(requestId, 'decrypt token fail');
  if (token.expiresAt !== undefined && now >= token.expiresAt) throw badCredentials(requestId, 'token expired');
  const { project, issuedIn = address.region } = token;
  const isAtHome = regionOfProject(cloud, project) === address.region && issuedIn === address.region;
  if (!isAtHome && !['iam', 'sts'].includes(address.service)) {
    throw gatewayRefusal(requestId, 401, 'APIGW.0307', 'The token must be updated: it belongs to another region');
  }
  return { token };
}
