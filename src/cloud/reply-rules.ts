/**
 * How Huawei Cloud uses HTTP: what its errors mean to a request. Source: SWR, ModelArts, HSS, IAM and API Gateway, "Error
 * Codes".
 */
import { Failure } from '../errors.ts';
import { type ReplyRules, TRANSIENT_STATUSES } from '../http/call.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import { credentialFailure, deniedAction, isClockRefusal, isUnknownKey, readServerDate } from './credential-errors.ts';
import type { Service } from './endpoints.ts';
import { isCalledServiceCode, type IsOwnNumber, readError, readErrorWithin, statusOf } from './error-bodies.ts';

/** The rules for the services of Huawei Cloud; those that have bare numbers as codes have {@link rulesWithNumbers}. */
export const CLOUD_RULES: ReplyRules = {
  service: 'the cloud',
  redirectHint: 'Signed requests go to the endpoint alone: correct the input endpoint.',
  unknownHostHint: 'Is the region, or the endpoint, spelled right?',
  readError: (reply) => readError(reply),
  readErrorWithin: (body, reply) => readErrorWithin(body, reply),
  // Whatever stands between the runner and one service must not take the credential from the others. Whether the cloud
  // wrote a 401 that could not be read is not known, and a wrong credential is not to be sent twice.
  isUnauthorized: (error) => error.isUnread === true || (isRefusalOfCredential(error) && hasOwnCode(error)),
  isUnknownKey,
  isThrottled,
  throttlePauseMs,
  isTransient,
  isRefusal: ({ code, names }) => /^SVCSTG\.SWR\.(5001101|5007019)$/.test(code) || names !== undefined,
  isFromService: (error) => (hasOwnCode(error) && !/^APIGW?\./.test(error.code)) || error.names !== undefined,
  readClockRefusal: (error, reply) =>
    isClockRefusal(error) ? { serverDate: readServerDate(error, reply) } : undefined,
  credentialFailure,
};

function rulesWithNumbers(isOwnNumber: IsOwnNumber): ReplyRules {
  return {
    ...CLOUD_RULES,
    readError: (reply) => readError(reply, isOwnNumber),
    readErrorWithin: (body, reply) => readErrorWithin(body, reply, isOwnNumber),
  };
}

/** IAM and STS may repeat the status: `{"error": {"code": 401, …}}`. */
const IDENTITY_RULES = rulesWithNumbers((number, status) => number === String(status));

/** HSS reports within a 200 that no synchronization was started. The number of a status is none of its codes. */
const HSS_RULES = rulesWithNumbers((number, status) => status < 300 && number !== '' && !/^[45]\d\d$/.test(number));

/** The rules for one service. */
export function rulesOf(service: Service): ReplyRules {
  if (service === 'hss') return HSS_RULES;
  return service === 'iam' || service === 'sts' ? IDENTITY_RULES : CLOUD_RULES;
}

/** The code is one of the cloud, and not of something that answered in its place. */
function hasOwnCode({ code, isOwnNumber }: ServiceError): boolean {
  return isOwnNumber === true || isCalledServiceCode(code);
}

function isRefusalOfCredential(error: ServiceError): boolean {
  return statusOf(error) === 401 && deniedAction(error) === undefined;
}

/**
 * The route is missing: the service, or this call of it, does not exist in the region. That is what the gateway says with
 * a code of its own, and a 410 of the cloud; a 404 of the service is about what was asked for.
 */
export function isNoSuchApi({ status, code }: ServiceError): boolean {
  return /^APIGW?\.0101$/i.test(code) || (status === 410 && isCalledServiceCode(code));
}

/**
 * What was asked for does not exist, says the service itself with a code of its own. A 404 of anything else (a gateway, a
 * proxy, a framework) says nothing about it.
 */
export function isNotFound(error: ServiceError, service: 'SVCSTG' | 'ModelArts'): boolean {
  return statusOf(error) === 404 && error.code.toLowerCase().startsWith(`${service}.`.toLowerCase());
}

/**
 * A page of a list was refused, and a smaller one may not be. Services answer a size that they do not accept with 400 and
 * various codes; that something does not exist, or that a permission is missing, is a code of its own.
 */
export function isPageRefusal(error: ServiceError): boolean {
  const status = statusOf(error);
  if (isDenied(error) || /^SVCSTG\.SWR\.404\d{4}$/.test(error.code)) return false;
  return TOO_LARGE_STATUSES.has(status) || status === 400 || error.code === WRONG_PARAMETER;
}

/** Statuses of a page that takes the service too long, or is more than something on the way accepts. */
export const TOO_LARGE_STATUSES: ReadonlySet<number> = new Set([413, 504, 507]);
/** HSS may say so within a 200 as well. */
const WRONG_PARAMETER = 'HSS.0001';
/** With these codes HSS denies with status 400, and within a 200, as well. */
const DENIED = /^(HSS\.001[03]|0{6}10)$/;

/** A permission is missing. */
function isDenied(error: ServiceError): boolean {
  const isForbidden = statusOf(error) === 403 && !isForeign(error);
  return deniedAction(error) !== undefined || isForbidden || DENIED.test(error.code);
}

/** The failure for an error that the caller cannot use otherwise. `doing` completes "Could not …". */
export function refusedFailure(doing: string, error: ServiceError, hint?: string): Failure {
  const isProject = /^(APIGW?\.0310|ModelArts\.0210)$/.test(error.code);
  const action = deniedAction(error);
  const needed = action === undefined ? hint : `Grant the permission ${action}.`;
  const better = isProject
    ? 'Is project-id, or the line of target-project-ids, the project of this region?'
    : isForeign(error)
      ? 'This is not the own answer of the service: check the input endpoint, and whether the region offers the service.'
      : needed;
  return new Failure(
    isProject ? 'project-mismatch' : isDenied(error) ? 'permission-denied' : 'service-refused',
    `Could not ${doing}: ${describeServiceError(error)}.`,
    { hint: better, answered: !isForeign(error) },
  );
}

/** Something on the way answered in place of the service: without a code, or with a number that is none of the service. */
function isForeign({ status, code, isOwnNumber }: ServiceError): boolean {
  if (isOwnNumber === true || DENIED.test(code)) return false;
  return (status === 403 && /^-?\d*$/.test(code)) || (status === 404 && !/^(?!APIGW?\.)[a-z]\w*\./i.test(code));
}

/** Throttling: 429 everywhere, a code of the gateway, and on SWR two codes under 403 and one under 409. */
function isThrottled(error: ServiceError): boolean {
  const { code } = error;
  const status = statusOf(error);
  if (status === 429 || /^APIGW?\.0308$/.test(code)) return true;
  if (status === 403) return code === 'SVCSTG.SWR.4031032' || code === 'SVCSTG.SWR.4031042';
  return status === 409 && code === 'SVCSTG.SWR.4090023';
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * For a limit such as `limit:200,time:5 minute`: a pause after which our own requests use at most half of it, because
 * those that are refused count as well. Undefined for limits in seconds.
 */
function throttlePauseMs({ message }: ServiceError): number | undefined {
  const [, limit, count, unit = ''] = /limit:\s*(\d+),\s*time:\s*(\d+)\s*(minute|hour|day)/i.exec(message) ?? [];
  const windowMs = Number(count) * (UNIT_MS[unit.toLowerCase()] ?? NaN);
  return windowMs > 0 ? windowMs / Math.min(10, Math.max(1, Number(limit) / 2)) : undefined;
}

/** Also a 401, or an error within a 200, that nobody of the cloud wrote, such as the sign-in page of a network. */
function isTransient(error: ServiceError): boolean {
  const status = statusOf(error);
  const isWithin = error.status >= 200 && error.status < 300;
  return (
    status >= 500 ||
    TRANSIENT_STATUSES.has(status) ||
    ((isWithin || isRefusalOfCredential(error)) && !hasOwnCode(error))
  );
}
