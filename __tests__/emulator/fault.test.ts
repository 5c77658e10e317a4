import { describe, expect, test } from '@jest/globals';
import { records } from './client.ts';
import { createFaultCloud, DOWN } from './fault-cloud.ts';

describe('faults in replies', () => {
  test.each([
    [
      { kind: 'cut', bytes: 3 },
      { kind: 'cut', bytes: 3 },
    ],
    [
      { kind: 'stall', bytes: 0 },
      { kind: 'stall', bytes: 0 },
    ],
    [
      { kind: 'drip', bytes: 2, everyMs: 5 },
      { kind: 'drip', bytes: 2, everyMs: 5 },
    ],
    [{ kind: 'silence' }, { kind: 'silence' }],
    [{ kind: 'reset' }, { kind: 'reset' }],
  ] as const)('%j comes with the complete regular reply', (fault, expected) => {
    const { list, setFault } = createFaultCloud();
    const regular = list();
    setFault(fault);
    const { reply } = list();
    expect(reply.wireFault).toEqual(expected);
    expect([reply.status, reply.body]).toEqual([200, regular.reply.body]);
  });

  test('a cut may have a status and a body of its own', () => {
    const { list, setFault } = createFaultCloud();
    setFault({ kind: 'cut', bytes: 1, status: 201, body: { any: 'thing' } });
    expect(list()).toMatchObject({ status: 201, value: { any: 'thing' } });
  });

  test('delay: the regular reply and its delay; any fault may have a delay', () => {
    const { create, organizations, setFault } = createFaultCloud();
    setFault({ kind: 'delay', ms: 250 });
    expect(create('late')).toMatchObject({ status: 201, reply: { delayMs: 250 } });
    expect(organizations()).toContain('late');
    setFault({ ...DOWN, delayMs: 100 });
    expect(create('later')).toMatchObject({ status: 503, reply: { delayMs: 100 } });
  });

  test('html, text, redirect: their status, headers and body', () => {
    const { list, setFault } = createFaultCloud();
    setFault({ kind: 'html' });
    expect(list()).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } });
    setFault({ kind: 'text', body: '{"half":' });
    const { status, headers, body } = list().reply;
    expect([status, headers['content-type'], body]).toEqual([200, 'application/json', '{"half":']);
    setFault({ kind: 'redirect', location: 'https://elsewhere.example/' });
    expect(list()).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.example/' } });
  });

  test('edit: the regular reply with other values; the request takes effect', () => {
    const { create, list, organizations, setFault } = createFaultCloud();
    const [tag] = records(list().value);
    setFault({ kind: 'edit', set: { '0.path': 'elsewhere', '0.digest': null, '7.path': 'nobody' } });
    expect(list()).toMatchObject({ status: 200, value: [{ ...tag, path: 'elsewhere', digest: null }] });
    setFault({ kind: 'edit', set: { namespace: 'x' } });
    create('late');
    expect(organizations()).toContain('late');
  });

  test('every reply has Date and X-Request-Id, also a faulty one; a rule may replace them', () => {
    const { list, setFault } = createFaultCloud();
    setFault(DOWN);
    expect(list().headers).toMatchObject({
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    setFault({ kind: 'status', status: 500, headers: { date: 'never' } });
    expect(list().headers['date']).toBe('never');
  });

  test.each([
    ['APIGW.0308', 429, { error_code: 'APIGW.0308', error_msg: expect.stringContaining('user over ratelimit') }],
    ['ModelArts.6101', 429, { error_code: 'ModelArts.6101' }],
    ['SVCSTG.SWR.4031032', 403, { errors: [{ errorCode: 'SVCSTG.SWR.4031032' }] }],
    ['SVCSTG.SWR.4031042', 403, { errors: [{ errorCode: 'SVCSTG.SWR.4031042' }] }],
    ['SVCSTG.SWR.4090023', 409, { errors: [{ errorCode: 'SVCSTG.SWR.4090023' }] }],
  ] as const)('throttle: %s', (preset, status, value) => {
    const { list, setFault } = createFaultCloud();
    setFault({ kind: 'throttle', preset });
    expect(list()).toMatchObject({ status, value });
    expect(list().headers).not.toHaveProperty('retry-after');
    setFault({ kind: 'throttle', preset, retryAfterSeconds: 7 });
    expect(list().headers['retry-after']).toBe('7');
    setFault({ kind: 'throttle', preset, retryAfterSeconds: 7, retryAfterAs: 'date' });
    expect(list().headers['retry-after']).toBe('Thu, 01 Jan 2026 00:00:07 GMT');
  });
});
