/** `moving-tags`: tags that may be replaced by a newer version only, in each target region for itself. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

const [V3, V4, V5] = [digestOf('v1.3.0'), digestOf('v1.4.0'), digestOf('v1.5.0')];
const RELEASE = 'v1.4.0, v1.4.0 => latest';
/** The source of a release: `latest` is still the version before. */
const SOURCE = team({ 'v1.3.0': V3, 'v1.4.0': V4, latest: V3 });

const movingStep = (tags: string, regions: Parameters<typeof syncStep>[1], more = {}) =>
  syncStep(tags, regions, { 'moving-tags': 'latest', ...more });

test.concurrent('each region decides for itself, and the moving tag is sent after its version', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf({
      [NORTH]: SOURCE,
      [EAST]: team({ 'v1.3.0': V3, latest: V3 }),
      [SOUTH]: team({ 'v1.5.0': V5, latest: V5 }),
    }),
    with: movingStep(RELEASE, [EAST, SOUTH]),
  });
  expect(verdictsOf(run)).toEqual([
    `latest → ${NORTH}: overwritten`,
    `v1.4.0 → ${EAST}: copied`,
    `latest → ${EAST}: overwritten`,
    `v1.4.0 → ${SOUTH}: copied`,
    `latest → ${SOUTH}: kept`,
  ]);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, succeeded: ['latest', 'v1.4.0'], ready: [EAST, SOUTH] });
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ 'v1.3.0': V3, 'v1.4.0': V4, latest: V4 });
  expect(tagsOf(state, SOUTH, 'team', 'app/api')).toEqual({ 'v1.4.0': V4, 'v1.5.0': V5, latest: V5 });
  // What was kept is no result of this run.
  expect(JSON.parse(run.outputs['references'] ?? '')).toEqual({
    [EAST]: { 'v1.4.0': expect.stringContaining(V4), latest: expect.stringContaining(V4) },
    [SOUTH]: { 'v1.4.0': expect.stringContaining(V4) },
  });
  const sent = changesOf(requests).filter(({ path }) => path.endsWith('/sync_images'));
  const toEast = sent.map(({ body }) => syncBodyOf(body)).filter(({ remoteRegionId }) => remoteRegionId === EAST);
  expect(toEast).toEqual([
    expect.objectContaining({ imageTag: ['v1.4.0'], override: false }),
    expect.objectContaining({ imageTag: ['latest'], override: true }),
  ]);
});

describe('a moving tag', () => {
  test.concurrent.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string, string]>([
    ['is new in the target', {}, {}, 'copied', ''],
    ['is unchanged where the target has it', { latest: V4, 'v1.4.0': V4 }, {}, 'unchanged', ''],
    ['moves forward', { latest: V3, 'v1.3.0': V3 }, {}, 'overwritten', ''],
    ['is kept where the target is newer', { latest: V5, 'v1.5.0': V5 }, {}, 'kept', 'v1.4.0 is not newer than v1.5.0'],
    ['is kept even with override', { latest: V5, 'v1.5.0': V5 }, { override: 'true' }, 'kept', 'not newer'],
    ['is a conflict without a version there', { latest: V5 }, {}, 'conflict', 'the present digest has no tag'],
    ['is planned in a dry run', { latest: V3, 'v1.3.0': V3 }, { 'dry-run': 'true' }, 'planned', 'Would replace'],
    ['is kept in a dry run', { latest: V5, 'v1.5.0': V5 }, { 'dry-run': 'true' }, 'kept', 'not newer'],
  ])('%s', async (_, target, more, verdict, message) => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ 'v1.4.0': V4, latest: V4 }), [EAST]: team(target) }),
      with: movingStep('v1.4.0, latest', [EAST], more),
    });
    const row = rowsOf(run).find(({ tag }) => tag === 'latest');
    expect([row?.verdict, row?.message ?? '']).toEqual([verdict, expect.stringContaining(message)]);
  });

  test.concurrent('is a conflict without a version in the source', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team({ latest: V4 }), [EAST]: team({ latest: V3, 'v1.3.0': V3 }) }),
      with: movingStep('latest', [EAST]),
    });
    expect([rowsOf(run)[0]?.verdict, changesOf(requests)]).toEqual(['conflict', []]);
    expect(rowsOf(run)[0]?.message).toContain('the new digest has no tag that is a version');
  });

  test.concurrent('is skipped where its version was not proved, and other regions go on', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({
        [NORTH]: SOURCE,
        [EAST]: team({ 'v1.4.0': digestOf('foreign'), 'v1.3.0': V3, latest: V3 }),
        [SOUTH]: team({ 'v1.3.0': V3, latest: V3 }),
      }),
      with: movingStep(RELEASE, [EAST, SOUTH]),
    });
    expect(verdictsOf(run)).toEqual([
      `latest → ${NORTH}: overwritten`,
      `v1.4.0 → ${EAST}: conflict`,
      `latest → ${EAST}: skipped`,
      `v1.4.0 → ${SOUTH}: copied`,
      `latest → ${SOUTH}: overwritten`,
    ]);
  });

  test.concurrent('is not shipped where the source keeps a newer one under its name', async () => {
    const { run, state } = await runInVirtualTime({
      seed: seedOf({
        [NORTH]: team({ 'v1.4.0': V4, 'v1.5.0': V5, latest: V5 }),
        [EAST]: team({ 'v1.3.0': V3, latest: V3 }),
      }),
      with: movingStep(RELEASE, [EAST]),
    });
    expect(verdictsOf(run)).toEqual([
      `latest → ${NORTH}: kept`,
      `v1.4.0 → ${EAST}: copied`,
      `latest → ${EAST}: skipped`,
    ]);
    expect(tagsOf(state, EAST, 'team', 'app/api')?.['latest']).toBe(V3);
  });

  test.concurrent('is decided by a list of several pages', async () => {
    const older = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`old-${index}`, digestOf('old')]));
    const east = { ...team({ 'v1.5.0': V5, ...older, latest: V5 }), tagPageSize: 20 };
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: SOURCE, [EAST]: east }),
      with: movingStep(RELEASE, [EAST]),
    });
    expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['copied', 'kept']);
  });

  test.concurrent('is not moved where the list changes whenever it is read', async () => {
    const older = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`old-${index}`, digestOf('old')]));
    const { run } = await runInVirtualTime({
      seed: seedOf({
        [NORTH]: SOURCE,
        [EAST]: { ...team({ latest: V3, ...older, 'v1.3.0': V3 }), tagPageSize: 20, shiftingTagList: true },
      }),
      with: movingStep(RELEASE, [EAST]),
    });
    const row = rowsOf(run).find(({ tag, region }) => tag === 'latest' && region === EAST);
    expect([row?.verdict, row?.code]).toEqual(['unavailable', 'digest-unreadable']);
  });
});

test.concurrent('retag moves a tag after its version', async () => {
  const { run, requests, state } = await runInVirtualTime({
    seed: seedOf({ [NORTH]: team({ 'sha-1': V4, 'v1.3.0': V3, latest: V3 }) }),
    with: syncStep('sha-1 => v1.4.0, sha-1 => latest', [], {
      operation: 'retag',
      'target-regions': undefined,
      'target-project-ids': undefined,
      'moving-tags': 'latest',
    }),
  });
  expect(verdictsOf(run)).toEqual([`v1.4.0 → ${NORTH}: tagged`, `latest → ${NORTH}: overwritten`]);
  expect(changesOf(requests).map(({ body }) => body)).toEqual([
    { source_tag: 'sha-1', destination_tag: 'v1.4.0', override: false },
    { source_tag: 'sha-1', destination_tag: 'latest', override: true },
  ]);
  expect(tagsOf(state, NORTH, 'team', 'app/api')).toMatchObject({ latest: V4 });
});

test.concurrent.each([
  [{ 'moving-tags': 'latest, v1' }, 'must name targets of tags only'],
  [{ wait: 'false' }, 'must be true with moving-tags'],
])('%j is an input error', async (more, message) => {
  const { run, requests } = await runInCloud({
    seed: seedOf({ [NORTH]: team(tagged('latest')), [EAST]: EMPTY_TEAM }),
    with: movingStep('latest', [EAST], more),
  });
  expect([run.exitCode, callsOf(requests)]).toEqual([1, []]);
  expect(run.stdout).toContain(message);
});
