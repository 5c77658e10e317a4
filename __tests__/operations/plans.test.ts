/** Plans are data: they can be written to a file and read back. */
import { describe, expect, test } from '@jest/globals';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { CopySpec } from '../../src/copy/copy-spec.ts';
import type { Step } from '../../src/engine/step.ts';
import { apply } from '../../src/operations/apply.ts';
import { doctor } from '../../src/operations/doctor/doctor.ts';
import { deleteImage } from '../../src/operations/delete-image.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import type { Operation, OperationInputs, Services } from '../../src/operations/operation.ts';
import { promote } from '../../src/operations/promote/promote.ts';
import { refreshImage } from '../../src/operations/refresh-image.ts';
import { retag } from '../../src/operations/retag.ts';
import { rollback } from '../../src/operations/rollback.ts';
import { syncHss } from '../../src/operations/sync-hss.ts';
import { syncTags } from '../../src/operations/sync-tags.ts';
import { verifyTags } from '../../src/operations/verify-tags.ts';
import { waitImage } from '../../src/operations/wait-image.ts';
import { exampleOf } from '../../tools/docs/permissions.ts';
import { cloudOfHss, cloudOfImages, inTurn, listOf } from '../support/fake-images.ts';
import { ACCEPTED, createFakeRegistry } from '../support/fake-swr.ts';
import { type Given, givenInputs } from '../support/given-inputs.ts';
import { dated } from '../support/hss-tasks.ts';
import { planTextOf } from '../support/plan-text.ts';
import { runSteps } from '../support/run-operation.ts';

const EVENT = { eventTag: () => ({ tag: 'v9', event: 'the event push of a tag' }), env: () => '' };
const GITHUB_TOKEN = 'github-token-of-the-job';
/** What every operation is given; none of it belongs into a plan. */
const COMMON: Given = {
  region: 'cn-north-4',
  'project-id': '0123456789abcdef0123456789abcdef',
  'access-key': 'access-key-of-the-run',
  'secret-key': 'secret-key-of-the-run',
  endpoint: 'https://{service}.{region}.gateway.example',
  timeout: '4321s',
  'poll-interval': '1234s',
};
const NOT_IN_PLANS = [
  GITHUB_TOKEN,
  '0123456789abcdef0123456789abcdef',
  'access-key-of-the-run',
  'secret-key-of-the-run',
  'gateway.example',
  '4321',
  '1234000',
];

const COPIES: Given = {
  namespace: 'team',
  repository: 'group/app',
  tags: 'v1,v2',
  'target-regions': 'cn-east-3,cn-south-1',
  'target-namespace': 'release',
  'target-project-ids': 'cn-east-3=fedcba9876543210fedcba9876543210',
  override: 'true',
};
const IMAGES: Given = { 'image-ids': 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13,e0967a73-5ec6-4d43-8b2c-30bd17a1cf13' };

const PLAN = planTextOf({ namespace: 'team', repository: 'group/app' }, 'release', ['cn-east-3', 'cn-south-1']);

/** Steps from the plan itself, and from the plan after it went through JSON. */
interface Prepared {
  readonly steps: readonly Step<Services>[];
  readonly stepsFromJson: readonly Step<Services>[];
}

interface Example {
  readonly name: string;
  readonly given: Given;
  prepare(): Prepared;
}

/** An example of an operation, of which the plan's type is known to nobody but this function. */
function example<I extends OperationInputs, P>(operation: Operation<I, P>, given: Given): Example {
  return {
    name: operation.name,
    given,
    prepare() {
      const { inputs: reader, errors } = givenInputs({ ...COMMON, ...given });
      const inputs = operation.readInputs(reader, EVENT);
      expect(errors()).toBe('');
      const plan = operation.plan(inputs);
      const fromJson: P = JSON.parse(JSON.stringify(plan));
      return {
        steps: operation.steps(plan, inputs.options),
        stepsFromJson: operation.steps(fromJson, inputs.options),
      };
    },
  };
}

const EXAMPLES: readonly Example[] = [
  example(syncTags, COPIES),
  example(syncTags, { ...COPIES, tags: '' }),
  example(refreshImage, IMAGES),
  example(waitImage, IMAGES),
  example(syncHss, { 'image-type': 'shared_image', 'enterprise-project-id': 'all_granted_eps' }),
  example(deleteImage, { ...IMAGES, force: 'true' }),
  example(retag, { ...COPIES, tags: 'sha-1 => v1' }),
  example(verifyTags, COPIES),
  example(verifyTags, { plan: PLAN }),
  example(apply, { plan: PLAN }),
  example(apply, { plan: PLAN.replace('promote', 'sync-tags') }),
  example(rollback, { ...COPIES, ...exampleOf('rollback') }),
  example(doctor, {}),
  example(doctor, { ...COPIES, override: '' }),
  example(promote, COPIES),
  example(promote, { ...COPIES, modelarts: 'refresh', hss: 'true' }),
  example(promote, {
    ...COPIES,
    modelarts: 'register',
    'image-description': 'the application',
    hss: 'true',
    'github-token': GITHUB_TOKEN,
    'environment-prefix': 'prod-',
  }),
];

/** What a step is, without what it does. */
function describeStep({ title, items, needs }: Step<Services>) {
  return { title, items, needs };
}

test('every operation has an example', () => {
  expect(new Set(EXAMPLES.map(({ name }) => name))).toEqual(new Set(OPERATIONS.map(({ name }) => name)));
});

describe.each(EXAMPLES)('the plan of $name with $given', ({ name, given, prepare }) => {
  const { inputs } = givenInputs({ ...COMMON, ...given });
  const operation = OPERATIONS.find((known) => known.name === name);
  const plan = operation?.prepare(inputs, EVENT).plan;

  test('is equal to itself after it went through JSON', () => {
    expect(plan).toBeDefined();
    expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
  });

  test('has no credentials, endpoints, project ids or time limits', () => {
    const text = JSON.stringify(plan);
    expect(NOT_IN_PLANS.filter((value) => text.includes(value))).toEqual([]);
  });

  test('makes the same steps after it went through JSON', () => {
    const { steps, stepsFromJson } = prepare();
    expect(steps.length).toBeGreaterThan(0);
    expect(stepsFromJson.map(describeStep)).toStrictEqual(steps.map(describeStep));
  });
});

test('promote: the GitHub token is kept beside the plan', () => {
  const given = { ...COMMON, ...COPIES, 'github-token': GITHUB_TOKEN, 'environment-prefix': 'prod-' };
  expect(promote.prepare(givenInputs(given).inputs, EVENT).inputs.githubToken).toBe(GITHUB_TOKEN);
});

/** What HSS gives for a route that it does not have. */
const nowhere = (): Promise<undefined> => Promise.resolve(undefined);

/** Runs steps while the targets have no tags, copies arrive at once, and ModelArts has no images. */
async function runInNewTargets(steps: readonly Step<Services>[]) {
  const registry = createFakeRegistry(
    { 'cn-north-4/team/group/app:v1': 'sha256:1', 'cn-north-4/team/group/app:v2': 'sha256:2' },
    {
      onSync({ tags, targetRegion, targetNamespace }, { tags: digests }) {
        for (const tag of tags) digests.set(`${targetRegion}/${targetNamespace}/group/app:${tag}`, `sha256:${tag[1]}`);
        return ACCEPTED;
      },
    },
  );
  const modelArts = cloudOfImages({
    listImages: inTurn(listOf()),
    registerImage: ({ swrPath }) => Promise.resolve({ image: { id: 'new', status: 'ACTIVE', swr_path: swrPath } }),
    showImage: inTurn({ id: 'new', status: 'ACTIVE' }),
  });
  const hss = cloudOfHss({ synchronize: inTurn(dated(true)), syncTasks: nowhere, imagePage: nowhere });
  const cloud: Cloud = { swr: registry.cloud.swr, modelArts: modelArts.modelArts, hss: hss.hss };
  const { verdicts, log, tookMs } = await runSteps(steps, cloud, {
    timeoutMs: 600_000,
    requestTimeoutMs: 30_000,
    openDeployments: () => ({ open: () => Promise.resolve(undefined) }),
  });
  return { verdicts, log, tookMs, requests: registry.requests };
}

test('promote: a plan from JSON is carried out like the plan itself', async () => {
  const { steps, stepsFromJson } = example(promote, { ...COPIES, modelarts: 'register', hss: 'true' }).prepare();
  const [ran, ranFromJson] = [await runInNewTargets(steps), await runInNewTargets(stepsFromJson)];
  expect(ranFromJson).toEqual(ran);
  expect(ran.verdicts).toEqual(
    ['cn-east-3', 'cn-south-1'].flatMap((region) => [
      `v1 → ${region} copied`,
      `v2 → ${region} copied`,
      `v1 → ${region} active`,
      `v2 → ${region} active`,
      `v1 → ${region} accepted`,
      `v2 → ${region} accepted`,
    ]),
  );
});

const copyOf = (repository: string): CopySpec => ({
  source: { region: 'cn-north-4', namespace: 'team', repository, tag: 'v1' },
  target: { region: 'cn-east-3', namespace: 'team', repository, tag: 'v1' },
  policy: 'refuse',
  backup: false,
});

test('sync-tags: a plan with the same tag of two repositories copies and reports each of them', async () => {
  const { cloud } = createFakeRegistry(
    { 'cn-north-4/team/app:v1': 'sha256:app', 'cn-north-4/team/web:v1': 'sha256:web' },
    {
      onSync({ repository }, { tags }) {
        // The copy of the second repository never arrives.
        if (repository === 'app') tags.set('cn-east-3/team/app:v1', 'sha256:app');
        return ACCEPTED;
      },
    },
  );
  const options = { wait: true, dryRun: false, pollIntervalMs: 10_000 };
  const steps = syncTags.steps({ copies: ['app', 'web', 'none'].map(copyOf) }, options);
  const { outcomes } = await runSteps(steps, cloud, {
    timeoutMs: 60_000,
    requestTimeoutMs: 30_000,
    openDeployments() {
      throw new Error('not part of this test');
    },
  });
  expect(steps.map(({ title }) => title)).toEqual(
    ['app', 'web', 'none'].map((name) => `copy 1 tag of team/${name} from cn-north-4 to team/${name} in cn-east-3: v1`),
  );
  expect(outcomes.map(({ item, verdict }) => [item.repository, verdict.kind, verdict.digest])).toEqual([
    ['app', 'copied', 'sha256:app'],
    ['web', 'timeout', 'sha256:web'],
    ['none', 'missing', undefined],
  ]);
});
