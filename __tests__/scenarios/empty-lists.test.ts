/** Lists without entries, in all forms: none is taken for a list that is not given, and no run is red without a reason. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { OPERATIONS } from '../../src/operations/index.ts';
import { exampleOf } from '../../tools/docs/permissions.ts';
import { FAR, EAST, NORTH, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { team } from '../support/scenario-sync.ts';

const TAGS = { 'v1.4.0': digestOf('v1.4.0'), 'sha-abc123': digestOf('v1.4.0') };
const SEED = seedOf({ [NORTH]: team(TAGS), [EAST]: team(TAGS), [FAR]: team(TAGS) });
const EMPTY = ['[]', ',', '""', "- ''", '["\\t"]', '"\\n"', '[" ", ""]'];

describe.each(OPERATIONS.map(({ name }) => name))('%s', (operation) => {
  test.concurrent('that is red says why, whatever input has no entries', async () => {
    for (const name of ['tags', 'target-regions', 'image-ids', 'moving-tags', 'plan', 'report'] as const) {
      for (const text of ['[]', ',', '"\\n"', '{}']) {
        const { run } = await runInVirtualTime({
          seed: SEED,
          with: { ...exampleOf(operation), operation, timeout: '10s', [name]: text },
        });
        const { 'failure-kind': kind = '' } = run.outputs;
        expect([name, text, run.exitCode === 1, kind !== '']).toEqual([name, text, kind !== '', run.exitCode === 1]);
        expect(kind).not.toBe('bug');
      }
    }
  });
});

describe.each(['tags', 'target-regions'] as const)('%s without entries', (name) => {
  test.concurrent.each(['sync-tags', 'promote', 'retag', 'verify-tags', 'doctor'])(
    'is an input error of %s',
    async (operation) => {
      if (operation === 'retag' && name === 'target-regions') return;
      for (const text of EMPTY) {
        const { run, requests } = await runInVirtualTime({
          seed: SEED,
          with: { ...exampleOf(operation), operation, [name]: text },
        });
        expect([text, run.exitCode, run.outputs['failure-kind'], requests]).toEqual([text, 1, 'input', []]);
        expect(run.errors.join()).toContain(`\`${name}\` `);
      }
    },
  );
});
