import { describe, expect, test } from '@jest/globals';
import { createSwr } from '../../src/cloud/swr.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

const REPOSITORY = { namespace: 'team', repository: 'apps/web' };
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

function swr(...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire('swr-api', ...replies);
  return { ...wire, service: createSwr(wire.call, 'cn-north-4') };
}

function tagPage(reply: ScriptedReply, page = { offset: 0, limit: 1000 }) {
  const { run, service } = swr(reply);
  return run(service.tagPage(REPOSITORY, page));
}

describe('the tags', () => {
  test('are requested with a filter and with plain parameters', async () => {
    const { run, service, requests } = swr({ status: 200, body: [] });
    await run(service.tagPage(REPOSITORY, { offset: 2000, limit: 1000 }));
    expect(requests()).toEqual([
      'GET /v2/manage/namespaces/team/repos/apps$web/tags?filter=offset%3A%3A2000%7Climit%3A%3A1000&limit=1000&offset=2000',
    ]);
  });

  test('under both spellings of their name, with the total where the reply has it', async () => {
    const body = [
      { Tag: 'v1', digest: A, image_id: 'b'.repeat(64), manifest: '{}', size: 1, deleted: null },
      { tag: 'v2', digest: B },
    ];
    expect(await tagPage({ status: 200, body, headers: { 'content-range': '0-2/17' } })).toEqual({
      tags: [
        { name: 'v1', digest: A },
        { name: 'v2', digest: B },
      ],
      entries: 2,
      total: 17,
    });
  });

  test.each(['bytes 0-2/*', '0-2', '', 'x/-1', '0-2/99999999999'])(
    'a total that makes no sense is none: %j',
    async (range) => {
      expect(await tagPage({ status: 200, body: [], headers: { 'content-range': range } })).toEqual({
        tags: [],
        entries: 0,
        total: undefined,
      });
    },
  );

  test.each<[string, unknown, string]>([
    ['an object', { tags: [] }, 'the body is not as documented: must be Array, not object'],
    ['a tag without a name', [{ digest: A }], "field '0.Tag' is not as documented: not valid (check)"],
    ['a text', '"[]"', 'the body is not as documented: must be Array, not string'],
  ])('%s is not a list of tags', async (_, body, reason) => {
    const failure = await failureFrom(tagPage({ status: 200, body }));
    expect([failure.kind, failure.message]).toEqual([
      'unavailable',
      `Could not list the tags of team/apps/web in cn-north-4: HTTP 200 with an unexpected body: ${reason} (after 2 tries).`,
    ]);
  });

  test.each<[ScriptedReply, string]>([
    [
      { status: 404, body: [{ errorCode: 'SVCSTG.SWR.4040010', errorMessage: 'no image' }] },
      'HTTP 404 SVCSTG.SWR.4040010 no image',
    ],
    [{ status: 400, body: { errors: [{ errorCode: 'SVCSTG.SWR.4040058' }] } }, 'HTTP 400 SVCSTG.SWR.4040058'],
    [
      { status: 400, body: { errorCode: 'SVCSTG.SWR.4000014', errorMessage: 'invalid' } },
      'HTTP 400 SVCSTG.SWR.4000014 invalid',
    ],
  ])('a missing repository is not a failure: %j', async (reply, reason) => {
    const what = reason.includes('4040058') ? 'organization' : 'repository';
    expect(await tagPage(reply)).toEqual({ tags: [], absent: { what, reason } });
  });

  test.each<[ScriptedReply]>([
    [{ status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no API' } }],
    [{ status: 410 }],
    [{ status: 404 }],
    [{ status: 404, body: { message: 'no Route matched with those values' } }],
    [{ status: 400, body: { errorCode: 'SVCSTG.SWR.4001035' } }],
    [{ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } }],
  ])('a missing route, a wrong request or a missing permission is a failure: %j', async (reply) => {
    const failure = await failureFrom(tagPage(reply));
    const hint =
      reply.status === 404
        ? 'This is not the own answer of the service: check the input endpoint, and whether the region offers the service.'
        : 'Reading tags needs swr:repo:listRepoTags, or at least read permission in the organization.';
    expect([failure.kind, failure.hint]).toEqual(['refused', hint]);
  });
});

describe('an empty list of tags', () => {
  test.each<[unknown]>([[undefined], ['null'], [{}], [[]]])('may be %j', async (body) => {
    expect(await tagPage({ status: 200, body })).toEqual({ tags: [], entries: 0, total: undefined });
  });
});

describe('an entry of the list of tags', () => {
  const REGISTRY = 'swr.cn-north-4.myhuaweicloud.com';
  const entryOf = async (fields: object) => {
    const { tags } = await tagPage({ status: 200, body: [{ Tag: 'v1', digest: A, ...fields }] });
    return tags;
  };

  test.each([
    `${REGISTRY}/team/apps/web:v1`,
    `SWR.cn-north-4.MYHUAWEICLOUD.com:443/team/apps/web:v1`,
    `https://${REGISTRY}/team/apps/web:v1`,
    '100.125.0.198:20202/team/apps/web:v1',
    'registry.example/team/apps/web:v1',
    'tenant.swr-pro.cn-north-4.myhuaweicloud.com/team/apps/web:v1',
    `${REGISTRY}./team/apps/web:v1`,
    `${REGISTRY}/team/apps/web@${A}`,
    `${REGISTRY}/team/apps/web:v1@${A}`,
    `${REGISTRY}/team/apps/web`,
    'localhost/team/apps/web',
    'team/apps/web:v1',
    'team/apps/web',
    'web:v1',
    'somewhere',
  ])('proves the digest at %s', async (path) => {
    expect(await entryOf({ path })).toEqual([{ name: 'v1', digest: A, paths: [path] }]);
  });

  test.each([
    'swr.cn-east-3.myhuaweicloud.com/team/apps/web:v1',
    'swr.eu-west-101.myhuaweicloud.eu/team/apps/web:v1',
    `${REGISTRY}/others/apps/web:v1`,
    `${REGISTRY}/team/apps/web2:v1`,
    `${REGISTRY}/team/web:v1`,
    `${REGISTRY}/team/apps/web:v10`,
    '100.125.0.198:20202/team/other:v1',
    `${REGISTRY}/team/apps/web:`,
    `${REGISTRY}/team/apps/web@sha256:${'b'.repeat(64)}`,
    `${REGISTRY}/team/apps/web:v1@sha256:${'b'.repeat(64)}`,
    `${REGISTRY}/team/apps/other@${A}`,
    `${REGISTRY}/team/apps/other`,
    'swr.cn-east-3.myhuaweicloud.com./team/apps/web',
    'team/apps/other:v1',
    'team/apps/web:old',
    'others/apps/web',
    'web:old',
    ':old',
  ])('proves nothing at %s', async (path) => {
    const problem = { code: 'evidence-foreign', reason: `at another place, ${path}` };
    for (const fields of [
      { path },
      { internal_path: path },
      { path: `${REGISTRY}/team/apps/web:v1`, internal_path: path },
    ])
      expect(await entryOf(fields)).toEqual([{ name: 'v1', digest: '', problem }]);
  });

  test.each([null, '', '0001-01-01T00:00:00Z', undefined, false])('is not deleted: %j', async (deleted) => {
    expect(await entryOf({ deleted })).toEqual([{ name: 'v1', digest: A }]);
  });

  test.each(['2026-11-21T10:00:00Z', 1_700_000_000, true])(
    'proves nothing where it is deleted: %j',
    async (deleted) => {
      const problem = { code: 'digest-unreadable', reason: `as deleted (${deleted})` };
      expect(await entryOf({ deleted })).toEqual([{ name: 'v1', digest: '', problem }]);
    },
  );

  test('with two names proves nothing about either', async () => {
    const problem = { code: 'digest-unreadable', reason: 'under two names, v1 and v2' };
    expect(await entryOf({ tag: 'v2' })).toEqual([
      { name: 'v1', digest: '', problem },
      { name: 'v2', digest: '', problem },
    ]);
    expect(await entryOf({ tag: 'v1' })).toEqual([{ name: 'v1', digest: A }]);
  });

  test.each([
    A.toUpperCase(),
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha512:${'a'.repeat(128)}`,
    `${A} `,
    `${A}\n`,
    'a'.repeat(64),
    7,
    null,
  ])('has no readable digest: %j', async (digest) => {
    const problem = { code: 'digest-unreadable', reason: 'without a readable digest' };
    expect(await entryOf({ digest })).toEqual([{ name: 'v1', digest: '', problem }]);
  });

  test.each<[unknown]>([[null], [{}], ['v2'], [{ digest: B }], [{ Tag: 7 }]])(
    'that cannot be read leaves the others: %j',
    async (odd) => {
      const body = [odd, { Tag: 'v1', digest: A }];
      expect(await tagPage({ status: 200, body })).toEqual({
        tags: [{ name: 'v1', digest: A }],
        entries: 2,
        total: undefined,
      });
    },
  );
});

describe('a tag that is looked up by its name', () => {
  test('is the last term of the filter', async () => {
    const { run, service, requests } = swr({ status: 200, body: [] });
    await run(service.tagPage(REPOSITORY, { offset: 0, limit: 20 }, 'v1'));
    expect(requests()).toEqual([
      'GET /v2/manage/namespaces/team/repos/apps$web/tags?filter=offset%3A%3A0%7Climit%3A%3A20%7Ctag%3A%3Av1&limit=20&offset=0&tag=v1',
    ]);
  });

  test('has its details, which are held against the place as well', async () => {
    const { run, service, requests } = swr(
      { status: 200, body: { tag: 'v1', digest: A } },
      { status: 200, body: { tag: 'v1', digest: A, path: 'swr.cn-east-3.myhuaweicloud.com/team/apps/web:v1' } },
    );
    expect(await run(service.showTag(REPOSITORY, 'v1'))).toEqual([{ name: 'v1', digest: A }]);
    expect(await run(service.showTag(REPOSITORY, 'v1'))).toMatchObject([{ digest: '' }]);
    expect(requests()[0]).toBe('GET /v2/manage/namespaces/team/repos/apps$web/tags/v1');
  });

  test.each<[ScriptedReply]>([
    [{ status: 404, body: { errorCode: 'SVCSTG.SWR.4040048' } }],
    [{ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } }],
    [{ status: 404, body: { error_code: 'APIGW.0101' } }],
  ])('has none after %j', async (reply) => {
    const { run, service } = swr(reply);
    expect(await run(service.showTag(REPOSITORY, 'v1'))).toBeUndefined();
  });
});

describe('an organization', () => {
  const path = 'GET /v2/manage/namespaces/team';

  test.each<[ScriptedReply]>([
    [{ status: 404, body: { errors: [{ errorCode: 'SVCSTG.SWR.4040058' }] } }],
    [{ status: 404, body: [{ errorCode: 'SVCSTG.SWR.4041061' }] }],
  ])('is missing after %j', async (reply) => {
    const { run, service, requests } = swr(reply);
    expect(await run(service.organization('team'))).toBeUndefined();
    expect(requests()).toEqual([path]);
  });

  test.each<[string, ScriptedReply]>([
    ['service-refused', { status: 404 }],
    ['service-refused', { status: 404, body: { error_code: 'APIGW.0101' } }],
    ['service-refused', { status: 400, body: { errorCode: 'SVCSTG.SWR.4000014' } }],
    ['permission-denied', { status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } }],
  ])('cannot be read (%s) after %j', async (code, reply) => {
    const { run, service } = swr(reply);
    expect(await failureFrom(run(service.organization('team')))).toMatchObject({
      code,
      message: expect.stringMatching(/^Could not show the organization team in cn-north-4: HTTP 40\d/),
    });
  });

  test.each<[number | undefined, unknown]>([
    [7, { id: 1, name: 'team', auth: 7 }],
    [undefined, { id: 1, name: 'team', auth: null }],
    [undefined, {}],
  ])('has the permission %j by %j', async (auth, body) => {
    const { run, service } = swr({ status: 200, body });
    expect(await run(service.organization('team'))).toEqual({ auth });
  });
});

describe('the regions that can be synchronized to', () => {
  test.each<[readonly string[] | undefined, ScriptedReply]>([
    [['cn-east-3', 'cn-south-1'], { status: 200, body: [{ regionID: 'cn-east-3' }, { regionID: 'cn-south-1' }] }],
    [[], { status: 200, body: [] }],
    [undefined, { status: 200, body: [{ regionID: 'cn-east-3' }, { region: 'cn-south-1' }] }],
    [undefined, { status: 404, body: { error_code: 'APIGW.0101' } }],
  ])('are %j after %j', async (regions, reply) => {
    const { run, service, requests } = swr(reply);
    expect(await run(service.syncRegions())).toEqual(regions);
    expect(requests()).toEqual(['GET /v2/manage/regions']);
  });

  test('are not told to everybody', async () => {
    const { run, service } = swr({ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } });
    expect(await failureFrom(run(service.syncRegions()))).toMatchObject({ code: 'permission-denied' });
  });
});

describe('quotas', () => {
  const row = { quota_key: 'namespace', quota_limit: 5, used: 1, unit: '' };

  test.each<[unknown, readonly unknown[]]>([
    [
      { quotas: [row, { ...row, quota_key: 'tag', quota_limit: 300, used: 299 }] },
      [
        { key: 'namespace', limit: 5, used: 1 },
        { key: 'tag', limit: 300, used: 299 },
      ],
    ],
    [{ quotas: [row, { ...row, used: null }, 'row'] }, [{ key: 'namespace', limit: 5, used: 1 }]],
    [{ quotas: null }, []],
    [{}, []],
  ])('by %j are %j', async (body, quotas) => {
    const { run, service } = swr({ status: 200, body });
    expect(await run(service.quotas('project'))).toEqual(quotas);
  });

  test('are those of the project, with a repository also of its tags', async () => {
    const { run, service, requests } = swr({ status: 200, body: { quotas: [] } });
    await run(service.quotas('project'));
    await run(service.quotas('project', REPOSITORY));
    expect(requests()).toEqual([
      'GET /v2/manage/projects/project/quotas',
      'GET /v2/manage/projects/project/quotas?namespace=team&repository=apps%2Fweb',
    ]);
  });

  test('need a permission, which the failure names', async () => {
    const { run, service } = swr({ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } });
    expect(await failureFrom(run(service.quotas('project')))).toMatchObject({
      code: 'permission-denied',
      hint: 'Reading quotas needs swr::listQuotas.',
    });
  });
});

describe('the synchronization jobs', () => {
  const page = { offset: 100, limit: 100 };
  const job = {
    id: 7,
    tag: 'v1',
    status: 'Running',
    remoteRegionId: 'cn-east-3',
    remoteNamespace: 'team',
    createdAt: 'x',
  };

  test('are requested newest first', async () => {
    const { run, service, requests } = swr({ status: 200, body: [] });
    await run(service.syncJobPage(REPOSITORY, page));
    expect(requests()).toEqual([
      'GET /v2/manage/namespaces/team/repos/apps$web/sync_job?filter=limit%3A%3A100%7Coffset%3A%3A100%7Corder%3A%3Adesc',
    ]);
  });

  test('with ids of both types and states in any case', async () => {
    const { run, service } = swr({ status: 200, body: [job, { ...job, id: '8', status: 'existed' }] });
    const read = {
      tag: 'v1',
      region: 'cn-east-3',
      organization: 'team',
      override: false,
      ageMs: undefined,
      quietMs: undefined,
    };
    expect(await run(service.syncJobPage(REPOSITORY, page))).toEqual({
      jobs: [
        { ...read, id: '7', status: 'running' },
        { ...read, id: '8', status: 'existed' },
      ],
      entries: 2,
      total: undefined,
    });
  });

  test.each([
    { date: 'Sat, 21 Nov 2026 10:00:30 GMT', override: true, read: { override: true, ageMs: 30_000, quietMs: 20_000 } },
    {
      date: 'Sat, 21 Nov 2026 09:59:59 GMT',
      override: 'yes',
      read: { override: false, ageMs: -1000, quietMs: -11_000 },
    },
    { date: 'soon', override: null, read: { override: false, ageMs: undefined, quietMs: undefined } },
  ])('with their age by the clock of the cloud: $date', async ({ date, override, read }) => {
    const listed = {
      ...job,
      createdAt: '2026-11-21T10:00:00.000000Z',
      updatedAt: '2026-11-21T10:00:10.000000Z',
      override,
    };
    const { run, service } = swr({ status: 200, body: [listed], headers: { date } });
    expect((await run(service.syncJobPage(REPOSITORY, page)))?.jobs).toEqual([expect.objectContaining(read)]);
  });

  test.each<[unknown]>([[undefined], ['null'], [[]], [{}]])('none: %j', async (body) => {
    const { run, service } = swr({ status: 200, body });
    expect(await run(service.syncJobPage(REPOSITORY, page))).toEqual({ jobs: [], entries: 0, total: undefined });
  });

  test('of another repository are left out, and so are entries that cannot be read', async () => {
    const place = { namespace: 'team', repoName: 'apps/web' };
    const body = [
      { ...job, ...place, id: 1 },
      { ...job, ...place, id: 2, repoName: 'apps/other' },
      { ...job, ...place, id: 3, namespace: 'others' },
      { ...job, ...place, id: 4, repoName: 'apps$web' },
      { ...job, ...place, id: 5, tag: null },
      null,
    ];
    const { run, service } = swr({ status: 200, body });
    const list = await run(service.syncJobPage(REPOSITORY, page));
    expect([list?.jobs.map(({ id }) => id), list?.entries]).toEqual([['1', '4'], 6]);
  });

  test('ids beyond 2^53 stay different', async () => {
    const listed = ['9007199254740993', '9007199254740992', '18446744073709551616'];
    const text = JSON.stringify(listed.map((id) => ({ ...job, id }))).replaceAll(/"id":"(\d+)"/g, '"id":$1');
    const { run, service } = swr({ status: 200, body: text });
    expect((await run(service.syncJobPage(REPOSITORY, page)))?.jobs.map(({ id }) => id)).toEqual(listed);
  });

  test.each<[string, number | undefined]>([
    ['2026-11-21T10:00:00Z', 30_000],
    ['2026-11-21T10:00:00.5Z', 29_500],
    ['2026-11-21T10:00:00.83031Z', 29_170],
    ['2026-11-21T10:00:00.830309Z', 29_170],
    ['2026-11-21T18:00:00.000001+08:00', 30_000],
    ['2026-11-21T10:00:00', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('created at %s have the age %p', async (createdAt, age) => {
    const headers = { date: 'Sat, 21 Nov 2026 10:00:30 GMT' };
    const { run, service } = swr({ status: 200, body: [{ ...job, createdAt }], headers });
    expect((await run(service.syncJobPage(REPOSITORY, page)))?.jobs[0]?.ageMs).toBe(age);
  });

  test.each([400, 404])('a region that answers %d does not offer them', async (status) => {
    const { run, service } = swr({ status });
    expect(await run(service.syncJobPage(REPOSITORY, page))).toBeUndefined();
  });

  test('need a permission, which the failure names', async () => {
    const { run, service } = swr({ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } });
    expect(await failureFrom(run(service.syncJobPage(REPOSITORY, page)))).toMatchObject({
      code: 'permission-denied',
      hint: 'Listing jobs needs swr:repo:getSyncRepoJobInfo.',
    });
  });

  test('a job without a tag is an error', async () => {
    const { run, service } = swr({ status: 200, body: [{ ...job, tag: null }] });
    expect((await failureFrom(run(service.syncJobPage(REPOSITORY, page)))).message).toContain("field '0.tag'");
  });
});

describe('the request for a copy', () => {
  const request = {
    ...REPOSITORY,
    tags: ['v1', 'v2'],
    targetRegion: 'cn-east-3',
    targetNamespace: 'other',
    override: false,
  };

  test('has all documented fields', async () => {
    const { run, service, requests } = swr({ status: 200, body: [] });
    await run(service.syncImages(request));
    expect(requests()).toEqual([
      'POST /v2/manage/namespaces/team/repos/apps$web/sync_images ' +
        '{"imageTag":["v1","v2"],"override":false,"remoteNamespace":"other","remoteRegionId":"cn-east-3"}',
    ]);
  });

  test.each<[unknown]>([[undefined], ['null'], [[]], [['v1']], [['v1', 'v2']], [[{ odd: true }]]])(
    'a 200 with %j means that it was taken, and nothing more',
    async (body) => {
      const { run, service } = swr({ status: 200, body });
      expect(await run(service.syncImages(request))).toEqual({
        ok: true,
        value: undefined,
        afterUncertainTry: false,
      });
    },
  );

  test('an array under another status names the tags that failed', async () => {
    const { run, service } = swr({ status: 400, body: ['v2'] });
    expect(await run(service.syncImages(request))).toMatchObject({
      ok: false,
      error: { status: 400, code: '', message: '', requestId: '', names: ['v2'] },
      afterUncertainTry: false,
    });
  });

  test.each<[Behaviour | ScriptedReply]>([
    [{ gives: lostConnection }],
    [{ status: 502 }],
    [{ status: 500, body: { errors: [{ errorCode: 'SVCSTG.SWR.5001001' }] } }],
    [{ status: 504, body: { errors: [{ errorCode: 'SVCSTG.SWR.5040001' }] } }],
    [{ status: 200, body: { ok: true } }],
  ])('is not sent again after %j', async (reply) => {
    const { run, service, requests } = swr(reply, { status: 200, body: [] });
    const failure = await failureFrom(run(service.syncImages(request)));
    expect([failure.kind, failure.uncertain, requests().length]).toEqual(['unavailable', true, 1]);
  });

  test.each(['SVCSTG.SWR.5001101', 'SVCSTG.SWR.5007019'])('a 500 with %s is a refusal', async (code) => {
    const { run, service, requests } = swr({ status: 500, body: { errors: [{ errorCode: code }] } });
    expect([await run(service.syncImages(request)), requests().length]).toMatchObject([
      { ok: false, error: { code } },
      1,
    ]);
  });
});
