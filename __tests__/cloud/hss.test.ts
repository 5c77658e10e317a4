import { describe, expect, test } from '@jest/globals';
import { createHss, IMAGE_LISTS } from '../../src/cloud/hss.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

function hss(enterpriseProject: string, ...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire('hss', ...replies);
  return { ...wire, service: createHss(wire.call, 'project', { region: 'cn-north-4', enterpriseProject }) };
}

const GONE: readonly [ScriptedReply][] = [
  [{ status: 404, body: { error_code: 'APIGW.0101' } }],
  [{ status: 404, body: { error_code: 'APIG.0101' } }],
  [{ status: 410, body: { error_code: 'APIGW.0101' } }],
  [{ status: 410, body: { error_code: 'HSS.0011' } }],
];

/** Replies that say nothing about the region's routes: of HSS about what was asked for, or of nobody knows whom. */
const NO_ROUTE_OF_OTHERS: readonly [ScriptedReply][] = [
  [{ status: 404, body: { error_code: 'HSS.0011', error_description: 'not found' } }],
  [{ status: 404, body: { error_code: 'HSS.1059', error_description: 'the agency does not exist' } }],
  [{ status: 404 }],
  [{ status: 410 }],
  [{ status: 404, body: { message: 'no Route matched with those values' } }],
  [{ status: 404, body: { status: 404, error: 'Not Found', path: '/v5/project/image/tasks' } }],
  [{ status: 404, body: { error_code: 'SVCSTG.SWR.4040058' } }],
  [{ status: 404, body: '<html><title>404</title></html>' }],
  [{ status: 400, body: { error_code: 'HSS.0011' } }],
  [{ status: 403, body: { error_code: 'common.01010013', error_msg: 'denied' } }],
];

const SUCCESSES: readonly [unknown][] = [
  [undefined],
  ['null'],
  [{}],
  [{ error_code: 0 }],
  [{ error_code: '0' }],
  [{ error_code: '00000000' }],
  [{ error_code: null }],
  [{ error_code: 0, error_description: null }],
];

const FAILURES: readonly [unknown, string][] = [
  [{ error_code: 1, error_description: 'busy' }, 'HTTP 200 1 busy.'],
  [{ error_code: '00000010', error_msg: 'denied' }, 'HTTP 200 00000010 denied.'],
  [{ error_code: 'HSS.0010', error_description: 'a\r::error::b' }, 'HTTP 200 HSS.0010 a\\u000d::error::b.'],
  [{ error_code: -1 }, 'HTTP 200 -1.'],
];

const DATE = 'Sat, 28 Nov 2026 02:00:00 GMT';
const AT = Date.parse(DATE);

describe('the request to synchronize', () => {
  test('has the region in a header and the enterprise project in the query', async () => {
    const { run, service, requests } = hss('all_granted_eps', { status: 200, body: { error_code: 0 } });
    expect([await run(service.synchronize('shared_image')), requests()]).toEqual([
      { value: true, dateMs: undefined },
      [
        'POST /v5/project/image/synchronize?enterprise_project_id=all_granted_eps {"image_type":"shared_image"} region: cn-north-4',
      ],
    ]);
  });

  test('leaves the enterprise project out when there is none', async () => {
    const { run, service, requests } = hss('', { status: 200 });
    await run(service.synchronize('private_image'));
    expect(requests()).toEqual([
      'POST /v5/project/image/synchronize {"image_type":"private_image"} region: cn-north-4',
    ]);
  });

  test.each(SUCCESSES)('succeeds with %j', async (body) => {
    const { run, service } = hss('', { status: 200, body, headers: { date: DATE } });
    expect(await run(service.synchronize('private_image'))).toEqual({ value: true, dateMs: AT });
  });

  test.each(FAILURES)('fails inside a 200 with %j', async (body, reason) => {
    const { run, service } = hss('', { status: 200, body });
    const failure = await failureFrom(run(service.synchronize('private_image')));
    expect([failure.kind, failure.message]).toEqual([
      'refused',
      `Could not synchronize the image list of HSS in cn-north-4: ${reason}`,
    ]);
  });

  test.each(GONE)('is gone with %j', async (reply) => {
    const { run, service } = hss('', reply);
    expect(await run(service.synchronize('private_image'))).toBeUndefined();
  });

  test.each(NO_ROUTE_OF_OTHERS)('is refused with %j', async (reply) => {
    const { run, service } = hss('', reply);
    expect((await failureFrom(run(service.synchronize('private_image')))).kind).toBe('refused');
  });

  test('is refused with the text of HSS where what it needs does not exist', async () => {
    const { run, service, requests } = hss('', {
      status: 404,
      body: { error_code: 'HSS.1059', error_msg: 'no agency' },
    });
    const failure = await failureFrom(run(service.synchronize('private_image')));
    expect([failure.message, requests().length]).toEqual([
      'Could not synchronize the image list of HSS in cn-north-4: HTTP 404 HSS.1059 no agency.',
      1,
    ]);
  });

  test.each([
    [400, '00000010'],
    [200, '00000010'],
    [400, 'HSS.0013'],
    [403, 'common.01010013'],
  ])('is denied with %d %s', async (status, code) => {
    const { run, service } = hss('', { status, body: { error_code: code, error_description: 'denied' } });
    const failure = await failureFrom(run(service.synchronize('private_image')));
    expect([failure.code, failure.message]).toEqual([
      'permission-denied',
      `Could not synchronize the image list of HSS in cn-north-4: HTTP ${status} ${code} denied.`,
    ]);
  });

  test.each<[Behaviour | ScriptedReply]>([
    [{ gives: lostConnection }],
    [{ status: 200, body: '<html>' }],
    [{ status: 200, body: '7' }],
  ])('is not sent again after %j', async (reply) => {
    const { run, service, requests } = hss('', reply, { status: 200 });
    const failure = await failureFrom(run(service.synchronize('private_image')));
    expect([failure.kind, failure.uncertain, requests().length]).toEqual(['unavailable', true, 1]);
  });
});

describe('the newer request', () => {
  test('is for all registries', async () => {
    const { run, service, requests } = hss('0', { status: 200 });
    await run(service.startSyncTask());
    expect(requests()).toEqual([
      'POST /v5/project/image/image-sync/tasks?enterprise_project_id=0 {"sync_all_registries":true} region: cn-north-4',
    ]);
  });

  test.each(FAILURES)('fails inside a 200 with %j', async (body, reason) => {
    const { run, service } = hss('', { status: 200, body });
    expect((await failureFrom(run(service.startSyncTask()))).message).toBe(
      `Could not start an image synchronization task of HSS in cn-north-4: ${reason}`,
    );
  });

  test.each(GONE)('is refused where it is gone too: %j', async (reply) => {
    const { run, service } = hss('', reply);
    expect((await failureFrom(run(service.startSyncTask()))).kind).toBe('refused');
  });
});

const PAGE = { offset: 0, limit: 200 } as const;
const tasks = async (reply: ScriptedReply) => {
  const { run, service } = hss('', reply);
  return (await run(service.syncTasks(PAGE)))?.tasks;
};

/** For the lists, HSS gives any of these where there is nothing. */
const EMPTY: readonly [unknown][] = [
  [undefined],
  ['null'],
  [{}],
  [{ data_list: [] }],
  [{ data_list: null }],
  [{ total_num: 0 }],
  [{ total_num: '0', data_list: {} }],
];

/** These are no lists. */
const NO_LIST: readonly [unknown, string][] = [
  [{ total_num: 3 }, "field 'data_list'"],
  [{ total_num: 3, data_list: null }, "field 'data_list'"],
  [{ data_list: 'none' }, "field 'data_list'"],
  [{ data_list: { task: 1 } }, "field 'data_list'"],
  [7, 'the body'],
];

describe('the tasks', () => {
  test('are requested with the mandatory parameters of HSS', async () => {
    const body = { total_num: 12, data_list: [null, { task_id: 'a', task_type: 'autoSync' }] };
    const { run, service, requests } = hss('eps', { status: 200, body, headers: { date: DATE } });
    expect(await run(service.syncTasks({ offset: 10, limit: 50 }))).toEqual({
      tasks: [],
      length: 2,
      total: 12,
      dateMs: AT,
    });
    expect(requests()).toEqual([
      'GET /v5/project/image/tasks?enterprise_project_id=eps&type=image_sync&task_type=manualSync&limit=50&offset=10 region: cn-north-4',
    ]);
  });

  test('with ids and states of both types, full and sparse, and without those that HSS started by itself', async () => {
    const body = {
      total_num: 3,
      data_list: [
        {
          task_id: 'a',
          task_status: '100',
          task_type: 'manualSync',
          begin_time: AT,
          end_time: AT + 1,
          total_num: '5',
          success_num: 4,
          failed_num: 1,
          failed_reason: 'r',
          failed_images: [
            { namespace: 'team', image_name: 'app', image_version: 'v1', failed_reason: 'no' },
            null,
            { image_name: 'team/app', image_version: 'v2', registry_type: 'Harbor' },
          ],
        },
        { task_id: 'b', task_status: 100, task_type: 'autoSync' },
        { task_id: 7, task_status: '-3', total_num: null, failed_reason: 9 },
      ],
    };
    expect(await tasks({ status: 200, body })).toEqual([
      {
        id: 'a',
        status: 100,
        beganAtMs: AT,
        endedAtMs: AT + 1,
        total: 5,
        succeeded: 4,
        // One of the three that are named cannot be read.
        failed: 3,
        reason: 'r',
        failedImages: [
          { namespace: 'team', name: 'app', tag: 'v1', reason: 'no' },
          { namespace: '', name: 'team/app', tag: 'v2', registryType: 'Harbor' },
        ],
      },
      { id: '7', status: -3, reason: '9', failedImages: [] },
    ]);
  });

  test.each<[unknown, number | undefined]>([
    [undefined, undefined],
    [null, undefined],
    [0, 0],
    ['7', 7],
    [-1, -1],
    [2.5, 2.5],
    ['two', NaN],
    ['', NaN],
    [true, NaN],
    [[], NaN],
  ])('the counts of images %j are read as %j', async (count, expected) => {
    const counts = { total_num: count, success_num: count, failed_num: count };
    const [task] = (await tasks({ status: 200, body: { data_list: [{ task_id: 'a', ...counts }] } })) ?? [];
    expect([task?.total, task?.succeeded, task?.failed]).toEqual([expected, expected, expected]);
  });

  test.each<[unknown, string | undefined]>([
    ['no agency', 'no agency'],
    [{ code: 1 }, '{"code":1}'],
    [['x'], '["x"]'],
    [7, '7'],
    ['', undefined],
    [' \n', undefined],
    [null, undefined],
    [0, undefined],
    [false, undefined],
    [{}, undefined],
    [[], undefined],
  ])('a reason %j says %j', async (reason, expected) => {
    const image = { image_name: 'app', image_version: 'v1', failed_reason: reason };
    const task = { task_id: 'a', failed_reason: reason, failed_images: [image] };
    const [read] = (await tasks({ status: 200, body: { data_list: [task] } })) ?? [];
    expect([read?.reason, read?.failedImages[0]?.reason]).toEqual([expected, expected]);
  });

  test('odd entries do not hide the others; a state that cannot be read is kept as unknown', async () => {
    const body = {
      data_list: [null, 'x', {}, { task_id: 'a', task_status: 'finished' }, { task_id: 'b', task_status: 100 }],
    };
    expect((await tasks({ status: 200, body }))?.map(({ id, status }) => [id, status])).toEqual([
      ['a', undefined],
      ['b', 100],
    ]);
  });

  test.each<[unknown, number | undefined]>([
    [AT, AT],
    [AT / 1000, AT],
    [String(AT), AT],
    [String(AT / 1000), AT],
    ['2026-11-28T02:00:00Z', AT],
    ['2026-11-28T10:00:00+08:00', AT],
    ['2026-11-28 02:00:00', AT],
    ['2026-11-28T02:00:00.000', AT],
    [0, undefined],
    [-1, undefined],
    ['0', undefined],
    ['-1', undefined],
    ['Infinity', undefined],
    ['', undefined],
    [' ', undefined],
    ['yesterday', undefined],
    [null, undefined],
    [true, undefined],
    [{}, undefined],
  ])('began and ended at %j', async (time, expected) => {
    const body = { data_list: [{ task_id: 'a', task_status: 100, begin_time: time, end_time: time }] };
    const [task] = (await tasks({ status: 200, body })) ?? [];
    expect([task?.beganAtMs, task?.endedAtMs]).toEqual([expected, expected]);
  });

  test.each(EMPTY)('none: %j', async (body) => {
    expect(await tasks({ status: 200, body })).toEqual([]);
  });

  test.each(NO_LIST)('a reply without the list is not an empty list: %j', async (body, where) => {
    const failure = await failureFrom(tasks({ status: 200, body }));
    expect([failure.kind, failure.message.includes(`${where} is not as documented`)]).toEqual(['unavailable', true]);
  });

  test.each<[unknown]>([[{ error_code: 1, data_list: [] }], [{ error_code: '2' }]])('an error: %j', async (body) => {
    expect((await failureFrom(tasks({ status: 200, body }))).kind).toBe('refused');
  });

  test.each(GONE)('are not reported in a region with %j', async (reply) => {
    expect(await tasks(reply)).toBeUndefined();
  });

  test.each(NO_ROUTE_OF_OTHERS)('are refused with %j', async (reply) => {
    expect(await failureFrom(tasks(reply))).toMatchObject({ kind: 'refused' });
  });
});

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe.each(IMAGE_LISTS)('a page of %s', (list) => {
  const filter = { imageType: 'private_image', namespace: 'team', name: 'app/api', tag: 'v1' } as const;
  const images = async (reply: ScriptedReply) => {
    const { run, service } = hss('', reply);
    return run(service.imagePage(list, filter, { offset: 20, limit: 10 }));
  };

  test('is requested with all filters, and without a tag where there is none', async () => {
    const { run, service, requests } = hss('eps', { status: 200 }, { status: 200 });
    await run(service.imagePage(list, filter, { offset: 20, limit: 10 }));
    await run(service.imagePage(list, { ...filter, tag: undefined }, { offset: 0, limit: 200 }));
    const asked = `GET /v5/project/image/${list}?enterprise_project_id=eps&image_type=private_image&namespace=team&image_name=app%2Fapi`;
    expect(requests()).toEqual([
      `${asked}&image_version=v1&limit=10&offset=20 region: cn-north-4`,
      `${asked}&limit=200&offset=0 region: cn-north-4`,
    ]);
  });

  test('has the images, without odd entries, and the digests as they are shown', async () => {
    const name = { namespace: 'team', image_name: 'app/api', image_version: 'v1' };
    const body = {
      total_num: '47',
      data_list: [
        {
          ...name,
          image_digest: DIGEST,
          image_type: 'private_image',
          registry_type: 'SwrPrivate',
          is_multiple_arch: true,
        },
        { ...name, image_digest: DIGEST.toUpperCase(), association_images: [{ image_digest: DIGEST }] },
        { ...name, image_digest: DIGEST.slice(0, 20), association_images: [] },
        { ...name, image_digest: [DIGEST] },
        { ...name, image_digest: null },
        { ...name, image_digest: ' ' },
        name,
        { namespace: null, image_name: 'team/app/api', image_version: 'v1', image_digest: '' },
        { image_name: 7 },
        null,
      ],
    };
    const image = { namespace: 'team', name: 'app/api', tag: 'v1' };
    expect(await images({ status: 200, body })).toEqual({
      length: 10,
      total: 47,
      images: [
        { ...image, registryType: 'SwrPrivate', imageType: 'private_image', digest: DIGEST, isMultiArch: true },
        { ...image, digest: DIGEST.toUpperCase(), isMultiArch: true },
        { ...image, digest: DIGEST.slice(0, 20), isMultiArch: false },
        { ...image, digest: `["${DIGEST}"]`, isMultiArch: false },
        { ...image, isMultiArch: false },
        { ...image, isMultiArch: false },
        { ...image, isMultiArch: false },
        { namespace: '', name: 'team/app/api', tag: 'v1', isMultiArch: false },
      ],
    });
  });

  test.each(EMPTY)('is empty with %j', async (body) => {
    expect(await images({ status: 200, body })).toMatchObject({ images: [], length: 0 });
  });

  test.each(NO_LIST)('is no list with %j', async (body) => {
    expect((await failureFrom(images({ status: 200, body }))).kind).toBe('unavailable');
  });

  test.each(GONE)('is not there in a region with %j', async (reply) => {
    expect(await images(reply)).toBeUndefined();
  });

  test.each(NO_ROUTE_OF_OTHERS)('is refused with %j', async (reply) => {
    expect((await failureFrom(images(reply))).kind).toBe('refused');
  });
});
