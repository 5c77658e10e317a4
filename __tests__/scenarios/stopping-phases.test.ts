/** `promote` is cancelled while one of its requests hangs, in each phase of the promotion. */
import { expect, test } from '@jest/globals';
import type { LogEntry } from '../../emulator/request-log.ts';
import type { Script } from '../../emulator/script.ts';
import { TOKEN, variablesOf } from '../support/emulated-github.ts';
import { EAST, inCloud, NORTH } from '../support/scenario-cloud.ts';
import { rowsOf } from '../support/scenario-facts.ts';
import { promoteStep } from '../support/scenario-promote.ts';
import { BY_OIDC, jobOf, trustingSeed } from '../support/scenario-trust.ts';

type Rule = NonNullable<Script['rules']>[number];

/** docs/reliability.md promises two seconds. Ten times as much for busy machines; the hanging request takes 5 min. */
const REPORTED_MS = 20_000;

const STEP = {
  ...BY_OIDC,
  region: NORTH,
  'project-id': undefined,
  'target-project-ids': undefined,
  modelarts: 'register',
  hss: 'true',
  'github-token': TOKEN,
  'environment-prefix': 'prod-',
} as const;

interface Phase {
  readonly what: string;
  /** The requests that hang, after so many that do not. */
  readonly match: Rule['match'];
  readonly skip?: number;
  /** What a line of the log holds by then. */
  readonly line: string;
  readonly verdicts: string;
  readonly warnings: number;
}

const hangs = ({ fault }: LogEntry): boolean => fault === 'silence';

test.concurrent.each<Phase>([
  {
    what: 'the ID token',
    match: { service: 'github', path: '/token' },
    line: '::group::sync-tags',
    verdicts: 'cancelled skipped skipped',
    warnings: 0,
  },
  {
    what: 'the exchange of the ID token',
    match: { service: 'sts' },
    line: 'ID token: subject',
    verdicts: 'cancelled skipped skipped',
    warnings: 0,
  },
  {
    what: 'the list of images',
    match: { service: 'modelarts', method: 'GET' },
    line: 'copied',
    verdicts: 'copied cancelled skipped',
    warnings: 0,
  },
  {
    what: 'a registration',
    match: { service: 'modelarts', method: 'POST' },
    line: 'copied',
    verdicts: 'copied cancelled skipped',
    warnings: 0,
  },
  { what: 'HSS', match: { service: 'hss' }, line: 'active', verdicts: 'copied active cancelled', warnings: 0 },
  {
    what: 'the creation of the deployment',
    match: { service: 'github', path: '/deployments' },
    line: 'synchronized',
    verdicts: 'copied active synchronized',
    warnings: 1,
  },
  {
    what: 'the final status of the deployment',
    match: { service: 'github', path: '/statuses' },
    skip: 1,
    line: 'synchronized',
    verdicts: 'copied active synchronized',
    warnings: 1,
  },
])(
  'promote: cancelled while $what hangs, it reports everything within two seconds',
  async ({ match, skip = 0, line: awaited, verdicts, warnings }) => {
    const script: Script = { rules: [{ match, skip, times: 'always', fault: { kind: 'silence' } }] };
    await inCloud({ seed: trustingSeed({ github: { token: TOKEN } }), script }, async ({ emulator, run }) => {
      const { promise: isLogged, resolve: onLogged } = Promise.withResolvers<void>();
      let stoppedAt = Infinity;
      const transcript = await run({
        with: promoteStep('v1', [EAST], STEP),
        env: {
          ...jobOf(emulator),
          ...variablesOf(`${emulator.url}/_/github/api`),
          GITHUB_REPOSITORY: 'octo-org/octo-app',
        },
        async onStart(stop) {
          await Promise.all([isLogged, emulator.requestSeen(hangs)]);
          stoppedAt = Date.now();
          stop('SIGTERM');
        },
        onLine: (line) => {
          if (line.includes(awaited)) onLogged();
        },
      });
      expect(Date.now() - stoppedAt).toBeLessThan(REPORTED_MS);
      expect(
        rowsOf(transcript)
          .map(({ verdict }) => verdict)
          .join(' '),
      ).toBe(verdicts);
      expect(transcript.warnings).toHaveLength(warnings);
    });
  },
);
