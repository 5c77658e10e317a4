import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { createEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { Reply } from '../../emulator/message.ts';
import { isRecord } from '../../emulator/reader.ts';
import type { Seed } from '../../emulator/seed.ts';
import { formatCompactUtc } from '../../emulator/timestamps.ts';

/** A clock that moves only by `advance`. */
export function manualClock(start = Date.parse('2026-01-01T00:00:00Z')) {
  let at = start;
  return {
    now: () => at,
    advance: (seconds: number) => {
      at += seconds * 1000;
    },
  };
}

/** A signing key. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string;
}

/** The access key that every test cloud has. */
export const KEY: Credentials = { accessKey: 'ACCESS', secretKey: 'SECRET' };

/** The parts of a call besides method and path. */
export interface Extras {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const notUsed = () => Promise.reject(new Error('not used'));

/** Signs with the signer of the vendor's SDK, which is independent of the emulator and of the action. */
export function signedHeaders(
  base: string,
  method: string,
  path: string,
  { query = {}, body, headers = {} }: Extras,
  { accessKey, secretKey, securityToken }: Credentials,
  now: number,
): Record<string, string> {
  const own: Record<string, string> = { 'X-Sdk-Date': formatCompactUtc(now), ...headers };
  if (body !== undefined) own['content-type'] ??= 'application/json';
  if (securityToken !== undefined) own['X-Security-Token'] = securityToken;
  const request = { method, endpoint: `${base}${path}`, queryParams: { ...query }, headers: own, data: body };
  const credential = { getAk: () => accessKey, getSk: () => secretKey };
  const signed = AKSKSigner.sign(request, { ...credential, processAuthRequest: notUsed, processAuthParams: notUsed });
  return Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, String(value)]));
}

/** The URL of a request line. Only values of the query are encoded; `$` in the path stays as it is. */
export function urlOf(path: string, query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** A reply with its body parsed, if it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: unknown;
  readonly reply: Reply;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A client in the same process. It signs every call that has neither Authorization nor X-Auth-Token. */
export function clientOf(emulator: Emulator, clock: { now(): number }, credentials = KEY) {
  return (method: string, path: string, extras: Extras = {}): Answer => {
    const names = new Set(Object.keys(extras.headers ?? {}).map((name) => name.toLowerCase()));
    const bare = { host: 'emulator.test', ...extras.headers };
    const headers =
      names.has('authorization') || names.has('x-auth-token')
        ? bare
        : signedHeaders('http://emulator.test', method, path, extras, credentials, clock.now());
    const body = extras.body === undefined ? {} : { body: JSON.stringify(extras.body) };
    const reply = emulator.handle({ method, url: urlOf(path, extras.query), headers, ...body });
    return { status: reply.status, headers: reply.headers, value: parsed(reply.body), reply };
  };
}

/** The value as an object; throws if it is none. */
export function record(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value;
}

/** The value as a list of objects; throws if it is none. */
export function records(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value.map(record);
}

/** The projects of the two regions. */
export const PROJECTS = [
  { id: 'project-north', name: 'cn-north-4' },
  { id: 'project-east', name: 'cn-east-3' },
];

/** An emulator with one access key and two regions, with its clock and a client. */
export function createTestCloud(regions: Seed['regions'], rest: Omit<Seed, 'regions'> = {}) {
  const clock = manualClock();
  const seed: Seed = {
    accessKeys: [KEY],
    projects: PROJECTS,
    ...rest,
    regions: { 'cn-north-4': {}, 'cn-east-3': {}, ...regions },
  };
  const emulator = createEmulator({ seed, now: clock.now });
  return { emulator, clock, call: clientOf(emulator, clock), seed };
}
