/**
 * What the cloud says when it says no. Seven shapes of error body are known for the services that we use, one of them
 * an array of strings; see SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */
import { Failure } from '../errors.ts';
import { visible } from '../escape.ts';

export interface Refusal {
  readonly status: number;
  /** `SVCSTG.SWR.4040058`, `ModelArts.6404`, `APIGW.0301`, …; empty when there is none. */
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  /** True for a body that is neither empty nor JSON: a page of some proxy, and no word of the service's. */
  readonly isPage?: boolean;
  /** The strings, where the body is nothing but an array of strings: the failed tags of a synchronization. */
  readonly names?: readonly string[];
}

export interface RefusedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads any error body; never throws. */
export function refusalOf(reply: RefusedReply): Refusal {
  const base = {
    status: reply.status,
    requestId: reply.headers['x-request-id'] ?? reply.headers['x-iam-trace-id'] ?? '',
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(reply.body);
  } catch {
    const page = reply.body.trim() === '' ? {} : { isPage: true };
    return { ...base, ...page, code: '', message: plainText(reply.body) };
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
    message: message || (code === '' ? plainText(reply.body) : ''),
  };
}

/**
 * The three faces of throttling, all of which mean "not accepted, come again": 429 everywhere, and on SWR two codes
 * under 403 and one under 409.
 */
export function isThrottled({ status, code }: Refusal): boolean {
  if (status === 429 || /^APIGW?\.0308$/.test(code)) return true;
  if (status === 403) return code === 'SVCSTG.SWR.4031032' || code === 'SVCSTG.SWR.4031042';
  return status === 409 && code === 'SVCSTG.SWR.4090023';
}

/** A code of a service itself, not of the gateway before it: its own considered answer, even under 500. */
export function isServiceCode(code: string): boolean {
  return /^(SVCSTG|ModelArts|HSS|IAM|[A-Z]{3}5)\./i.test(code);
}

/** The route itself is missing: the service, or this call of it, does not exist in the region. */
export function isNoSuchApi({ status, code }: Refusal): boolean {
  return status === 410 || /^APIGW?\.0101$/.test(code);
}

/** The thing that was asked for is not there, and it is the service that says so: neither a gateway nor a proxy. */
export function isNotThere({ status, code, isPage = false }: Refusal): boolean {
  return status === 404 && !isPage && !/^APIGW?\./.test(code);
}

/** One line: status, code, message. */
export function reasonOf(refusal: Refusal): string {
  const names = refusal.names === undefined ? '' : `names ${JSON.stringify(refusal.names)}`;
  // IAM repeats the status as its code.
  const code = refusal.code === String(refusal.status) ? '' : refusal.code;
  const words = [`HTTP ${refusal.status}`, code, refusal.message || names].filter((word) => word !== '');
  return visible(words.join(' '), 600);
}

/** The reason and the request id, which the cloud's support asks for. */
export function describeRefusal(refusal: Refusal): string {
  return `${reasonOf(refusal)}${refusal.requestId === '' ? '' : ` (request id ${visible(refusal.requestId, 100)})`}`;
}

/** The failure for a refusal that nothing can be made of. `doing` completes "Could not …". */
export function refused(doing: string, refusal: Refusal, hint?: string): Failure {
  const isProject = /^(APIGW?\.0310|ModelArts\.0210)$/.test(refusal.code);
  const better = isProject ? 'Is project-id, or the line of target-project-ids, the project of this region?' : hint;
  return new Failure(
    isProject ? 'project-mismatch' : refusal.status === 403 ? 'permission-denied' : 'service-refused',
    `Could not ${doing}: ${describeRefusal(refusal)}.`,
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
    if (typeof found === 'string' && found !== '') return visible(found, 500);
    if (typeof found === 'number') return String(found);
  }
  return '';
}

/** The start of a body that is no JSON; an HTML page is known by its title. */
function plainText(body: string): string {
  const head = body.slice(0, 2000);
  const title = /<title[^>]*>([^<]{0,200})/i.exec(head)?.[1]?.trim();
  if (title !== undefined) return `an HTML page titled '${visible(title, 200)}'`;
  return visible(head.trim(), 300);
}
