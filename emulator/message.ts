/** An HTTP request to the emulator. A socket and a caller in the same process hand it over in this form. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query exactly as sent, with `/{service}/{region}`: the signature covers these bytes. */
  readonly url: string;
  /** Names in any letter case. A `host` that was signed must be present. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * A fault that concerns the connection and not the content of a reply. Plain data: the HTTP server carries it out, and a
 * caller in the same process has to interpret it.
 *
 * - `cut`: the first `bytes` bytes of the body are sent, then the connection is destroyed.
 * - `stall`: the first `bytes` bytes are sent, then nothing more; the connection stays open.
 * - `reset`: the connection is reset before any byte.
 * - `silence`: nothing is ever sent.
 * - `drip`: the whole body, `bytes` bytes every `everyMs` milliseconds.
 */
export type WireFault =
  | { readonly kind: 'cut'; readonly bytes: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stall'; readonly bytes: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number };

/** An HTTP reply of the emulator. */
export interface Reply {
  readonly status: number;
  /** With `content-encoding: gzip` the HTTP server compresses the body. */
  readonly headers: Readonly<Record<string, string>>;
  /** With a `wireFault`, the body that would have been sent in full. */
  readonly body: string;
  readonly wireFault?: WireFault;
  /** How long to wait before anything is sent. */
  readonly delayMs?: number;
}

/** A reply with a JSON body. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A reply without a body. */
export function empty(status: number): Reply {
  return { status, headers: {}, body: '' };
}

/** An error reply as an exception: a handler throws it, and `answer` sends its reply. */
export interface ApiError extends Error {
  readonly reply: Reply;
}

/** Creates the exception for an error reply: `throw apiError(json(404, …))`. */
export function apiError(reply: Reply): ApiError {
  return Object.assign(new Error(`error reply ${reply.status}`), { reply });
}

/** Whether a caught value is an ApiError; anything else is a defect of the emulator. */
export function isApiError(caught: unknown): caught is ApiError {
  return caught instanceof Error && 'reply' in caught;
}
