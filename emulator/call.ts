import type { Service } from './address.ts';
import type { AccessKey, Cloud, Region, Token } from './cloud.ts';
import type { Refused, Reply } from './message.ts';
import { isRecord, messageOf, type Reader } from './reader.ts';

/** Who calls: a signing key or a token; neither where the API asks for none. */
export type Caller =
  | { readonly key: AccessKey; readonly token?: never }
  | { readonly token: Token; readonly key?: never }
  | { readonly key?: never; readonly token?: never };

/** An accepted request on its way to a handler. */
export interface Call {
  readonly requestId: string;
  readonly service: Service;
  readonly region: Region;
  readonly cloud: Cloud;
  /** The server's idea of the time, epoch milliseconds. */
  readonly now: number;
  /** What stood in the path's {placeholders}. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly caller: Caller;
}

/** Answers one API; may change the cloud; throws a refusal. */
export type Handler = (call: Call) => Reply;

/** How a service says that parameters are wrong. */
export type Complain = (message: string) => Refused;

/** A value from the path. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/**
 * The query parameters, of which only the given names may occur, and each once. The real services may well ignore an
 * unknown one; here it is a complaint, because a parameter that is ignored is a mistake that nobody sees.
 */
export function queryOf(call: Call, names: readonly string[], complain: Complain): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const [name, value] of call.query) {
    if (!names.includes(name)) throw complain(`Unknown query parameter "${name}"`);
    if (seen[name] !== undefined) throw complain(`Query parameter "${name}" is given twice`);
    seen[name] = value;
  }
  return seen;
}

/** The JSON body, read with the reader; an absent body counts as `{}` for a reader that needs no field. */
export function bodyOf<T>(call: Call, read: Reader<T>, complain: Complain): T {
  const type = call.headers['content-type'];
  if (type !== undefined && !/application\/json/i.test(type)) throw complain(`Content-Type "${type}" is not supported`);
  try {
    return read(call.body === '' ? {} : JSON.parse(call.body), 'body');
  } catch (mistake) {
    throw complain(messageOf(mistake));
  }
}

/** Complains of a body where the API has none; `{}` passes, as several clients send it. */
export function noBody(call: Call, complain: Complain): void {
  const value = bodyOf(call, (body) => body, complain);
  if (!isRecord(value) || Object.keys(value).length > 0) throw complain('This API takes no request body');
}

/** A whole number of a query, within bounds; the fallback if it is not given. */
export function count(
  text: string | undefined,
  fallback: number,
  bounds: { readonly name: string; readonly least: number; readonly most: number },
  complain: Complain,
): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  throw complain(`${bounds.name} must be from ${bounds.least} to ${bounds.most}, not "${text}"`);
}

/** One of the words of a query; the fallback if it is not given. */
export function word<const T extends string, F extends string | undefined>(
  text: string | undefined,
  fallback: F,
  bounds: { readonly name: string; readonly words: readonly T[] },
  complain: Complain,
): T | F {
  if (text === undefined) return fallback;
  const found = bounds.words.find((candidate) => candidate === text);
  if (found === undefined) throw complain(`${bounds.name} must be one of ${bounds.words.join(', ')}, not "${text}"`);
  return found;
}
