/** What `sync-tags` takes for proof: which replies show a tag, its absence, or a missing organization. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import type { Fault } from '../../emulator/fault.ts';
import { EAST, NORTH, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, LIST, syncBodyOf, syncStep, tagged, team } from '../support/scenario-sync.ts';

describe('sync-tags: a target organization that does not exist', () => {
  const settings = {
    seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: { organizations: {} } }),
    with: syncStep('v1', [EAST], { timeout: '1s' }),
  };

  test.concurrent.each([['false'], ['true']])('is refused at once, with dry-run %s', async (dryRun) => {
    const { run, requests } = await runInCloud({
      ...settings,
      with: { ...settings.with, 'dry-run': dryRun, timeout: '30m' },
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused', ready: [] });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({
        verdict: 'refused',
        code: 'organization-missing',
        message: expect.stringContaining('SVCSTG.SWR.4040058'),
      }),
    ]);
    expect(callsOf(requests)).toEqual([LIST(NORTH), LIST(EAST), `GET swr-api ${EAST} /v2/manage/namespaces/team`]);
  });

  test.concurrent.each<[string, Fault]>([
    ['is not permitted', { kind: 'status', status: 403, body: { errors: [{ errorCode: 'SVCSTG.SWR.4037020' }] } }],
    ['is not there', { kind: 'status', status: 404, body: { error_code: 'APIGW.0101' } }],
    ['says nothing of its own', { kind: 'status', status: 404 }],
    ['finds it', { kind: 'status', status: 200, body: { id: 1, name: 'team' } }],
  ])('is a warning, and the copy is tried, where the call that shows it %s', async (_, fault) => {
    const { run, requests } = await runInVirtualTime({
      ...settings,
      script: { rules: [{ match: { region: EAST, path: '/namespaces/team' }, skip: 1, times: 1, fault }] },
    });
    expect(run.stdout).toMatch(/::warning.*The organization team was not found in cn-east-3/);
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({ verdict: 'timeout', message: expect.stringContaining('SVCSTG.SWR.4040058') }),
    ]);
    expect(changesOf(requests)).toHaveLength(1);
  });
});

describe('sync-tags: a list of tags that does not show a tag', () => {
  const names = ['v1', 'v2', 'v3', 'v4', 'v5'];
  const repository = team(tagged(...names));

  test.concurrent('which it hides between two pages: the tag is found by its name', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: { ...repository, tagPageSize: 2, shiftingTagList: true }, [EAST]: EMPTY_TEAM }),
      with: syncStep(names.join(), [EAST]),
    });
    expect(verdictsOf(run)).toEqual(names.map((name) => `${name} → ${EAST}: copied`));
    expect(
      changesOf(requests)
        .flatMap(({ body }) => syncBodyOf(body).imageTag)
        .toSorted(),
    ).toEqual(names);
  });

  test.concurrent('in the target: a tag with another digest is a conflict, and nothing is sent', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({
        [NORTH]: repository,
        [EAST]: {
          ...team(Object.fromEntries(names.map((name) => [name, digestOf('older')]))),
          tagPageSize: 2,
          shiftingTagList: true,
        },
      }),
      with: syncStep(names.join(), [EAST]),
    });
    expect(verdictsOf(run)).toEqual(names.map((name) => `${name} → ${EAST}: conflict`));
    expect(changesOf(requests)).toEqual([]);
  });

  describe('because the names of 25 others contain its name', () => {
    const versions = Array.from({ length: 25 }, (_, index) => `v1.${index}`);

    test.concurrent.each([
      ['source', true],
      ['source', false],
      ['target', true],
      ['target', false],
    ])('in the %s, with a total: %s', async (place, tagListTotal) => {
      const settings = { tagPageSize: 20, tagListTotal, shiftingTagList: true };
      const older = Object.fromEntries(['v1', ...versions].map((name) => [name, digestOf('older')]));
      const { run, requests } = await runInVirtualTime({
        seed: seedOf(
          place === 'source'
            ? { [NORTH]: { ...team(tagged('v1', ...versions)), ...settings }, [EAST]: EMPTY_TEAM }
            : { [NORTH]: team(tagged('v1')), [EAST]: { ...team(older), ...settings } },
        ),
        with: syncStep('v1', [EAST]),
      });
      expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: ${place === 'source' ? 'copied' : 'conflict'}`]);
      expect(changesOf(requests)).toHaveLength(place === 'source' ? 1 : 0);
    });
  });

  test.concurrent.each<[string, Fault]>([
    ['is empty', { kind: 'status', status: 200, body: [] }],
    ['is null', { kind: 'text', status: 200, body: 'null' }],
    [
      'says that the repository does not exist',
      { kind: 'status', status: 400, body: { errors: [{ errorCode: 'SVCSTG.SWR.4000014' }] } },
    ],
  ])('because the list of the source %s: the tag is found by its details', async (_, fault) => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: repository, [EAST]: EMPTY_TEAM }),
      script: { rules: [{ match: { region: NORTH, path: '/tags', query: 'filter' }, times: 'always', fault }] },
      with: syncStep('v1', [EAST]),
    });
    expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  });

  test.concurrent('because it is fresh: it is copied, and holds up no other', async () => {
    const { run, requests } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: { ...repository, tagListLagSeconds: 5 }, [EAST]: EMPTY_TEAM }),
      with: syncStep(names.join(), [EAST]),
    });
    expect(verdictsOf(run)).toEqual(names.map((name) => `${name} → ${EAST}: copied`));
    expect(changesOf(requests)).toHaveLength(1);
  });

  test.concurrent('for ever: it is missing after 10 s, and the message names tags that exist', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: { ...repository, syncSeconds: 60 }, [EAST]: EMPTY_TEAM }),
      with: syncStep('v1,v9', [EAST]),
    });
    const [copied, missing] = rowsOf(run);
    expect([copied?.verdict, missing?.verdict]).toEqual(['copied', 'missing']);
    expect(missing?.message).toBe('team/app/api in cn-north-4 has no tag v9; it has v5, v4, v3, v2, v1.');
    expect(missing?.seconds).toBeGreaterThanOrEqual(10);
    expect(missing?.seconds).toBeLessThan(15);
  });

  test.concurrent.each(['null', 'object', 'nothing'] as const)(
    'because it is empty (%s): the tag is copied',
    async (swrEmptyList) => {
      const { run } = await runInVirtualTime({
        seed: seedOf({
          [NORTH]: { ...repository, swrEmptyList },
          [EAST]: { organizations: { team: { 'app/api': [] } }, swrEmptyList },
        }),
        with: syncStep('v1', [EAST]),
      });
      expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
    },
  );
});

const list = (path: string) => [{ Tag: 'v1', digest: digestOf('v1'), path }];

describe('sync-tags: a list of tags about another place', () => {
  test.concurrent.each([
    ['region', 'swr.cn-north-4.myhuaweicloud.com/team/app/api:v1'],
    ['organization', 'swr.cn-east-3.myhuaweicloud.com/others/app/api:v1'],
    ['repository', 'swr.cn-east-3.myhuaweicloud.com/team/app:v1'],
    ['tag', '100.125.0.198:20202/team/app/api:v0'],
  ])('(%s) proves nothing', async (_, path) => {
    for (const more of [{}, { override: 'true' }, { 'dry-run': 'true' }]) {
      const { run, requests } = await runInVirtualTime({
        seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
        script: {
          rules: [
            {
              match: { region: EAST, path: '/tags' },
              times: 'always',
              fault: { kind: 'status', status: 200, body: list(path) },
            },
          ],
        },
        with: syncStep('v1', [EAST], more),
      });
      expect(rowsOf(run)).toEqual([
        expect.objectContaining({
          verdict: 'unavailable',
          code: 'evidence-foreign',
          message: expect.stringContaining(path),
        }),
      ]);
      expect(changesOf(requests)).toEqual([]);
    }
  });

  test.concurrent('after the copy was sent is waited out, and is no success', async () => {
    const { run } = await runInVirtualTime({
      seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
      script: {
        rules: [
          {
            match: { region: EAST, path: '/tags' },
            skip: 1,
            times: 'always',
            fault: { kind: 'status', status: 200, body: list('swr.cn-north-4.myhuaweicloud.com/team/app/api:v1') },
          },
        ],
      },
      with: syncStep('v1', [EAST], { timeout: '2m' }),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, ready: [] });
    expect(rowsOf(run)[0]?.message).toContain('at another place');
  });
});

describe('sync-tags: a tag in the target that proves nothing', () => {
  const [mine, other] = [digestOf('v1'), digestOf('other')];
  test.concurrent.each<[string, readonly object[]]>([
    ['deleted', [{ Tag: 'v1', digest: mine, deleted: '2026-01-01T00:00:00Z' }]],
    [
      'with two digests',
      [
        { Tag: 'v1', digest: mine },
        { Tag: 'v1', digest: other },
      ],
    ],
    ['under two names', [{ Tag: 'v1', tag: 'v2', digest: mine }]],
    ['with another digest algorithm', [{ Tag: 'v1', digest: `sha512:${'a'.repeat(128)}` }]],
  ])('%s: nothing is sent, with override as well', async (_, body) => {
    for (const override of ['false', 'true']) {
      const { run, requests } = await runInVirtualTime({
        seed: seedOf({ [NORTH]: team(tagged('v1')), [EAST]: EMPTY_TEAM }),
        script: {
          rules: [
            { match: { region: EAST, path: '/tags' }, times: 'always', fault: { kind: 'status', status: 200, body } },
          ],
        },
        with: syncStep('v1', [EAST], { override }),
      });
      expect(rowsOf(run)).toEqual([
        expect.objectContaining({ verdict: 'unavailable', code: 'digest-unreadable', ok: false }),
      ]);
      expect(changesOf(requests)).toEqual([]);
    }
  });
});
