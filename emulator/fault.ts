import { json, type Reply } from './message.ts';
import {
  anyText,
  anything,
  dictionary,
  integer,
  number,
  object,
  oneOf,
  optional,
  text,
  variants,
  type Read,
} from './reader.ts';
import { swrError } from './swr/refusals.ts';
import type { SwrSettings } from './swr/seed.ts';

const status = integer(200, 599);
const timing = { delayMs: optional(number()) } as const;
const spoilt = { bytes: integer(), status: optional(status), body: optional(anything), ...timing } as const;

/** What a script rule does to a request instead of (or on top of) answering it. */
export const faultReader = variants({
  /** Any status, body (a text as it is, anything else as JSON), headers. */
  status: object({
    kind: oneOf('status'),
    status,
    body: optional(anything),
    headers: optional(dictionary(anyText)),
    contentType: optional(text()),
    ...timing,
  }),
  /** The faces of throttling. */
  throttle: object({
    kind: oneOf('throttle'),
    preset: oneOf('APIGW.0308', 'ModelArts.6101', 'SVCSTG.SWR.4031032', 'SVCSTG.SWR.4031042', 'SVCSTG.SWR.4090023'),
    retryAfterSeconds: optional(number()),
    retryAfterAs: optional(oneOf('seconds', 'date')),
    ...timing,
  }),
  /** Headers with the full Content-Length and so many bytes of the body, then the connection breaks. */
  cut: object({ kind: oneOf('cut'), ...spoilt }),
  /** The same, and then nothing more while the connection stays open. */
  stall: object({ kind: oneOf('stall'), ...spoilt }),
  /** The connection breaks before any byte. */
  reset: object({ kind: oneOf('reset'), ...timing }),
  /** The request is taken and never answered. */
  silence: object({ kind: oneOf('silence') }),
  /** The true reply, so many bytes at a time. */
  drip: object({ kind: oneOf('drip'), bytes: integer(1), everyMs: number(), ...timing }),
  /** The true reply, later. */
  delay: object({ kind: oneOf('delay'), ms: number() }),
  /** A page of a proxy. */
  html: object({ kind: oneOf('html'), status: optional(status), body: optional(text()), ...timing }),
  /** A text that calls itself JSON and may not be any, or not the expected one. */
  text: object({
    kind: oneOf('text'),
    body: anyText,
    status: optional(status),
    contentType: optional(text()),
    ...timing,
  }),
  redirect: object({ kind: oneOf('redirect'), location: text(), status: optional(integer(301, 308)), ...timing }),
});

/** A fault of a script. */
export type Fault = Read<typeof faultReader>;

/** Faults that only slow down a true reply: the request always takes effect. */
export function isSlowness(fault: Fault): boolean {
  return fault.kind === 'drip' || fault.kind === 'delay';
}

/** What a fault needs to know of the request that it hits. */
export interface Scene {
  readonly requestId: string;
  readonly now: number;
  readonly shape: SwrSettings['errorShape'];
}

/** The reply with the fault in it; `truth` is what the cloud would have answered. */
export function faultyReply(fault: Fault, truth: Reply, scene: Scene): Reply {
  const reply = withoutDelay(fault, truth, scene);
  const delayMs = fault.kind === 'delay' ? fault.ms : 'delayMs' in fault ? fault.delayMs : undefined;
  return delayMs === undefined ? reply : { ...reply, delayMs };
}

function withoutDelay(fault: Fault, truth: Reply, scene: Scene): Reply {
  switch (fault.kind) {
    case 'status':
      return given(fault.status, fault.body, fault.contentType, fault.headers);
    case 'throttle':
      return throttled(fault, scene);
    case 'cut':
    case 'stall': {
      const whole = fault.body === undefined ? truth : given(200, fault.body);
      return { ...whole, status: fault.status ?? whole.status, play: { kind: fault.kind, bytes: fault.bytes } };
    }
    case 'reset':
    case 'silence':
      return { ...truth, play: { kind: fault.kind } };
    case 'drip':
      return { ...truth, play: { kind: 'drip', bytes: fault.bytes, everyMs: fault.everyMs } };
    case 'delay':
      break;
    case 'html':
      return given(fault.status ?? 200, fault.body ?? '<html><body><h1>Sign in</h1></body></html>', 'text/html');
    case 'text':
      return given(fault.status ?? 200, fault.body, fault.contentType);
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
  }
  return truth;
}

function given(code: number, body: unknown, type = 'application/json', headers: Readonly<Record<string, string>> = {}) {
  const content = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return { status: code, headers: { 'content-type': type, ...headers }, body: body === undefined ? '' : content };
}

/** APIGW.0308 is the gateway's; SWR throttles with 403 and 409 of its own. SWR and API Gateway, "Error Codes". */
function throttled(fault: Extract<Fault, { kind: 'throttle' }>, scene: Scene): Reply {
  const seconds = fault.retryAfterSeconds;
  const after =
    fault.retryAfterAs === 'date' ? new Date(scene.now + (seconds ?? 1) * 1000).toUTCString() : String(seconds);
  const code = /^SVCSTG\.SWR\.(\d+)$/.exec(fault.preset)?.[1];
  const reply =
    code === undefined
      ? tooMany(scene.requestId, 1, fault.preset)
      : swrError(scene.shape, Number(code), code === '4090023' ? 'The system is busy' : 'Too many requests');
  return seconds === undefined ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': after } };
}

/** The gateway's 429; never with Retry-After on its own. */
export function tooMany(requestId: string, limit: number, code = 'APIGW.0308'): Reply {
  const message = `The throttling threshold has been reached: user over ratelimit,limit:${limit},time:1 second`;
  return json(429, { error_code: code, error_msg: message, request_id: requestId });
}
