import { describe, expect, test } from '@jest/globals';
import { FACTS, onGitHub } from '../support/github-world.ts';

const CREATE = { service: 'github', method: 'POST', path: '/repos/owner/app/deployments' } as const;
const SUCCESS = { service: 'github', path: '/statuses', body: 'success' } as const;
const FAILURE = { service: 'github', path: '/statuses', body: 'failure' } as const;
const silence = { kind: 'silence' } as const;
const END = { good: true, description: 'There' } as const;

async function lasting(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

describe('a silent GitHub holds up nothing', () => {
  test.concurrent('for longer than ten seconds when a deployment is made', () =>
    onGitHub({ rules: [{ match: CREATE, fault: silence }] }, async ({ deployments, warnings }) => {
      const lasted = await lasting(deployments.open(FACTS));
      expect(lasted).toBeGreaterThan(9_500);
      expect(lasted).toBeLessThan(12_000);
      expect(warnings).toEqual([
        expect.stringMatching(
          /^No deployment .*: no complete reply from [\d.:]+ within 10 s\. It may have been done all the same\.$/,
        ),
      ]);
    }),
  );

  test.concurrent.each([
    ['says nothing', silence],
    ['stops in the middle', { kind: 'stall', bytes: 10, status: 500 }],
  ] as const)('nor when it %s about the end of one', async (_, fault) =>
    onGitHub({ rules: [{ match: SUCCESS, times: 'always', fault }] }, async ({ deployments, warnings }) => {
      const open = await deployments.open(FACTS);
      const lasted = await lasting(Promise.resolve(open?.close(END)));
      expect(lasted).toBeGreaterThan(9_500);
      expect(lasted).toBeLessThan(12_000);
      expect(warnings).toEqual([
        expect.stringMatching(
          /^The deployment .* the status success on GitHub: no complete reply from [\d.:]+ within 10 s\. /,
        ),
      ]);
    }),
  );

  test.concurrent('a new status within the same ten seconds', () => {
    const rules = [
      { match: SUCCESS, fault: { kind: 'status', status: 500, delayMs: 3000 } as const },
      { match: SUCCESS, fault: silence },
    ];
    return onGitHub({ rules }, async ({ deployments, warnings }) => {
      const open = await deployments.open(FACTS);
      expect(await lasting(Promise.resolve(open?.close(END)))).toBeLessThan(12_000);
      expect(warnings).toHaveLength(1);
    });
  });
});

describe('a stopped job', () => {
  test.concurrent('still ends its deployment', () =>
    onGitHub({}, async ({ deployments, warnings, emulator, stop }) => {
      const open = await deployments.open(FACTS);
      stop();
      await open?.close({ good: false, description: 'The job was stopped' });
      expect(warnings).toEqual([]);
      expect(emulator.state().deployments[0]?.statuses.at(-1)).toMatchObject({ state: 'failure' });
    }),
  );

  test.concurrent.each([
    ['before', 0],
    ['meanwhile', 300],
  ])('has not quite a second for that, when it is stopped %s', async (_, afterMs) =>
    onGitHub({ rules: [{ match: FAILURE, fault: silence }] }, async ({ deployments, warnings, stop }) => {
      const open = await deployments.open(FACTS);
      if (afterMs === 0) stop();
      else setTimeout(stop, afterMs);
      const lasted = await lasting(Promise.resolve(open?.close({ ...END, good: false })));
      expect(lasted).toBeGreaterThan(700);
      expect(lasted).toBeLessThan(2_000);
      expect(warnings).toEqual([
        expect.stringMatching(/ failure on GitHub: no complete reply from [\d.:]+ within 0.8 s\. /),
      ]);
    }),
  );

  test.concurrent('does not repeat a status for longer than that', () => {
    const rules = [{ match: FAILURE, times: 'always', fault: { kind: 'status', status: 500, delayMs: 700 } } as const];
    return onGitHub({ rules }, async ({ deployments, warnings, stop }) => {
      const open = await deployments.open(FACTS);
      stop();
      expect(await lasting(Promise.resolve(open?.close({ ...END, good: false })))).toBeLessThan(2_000);
      expect(warnings).toHaveLength(1);
    });
  });

  test.concurrent('waits a moment for the deployment that it is making, and ends it', () => {
    const rules = [{ match: CREATE, fault: { kind: 'delay', ms: 500 } } as const];
    return onGitHub({ rules }, async ({ deployments, warnings, emulator, stop }) => {
      const opening = deployments.open(FACTS);
      setTimeout(stop, 200);
      const open = await opening;
      await open?.close({ ...END, good: false });
      expect(warnings).toEqual([]);
      expect(emulator.state().deployments.map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
        ['failure'],
      ]);
    });
  });
});
