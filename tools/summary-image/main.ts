/**
 * `npm run summary-image`: writes docs/images/job-summary.png, the picture in README.md. It shows the real summary of a
 * promotion in the emulator: two tags to two regions, one of which has one of the tags with another digest already.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { startEmulator } from '../../emulator/start.ts';
import { runAction } from '../runner/run-action.ts';
import { takePicture } from './picture.ts';
import { PAGE_WIDTH, pageOf } from './page.ts';

const TARGET = resolve(import.meta.dirname, '../../docs/images/job-summary.png');
/** Readers of the README load the picture. */
const MAX_BYTES = 150_000;

const KEY = { accessKey: 'EXAMPLE-ACCESS-KEY', secretKey: 'example-secret-key' } as const;
const CLOUD: Seed = {
  accessKeys: [KEY],
  regions: {
    'cn-north-4': {
      organizations: { team: { 'app/api': { 'v1.4.0': '', 'v1.4.0-gpu': '' } } },
      syncOutcomes: [
        { tag: 'v1.4.0', outcome: 'success', seconds: 4 },
        { tag: 'v1.4.0-gpu', outcome: 'success', seconds: 9 },
      ],
    },
    'cn-east-3': { organizations: { team: {} }, hss: { taskSeconds: 3 } },
    'ap-southeast-1': {
      organizations: { team: { 'app/api': { 'v1.4.0': digestOf('an earlier build') } } },
      hss: { taskSeconds: 2 },
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'summary-image-'));
try {
  const page = join(folder, 'summary.html');
  writeFileSync(page, await pageOf(await summaryOfPromotion()));
  mkdirSync(dirname(TARGET), { recursive: true });
  takePicture(page, PAGE_WIDTH, TARGET);
  const { size } = statSync(TARGET);
  if (size > MAX_BYTES) throw new Error(`${TARGET} has ${size} bytes; at most ${MAX_BYTES} are wanted.`);
  process.stdout.write(`${TARGET} (${size} bytes)\n`);
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns what the bundle writes into GITHUB_STEP_SUMMARY. */
async function summaryOfPromotion(): Promise<string> {
  const emulator = await startEmulator({ seed: CLOUD });
  try {
    const { summary } = await runAction({
      with: {
        operation: 'promote',
        region: 'cn-north-4',
        namespace: 'team',
        repository: 'app/api',
        tags: 'v1.4.0, v1.4.0-gpu',
        'target-regions': 'cn-east-3, ap-southeast-1',
        modelarts: 'register',
        hss: 'true',
        'access-key': KEY.accessKey,
        'secret-key': KEY.secretKey,
        endpoint: emulator.endpoint,
      },
    });
    return summary;
  } finally {
    await emulator.close();
  }
}
