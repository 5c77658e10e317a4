/** Random inputs of the step: the operation, the settings and the credentials. */
import * as fc from 'fast-check';
import { HOME, IMAGES, REPOSITORY, TAGS, TARGETS, TEAM } from './names.ts';
import { SECRETS } from './texts.ts';

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

/** The inputs of one operation. */
export const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      operation: fc.constant('sync-tags'),
      namespace: fc.constant(TEAM),
      repository: fc.constant(REPOSITORY),
      tags: some(TAGS).map((tags) => tags.join(',')),
      'target-regions': some(TARGETS).map((regions) => regions.join(',')),
      override: fc.constantFrom('true', 'false'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        operation: fc.constant('promote'),
        namespace: fc.constant(TEAM),
        repository: fc.constant(REPOSITORY),
        tags: some(TAGS).map((tags) => tags.join(',')),
        'target-regions': some(TARGETS).map((regions) => regions.join(',')),
        override: fc.constantFrom('true', 'false'),
        modelarts: fc.constantFrom('skip', 'refresh', 'register', 'register'),
        hss: fc.constantFrom('true', 'false'),
      })
      // A later stage needs verified copies, so it needs `wait`.
      .map((inputs) => (inputs.modelarts === 'skip' && inputs.hss === 'false' ? inputs : { ...inputs, wait: 'true' })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      operation: fc.constantFrom('refresh-image', 'wait-image', 'delete-image'),
      'image-ids': some(IMAGES).map((ids) => ids.join('\n')),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ operation: 'sync-hss' }) },
);

const common = {
  wait: fc.constantFrom('true', 'true', 'true', 'false'),
  'dry-run': fc.constantFrom('false', 'false', 'false', 'true'),
  'max-attempts': fc.constantFrom('1', '3', '5'),
  concurrency: fc.constantFrom('1', '3', '8'),
  'fail-on': fc.constantFrom('any', 'all', 'never'),
};

/** Settings for virtual time, where long timeouts cost nothing. */
export const settings = fc.record({
  ...common,
  timeout: fc.constantFrom('0', '20s', '2m', '10m'),
  'request-timeout': fc.constantFrom('5s', '30s'),
  'poll-interval': fc.constantFrom('1s', '10s'),
});

/** Settings for real time: every timeout is a few seconds. */
export const shortSettings = fc.record({
  ...common,
  timeout: fc.constantFrom('0', '2s', '4s'),
  'request-timeout': fc.constantFrom('1s', '2s'),
  'poll-interval': fc.constantFrom('1s', '2s'),
});

const expiresInSeconds = fc.constantFrom(0, 5, 30, 100, 3600);
const ACCESS_KEY = 'CHAOS-ACCESS-KEY';

/** An access key that the cloud accepts. */
export const accessKey = {
  inputs: { 'access-key': ACCESS_KEY, 'secret-key': SECRETS.secretKey },
  seed: { accessKeys: [{ accessKey: ACCESS_KEY, secretKey: SECRETS.secretKey }] },
};

/** The credentials in the inputs, and the part of the seed that makes the cloud accept or refuse them. */
export const signIn = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constant(accessKey),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      inputs: { 'access-key': ACCESS_KEY, 'secret-key': SECRETS.wrong },
      seed: { accessKeys: [{ accessKey: ACCESS_KEY, secretKey: SECRETS.secretKey }] },
    }),
  },
  {
    weight: 3,
    arbitrary: expiresInSeconds.map((seconds) => {
      const { secretKey, securityToken } = SECRETS;
      return {
        inputs: { 'access-key': ACCESS_KEY, 'secret-key': secretKey, 'security-token': securityToken },
        seed: { accessKeys: [{ accessKey: ACCESS_KEY, secretKey, securityToken, expiresInSeconds: seconds }] },
      };
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        expiresInSeconds,
        exchange: fc.constantFrom(true, true, true, false),
        iamList: fc.boolean(),
        issuedKeySeconds: fc.constantFrom(6, 60, 100_000),
      })
      .map(({ issuedKeySeconds, ...rest }) => ({
        inputs: { 'auth-token': SECRETS.token },
        seed: { accessKeys: [], tokens: [{ token: SECRETS.token, project: `p-${HOME}`, ...rest }], issuedKeySeconds },
      })),
  },
);
