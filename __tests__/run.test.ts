import { describe, expect, test } from '@jest/globals';
import { sessionPolicy } from '../src/auth/session-policy.ts';
import type { Cloud } from '../src/cloud/cloud.ts';
import type { Image } from '../src/cloud/modelarts.ts';
import type { Connect, ConnectOptions } from '../src/connect.ts';
import { Failure } from '../src/errors.ts';
import { outputsOf } from '../src/report/outputs.ts';
import { readRunInputs, type RunInputs } from '../src/operations/read-inputs.ts';
import { createRedactor } from '../src/redaction.ts';
import type { RunResult } from '../src/report/run-result.ts';
import { run, runAction } from '../src/run.ts';
import { NO_ACCESS } from './support/fake-access.ts';
import { cloudOfImages, inTurn } from './support/fake-images.ts';
import { createFakeHost, type FakeHost, type FakeHostParts } from './support/fake-host.ts';
import { createManualClock } from './support/manual-clock.ts';
import { runReportOf } from './support/run-report.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const INPUTS = {
  operation: 'wait-image',
  region: 'cn-north-4',
  'image-ids': ID,
  'access-key': 'AccessKey',
  'secret-key': 'SecretKey',
};
const ACTIVE = cloudOfImages({ showImage: () => Promise.resolve({ id: ID, status: 'ACTIVE', tag: 'v1' }) });

interface FakeConnection {
  readonly connect: Connect;
  /** What it was made with; undefined while it was not. */
  parts: ConnectOptions | undefined;
  /** How often it was closed. */
  closed: number;
}

/** Connects to `cloud`, or fails with an error instead. */
function createFakeConnection(cloud: Cloud | Error): FakeConnection {
  const connection: FakeConnection = {
    parts: undefined,
    closed: 0,
    connect(parts) {
      connection.parts = parts;
      if (cloud instanceof Error) throw cloud;
      return {
        cloud,
        access: NO_ACCESS,
        openDeployments: () => ({ open: () => Promise.resolve(undefined) }),
        close() {
          connection.closed += 1;
        },
      };
    },
  };
  return connection;
}

async function ran(
  parts: FakeHostParts,
  cloud: Cloud | Error = ACTIVE,
): Promise<{ host: FakeHost; exitCode: number; closed: number }> {
  const host = createFakeHost(parts);
  const clock = createManualClock();
  const connection = createFakeConnection(cloud);
  const signal = new AbortController().signal;
  const { connect } = connection;
  const exitCode = await clock.run(runAction(host, { clock, random: () => 0.5, signal, connect }));
  return { host, exitCode, closed: connection.closed };
}

test('a run that succeeds has exit code 0 and reports its plan, verdicts, outputs, summary and report file', async () => {
  const { host, exitCode, closed } = await ran({ inputs: INPUTS });
  expect([exitCode, closed, host.masked]).toEqual([0, 1, ['SecretKey']]);
  expect(host.log).toEqual([
    '> Plan',
    'Signing in with the inputs access-key and secret-key.',
    `1. wait for image ${ID} in cn-north-4`,
    '<',
    '> wait-image',
    `  ${ID} in cn-north-4: status ACTIVE`,
    `✓ ${ID} in cn-north-4: active`,
    '<',
    'wait-image in cn-north-4 – succeeded: 1 active',
  ]);
  expect(Object.fromEntries(host.outputs)).toEqual({
    status: 'succeeded',
    'succeeded-tags': '["v1"]',
    'failed-tags': '[]',
    'ready-regions': '["cn-north-4"]',
    changes: '0',
    plan: '',
    'plan-file': '',
    references: '{}',
    results: `[{"operation":"wait-image","region":"cn-north-4","subject":"${ID}","verdict":"active","ok":true,"proved":true,"imageId":"${ID}","status":"ACTIVE","seconds":0}]`,
    images: `[{"id":"${ID}","status":"ACTIVE","tag":"v1","region":"cn-north-4"}]`,
    'failure-kind': '',
    'report-file': 'report.json',
  });
  expect([host.summaries.length, host.reports.length]).toEqual([1, 1]);
});

test('30 images with the same unknown status make one warning', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `${ID.slice(0, -2)}${index + 10}`);
  const reads = new Map<string, number>();
  const cloud = cloudOfImages({
    showImage(id) {
      reads.set(id, (reads.get(id) ?? 0) + 1);
      return Promise.resolve({ id, status: reads.get(id) === 1 ? 'ODD' : 'ACTIVE' });
    },
  });
  const { host, exitCode } = await ran({ inputs: { ...INPUTS, 'image-ids': ids.join(',') } }, cloud);
  expect(host.log.filter((line) => line.startsWith('warning: '))).toEqual([
    "warning: ModelArts reports the unknown status 'ODD'; still waiting for ACTIVE.",
  ]);
  expect(exitCode).toBe(0);
});

describe('runs that fail', () => {
  test('each wrong input is an annotation, all come together, and no connection is made', async () => {
    const { host, exitCode } = await ran(
      { inputs: { ...INPUTS, region: 'north', wait: 'maybe', 'secret-key': '' } },
      new Error('must not connect'),
    );
    expect(exitCode).toBe(1);
    expect(host.log).toEqual([
      "✗ `region` must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'north'",
      '✗ `secret-key` is missing: access-key is of no use without it',
      'wait-image – failed',
      "error: `region` must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'north'",
      'error: `secret-key` is missing: access-key is of no use without it',
    ]);
    expect(host.titles).toEqual(['wait-image: input-invalid', 'wait-image: input-invalid']);
    expect(host.summaries[0]).toContain(
      "\n- ❌ &#96;region&#96; must be a region id such as cn-north-4 (did you mean cn-north-4?), but is 'north'\n",
    );
  });

  test('the other inputs of an unknown operation are checked too', async () => {
    const { host } = await ran({ inputs: { operation: 'copy', timeout: 'soon' } });
    const errors = host.log.filter((line) => line.startsWith('error: '));
    expect(errors[0]).toMatch(/^error: `operation` must be one of .*, but is 'copy'$/);
    expect(errors).toHaveLength(4);
  });

  test.each<[string, FakeHostParts, Cloud | Error, string, string]>([
    ['wrong inputs', { inputs: {} }, ACTIVE, 'failed', 'input'],
    ['a bug while connecting', { inputs: INPUTS }, new TypeError('x'), 'failed', 'bug'],
    [
      'refused credentials',
      { inputs: { ...INPUTS, 'fail-on': 'never' } },
      cloudOfImages({ showImage: () => Promise.reject(new Failure('credential-refused', 'Who?')) }),
      'failed',
      'auth',
    ],
    [
      'an image that failed',
      { inputs: INPUTS },
      cloudOfImages({ showImage: () => Promise.resolve({ id: ID, status: 'ERROR' }) }),
      'failed',
      'gate',
    ],
    [
      'a bug in a step',
      { inputs: { ...INPUTS, 'fail-on': 'never' } },
      cloudOfImages({ showImage: () => Promise.reject(new RangeError('x')) }),
      'failed',
      'bug',
    ],
  ])(
    '%s: exit code 1, all outputs, a summary, a report file and error annotations',
    async (_, parts, cloud, status, kind) => {
      const { host, exitCode } = await ran(parts, cloud);
      expect([exitCode, host.outputs.get('status'), host.outputs.get('failure-kind')]).toEqual([1, status, kind]);
      expect([...host.outputs.keys()]).toEqual(Object.keys(outputsOf(runReportOf({}), '').outputs));
      expect([host.summaries.length, host.reports.length]).toEqual([1, 1]);
      expect(host.log.filter((line) => line.startsWith('error: ')).length).toBe(kind === 'input' ? 3 : 1);
    },
  );

  test('with fail-on: never a failure is a warning with exit code 0, and is in the outputs', async () => {
    const cloud = cloudOfImages({ showImage: () => Promise.resolve({ id: ID, status: 'ERROR' }) });
    const { host, exitCode } = await ran({ inputs: { ...INPUTS, 'fail-on': 'never' } }, cloud);
    expect([exitCode, host.outputs.get('status')]).toEqual([0, 'failed']);
    expect(host.log.at(-1)).toBe('warning: ModelArts says ERROR, without a message.');
  });
});

test('a summary and a report file that cannot be written are warnings, and change no verdict', async () => {
  const { host, exitCode } = await ran({ inputs: INPUTS, diskFault: new Error('ENOSPC') });
  expect([exitCode, host.outputs.get('status'), host.outputs.get('report-file')]).toEqual([0, 'succeeded', '']);
  expect(host.log.filter((line) => line.startsWith('warning'))).toEqual([
    'warning: The report file could not be written: ENOSPC',
    'warning: The job summary could not be written: ENOSPC',
  ]);
});

test('inputs that the operation does not use are one warning', async () => {
  const { host } = await ran({ inputs: { ...INPUTS, namespace: 'team', override: 'true' } });
  expect(host.log[0]).toBe('warning: wait-image does not use the inputs namespace, override.');
});

test('a secret that the cloud quotes is redacted in the log, outputs, summary and report file', async () => {
  const cloud = cloudOfImages({
    showImage: () => Promise.reject(new Failure('service-refused', 'SecretKey is "SecretKey".')),
  });
  const { host } = await ran({ inputs: INPUTS }, cloud);
  expect(
    [...host.log, ...host.outputs.values(), ...host.summaries, ...host.reports].filter((text) =>
      text.includes('SecretKey'),
    ),
  ).toEqual([]);
  expect(host.outputs.get('results')).toContain('*** is \\"***\\".');
});

const readInputs = (inputs: Readonly<Record<string, string>>): RunInputs => readRunInputs(createFakeHost({ inputs }));

const failingSteps = (): never => {
  throw new RangeError('no steps');
};

describe('run', () => {
  const STARTED_AT = new Date('2026-01-02T03:04:05Z');

  async function resultOf(
    inputs: RunInputs,
    cloud: Cloud | Error = ACTIVE,
    stopAtMs?: number,
  ): Promise<{ result: RunResult; host: FakeHost; connection: FakeConnection }> {
    const host = createFakeHost();
    const clock = createManualClock(STARTED_AT);
    const stop = new AbortController();
    if (stopAtMs !== undefined) clock.after(stopAtMs, () => stop.abort());
    const connection = createFakeConnection(cloud);
    const { connect } = connection;
    const dependencies = { host, redactor: createRedactor(), clock, random: () => 1, signal: stop.signal, connect };
    const result = await clock.run(run(inputs, dependencies));
    return { result, host, connection };
  }

  test.each<[string, RunInputs, string]>([
    ['an operation', readInputs({ ...INPUTS, region: 'north', 'fail-on': 'never' }), 'wait-image'],
    ['no operation', readInputs({ operation: 'copy' }), ''],
  ])(
    'inputs that could not be read, with %s: their failure is in the result and nothing is started',
    async (_, inputs, operation) => {
      const { result, host, connection } = await resultOf(inputs);
      expect(result).toMatchObject({
        operation,
        failOn: 'any',
        steps: [],
        outcomes: [],
        failure: inputs.ok ? undefined : inputs.failure,
        images: new Map(),
        startedAt: STARTED_AT,
        finishedAt: STARTED_AT,
      });
      expect(result.failure?.code).toBe('input-invalid');
      expect([host.log, connection.parts]).toEqual([[], undefined]);
    },
  );

  test('the result of a run has the plan, the outcomes, the images and the times', async () => {
    const [first, second] = [ID, `${ID.slice(0, -1)}4`];
    const showFirst = inTurn<Image | undefined>(
      { id: first, status: 'CREATING' },
      { id: first, status: 'ACTIVE', namespace: 'team', name: 'app', tag: 'v1' },
    );
    const cloud = cloudOfImages({ showImage: (id) => (id === first ? showFirst() : Promise.resolve(undefined)) });
    const inputs = readInputs({ ...INPUTS, 'image-ids': `${first},${second}`, 'fail-on': 'all' });
    const { result, connection } = await resultOf(inputs, cloud);
    const { outcomes, images, steps, ...rest } = result;
    expect(rest).toMatchObject({
      operation: 'wait-image',
      failOn: 'all',
      inputs: { operation: 'wait-image', region: 'cn-north-4', 'fail-on': 'all', timeout: '30m' },
      dryRun: false,
      isPublicCloud: true,
      failure: undefined,
      startedAt: STARTED_AT,
      finishedAt: new Date('2026-01-02T03:04:06Z'),
    });
    expect(steps).toMatchObject([
      { title: `wait for image ${first} in cn-north-4`, items: [{ subject: first }] },
      { title: `wait for image ${second} in cn-north-4`, items: [{ subject: second }] },
    ]);
    expect(outcomes).toEqual([
      {
        item: { operation: 'wait-image', region: 'cn-north-4', subject: first, imageId: first },
        verdict: { kind: 'active', status: 'ACTIVE' },
        seconds: 1,
      },
      {
        item: { operation: 'wait-image', region: 'cn-north-4', subject: second, imageId: second },
        verdict: {
          kind: 'missing',
          code: 'image-missing',
          message: `ModelArts in cn-north-4 has no image ${second} in project project.`,
        },
        seconds: 1,
      },
    ]);
    expect(outcomes.map(({ item }) => images.get(item))).toEqual([
      [{ id: first, status: 'ACTIVE', namespace: 'team', name: 'app', tag: 'v1' }],
      [],
    ]);
    expect(connection.closed).toBe(1);
  });

  test('the connection is given the settings, the credentials and the policy of the plan', async () => {
    const inputs = readInputs(INPUTS);
    if (!inputs.ok) throw inputs.failure;
    const { connection } = await resultOf(inputs);
    expect(connection.parts).toMatchObject({
      settings: inputs.planned.inputs.settings,
      credentials: inputs.credentials,
      policy: sessionPolicy(inputs.planned.permissions),
      job: { sessionName: 'github', idTokenRequest: undefined },
    });
  });

  test('a connection that cannot be made: the result has the plan and the failure, and no outcomes', async () => {
    const failure = new Failure('proxy-invalid', 'The proxy makes no sense.');
    const { result, host, connection } = await resultOf(readInputs(INPUTS), failure);
    expect(result).toMatchObject({ operation: 'wait-image', outcomes: [], images: new Map() });
    expect([result.failure, result.steps.length, connection.closed]).toEqual([failure, 1, 0]);
    expect(host.log).toEqual([
      '> Plan',
      'Signing in with the inputs access-key and secret-key.',
      `1. wait for image ${ID} in cn-north-4`,
      '<',
    ]);
  });

  test('an error while the steps are made is a bug, and no connection is made', async () => {
    const inputs = readInputs(INPUTS);
    if (!inputs.ok) throw inputs.failure;
    const { result, connection } = await resultOf({ ...inputs, planned: { ...inputs.planned, steps: failingSteps } });
    expect(result).toMatchObject({ operation: 'wait-image', steps: [], outcomes: [] });
    expect([result.failure?.code, connection.parts]).toEqual(['internal-error', undefined]);
  });

  test('after a cancellation every item has a verdict, and the connection is closed', async () => {
    const cloud = cloudOfImages({ showImage: inTurn<Image | undefined>({ id: ID, status: 'CREATING' }) });
    const { result, connection } = await resultOf(readInputs(INPUTS), cloud, 5500);
    expect(result.outcomes.map(({ verdict }) => verdict.kind)).toEqual(['cancelled']);
    expect(result.failure).toBeUndefined();
    expect([result.finishedAt.getTime() - result.startedAt.getTime(), connection.closed]).toEqual([5500, 1]);
  });
});

test('a run whose inputs ask for nothing is a bug, and says so', async () => {
  const inputs = readRunInputs(createFakeHost({ inputs: INPUTS }));
  if (!inputs.ok) throw inputs.failure;
  const host = createFakeHost({ inputs: INPUTS });
  const clock = createManualClock();
  const result = await run(
    { ...inputs, planned: { ...inputs.planned, steps: () => [] } },
    {
      host,
      redactor: createRedactor(),
      clock,
      random: () => 0.5,
      signal: new AbortController().signal,
      connect: createFakeConnection(ACTIVE).connect,
    },
  );
  expect(result.failure).toMatchObject({ kind: 'bug', code: 'internal-error' });
});
