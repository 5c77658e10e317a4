import { describe, expect, test } from '@jest/globals';
import { createSwr } from '../../src/cloud/swr.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

const REPOSITORY = { namespace: 'team', repository: 'apps/web' };
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

function swr(...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire(...replies);
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
      total: 17,
    });
  });

  test('a tag without a readable digest is listed with an empty one', async () => {
    const body = [
      { Tag: 'v1' },
      { Tag: 'v2', digest: '' },
      { Tag: 'v3', digest: 'a'.repeat(64) },
      { Tag: 'v4', digest: B },
    ];
    const { tags } = await tagPage({ status: 200, body });
    expect(tags.map(({ name, digest }) => [name, digest])).toEqual([
      ['v1', ''],
      ['v2', ''],
      ['v3', ''],
      ['v4', B],
    ]);
  });

  test.each(['bytes 0-2/*', '0-2', '', 'x/-1', '0-2/99999999999'])(
    'a total that makes no sense is none: %j',
    async (range) => {
      expect(await tagPage({ status: 200, body: [], headers: { 'content-range': range } })).toEqual({
        tags: [],
        total: undefined,
      });
    },
  );

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'the body is not as documented: missing'],
    ['null', 'null', 'the body is not as documented: must be Array, not null'],
    ['an object', { tags: [] }, 'the body is not as documented: must be Array, not object'],
    ['a tag without a name', [{ digest: A }], "field '0.Tag' is not as documented: not valid (check)"],
    ['an array of errors', [{ errorCode: 'X.1' }], "field '0.Tag' is not as documented: not valid (check)"],
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
    [{ status: 404 }, 'HTTP 404'],
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
    [{ status: 400, body: { errorCode: 'SVCSTG.SWR.4001035' } }],
    [{ status: 403, body: { errorCode: 'SVCSTG.SWR.4037020' } }],
  ])('a missing route, a wrong request or a missing permission is a failure: %j', async (reply) => {
    const failure = await failureFrom(tagPage(reply));
    expect([failure.kind, failure.hint]).toEqual([
      'refused',
      'Reading tags needs swr:repo:listRepoTags, or at least read permission in the organization.',
    ]);
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

  test.each<[unknown]>([[undefined], ['null'], [[]]])('none: %j', async (body) => {
    const { run, service } = swr({ status: 200, body });
    expect(await run(service.syncJobPage(REPOSITORY, page))).toEqual({ jobs: [], total: undefined });
  });

  test.each([400, 403, 404])('a region that answers %d does not offer them', async (status) => {
    const { run, service } = swr({ status });
    expect(await run(service.syncJobPage(REPOSITORY, page))).toBeUndefined();
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
    [{ status: 200, body: { ok: true } }],
  ])('is not sent again after %j', async (reply) => {
    const { run, service, requests } = swr(reply, { status: 200, body: [] });
    const failure = await failureFrom(run(service.syncImages(request)));
    expect([failure.kind, failure.uncertain, requests().length]).toEqual(['unavailable', true, 1]);
  });
});
