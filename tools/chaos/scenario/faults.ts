/** Random faults: any kind, on any route, from any request on. */
import * as fc from 'fast-check';
import { text } from './texts.ts';

const refusal = fc.record({
  kind: fc.constant('status'),
  status: fc.constantFrom(500, 502, 503, 504, 400, 403, 404, 409),
  body: fc.oneof(
    text.map((error_msg): unknown => ({ error_code: 'X.1', error_msg })),
    // The service's own word, which is wrong this time.
    fc.constant<unknown>({ error_code: 'ModelArts.6404', error_msg: 'not found' }),
    text.map((errorMessage): unknown => ({ errors: [{ errorCode: 'SVCSTG.SWR.4000001', errorMessage }] })),
    text,
  ),
});
const wrongBody = fc
  .constantFrom<unknown>([], ['v1'], {}, null, 'text', [{ Tag: 'v1' }], { error_code: 1 }, { status: 'ACTIVE' })
  .map((body) => ({ kind: 'status', status: 200, body }));
const throttle = fc.record({
  kind: fc.constant('throttle'),
  preset: fc.constantFrom(
    'APIGW.0308',
    'ModelArts.6101',
    'SVCSTG.SWR.4031032',
    'SVCSTG.SWR.4031042',
    'SVCSTG.SWR.4090023',
  ),
  retryAfterSeconds: fc.constantFrom(0, 1, 30),
});
const broken = fc.constantFrom(
  { kind: 'cut', bytes: 5 },
  { kind: 'stall', bytes: 5 },
  { kind: 'reset' },
  { kind: 'silence' },
  { kind: 'html' },
);
const slowOrMalformed = fc.oneof(
  fc.constantFrom(
    { kind: 'text', body: '{"half' },
    { kind: 'drip', bytes: 1, everyMs: 200 },
    { kind: 'delay', ms: 4000 },
  ),
  text.map((body) => ({ kind: 'text', body })),
  text.map((body) => ({ kind: 'html', body: `<title>${body}</title>` })),
);
const redirect = fc
  .constantFrom('https://elsewhere.example/', '//user:secret@elsewhere.example/', '::error::', 'nowhere')
  .map((location) => ({
    kind: 'redirect',
    location,
  }));

/** One rule of the emulator's script: which requests fail, how often, and how. */
export const rule = fc.record({
  match: fc.record(
    {
      service: fc.constantFrom('swr-api', 'modelarts', 'hss', 'iam'),
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      path: fc.constantFrom('/tags', '/sync_images', '/sync_job', '/sync', '/image', '/projects', '/securitytokens'),
    },
    { requiredKeys: [] },
  ),
  skip: fc.integer({ min: 0, max: 3 }),
  times: fc.constantFrom<'always' | number>(1, 1, 2, 5, 'always'),
  takesEffect: fc.boolean(),
  fault: fc.oneof(refusal, wrongBody, throttle, broken, slowOrMalformed, redirect),
});

/** The most requests per second that a service accepts; undefined for no limit. */
export const rateLimits = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('swr-api', 'modelarts', 'hss', 'iam'), fc.integer({ min: 1, max: 6 }), {
      noNullPrototype: true,
    }),
  },
);
