/** The time limits of deployments: real sockets, and a clock that the tests put forward. */
import { describe, expect, test } from '@jest/globals';
import type { LogEntry } from '../../emulator/request-log.ts';
import { type EmulatedGitHub, FACTS, type GitHubSettings, onGitHub } from '../support/emulated-github.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

const CREATE = { service: 'github', method: 'POST', path: '/repos/owner/app/deployments' } as const;
const SUCCESS = { service: 'github', path: '/statuses', body: 'success' } as const;
const FAILURE = { service: 'github', path: '/statuses', body: 'failure' } as const;
const silence = { kind: 'silence' } as const;
const fault500 = { kind: 'status', status: 500 } as const;
const END = { good: true, description: 'There' } as const;

const isCreation = ({ path }: LogEntry): boolean => path.endsWith('/deployments');
const hasState =
  (state: 'success' | 'failure') =>
  ({ body }: LogEntry): boolean =>
    JSON.stringify(body).includes(`"${state}"`);

type Timed = EmulatedGitHub & { readonly clock: ManualClock };

function onTimedGitHub(rules: GitHubSettings['rules'] = [], use: (github: Timed) => Promise<void>): Promise<void> {
  const clock = createManualClock();
  return onGitHub({ rules, clock }, (github) => use({ ...github, clock }));
}

/** Lets everything go on that waits neither for the clock nor for a reply. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when so many timers are set. */
async function timersSet(clock: ManualClock, count: number): Promise<void> {
  while (clock.pending() < count) await new Promise((resolve) => setImmediate(resolve));
}

/** Expects that the attempt is given up `ms` from now, and not a millisecond earlier. */
async function expectGivenUp({ clock, warnings }: Timed, ms: number, work: Promise<unknown>): Promise<void> {
  clock.advance(ms - 1);
  await turns();
  expect(warnings).toEqual([]);
  clock.advance(1);
  await work;
  expect(warnings).toHaveLength(1);
  expect(clock.pending()).toBe(0);
}

describe('when GitHub does not reply', () => {
  test('the creation of a deployment is given up after 10 s', () =>
    onTimedGitHub([{ match: CREATE, fault: silence }], async (github) => {
      const opening = github.deployments.open(FACTS);
      await github.emulator.requestSeen(isCreation);
      await expectGivenUp(github, 10_000, opening);
      expect(github.warnings[0]).toMatch(
        /^No deployment .*: no complete reply from [\d.:]+ within 10 s\. It may have been done all the same\.$/,
      );
    }));

  test.each([
    ['without a reply', silence],
    ['whose reply stalls', { kind: 'stall', bytes: 10, status: 500 }],
  ] as const)('a final status %s is given up after 10 s', (_, fault) =>
    onTimedGitHub([{ match: SUCCESS, times: 'always', fault }], async (github) => {
      const open = await github.deployments.open(FACTS);
      const closing = open?.close(END) ?? Promise.reject(new Error('no deployment'));
      await github.emulator.requestSeen(hasState('success'));
      await expectGivenUp(github, 10_000, closing);
      expect(github.warnings[0]).toMatch(
        /^The deployment .* the status success on GitHub: no complete reply from [\d.:]+ within 10 s\. /,
      );
    }),
  );

  test('the second attempt at a status shares the 10 s of the first', () => {
    const rules = [
      { match: SUCCESS, fault: fault500 },
      { match: SUCCESS, fault: silence },
    ];
    return onTimedGitHub(rules, async (github) => {
      const { clock, emulator } = github;
      const open = await github.deployments.open(FACTS);
      const closing = open?.close(END) ?? Promise.reject(new Error('no deployment'));
      await emulator.requestSeen(hasState('success'));
      clock.advance(3000);
      // The limit, and the pause before the second attempt.
      await timersSet(clock, 2);
      clock.advance(500);
      await emulator.requestSeen(hasState('success'), 2);
      await expectGivenUp(github, 6500, closing);
    });
  });
});

describe('when the job is stopped', () => {
  test('the deployment still gets its final status', () =>
    onTimedGitHub([], async ({ deployments, warnings, emulator, stop }) => {
      const open = await deployments.open(FACTS);
      stop();
      await open?.close({ good: false, description: 'The job was stopped' });
      expect(warnings).toEqual([]);
      expect(emulator.state().deployments[0]?.statuses.at(-1)).toMatchObject({ state: 'failure' });
    }));

  test.each([
    ['before', 0],
    ['after', 300],
  ])('%s the final status is sent, the status is given up 0.8 s after the stop', (_, afterMs) =>
    onTimedGitHub([{ match: FAILURE, fault: silence }], async (github) => {
      const { clock, stop } = github;
      const open = await github.deployments.open(FACTS);
      if (afterMs === 0) stop();
      const closing = open?.close({ ...END, good: false }) ?? Promise.reject(new Error('no deployment'));
      await github.emulator.requestSeen(hasState('failure'));
      clock.advance(afterMs);
      if (afterMs > 0) stop();
      await expectGivenUp(github, 800, closing);
      expect(github.warnings[0]).toMatch(/ failure on GitHub: no complete reply from [\d.:]+ within 0.8 s\. /);
    }),
  );

  test('a failed status is not sent again after these 0.8 s', () =>
    onTimedGitHub([{ match: FAILURE, times: 'always', fault: fault500 }], async (github) => {
      const { clock, emulator, stop } = github;
      const open = await github.deployments.open(FACTS);
      stop();
      const closing = open?.close({ ...END, good: false }) ?? Promise.reject(new Error('no deployment'));
      await emulator.requestSeen(hasState('failure'));
      clock.advance(700);
      // The two limits, and the pause before a second attempt.
      await timersSet(clock, 3);
      await expectGivenUp(github, 100, closing);
      expect(emulator.requests().filter(hasState('failure'))).toHaveLength(1);
    }));

  test('a deployment that is being created is awaited, and gets its final status', () =>
    onTimedGitHub([{ match: CREATE, fault: { kind: 'delay', ms: 50 } }], async (github) => {
      const { deployments, emulator, warnings, stop } = github;
      const opening = deployments.open(FACTS);
      // The reply is sent later than this resolves, because its timer fires in a later turn.
      await emulator.requestSeen(isCreation);
      stop();
      const open = await opening;
      await open?.close({ ...END, good: false });
      expect(warnings).toEqual([]);
      expect(emulator.state().deployments.map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
        ['failure'],
      ]);
    }));
});
