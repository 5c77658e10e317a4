/**
 * Huawei Cloud's error bodies and codes. Seven shapes of body are known for the services that we use, one of them an
 * array of strings. Source: SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */
import { Failure } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { fieldOf, parseJson } from '../http/json.ts';
import { describeServiceError, excerptOf, type ServiceError } from '../http/service-error.ts';
import type { WireReply } from '../http/transport.ts';

const MESSAGE_FIELDS = ['error_msg', 'error_message', 'errorMessage', 'errorMsg', 'error_description', 'message'];

/** Reads any error body; never throws. */
export function readServiceError(reply: WireReply): ServiceError {
  const base = {
    status: reply.status,
    requestId: reply.headers['x-request-id'] ?? reply.headers['x-iam-trace-id'] ?? '',
  };
  const body = parseJson(reply.body);
  if (body === undefined)
    return { ...base, code: '', message: excerptOf(reply.body), isPage: reply.body.trim() !== '' };
  if (isStrings(body)) return { ...base, code: '', message: '', names: body };
  const detail = detailOf(body);
  const code = textOf(detail, ['error_code', 'errorCode', 'code']);
  const message = textOf(detail, MESSAGE_FIELDS);
  return {
    ...base,
    requestId: base.requestId || textOf(body, ['request_id', 'requestId']),
    code,
    message: message || (code === '' ? excerptOf(reply.body) : ''),
  };
}

/** Throttling: 429 everywhere, a code of the gateway, and on SWR two codes under 403 and one under 409. */
export function isThrottled({ status, code }: ServiceError): boolean {
  if (status === 429 || /^APIGW?\.0308$/.test(code)) return true;
  if (status === 403) return code === 'SVCSTG.SWR.4031032' || code === 'SVCSTG.SWR.4031042';
  return status === 409 && code === 'SVCSTG.SWR.4090023';
}

/** True for a code of a service itself, and false for one of the gateway before it. */
export function isServiceCode(code: string): boolean {
  return /^(SVCSTG|ModelArts|HSS|IAM|[A-Z]{3}5)\./i.test(code);
}

/** The route is missing: the service, or this call of it, does not exist in the region. */
export function isNoSuchApi({ status, code }: ServiceError): boolean {
  return status === 410 || /^APIGW?\.0101$/.test(code);
}

/** What was asked for does not exist, says the service itself: neither a gateway nor a proxy. */
export function isNotFound({ status, code, isPage = false }: ServiceError): boolean {
  return status === 404 && !isPage && !/^APIGW?\./.test(code);
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

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Where the code and message of a body lie: itself, its `error`, or the first of its `errors` or of the array it is. */
function detailOf(body: unknown): unknown {
  if (Array.isArray(body)) return body[0];
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
