/** Tags that somebody else changes between the comparison and the request that was to replace them. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import type { Script } from '../../emulator/script.ts';
import type { Seed } from '../../emulator/seed.ts';
import { createVirtualCloud, EAST, NORTH, PROJECTS, seedOf } from '../support/scenario-cloud.ts';
import { changesOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { syncStep, team } from '../support/scenario-sync.ts';

const [NEW, OLD, FOREIGN] = [digestOf('new'), digestOf('old'), digestOf('foreign')];
const THROTTLED: Fault = { kind: 'throttle', preset: 'APIGW.0308', retryAfterSeconds: 30 };
const RETAG = { operation: 'retag', 'target-regions': undefined, 'target-project-ids': undefined };

interface Story {
  readonly seed: Seed['regions'];
  /** Faults, each of one request. */
  readonly faults?: NonNullable<Script['rules']>;
  readonly with: Readonly<Record<string, string | undefined>>;
  /** Whether the step is a dry run first, whose plan is applied. */
  readonly isPlanned?: boolean;
  /** The first line of the log at which the tag of the region gets the foreign digest. */
  readonly at: RegExp;
  readonly region?: typeof EAST | typeof NORTH;
  readonly tag?: string;
  readonly digest?: string;
}

/** Runs the step, and changes the tag in the middle of it. */
async function run({ at, region = EAST, tag = 'v1', digest = FOREIGN, ...story }: Story) {
  const cloud = createVirtualCloud({ seed: seedOf(story.seed) });
  let step = story.with;
  if (story.isPlanned === true) {
    const { plan } = (await cloud.run({ with: { ...step, 'dry-run': 'true' } })).outputs;
    const projects = { 'project-id': PROJECTS[NORTH], 'target-project-ids': step['target-project-ids'] };
    step = { operation: 'apply', plan, region: undefined, ...projects };
  }
  cloud.emulator.setScript({ rules: (story.faults ?? []).map((rule) => ({ times: 1, ...rule })) });
  let isChanged = false;
  const ended = await cloud.run({
    with: step,
    onLine(line) {
      if (isChanged || !at.test(line)) return;
      isChanged = true;
      cloud.emulator.push({ region, organization: 'team', repository: 'app/api', tag, digest });
    },
  });
  expect(isChanged).toBe(true);
  const sent = changesOf(cloud.emulator.requests());
  return { ended, sent, shown: tagsOf(cloud.emulator.state(), region, 'team', 'app/api') };
}

describe('a target that changes is not replaced, and is moved', () => {
  test.concurrent.each(['false', 'true'])('while the name is given in the source; planned: %s', async (isPlanned) => {
    const { ended, sent, shown } = await run({
      seed: { [NORTH]: team({ s: NEW }), [EAST]: team({ v1: OLD }) },
      with: syncStep('s => v1', [EAST], { override: 'true' }),
      isPlanned: isPlanned === 'true',
      at: /v1 in cn-north-4: requested/,
    });
    expect(verdictsOf(ended)).toEqual([`v1 → ${NORTH}: tagged`, `v1 → ${EAST}: moved`]);
    expect(rowsOf(ended)[1]).toMatchObject({ code: 'tag-moved', previousDigest: OLD });
    expect(rowsOf(ended)[1]?.message).toContain(`showed ${OLD} when it was compared, and shows ${FOREIGN} now`);
    expect(sent.map(({ region }) => region)).toEqual([NORTH]);
    expect(shown).toEqual({ v1: FOREIGN });
  });

  test.concurrent('while its request is throttled; the others of the batch are replaced', async () => {
    const { ended, sent, shown } = await run({
      seed: { [NORTH]: team({ v1: NEW, v2: NEW }), [EAST]: team({ v1: OLD, v2: OLD }) },
      with: syncStep('v1, v2', [EAST], { override: 'true' }),
      faults: [{ match: { path: 'sync_images' }, fault: THROTTLED }],
      at: /Trying again in/,
    });
    expect(verdictsOf(ended)).toEqual([`v1 → ${EAST}: moved`, `v2 → ${EAST}: overwritten`]);
    expect(sent.map(({ body }) => body)).toEqual([
      expect.objectContaining({ imageTag: ['v1', 'v2'], override: true }),
      expect.objectContaining({ imageTag: ['v2'], override: true }),
    ]);
    expect(shown).toEqual({ v1: FOREIGN, v2: NEW });
  });

  test.concurrent('while its version is proved, for a moving tag', async () => {
    const older = digestOf('v1.2.0');
    const { ended, shown } = await run({
      seed: {
        [NORTH]: { ...team({ 'v1.4.0': NEW, latest: NEW }), syncSeconds: 0 },
        [EAST]: team({ 'v1.2.0': older, 'v1.3.0': OLD, latest: OLD }),
      },
      with: syncStep('v1.4.0, latest', [EAST], { 'moving-tags': 'latest' }),
      isPlanned: true,
      at: /v1\.4\.0 → cn-east-3: submitted/,
      tag: 'latest',
      digest: older,
    });
    expect(verdictsOf(ended)).toEqual([`v1.4.0 → ${EAST}: copied`, `latest → ${EAST}: moved`]);
    expect(shown).toMatchObject({ latest: older });
  });

  test.concurrent.each(['retag', 'the new name of a copy'])('while the request of %s is throttled', async (what) => {
    const { ended, sent, shown } = await run({
      seed: { [NORTH]: team({ s: NEW, v1: OLD }), [EAST]: team({}) },
      with: syncStep('s => v1', [EAST], { override: 'true', ...(what === 'retag' ? RETAG : {}) }),
      faults: [{ match: { method: 'POST', path: '/tags' }, fault: THROTTLED }],
      at: /Trying again in/,
      region: NORTH,
    });
    expect(rowsOf(ended)[0]).toMatchObject({ verdict: 'moved', code: 'tag-moved', previousDigest: OLD });
    expect(sent).toHaveLength(1);
    expect(shown).toEqual({ s: NEW, v1: FOREIGN });
  });
});

describe('a target that changes to the digest of the copy', () => {
  test.concurrent('is unchanged', async () => {
    const { ended, sent } = await run({
      seed: { [NORTH]: team({ v1: NEW }), [EAST]: team({ v1: OLD }) },
      with: syncStep('v1', [EAST], { override: 'true', backup: 'true' }),
      faults: [{ match: { path: 'sync_images' }, fault: THROTTLED }],
      at: /Trying again in/,
      digest: NEW,
    });
    expect(verdictsOf(ended)).toEqual([`v1 → ${EAST}: unchanged`]);
    expect(rowsOf(ended)[0]).not.toHaveProperty('backup');
    expect(rowsOf(ended)[0]).not.toHaveProperty('previousDigest');
    expect(sent.filter(({ path }) => path.endsWith('sync_images'))).toHaveLength(1);
  });
});

test.concurrent('rollback: a tag that changes while its request is throttled is moved', async () => {
  const cloud = createVirtualCloud({ seed: seedOf({ [NORTH]: team({ v1: NEW }), [EAST]: team({ v1: OLD }) }) });
  const { reportText } = await cloud.run({ with: syncStep('v1', [EAST], { override: 'true', backup: 'true' }) });
  cloud.emulator.setScript({ rules: [{ match: { method: 'POST', path: '/tags' }, times: 1, fault: THROTTLED }] });
  const place = { region: EAST, organization: 'team', repository: 'app/api', tag: 'v1' };
  const back = await cloud.run({
    with: { operation: 'rollback', namespace: 'team', repository: 'app/api', report: reportText },
    onLine(line) {
      if (line.includes('Trying again in')) cloud.emulator.push({ ...place, digest: FOREIGN });
    },
  });
  expect(verdictsOf(back)).toEqual([`v1 → ${EAST}: moved`]);
  expect(tagsOf(cloud.emulator.state(), EAST, 'team', 'app/api')).toMatchObject({ v1: FOREIGN });
});
