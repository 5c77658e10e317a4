import { gatewayError } from './gateway/errors.ts';
import type { Reply } from './message.ts';
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
import type { SwrSettings } from './state/swr-settings.ts';
import { swrErrorReply } from './swr/errors.ts';

const status = integer(200, 599);
const delayField = { delayMs: optional(number()) } as const;
const partialBodyFields = {
  bytes: integer(),
  status: optional(status),
  body: optional(anything),
  ...delayField,
} as const;

/** `fault` of a script rule: what a client gets instead of the regular reply. */
export const faultReader = variants({
  /** A reply with any status, headers and body. A string is sent as it is, any other body as JSON. */
  status: object({
    kind: oneOf('status'),
    status,
    body: optional(anything),
    headers: optional(dictionary(anyText)),
    contentType: optional(text()),
    ...delayField,
  }),
  /** One of the error replies with which the services throttle. */
  throttle: object({
    kind: oneOf('throttle'),
    preset: oneOf(
      'APIGW.0308',
      'APIG.0308',
      'ModelArts.6101',
      'SVCSTG.SWR.4031032',
      'SVCSTG.SWR.4031042',
      'SVCSTG.SWR.4090023',
    ),
    /** What the gateway names as its window; 1 second if not given. */
    window: optional(text()),
    /** In place of the preset's own, such as 200. */
    status: optional(status),
    retryAfterSeconds: optional(number()),
    retryAfterAs: optional(oneOf('seconds', 'date')),
    ...delayField,
  }),
  /** The headers with the full Content-Length and the first `bytes` bytes of the body; then the connection is destroyed. */
  cut: object({ kind: oneOf('cut'), ...partialBodyFields }),
  /** The same, but the connection stays open and nothing more is sent. */
  stall: object({ kind: oneOf('stall'), ...partialBodyFields }),
  /** The connection is reset before any byte of the reply. */
  reset: object({ kind: oneOf('reset'), ...delayField }),
  /** The request is read and never answered. */
  silence: object({ kind: oneOf('silence') }),
  /** The regular reply, `bytes` bytes every `everyMs` milliseconds. */
  drip: object({ kind: oneOf('drip'), bytes: integer(1), everyMs: number(), ...delayField }),
  /** The regular reply, `ms` milliseconds later. */
  delay: object({ kind: oneOf('delay'), ms: number() }),
  /** An HTML page, such as that of a proxy. */
  html: object({ kind: oneOf('html'), status: optional(status), body: optional(text()), ...delayField }),
  /** Any text, by default with the content type of JSON. */
  text: object({
    kind: oneOf('text'),
    body: anyText,
    status: optional(status),
    contentType: optional(text()),
    ...delayField,
  }),
  /**
   * The regular reply with other values in its JSON body, by dotted path: `{"data.0.id": ".."}`. It always takes effect. A body
   * that is no object, or has nothing at the path, stays as it is.
   */
  edit: object({ kind: oneOf('edit'), set: dictionary(anything), ...delayField }),
  redirect: object({ kind: oneOf('redirect'), location: text(), status: optional(integer(301, 308)), ...delayField }),
});

/** A fault of a script. */
export type Fault = Read<typeof faultReader>;

/** Whether the fault only delays or edits the regular reply. Such a request always takes effect. */
export function keepsEffect(fault: Fault): boolean {
  return fault.kind === 'drip' || fault.kind === 'delay' || fault.kind === 'edit';
}

/** What a fault depends on besides the regular reply. */
export interface FaultContext {
  readonly requestId: string;
  /** The server's time, epoch milliseconds. */
  readonly now: number;
  /** The shape of SWR's errors in the region. */
  readonly errorShape: SwrSettings['errorShape'];
}

/** Applies a fault to the regular reply of the cloud. */
export function applyFault(fault: Fault, regular: Reply, context: FaultContext): Reply {
  const reply = applyWithoutDelay(fault, regular, context);
  const delayMs = fault.kind === 'delay' ? fault.ms : 'delayMs' in fault ? fault.delayMs : undefined;
  return delayMs === undefined ? reply : { ...reply, delayMs };
}

function applyWithoutDelay(fault: Fault, regular: Reply, context: FaultContext): Reply {
  switch (fault.kind) {
    case 'status':
      return createReply(fault.status, fault.body, fault.contentType, fault.headers);
    case 'throttle':
      return createThrottleReply(fault, context);
    case 'cut':
    case 'stall': {
      const whole = fault.body === undefined ? regular : createReply(200, fault.body);
      return { ...whole, status: fault.status ?? whole.status, wireFault: { kind: fault.kind, bytes: fault.bytes } };
    }
    case 'reset':
    case 'silence':
      return { ...regular, wireFault: { kind: fault.kind } };
    case 'drip':
      return { ...regular, wireFault: { kind: 'drip', bytes: fault.bytes, everyMs: fault.everyMs } };
    case 'delay':
      break;
    case 'html':
      return createReply(fault.status ?? 200, fault.body ?? '<html><body><h1>Sign in</h1></body></html>', 'text/html');
    case 'text':
      return createReply(fault.status ?? 200, fault.body, fault.contentType);
    case 'edit':
      return { ...regular, body: editBody(regular.body, fault.set) };
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
  }
  return regular;
}

function editBody(body: string, values: Readonly<Record<string, unknown>>): string {
  if (body === '') return body;
  const edited: unknown = JSON.parse(body);
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const parent = names.reduce<unknown>((at, name): unknown => Object(at)[name], edited);
    if (typeof parent === 'object' && parent !== null) Reflect.set(parent, last, value);
  }
  return JSON.stringify(edited);
}

function createReply(
  code: number,
  body: unknown,
  type = 'application/json',
  headers: Readonly<Record<string, string>> = {},
) {
  const content = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return { status: code, headers: { 'content-type': type, ...headers }, body: body === undefined ? '' : content };
}

/** APIGW.0308 comes from the gateway. SWR itself throttles with 403 and 409. SWR and API Gateway, "Error Codes". */
function createThrottleReply(fault: Extract<Fault, { kind: 'throttle' }>, context: FaultContext): Reply {
  const seconds = fault.retryAfterSeconds;
  const after =
    fault.retryAfterAs === 'date' ? new Date(context.now + (seconds ?? 1) * 1000).toUTCString() : String(seconds);
  const code = /^SVCSTG\.SWR\.(\d+)$/.exec(fault.preset)?.[1];
  const reply =
    code === undefined
      ? tooManyRequests(context.requestId, 1, fault)
      : swrErrorReply(
          context.errorShape,
          Number(code),
          code === '4090023' ? 'The system is busy' : 'Too many requests',
        );
  const shown = fault.status === undefined ? reply : { ...reply, status: fault.status };
  return seconds === undefined ? shown : { ...shown, headers: { ...shown.headers, 'retry-after': after } };
}

/** The 429 of the gateway, for `limit` requests per window. It has no Retry-After. */
export function tooManyRequests(
  requestId: string,
  limit: number,
  {
    preset = 'APIGW.0308',
    window = '1 second',
  }: { readonly preset?: string; readonly window?: string | undefined } = {},
): Reply {
  const message = `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:${window}`;
  return gatewayError(requestId, 429, preset, message).reply;
}
