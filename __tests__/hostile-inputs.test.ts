/** The action in process, with hostile texts in every input that has a rule. */
import { expect, test } from '@jest/globals';
import { expectUnforged } from './support/expect-unforged.ts';
import { HOSTILE_STRINGS } from './support/hostile-strings.ts';
import { runInProcess } from './support/run-in-process.ts';
import { EAST, KEY, NORTH, seedOf } from './support/scenario-cloud.ts';
import { conclusionOf } from './support/scenario-facts.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from './support/scenario-sync.ts';

const SEED = seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM });

/** Without the texts that are empty or could be names, which are no input errors. */
const NO_NAMES = HOSTILE_STRINGS.filter((text) => text.trim() !== '' && !/^\w{1,100}$/.test(text));

function started(given: Readonly<Record<string, string>>) {
  return runInProcess({
    seed: SEED,
    with: {
      ...syncStep('v1', [EAST]),
      region: NORTH,
      'access-key': KEY.accessKey,
      'secret-key': KEY.secretKey,
      timeout: '5s',
      'max-attempts': '1',
      ...given,
    },
  });
}

test.each([
  'operation',
  'region',
  'project-id',
  'endpoint',
  'wait',
  'timeout',
  'max-attempts',
  'fail-on',
  'namespace',
  'repository',
  'tags',
  'target-regions',
  'target-namespace',
  'target-project-ids',
])('%s', async (name) => {
  for (const text of NO_NAMES) {
    const { run, requests } = await started({ [name]: text });
    expect([text, conclusionOf(run), requests]).toEqual([
      text,
      { exitCode: 1, status: 'failed', kind: 'input', succeeded: [], failed: [], ready: [] },
      [],
    ]);
    expect(run.errors[0]).toContain(`\`${name}\` `);
    expectUnforged(run, [KEY.secretKey]);
  }
});

test.each([
  ['region', 'constructor'],
  ['target-regions', '__proto__'],
  ['target-regions', 'constructor,toString'],
  ['target-project-ids', '__proto__=p'],
  ['target-project-ids', 'constructor=p'],
  ['namespace', '__proto__'],
  ['operation', 'constructor'],
  ['operation', '__proto__'],
  ['fail-on', 'toString'],
  ['wait', 'constructor'],
])('%s: %s is an input error, although objects have such a property', async (name, text) => {
  const { run, requests } = await started({ [name]: text });
  expect([conclusionOf(run).kind, requests]).toEqual(['input', []]);
  expect(run.errors[0]).toContain(`\`${name}\` `);
});

test('tags, organizations and repositories may have the names of properties that objects inherit', async () => {
  const tags = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length', '0', 'null'];
  const places = [
    { namespace: 'constructor', repository: 'prototype' },
    { namespace: 'tostring', repository: 'constructor/valueof' },
  ];
  for (const { namespace, repository } of places) {
    const { run } = await runInProcess({
      seed: seedOf({
        [NORTH]: { organizations: { [namespace]: { [repository]: tags } }, syncSeconds: 0 },
        [EAST]: { organizations: { [namespace]: {} } },
      }),
      with: {
        ...syncStep(tags.join(','), [EAST], { namespace, repository }),
        region: NORTH,
        'access-key': KEY.accessKey,
        'secret-key': KEY.secretKey,
        timeout: '30s',
      },
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 0,
      status: 'succeeded',
      kind: '',
      succeeded: tags,
      failed: [],
      ready: [EAST],
    });
    expect(run.report.results.map(({ subject, verdict }) => [subject, verdict])).toEqual(
      tags.map((tag) => [tag, 'copied']),
    );
  }
});
