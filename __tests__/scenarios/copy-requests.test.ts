/** What copies cost in requests: with new names, and as an applied plan. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { LogEntry } from '../../emulator/request-log.ts';
import { createVirtualCloud, EAST, NORTH, runInVirtualTime, seedOf, SOUTH } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, verdictsOf } from '../support/scenario-facts.ts';
import { applyStep, LIST, syncBodyOf, syncStep, TAG, team } from '../support/scenario-sync.ts';

const [NEW, OLD, OTHER] = [digestOf('new'), digestOf('old'), digestOf('other')];

/** How often each request was sent. */
function costOf(requests: readonly LogEntry[]): Readonly<Record<string, number>> {
  const calls = Map.groupBy(callsOf(requests), (call) => call);
  return Object.fromEntries([...calls].map(([call, { length }]) => [call, length]));
}

describe('a new name beside tags that have none', () => {
  const source = team({ s: NEW, t: OTHER });

  test.concurrent('costs one request and one list in the source, and nothing in the target', async () => {
    const seed = seedOf({ [NORTH]: source, [EAST]: team({}) });
    const plain = costOf((await runInVirtualTime({ seed, with: syncStep('s, t', [EAST]) })).requests);
    const { run, requests } = await runInVirtualTime({ seed, with: syncStep('s => n, t', [EAST]) });
    expect(costOf(requests)).toEqual({ ...plain, [TAG]: 1, [LIST(NORTH)]: (plain[LIST(NORTH)] ?? 0) + 1 });
    const sent = requests.filter(({ path }) => path.endsWith('/sync_images'));
    expect(sent.map(({ body }) => syncBodyOf(body).imageTag)).toEqual([['n', 't']]);
    expect(run.lines.filter((line) => line.startsWith(`${EAST}: `))).toEqual([`${EAST}: 2 to copy.`]);
  });

  test.concurrent('costs nothing where all is there', async () => {
    const { requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: source, [EAST]: team({ n: NEW, t: OTHER }) }),
      with: syncStep('s => n, t', [EAST]),
    });
    expect(callsOf(requests)).toEqual([LIST(NORTH), LIST(EAST)]);
  });

  test.concurrent('that takes long is sent later, and holds up no others', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: { ...source, syncSeconds: 60 }, [EAST]: team({}) }),
      script: {
        rules: [
          {
            match: { region: NORTH, method: 'GET', path: '/tags' },
            skip: 1,
            times: 6,
            fault: {
              kind: 'status',
              status: 200,
              body: [{ Tag: 's', digest: NEW }],
              headers: { 'content-range': '0-1/1' },
            },
          },
        ],
      },
      with: syncStep('s => n, t', [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`n → ${NORTH}: tagged`, `n → ${EAST}: copied`, `t → ${EAST}: copied`]);
    const sent = requests.filter(({ path }) => path.endsWith('/sync_images'));
    expect(sent.map(({ body }) => syncBodyOf(body).imageTag)).toEqual([['t'], ['n']]);
  });
});

describe('an applied plan', () => {
  test.concurrent.each<[string, Parameters<typeof syncStep>, Readonly<Record<string, string>>]>([
    ['tags', ['v1.4.0', [EAST, SOUTH]], {}],
    ['tags that replace', ['v1.4.0', [EAST, SOUTH], { override: 'true', backup: 'true' }], { 'v1.4.0': OLD }],
    ['new names', ['v1.4.0 => n, t', [EAST, SOUTH]], {}],
    [
      'moving tags',
      ['v1.4.0, v1.4.0 => latest', [EAST, SOUTH], { 'moving-tags': 'latest' }],
      { 'v1.3.0': OLD, latest: OLD },
    ],
  ])('of %s costs no more than the same run without a plan', async (_, [tags, regions, more = {}], inTargets) => {
    const [source, target] = [team({ 'v1.4.0': NEW, t: OTHER }), team(inTargets)];
    const seed = seedOf({ [NORTH]: source, [EAST]: target, [SOUTH]: target });
    const plain = await runInVirtualTime({ seed, with: syncStep(tags, regions, more) });
    const cloud = createVirtualCloud({ seed });
    const dryRun = await cloud.run({ with: syncStep(tags, regions, { ...more, 'dry-run': 'true' }) });
    cloud.emulator.clearRequests();
    const applied = await cloud.run({ with: applyStep(dryRun.outputs['plan'], regions) });
    expect(verdictsOf(applied)).toEqual(verdictsOf(plain.run));
    expect(costOf(cloud.emulator.requests())).toEqual(costOf(plain.requests));
  });

  test.concurrent('again is unchanged without the source, new names and moving tags included', async () => {
    const cloud = createVirtualCloud({
      seed: seedOf({ [NORTH]: team({ 'v1.4.0': NEW }), [EAST]: team({ 'v1.3.0': OLD, latest: OLD }) }),
    });
    const step = syncStep('v1.4.0, v1.4.0 => latest', [EAST], { 'moving-tags': 'latest', 'dry-run': 'true' });
    const { plan } = (await cloud.run({ with: step })).outputs;
    const apply = applyStep(plan, [EAST]);
    await cloud.run({ with: apply });
    const fault = { kind: 'status' as const, status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4030000' }] } };
    cloud.emulator.setScript({ rules: [{ match: { region: NORTH, service: 'swr-api' }, times: 'always', fault }] });
    cloud.emulator.clearRequests();
    const again = await cloud.run({ with: apply });
    expect(verdictsOf(again)).toEqual([`v1.4.0 → ${EAST}: unchanged`, `latest → ${EAST}: unchanged`]);
    expect(callsOf(cloud.emulator.requests())).toEqual([LIST(EAST)]);
    expect(changesOf(cloud.emulator.requests())).toEqual([]);
  });
});
