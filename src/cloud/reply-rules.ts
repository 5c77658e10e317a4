/**
 * How Huawei Cloud uses HTTP: its error bodies and codes, what they mean to a request, and what to do when a credential is
 * not accepted. Where the cloud gives only text (a clock that is wrong, a locked access key), it becomes an error code here.
 * Source: SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */
import { type ErrorCode, Failure } from '../errors.ts';
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
  isUnauthorized: (error) => statusOf(error) === 401 && isCloudCode(error.code) && deniedAction(error) === undefined,
  isUnknownKey: (error) => statusOf(error) === 401 && /\bak\b.*\bnot (exist|found)/i.test(error.message),
  isThrottled,
  throttlePauseMs,
  isTransient,
  isRefusal: ({ code, names }) => /^SVCSTG\.SWR\.(5001101|5007019)$/.test(code) || names !== undefined,
  isFromService: ({ code, names }) => (isCloudCode(code) && !/^APIGW?\./.test(code)) || names !== undefined,
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
export function isNotFound(error: ServiceError, service: 'SVCSTG' | 'ModelArts' | 'HSS'): boolean {
  return statusOf(error) === 404 && error.code.toLowerCase().startsWith(`${service}.`.toLowerCase());
}

/**
 * A page of a list was refused, and a smaller one may not be. Services answer a size that they do not accept with 400 and
 * various codes; that something does not exist is a code of its own.
 */
export function isPageRefusal(error: ServiceError): boolean {
  const status = statusOf(error);
  return TOO_LARGE_STATUSES.has(status) || (status === 400 && !/^SVCSTG\.SWR\.404\d{4}$/.test(error.code));
}

/** Statuses of a page that takes the service too long, or is more than something on the way accepts. */
export const TOO_LARGE_STATUSES: ReadonlySet<number> = new Set([413, 504, 507]);

/** The failure for an error that the caller cannot use otherwise. `doing` completes "Could not …". */
export function refusedFailure(doing: string, error: ServiceError, hint?: string): Failure {
  const isProject = /^(APIGW?\.0310|ModelArts\.0210)$/.test(error.code);
  const action = deniedAction(error);
  const needed = action === undefined ? hint : `Grant the permission ${action}.`;
  const better = isProject
    ? 'Is project-id, or the line of target-project-ids, the project of this region?'
    : error.status === 404 && !CLOUD_RULES.isFromService(error)
      ? 'This is not the own answer of the service: check the input endpoint, and whether the region offers the service.'
      : needed;
  const isDenied = action !== undefined || statusOf(error) === 403;
  return new Failure(
    isProject ? 'project-mismatch' : isDenied ? 'permission-denied' : 'service-refused',
    `Could not ${doing}: ${describeServiceError(error)}.`,
    { hint: better },
  );
}

const CODE_FIELDS = ['error_code', 'errorCode', 'code'];
const REQUEST_ID_FIELDS = ['request_id', 'requestId'];
const MESSAGE_FIELDS = [
  'error_msg',
  'error_message',
  'errorMessage',
  'errorMsg',
  'error_description',
  'message',
  'error',
];

/** Reads any of the seven shapes that error bodies have, one of them an array of strings; never throws. */
function readError(reply: WireReply): ServiceError {
  const base = { status: reply.status, requestId: requestIdOf(reply.headers) };
  const body = parseJson(reply.body);
  if (body === undefined)
    return { ...base, code: '', message: excerptOf(reply.body), isPage: reply.body.trim() !== '' };
  if (isStrings(body)) return { ...base, code: '', message: '', names: body };
  const detail = detailOf(body);
  const text = textOf(detail, CODE_FIELDS);
  // IAM repeats the status as the code of its `error`; frameworks repeat it as the `code` of a body of their own.
  const code = detail === body && text === String(reply.status) ? '' : text;
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
  // Entries of a list may have an error code each, such as jobs that failed: only a list of nothing but errors is one.
  if (Array.isArray(body)) return body.length > 0 && body.every(isBareError);
  const [error, errors, success] = [fieldOf(body, 'error'), fieldOf(body, 'errors'), fieldOf(body, 'success')];
  return (
    CODE_FIELDS.slice(0, 2).some((name) => isCode(fieldOf(body, name))) ||
    isBareError(body) ||
    (Array.isArray(errors) && errors.length > 0) ||
    isCode(error) ||
    isErrorObject(error) ||
    String(success).toLowerCase() === 'false'
  );
}

/** An object with an error code, or with a message and no code at all. */
function isErrorObject(value: unknown): boolean {
  const codes = CODE_FIELDS.map((name) => fieldOf(value, name) ?? undefined).filter((code) => code !== undefined);
  return codes.length === 0 ? textOf(value, MESSAGE_FIELDS) !== '' : codes.some(isCode);
}

/** An object with an error code, and with no fields but those of errors. */
function isBareError(value: unknown): boolean {
  const hasCode = CODE_FIELDS.some((name) => isCode(fieldOf(value, name)));
  return hasCode && Object.keys(Object(value)).every((name) => ERROR_FIELDS.has(name));
}

const ERROR_FIELDS = new Set([...CODE_FIELDS, ...MESSAGE_FIELDS, ...REQUEST_ID_FIELDS, 'detail', 'details', 'title']);

/** Zero in any spelling, a status of success, an empty text and null stand for success. */
function isCode(value: unknown): boolean {
  return (
    (typeof value === 'string' || typeof value === 'number') && !/^\s*(0*|2\d\d|ok|success)\s*$/i.test(String(value))
  );
}

function requestIdOf(headers: ReplyHead['headers']): string {
  return headers['x-request-id'] ?? headers['x-iam-trace-id'] ?? '';
}

/** The statuses that codes of the gateway and of ModelArts stand for, as far as they mean something to every call. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  '0101': 404,
  '0201': 500,
  '0202': 502,
  '0203': 504,
  '0301': 401,
  '0303': 401,
  '0305': 401,
  '0307': 401,
  '0308': 429,
  '0601': 500,
  '0610': 502,
  '0613': 503,
  'ModelArts.6101': 429,
  'ModelArts.0010': 500,
  'ModelArts.6102': 500,
  'ModelArts.6200': 500,
};

/**
 * The status of an error. Within a reply with a status of success it is the one that the code stands for: codes of SWR
 * and of IAM begin with it. Source: "Error Codes" of the services.
 */
function statusOf({ status, code }: ServiceError): number {
  if (status >= 300) return status;
  const digits = /^(?:SVCSTG\.SWR\.)?([45]\d\d)(?:\d{4})?$/.exec(code)?.[1];
  return Number(digits ?? STATUS_OF_CODE[code.replace(/^APIGW?\./, '')] ?? status);
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

/** Also a 401 that nobody of the cloud wrote, such as the sign-in page of a network. */
function isTransient(error: ServiceError): boolean {
  const status = statusOf(error);
  return status >= 500 || TRANSIENT_STATUSES.has(status) || (status === 401 && !isCloudCode(error.code));
}

/** A code of the gateway or of a service, as opposed to a word of something else: `SVCSTG.SWR.4040058`, `00000010`. */
function isCloudCode(code: string): boolean {
  return /^(([a-z]\w*\.)+\w*\d|\d+)$/i.test(code);
}

/** The action that the caller lacks the permission for, where a 401 says so: `vpn:vpnGateways:list`. */
function deniedAction(error: ServiceError): string | undefined {
  if (statusOf(error) !== 401) return undefined;
  return /insufficient authenti\w+ for action\s+([\w:*.-]*\w)/i.exec(error.message)?.[1];
}

/** The signature was refused because of its time and nothing else. Source: API Gateway FAQ, "signature expired". */
function isClockRefusal(error: ServiceError): boolean {
  return statusOf(error) === 401 && /signature (has )?expired/i.test(error.message);
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
  if (Array.isArray(errors) && errors.length > 0) return errors[0];
  return typeof error === 'object' && error !== null ? error : body;
}

function textOf(value: unknown, names: readonly string[]): string {
  for (const name of names) {
    const found = fieldOf(value, name);
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return '';
}
