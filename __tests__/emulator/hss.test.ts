import { describe, expect, test } from '@jest/globals';
import type { Seed } from '../../emulator/seed.ts';
import { record, records, createTestCloud } from './client.ts';

const ROOT = '/hss/cn-east-3/v5/project-east/image';

type Hss = NonNullable<Seed['regions'][string]['hss']>;

function createHssCloud(hss: Hss = {}) {
  const subject = createTestCloud({ 'cn-east-3': { organizations: { team: { app: ['v1', 'v2', 'v3'] } }, hss } });
  const { call } = subject;
  return {
    ...subject,
    synchronize: (extras: Parameters<typeof call>[2] = {}) =>
      call('POST', `${ROOT}/synchronize`, { body: { image_type: 'private_image' }, ...extras }),
    tasks: (query: Record<string, string> = {}) =>
      call('GET', `${ROOT}/tasks`, { query: { type: 'image_sync', ...query } }),
  };
}

const listOf = (value: unknown) => records(record(value)['data_list']);

describe('synchronizing', () => {
  test('answers with the integer 0 and no task id, and the task has its progress as a number', () => {
    const subject = createHssCloud({ taskSeconds: 10 });
    const { status, value } = subject.synchronize();
    expect([status, value]).toEqual([200, { error_code: 0, error_description: 'success' }]);
    const seen = [0, 4, 5.99, 0.01].map((seconds) => {
      subject.clock.advance(seconds);
      return listOf(subject.tasks().value)[0]?.['task_status'];
    });
    expect(seen).toEqual([0, 40, 99, 100]);
    expect(listOf(subject.tasks().value)).toEqual([
      {
        task_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        task_name: expect.any(String),
        task_type: 'manualSync',
        image_type: 'registry',
        task_status: 100,
        begin_time: Date.parse('2026-01-01T00:00:00Z'),
        end_time: Date.parse('2026-01-01T00:00:10Z'),
        remain_min: 0,
        is_all: true,
        total_num: 3,
        success_num: 3,
        failed_num: 0,
        failed_images: [],
      },
    ]);
  });

  test.each([
    [{ error_code: 1, error_description: 'no agency' }, 200, 1],
    [{ error_code: '00000010' }, 200, '00000010'],
    [{ error_code: '00000010', status: 400 }, 400, '00000010'],
  ])('an error reply %j', (synchronize, status, code) => {
    const subject = createHssCloud({ synchronize });
    const { status: seen, value } = subject.synchronize();
    expect([seen, record(value)['error_code']]).toEqual([status, code]);
    expect(listOf(subject.tasks().value)).toEqual([]);
  });

  test('may be removed from the region: 404 or 410', () => {
    expect(createHssCloud({ synchronize: 'gone-404' }).synchronize()).toMatchObject({
      status: 404,
      value: { error_code: 'APIGW.0101' },
    });
    expect(createHssCloud({ synchronize: 'gone-410' }).synchronize().status).toBe(410);
  });

  test.each([
    ['no image type', { body: {} }],
    ['an unknown image type', { body: { image_type: 'local_image' } }],
    ['an unknown field', { body: { image_type: 'private_image', region: 'x' } }],
    ['an unknown parameter', { query: { region: 'cn-east-3' } }],
    ["another region's header", { headers: { region: 'cn-north-4' } }],
  ])('%s: 400 HSS.0001', (_, extras) => {
    const subject = createHssCloud();
    expect(subject.synchronize(extras)).toMatchObject({
      status: 400,
      value: { error_code: 'HSS.0001', error_msg: expect.any(String), error_description: expect.any(String) },
    });
    expect(listOf(subject.tasks().value)).toEqual([]);
  });

  test('the newer API answers with an empty body, and starts a task', () => {
    const subject = createHssCloud();
    const create = (body: unknown) => subject.call('POST', `${ROOT}/image-sync/tasks`, { body });
    expect(create({ sync_all_registries: true })).toMatchObject({ status: 200, value: '' });
    expect(create({ sync_all_registries: false }).status).toBe(400);
    expect(create({}).status).toBe(400);
    expect(listOf(subject.tasks().value)).toHaveLength(1);
    const older = createHssCloud({ createTask: false });
    expect(older.call('POST', `${ROOT}/image-sync/tasks`, { body: { sync_all_registries: true } }).status).toBe(404);
  });
});

describe('the lists', () => {
  test.each([
    ['error', -3, 0, 3],
    ['timeout', -2, 0, 3],
    ['stopped', -1, 0, 3],
    ['partial', 100, 2, 1],
    ['success', 100, 3, 0],
  ] as const)('a task with the outcome %s', (outcome, status, good, bad) => {
    const subject = createHssCloud({ outcome, failedReason: 'access_swr_failed' });
    subject.synchronize();
    subject.clock.advance(2);
    const [task] = listOf(subject.tasks().value);
    expect(task).toMatchObject({ task_status: status, total_num: 3, success_num: good, failed_num: bad });
    expect(task?.['failed_reason']).toBe(bad === 0 ? undefined : 'access_swr_failed');
    expect(task?.['failed_images']).toEqual(
      outcome === 'partial'
        ? [{ image_name: 'app', image_version: 'v1', namespace: 'team', failed_reason: 'access_swr_failed' }]
        : [],
    );
  });

  test('the offset is at most the documented 2000000', () => {
    const { tasks } = createHssCloud();
    expect([tasks({ offset: '2000000' }).status, tasks({ offset: '2000001' }).status]).toEqual([200, 400]);
  });

  test('a stuck task never ends; with the outcome none there is no task', () => {
    const stuck = createHssCloud({ outcome: 'stuck' });
    stuck.synchronize();
    stuck.clock.advance(86_400);
    expect(listOf(stuck.tasks().value)[0]).toMatchObject({ task_status: 42 });
    const none = createHssCloud({ outcome: 'none' });
    none.synchronize();
    expect(listOf(none.tasks().value)).toEqual([]);
  });

  test('the list of tasks requires a type, and a limit from 10 to 200', () => {
    const { call, tasks } = createHssCloud();
    expect(call('GET', `${ROOT}/tasks`)).toMatchObject({ status: 400, value: { error_code: 'HSS.0001' } });
    expect(tasks({ type: 'other' }).status).toBe(400);
    for (const [limit, status] of [
      ['9', 400],
      ['10', 200],
      ['200', 200],
      ['201', 400],
    ] as const) {
      expect([limit, tasks({ limit }).status]).toEqual([limit, status]);
    }
  });

  test('the list of tasks has filters, leaves out other enterprise projects, and has the newest first', () => {
    const subject = createHssCloud({ pastTasks: [{ secondsAgo: 90 }, { secondsAgo: 60, enterpriseProject: 'e1' }] });
    subject.synchronize();
    const types = (query: Record<string, string>) =>
      listOf(subject.tasks(query).value).map((task) => task['task_type']);
    expect(types({})).toEqual(['manualSync', 'autoSync']);
    expect(types({ enterprise_project_id: 'all_granted_eps' })).toEqual(['manualSync', 'autoSync', 'autoSync']);
    expect(types({ enterprise_project_id: 'e1' })).toEqual(['autoSync']);
    expect(types({ task_type: 'manualSync' })).toEqual(['manualSync']);
    expect(types({ task_status: 'scanning' })).toEqual(['manualSync']);
    expect(types({ task_status: 'finished' })).toEqual(['autoSync']);
    expect(types({ type: 'image_scan' })).toEqual([]);
  });

  test('a task belongs to the enterprise project of the request', () => {
    const subject = createHssCloud();
    subject.synchronize({ query: { enterprise_project_id: 'e1' } });
    expect(listOf(subject.tasks().value)).toEqual([]);
    expect(listOf(subject.tasks({ enterprise_project_id: 'e1' }).value)).toHaveLength(1);
  });

  test('a region may lack the lists: 404', () => {
    const subject = createHssCloud({ tasks: false, registries: false });
    expect(subject.synchronize().status).toBe(200);
    expect(subject.tasks()).toMatchObject({ status: 404, value: { error_code: 'APIGW.0101' } });
    expect(subject.call('GET', `${ROOT}/registries`).status).toBe(404);
  });

  test('the list of registries has the end of the last synchronization', () => {
    const subject = createHssCloud({ taskSeconds: 5 });
    const registry = () => listOf(subject.call('GET', `${ROOT}/registries`).value)[0];
    expect(registry()).toMatchObject({ status: 'success', latest_sync_time: 0, images_num: 3 });
    subject.synchronize();
    expect(registry()).toMatchObject({ status: 'accessing', latest_sync_time: 0 });
    subject.clock.advance(5);
    expect(registry()).toMatchObject({ status: 'success', latest_sync_time: Date.parse('2026-01-01T00:00:05Z') });
  });
});

describe.each(['swr-repository', 'registries/images'])('the images of %s', (list) => {
  const imagesOf = (subject: ReturnType<typeof createHssCloud>, query: Record<string, string> = {}) =>
    subject.call('GET', `${ROOT}/${list}`, { query: { image_type: 'private_image', ...query } });
  const tagsOf = (subject: ReturnType<typeof createHssCloud>, query: Record<string, string> = {}) =>
    listOf(imagesOf(subject, query).value).map((image) => image['image_version']);

  test('are what a task has imported, some time after its end, without those that failed', () => {
    const subject = createHssCloud({ taskSeconds: 2, imageListSeconds: 3, failedImages: ['v2'] });
    subject.synchronize();
    const seen = [0, 2, 2.9, 0.1].map((seconds) => {
      subject.clock.advance(seconds);
      return tagsOf(subject);
    });
    expect(seen).toEqual([[], [], [], ['v1', 'v3']]);
    expect(listOf(subject.tasks().value)[0]).toMatchObject({ total_num: 3, success_num: 2, failed_num: 1 });
  });

  test('are what SWR had when the task began', () => {
    const subject = createHssCloud({ taskSeconds: 0 });
    subject.synchronize();
    subject.emulator.push({ region: 'cn-east-3', organization: 'team', repository: 'app', tag: 'v4' });
    expect(tagsOf(subject)).toEqual(['v1', 'v2', 'v3']);
    subject.clock.advance(1);
    subject.synchronize();
    expect(tagsOf(subject)).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  test.each(['error', 'timeout', 'stopped', 'stuck', 'none'] as const)(
    'are none after a task that ends as %s',
    (outcome) => {
      const subject = createHssCloud({ taskSeconds: 0, outcome });
      subject.synchronize();
      expect(tagsOf(subject)).toEqual([]);
    },
  );

  test('have filters, pages and digests', () => {
    const past = [{ secondsAgo: 60 }];
    const subject = createHssCloud({ pastTasks: past, multiArch: ['v2'] });
    const digests = subject.emulator.state().regions['cn-east-3']?.organizations['team']?.['app'];
    expect(tagsOf(subject, { image_version: 'v2', namespace: 'team', image_name: 'app' })).toEqual(['v2']);
    expect(tagsOf(subject, { namespace: 'other' })).toEqual([]);
    expect(tagsOf(subject, { limit: '10', offset: '2' })).toEqual(['v3']);
    expect(imagesOf(subject, { image_version: 'x'.repeat(65) }).status).toBe(400);
    const shown = listOf(imagesOf(subject).value).map((image) => image['image_digest']);
    expect(shown).toEqual([digests?.['v1'], expect.stringMatching(/^sha256:/), digests?.['v3']]);
    expect(shown[1]).not.toBe(digests?.['v2']);
    const bare = createHssCloud({ pastTasks: past, digests: false, imageNames: 'with-organization' });
    expect(listOf(imagesOf(bare).value)[0]).toMatchObject({ image_name: 'team/app', namespace: 'team' });
    expect(listOf(imagesOf(bare).value)[0]).not.toHaveProperty('image_digest');
  });

  test('may be missing from the region: 404', () => {
    const other = list === 'swr-repository' ? 'newer' : 'older';
    for (const imageLists of [other, 'none'] as const) {
      expect(imagesOf(createHssCloud({ imageLists }))).toMatchObject({
        status: 404,
        value: { error_code: 'APIGW.0101' },
      });
    }
  });
});

test.each([
  ['milliseconds', Date.parse('2026-01-01T00:00:00Z')],
  ['seconds', Date.parse('2026-01-01T00:00:00Z') / 1000],
  ['text', '2026-01-01T00:00:00.000Z'],
  ['none', undefined],
] as const)('the begin of a task is written as %s, and the task is listed later', (beginTimes, expected) => {
  const subject = createHssCloud({ beginTimes, taskListSeconds: 10 });
  subject.synchronize();
  expect(listOf(subject.tasks().value)).toEqual([]);
  subject.clock.advance(10);
  expect(listOf(subject.tasks().value)[0]?.['begin_time']).toBe(expected);
});
