import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, SOUTH, runInCloud } from '../support/scenario-cloud.ts';
import { changesOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({
  [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0, images: [image('v1')] },
  [EAST]: EMPTY_TEAM,
  [SOUTH]: EMPTY_TEAM,
});

const NOTHING = { exitCode: 1, status: 'failed', kind: 'input', succeeded: [], failed: [], ready: [] };

/** The wrong inputs below, each with the value that the error must show. */
const COMPLAINTS = [
  ['region', 'north'],
  ['project-id', 'a/b'],
  ['endpoint', 'http://registry.example/{service}/{region}'],
  ['wait', 'yes'],
  ['timeout', '1 day'],
  ['poll-interval', '0'],
  ['request-timeout', '11m'],
  ['max-attempts', '0'],
  ['concurrency', 'many'],
  ['fail-on', 'some'],
  ['dry-run', '1'],
  ['namespace', 'Team'],
  ['repository', '/app'],
  ['tags', 'v 2'],
  ['tags', '-v3'],
  ['target-regions', 'east'],
  ['target-namespace', 'te--am'],
  ['target-project-ids', 'cn-east-3:p'],
  ['override', 'no'],
];

test.concurrent('all input errors are reported in one error before any request, each with its value', async () => {
  const { run, requests } = await runInCloud({
    seed: SEED,
    with: {
      operation: 'sync-tags',
      region: 'north',
      'project-id': 'a/b',
      'secret-key': 'planted broken secret',
      endpoint: 'http://registry.example/{service}/{region}',
      wait: 'yes',
      timeout: '1 day',
      'poll-interval': '0',
      'request-timeout': '11m',
      'max-attempts': '0',
      concurrency: 'many',
      'fail-on': 'some',
      'dry-run': '1',
      namespace: 'Team',
      repository: '/app',
      tags: 'v1,v 2,-v3',
      'target-regions': 'east,cn-east-3',
      'target-namespace': 'te--am',
      'target-project-ids': 'cn-east-3:p',
      override: 'no',
      // sync-tags does not use this input, so its value is not checked.
      'image-ids': 'x',
    },
  });
  expect(conclusionOf(run)).toEqual(NOTHING);
  expect(run.outputs).toMatchObject({ results: '[]', images: '[]' });
  expect(requests).toEqual([]);
  // Each is a line of the log and an entry of the summary; the annotations are eight at most.
  const lines = run.lines.filter((line) => line.startsWith('✗ '));
  const quoted = lines.flatMap((line) => {
    const [, name, seen] = /^✗ `([a-z-]+)` [^`]*?, but is '([^']*)'$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, seen]];
  });
  expect(new Set(quoted.map(String))).toEqual(new Set(COMPLAINTS.map(String)));
  expect(quoted).toHaveLength(COMPLAINTS.length);
  expect(lines).toContain('✗ `secret-key` must be one line of visible ASCII characters (value not shown)');
  expect(run.errors).toHaveLength(8);
  expect(run.errors.at(-1)).toBe(`${lines.length - 7} more causes are in the job summary and at the end of the log.`);
  expect(run.summary.match(/^- ❌ /gm)).toHaveLength(lines.length);
  expect(run.report.failure).toMatchObject({ kind: 'input' });
});

test.concurrent.each([
  { operation: 'sync-tags', needs: ['region', 'namespace', 'repository', 'tags', 'target-regions'] },
  { operation: 'refresh-image', needs: ['region', 'image-ids'] },
  { operation: 'wait-image', needs: ['region', 'image-ids'] },
  { operation: 'delete-image', needs: ['region', 'image-ids'] },
  { operation: 'sync-hss', needs: ['region'] },
  { operation: undefined, needs: ['region', 'operation'] },
  { operation: 'promote-everything', needs: ['region', 'operation'] },
])('$operation: names the inputs that are missing', async ({ operation, needs }) => {
  const { run, requests } = await runInCloud({ seed: SEED, with: { operation, region: undefined } });
  expect(conclusionOf(run)).toEqual(NOTHING);
  const errors = run.errors.flatMap((error) => /^`([a-z-]+)` (?:is required|must be)/.exec(error)?.[1] ?? []);
  expect(new Set(errors)).toEqual(new Set(needs));
  expect(requests).toEqual([]);
});

test.concurrent.each([
  {
    what: 'the source as its own target',
    given: { 'target-regions': `${EAST},${NORTH}` },
    says: 'must not hold the source region',
  },
  {
    what: 'two projects for one region',
    given: { 'target-project-ids': `${EAST}=a,${EAST}=b` },
    says: 'names two projects',
  },
  {
    what: 'an endpoint for one region only',
    given: { endpoint: 'http://127.0.0.1:1/{service}' },
    says: 'must contain {region}',
  },
  {
    what: 'a password in the endpoint',
    given: { endpoint: 'https://u:planted@x/{service}/{region}' },
    says: 'user name or password',
  },
])('$what is an input error', async ({ given, says }) => {
  const { run, requests } = await runInCloud({ seed: SEED, with: syncStep('v1', [EAST], given) });
  expect(conclusionOf(run)).toEqual(NOTHING);
  expect(run.errors[0]).toContain(says);
  expect(run.stdout).not.toContain('planted@');
  expect(requests).toEqual([]);
});

test.concurrent('inputs that the operation does not use are named in one warning', async () => {
  const { run } = await runInCloud({
    seed: SEED,
    with: imageStep('wait-image', ['v1'], {
      tags: 'v1',
      override: 'true',
      force: 'TRUE',
      'image-type': 'private_image',
    }),
  });
  expect(run.outputs['status']).toBe('succeeded');
  expect(run.warnings).toEqual(['wait-image does not use the inputs tags, override, force.']);
});

test.concurrent('an empty input has its default value', async () => {
  const empty = Object.fromEntries(
    (
      'wait timeout poll-interval request-timeout max-attempts concurrency fail-on dry-run override force image-type ' +
      'target-namespace image-ids enterprise-project-id security-token auth-token project-id target-project-ids'
    )
      .split(' ')
      .map((name) => [name, name.length % 2 === 0 ? '' : '  ']),
  );
  const { run } = await runInCloud({ seed: SEED, with: { ...syncStep('v1', [EAST]), ...empty } });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.warnings).toEqual([]);
});

test.concurrent('an empty endpoint is the public cloud', async () => {
  const { run, requests } = await runInCloud({
    seed: SEED,
    with: { operation: 'sync-hss', endpoint: '', 'dry-run': 'true', 'project-id': 'p', timeout: '0' },
    // Nothing leaves this machine: the proxy does not exist.
    env: { https_proxy: 'http://127.0.0.1:9' },
  });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      verdict: 'unavailable',
      message: expect.stringContaining('hss.cn-north-4.myhuaweicloud.com'),
    }),
  ]);
  expect(requests).toEqual([]);
});

test.concurrent('lists are separated by commas or line breaks, trimmed, and without duplicates', async () => {
  const { run, requests } = await runInCloud({
    seed: SEED,
    with: syncStep(' v1 ,\n v2\r\n,v1,, ', [EAST], {
      'target-regions': `${EAST}\n ${SOUTH},${EAST}`,
      'target-project-ids': '',
    }),
  });
  expect(verdictsOf(run)).toEqual(
    [EAST, SOUTH].flatMap((region) => ['v1', 'v2'].map((tag) => `${tag} → ${region}: copied`)),
  );
  expect(changesOf(requests)).toHaveLength(2);
});

test.concurrent('inputs as other actions give them: JSON arrays and references', async () => {
  const { run } = await runInCloud({
    seed: SEED,
    with: syncStep(`["swr.${NORTH}.myhuaweicloud.com/team/app/api:v1",\n "v2"]`, [EAST], {
      region: undefined,
      'target-regions': JSON.stringify([EAST, SOUTH], undefined, 2),
    }),
  });
  expect(run.errors).toEqual([]);
  expect(verdictsOf(run)).toEqual(
    [EAST, SOUTH].flatMap((region) => ['v1', 'v2'].map((tag) => `${tag} → ${region}: copied`)),
  );
});

test.concurrent(
  'outputs that are too large keep the failures, and a warning names the report file with all results',
  async () => {
    const names = Array.from({ length: 600 }, (_, index) => `v${index}`);
    const { run } = await runInCloud({
      seed: seedOf({
        [NORTH]: team(tagged(...names)),
        [EAST]: team(tagged(...names)),
        [SOUTH]: team(tagged(...names)),
      }),
      with: syncStep([...names, 'gone'].join(','), [EAST, SOUTH]),
    });
    const { results = '', 'report-file': file = '' } = run.outputs;
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', succeeded: names, failed: ['gone'] });
    expect(results.length).toBeLessThanOrEqual(100_000);
    expect(
      rowsOf(run)
        .slice(0, 3)
        .map(({ verdict }) => verdict),
    ).toEqual(['missing', 'missing', 'unchanged']);
    expect(run.report.results).toHaveLength(1202);
    expect(run.warnings).toEqual([expect.stringMatching(/references \(\d+ of 1200\), results \(\d+ of 1202\)/)]);
    expect(run.warnings[0]).toContain(file);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024);
  },
);

test.concurrent('a summary that cannot be written is a warning and changes no verdict', async () => {
  const { run } = await runInCloud({
    seed: SEED,
    with: syncStep('v1', [EAST]),
    env: { GITHUB_STEP_SUMMARY: join(tmpdir(), 'no such folder', 'summary') },
  });
  expect(run.outputs['status']).toBe('succeeded');
  expect(run.warnings).toEqual([expect.stringContaining('job summary could not be written')]);
});
