/**
 * Error bodies of Huawei Cloud: their shapes, and the statuses that their codes stand for. Source: SWR, ModelArts, HSS, IAM
 * and API Gateway, "Error Codes".
 */
import { fieldOf, parseJson } from '../http/json.ts';
import { excerptOf, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead, WireReply } from '../http/transport.ts';

/** Fields for nothing but the code of an error, and for any code. */
const ERROR_CODE_FIELDS = ['error_code', 'errorCode'];
const CODE_FIELDS = [...ERROR_CODE_FIELDS, 'code'];
const REQUEST_ID_FIELDS = ['request_id', 'requestId'];
/** The same for messages. */
const ERROR_MESSAGE_FIELDS = ['error_msg', 'error_message', 'errorMessage', 'errorMsg', 'error_description'];
const MESSAGE_FIELDS = [...ERROR_MESSAGE_FIELDS, 'message', 'msg', 'error'];

/** Whether a service documents a bare number as the code of an error under a status. */
export type IsOwnNumber = (number: string, status: number) => boolean;

/** Reads any of the seven shapes that error bodies have, one of them an array of strings; never throws. */
export function readError(reply: WireReply, isOwnNumber?: IsOwnNumber): ServiceError {
  const base = { status: reply.status, requestId: requestIdOf(reply.headers), isUnread: reply.isUnread };
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
    ...(isOwnNumber?.(numberOf(body, detail), reply.status) === true && { isOwnNumber: true }),
  };
}

/**
 * Reads the error that a reply with a status of success holds in its body, in any of the documented shapes; undefined
 * where it holds none.
 */
export function readErrorWithin(
  body: unknown,
  { status, headers }: ReplyHead,
  isOwnNumber?: IsOwnNumber,
): ServiceError | undefined {
  if (!isErrorBody(body)) return undefined;
  const detail = detailOf(body);
  const code = textOf(detail, CODE_FIELDS);
  return {
    status,
    requestId: requestIdOf(headers) || textOf(body, REQUEST_ID_FIELDS),
    code,
    message: textOf(detail, MESSAGE_FIELDS) || (code === '' ? 'with an error that has no message' : ''),
    ...(isOwnNumber?.(numberOf(body, detail), status) === true && { isOwnNumber: true }),
  };
}

/** The code where it is a bare number, in a field for codes of errors: any framework has a `code` in the body itself. */
function numberOf(body: unknown, detail: unknown): string {
  const code = textOf(detail, detail === body ? ERROR_CODE_FIELDS : CODE_FIELDS);
  return /^-?\d+$/.test(code) ? code : '';
}

function isErrorBody(body: unknown): boolean {
  // Entries of a list may have an error code each, such as jobs that failed: only a list of nothing but errors is one.
  if (Array.isArray(body)) return body.length > 0 && body.every(isBareError);
  const [error, errors, success] = [fieldOf(body, 'error'), fieldOf(body, 'errors'), fieldOf(body, 'success')];
  return (
    hasErrorCode(body) ||
    hasErrorCode(fieldOf(body, 'data')) ||
    isBareError(body) ||
    isErrorDetail(error) ||
    isErrorDetail(errors) ||
    error === true ||
    isCode(error) ||
    success === false ||
    (typeof success === 'string' && success.toLowerCase() === 'false')
  );
}

/** A code in a field for nothing else, or one that names a service, whatever is beside it. */
function hasErrorCode(value: unknown): boolean {
  return (
    ERROR_CODE_FIELDS.some((name) => isCode(fieldOf(value, name))) || isCalledServiceCode(textOf(value, CODE_FIELDS))
  );
}

/** What `error` and `errors` hold where something failed: an error, or a list of them. */
function isErrorDetail(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isErrorObject(value);
}

/** An object with an error code, or with a message and no code at all. */
function isErrorObject(value: unknown, messages = MESSAGE_FIELDS): boolean {
  const codes = CODE_FIELDS.map((name) => fieldOf(value, name) ?? '').filter((code) => code !== '');
  return codes.length === 0 ? textOf(value, messages) !== '' : codes.some(isCode);
}

/** An error, its message in a field for errors alone, with no fields but those of errors. */
function isBareError(value: unknown): boolean {
  return (
    isErrorObject(value, ERROR_MESSAGE_FIELDS) &&
    Object.entries(Object(value)).every(([name, field]) => ERROR_FIELDS.has(name) || field === null)
  );
}

const ERROR_FIELDS = new Set([
  ...CODE_FIELDS,
  ...MESSAGE_FIELDS,
  ...REQUEST_ID_FIELDS,
  'detail',
  'details',
  'title',
  'timestamp',
  'path',
]);

/** Zero in any spelling, a status of success, an empty text and null stand for success. */
function isCode(value: unknown): boolean {
  return (
    (typeof value === 'string' || typeof value === 'number') && !/^(0*|2\d\d|ok|success)$/i.test(String(value).trim())
  );
}

function requestIdOf(headers: ReplyHead['headers']): string {
  return headers['x-request-id'] ?? headers['x-iam-trace-id'] ?? '';
}

/** The statuses that codes of the gateway and of ModelArts stand for, as far as they mean something to every call. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'APIGW.0101': 404,
  'APIGW.0201': 500,
  'APIGW.0202': 502,
  'APIGW.0203': 504,
  'APIGW.0301': 401,
  'APIGW.0303': 401,
  'APIGW.0305': 401,
  'APIGW.0307': 401,
  'APIGW.0308': 429,
  'APIGW.0601': 500,
  'APIGW.0610': 502,
  'APIGW.0613': 503,
  'ModelArts.6101': 429,
  'ModelArts.0010': 500,
  'ModelArts.6102': 500,
  'ModelArts.6200': 500,
};

/**
 * The status of an error. Within a reply with a status of success it is the one that the code stands for: codes of SWR
 * and of IAM begin with it. Source: "Error Codes" of the services.
 */
export function statusOf({ status, code }: ServiceError): number {
  if (status >= 300) return status;
  const digits = /^(?:SVCSTG\.SWR\.)?([45]\d\d)(?:\d{4})?$/.exec(code)?.[1];
  return Number(digits ?? STATUS_OF_CODE[code.replace(/^APIG\./, 'APIGW.')] ?? status);
}

/**
 * A code that names the gateway or a service that the action calls: `APIGW.0301`, `SVCSTG.SWR.4040058`. Bare numbers do not:
 * HSS and IAM have them, and so has whatever else answers in their place, such as a network that asks to sign in.
 */
export function isCalledServiceCode(code: string): boolean {
  return /^(?:APIGW?|SVCSTG|ModelArts|HSS|IAM|STS\d?|PAP\d?)\.(?:[a-z]\w*\.)*\w*\d$/i.test(code);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Where the code and message of a body lie: itself, its `error`, or the first of its `errors` or of the array it is. */
function detailOf(body: unknown): unknown {
  if (Array.isArray(body))
    return body.find((entry) => CODE_FIELDS.some((name) => isCode(fieldOf(entry, name)))) ?? body[0];
  for (const detail of [fieldOf(body, 'errors'), fieldOf(body, 'error')]) {
    if (Array.isArray(detail) && detail.length > 0) return detail[0];
    if (isErrorObject(detail)) return detail;
  }
  const data = fieldOf(body, 'data');
  return !hasErrorCode(body) && hasErrorCode(data) ? data : body;
}

function textOf(value: unknown, names: readonly string[]): string {
  for (const name of names) {
    const found = fieldOf(value, name);
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return '';
}
