import { describe, expect, test } from '@jest/globals';
import { createModelArts } from '../../src/cloud/modelarts.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';

function modelArts(...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire('modelarts', ...replies);
  return {
    ...wire,
    service: createModelArts(wire.call, 'project', { region: 'cn-north-4', endpoint: { kind: 'public' } }),
  };
}

const MISSING: readonly [ScriptedReply][] = [
  [{ status: 404, body: { error_code: 'ModelArts.6404', error_msg: 'x' } }],
  [{ status: 400, body: { error_code: 'ModelArts.6404', error_msg: 'x' } }],
  [{ status: 400, body: { error_code: 'ModelArts.6797', error_msg: 'x' } }],
];

/** A proxy on the way, a wrong endpoint, or a region without ModelArts: the service has said nothing about any image. */
const FOREIGN: readonly [ScriptedReply][] = [
  [{ status: 404 }],
  [{ status: 404, body: {} }],
  [{ status: 404, body: { error_code: 'APIGW.0101', error_msg: 'no API' } }],
  [{ status: 404, body: { code: 404, message: 'Not Found' } }],
  [{ status: 404, body: { message: 'no Route matched with those values' } }],
  [{ status: 404, body: { timestamp: 1, status: 404, error: 'Not Found', path: '/v1' } }],
  [{ status: 404, body: '<html><title>404 Not Found</title></html>' }],
];

const REFUSED: readonly [ScriptedReply][] = [
  [{ status: 400, body: { error_code: 'ModelArts.6310' } }],
  [{ status: 403, body: { error_code: 'ModelArts.6404' } }],
  [{ status: 409 }],
];

describe('the details of an image', () => {
  test('are asked for by id', async () => {
    const { run, service, requests } = modelArts({ status: 200, body: { id: ID, status: 'ACTIVE' } });
    await run(service.showImage(ID));
    expect(requests()).toEqual([`GET /v1/project/images/${ID}`]);
  });

  test('of a full reply: what is used, under the names of ModelArts', async () => {
    const image = {
      id: ID,
      name: 'n',
      namespace: 'ns',
      tag: 'v1',
      swr_path: 'swr.cn-north-4.myhuaweicloud.com/ns/n:v1',
      status: 'ACTIVE',
      status_message: '',
      type: 'DEDICATED',
      arch: 'x86_64',
      origin: 'CUSTOMIZE',
      service_type: 'COMMON',
      resource_categories: ['CPU', 'GPU'],
      dev_services: ['SSH'],
      visibility: 'PRIVATE',
      workspace_id: '0',
      flavor_type: 'x',
      description: 'd',
      size: 12,
      create_at: 1,
      update_at: 2,
    };
    const { run, service } = modelArts({ status: 200, body: { ...image, feature: 'DEFAULT', more: {} } });
    expect(await run(service.showImage(ID))).toEqual(image);
  });

  test('of a sparse or odd one: whatever is missing or of another type is not there', async () => {
    const { run, service } = modelArts({
      status: 200,
      body: `{"id":"${ID}","status":"ODD","size":"12","dev_services":null,"tag":null,"__proto__":{"name":"x"}}`,
    });
    expect(await run(service.showImage(ID))).toEqual({ id: ID, status: 'ODD' });
  });

  test('an id in other case is the same image', async () => {
    const { run, service } = modelArts({ status: 200, body: { id: ID.toUpperCase(), status: 'ACTIVE' } });
    expect(await run(service.showImage(ID))).toEqual({ id: ID, status: 'ACTIVE' });
  });

  const north = 'swr.cn-north-4.myhuaweicloud.com/team/api:v1';
  test.each<[object, string]>([
    [{ id: ID.replace('d', 'e') }, 'id'],
    [{ project_id: 'other' }, 'project_id'],
    [{ swr_path: north.replace('cn-north-4', 'cn-east-3') }, 'swr_path'],
    [{ swr_path: north, tag: 'v2' }, 'tag'],
    [{ swr_path: 'registry.example:5000/team/group/api:v1', tag: 'v2' }, 'tag'],
    [{ swr_path: `https://${north}`, tag: 'v2' }, 'tag'],
    [{ swr_path: north, tag: 'v1', namespace: 'other' }, 'namespace'],
  ])('that are about something else, or contradict themselves, are not read: %j', async (other, field) => {
    const { run, service } = modelArts({ status: 200, body: { id: ID, status: 'ACTIVE', ...other } });
    const failure = await failureFrom(run(service.showImage(ID)));
    expect([failure.code, failure.message.includes(`field '${field}'`)]).toEqual(['reply-invalid', true]);
  });

  test.each<[object]>([
    [{ project_id: 'project', swr_path: north }],
    [{ swr_path: 'registry.example/team/api:v1' }],
    [{ swr_path: north.replace('cn-north-4', 'cn-east-3'), type: 'BUILD_IN' }],
    [{ swr_path: north, tag: 'v1', namespace: 'team' }],
    [{ swr_path: north, tag: '', namespace: '' }],
    [{ swr_path: north, tag: 'v2', type: 'BUILD_IN' }],
    [{ swr_path: 'team/api:v1', tag: 'v2' }],
    [{ swr_path: 'registry.example/team/api', tag: 'v2' }],
    [{ swr_path: '', tag: 'v2' }],
    [{ swr_path: `registry.example/team/api@sha256:${'a'.repeat(64)}`, tag: 'v2' }],
  ])('that may be about the image are read: %j', async (more) => {
    const { run, service } = modelArts({ status: 200, body: { id: ID, status: 'ACTIVE', ...more } });
    expect(await run(service.showImage(ID))).toMatchObject({ id: ID });
  });

  test.each([
    ['ACTIVE', 'ACTIVE'],
    ['active', 'ACTIVE'],
    [' Active\n', 'ACTIVE'],
    ['create_failed', 'CREATE_FAILED'],
    ['Polishing', 'Polishing'],
    ['ACTIVE?', 'ACTIVE?'],
  ])('the status %j is %j', async (word, status) => {
    const { run, service } = modelArts({ status: 200, body: { id: ID, status: word } });
    expect((await run(service.showImage(ID)))?.status).toBe(status);
  });

  test.each<[unknown, string]>([
    [{ id: ID }, 'status'],
    [{ status: 'ACTIVE' }, 'id'],
    [{ id: ID, status: null }, 'status'],
    [{ id: ID, status: 1 }, 'status'],
    [{ id: ID, status: ' ' }, 'status'],
    [{ id: '..', status: 'ACTIVE' }, 'id'],
  ])('without what is relied on, they are none: %j', async (body, field) => {
    const { run, service } = modelArts({ status: 200, body });
    const failure = await failureFrom(run(service.showImage(ID)));
    expect([failure.kind, failure.message.includes(`field '${field}'`)]).toEqual(['unavailable', true]);
  });

  test.each(MISSING)('no such image: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    expect(await run(service.showImage(ID))).toBeUndefined();
  });

  test.each(REFUSED)('a refusal: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    const failure = await failureFrom(run(service.showImage(ID)));
    expect([failure.kind, failure.hint]).toEqual(['refused', 'Reading images needs modelarts:image:get.']);
  });
});

describe('a 404 that ModelArts did not write', () => {
  const HINT =
    'This is not the own answer of the service: check the input endpoint, and whether the region offers the service.';
  test.each(FOREIGN)('is a refusal for every call, and says what to check: %j', async (reply) => {
    for (const send of [
      ({ service }: ReturnType<typeof modelArts>) => service.showImage(ID),
      ({ service }: ReturnType<typeof modelArts>) => service.syncImage(ID),
      ({ service }: ReturnType<typeof modelArts>) => service.deleteImage(ID, false),
    ]) {
      const wire = modelArts(reply);
      const failure = await failureFrom(wire.run<unknown>(send(wire)));
      expect([failure.code, failure.hint]).toEqual(['service-refused', HINT]);
    }
  });
});

describe('the refresh of a status', () => {
  test.each<[object]>([[{ id: ID }], [{ id: ID.toUpperCase(), status: 'ERROR' }]])(
    'is asked for without a body; of the reply only the id is read: %j',
    async (body) => {
      const { run, service, requests } = modelArts({ status: 200, body });
      expect([await run(service.syncImage(ID)), requests()]).toEqual([true, [`POST /v1/project/images/${ID}/sync`]]);
    },
  );

  test.each<[unknown]>([[undefined], [{}], [{ status: 'ACTIVE' }], [{ id: 7 }], [[]], ['"text"'], ['<html>']])(
    'is confirmed by no reply that does not name the image, and not sent again: %j',
    async (body) => {
      const { run, service, requests } = modelArts({ status: 200, body });
      expect(await failureFrom(run(service.syncImage(ID)))).toMatchObject({ kind: 'unavailable', uncertain: true });
      expect(requests().length).toBe(1);
    },
  );

  test.each(MISSING)('no such image: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    expect(await run(service.syncImage(ID))).toBe(false);
  });

  test.each(REFUSED)('a refusal: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    const failure = await failureFrom(run(service.syncImage(ID)));
    expect([failure.kind, failure.hint]).toEqual(['refused', 'Refreshing images needs modelarts:image:sync.']);
  });

  test('a reply about another image confirms nothing', async () => {
    const { run, service, requests } = modelArts({ status: 200, body: { id: ID.replace('d', 'e'), status: 'ACTIVE' } });
    const failure = await failureFrom(run(service.syncImage(ID)));
    expect([failure.code, failure.uncertain, requests().length]).toEqual(['reply-invalid', true, 1]);
  });

  test('is not sent again when its reply is lost', async () => {
    const { run, service, requests } = modelArts({ gives: lostConnection }, { status: 200 });
    const failure = await failureFrom(run(service.syncImage(ID)));
    expect([failure.kind, failure.uncertain, requests().length]).toEqual(['unavailable', true, 1]);
  });
});

describe('the deletion of an image', () => {
  test.each([true, false])('sends force (%p) as the documents do and as the SDKs do', async (force) => {
    const { run, service, requests } = modelArts({ status: 204 });
    expect(await run(service.deleteImage(ID, force))).toEqual({ existed: true, isConfirmed: true, image: undefined });
    expect(requests()).toEqual([`DELETE /v1/project/images/${ID}?force=${force} {"is_force":${force}}`]);
  });

  test('returns the details where the reply has them', async () => {
    const { run, service } = modelArts({ status: 200, body: { id: ID, status: 'DELETED' } });
    expect(await run(service.deleteImage(ID, false))).toEqual({
      existed: true,
      isConfirmed: true,
      image: { id: ID, status: 'DELETED' },
    });
  });

  const DONE = { id: ID, status: 'DELETED' };
  test.each<[ScriptedReply]>([
    [{ status: 200 }],
    [{ status: 200, body: {} }],
    [{ status: 200, body: 'null' }],
    [{ status: 200, body: [] }],
    [{ status: 200, body: [DONE] }],
    [{ status: 200, body: '"gone"' }],
    [{ status: 200, body: { foo: 1 } }],
    [{ status: 200, body: { status: 'pending' } }],
    [{ status: 200, body: { status: 'DELETED' } }],
    [{ status: 200, body: { id: ID } }],
    [{ status: 200, body: { ...DONE, status: 'ACTIVE' } }],
    [{ status: 200, body: { ...DONE, id: ID.replace('d', 'e') } }],
    [{ status: 200, body: { ...DONE, swr_path: 'swr.example/team/api:v1', tag: 'v2' } }],
  ])('is confirmed by nothing but the documented replies: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    expect(await failureFrom(run(service.deleteImage(ID, false)))).toMatchObject({
      code: 'reply-invalid',
      uncertain: true,
    });
  });

  test('an image that is missing after a reply that confirmed nothing was deleted by that attempt', async () => {
    const { run, service } = modelArts(
      { status: 200, body: {} },
      { status: 404, body: { error_code: 'ModelArts.6404' } },
    );
    expect(await run(service.deleteImage(ID, false))).toEqual({ existed: true, isConfirmed: false });
  });

  test.each(MISSING)('no such image: %j', async (reply) => {
    const { run, service } = modelArts(reply);
    expect(await run(service.deleteImage(ID, false))).toEqual({ existed: false, isConfirmed: false });
  });

  test('an image that is missing after an attempt whose reply was lost was deleted by that attempt', async () => {
    const { run, service } = modelArts(
      { gives: lostConnection },
      { status: 404, body: { error_code: 'ModelArts.6404' } },
    );
    expect(await run(service.deleteImage(ID, false))).toEqual({ existed: true, isConfirmed: false });
  });

  test.each([
    [true, 'Deleting images with force needs modelarts:image:delete and swr:repo:deleteRepoTag.'],
    [false, 'Deleting images needs modelarts:image:delete.'],
  ])('a refusal, with force %p', async (force, hint) => {
    const { run, service } = modelArts({ status: 403, body: { error_code: 'ModelArts.0211' } });
    expect(await failureFrom(run(service.deleteImage(ID, force)))).toMatchObject({ kind: 'refused', hint });
  });
});

describe('the list of images', () => {
  const filter = { name: 'api', namespace: 'team', workspace: '0' };

  test('is requested without the three defaults that hide images; without a name, for any name', async () => {
    const { run, service, requests } = modelArts({ status: 200, body: { data: [], total: 0 } });
    await run(service.listImages(filter, { offset: 200, limit: 200 }));
    await run(service.listImages({ ...filter, name: undefined }, { offset: 0, limit: 200 }));
    expect(requests()).toEqual([
      'GET /v1/project/images?type=DEDICATED&name=api&name_fuzzy_match=false&namespace=team&workspace_id=0&limit=200&offset=200',
      'GET /v1/project/images?type=DEDICATED&namespace=team&workspace_id=0&limit=200&offset=0',
    ]);
  });

  test('has every object, with an image where it can be read, and counts all entries', async () => {
    const good = { id: ID, status: 'ACTIVE', tag: 'v1' };
    const odd = [
      { id: '..', status: 'ACTIVE', swr_path: 'r/t/a:v2' },
      { id: '', status: 'ACTIVE' },
      { id: ID, tag: 7 },
    ];
    const data = [{ ...good, feature: 'x' }, ...odd, null, 7, 'x', []];
    const { run, service } = modelArts({ status: 200, body: { data, total: 'many', pages: '2' } });
    expect(await run(service.listImages(filter, { offset: 0, limit: 200 }))).toEqual({
      entries: [{ tag: 'v1', image: good }, { swr_path: 'r/t/a:v2' }, {}, {}],
      length: 8,
      total: undefined,
      pages: 2,
    });
  });

  test.each<[unknown]>([
    [undefined],
    ['null'],
    [{}],
    [{ data: null }],
    [{ data: {} }],
    [{ data: [] }],
    [{ total: 0, pages: 0 }],
    [{ data: null, total: 0, error_code: null, error_msg: null }],
  ])('without entries: %j', async (body) => {
    const { run, service } = modelArts({ status: 200, body });
    expect(await run(service.listImages(filter, { offset: 0, limit: 200 }))).toMatchObject({ entries: [], length: 0 });
  });

  test.each<[ScriptedReply, string]>([
    [{ status: 403, body: { error_code: 'ModelArts.0108', error_msg: 'no' } }, 'refused'],
    [{ status: 404 }, 'refused'],
    [{ status: 200, body: { images: [] } }, 'unavailable'],
    [{ status: 200, body: { total: 3 } }, 'unavailable'],
    [{ status: 200, body: { data: 'none' } }, 'unavailable'],
    [{ status: 200, body: { data: { id: ID } } }, 'unavailable'],
  ])('%j', async (reply, kind) => {
    const { run, service } = modelArts(reply);
    const failure = await run(failureFrom(service.listImages(filter, { offset: 0, limit: 200 })));
    expect(failure).toMatchObject({ kind });
  });
});

describe('registering', () => {
  const registration = {
    swrPath: 'swr.cn-north-4.myhuaweicloud.com/team/api:v1',
    arch: 'X86_64',
    flavors: ['CPU'],
    services: ['SSH'],
    visibility: 'PRIVATE',
    description: '',
    workspace: '0',
  };
  const REQUEST =
    'POST /v1/project/images {"swr_path":"swr.cn-north-4.myhuaweicloud.com/team/api:v1","arch":"X86_64",' +
    '"resource_category":["CPU"],"services":["SSH"],"visibility":"PRIVATE","workspace_id":"0","origin":"CUSTOMIZE"}';

  test('returns the image', async () => {
    const { run, service, requests } = modelArts({ status: 200, body: { id: ID, status: 'INIT' } });
    expect(await run(service.registerImage(registration))).toEqual({ image: { id: ID, status: 'INIT' } });
    expect(requests()).toEqual([REQUEST]);
  });

  test.each(['2884', '6737'])('says that it is registered already (%s)', async (code) => {
    const { run, service } = modelArts({ status: 400, body: { error_code: `ModelArts.${code}`, error_msg: 'taken' } });
    expect(await run(service.registerImage(registration))).toMatchObject({ taken: { kind: 'refused' } });
  });

  const WRONG = { id: ID, status: 'INIT', swr_path: 'swr.cn-north-4.myhuaweicloud.com/team/api:v2' };
  test.each<[Behaviour | ScriptedReply]>([
    [{ gives: lostConnection }],
    [{ status: 502 }],
    [{ status: 200, body: { id: ID } }],
    [{ status: 200, body: WRONG }],
    [{ status: 200, body: { id: ID, status: 'ACTIVE', tag: 'v2' } }],
    [{ status: 200, body: { id: ID, status: 'ACTIVE', namespace: 'other' } }],
    [{ status: 200, body: { id: '..', status: 'INIT' } }],
    [{ status: 200, body: { id: '', status: 'INIT' } }],
  ])('is sent once, whatever the reply', async (reply) => {
    const { run, service, requests } = modelArts(reply);
    expect(await run(failureFrom(service.registerImage(registration)))).toMatchObject({
      kind: 'unavailable',
      uncertain: true,
    });
    expect(requests()).toEqual([REQUEST]);
  });

  test('may be refused', async () => {
    const { run, service } = modelArts({ status: 403, body: { error_code: 'ModelArts.2785', error_msg: 'no agency' } });
    expect(await run(failureFrom(service.registerImage(registration)))).toMatchObject({
      kind: 'refused',
      uncertain: false,
      message: expect.stringContaining('ModelArts.2785 no agency'),
    });
  });
});
