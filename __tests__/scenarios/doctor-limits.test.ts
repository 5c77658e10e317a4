/** How long `doctor` takes where something hangs, and what it says then. In virtual time. */
import { expect, test } from '@jest/globals';
import type { Script } from '../../emulator/script.ts';
import { createVirtualCloud, EAST, NORTH, runInCloud, seedOf, SOUTH, WEST } from '../support/scenario-cloud.ts';
import { conclusionOf } from '../support/scenario-facts.ts';
import { doctorStep, healthySeed, marksOf, saidOf, troublesOf } from '../support/scenario-doctor.ts';
import { EMPTY_TEAM, tagged, team } from '../support/scenario-sync.ts';

const silence = (match: NonNullable<Script['rules']>[number]['match']): Script => ({
  rules: [{ match, fault: { kind: 'silence' }, times: 'always' }],
});

const seed = seedOf({
  [NORTH]: { ...team(tagged('v1')), syncRegions: [EAST, SOUTH, WEST] },
  [EAST]: EMPTY_TEAM,
  [SOUTH]: EMPTY_TEAM,
  [WEST]: EMPTY_TEAM,
});

/** The marks, and how many seconds of virtual time the run took. */
async function timed(script: Script, more: Readonly<Record<string, string>> = {}) {
  const cloud = createVirtualCloud({ seed, script });
  const run = await cloud.run({
    with: doctorStep({ tags: 'v1', 'target-regions': `${EAST}, ${SOUTH}, ${WEST}`, ...more }),
  });
  const { startedAt, finishedAt } = run.report;
  return { run, seconds: (Date.parse(String(finishedAt)) - Date.parse(String(startedAt))) / 1000 };
}

test.concurrent('a region that hangs delays the others by nothing and the end by seconds', async () => {
  const { run, seconds } = await timed(silence({ region: EAST }));
  expect(troublesOf(run)).toEqual([
    `✗ ${EAST} network`,
    `✗ ${EAST} network`,
    `✗ ${EAST} network`,
    ...['organization', 'repository', 'tags', 'quotas', 'ModelArts', 'HSS images', 'HSS tasks'].map(
      (name) => `? ${EAST} ${name}`,
    ),
  ]);
  expect(saidOf(run, EAST, 'network')).toMatch(/no complete reply from .* within 10 s\.$/);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'unavailable' });
  expect(seconds).toBeLessThan(15);
});

test.concurrent.each([{}, { concurrency: '1' }])(
  'a cloud that hangs as a whole is told within a minute: %j',
  async (more) => {
    const { run, seconds } = await timed(silence({}), more);
    expect(marksOf(run).filter((mark) => mark.startsWith('✓'))).toEqual(['✓ runner proxy']);
    expect(marksOf(run)[2]).toBe('? runner sign-in');
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed' });
    expect(seconds).toBeLessThan(60);
  },
);

test.concurrent('a list that hangs hides no other check', async () => {
  const { run, seconds } = await timed(silence({ region: EAST, path: '/tags' }));
  expect(troublesOf(run)).toEqual([`✗ ${EAST} repository`, `? ${EAST} tags`]);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'unavailable' });
  expect(seconds).toBeLessThan(60);
});

test.concurrent('a service that answers with errors for as long as it is asked', async () => {
  const { run, seconds } = await timed({
    rules: [{ match: { service: 'hss', path: '/image' }, fault: { kind: 'status', status: 503 }, times: 'always' }],
  });
  expect(new Set(troublesOf(run))).toEqual(
    new Set([EAST, SOUTH, WEST].flatMap((region) => [`✗ ${region} HSS images`, `✗ ${region} HSS tasks`])),
  );
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  expect(seconds).toBeLessThan(60);
});

test.concurrent('no more requests are in flight than concurrency allows', async () => {
  const cloud = createVirtualCloud({ seed });
  const run = await cloud.run({
    with: doctorStep({ tags: 'v1', 'target-regions': `${EAST}, ${SOUTH}, ${WEST}`, concurrency: '2' }),
  });
  expect(troublesOf(run)).toEqual([]);
  expect(Math.max(...cloud.emulator.requests().map(({ inFlight }) => inFlight))).toBe(2);
});

test.concurrent('a job that is cancelled says what was found out before', async () => {
  const cloud = createVirtualCloud({ seed, script: silence({ region: EAST }) });
  const run = await cloud.run({ with: doctorStep({ tags: 'v1', 'target-regions': EAST }), stopAtMs: 5000 });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'cancelled', kind: 'cancelled' });
  expect(marksOf(run)).toContain(`✓ ${NORTH} tags`);
  expect(marksOf(run)).toContain(`? ${EAST} network`);
  expect(saidOf(run, EAST, 'network')).toContain('cancelled');
});

test.concurrent.each([
  [{ wait: 'false' }, '`wait` must be true with doctor, which reads the targets, but is'],
  [{ 'target-regions': NORTH }, '`target-regions` must not hold the source region'],
  [{ namespace: undefined }, '`namespace` is required with repository'],
  [{ repository: undefined, tags: 'v1' }, '`repository` is required with tags'],
  [{ namespace: 'Team' }, '`namespace` must be an organization'],
])('inputs that cannot be meant are an error: %j', async (given, says) => {
  const { run, requests } = await runInCloud({ seed: healthySeed(), with: doctorStep(given) });
  expect(run.errors).toEqual([expect.stringContaining(says)]);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'input' });
  expect(requests).toEqual([]);
});
