import { describe, expect, test } from '@jest/globals';
import { CLOUD_RULES } from '../../src/cloud/reply-rules.ts';
import { API_RULES } from '../../src/github/reply-rules.ts';
import {
  describeReason,
  describeServiceError,
  excerptOf,
  type ServiceError,
  withoutSecrets,
} from '../../src/http/service-error.ts';
import { createRedactor } from '../../src/redaction.ts';

const TOKEN = `MIIE${'pgYJ7KoZ/hvc'.repeat(40)}==`;

function shown(reply: { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }) {
  const redactor = createRedactor();
  redactor.add(TOKEN);
  const { status = 403, headers = {}, body } = reply;
  const wire = { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return [CLOUD_RULES, API_RULES].map((rules) => withoutSecrets(rules.readError(wire), redactor.redact));
}

describe('an error', () => {
  test('keeps its texts as they came, for decisions, and is described without secrets', () => {
    const [error] = shown({
      body: { error_code: `X.${TOKEN}`, error_msg: `bad ${TOKEN}` },
      headers: { 'x-request-id': TOKEN },
    });
    expect(error).toMatchObject({ code: `X.${TOKEN}`, message: `bad ${TOKEN}`, requestId: TOKEN });
    expect(error && describeServiceError(error)).toBe('HTTP 403 X.*** bad *** (request id ***)');
  });

  test('names failed tags as they are, and describes them without secrets', () => {
    const [error] = shown({ status: 400, body: ['v1', TOKEN] });
    expect([error?.names, error && describeReason(error)]).toEqual([['v1', TOKEN], 'HTTP 400 names ["v1","***"]']);
  });

  test.each(['{"message":%}', '{"message":"m","errors":[%]}', '%'])(
    'that is nested without an end is described by the start of its body: %s',
    (shape) => {
      const deep = '['.repeat(400_000) + ']'.repeat(400_000);
      for (const error of shown({ body: shape.replace('%', deep) })) {
        expect(error.message).toContain('[[[');
        expect(describeServiceError(error).length).toBeLessThan(1000);
      }
    },
  );

  test.each([
    ['a message', (text: string) => ({ message: text })],
    ['a text', (text: string) => text],
    ['a title', (text: string) => `<html><title>${text}</title></html>`],
    [
      'escaped JSON',
      (text: string) => JSON.stringify({ message: text }).replaceAll('/', '\\/').replaceAll('=', '\\u003d'),
    ],
  ])('%s in which a secret begins before the cut shows no part of it', (_, bodyOf) => {
    for (const length of [0, 280, 290, 480, 490, 590, 1900, 1990])
      for (const error of shown({ status: 500, body: bodyOf(`${'x'.repeat(length)} ${TOKEN}`) }))
        expect(describeServiceError(error)).not.toMatch(/MII|pgYJ|7KoZ/);
  });

  test('under 401 is described by its code and request id alone', () => {
    const [error] = shown({
      status: 401,
      body: { error_code: 'APIGW.0301', error_msg: 'verify fail, expected 5f0c…', request_id: 'r1' },
    });
    expect(error && describeServiceError(error)).toBe('HTTP 401 APIGW.0301 (request id r1)');
    expect(error?.message).toBe('verify fail, expected 5f0c…');
  });

  test('under 403 is described with its text, which names the permission', () => {
    const [error] = shown({
      body: { error_code: 'X.1', error_msg: `Policy does not allow swr:repo:get for ${TOKEN}` },
    });
    expect(error && describeReason(error)).toBe('HTTP 403 X.1 Policy does not allow swr:repo:get for ***');
  });

  test('is one line of at most 600 characters and the request id', () => {
    const error: ServiceError = {
      status: 500,
      code: 'c\n'.repeat(400),
      message: 'm\n'.repeat(999),
      requestId: 'r'.repeat(999),
    };
    expect(describeReason(error)).toMatch(/^HTTP 500 c\\u000a.{500,600}…$/);
    expect(describeServiceError(error)).toMatch(/… \(request id r{100}…\)$/);
  });
});

test.each([
  ['<html><title> Login </title>', "an HTML page titled 'Login'"],
  ['  busy\n', 'busy'],
  ['x'.repeat(3000), `${'x'.repeat(2000)}…`],
])('the excerpt of %j', (body, excerpt) => {
  expect(excerptOf(body)).toBe(excerpt);
});
