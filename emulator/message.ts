/** A request as it came over the wire, for sockets and for callers in the same process alike. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query exactly as sent, `/{service}/{region}` included: the signature covers them. */
  readonly url: string;
  /** Any letter case. A signed `host` must be among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How a reply is spoilt on the wire. Plain data: the socket server plays it, a caller in the same process interprets it. */
export type Play =
  | { readonly kind: 'cut'; readonly bytes: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stall'; readonly bytes: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number };

/** The answer. With `play` it is what would have been sent in full; `delayMs` is to pass before anything is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly play?: Play;
  readonly delayMs?: number;
}

/** A JSON reply. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A reply without a body. */
export function empty(status: number): Reply {
  return { status, headers: {}, body: '' };
}

/** A refusal travels as an exception, so that deeply nested checks need no plumbing. */
export interface Refused extends Error {
  readonly reply: Reply;
}

/** Makes the exception out of the reply: `throw refused(json(404, …))`. */
export function refused(reply: Reply): Refused {
  return Object.assign(new Error(`refused with ${reply.status}`), { reply });
}

/** Whether the caught thing is a refusal (and not a mistake of the emulator). */
export function isRefused(caught: unknown): caught is Refused {
  return caught instanceof Error && 'reply' in caught;
}
