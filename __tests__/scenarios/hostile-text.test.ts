import { expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { EAST, NORTH, PROJECTS, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { expectIntactTable } from '../support/expect-unforged.ts';
import { conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

// Every scenario checks that nothing but the action's own commands is in its output. Here the replies contain others.
const HOSTILE = [
  'fine',
  '::error::forged',
  '\r::set-output name=status::succeeded',
  '\n::add-mask::a\n',
  ' \u2028::error::forged',
  '\u0085::stop-commands::x',
  '\u200b::error::forged',
  ':\u200b:error::forged',
  '##[error]forged',
  '#\u00ad#[add-mask]a',
  '##\u2060[set-output name=status]succeeded',
  '| forged | cells |\n| ✅ | green |',
  '<img src=x onerror=alert(1)><details open>',
  '[click](https://evil.example) ![](https://evil.example/p.png) @everyone #1',
  '`code` **bold** \\| $math$ </td></table>',
  '\u001b[31mred\u001b[0m \u202eright to left',
  '\ud800 half a pair \u{e0001}',
].join(' ; ');

type Fault = NonNullable<Script['rules']>[number]['fault'];

function answered(fault: Fault, operation: 'wait-image' | 'delete-image' | 'refresh-image' = 'wait-image') {
  return runInCloud({
    seed: seedOf({ [NORTH]: { images: [image('v1')] } }),
    script: { rules: [{ match: {}, times: 'always', fault }] },
    with: imageStep(operation, ['v1'], { timeout: '0', 'max-attempts': '1' }),
  });
}

test.concurrent('an image whose status, message and details contain commands and markup', async () => {
  const details = { id: image('v1').id, status_message: HOSTILE, description: HOSTILE, tag: HOSTILE, name: HOSTILE };
  const results = await Promise.all(
    ['ERROR', 'ACTIVE', HOSTILE].map((status) =>
      answered({ kind: 'status', status: 200, body: { ...details, status } }),
    ),
  );
  expect(results.map(({ run }) => rowsOf(run).map(({ verdict }) => verdict))).toEqual([
    ['bad-status'],
    ['active'],
    ['timeout'],
  ]);
  for (const { run } of results) {
    expectIntactTable(run);
    // In JSON the text is unchanged.
    expect(run.report.images).toEqual([expect.objectContaining({ description: HOSTILE })]);
  }
});

test.concurrent('errors of every shape, and headers, that contain commands and markup', async () => {
  const bodies: unknown[] = [
    { error_code: HOSTILE, error_msg: HOSTILE },
    { errors: [{ errorCode: HOSTILE, errorMessage: HOSTILE }] },
    { error: { code: HOSTILE, message: HOSTILE, title: HOSTILE } },
    [HOSTILE],
    HOSTILE,
    `<html><title>${HOSTILE}</title><body>${HOSTILE}</body></html>`,
  ];
  const headers = { 'x-request-id': '##[error]forged ::error::x | y' };
  const results = await Promise.all([
    ...bodies.map((body) => answered({ kind: 'status', status: 400, body, headers })),
    ...bodies.map((body) => answered({ kind: 'status', status: 401, body, headers }, 'delete-image')),
    answered({ kind: 'status', status: 200, body: HOSTILE }),
    answered({ kind: 'redirect', location: 'https://##[error]forged|x/' }),
    answered({ kind: 'redirect', location: 'https://evil.example/::error::x' }),
  ]);
  for (const { run } of results) {
    expect(run.exitCode).toBe(1);
    expectIntactTable(run);
  }
});

test.concurrent('errors and failure reasons of HSS that contain commands and markup', async () => {
  const steps = [
    { synchronize: { error_code: 7, error_description: HOSTILE } },
    { outcome: 'error', failedReason: HOSTILE },
  ] as const;
  const results = await Promise.all(
    steps.map((hss) =>
      runInCloud({
        seed: seedOf({ [NORTH]: { hss: { taskSeconds: 0, ...hss } } }),
        with: { operation: 'sync-hss', 'project-id': PROJECTS[NORTH] },
      }),
    ),
  );
  for (const { run } of results) {
    expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['refused']);
    expectIntactTable(run);
  }
});

test.concurrent('errors, tags and jobs of SWR that contain commands and markup', async () => {
  const absent = { errors: [{ errorCode: 'SVCSTG.SWR.4040058', errorMessage: HOSTILE }] };
  const job = { id: 1, tag: 'v1', status: HOSTILE, remoteRegionId: EAST, remoteNamespace: 'team' };
  const rules: readonly NonNullable<Script['rules']>[number][] = [
    { match: { region: EAST }, times: 'always', fault: { kind: 'status', status: 404, body: absent } },
    { match: { path: '/sync_job' }, skip: 1, times: 'always', fault: { kind: 'status', status: 200, body: [job] } },
    { match: { region: NORTH, path: '/tags' }, fault: { kind: 'status', status: 404, body: absent } },
    {
      match: { region: NORTH, path: '/tags' },
      times: 'always',
      fault: { kind: 'status', status: 200, body: [{ Tag: 'v1', digest: HOSTILE }] },
    },
  ];
  const results = await Promise.all(
    rules.map((rule) =>
      runInVirtualTime({
        seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
        script: { rules: [rule] },
        with: syncStep('v1', [EAST], { timeout: '1s', 'max-attempts': '1' }),
      }),
    ),
  );
  for (const { run, script } of results) {
    expect(script.rules[0]?.hits).toBeGreaterThan(0);
    expect(run.exitCode).toBe(1);
    expectIntactTable(run);
  }
});

test.concurrent('inputs and git tags that contain commands and markup are input errors', async () => {
  const seed = seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM });
  const names = ['tags', 'namespace', 'repository', 'target-regions', 'endpoint', 'operation', 'timeout', 'project-id'];
  const withoutNull = HOSTILE.toWellFormed();
  const results = await Promise.all([
    ...names.map((name) => runInCloud({ seed, with: syncStep('v1', [EAST], { [name]: withoutNull }) })),
    runInCloud({
      seed,
      with: { ...syncStep('', [EAST]), tags: undefined },
      event: { name: 'release', ref: 'refs/tags/x', payload: { release: { tag_name: HOSTILE } } },
    }),
  ]);
  for (const { run, requests } of results) {
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'input' });
    expect(requests).toEqual([]);
    expectIntactTable(run);
  }
});

test.concurrent('deeply nested JSON, and JSON with the key __proto__, is no valid reply', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const deepObject = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const poisoned = `{"id":"${image('v1').id}","__proto__":{"status":"ACTIVE"},"constructor":{"prototype":{"status":"ACTIVE"}}}`;
  const results = await Promise.all([
    ...[deep, deepObject, poisoned].map((body) => answered({ kind: 'text', status: 200, body })),
    ...[deep, deepObject, poisoned].map((body) => answered({ kind: 'text', status: 400, body }, 'refresh-image')),
  ]);
  expect(results.map(({ run }) => run.outputs['failure-kind'])).toEqual([
    'unavailable',
    'unavailable',
    'unavailable',
    'refused',
    'refused',
    'refused',
  ]);
  for (const { run } of results) expectIntactTable(run);
});
