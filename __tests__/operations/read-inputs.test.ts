import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { INPUT_NAMES } from '../../src/inputs/defaults.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { readRunInputs, type RunInputs, type RunInputSource } from '../../src/operations/read-inputs.ts';
import { createFakeHost } from '../support/fake-host.ts';
import { hostileText } from '../support/hostile-text.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const KEYS = { 'access-key': 'AccessKey', 'secret-key': 'SecretKey' };
/** Enough for every operation. */
const GIVEN = {
  ...KEYS,
  region: 'cn-north-4',
  namespace: 'team',
  repository: 'app',
  tags: 'v1, v2',
  'target-regions': 'cn-east-3, ap-southeast-1',
  'image-ids': ID,
  modelarts: 'register',
  hss: 'true',
};

const read = (inputs: Readonly<Record<string, string>>, more: Partial<RunInputSource> = {}): RunInputs =>
  readRunInputs({ ...createFakeHost({ inputs }), ...more });

/** The failure as the report shows it; fails the test if there is none. */
function failureOf(inputs: RunInputs): { readonly operation: string; readonly code: string; readonly message: string } {
  if (inputs.ok) throw new Error('the inputs were read');
  const { operation, failure } = inputs;
  return { operation, code: failure.code, message: failure.message };
}

const broken = (): never => {
  throw new TypeError('a bug');
};

describe('inputs that can be read', () => {
  test('they are planned, and their credentials and unused inputs are named', () => {
    const inputs = read({ ...KEYS, operation: 'wait-image', region: 'cn-north-4', 'image-ids': ID, namespace: 'team' });
    expect(inputs).toMatchObject({
      ok: true,
      planned: {
        operation: 'wait-image',
        plan: { region: 'cn-north-4', ids: [ID] },
        inputs: {
          settings: { region: 'cn-north-4', failOn: 'any' },
          options: { wait: true, dryRun: false, pollIntervalMs: 10_000 },
        },
      },
      credentials: { origin: 'the inputs access-key and secret-key' },
      unused: ['namespace'],
    });
  });

  test.each(OPERATIONS.map(({ name }) => name))('%s: the plan is JSON-serialisable', (operation) => {
    const inputs = read({ ...GIVEN, operation });
    if (!inputs.ok) throw inputs.failure;
    const { plan } = inputs.planned;
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
    expect(inputs.planned.steps().length).toBeGreaterThan(0);
  });

  test('the plan has no secret', () => {
    const token = { 'github-token': 'a-github-token', 'environment-prefix': 'production-' };
    const inputs = read({ ...GIVEN, ...token, operation: 'promote' });
    if (!inputs.ok) throw inputs.failure;
    expect(inputs.planned.inputs.githubToken).toBe('a-github-token');
    expect(JSON.stringify(inputs.planned.plan)).not.toMatch(/a-github-token|AccessKey|SecretKey/);
  });

  test('the tag of the release is copied where no tags are given', () => {
    const inputs = read(
      { ...GIVEN, operation: 'sync-tags', tags: '' },
      { eventTag: () => ({ tag: 'v3', event: 'the event push of a tag' }) },
    );
    if (!inputs.ok) throw inputs.failure;
    expect(JSON.stringify(inputs.planned.plan)).toContain('"tag":"v3"');
  });
});

test.each([
  [{ 'image-arch': 'x86_64' }, { modelarts: { registration: { arch: 'X86_64' } } }],
  [{ 'image-arch': 'arm64' }, { modelarts: { registration: { arch: 'AARCH64' } } }],
  [{ 'enterprise-project-id': 'default' }, { hss: { enterpriseProject: '0' } }],
  [{ 'enterprise-project-id': ID.toUpperCase() }, { hss: { enterpriseProject: ID } }],
  [{ 'enterprise-project-id': 'ALL_granted_eps' }, { hss: { enterpriseProject: 'all_granted_eps' } }],
])('promote: with %j the plan has %j', (given, stages) => {
  const inputs = read({ ...GIVEN, operation: 'promote', ...given });
  if (!inputs.ok) throw inputs.failure;
  expect(inputs.planned.plan).toMatchObject({ stages });
});

describe('after huaweicloud/auth-action', () => {
  const VARIABLES = {
    HUAWEI_CLOUD_ACCESS_KEY_ID: 'ActionAccess',
    HUAWEI_CLOUD_SECRET_ACCESS_KEY: 'ActionSecret',
    HUAWEI_CLOUD_REGION: 'cn-north-4',
    HUAWEI_CLOUD_PROJECT_ID: 'project-of-the-action',
  };

  function readAfter(
    given: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = VARIABLES,
  ) {
    const source = createFakeHost({ inputs: { operation: 'wait-image', 'image-ids': ID, ...given }, environment });
    const inputs = readRunInputs(source);
    if (!inputs.ok) throw inputs.failure;
    const { settings } = inputs.planned.inputs;
    const { credentials, warnings, unused } = inputs;
    return { region: settings.region, projects: [...settings.projects], origin: credentials.origin, warnings, unused };
  }

  test('its key, region and project are taken, and a warning says what it does to outputs', () => {
    expect(readAfter({})).toEqual({
      region: 'cn-north-4',
      projects: [['cn-north-4', 'project-of-the-action']],
      origin: 'the environment variables HUAWEI_CLOUD_ACCESS_KEY_ID and HUAWEI_CLOUD_SECRET_ACCESS_KEY',
      warnings: [expect.stringContaining('GitHub drops the job outputs that name it')],
      unused: [],
    });
  });

  test.each<[Readonly<Record<string, string>>, string, [string, string][]]>([
    [{ region: 'cn-north-4' }, 'cn-north-4', [['cn-north-4', 'project-of-the-action']]],
    [{ region: 'cn-east-3' }, 'cn-east-3', []],
    [{ 'project-id': 'mine' }, 'cn-north-4', [['cn-north-4', 'mine']]],
    [{ region: 'cn-east-3', 'project-id': 'mine' }, 'cn-east-3', [['cn-east-3', 'mine']]],
  ])('its project is that of its region alone: %j', (given, region, projects) => {
    expect(readAfter(given)).toMatchObject({ region, projects });
  });

  const COPY = { operation: 'sync-tags', 'image-ids': '', 'target-regions': 'cn-south-1' };
  const REFERENCE = 'swr.cn-east-3.myhuaweicloud.com/team/app:v1';

  test.each<[Readonly<Record<string, string>>, string, [string, string][]]>([
    [{ tags: REFERENCE }, 'cn-east-3', []],
    [{ repository: REFERENCE }, 'cn-east-3', []],
    [{ tags: REFERENCE.replace('cn-east-3', 'cn-north-4') }, 'cn-north-4', [['cn-north-4', 'project-of-the-action']]],
    [{ tags: REFERENCE, 'project-id': 'mine' }, 'cn-east-3', [['cn-east-3', 'mine']]],
    [
      { namespace: 'team', repository: 'app', tags: 'v1', 'target-project-ids': 'cn-north-4=mine' },
      'cn-north-4',
      [['cn-north-4', 'mine']],
    ],
  ])('what inputs name comes before its region and project: %j', (given, region, projects) => {
    expect(readAfter({ ...COPY, ...given })).toMatchObject({ region, projects });
  });

  const errorsAfter = (given: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>>) =>
    failureOf(
      readRunInputs(createFakeHost({ inputs: { ...COPY, ...given }, environment: { ...VARIABLES, ...environment } })),
    ).message;

  test.each<[Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    [
      {},
      { HUAWEI_CLOUD_REGION: 'north' },
      "`region` is not given, and the variable HUAWEI_CLOUD_REGION must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'north'",
    ],
    [
      {},
      { HUAWEI_CLOUD_PROJECT_ID: 'a/b' },
      "`project-id` is not given, and the variable HUAWEI_CLOUD_PROJECT_ID must be a project id: 1 to 64 letters, digits and hyphens, but is 'a/b'",
    ],
    [
      { 'target-regions': 'cn-north-4' },
      {},
      '`target-regions` must not hold the source region, which HUAWEI_CLOUD_REGION names (SWR',
    ],
  ])('an error about a variable names it: %j %j', (given, environment, says) => {
    const whole = { namespace: 'team', repository: 'app', tags: 'v1' };
    expect(errorsAfter({ ...whole, ...given }, environment)).toContain(`The input is wrong: ${says}`);
  });

  test('its region is not blamed where a reference names another', () => {
    expect(errorsAfter({ tags: REFERENCE, 'target-regions': 'cn-east-3' }, {})).toContain(
      '`target-regions` must not hold the source region (SWR',
    );
  });

  test('the report names the place, whatever has named it', () => {
    const places = [{ repository: REFERENCE }, { namespace: 'team', repository: 'app', tags: 'v1' }].map((given) => {
      const inputs = readRunInputs(createFakeHost({ inputs: { ...COPY, ...given }, environment: VARIABLES }));
      if (!inputs.ok) throw inputs.failure;
      const { region, namespace, repository } = inputs.used;
      return { region, namespace, repository };
    });
    expect(places).toEqual([
      { region: 'cn-east-3', namespace: 'team', repository: 'app' },
      { region: 'cn-north-4', namespace: 'team', repository: 'app' },
    ]);
  });

  test('without its region, nothing is taken but the key, and there is no warning', () => {
    const { HUAWEI_CLOUD_REGION: _, ...others } = VARIABLES;
    expect(readAfter({ region: 'cn-north-4' }, others)).toMatchObject({ projects: [], warnings: [] });
  });
});

describe('inputs that cannot be read', () => {
  test('all errors of an operation are in one failure, those of the credentials too', () => {
    const inputs = read({ ...GIVEN, operation: 'wait-image', region: 'north', 'image-ids': '', 'secret-key': '' });
    expect(failureOf(inputs)).toEqual({
      operation: 'wait-image',
      code: 'input-invalid',
      message:
        "The 3 inputs are wrong: `region` must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'north'; " +
        "`image-ids` is required and must have at least one entry, but is ''; " +
        '`secret-key` is missing: access-key is of no use without it.',
    });
  });

  test('all errors of an unknown operation are in one failure: the operation, common inputs and credentials', () => {
    const inputs = read({
      operation: 'copy',
      region: 'north',
      wait: 'maybe',
      timeout: 'soon',
      'fail-on': 'some',
      'access-key': 'AccessKey',
    });
    const { operation, code, message } = failureOf(inputs);
    expect([operation, code]).toEqual(['', 'input-invalid']);
    expect(message).toMatch(
      /^The 6 inputs are wrong: `operation` must be one of sync-tags, refresh-image, wait-image, sync-hss, delete-image, promote, but is 'copy'; /,
    );
    expect([...message.matchAll(/(?:^The 6 inputs are wrong: |; )`([a-z-]+)`/g)].map(([, name]) => name)).toEqual([
      'operation',
      'wait',
      'region',
      'timeout',
      'fail-on',
      'secret-key',
    ]);
  });

  test('without any input the operation, the region and the credentials are missing', () => {
    expect(failureOf(read({}))).toMatchObject({ operation: '', code: 'input-invalid' });
    expect(failureOf(read({})).message).toMatch(/^The 3 inputs are wrong: `operation` .*`region` .*`access-key` /);
  });

  test('secrets are masked although another input is wrong', () => {
    const masked: string[] = [];
    const inputs = read({ ...GIVEN, operation: 'copy' }, { mask: (secret) => masked.push(secret) });
    expect([inputs.ok, masked]).toEqual([false, ['SecretKey']]);
  });
});

describe('it never throws', () => {
  test.each<[string, Partial<RunInputSource>, Readonly<Record<string, string>>]>([
    ['the inputs', { input: broken }, {}],
    ['the environment', { env: broken }, { 'access-key': '', 'secret-key': '' }],
    ['the event', { eventTag: broken }, { tags: '' }],
    ['masking a secret', { mask: broken }, {}],
  ])('an error of the runner is a bug: %s', (_, source, given) => {
    expect(failureOf(read({ ...GIVEN, operation: 'sync-tags', ...given }, source))).toMatchObject({
      code: 'internal-error',
      message: 'This is a fault of the action itself: TypeError: a bug',
    });
  });

  test('for any text in any input the result is a plan or an input error', () => {
    const inputs = fc.dictionary(fc.constantFrom(...INPUT_NAMES), hostileText, { maxKeys: 8 });
    const operation = fc.constantFrom(...OPERATIONS.map(({ name }) => name), '', 'constructor');
    fc.assert(
      fc.property(operation, inputs, fc.boolean(), (name, hostile, isComplete) => {
        const result = read({ ...(isComplete ? GIVEN : {}), operation: name, ...hostile });
        expect(result.ok || result.failure.code).toBe(result.ok ? true : 'input-invalid');
      }),
      { numRuns: 500 },
    );
  });
});
