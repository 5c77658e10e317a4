import { describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../emulator/digest.ts';
import { record, records } from './client.ts';
import { createImageCloud, IMAGES, PATH, statusOf, type Image } from './image-cloud.ts';

describe('listing', () => {
  const images: Image[] = [
    { id: uuidOf('1'), swr_path: 'swr.example.com/team/app:v1' },
    { id: uuidOf('2'), swr_path: 'swr.example.com/team/app-debug:v1' },
    { id: uuidOf('3'), swr_path: 'swr.example.com/other/app:v1' },
    { id: uuidOf('4'), swr_path: 'swr.example.com/team/app:v2', workspace_id: 'w1' },
    { id: uuidOf('5'), swr_path: 'swr.example.com/atelier/pytorch:1', type: 'BUILD_IN' },
  ];
  const paths = (query: Record<string, string>) =>
    records(record(createImageCloud({}, { images }).call('GET', IMAGES, { query }).value)['data'])
      .map((image) => String(image['swr_path']).replace('swr.example.com/', ''))
      .toSorted();

  test('has built-in images of the default workspace only, unless the query says otherwise', () => {
    expect(paths({})).toEqual(['atelier/pytorch:1']);
    expect(paths({ type: 'DEDICATED' })).toEqual(['other/app:v1', 'team/app-debug:v1', 'team/app:v1']);
    expect(paths({ type: 'DEDICATED', workspace_id: 'w1' })).toEqual(['team/app:v2']);
    expect(paths({ type: 'DEDICATED', name: 'app', namespace: 'team' })).toEqual(['team/app-debug:v1', 'team/app:v1']);
    expect(paths({ type: 'DEDICATED', name: 'app', name_fuzzy_match: 'false' })).toEqual([
      'other/app:v1',
      'team/app:v1',
    ]);
  });

  test('has pages', () => {
    const { call } = createImageCloud({}, { images });
    const page = (offset: string) => call('GET', IMAGES, { query: { type: 'DEDICATED', limit: '2', offset } }).value;
    expect(page('0')).toMatchObject({ current: 0, pages: 2, size: 2, total: 3 });
    expect(page('2')).toMatchObject({ current: 1, pages: 2, size: 1, total: 3 });
  });

  test.each([
    ['a limit above 200', { limit: '201' }, 'ModelArts.0104'],
    ['an unknown type', { type: 'ALL' }, 'ModelArts.0104'],
    ['an unknown parameter', { tag: 'v1' }, 'ModelArts.0104'],
    ['an unknown sort field', { sort_key: 'size' }, 'ModelArts.6303'],
  ])('%s: 400', (_, query, code) => {
    expect(createImageCloud().call('GET', IMAGES, { query })).toMatchObject({
      status: 400,
      value: { error_code: code },
    });
  });
});

describe('registering', () => {
  test('creates an image that becomes active; the reply has other field names than the request', () => {
    const subject = createImageCloud();
    const body = { swr_path: 'swr.example.com/team/app/api:v2', arch: 'X86_64', resource_category: ['CPU'] };
    const { status, value } = subject.call('POST', IMAGES, { body });
    expect(status).toBe(200);
    const image = record(value);
    expect(image).toMatchObject({
      status: 'CREATING',
      arch: 'x86_64',
      tag: 'v2',
      name: 'app/api',
      namespace: 'team',
      resource_categories: ['CPU'],
      dev_services: ['NOTEBOOK', 'SSH'],
    });
    subject.clock.advance(1);
    expect(statusOf(subject.show(String(image['id'])).value)).toBe('ACTIVE');
    expect(subject.call('POST', IMAGES, { body })).toMatchObject({
      status: 400,
      value: { error_code: 'ModelArts.2884' },
    });
  });

  test("follows the seed's registerTimeline", () => {
    const subject = createImageCloud(
      {},
      { registerTimeline: [{ after: 5, status: 'CREATE_FAILED', message: 'no room' }] },
    );
    const { value } = subject.call('POST', IMAGES, { body: { swr_path: 'swr.example.com/team/app/api:v2' } });
    expect(statusOf(value)).toBe('INIT');
    subject.clock.advance(5);
    expect(subject.show(String(record(value)['id'])).value).toMatchObject({
      status: 'CREATE_FAILED',
      status_message: 'no room',
    });
  });

  test.each([
    ['a path without a tag', { swr_path: 'swr.example.com/team/app' }, 'ModelArts.0104'],
    ['a path of 7 characters', { swr_path: 'r/t/a:1' }, 'ModelArts.0104'],
    ['no path', {}, 'ModelArts.0104'],
    ['arch in lower case', { swr_path: PATH.replace('v1', 'v2'), arch: 'x86_64' }, 'ModelArts.0104'],
    ['a field of the reply', { swr_path: PATH.replace('v1', 'v2'), resource_categories: ['CPU'] }, 'ModelArts.0104'],
    ['a tag that does not exist in SWR', { swr_path: PATH.replace('v1', 'v9') }, 'ModelArts.2810'],
  ])('%s: 400', (_, body, code) => {
    const subject = createImageCloud();
    expect(subject.call('POST', IMAGES, { body })).toMatchObject({ status: 400, value: { error_code: code } });
    expect(subject.emulator.state().regions['cn-east-3']?.images).toHaveLength(1);
  });
});
