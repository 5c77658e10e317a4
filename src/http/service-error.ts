/** What a service says when it refuses a request, in the same form whatever the service. */
import { escapeInvisible } from '../escape.ts';
import type { Redact } from '../redaction.ts';

/** The content of a reply that is not a 2xx, as it came: for decisions. It is shown by {@link describeServiceError} only. */
export interface ServiceError {
  /** HTTP status. */
  readonly status: number;
  /** The service's own code, such as `SVCSTG.SWR.4040058`; empty where the reply has none. */
  readonly code: string;
  /** The service's own words, or the start of a body that is not JSON; empty for an empty body. */
  readonly message: string;
  /** What the service's support asks for; empty where the reply has none. */
  readonly requestId: string;
  /** Of a 401; see {@link WireReply}. */
  readonly isUnread?: boolean | undefined;
  /** True for a body that is neither empty nor JSON, such as an HTML page of a proxy: the service did not write it. */
  readonly isPage?: boolean;
  /** True where the code does not name the service, which nevertheless documents it: a bare number. */
  readonly isOwnNumber?: boolean;
  /** The elements of a body that is an array of strings and nothing else. */
  readonly names?: readonly string[];
  /** The texts without secrets, which {@link describeServiceError} shows; the client adds it. */
  readonly shown?: Pick<ServiceError, 'code' | 'message' | 'requestId' | 'names'>;
}

/** Adds {@link ServiceError.shown}. Secrets are removed before anything is cut, because the start of one is not recognised. */
export function withoutSecrets(error: ServiceError, redact: Redact): ServiceError {
  const { code, message, requestId, names } = error;
  const shown = { code: redact(code), message: redact(message), requestId: redact(requestId) };
  return { ...error, shown: names === undefined ? shown : { ...shown, names: names.map(redact) } };
}

/** For a refused credential, whatever the status: the message often quotes keys and signatures, also such as the cloud has computed. */
export function withoutMessage(error: ServiceError): ServiceError {
  const { code, requestId } = error.shown ?? error;
  return { ...error, shown: { code, message: '', requestId } };
}

/** One line with the status, the code and the message, at most 600 characters. Without the message for a 401; see {@link withoutMessage}. */
export function describeReason(error: ServiceError): string {
  const { code, message, names } = error.shown ?? error;
  // Some services repeat the status as the code.
  const words = [`HTTP ${error.status}`, code === String(error.status) ? '' : escapeInvisible(code, 100)];
  if (error.status !== 401)
    words.push(escapeInvisible(message || (names === undefined ? '' : `names ${JSON.stringify(names)}`), 500));
  return escapeInvisible(words.filter((word) => word !== '').join(' '), 600);
}

/** The {@link describeReason} with the request id. */
export function describeServiceError(error: ServiceError): string {
  const { requestId } = error.shown ?? error;
  return `${describeReason(error)}${requestId === '' ? '' : ` (request id ${escapeInvisible(requestId, 100)})`}`;
}

/** In characters: much more than is shown. */
const MAX_EXCERPT = 2000;

/** The title of an HTML page, or the start of any other body that is not JSON. Neither redacted nor escaped. */
export function excerptOf(body: string): string {
  // The mark says that a secret may have been cut.
  const head = body.length > MAX_EXCERPT ? `${body.slice(0, MAX_EXCERPT)}…` : body;
  const title = /<title[^>]*>([^<]*)/i.exec(head)?.[1]?.trim();
  return title === undefined ? head.trim() : `an HTML page titled '${title}'`;
}
