import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CLOUD_RULES, rulesOf } from '../../src/cloud/reply-rules.ts';
import {
  type ClassifiedCall,
  classifyNetworkError,
  classifyReply,
  type ReplyClass,
} from '../../src/http/classify-reply.ts';
import { NetworkError } from '../../src/http/network-error.ts';
import { ReplyFormatError } from '../../src/http/call.ts';
import { type ScriptedReply, wireReply } from '../support/fake-transport.ts';
import { hostileText } from '../support/hostile-text.ts';

function call(repeatable: boolean, rules = CLOUD_RULES): ClassifiedCall<unknown> {
  return {
    doing: 'do it',
    method: repeatable ? 'GET' : 'POST',
    url: new URL('https://swr-api.cn-north-4.example.com/v2/x'),
    rules,
    repeatable,
    read(body) {
      if (body === 'odd') throw new ReplyFormatError('x', 'must be number, not string');
      return body;
    },
  };
}

/** What matters of a reply class, on one line. */
function shortly({ ...replyClass }: ReplyClass<unknown>): string {
  if (replyClass.next === 'return')
    return replyClass.value.ok
      ? `value ${JSON.stringify(replyClass.value.value)}`
      : `no ${replyClass.value.error.code}`.trim();
  if (replyClass.next === 'unauthorized') return `unauthorized ${replyClass.error.code}`.trim();
  const { kind, uncertain } = replyClass.failure;
  const what = `${kind}${uncertain ? ', uncertain' : ''}${replyClass.failure.answered ? ', answered' : ''}`;
  if (replyClass.next === 'fail') return `fail: ${what}`;
  const after = replyClass.retryAfterMs === undefined ? '' : ` after ${replyClass.retryAfterMs}`;
  return `retry ${replyClass.reason}: ${what}${after}`;
}

const RETRY = 'retry transient: unavailable, uncertain';
const LOST = 'fail: unavailable, uncertain';
const RETRY_ANSWERED = `${RETRY}, answered`;
const LOST_ANSWERED = `${LOST}, answered`;
const THROTTLED = 'retry throttled: unavailable';
const HTML = '<html><title>Gateway</title></html>';

const asIs = (text: string): string => text;

const IAM_401 = {
  status: 401,
  body: { error: { code: 401, message: 'The X-Auth-Token is invalid!', title: 'Unauthorized' } },
};

test.each<[string, ScriptedReply, string, string]>([
  ['a 401', IAM_401, 'unauthorized 401', 'unauthorized 401'],
  ['a 401 in another shape', { status: 401, body: { error_code: '401' } }, 'unauthorized', 'unauthorized'],
  ['a 401 in a 200', { ...IAM_401, status: 200 }, RETRY, LOST],
  ['a fault in a 200', { status: 200, body: { error: { code: 500, message: 'm' } } }, RETRY, LOST],
  ['a 401 of a network', { status: 401, body: { code: 10401, message: 'Sign in' } }, RETRY, LOST],
])('of IAM, whose code is the status: %s', (_, reply, repeatable, once) => {
  const classes = [true, false].map((may) => classifyReply(call(may, rulesOf('iam')), wireReply(reply), asIs));
  expect(classes.map(shortly)).toEqual([repeatable, once]);
});

/** Errors within a 200 that no service writes: of a gateway, of a proxy, of a network that asks to sign in. */
const FOREIGN: readonly object[] = [
  { error: 'login_required' },
  { error: 'login_required', error_description: 'Sign in' },
  { success: false, message: 'Sign in' },
  { success: 'false' },
  { error_code: 'GW-1', error_msg: 'Sign in' },
  { error_code: '0308' },
  { code: 10401, message: 'Sign in' },
  { error: { code: 403, message: 'Forbidden' } },
  { errors: [{ code: 'LOGIN', message: 'Sign in' }] },
  [{ errorCode: 'X.1', errorMessage: 'm' }],
];

describe('the class of a reply, of a repeatable request and of one that is not', () => {
  test.each<[string, ScriptedReply, string, string]>([
    ['a value', { status: 200, body: { a: 1 } }, 'value {"a":1}', 'value {"a":1}'],
    ['an accepted value', { status: 202, body: [] }, RETRY_ANSWERED, 'value []'],
    ['nothing', { status: 204 }, RETRY_ANSWERED, 'value undefined'],
    ['a reply that a proxy has changed', { status: 203, body: [] }, RETRY_ANSWERED, LOST_ANSWERED],
    ['a part of a reply', { status: 206, body: [] }, RETRY_ANSWERED, LOST_ANSWERED],
    [
      'an error in a 200',
      { status: 200, body: { error_code: 'SVCSTG.SWR.4037020' } },
      'no SVCSTG.SWR.4037020',
      'no SVCSTG.SWR.4037020',
    ],
    ['errors in a 200', { status: 200, body: [{ errorCode: 'HSS.0010' }] }, 'no HSS.0010', 'no HSS.0010'],
    [
      'a route that the gateway does not know in a 200',
      { status: 200, body: { error_code: 'APIGW.0101' } },
      'no APIGW.0101',
      'no APIGW.0101',
    ],
    ...FOREIGN.map((body): [string, ScriptedReply, string, string] => [
      `in a 200 what no service wrote, ${JSON.stringify(body)}`,
      { status: 200, body },
      RETRY,
      LOST,
    ]),
    ['throttled in a 200', { status: 200, body: { error_code: 'APIGW.0308' } }, THROTTLED, THROTTLED],
    ['throttled by SWR in a 200', { status: 200, body: { errorCode: 'SVCSTG.SWR.4031042' } }, THROTTLED, THROTTLED],
    ['a fault in a 200', { status: 200, body: { errorCode: 'SVCSTG.SWR.5001001' } }, RETRY_ANSWERED, LOST_ANSWERED],
    ['a fault of the gateway in a 200', { status: 200, body: { error_code: 'APIGW.0203' } }, RETRY, LOST],
    [
      'bad credentials in a 200',
      { status: 200, body: { error_code: 'APIGW.0301' } },
      'unauthorized APIGW.0301',
      'unauthorized APIGW.0301',
    ],
    ['white space', { status: 200, body: ' \n' }, 'value undefined', 'value undefined'],
    ['a page', { status: 200, body: HTML }, RETRY, LOST],
    ['half a JSON text', { status: 200, body: '[{"Tag":' }, RETRY, LOST],
    ['another shape', { status: 200, body: '"odd"' }, RETRY_ANSWERED, LOST_ANSWERED],
    ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }, 'fail: refused', 'fail: refused'],
    ['not modified', { status: 304 }, 'fail: refused', 'fail: refused'],
    ['a plain no', { status: 400, body: { errorCode: 'X.1' } }, 'no X.1', 'no X.1'],
    ['a page as a no', { status: 400, body: HTML }, 'no', 'no'],
    [
      'bad credentials',
      { status: 401, body: { error_code: 'APIGW.0301' } },
      'unauthorized APIGW.0301',
      'unauthorized APIGW.0301',
    ],
    [
      'no permission',
      { status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } },
      'no SVCSTG.SWR.4037020',
      'no SVCSTG.SWR.4037020',
    ],
    ['not found', { status: 404 }, 'no', 'no'],
    ['not allowed', { status: 405 }, 'no', 'no'],
    [
      'a conflict',
      { status: 409, body: { errorCode: 'SVCSTG.SWR.4090006' } },
      'no SVCSTG.SWR.4090006',
      'no SVCSTG.SWR.4090006',
    ],
    ['throttled', { status: 429 }, THROTTLED, THROTTLED],
    [
      'throttled for a while',
      { status: 429, headers: { 'retry-after': '7' } },
      `${THROTTLED} after 7000`,
      `${THROTTLED} after 7000`,
    ],
    ['throttled by SWR', { status: 403, body: { errorCode: 'SVCSTG.SWR.4031032' } }, THROTTLED, THROTTLED],
    ['throttled by SWR again', { status: 403, body: [{ errorCode: 'SVCSTG.SWR.4031042' }] }, THROTTLED, THROTTLED],
    ['a busy system', { status: 409, body: { errors: [{ errorCode: 'SVCSTG.SWR.4090023' }] } }, THROTTLED, THROTTLED],
    ['a timeout of the service', { status: 408 }, RETRY, LOST],
    ['too early', { status: 425 }, RETRY, LOST],
    ['a fault', { status: 500 }, RETRY, LOST],
    ['a fault of the gateway', { status: 500, body: { error_code: 'APIGW.0103' } }, RETRY, LOST],
    [
      'a considered no under 500',
      { status: 500, body: { errorCode: 'SVCSTG.SWR.5001101' } },
      RETRY_ANSWERED,
      'no SVCSTG.SWR.5001101',
    ],
    [
      'a fault of the service',
      { status: 500, body: { errorCode: 'SVCSTG.SWR.5001001' } },
      RETRY_ANSWERED,
      LOST_ANSWERED,
    ],
    ['failed tags under 500', { status: 500, body: ['v1'] }, RETRY_ANSWERED, 'no'],
    ['not implemented', { status: 501 }, RETRY, LOST],
    ['a page of the network', { status: 511, body: HTML }, RETRY, LOST],
    ['the same with 401', { status: 401, body: HTML }, RETRY, LOST],
    ['a 401 of something else', { status: 401, body: { code: 401, message: 'Unauthorized' } }, RETRY, LOST],
    ['a 401 with a number', { status: 401, body: { code: 10401, message: 'Sign in' } }, RETRY, LOST],
    ['a 401 with a number of zeros', { status: 401, body: { error_code: '00000401' } }, RETRY, LOST],
    ['the 401 of IAM in place of another service', IAM_401, RETRY, LOST],
    ['a 401 with a code of nobody', { status: 401, body: { code: 'PORTAL.1' } }, RETRY, LOST],
    ['a fault with a number', { status: 500, body: { code: 10500 } }, RETRY, LOST],
    [
      'a permission that is missing under 401',
      {
        status: 401,
        body: { error_code: 'VPN.0003', error_msg: 'Insufficient authentication for action vpn:vpnGateways:list' },
      },
      'no VPN.0003',
      'no VPN.0003',
    ],
    ['a bad gateway', { status: 502, body: HTML }, RETRY, LOST],
    ['not available for a while', { status: 503, headers: { 'retry-after': '7' } }, `${RETRY} after 7000`, LOST],
    ['a gateway timeout', { status: 504 }, RETRY, LOST],
    ['another version', { status: 505 }, RETRY, LOST],
    ['no status at all', { status: 0 }, 'no', 'no'],
  ])('%s', (_, reply, repeatable, once) => {
    expect([true, false].map((may) => shortly(classifyReply(call(may), wireReply(reply), asIs)))).toEqual([
      repeatable,
      once,
    ]);
  });

  test.each<[string, { uncertain: boolean; permanent: boolean }, string, string]>([
    [
      'never connected',
      { uncertain: false, permanent: false },
      'retry transient: unavailable',
      'retry transient: unavailable',
    ],
    ['a bad certificate', { uncertain: false, permanent: true }, 'fail: unavailable', 'fail: unavailable'],
    ['a broken connection', { uncertain: true, permanent: false }, RETRY, LOST],
    ['something hopeless that was sent', { uncertain: true, permanent: true }, LOST, LOST],
  ])('%s', (_, facts, repeatable, once) => {
    const error = new NetworkError('connection-lost', 'broken', { ...facts });
    expect([true, false].map((may) => shortly(classifyNetworkError(call(may), error)))).toEqual([repeatable, once]);
  });
});

test.each(FOREIGN)('HSS and the services that issue credentials do not write %j either', (body) => {
  for (const service of ['hss', 'iam', 'sts'] as const) {
    const isNumberOfHss = service === 'hss' && JSON.stringify(body) === '{"error_code":"0308"}';
    const replyClass = classifyReply(call(true, rulesOf(service)), wireReply({ status: 200, body }), asIs);
    expect(shortly(replyClass)).toBe(isNumberOfHss ? 'no 0308' : RETRY);
  }
});

test.each<[object, string, string]>([
  [{ error_code: 7, error_description: 'No' }, 'no 7', 'no 7'],
  [{ error_code: '00000010', error_msg: 'denied' }, 'no 00000010', 'no 00000010'],
  [{ error_code: 'HSS.0010' }, 'no HSS.0010', 'no HSS.0010'],
  // The number of a status is that of something in front of HSS.
  [{ error_code: 403, error_msg: 'Forbidden' }, RETRY, LOST],
  [{ code: 7, message: 'Sign in' }, RETRY, LOST],
])('a number that HSS documents within a 200 is its own word: %j', (body, repeatable, once) => {
  const reply = wireReply({ status: 200, body });
  const classes = [true, false].map((may) => classifyReply(call(may, rulesOf('hss')), reply, asIs));
  expect(classes.map(shortly)).toEqual([repeatable, once]);
});

test.each<[object, string]>([
  [{ error: 'login_required' }, 'HTTP 200 login_required.'],
  [{ success: false, message: 'Sign in' }, 'HTTP 200 Sign in.'],
  [{ success: false }, 'HTTP 200 with an error that has no message.'],
  [{ error_code: 'GW-1' }, 'HTTP 200 GW-1.'],
])('what no service wrote is named with what it says: %j', (body, says) => {
  const replyClass = classifyReply(call(false), wireReply({ status: 200, body }), asIs);
  expect(replyClass).toMatchObject({ next: 'fail', failure: { message: `Could not do it: ${says}` } });
});

const messageOf = (replyClass: ReplyClass<unknown>): string =>
  replyClass.next === 'fail' || replyClass.next === 'retry' ? replyClass.failure.message : '';

describe('the message of a failure', () => {
  test.each<[ScriptedReply, string]>([
    [
      { status: 200, body: HTML },
      "Could not do it: HTTP 200 with a body that is not JSON: an HTML page titled 'Gateway'.",
    ],
    [
      { status: 200, body: '"odd"' },
      "Could not do it: HTTP 200 with an unexpected body: field 'x' is not as documented: must be number, not string.",
    ],
    [
      { status: 502, body: HTML, headers: { 'x-request-id': 'r' } },
      "Could not do it: HTTP 502 an HTML page titled 'Gateway' (request id r).",
    ],
    [{ status: 429 }, 'Could not do it: the cloud throttles (HTTP 429).'],
    [
      { status: 307, headers: { location: 'https://evil.example:444/secret?token=x' } },
      "Could not do it: swr-api.cn-north-4.example.com redirects to 'evil.example:444' (HTTP 307), which is never followed.",
    ],
    [
      { status: 301, headers: { location: '/there' } },
      "Could not do it: swr-api.cn-north-4.example.com redirects to 'swr-api.cn-north-4.example.com' (HTTP 301), which is never followed.",
    ],
  ])('%j', (reply, message) => {
    expect(messageOf(classifyReply(call(true), wireReply(reply), asIs))).toBe(message);
  });

  test.each([{}, { location: '' }, { location: 'http://[' }, { location: 'javascript:alert(1)' }])(
    'a redirect with %j leads nowhere',
    (headers) => {
      expect(messageOf(classifyReply(call(true), wireReply({ status: 300, headers }), asIs))).toBe(
        "Could not do it: swr-api.cn-north-4.example.com redirects to 'nowhere' (HTTP 300), which is never followed.",
      );
    },
  );

  test('the rules say what to do about a host that is not known', () => {
    const error = new NetworkError('unreachable', 'no host', {
      uncertain: false,
      permanent: false,
      isUnknownHost: true,
    });
    expect(classifyNetworkError(call(true), error)).toMatchObject({
      next: 'retry',
      failure: { hint: 'Is the region, or the endpoint, spelled right?' },
    });
  });

  test('the hint of a broken connection is kept', () => {
    const error = new NetworkError('unreachable', 'no tunnel', {
      uncertain: false,
      permanent: true,
      hint: 'Look at the proxy.',
    });
    expect(classifyNetworkError(call(true), error)).toMatchObject({
      next: 'fail',
      failure: { hint: 'Look at the proxy.' },
    });
  });
});

test('a request that is not repeatable is sent again only after throttling, whatever the reply', () => {
  const body = fc.oneof(hostileText, fc.json());
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), body, (status, text) => {
      const replyClass = classifyReply(call(false), wireReply({ status, body: text }), asIs);
      expect(replyClass.next === 'retry' && replyClass.reason !== 'throttled').toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('only a 2xx with a JSON body, or without a body, becomes a value', () => {
  const body = fc.oneof(hostileText, fc.json());
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 599 }), body, fc.boolean(), (status, text, repeatable) => {
      const replyClass = classifyReply(call(repeatable), wireReply({ status, body: text }), asIs);
      const isValue = replyClass.next === 'return' && replyClass.value.ok;
      expect(isValue && (status < 200 || status > 299 || (text.trim() !== '' && !isJson(text)))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
