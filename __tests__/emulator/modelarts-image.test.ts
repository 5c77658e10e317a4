import { describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../emulator/digest.ts';
import { record } from './client.ts';
import { createImageCloud, ID, IMAGES, PATH, statusOf } from './image-cloud.ts';

describe('an image', () => {
  test('has few fields by default, with name and tag from its path', () => {
    const { status, value } = createImageCloud().show();
    expect(status).toBe(200);
    expect(value).toEqual({
      arch: 'x86_64',
      create_at: Date.parse('2026-01-01T00:00:00Z'),
      id: ID,
      name: 'app/api',
      resource_categories: ['GPU', 'CPU'],
      service_type: 'COMMON',
      status: 'ACTIVE',
      swr_path: PATH,
      tag: 'v1',
      type: 'DEDICATED',
      update_at: Date.parse('2026-01-01T00:00:00Z'),
      workspace_id: '0',
    });
  });

  test('has the documented fields that the seed gives', () => {
    const given = { arch: 'AARCH64', size: 387_840_321, visibility: 'PRIVATE', status_message: 'pulling' } as const;
    expect(createImageCloud({ ...given, status: 'ERROR' }).show().value).toMatchObject({ ...given, status: 'ERROR' });
  });

  test.each([
    ['400-6404', 400, 'ModelArts.6404'],
    ['400-6797', 400, 'ModelArts.6797'],
    ['404', 404, 'ModelArts.6404'],
  ] as const)('that does not exist: %s', (imageNotFound, status, code) => {
    const subject = createImageCloud({}, { imageNotFound });
    const other = uuidOf('other');
    for (const { status: seen, value } of [
      subject.show(other),
      subject.sync(other),
      subject.call('DELETE', `${IMAGES}/${other}`),
    ]) {
      expect([seen, record(value)['error_code']]).toEqual([status, code]);
    }
  });

  test('whose id is not a UUID: 400', () => {
    expect(createImageCloud().show('image')).toMatchObject({ status: 400, value: { error_code: 'ModelArts.0104' } });
  });
});

describe('the timeline', () => {
  const timeline = [
    { after: 4, status: 'ACTIVE' as const, message: 'done' },
    { after: 0, status: 'CREATING' as const },
  ];

  test('starts at the first sync call, and a second call does not restart it', () => {
    const subject = createImageCloud({ status: 'ERROR', timeline });
    subject.clock.advance(60);
    expect(statusOf(subject.show().value)).toBe('ERROR');
    expect(statusOf(subject.sync().value)).toBe('CREATING');
    subject.clock.advance(3);
    expect(statusOf(subject.sync().value)).toBe('CREATING');
    subject.clock.advance(1);
    expect(subject.show().value).toMatchObject({
      status: 'ACTIVE',
      status_message: 'done',
      update_at: Date.parse('2026-01-01T00:01:04Z'),
    });
    subject.clock.advance(1);
    expect(statusOf(subject.sync().value)).toBe('ACTIVE');
  });

  test('starts with the emulator if the seed says so', () => {
    const subject = createImageCloud({ status: 'INIT', timeline, on: 'start' });
    expect(statusOf(subject.show().value)).toBe('CREATING');
    subject.clock.advance(4);
    expect(statusOf(subject.show().value)).toBe('ACTIVE');
  });

  test('sync copies nothing and refuses a body', () => {
    const subject = createImageCloud({ timeline });
    const before = subject.emulator.state().regions['cn-east-3']?.organizations;
    expect(subject.call('POST', `${IMAGES}/${ID}/sync`, { body: { region: 'x' } }).status).toBe(400);
    expect(statusOf(subject.show().value)).toBe('ACTIVE');
    expect(subject.call('POST', `${IMAGES}/${ID}/sync`, { body: {} }).status).toBe(200);
    expect(subject.emulator.state().regions['cn-east-3']?.organizations).toEqual(before);
  });
});

function remove(subject: ReturnType<typeof createImageCloud>, force?: string, inBody?: unknown) {
  return subject.call('DELETE', `${IMAGES}/${ID}`, {
    ...(force === undefined ? {} : { query: { force } }),
    ...(inBody === undefined ? {} : { body: { is_force: inBody } }),
  });
}

describe('deleting', () => {
  test.each([
    ['neither', undefined, undefined, ['v1', 'v2']],
    ['force=false', 'false', undefined, ['v1', 'v2']],
    ['force=true', 'true', undefined, ['v2']],
    ['is_force true', undefined, true, ['v2']],
    ['both', 'true', true, ['v2']],
  ])('with %s', (_, force, inBody, left) => {
    const subject = createImageCloud({ visibility: 'PRIVATE' });
    expect(remove(subject, force, inBody)).toMatchObject({ status: 200, value: { id: ID, status: 'DELETED' } });
    expect(subject.tags()).toEqual(left);
    expect(subject.show().status).toBe(400);
  });

  test('answers 204 without a body if the seed says so', () => {
    const { status, reply } = remove(createImageCloud({}, { deleteReply: '204' }));
    expect([status, reply.body]).toEqual([204, '']);
  });

  test('force keeps the tag of a public image', () => {
    const subject = createImageCloud({ visibility: 'PUBLIC' });
    expect(remove(subject, 'true').status).toBe(200);
    expect(subject.tags()).toEqual(['v1', 'v2']);
  });

  test.each([
    ['force=yes', 'yes', undefined],
    ['a contradiction', 'true', false],
    ['is_force as a string', undefined, 'true'],
  ])('%s: 400, and nothing happens', (_, force, inBody) => {
    const subject = createImageCloud();
    expect(remove(subject, force, inBody)).toMatchObject({ status: 400, value: { error_code: 'ModelArts.0104' } });
    expect(subject.show().status).toBe(200);
    expect(subject.tags()).toEqual(['v1', 'v2']);
  });

  test('a built-in image is refused and kept', () => {
    const subject = createImageCloud({ type: 'BUILD_IN' });
    expect(remove(subject, 'true').status).toBe(403);
    expect(subject.show().status).toBe(200);
  });
});
