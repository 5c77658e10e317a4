import { describe, expect, test } from '@jest/globals';
import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import {
  EAST,
  FAR,
  inCloud,
  NORTH,
  runInCloud,
  runInVirtualTime,
  seedOf,
  SOUTH,
  WEST,
} from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf, verdictsOf } from '../support/scenario-facts.ts';
import { image } from '../support/scenario-images.ts';
import { HSS, IMAGES, pathOf, promoteStep, REFRESHING, REGISTER } from '../support/scenario-promote.ts';
import { EMPTY_TEAM, LIST, SYNC, syncBodyOf, tagged, team } from '../support/scenario-sync.ts';

type RegionSeed = Seed['regions'][string];

const SOURCE = { ...team(tagged('v1', 'v2', 'v3')), syncSeconds: 0 } as const;
const QUICK_HSS = { hss: { taskSeconds: 0 } } as const;
const TARGET = { ...EMPTY_TEAM, ...QUICK_HSS } as const;
const WORKSPACE = '0123456789abcdef0123456789abcdef';
const ALL = { modelarts: 'register', hss: 'true' } as const;

const toEast = (east: RegionSeed, north: RegionSeed = SOURCE) => seedOf({ [NORTH]: north, [EAST]: east });

/** `stage subject → region: verdict`. */
const stagesOf = (run: Parameters<typeof rowsOf>[0]): readonly string[] =>
  rowsOf(run).map(({ operation, subject, region, verdict }) => `${operation} ${subject} → ${region}: ${verdict}`);

/** The rows of a stage in a region, in the form of {@link stagesOf}. */
const rows = (region: string, stage: string, verdicts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(verdicts).map(([subject, verdict]) => `${stage} ${subject} → ${region}: ${verdict}`);

const each = (verdict: string) => ({ v1: verdict, v2: verdict, v3: verdict });

test.concurrent(
  'promote: with 3 tags and 4 regions, an unavailable region, a conflict and an image in ERROR stop nothing else',
  async () => {
    const { run, requests, state } = await runInVirtualTime({
      seed: seedOf({
        [NORTH]: SOURCE,
        [EAST]: TARGET,
        [SOUTH]: TARGET,
        [WEST]: { ...team({ v2: digestOf('other bytes') }), ...QUICK_HSS },
        [FAR]: {
          ...TARGET,
          images: [image('v3', { timeline: [{ after: 0, status: 'ERROR', message: 'manifest unknown' }] })],
        },
      }),
      script: { rules: [{ match: { region: SOUTH }, times: 'always', fault: { kind: 'status', status: 503 } }] },
      with: promoteStep('v1,v2,v3', [EAST, SOUTH, WEST, FAR], { ...ALL, timeout: '30s' }),
    });

    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'partial',
      kind: 'unavailable',
      succeeded: [],
      failed: ['v1', 'v2', 'v3'],
      ready: [EAST],
    });
    expect(stagesOf(run)).toEqual([
      ...rows(EAST, 'sync-tags', each('copied')),
      ...rows(EAST, 'register-image', each('active')),
      ...rows(EAST, 'sync-hss', each('synchronized')),
      ...rows(SOUTH, 'sync-tags', each('unavailable')),
      ...rows(SOUTH, 'register-image', each('skipped')),
      ...rows(SOUTH, 'sync-hss', each('skipped')),
      ...rows(WEST, 'sync-tags', { v1: 'copied', v2: 'conflict', v3: 'copied' }),
      ...rows(WEST, 'register-image', { v1: 'active', v2: 'skipped', v3: 'active' }),
      ...rows(WEST, 'sync-hss', { v1: 'synchronized', v2: 'skipped', v3: 'synchronized' }),
      ...rows(FAR, 'sync-tags', each('copied')),
      ...rows(FAR, 'register-image', { v1: 'active', v2: 'active', v3: 'bad-status' }),
      ...rows(FAR, 'sync-hss', { v1: 'synchronized', v2: 'synchronized', v3: 'skipped' }),
    ]);
    expect(rowsOf(run).find(({ verdict }) => verdict === 'bad-status')).toMatchObject({
      status: 'ERROR',
      message: `Image ${uuidOf('v3')}: ModelArts says ERROR: manifest unknown.`,
    });
    expect(rowsOf(run).filter(({ verdict }) => verdict === 'skipped')).toMatchObject([
      { message: 'Not attempted: sync-tags of v1 ended as unavailable.' },
      { message: 'Not attempted: sync-tags of v2 ended as unavailable.' },
      { message: 'Not attempted: sync-tags of v3 ended as unavailable.' },
      { message: 'Not attempted: register-image of v1 ended as skipped.' },
      { message: 'Not attempted: register-image of v2 ended as skipped.' },
      { message: 'Not attempted: register-image of v3 ended as skipped.' },
      { message: 'Not attempted: sync-tags of v2 ended as conflict.' },
      { message: 'Not attempted: register-image of v2 ended as skipped.' },
      { message: 'Not attempted: register-image of v3 ended as bad-status.' },
    ]);

    const sent = changesOf(requests).map((request): string => {
      const call = callsOf([request]).join('');
      if (call === SYNC) {
        const { remoteRegionId, imageTag } = syncBodyOf(request.body);
        return `copy ${imageTag.join()} → ${remoteRegionId}`;
      }
      return request.body instanceof Object && 'swr_path' in request.body
        ? `${call} ${String(request.body.swr_path)}`
        : call;
    });
    expect(sent.toSorted()).toEqual(
      [
        `copy v1,v2,v3 → ${EAST}`,
        `copy v1,v3 → ${WEST}`,
        `copy v1,v2,v3 → ${FAR}`,
        ...['v1', 'v2', 'v3'].map((tag) => `${REGISTER(EAST)} ${pathOf(EAST, tag)}`),
        ...['v1', 'v3'].map((tag) => `${REGISTER(WEST)} ${pathOf(WEST, tag)}`),
        ...['v1', 'v2'].map((tag) => `${REGISTER(FAR)} ${pathOf(FAR, tag)}`),
        REFRESHING(FAR, 'v3'),
        HSS(EAST),
        HSS(WEST),
        HSS(FAR),
      ].toSorted(),
    );
    // The region that is unavailable gets requests for its tags, and no others.
    expect(new Set(callsOf(requests.filter(({ region }) => region === SOUTH)))).toEqual(new Set([LIST(SOUTH)]));
    expect(state.regions[EAST]?.images.map(({ swr_path, status }) => [swr_path, status])).toEqual(
      ['v1', 'v2', 'v3'].map((tag) => [pathOf(EAST, tag), 'ACTIVE']),
    );
    expect(run.report.images).toHaveLength(8);
    expect(run.lines).toContain(`✓ v1 in ModelArts of ${EAST}: active: Image ${state.regions[EAST]?.images[0]?.id}.`);
    expect(run.summary).toContain(`| Tag | ${[EAST, SOUTH, WEST, FAR].join(' | ')} |`);
    expect(run.lines.filter((line) => line.startsWith('::group::'))).toEqual(
      ['Plan', 'sync-tags', 'register-image', 'sync-hss'].map((title) => `::group::${title}`),
    );
  },
);

test.concurrent('promote: registers with the values of the inputs; a second run only refreshes', async () => {
  await inCloud({ seed: toEast(TARGET) }, async ({ emulator, run }) => {
    const given = promoteStep('v1', [EAST], {
      modelarts: 'register',
      'image-arch': 'AARCH64',
      'image-flavors': 'ASCEND, CPU',
      'image-services': 'SSH',
      'image-visibility': 'PUBLIC',
      'image-description': 'Released, with a „quote“.',
      'workspace-id': WORKSPACE,
    });
    const first = await run({ with: given });
    const made = emulator.requests();
    expect(stagesOf(first)).toEqual([`sync-tags v1 → ${EAST}: copied`, `register-image v1 → ${EAST}: active`]);
    expect(conclusionOf(first)).toMatchObject({ exitCode: 0, status: 'succeeded', succeeded: ['v1'], ready: [EAST] });
    expect(changesOf(made).map(({ body }) => body)).toEqual([
      expect.objectContaining({ imageTag: ['v1'] }),
      {
        swr_path: pathOf(EAST, 'v1'),
        arch: 'AARCH64',
        resource_category: ['ASCEND', 'CPU'],
        services: ['SSH'],
        visibility: 'PUBLIC',
        description: 'Released, with a „quote“.',
        workspace_id: WORKSPACE,
        origin: 'CUSTOMIZE',
      },
    ]);
    const listed = made.filter((request) => callsOf([request])[0] === IMAGES(EAST)).map(({ query }) => query);
    const common = { type: 'DEDICATED', namespace: 'team', workspace_id: WORKSPACE, limit: '200', offset: '0' };
    expect(listed).toEqual([common]);

    const second = await run({ with: given });
    const [id = ''] = first.report.images.map((one) => String(one['id']));
    expect(stagesOf(second)).toEqual([`sync-tags v1 → ${EAST}: unchanged`, `register-image v1 → ${EAST}: active`]);
    expect(callsOf(changesOf(emulator.requests()).slice(2))).toEqual([`POST ${IMAGES(EAST).slice(4)}/${id}/sync`]);
  });
});

test.concurrent(
  'promote: refreshes an image that was ACTIVE before its tag was overwritten, and judges the status after that',
  async () => {
    const { run, requests } = await runInCloud({
      seed: toEast({
        ...team({ v1: digestOf('old bytes') }),
        images: [
          image('v1', {
            status: 'ACTIVE',
            timeline: [
              { after: 0, status: 'CREATING' },
              { after: 1, status: 'ERROR', message: 'too large' },
            ],
          }),
        ],
      }),
      with: promoteStep('v1', [EAST], { modelarts: 'refresh', override: 'true' }),
    });
    expect(stagesOf(run)).toEqual([`sync-tags v1 → ${EAST}: overwritten`, `refresh-image v1 → ${EAST}: bad-status`]);
    expect(callsOf(changesOf(requests))).toEqual([SYNC, REFRESHING(EAST, 'v1')]);
  },
);

test.concurrent(
  'promote: modelarts refresh reports missing for a tag that is not registered, and names modelarts register',
  async () => {
    const { run, requests } = await runInCloud({
      seed: toEast({ ...TARGET, images: [image('v2'), image('other', { tag: 'v1', namespace: 'others' })] }),
      with: promoteStep('v1,v2', [EAST], { modelarts: 'refresh' }),
    });
    expect(stagesOf(run)).toEqual([
      `sync-tags v1 → ${EAST}: copied`,
      `sync-tags v2 → ${EAST}: copied`,
      `refresh-image v1 → ${EAST}: missing`,
      `refresh-image v2 → ${EAST}: active`,
    ]);
    expect(rowsOf(run)[2]?.message).toBe(
      `ModelArts in ${EAST} has no image registered under ${pathOf(EAST, 'v1')}. Set modelarts to register to have it registered.`,
    );
    expect(callsOf(changesOf(requests))).toEqual([SYNC, REFRESHING(EAST, 'v2')]);
  },
);

test.concurrent('promote: a copy that does not end delays neither other tags nor, after its timeout, HSS', async () => {
  const { run, requests } = await runInVirtualTime({
    seed: toEast(TARGET, { ...SOURCE, syncOutcomes: [{ tag: 'v2', outcome: 'stuck' }] }),
    with: promoteStep('v1,v2', [EAST], { ...ALL, timeout: '6s' }),
  });
  expect(stagesOf(run).slice(0, 4)).toEqual([
    `sync-tags v1 → ${EAST}: copied`,
    `sync-tags v2 → ${EAST}: timeout`,
    `register-image v1 → ${EAST}: active`,
    `register-image v2 → ${EAST}: skipped`,
  ]);
  const calls = callsOf(requests);
  const registered = calls.findIndex((call) => call.startsWith(`POST modelarts ${EAST}`));
  expect(registered).toBeGreaterThan(0);
  // The copy of v2 was still followed then.
  expect(calls.slice(registered).filter((call) => call.endsWith('/sync_job')).length).toBeGreaterThan(0);
});

/** Somebody else has registered the tag in a workspace after the images were listed. */
const registeredMeanwhile = (workspace: string) =>
  runInVirtualTime({
    seed: toEast({ ...TARGET, images: [image('v1', { workspace_id: workspace })] }),
    // The first list is empty.
    script: {
      rules: [
        {
          match: { method: 'GET', service: 'modelarts', path: '/images' },
          times: 1,
          fault: { kind: 'status', status: 200, body: '{"data": [], "total": 0}' },
        },
      ],
    },
    with: promoteStep('v1', [EAST], { modelarts: 'register', timeout: '4s' }),
  });

describe('promote: a registration', () => {
  test.concurrent.each([{ kind: 'reset' }, { kind: 'cut', bytes: 1 }, { kind: 'html' }] as const)(
    'without a valid reply ($kind) is not sent again, and its image is followed',
    async (fault) => {
      const { run, requests, script } = await runInCloud({
        seed: toEast(TARGET),
        script: {
          rules: [{ match: { method: 'POST', service: 'modelarts', path: '/images' }, takesEffect: true, fault }],
        },
        with: promoteStep('v1', [EAST], { modelarts: 'register' }),
      });
      expect(script.rules[0]?.hits).toBe(1);
      expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`, `v1 → ${EAST}: active`]);
      expect(callsOf(changesOf(requests))).toEqual([SYNC, REGISTER(EAST)]);
    },
  );

  test.concurrent('without a reply and without an image is unavailable', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: toEast(TARGET),
      script: { rules: [{ match: { method: 'POST', service: 'modelarts' }, fault: { kind: 'reset' } }] },
      with: promoteStep('v1', [EAST], { modelarts: 'register', timeout: '4s' }),
    });
    expect(rowsOf(run)[1]).toMatchObject({
      verdict: 'unavailable',
      message: expect.stringContaining('No image of it was listed since. Run the step again.'),
    });
    expect(callsOf(changesOf(requests))).toEqual([SYNC, REGISTER(EAST)]);
  });

  test.concurrent(
    'that somebody else has made meanwhile is refreshed and followed; one in another workspace is refused',
    async () => {
      const [same, other] = await Promise.all([registeredMeanwhile('0'), registeredMeanwhile(WORKSPACE)]);
      expect(verdictsOf(same.run)[1]).toBe(`v1 → ${EAST}: active`);
      expect(callsOf(changesOf(same.requests))).toEqual([SYNC, REGISTER(EAST), REFRESHING(EAST, 'v1')]);
      expect(rowsOf(other.run)[1]).toMatchObject({
        verdict: 'refused',
        message: expect.stringMatching(/ModelArts\.2884.*another workspace than workspace-id/),
      });
      expect(callsOf(changesOf(other.requests))).toEqual([SYNC, REGISTER(EAST)]);
    },
  );

  test.concurrent('that ModelArts refuses is refused, with the permission that may be missing', async () => {
    const { run } = await runInCloud({
      seed: toEast(TARGET),
      script: {
        rules: [
          {
            match: { method: 'POST', service: 'modelarts' },
            fault: {
              kind: 'status',
              status: 403,
              body: '{"error_code": "ModelArts.2785", "error_msg": "no agency"}',
            },
          },
        ],
      },
      with: promoteStep('v1', [EAST], { modelarts: 'register' }),
    });
    expect(rowsOf(run)[1]).toMatchObject({
      verdict: 'refused',
      message: expect.stringMatching(/ModelArts\.2785 no agency.*modelarts:image:register/),
    });
  });

  test.concurrent('that ends in CREATE_FAILED is bad-status, with the message', async () => {
    const { run } = await runInCloud({
      seed: toEast({
        ...TARGET,
        registerTimeline: [{ after: 0, status: 'CREATE_FAILED', message: 'no quota' }],
      }),
      with: promoteStep('v1', [EAST], { modelarts: 'register' }),
    });
    expect(rowsOf(run)[1]).toMatchObject({
      verdict: 'bad-status',
      status: 'CREATE_FAILED',
      message: expect.stringMatching(/^Image .*: ModelArts says CREATE_FAILED: no quota\.$/),
    });
  });
});

/** A tag with two registered images, one of which gets the status. */
const twice = (status: 'ACTIVE' | 'ERROR') =>
  runInCloud({
    seed: toEast({
      ...TARGET,
      images: [image('one', { tag: 'v1' }), image('two', { tag: 'v1', timeline: [{ after: 0, status }] })],
    }),
    with: promoteStep('v1', [EAST], { modelarts: 'refresh' }),
  });

test.concurrent('promote: all images of a tag must be ACTIVE', async () => {
  const [good, bad] = await Promise.all([twice('ACTIVE'), twice('ERROR')]);
  expect(verdictsOf(good.run)[1]).toBe(`v1 → ${EAST}: active`);
  expect(new Set(good.run.report.images.map(({ id }) => id))).toEqual(new Set([uuidOf('one'), uuidOf('two')]));
  expect(callsOf(changesOf(good.requests)).toSorted()).toEqual(
    [SYNC, REFRESHING(EAST, 'one'), REFRESHING(EAST, 'two')].toSorted(),
  );
  expect(rowsOf(bad.run)[1]).toMatchObject({
    verdict: 'bad-status',
    message: `Image ${uuidOf('two')}: ModelArts says ERROR, without a message.`,
  });
});

test.concurrent('promote: reads all pages of the image list, once for all tags', async () => {
  const many = Array.from({ length: 420 }, (_, index) =>
    image(`old-${index}`, { create_at: 2_000_000_000_000 + index }),
  );
  const { run, requests } = await runInCloud({
    seed: toEast({
      ...team(tagged('v1', 'v2')),
      images: [...many, image('v1', { create_at: 1000 }), image('v2', { create_at: 1001 })],
    }),
    with: promoteStep('v1,v2', [EAST], { modelarts: 'refresh' }),
  });
  expect(verdictsOf(run).slice(2)).toEqual([`v1 → ${EAST}: active`, `v2 → ${EAST}: active`]);
  const pages = requests
    .filter((request) => callsOf([request])[0] === IMAGES(EAST))
    .map(({ query }) => query['offset']);
  expect(pages).toEqual(['0', '200', '400']);
});

test.concurrent('promote: a dry run reports what would happen and changes nothing', async () => {
  const seed = toEast({ ...team(tagged('v1', 'v2')), images: [image('v2')] });
  const dry = (modelarts: string) =>
    runInCloud({ seed, with: promoteStep('v1,v2,v3', [EAST], { modelarts, hss: 'true', 'dry-run': 'true' }) });
  const [register, refresh] = await Promise.all([dry('register'), dry('refresh')]);
  expect(rowsOf(register.run).map(({ subject, verdict, message }) => [subject, verdict, message])).toEqual([
    ['v1', 'unchanged', undefined],
    ['v2', 'unchanged', undefined],
    ['v3', 'planned', 'Would be copied.'],
    ['v1', 'planned', 'Would be registered.'],
    ['v2', 'planned', `Would be refreshed: image ${uuidOf('v2')}.`],
    ['v3', 'planned', 'Would be registered.'],
    ...['v1', 'v2', 'v3'].map((tag) => [tag, 'planned', 'Would be synchronized.']),
  ]);
  expect(verdictsOf(refresh.run).slice(3)).toEqual([
    `v1 → ${EAST}: missing`,
    `v2 → ${EAST}: planned`,
    `v3 → ${EAST}: planned`,
    `v1 → ${EAST}: skipped`,
    `v2 → ${EAST}: planned`,
    `v3 → ${EAST}: planned`,
  ]);
  for (const { requests } of [register, refresh]) expect(changesOf(requests)).toEqual([]);
});

test.concurrent(
  'promote: cancelled, it keeps the verdicts it has and reports the rest as cancelled or skipped',
  async () => {
    const seed = toEast(
      { ...TARGET, registerTimeline: [{ after: 0, status: 'CREATING' }] },
      { ...SOURCE, syncOutcomes: [{ tag: 'v2', outcome: 'stuck' }] },
    );
    const run = await inCloud({ seed }, ({ emulator, run: runStep }) =>
      runStep({
        with: promoteStep('v1,v2', [EAST], { ...ALL, timeout: '30m' }),
        async onStart(stop) {
          await emulator.requestSeen(({ method, path }) => method === 'GET' && /\/images\/[0-9a-f-]{36}$/.test(path));
          stop('SIGTERM');
        },
      }),
    );
    expect(stagesOf(run)).toEqual([
      `sync-tags v1 → ${EAST}: copied`,
      `sync-tags v2 → ${EAST}: cancelled`,
      `register-image v1 → ${EAST}: cancelled`,
      `register-image v2 → ${EAST}: skipped`,
      `sync-hss v1 → ${EAST}: skipped`,
      `sync-hss v2 → ${EAST}: skipped`,
    ]);
    expect(conclusionOf(run)).toMatchObject({ status: 'cancelled', succeeded: [], failed: ['v1', 'v2'], ready: [] });
  },
);

test.concurrent(
  'promote: without stages after the copy it does the same as sync-tags, also with wait false',
  async () => {
    const { run, requests, state } = await runInCloud({
      seed: toEast(EMPTY_TEAM),
      with: promoteStep('v1', [EAST], { wait: 'false' }),
    });
    expect(stagesOf(run)).toEqual([`sync-tags v1 → ${EAST}: accepted`]);
    expect(callsOf(requests)).toEqual([LIST(NORTH), SYNC]);
    expect(tagsOf(state, EAST, 'team', 'app/api')).toEqual(tagged('v1'));
  },
);

describe('promote: input errors', () => {
  test.concurrent.each([
    [{ ...ALL, wait: 'false' }, '`wait` must be true with modelarts or hss'],
    [{ modelarts: 'Register' }, '`modelarts` must be one of skip, refresh, register'],
    [
      { modelarts: 'register', 'image-flavors': 'gpu' },
      '`image-flavors` must have entries that are each CPU, GPU or ASCEND',
    ],
    [{ modelarts: 'register', 'image-arch': 'armv7' }, '`image-arch` must be one of X86_64, AARCH64'],
    [
      { modelarts: 'register', 'image-description': 'x'.repeat(513) },
      '`image-description` must be at most 512 characters long',
    ],
    [{ modelarts: 'refresh', 'workspace-id': 'a b' }, '`workspace-id` must be a workspace id of 32 lowercase'],
    [{ 'github-token': 'token-of-github' }, '`environment-prefix` is required with github-token'],
    [{ 'environment-prefix': 'prod-' }, '`github-token` is required with environment-prefix'],
    [
      { 'environment-prefix': 'a;b', 'github-token': 'token-of-github' },
      '`environment-prefix` must be at most 191 characters',
    ],
  ])('%j', async (more, words) => {
    const { run, requests } = await runInCloud({ seed: toEast(EMPTY_TEAM), with: promoteStep('v1', [EAST], more) });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
    expect(run.errors.join()).toContain(words);
    expect(requests).toEqual([]);
  });

  test.concurrent('inputs that the chosen stages do not use are a warning', async () => {
    const { run } = await runInCloud({
      seed: toEast(EMPTY_TEAM),
      with: promoteStep('v1', [EAST], { 'image-arch': 'AARCH64', 'workspace-id': '7', 'image-type': 'shared_image' }),
    });
    expect(run.warnings).toEqual(['promote does not use the inputs image-type, image-arch, workspace-id.']);
  });
});
