import { describe, expect, test } from '@jest/globals';
import { createHss } from '../../src/cloud/hss.ts';
import { overWire } from '../support/cloud-over-wire.ts';
import { type Behaviour, lostConnection, type ScriptedReply } from '../support/fake-transport.ts';
import { failureFrom } from '../support/outcome-of.ts';

function hss(enterpriseProject: string, ...replies: readonly (Behaviour | ScriptedReply)[]) {
  const wire = overWire(...replies);
  return { ...wire, service: createHss(wire.call, 'project', { region: 'cn-north-4', enterpriseProject }) };
}

const GONE: readonly [ScriptedReply][] = [
  [{ status: 404 }],
  [{ status: 404, body: { error_code: 'APIGW.0101' } }],
  [{ status: 410 }],
];

const SUCCESSES: readonly [unknown][] = [
  [undefined],
  ['null'],
  [{}],
  [{ error_code: 0 }],
  [{ error_code: '0' }],
  [{ error_code: '00000000' }],
  [{ error_code: 0, error_description: null }],
];

const FAILURES: readonly [unknown, string][] = [
  [{ error_code: 1, error_description: 'busy' }, 'HTTP 200 with error_code 1, busy.'],
  [{ error_code: '00000010', error_msg: 'denied' }, 'HTTP 200 with error_code 00000010, denied.'],
  [{ error_code: 'HSS.0010', error_description: 'not now' }, 'HTTP 200 with error_code HSS.0010, not now.'],
  [{ error_code: -1 }, 'HTTP 200 with error_code -1, without a description.'],
  [{ error_code: '' }, 'HTTP 200 with error_code , without a description.'],
];

describe('the request to synchronize', () => {
  test('has the region in a header and the enterprise project in the query', async () => {
    const { run, service, requests } = hss('all_granted_eps', { status: 200, body: { error_code: 0 } });
    expect([await run(service.synchronize('shared_image')), requests()]).toEqual([
      true,
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
    const { run, service } = hss('', { status: 200, body });
    expect(await run(service.synchronize('private_image'))).toBe(true);
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
    expect(await run(service.synchronize('private_image'))).toBe(false);
  });

  test('is refused with a 400, which HSS sends for every error', async () => {
    const { run, service } = hss('', { status: 400, body: { error_code: '00000010', error_description: 'denied' } });
    expect((await failureFrom(run(service.synchronize('private_image')))).message).toBe(
      'Could not synchronize the image list of HSS in cn-north-4: HTTP 400 00000010 denied.',
    );
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

const tasks = async (reply: ScriptedReply) => {
  const { run, service } = hss('', reply);
  return run(service.syncTasks());
};

describe('the tasks', () => {
  test('are requested with the mandatory parameters of HSS', async () => {
    const { run, service, requests } = hss('eps', { status: 200, body: { data_list: [] } });
    await run(service.syncTasks());
    expect(requests()).toEqual([
      'GET /v5/project/image/tasks?enterprise_project_id=eps&type=image_sync&task_type=manualSync&limit=200&offset=0 region: cn-north-4',
    ]);
  });

  test('with ids and states of both types, full and sparse', async () => {
    const body = {
      total_num: 2,
      data_list: [
        {
          task_id: 'a',
          task_status: 100,
          total_num: 5,
          success_num: 4,
          failed_num: 1,
          failed_reason: 'r',
          begin_time: 1,
        },
        { task_id: 7, task_status: '-3', total_num: null, failed_reason: 9 },
      ],
    };
    expect(await tasks({ status: 200, body })).toEqual([
      { id: 'a', status: 100, total: 5, succeeded: 4, failed: 1, reason: 'r' },
      { id: '7', status: -3 },
    ]);
  });

  test.each<[unknown]>([[{ data_list: [] }], [{ total_num: 0 }], [{ total_num: '0', data_list: null }]])(
    'none: %j',
    async (body) => {
      expect(await tasks({ status: 200, body })).toEqual([]);
    },
  );

  test('with numbers as strings, and without those that HSS started by itself', async () => {
    const numbers = { task_status: '100', total_num: '5', success_num: '0', failed_num: '5' };
    const body = {
      data_list: [
        { task_id: 'a', task_type: 'manualSync', ...numbers },
        { task_id: 'b', task_type: 'autoSync', ...numbers },
      ],
    };
    expect(await tasks({ status: 200, body })).toEqual([
      { id: 'a', status: 100, total: 5, succeeded: 0, failed: 5, reason: undefined },
    ]);
  });

  test.each<[unknown]>([
    [{}],
    [{ data_list: null }],
    [{ total_num: 3 }],
    [{ error_code: 1, data_list: [] }],
    [{ error_code: '2' }],
  ])('a reply without the list is not an empty list: %j', async (body) => {
    const failure = await failureFrom(tasks({ status: 200, body }));
    expect(failure.kind).toBe('unavailable');
  });

  test.each(GONE)('are not reported in a region with %j', async (reply) => {
    expect(await tasks(reply)).toBeUndefined();
  });

  test.each<[unknown, string]>([
    [undefined, 'the body'],
    [{ data_list: {} }, "field 'data_list'"],
    [{ data_list: [{ task_id: 'a', task_status: 'finished' }] }, "field 'data_list.0.task_status'"],
    [{ data_list: [{ task_status: 100 }] }, "field 'data_list.0.task_id'"],
    [{ data_list: [{ task_id: 'a', task_status: null }] }, "field 'data_list.0.task_status'"],
  ])('of another shape: %j', async (body, where) => {
    const failure = await failureFrom(tasks({ status: 200, body }));
    expect([failure.kind, failure.message.includes(`${where} is not as documented`)]).toEqual(['unavailable', true]);
  });

  test('are refused', async () => {
    expect(await failureFrom(tasks({ status: 403 }))).toMatchObject({
      kind: 'refused',
      hint: 'Following the synchronization needs the permission to read images in HSS.',
    });
  });
});
