/** `npm run step`, as the README has it, against the emulator with its default cloud. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { DEFAULT_SEED } from '../../../emulator/default-seed.ts';
import { startEmulator } from '../../../emulator/start.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The arguments of the command in the README that contains `text`. */
async function argumentsInReadme(text: string): Promise<readonly string[]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const line = readme.split('\n').find((candidate) => candidate.startsWith(text)) ?? '';
  return (
    line
      .slice(text.length)
      .match(/'[^']*'|[^\s']+/g)
      ?.map((word) => word.replaceAll("'", '')) ?? []
  );
}

test('the command of the README prints log, summary and outputs, and keeps the report', async () => {
  const emulator = await startEmulator({ seed: DEFAULT_SEED });
  try {
    const given = await argumentsInReadme('npm run step -- ');
    const args = given.map((argument) => argument.replace('http://127.0.0.1:8080', emulator.url));
    const child = spawn(process.execPath, [join(ROOT, 'tools/runner/main.ts'), ...args]);
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    const code = await new Promise((ended) => child.once('close', ended));
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ v1 → cn-east-3: copied')]);
    expect(stdout).toContain('### ✅ sync-tags');
    expect(stdout).toContain('\nstatus: succeeded\n');
    const [, reportFile = ''] = /^report-file: (.+)$/m.exec(stdout) ?? [];
    expect(JSON.parse(await readFile(reportFile, 'utf8'))).toMatchObject({
      status: 'succeeded',
      readyRegions: ['cn-east-3'],
    });
    await rm(dirname(dirname(reportFile)), { recursive: true });
  } finally {
    await emulator.close();
  }
});
