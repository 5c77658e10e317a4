/** What a service says when it refuses a request, in the same form whatever the service. */
import { escapeInvisible } from '../escape.ts';

/** The content of a reply that is not a 2xx. */
export interface ServiceError {
  /** HTTP status. */
  readonly status: number;
  /** The service's own code, such as `SVCSTG.SWR.4040058`; empty where the reply has none. */
  readonly code: string;
  /** The service's own words, or the start of a body that is not JSON; empty for an empty body. */
  readonly message: string;
  /** What the service's support asks for; empty where the reply has none. */
  readonly requestId: string;
  /** True for a body that is neither empty nor JSON, such as an HTML page of a proxy: the service did not write it. */
  readonly isPage?: boolean;
  /** The elements of a body that is an array of strings and nothing else. */
  readonly names?: readonly string[];
}

/** One line with the status, the code and the message, at most 600 characters. */
export function describeReason(error: ServiceError): string {
  const names = error.names === undefined ? '' : `names ${JSON.stringify(error.names)}`;
  // Some services repeat the status as the code.
  const code = error.code === String(error.status) ? '' : error.code;
  const words = [`HTTP ${error.status}`, code, error.message || names].filter((word) => word !== '');
  return escapeInvisible(words.join(' '), 600);
}

/** The {@link describeReason} with the request id. */
export function describeServiceError(error: ServiceError): string {
  return `${describeReason(error)}${error.requestId === '' ? '' : ` (request id ${escapeInvisible(error.requestId, 100)})`}`;
}

/** One line for a body that is not JSON: the title of an HTML page, or the first 300 characters. */
export function excerptOf(body: string): string {
  const head = body.slice(0, 2000);
  const title = /<title[^>]*>([^<]{0,200})/i.exec(head)?.[1]?.trim();
  if (title !== undefined) return `an HTML page titled '${escapeInvisible(title, 200)}'`;
  return escapeInvisible(head.trim(), 300);
}
