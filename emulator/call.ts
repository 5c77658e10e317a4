import type { Address, Service } from './address.ts';
import type { ApiError, ApiRequest, Reply } from './message.ts';
import { isRecord, messageOf, type Reader } from './reader.ts';
import type { AccessKey, Cloud, Region, Token } from './state/cloud.ts';

/** A request that has arrived, before anything of it is checked. */
export interface IncomingRequest {
  readonly request: ApiRequest;
  /** The headers of the request, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly address: Address;
  readonly cloud: Cloud;
  /** The server's time, epoch milliseconds. */
  readonly now: number;
  /** The `X-Request-Id` of the reply. */
  readonly requestId: string;
}

/** The authenticated caller: a signing key or a token, or neither for an API that requires no credentials. */
export type Caller =
  | { readonly key: AccessKey; readonly token?: never }
  | { readonly token: Token; readonly key?: never }
  | { readonly key?: never; readonly token?: never };

/** An authenticated request to an existing API. */
export interface Call {
  readonly requestId: string;
  readonly service: Service;
  readonly region: Region;
  readonly cloud: Cloud;
  /** The server's time, epoch milliseconds. */
  readonly now: number;
  /** The values of the path's {placeholders}. */
  readonly params: Readonly<Record<string, string>>;
  /** Decoded names and values, in the order sent. */
  readonly query: readonly (readonly [string, string])[];
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly caller: Caller;
}

/** Answers one API. It may change the cloud, and throws an ApiError to refuse a call. */
export type Handler = (call: Call) => Reply;

/** Creates the error with which a service refuses wrong parameters. */
export type InvalidParameter = (message: string) => ApiError;

/** The value of a {placeholder} of the path. */
export function pathParam(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/**
 * The query parameters of a call. Only the given names are allowed, each once. The real services may ignore unknown
 * parameters; here they are an error, because nobody would notice a parameter that is ignored.
 */
export function readQuery(
  call: Call,
  names: readonly string[],
  invalid: InvalidParameter,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of call.query) {
    if (!names.includes(name)) throw invalid(`Unknown query parameter "${name}"`);
    if (values[name] !== undefined) throw invalid(`Query parameter "${name}" is given twice`);
    values[name] = value;
  }
  return values;
}

/** The JSON body of a call, checked by the reader. A body that is absent counts as `{}`. */
export function readBody<T>(call: Call, read: Reader<T>, invalid: InvalidParameter): T {
  const type = call.headers['content-type'];
  if (type !== undefined && !/application\/json/i.test(type)) throw invalid(`Content-Type "${type}" is not supported`);
  try {
    return read(call.body === '' ? {} : JSON.parse(call.body), 'body');
  } catch (cause) {
    throw invalid(messageOf(cause));
  }
}

/** Refuses a body for an API that has none. `{}` is accepted, because several clients send it. */
export function checkNoBody(call: Call, invalid: InvalidParameter): void {
  const value = readBody(call, (body) => body, invalid);
  if (!isRecord(value) || Object.keys(value).length > 0) throw invalid('This API takes no request body');
}

/** Reads an integer parameter from `least` to `most`; `fallback` if it is not given. */
export function readInteger(
  text: string | undefined,
  fallback: number,
  bounds: { readonly name: string; readonly least: number; readonly most: number },
  invalid: InvalidParameter,
): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  throw invalid(`${bounds.name} must be from ${bounds.least} to ${bounds.most}, not "${text}"`);
}

/** Reads a parameter that is one of the given words; `fallback` if it is not given. */
export function readEnum<const T extends string, F extends string | undefined>(
  text: string | undefined,
  fallback: F,
  bounds: { readonly name: string; readonly words: readonly T[] },
  invalid: InvalidParameter,
): T | F {
  if (text === undefined) return fallback;
  const found = bounds.words.find((candidate) => candidate === text);
  if (found === undefined) throw invalid(`${bounds.name} must be one of ${bounds.words.join(', ')}, not "${text}"`);
  return found;
}
