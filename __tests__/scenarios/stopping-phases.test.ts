/** A promotion that is stopped while something hangs, in each of the phases that it goes through. */
import { expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { TOKEN, variablesOf } from '../support/emulated-github.ts';
import { EAST, inCloud, NORTH } from '../support/scenario-cloud.ts';
import { rowsOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { BY_OIDC, jobOf, trustingSeed } from '../support/scenario-trust.ts';

type Rule = NonNullable<Script['rules']>[number];

/** What reliability.md promises. */
const TOLD_MS = 2000;

const STEP = {
  ...BY_OIDC,
  region: NORTH,
  'project-id': undefined,
  'target-project-ids': undefined,
  modelarts: 'register',
  hss: 'true',
  'github-token': TOKEN,
  'environment-prefix': 'prod-',
  timeout: '30m',
  'request-timeout': '60s',
} as const;

/** What hangs, the line after which the job is stopped, the verdicts, and how many warnings there are. */
test.concurrent.each<[string, Rule['match'], number, string, string, number]>([
  ['the ID token', { service: 'github', path: '/token' }, 0, '::group::promote', 'cancelled skipped skipped', 0],
  ['the exchange', { service: 'sts' }, 0, 'ID token: subject', 'cancelled skipped skipped', 0],
  ['the list of images', { service: 'modelarts', method: 'GET' }, 0, 'copied', 'copied cancelled skipped', 0],
  ['a registration', { service: 'modelarts', method: 'POST' }, 0, 'copied', 'copied cancelled skipped', 0],
  ['HSS', { service: 'hss' }, 0, 'active', 'copied active cancelled', 0],
  [
    'opening the deployment',
    { service: 'github', path: '/deployments' },
    0,
    'hronized',
    'copied active synchronized',
    1,
  ],
  ['closing it', { service: 'github', path: '/statuses' }, 1, 'hronized', 'copied active synchronized', 1],
])('%s hangs: everything is told within two seconds', async (_, match, skip, at, verdicts, warnings) => {
  const script: Script = { rules: [{ match, skip, times: 'always', fault: { kind: 'silence' } }] };
  await inCloud({ seed: trustingSeed({ github: { token: TOKEN } }), script }, async ({ emulator, run }) => {
    let stoppedAt = Infinity;
    let isDue = false;
    const transcript = await run({
      with: promoteStep('v1', [EAST], STEP),
      env: {
        ...jobOf(emulator),
        ...variablesOf(`${emulator.url}/_/github/api`),
        GITHUB_REPOSITORY: 'octo-org/octo-app',
      },
      onLine(line, stop) {
        if (isDue || !line.includes(at)) return;
        isDue = true;
        setTimeout(() => {
          stoppedAt = Date.now();
          stop('SIGTERM');
        }, 300);
      },
    });
    expect(Date.now() - stoppedAt).toBeLessThan(TOLD_MS);
    expect(
      rowsOf(transcript)
        .map(({ verdict }) => verdict)
        .join(' '),
    ).toBe(verdicts);
    expect(transcript.warnings).toHaveLength(warnings);
  });
});
