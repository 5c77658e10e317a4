/**
 * How Huawei Cloud uses HTTP: its error bodies and codes, what they mean to a request, and what to do when a credential is
 * not accepted. Where the cloud gives only text (a clock that is wrong, a locked access key), it becomes an error code here.
 * Source: SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */
import { type ErrorCode, Failure } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { type RefusedCall, type ReplyRules, TRANSIENT_STATUSES } from '../http/call.ts';
import { fieldOf, parseJson } from '../http/json.ts';
import { describeServiceError, excerptOf, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead, WireReply } from '../http/transport.ts';

/** The rules for every service of Huawei Cloud. */
export const CLOUD_RULES: ReplyRules = {
  service: 'the cloud',
  redirectHint: 'Signed requests go to the endpoint alone: correct the input endpoint.',
  unknownHostHint: 'Is the region, or the endpoint, spelled right?',
  readError,
  readErrorWithin,
  isUnauthorized: ({ status }) => status === 401,
  isThrottled,
  isTransient: ({ status }) => TRANSIENT_STATUSES.has(status),
  isOwnDecision: (error) => error.names !== undefined || (isServiceCode(error.code) && !isUndecided(error)),
  readClockRefusal: (error, reply) =>
    isClockRefusal(error) ? { serverDate: readServerDate(error, reply) } : undefined,
  credentialFailure,
};

/** The route is missing: the service, or this call of it, does not exist in the region. */
export function isNoSuchApi({ status, code }: ServiceError): boolean {
  return status === 410 || /^APIGW?\.0101$/.test(code);
}

/**
 * What was asked for does not exist, says the service itself with a code of its own. A 404 of anything else (a gateway, a
 * proxy, a framework) says nothing about it.
 */
export function isNotFound({ status, code }: ServiceError, service: 'SVCSTG' | 'ModelArts' | 'HSS'): boolean {
  return status === 404 && code.toLowerCase().startsWith(`${service}.`.toLowerCase());
}

/**
 * The size of a page of a list was refused. SWR documents the codes 4000056 (page size) and 4001035 (filter); of other
 * codes only the text tells what is wrong.
 */
export function isPageRefusal({ status, code, message }: ServiceError): boolean {
  return (
    status === 400 &&
    (/^SVCSTG\.SWR\.(4000056|4001035)$/.test(code) || /\blimit\b|\bfilter\b|page.?size/i.test(message))
  );
}

/** The failure for an error that the caller cannot use otherwise. `doing` completes "Could not …". */
export function refusedFailure(doing: string, error: ServiceError, hint?: string): Failure {
  const isProject = /^(APIGW?\.0310|ModelArts\.0210)$/.test(error.code);
  const better = isProject ? 'Is project-id, or the line of target-project-ids, the project of this region?' : hint;
  return new Failure(
    isProject ? 'project-mismatch' : error.status === 403 ? 'permission-denied' : 'service-refused',
    `Could not ${doing}: ${describeServiceError(error)}.`,
    { hint: better },
  );
}

const CODE_FIELDS = ['error_code', 'errorCode', 'code'];
const REQUEST_ID_FIELDS = ['request_id', 'requestId'];
const MESSAGE_FIELDS = ['error_msg', 'error_message', 'errorMessage', 'errorMsg', 'error_description', 'message'];

/** Reads any of the seven shapes that error bodies have, one of them an array of strings; never throws. */
function readError(reply: WireReply): ServiceError {
  const base = { status: reply.status, requestId: requestIdOf(reply.headers) };
  const body = parseJson(reply.body);
  if (body === undefined)
    return { ...base, code: '', message: excerptOf(reply.body), isPage: reply.body.trim() !== '' };
  if (isStrings(body)) return { ...base, code: '', message: '', names: body };
  const detail = detailOf(body);
  const code = textOf(detail, CODE_FIELDS);
  const message = textOf(detail, MESSAGE_FIELDS);
  return {
    ...base,
    requestId: base.requestId || textOf(body, REQUEST_ID_FIELDS),
    code,
    message: message || (code === '' ? excerptOf(reply.body) : ''),
  };
}

/**
 * Reads the error that a reply with a status of success holds in its body, in any of the documented shapes; undefined
 * where it holds none.
 */
function readErrorWithin(body: unknown, { status, headers }: ReplyHead): ServiceError | undefined {
  if (!isErrorBody(body)) return undefined;
  const detail = detailOf(body);
  return {
    status,
    requestId: requestIdOf(headers) || textOf(body, REQUEST_ID_FIELDS),
    code: textOf(detail, CODE_FIELDS),
    message: textOf(detail, MESSAGE_FIELDS),
  };
}

function isErrorBody(body: unknown): boolean {
  if (Array.isArray(body))
    return body.some((entry) => CODE_FIELDS.slice(0, 2).some((name) => isCode(fieldOf(entry, name))));
  const [error, errors, success] = [fieldOf(body, 'error'), fieldOf(body, 'errors'), fieldOf(body, 'success')];
  return (
    isCode(fieldOf(body, 'error_code')) ||
    isCode(fieldOf(body, 'errorCode')) ||
    (Array.isArray(errors) && errors.length > 0) ||
    (typeof error === 'object' && error !== null) ||
    String(success).toLowerCase() === 'false'
  );
}

/** Zero in any spelling, an empty text and null stand for success. */
function isCode(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && !/^\s*0*\s*$/.test(String(value));
}

function requestIdOf(headers: ReplyHead['headers']): string {
  return headers['x-request-id'] ?? headers['x-iam-trace-id'] ?? '';
}

/** Throttling: 429 everywhere, a code of the gateway, and on SWR two codes under 403 and one under 409. */
function isThrottled({ status, code }: ServiceError): boolean {
  if (status === 429 || /^APIGW?\.0308$/.test(code)) return true;
  if (status === 403) return code === 'SVCSTG.SWR.4031032' || code === 'SVCSTG.SWR.4031042';
  return status === 409 && code === 'SVCSTG.SWR.4090023';
}

/** True for a code of a service itself, and false for one of the gateway before it. */
function isServiceCode(code: string): boolean {
  return /^(SVCSTG|ModelArts|HSS|IAM|[A-Z]{3}5)\./i.test(code);
}

/**
 * A 5xx of SWR says nothing about the effect of the request, except that the region is not supported or that there is a
 * quota. Source: SWR, "Error Codes"; 5001101 is not documented.
 */
function isUndecided({ status, code }: ServiceError): boolean {
  return status >= 500 && /^SVCSTG\./i.test(code) && !/^SVCSTG\.SWR\.(5001101|5007019)$/i.test(code);
}

/** The signature was refused because of its time and nothing else. Source: API Gateway FAQ, "signature expired". */
function isClockRefusal({ status, message }: ServiceError): boolean {
  return status === 401 && /signature (has )?expired/i.test(message);
}

/** The time in the message, or else in the Date header. */
function readServerDate({ message }: ServiceError, { headers }: ReplyHead): Date | undefined {
  const compact = /server time:\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(message);
  const text =
    compact === null ? headers['date'] : `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}Z`;
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A 401 has few causes, and trying again makes every one of them worse. */
function credentialFailure(error: ServiceError, { doing, wasAccepted }: RefusedCall): Failure {
  const how = wasAccepted ? 'were accepted before and are not any more' : 'were not accepted';
  const [code, hint] = causeOf(error, wasAccepted);
  return new Failure(code, `Could not ${doing}: the credentials ${how} (${describeServiceError(error)}).`, { hint });
}

/** The code, and what to do. */
function causeOf(error: ServiceError, wasAccepted: boolean): readonly [ErrorCode, string] {
  if (isClockRefusal(error)) {
    const hint = 'Is the clock of the runner right? Signatures are refused when it is off by 15 minutes or more.';
    return ['clock-skewed', hint];
  }
  // "AK access failed to reach the limit,forbidden". Source: API Gateway FAQ.
  if (/limit|forbidden|lock/i.test(error.message)) {
    const hint = 'The access key is locked after repeated failures; it is free again after five minutes.';
    return ['credential-locked', hint];
  }
  if (wasAccepted) {
    const hint =
      'Temporary keys and tokens expire, in the middle of a wait too: give this step credentials that live longer than ' +
      'its timeout. A key may also have been disabled meanwhile.';
    return ['credential-expired', hint];
  }
  // Documented as "The token must be updated".
  if (/^APIGW?\.0307$/.test(error.code))
    return ['credential-expired', 'The token has expired, or belongs to a project of another region.'];
  const hint =
    'Check the credentials: a secret that belongs to another key, a key pasted with a space, a temporary key without its security-token, or one that has expired.';
  return ['credential-refused', hint];
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Where the code and message of a body lie: itself, its `error`, or the first of its `errors` or of the array it is. */
function detailOf(body: unknown): unknown {
  if (Array.isArray(body))
    return body.find((entry) => CODE_FIELDS.some((name) => isCode(fieldOf(entry, name)))) ?? body[0];
  const [errors, error] = [fieldOf(body, 'errors'), fieldOf(body, 'error')];
  if (Array.isArray(errors)) return errors[0];
  return typeof error === 'object' ? error : body;
}

function textOf(value: unknown, names: readonly string[]): string {
  for (const name of names) {
    const found = fieldOf(value, name);
    if (typeof found === 'string' && found !== '') return escapeInvisible(found, 500);
    if (typeof found === 'number') return String(found);
  }
  return '';
}
