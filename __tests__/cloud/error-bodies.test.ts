import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Service, SERVICES } from '../../src/cloud/endpoints.ts';
import { CLOUD_RULES, isNoSuchApi, refusedFailure, rulesOf } from '../../src/cloud/reply-rules.ts';
import { classifyStsError } from '../../src/cloud/sts-errors.ts';
import { parseJson } from '../../src/http/json.ts';
import { describeReason, describeServiceError } from '../../src/http/service-error.ts';
import { hostileText } from '../support/hostile-text.ts';
import { wireReply } from '../support/fake-transport.ts';

const read = (body: unknown, headers: Record<string, string> = {}, status = 400) =>
  CLOUD_RULES.readError(wireReply({ status, headers, body }));

const within = (body: unknown) =>
  CLOUD_RULES.readErrorWithin?.(typeof body === 'string' ? parseJson(body) : body, {
    status: 200,
    headers: { 'x-request-id': 'r' },
  });

describe('every shape of error body', () => {
  test.each<
    [string, unknown, { code: string; message: string; names?: string[]; requestId?: string; isPage?: boolean }]
  >([
    [
      'SWR as documented: an array of errors',
      [{ errorCode: 'SVCSTG.SWR.4040048', errorMessage: 'no such tag', detail: 'd' }],
      { code: 'SVCSTG.SWR.4040048', message: 'no such tag' },
    ],
    [
      'SWR in practice: errors inside an object',
      { errors: [{ errorCode: 'SVCSTG.SWR.4001158', errorMessage: 'absent' }] },
      { code: 'SVCSTG.SWR.4001158', message: 'absent' },
    ],
    ['SWR bare', { errorCode: 'SVCSTG.SWR.4001090', errorMessage: 'm' }, { code: 'SVCSTG.SWR.4001090', message: 'm' }],
    ['camel case as in one SDK', { errorCode: 'X.1', errorMsg: 'm' }, { code: 'X.1', message: 'm' }],
    [
      'the gateway',
      { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information', request_id: 'r-1' },
      { code: 'APIGW.0301', message: 'Incorrect IAM authentication information', requestId: 'r-1' },
    ],
    ['IAM', { error: { code: 401, message: 'who', title: 'Unauthorized' } }, { code: '401', message: 'who' }],
    ['IAM v5', { error_code: 'IAM.0001', error_msg: 'm' }, { code: 'IAM.0001', message: 'm' }],
    ['HSS', { error_code: 'HSS.0010', error_description: 'denied' }, { code: 'HSS.0010', message: 'denied' }],
    ['HSS with a number', { error_code: 10, error_description: 'denied' }, { code: '10', message: 'denied' }],
    ['HSS with digits', { error_code: '00000010', error_msg: 'm' }, { code: '00000010', message: 'm' }],
    ['ModelArts', { error_code: 'ModelArts.6404', error_msg: 'm' }, { code: 'ModelArts.6404', message: 'm' }],
    ['an array of strings: the failed tags', ['v1', 'v2'], { code: '', message: '', names: ['v1', 'v2'] }],
    ['an empty array: no tag is named', [], { code: '', message: '', names: [] }],
    ['strings and more', ['v1', { errorCode: 'X' }], { code: 'X', message: '' }],
    ['nothing', '', { code: '', message: '', isPage: false }],
    ['null', 'null', { code: '', message: 'null' }],
    ['a number', '7', { code: '', message: '7' }],
    [
      'a page',
      '<html><head><TITLE> 502 Bad Gateway </TITLE></head>',
      { code: '', message: "an HTML page titled '502 Bad Gateway'", isPage: true },
    ],
    ['a text with a line break', 'down\nfor today', { code: '', message: 'down\nfor today', isPage: true }],
    ['an object of something else', { hello: 'world' }, { code: '', message: '{"hello":"world"}' }],
    ['only a code', { error_code: 'X.1' }, { code: 'X.1', message: '' }],
    ['errors that are empty', { errors: [] }, { code: '', message: '{"errors":[]}' }],
    ['an error that is a text', { error: 'no', message: 'm' }, { code: '', message: 'm' }],
    ['an error that is a text and nothing else', { error: 'no' }, { code: '', message: 'no' }],
    ['an error that is null', { error: null, error_code: 'X.1' }, { code: 'X.1', message: '' }],
    ['a framework that repeats the status', { code: 400, message: 'm' }, { code: '', message: 'm' }],
    [
      'names of the prototype',
      '{"__proto__":{"error_code":"X"},"constructor":1}',
      { code: '', message: '{"__proto__":{"error_code":"X"},"constructor":1}' },
    ],
  ])('%s', (_, body, expected) => {
    expect(read(body)).toEqual({ status: 400, requestId: '', ...expected });
  });

  test.each<[Record<string, string>, string]>([
    [{ 'x-request-id': 'a' }, 'a'],
    [{ 'x-iam-trace-id': 'b' }, 'b'],
    [{ 'x-request-id': 'a', 'x-iam-trace-id': 'b' }, 'a'],
    [{}, 'c'],
  ])('the request id with the headers %j', (headers, requestId) => {
    expect(read({ error_code: 'X', error_msg: 'm', request_id: 'c' }, headers).requestId).toBe(requestId);
  });
});

test('no body makes the reading throw, and the reason is one short line', () => {
  const bodies = fc.oneof(fc.json(), hostileText, fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue());
  fc.assert(
    fc.property(bodies, fc.integer({ min: 300, max: 599 }), (body, status) => {
      const error = read(body, {}, status);
      const reason = describeReason(error);
      expect([error.status, reason.startsWith(`HTTP ${status}`)]).toEqual([status, true]);
      expect(reason.length).toBeLessThanOrEqual(601);
      expect(reason).not.toMatch(/[\r\n\u2028\u2029\u0085]/);
    }),
    { numRuns: 3000 },
  );
});

/** Deeper than any stack: what reads it must not descend. */
const DEEP = '['.repeat(400_000) + ']'.repeat(400_000);

test.each(['[%]', '{"error_msg":%}', '{"error":{"message":%}}', '{"errors":[%]}', '{"success":%}', '{"error_code":%}'])(
  'a body that is nested without an end does not make the reading throw: %s',
  (shape) => {
    const body = shape.replace('%', DEEP);
    expect(read(body).status).toBe(400);
    expect(within(body)).toBeUndefined();
  },
);

test.each<[unknown]>([[{ toString: 1, valueOf: 1 }], [[[]]], [{}], ['maybe'], [1]])(
  'success: %j is no error',
  (success) => {
    expect(within({ success })).toBeUndefined();
  },
);

/** A mebibyte of one word: patterns that try every beginning with every end would take minutes. */
const long = (word: string): string => word.repeat(Math.ceil(2 ** 20 / word.length));

test.each(['ak ', 'no ', 'get ', 'limit:1', ': ', ' ', '0', 'a.', 'signature '])(
  'a message or a code of a mebibyte of %j is judged in linear time',
  (word) => {
    const error = { status: 401, code: 'APIGW.0301', message: `${long(word)}x`, requestId: '' };
    const { isUnauthorized, isThrottled, isTransient, isFromService, isUnknownKey, readClockRefusal } = CLOUD_RULES;
    for (const judge of [isUnauthorized, isThrottled, isTransient, isFromService, isUnknownKey]) judge?.(error);
    readClockRefusal?.(error, { status: 401, headers: {} });
    CLOUD_RULES.throttlePauseMs?.(error);
    expect(CLOUD_RULES.credentialFailure(error, { doing: 'look', wasAccepted: false }).kind).toBe('auth');
    expect(classifyStsError(error, 'id-token')).toMatch(/^(oidc|agency)-/);
    expect(within({ error_code: error.message })?.message).toBe('');
  },
);

const errorOf = (status: number, code: string) => ({ status, code, message: '', requestId: '' });

describe('throttling and missing routes', () => {
  test.each<[number, string, boolean]>([
    [429, '', true],
    [429, 'APIGW.0308', true],
    [429, 'ModelArts.6101', true],
    [400, 'APIGW.0308', true],
    [403, 'APIG.0308', true],
    [403, 'SVCSTG.SWR.4031032', true],
    [403, 'SVCSTG.SWR.4031042', true],
    [409, 'SVCSTG.SWR.4090023', true],
    [403, 'SVCSTG.SWR.4037020', false],
    [403, 'SVCSTG.SWR.4090023', false],
    [409, 'SVCSTG.SWR.4031032', false],
    [409, 'SVCSTG.SWR.4090006', false],
    [403, '', false],
    [503, '', false],
    [403, 'XAPIGW.0308', false],
    [403, 'APIGW.03081', false],
  ])('HTTP %d %s: throttled is %p', (status, code, throttled) => {
    expect(CLOUD_RULES.isThrottled(errorOf(status, code))).toBe(throttled);
  });

  test.each<[number, string, boolean]>([
    [404, 'APIGW.0101', true],
    [404, 'APIG.0101', true],
    [410, '', false],
    [410, 'Gone', false],
    [410, 'HSS.0011', true],
    [404, 'HSS.0011', false],
    [404, '', false],
    [404, 'SVCSTG.SWR.4040083', false],
    [404, 'APIGW.01011', false],
  ])('HTTP %d %s: the route is missing is %p', (status, code, missing) => {
    expect(isNoSuchApi(errorOf(status, code))).toBe(missing);
  });
});

test('a service error in words', () => {
  const full = { status: 403, code: 'SVCSTG.SWR.4037020', message: 'no permission', requestId: 'r-1' };
  const names = { status: 400, code: '', message: '', requestId: '', names: ['v1', 'v2'] };
  expect([describeServiceError(full), describeServiceError(names)]).toEqual([
    'HTTP 403 SVCSTG.SWR.4037020 no permission (request id r-1)',
    'HTTP 400 names ["v1","v2"]',
  ]);
  const failure = refusedFailure('list the tags', full, 'Ask for it.');
  expect([failure.kind, failure.message, failure.hint, failure.uncertain]).toEqual([
    'refused',
    'Could not list the tags: HTTP 403 SVCSTG.SWR.4037020 no permission (request id r-1).',
    'Ask for it.',
    false,
  ]);
});

test.each(['APIGW.0310', 'APIG.0310', 'ModelArts.0210'])(
  '%s asks after the project, whatever the call would hint at',
  (code) => {
    expect(refusedFailure('read', errorOf(403, code), 'Grant something.').hint).toBe(
      'Is project-id, or the line of target-project-ids, the project of this region?',
    );
  },
);

/** Whether the service itself refuses with this error, and what is said about it. */
const refusal = (service: Service, body: unknown, status = 403) => {
  const rules = rulesOf(service);
  const error = rules.readError(wireReply({ status, body }));
  const { code, hint } = refusedFailure('look', error, 'Grant it.');
  return [rules.isFromService(error), code, hint];
};

describe('a number in place of a code', () => {
  const REPEATED: readonly object[] = [
    { error: { code: 403, message: 'Forbidden', title: 'Forbidden' } },
    { error: { code: '403', message: 'Forbidden' } },
    { error_code: '403', error_msg: 'Forbidden' },
    { error_code: 403, error_msg: 'Forbidden' },
  ];
  const OTHERS: readonly object[] = [
    { code: 403, message: 'Forbidden' },
    { code: 10403, message: 'Forbidden' },
    { error: { code: 10403, message: 'Forbidden' } },
    { error_code: '10403', error_msg: 'Forbidden' },
    { message: 'Forbidden' },
  ];
  const FOREIGN = [false, 'service-refused', expect.stringContaining('not the own answer of the service')];

  test.each(REPEATED)('IAM and STS repeat the status, which is their own word: %j', (body) => {
    for (const service of ['iam', 'sts'] as const)
      expect(refusal(service, body)).toEqual([true, 'permission-denied', 'Grant it.']);
    const missing = JSON.parse(JSON.stringify(body).replaceAll('403', '404'));
    expect(refusal('iam', missing, 404)).toEqual([true, 'service-refused', 'Grant it.']);
  });

  test.each(REPEATED)('SWR, ModelArts and HSS do not: %j', (body) => {
    for (const service of ['swr-api', 'modelarts', 'hss'] as const) expect(refusal(service, body)).toEqual(FOREIGN);
  });

  test.each(OTHERS)('something else in place of any service: %j', (body) => {
    for (const service of SERVICES) expect(refusal(service, body)).toEqual(FOREIGN);
  });

  test.each(['HSS.0010', 'common.01010013', '00000010', 'SVCSTG.SWR.4037020', 'ModelArts.0203', 'PAP5.0001'])(
    'a code of the cloud denies a permission: %s',
    (code) => {
      for (const service of SERVICES) expect(refusal(service, { error_code: code })[1]).toBe('permission-denied');
    },
  );
});

describe('a reply with a status of success', () => {
  test.each<[unknown, string, string]>([
    [{ error_code: 7, error_description: 'No' }, '7', 'No'],
    [{ error_code: '00000010', error_msg: 'denied' }, '00000010', 'denied'],
    [{ error_code: -1 }, '-1', ''],
    [{ errorCode: 'X.1', errorMessage: 'm', data: [] }, 'X.1', 'm'],
    [{ errors: [{ errorCode: 'X.1', errorMessage: 'm' }] }, 'X.1', 'm'],
    [{ error: { code: 'X.1', message: 'm' } }, 'X.1', 'm'],
    [{ error: { message: 'm' } }, '', 'm'],
    [{ error: 'no' }, '', 'no'],
    [{ code: 'X.1', message: 'm' }, 'X.1', 'm'],
    [{ code: 'ModelArts.0203', message: 'denied', data: null }, 'ModelArts.0203', 'denied'],
    [{ code: 'HSS.0010', msg: 'denied', id: 'i' }, 'HSS.0010', 'denied'],
    [{ code: 1, msg: 'm', timestamp: 't' }, '1', 'm'],
    [{ error_msg: 'no permission' }, '', 'no permission'],
    [{ error_msg: 'no permission', error_code: '' }, '', 'no permission'],
    [{ error_msg: 'no permission', error_code: null }, '', 'no permission'],
    [{ error: true, message: 'm' }, '', 'm'],
    [{ errors: { code: 'X.1', message: 'm' } }, 'X.1', 'm'],
    [{ error: [{ code: 'X.1', message: 'm' }] }, 'X.1', 'm'],
    [{ data: { error_code: 'X.1', error_msg: 'm' } }, 'X.1', 'm'],
    [{ success: false, message: 'm' }, '', 'm'],
    [{ success: 'False' }, '', 'with an error that has no message'],
    [[{ errorCode: 'X.1', errorMessage: 'm', detail: 'd' }], 'X.1', 'm'],
  ])('%j holds an error', (body, code, message) => {
    expect(within(body)).toEqual({ status: 200, code, message, requestId: 'r' });
  });

  test.each<[unknown]>([
    [undefined],
    [null],
    [[]],
    [['v1']],
    [{}],
    [{ error_code: 0, error_description: 'success' }],
    [{ error_code: '0' }],
    [{ error_code: '00000000' }],
    [{ error_code: null }],
    [{ error_code: '' }],
    [{ errorCode: null, errorMessage: null }],
    [{ error: null, errors: null }],
    [{ error: {}, errors: [] }],
    [{ error: { code: 0, message: 'ok' } }],
    [{ code: 200, message: 'success', data: {} }],
    [{ code: 'X.1', status: 'ACTIVE', id: 'i' }],
    [{ error_msg: 'success', error_code: 0 }],
    [{ message: 'ok' }],
    [{ data: { error_code: 0 } }],
    [{ success: true }],
    [[{ id: 1, tag: 'v1', status: 'failed', error_code: 'SVCSTG.SWR.4040048' }]],
    [{ data_list: [{ task_id: 't', error_code: 'HSS.1' }], total_num: 1 }],
    [{ id: 'i', status: 'ERROR', status_message: 'm', message: 'm' }],
  ])('%j holds none', (body) => {
    expect(within(body)).toBeUndefined();
  });
});

test.each([
  [
    'The IAM user: Insufficient authentication for action vpn:vpnGateways:list.',
    'Grant the permission vpn:vpnGateways:list.',
  ],
  ['Insufficient authentication for action swr:repo:listRepoTags', 'Grant the permission swr:repo:listRepoTags.'],
])('a 401 with %j names the permission, and ends nothing else', (message, hint) => {
  const error = { status: 401, code: 'VPN.0003', message, requestId: 'r' };
  expect(CLOUD_RULES.isUnauthorized(error)).toBe(false);
  expect(refusedFailure('look', error, 'Ask.')).toMatchObject({ code: 'permission-denied', hint });
});

test.each<[number, string, boolean]>([
  [401, 'APIGW.0301', true],
  [401, 'APIG.0301', true],
  [401, 'ModelArts.0203', true],
  [401, 'SVCSTG.SWR.4010000', true],
  [401, 'IAM.0011', true],
  [401, 'STS5.1001', true],
  [401, 'PAP5.0001', true],
  [401, '401', false],
  [401, '10401', false],
  [401, '00000401', false],
  [401, 'PORTAL.10401', false],
  [401, '', false],
  [401, 'unauthorized', false],
  [401, 'UNAUTHENTICATED', false],
  [403, 'APIGW.0301', false],
  [200, 'APIGW.0301', true],
  [200, 'SVCSTG.SWR.4010000', true],
])('HTTP %d %s: a credential that is refused is %p', (status, code, refused) => {
  expect(CLOUD_RULES.isUnauthorized(errorOf(status, code))).toBe(refused);
});
