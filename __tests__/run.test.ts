import { describe, expect, test } from '@jest/globals';
import type { Cloud } from '../src/cloud/cloud.ts';
import { Failure } from '../src/errors.ts';
import { OUTPUT_NAMES } from '../src/report/outputs.ts';
import { run } from '../src/run.ts';
import { cloudOfImages } from './support/fake-images.ts';
import { createFakeHost, type FakeHost, type FakeHostParts } from './support/fake-host.ts';
import { createManualClock } from './support/manual-clock.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const INPUTS = {
  operation: 'wait-image',
  region: 'cn-north-4',
  'image-ids': ID,
  'access-key': 'AccessKey',
  'secret-key': 'SecretKey',
};
const ACTIVE = cloudOfImages({ showImage: () => Promise.resolve({ id: ID, status: 'ACTIVE', tag: 'v1' }) });

async function ran(
  parts: FakeHostParts,
  cloud: Cloud | Error = ACTIVE,
): Promise<{ host: FakeHost; exitCode: number; closed: boolean }> {
  const host = createFakeHost(parts);
  const clock = createManualClock();
  let closed = false;
  const { exitCode } = await clock.run(
    run(host, {
      clock,
      random: () => 0.5,
      signal: new AbortController().signal,
      connect() {
        if (cloud instanceof Error) throw cloud;
        return {
          cloud,
          openDeployments: () => ({ open: () => Promise.resolve(undefined) }),
          close() {
            closed = true;
          },
        };
      },
    }),
  );
  return { host, exitCode, closed };
}

/** The outputs as they stand on the page of the run. */
const outputs = ({ outputs: all }: FakeHost) => Object.fromEntries(all);

test('a green run, from the inputs to the report', async () => {
  const { host, exitCode, closed } = await ran({ inputs: INPUTS });
  expect([exitCode, closed, host.masked]).toEqual([0, true, ['SecretKey']]);
  expect(host.log).toEqual([
    '> Plan',
    'Signing in with the inputs access-key and secret-key.',
    `1. wait for image ${ID} in cn-north-4`,
    '<',
    '> wait-image',
    `  ${ID} in cn-north-4: status ACTIVE`,
    `✓ ${ID} in cn-north-4: active`,
    '<',
    'wait-image succeeded: 1 item ok (1 active).',
  ]);
  expect(outputs(host)).toEqual({
    status: 'succeeded',
    'succeeded-tags': '["v1"]',
    'failed-tags': '[]',
    'ready-regions': '["cn-north-4"]',
    results: `[{"operation":"wait-image","region":"cn-north-4","subject":"${ID}","verdict":"active","ok":true,"status":"ACTIVE","seconds":0}]`,
    images: `[{"id":"${ID}","status":"ACTIVE","tag":"v1"}]`,
    'failure-kind': '',
    'report-file': 'report.json',
  });
  expect([host.summaries.length, host.reports.length]).toEqual([1, 1]);
});

test('many images in the same odd state make one warning', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `${ID.slice(0, -2)}${index + 10}`);
  const looked = new Map<string, number>();
  const cloud = cloudOfImages({
    showImage(id) {
      looked.set(id, (looked.get(id) ?? 0) + 1);
      return Promise.resolve({ id, status: looked.get(id) === 1 ? 'ODD' : 'ACTIVE' });
    },
  });
  const { host, exitCode } = await ran({ inputs: { ...INPUTS, 'image-ids': ids.join(',') } }, cloud);
  expect(host.log.filter((line) => line.startsWith('warning: '))).toEqual([
    "warning: ModelArts reports the unknown status 'ODD'; waiting for ACTIVE goes on.",
  ]);
  expect(exitCode).toBe(0);
});

describe('runs that fail', () => {
  test('all complaints about inputs come in one annotation, before anything is asked for', async () => {
    const { host, exitCode } = await ran(
      { inputs: { ...INPUTS, region: 'north', wait: 'maybe', 'secret-key': '' } },
      new Error('must not connect'),
    );
    expect(exitCode).toBe(1);
    expect(host.log).toEqual([
      'wait-image failed',
      "error: wait-image failed. The 2 inputs are wrong: `region` must be a region id such as cn-north-4, but is 'north'; `secret-key` is missing: access-key is of no use without it.",
    ]);
  });

  test('without an operation the rest is checked as far as it goes', async () => {
    const { host } = await ran({ inputs: { operation: 'copy', timeout: 'soon' } });
    expect(host.log.at(-1)).toMatch(
      /^error: image promotion failed\. The 4 inputs are wrong: `operation` must be one of .*, but is 'copy'; /,
    );
  });

  test.each<[string, FakeHostParts, Cloud | Error, string, string]>([
    ['wrong inputs', { inputs: {} }, ACTIVE, 'failed', 'input'],
    ['a bug on the way to the cloud', { inputs: INPUTS }, new TypeError('x'), 'failed', 'bug'],
    [
      'refused credentials',
      { inputs: { ...INPUTS, 'fail-on': 'never' } },
      cloudOfImages({ showImage: () => Promise.reject(new Failure('credential-refused', 'Who?')) }),
      'failed',
      'auth',
    ],
    [
      'a bad image',
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
  ])('%s: red, with all outputs, a summary, a report and one error', async (_, parts, cloud, status, kind) => {
    const { host, exitCode } = await ran(parts, cloud);
    expect([exitCode, host.outputs.get('status'), host.outputs.get('failure-kind')]).toEqual([1, status, kind]);
    expect([...host.outputs.keys()]).toEqual([...OUTPUT_NAMES]);
    expect([host.summaries.length, host.reports.length]).toEqual([1, 1]);
    expect(host.log.filter((line) => line.startsWith('error: '))).toHaveLength(1);
  });

  test('a failure that the workflow lets pass is a warning, and stays a failure in the outputs', async () => {
    const cloud = cloudOfImages({ showImage: () => Promise.resolve({ id: ID, status: 'ERROR' }) });
    const { host, exitCode } = await ran({ inputs: { ...INPUTS, 'fail-on': 'never' } }, cloud);
    expect([exitCode, host.outputs.get('status')]).toEqual([0, 'failed']);
    expect(host.log.at(-1)).toBe(
      `warning: wait-image failed: 1 of 1 item failed. First: ${ID} in cn-north-4 bad-status. ModelArts says ERROR, without a message.`,
    );
  });
});

test('a full disk costs the report, not the verdict', async () => {
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

test('a secret that the cloud quotes is in no channel', async () => {
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
