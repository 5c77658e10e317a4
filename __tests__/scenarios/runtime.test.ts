import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { preloading } from '../support/preload.ts';
import { EAST, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

/** `npm run runtimes` sets this. Without it the bundle runs on the Node of the tests. */
const expected = process.env['RUNNER_NODE_VERSION'] ?? process.version;

const WRITE_VERSION = `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.VERSION_FILE, process.version);`;

test('the bundle runs on the expected version of Node', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runtime-'));
  try {
    const file = join(folder, 'version');
    const { run } = await runInCloud({
      seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM }),
      with: syncStep('v1', [EAST]),
      env: {
        NODE_OPTIONS: preloading(WRITE_VERSION),
        VERSION_FILE: file,
      },
    });
    expect(run.outputs['status']).toBe('succeeded');
    expect(await readFile(file, 'utf8')).toBe(expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
