import { expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import {
  EAST,
  inCloud,
  NORTH,
  PROJECTS,
  runInCloud,
  runInVirtualTime,
  seedOf,
  SOUTH,
  WEST,
} from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, JOBS, LIST, SYNC, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SECONDS = { seconds: expect.any(Number) };

test.concurrent(
  'sync-tags: copies two tags to two regions; a second run reports unchanged and sends nothing',
  async () => {
    const seed = seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2', 'other')), syncSeconds: 0 },
      [EAST]: EMPTY_TEAM,
      [SOUTH]: EMPTY_TEAM,
    });
    await inCloud({ seed }, async ({ emulator, run }) => {
      const step = { with: syncStep('v1, v2', [EAST, SOUTH]) };
      const good = {
        exitCode: 0,
        status: 'succeeded',
        kind: '',
        succeeded: ['v1', 'v2'],
        failed: [],
        ready: [EAST, SOUTH],
      };
      const items = [EAST, SOUTH].flatMap((region) => ['v1', 'v2'].map((subject) => ({ region, subject })));

      const first = await run(step);
      expect(conclusionOf(first)).toEqual(good);
      expect(rowsOf(first)).toEqual(
        items.map(({ region, subject }) => ({
          operation: 'sync-tags',
          region,
          namespace: 'team',
          repository: 'app/api',
          subject,
          tag: subject,
          verdict: 'copied',
          ok: true,
          proved: true,
          digest: digestOf(subject),
          ...SECONDS,
        })),
      );
      const body = { imageTag: ['v1', 'v2'], override: false, remoteNamespace: 'team' };
      const posts = changesOf(emulator.requests());
      expect(callsOf(posts)).toEqual([SYNC, SYNC]);
      expect(posts.map((request) => request.body)).toEqual(
        expect.arrayContaining([
          { ...body, remoteRegionId: EAST },
          { ...body, remoteRegionId: SOUTH },
        ]),
      );

      emulator.clearRequests();
      const second = await run(step);
      expect(conclusionOf(second)).toEqual(good);
      expect(rowsOf(second)).toEqual(rowsOf(first).map((row) => ({ ...row, verdict: 'unchanged', ...SECONDS })));
      expect(callsOf(emulator.requests()).toSorted()).toEqual([LIST(EAST), LIST(NORTH), LIST(SOUTH)]);

      for (const region of [EAST, SOUTH])
        expect(tagsOf(emulator.state(), region, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
    });
  },
);

test.concurrent(
  'sync-tags: reports missing, conflict, unchanged and copied in one run, and sends only the copied tag',
  async () => {
    const { run, requests, state } = await runInCloud({
      seed: seedOf({
        [NORTH]: { ...team(tagged('new', 'same', 'moved')), syncSeconds: 0 },
        [EAST]: team({ same: digestOf('same'), moved: digestOf('older') }),
      }),
      with: syncStep('new\ngone\nsame\nmoved', [EAST]),
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'partial',
      kind: 'gate',
      succeeded: ['new', 'same'],
      failed: ['gone', 'moved'],
      ready: [],
    });
    const common = { operation: 'sync-tags', region: EAST, namespace: 'team', repository: 'app/api', ...SECONDS };
    expect(rowsOf(run)).toEqual([
      { ...common, subject: 'new', tag: 'new', proved: true, verdict: 'copied', ok: true, digest: digestOf('new') },
      {
        ...common,
        subject: 'gone',
        tag: 'gone',
        proved: false,
        verdict: 'missing',
        code: 'tag-missing',
        ok: false,
        message: 'team/app/api in cn-north-4 has no tag gone; it has same, new, moved.',
      },
      {
        ...common,
        subject: 'same',
        tag: 'same',
        proved: true,
        verdict: 'unchanged',
        ok: true,
        digest: digestOf('same'),
      },
      {
        ...common,
        subject: 'moved',
        tag: 'moved',
        proved: false,
        verdict: 'conflict',
        code: 'target-differs',
        ok: false,
        digest: digestOf('moved'),
        previousDigest: digestOf('older'),
        message: expect.stringContaining('set override to true to replace it'),
      },
    ]);
    expect(changesOf(requests).map(({ body }) => body)).toEqual([
      { imageTag: ['new'], override: false, remoteNamespace: 'team', remoteRegionId: EAST },
    ]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual({ ...tagged('new', 'same'), moved: digestOf('older') });
    expect(run.errors).toEqual([
      'team/app/api in cn-north-4 has no tag gone; it has same, new, moved.',
      expect.stringContaining('The target has another digest'),
    ]);
    expect(run.lines).toContain('cn-east-3: 1 to copy, 1 unchanged, 1 conflict, 1 missing.');
    // The failures once more, outside of any group.
    const [end, failures] = ['::endgroup::', '✗ gone → cn-east-3: missing (tag-missing): '].map((start) =>
      run.lines.findLastIndex((line) => line.startsWith(start)),
    );
    expect(failures).toBeGreaterThan(end ?? Infinity);
    // The failures come first in the summary.
    const rows = run.summary.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.slice(1).map((row) => /^\| (\w+)(?:<br>.*)? \| (\S+ \w+)/.exec(row)?.slice(1))).toEqual([
      ['gone', '❌ missing'],
      ['moved', '❌ conflict'],
      ['new', '✅ copied'],
      ['same', '✅ unchanged'],
    ]);
  },
);

test.concurrent('sync-tags: override replaces a tag that differs, and the result has its previous digest', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf({
      [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0 },
      [EAST]: team({ v1: digestOf('older'), v2: digestOf('v2') }),
    }),
    with: syncStep('v1,v2', [EAST], { override: 'TRUE' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded' });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      subject: 'v1',
      verdict: 'overwritten',
      digest: digestOf('v1'),
      previousDigest: digestOf('older'),
    }),
    expect.objectContaining({ subject: 'v2', verdict: 'unchanged', digest: digestOf('v2') }),
  ]);
  expect(changesOf(requests).map(({ body }) => body)).toEqual([
    { imageTag: ['v1'], override: true, remoteNamespace: 'team', remoteRegionId: EAST },
  ]);
  expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1', 'v2'));
  expect(run.summary).toContain(`# instead of ${digestOf('older')}`);
});

test.concurrent('sync-tags: sends 120 tags in batches of at most 50 per region', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `v${index}`);
  const { run, requests, state } = await runInCloud({
    seed: seedOf({
      [NORTH]: { ...team(tagged(...names)), syncSeconds: 0 },
      [EAST]: EMPTY_TEAM,
      [SOUTH]: EMPTY_TEAM,
      [WEST]: EMPTY_TEAM,
    }),
    with: syncStep(names.join(','), [EAST, SOUTH, WEST]),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 0, succeeded: names, failed: [], ready: [EAST, SOUTH, WEST] });
  for (const region of [EAST, SOUTH, WEST]) {
    const batches = changesOf(requests)
      .map(({ body }) => syncBodyOf(body))
      .filter((body) => body.remoteRegionId === region)
      .map((body) => body.imageTag);
    expect(batches.map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(batches.flat()).toEqual(names);
    expect(tagsOf(state, region, 'team', 'app/api')).toEqual(tagged(...names));
  }
});

test.concurrent('sync-tags: copies to another organization', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf({
      [NORTH]: { organizations: { team: { 'app/api/server': tagged('v1') } }, syncSeconds: 0 },
      [EAST]: { organizations: { release: {} } },
    }),
    with: syncStep('v1', [EAST], { repository: 'app/api/server', 'target-namespace': 'release' }),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(callsOf(changesOf(requests))).toEqual([SYNC.replace('app$api', 'app$api$server')]);
  expect(tagsOf(state, EAST, 'release', 'app/api/server')).toEqual(tagged('v1'));
});

test.concurrent('sync-tags: with wait false it never reads the target and reports accepted', async () => {
  const { run, requests } = await runInVirtualTime({
    seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
    // A request to the target would fail.
    script: { rules: [{ match: { region: EAST }, times: 'always', fault: { kind: 'status', status: 403 } }] },
    with: syncStep('v1,gone', [EAST], { wait: 'False' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'partial', succeeded: ['v1'], failed: ['gone'] });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({ subject: 'v1', verdict: 'accepted', ok: true, digest: digestOf('v1') }),
    expect.objectContaining({ subject: 'gone', verdict: 'missing', ok: false }),
  ]);
  expect(new Set(callsOf(requests))).toEqual(new Set([LIST(NORTH), `${LIST(NORTH)}/gone`, SYNC]));
  expect(changesOf(requests).map(({ body }) => syncBodyOf(body).imageTag)).toEqual([['v1']]);
});

test.concurrent('sync-tags: a dry run reports what would happen and changes nothing', async () => {
  const seed = seedOf({
    [NORTH]: team(tagged('new', 'same', 'moved')),
    [EAST]: team({ same: digestOf('same'), moved: digestOf('older') }),
  });
  await inCloud({ seed }, async ({ emulator, run }) => {
    const dry = { 'dry-run': 'true', timeout: '0' };
    const [keeping, overriding] = await Promise.all([
      run({ with: syncStep('new,same,moved,gone', [EAST], dry) }),
      run({ with: syncStep('new,same,moved', [EAST], { ...dry, override: 'true' }) }),
    ]);
    expect(verdictsOf(keeping)).toEqual([
      `new → ${EAST}: planned`,
      `same → ${EAST}: unchanged`,
      `moved → ${EAST}: conflict`,
      `gone → ${EAST}: missing`,
    ]);
    expect(conclusionOf(keeping)).toMatchObject({ exitCode: 1, status: 'partial', kind: 'gate' });
    expect(conclusionOf(overriding)).toMatchObject({ exitCode: 0, status: 'succeeded' });
    expect(rowsOf(overriding)).toEqual([
      expect.objectContaining({
        subject: 'new',
        tag: 'new',
        proved: false,
        verdict: 'planned',
        digest: digestOf('new'),
      }),
      expect.objectContaining({ subject: 'same', tag: 'same', proved: true, verdict: 'unchanged' }),
      expect.objectContaining({ subject: 'moved', verdict: 'planned', previousDigest: digestOf('older') }),
    ]);
    // The tag that is missing is looked for once more.
    expect(callsOf(emulator.requests()).toSorted()).toEqual([
      LIST(EAST),
      LIST(EAST),
      LIST(NORTH),
      LIST(NORTH),
      LIST(NORTH),
      `${LIST(NORTH)}/gone`,
    ]);
    expect(tagsOf(emulator.state(), EAST, 'team', 'app/api')).toEqual({
      same: digestOf('same'),
      moved: digestOf('older'),
    });
  });
});

test.concurrent(
  'sync-tags: reports missing when the source has no such repository, for every shape of the error',
  async () => {
    const shapes = [
      { swrErrorShape: 'array' },
      { swrErrorShape: 'errors', swrNotFound: '400' },
      { swrErrorShape: 'object' },
    ] as const;
    const results = await Promise.all(
      shapes.map((shape) =>
        runInCloud({
          seed: seedOf({ [NORTH]: { ...EMPTY_TEAM, ...shape }, [EAST]: EMPTY_TEAM }),
          with: syncStep('v1', [EAST], { timeout: '0' }),
        }),
      ),
    );
    for (const { run, requests } of results) {
      expect(conclusionOf(run)).toEqual({
        exitCode: 1,
        status: 'failed',
        kind: 'gate',
        succeeded: [],
        failed: ['v1'],
        ready: [],
      });
      expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: missing`]);
      // A 400 may be about the size of the page, so smaller ones are asked for.
      expect(new Set(callsOf(requests))).toEqual(new Set([LIST(NORTH), `${LIST(NORTH)}/v1`]));
      expect(requests.length).toBeLessThanOrEqual(6);
    }
  },
);

test.concurrent(
  'sync-tags: reports refused, with error code and request id, for a region that SWR cannot copy to',
  async () => {
    const { run, requests } = await runInCloud({
      seed: seedOf({ [NORTH]: team(tagged('v1')) }),
      with: syncStep('v1', [EAST], { wait: 'false' }),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({
        verdict: 'refused',
        message: expect.stringMatching(/HTTP 500 SVCSTG\.SWR\.5001101 Unknown region .*\(request id [0-9a-f]{32}\)/),
      }),
    ]);
    expect(callsOf(requests)).toEqual([LIST(NORTH), SYNC]);
  },
);

test.concurrent('sync-tags: a region that is unavailable does not delay the other', async () => {
  const { run, requests, state, script } = await runInVirtualTime({
    seed: seedOf({
      [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 },
      [EAST]: EMPTY_TEAM,
      [SOUTH]: EMPTY_TEAM,
    }),
    script: { rules: [{ match: { region: EAST }, times: 'always', fault: { kind: 'status', status: 503 } }] },
    with: syncStep('v1', [EAST, SOUTH], { timeout: '5s' }),
  });
  expect(script.rules[0]?.hits).toBeGreaterThan(1);
  expect(conclusionOf(run)).toEqual({
    exitCode: 1,
    status: 'partial',
    kind: 'unavailable',
    succeeded: [],
    failed: ['v1'],
    ready: [SOUTH],
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: unavailable`, `v1 → ${SOUTH}: copied`]);
  expect(changesOf(requests).map(({ body }) => body)).toEqual([
    { imageTag: ['v1'], override: false, remoteNamespace: 'team', remoteRegionId: SOUTH },
  ]);
  expect(tagsOf(state, SOUTH, 'team', 'app/api')).toEqual(tagged('v1'));
});

test.concurrent('sync-tags: reads a repository that has more tags than one page', async () => {
  const names = Array.from({ length: 1500 }, (_, index) => `t${index}`);
  const { run, requests } = await runInCloud({
    seed: seedOf({ [NORTH]: team(tagged('needle', ...names)), [EAST]: team(tagged('needle', ...names)) }),
    // Whatever the order of the list, one of the tags is on the second page.
    with: syncStep('t0,t1499,needle,absent', [EAST]),
  });
  expect(verdictsOf(run)).toEqual([
    `t0 → ${EAST}: unchanged`,
    `t1499 → ${EAST}: unchanged`,
    `needle → ${EAST}: unchanged`,
    `absent → ${EAST}: missing`,
  ]);
  expect(callsOf(requests).slice(0, 2)).toEqual([LIST(NORTH), LIST(NORTH)]);
  expect(changesOf(requests)).toEqual([]);
});

test.concurrent('sync-tags: sends each region its own project id', async () => {
  const { run } = await runInCloud({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM }),
    with: syncStep('v1', [EAST], { 'target-project-ids': `${EAST}=${PROJECTS[NORTH]}` }),
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: refused`]);
  expect(rowsOf(run)[0]?.message).toContain('APIGW.0310');
});

test.concurrent('sync-tags: reads the job list before it sends anything', async () => {
  const { requests } = await runInCloud({
    seed: seedOf({ [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM }),
    with: syncStep('v1', [EAST]),
  });
  expect(callsOf(requests).slice(0, 4)).toEqual([LIST(NORTH), LIST(EAST), JOBS, SYNC]);
});
