/**
 * Huawei Cloud's error bodies and codes. Seven shapes of body are known for the services that we use, one of them an
 * array of strings. Source: SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */
import { Failure } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { describeServiceError, excerptOf, type ServiceError } from '../http/service-error.ts';
import type { WireReply } from '../http/transport.ts';

/** Reads any error body; never throws. */
export function readServiceError(reply: WireReply): ServiceError {
  const base = {
    status: reply.status,
    requestId: reply.headers['x-request-id'] ?? reply.headers['x-iam-trace-id'] ?? '',
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(reply.body);
  } catch {
    const page = reply.body.trim() === '' ? {} : { isPage: true };
    return { ...base, ...page, code: '', message: excerptOf(reply.body) };
  }
  if (isStrings(parsed)) return { ...base, code: '', message: '', names: parsed };
  const detail = detailOf(parsed);
  const code = textOf(detail, ['error_code', 'errorCode', 'code']);
  const message = textOf(detail, [
    'error_msg',
    'error_message',
    'errorMessage',
    'errorMsg',
    'error_description',
    'message',
  ]);
  return {
    ...base,
    requestId: base.requestId || textOf(parsed, ['request_id', 'requestId']),
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
  if (typeof body !== 'object' || body === null) return undefined;
  if ('errors' in body && Array.isArray(body.errors)) return body.errors[0];
  if ('error' in body && typeof body.error === 'object') return body.error;
  return body;
}

function textOf(value: unknown, names: readonly string[]): string {
  if (typeof value !== 'object' || value === null) return '';
  for (const name of names) {
    const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    if (typeof found === 'string' && found !== '') return escapeInvisible(found, 500);
    if (typeof found === 'number') return String(found);
  }
  return '';
}
