import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { records } from './client.ts';
import { createCloudWithTags, createTagCloud, ROOT, TAGS } from './tag-cloud.ts';

const namesOf = (value: unknown) => records(value).map((item) => item['Tag']);

describe('listing tags', () => {
  test('an entry has its name in Tag, its digest, and another digest in image_id', () => {
    const { status, value, headers } = createTagCloud().call('GET', TAGS, { query: { filter: 'tag::v1' } });
    expect(status).toBe(200);
    expect(headers['content-range']).toBeUndefined();
    const [item] = records(value);
    expect(item).toMatchObject({
      Tag: 'v1',
      digest: digestOf('v1'),
      image_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      created: '2026-01-01T00:00:00Z',
      updated: '2026-01-01T00:00:00Z',
      deleted: null,
      scanned: false,
      tag_type: 0,
      schema: 2,
    });
    expect(item).not.toHaveProperty('tag');
    expect(`sha256:${String(item?.['image_id'])}`).not.toBe(item?.['digest']);
    const manifest: unknown = JSON.parse(String(item?.['manifest']));
    expect(manifest).toMatchObject({ config: { digest: `sha256:${String(item?.['image_id'])}` } });
  });

  test('a page has 100 entries by default and at most 1000; a larger limit is refused', () => {
    const { call } = createCloudWithTags(1001);
    expect(call('GET', TAGS).value).toHaveLength(100);
    expect(call('GET', TAGS, { query: { limit: '1000', offset: '0' } }).value).toHaveLength(1000);
    expect(call('GET', TAGS, { query: { limit: '1001', offset: '0' } })).toMatchObject({
      status: 400,
      value: { errors: [{ errorCode: 'SVCSTG.SWR.4000056' }] },
    });
  });

  test('pages have every tag once, and Content-Range is offset-count/total', () => {
    const { call } = createCloudWithTags(25);
    const pages = [0, 10, 20, 30].map((offset) =>
      call('GET', TAGS, { query: { limit: '10', offset: String(offset) } }),
    );
    expect(pages.map((page) => page.headers['content-range'])).toEqual(['0-10/25', '10-10/25', '20-5/25', '30-0/25']);
    expect(new Set(pages.flatMap((page) => namesOf(page.value))).size).toBe(25);
    const filtered = call('GET', TAGS, { query: { filter: 'offset::20|limit::10' } });
    expect(filtered.headers['content-range']).toBe('20-5/25');
  });

  test('a filter disables the plain parameters, even invalid ones', () => {
    const { call } = createTagCloud();
    const plain = call('GET', TAGS, { query: { tag: 'debug' } });
    expect(namesOf(plain.value)).toEqual(['v2-debug']);
    const both = call('GET', TAGS, { query: { filter: 'offset::0|limit::10', tag: 'debug', limit: 'x' } });
    expect(namesOf(both.value)).toHaveLength(3);
  });

  test('the parameter tag matches parts of names', () => {
    expect(namesOf(createTagCloud().call('GET', TAGS, { query: { filter: 'tag::v2' } }).value)).toEqual([
      'v2-debug',
      'v2',
    ]);
  });

  test('order_column and order_type sort the list', () => {
    const { call, emulator, clock } = createTagCloud();
    clock.advance(5);
    emulator.push({ region: 'cn-north-4', organization: 'team', repository: 'app/api', tag: 'v1' });
    const order = (query: Record<string, string>) => namesOf(call('GET', TAGS, { query }).value);
    expect(order({})[0]).toBe('v1');
    expect(order({ order_column: 'tag', order_type: 'asc' })).toEqual(['v1', 'v2', 'v2-debug']);
    expect(order({ filter: 'order_column::updated_at|order_type::asc' })[2]).toBe('v1');
  });

  test.each([
    ['limit without offset', { limit: '10' }, '4000014'],
    ['order_column alone', { order_column: 'tag' }, '4000014'],
    ['an unknown column', { order_column: 'created', order_type: 'asc' }, '4001096'],
    ['a limit that is not a number', { limit: 'ten', offset: '0' }, '4000056'],
    ['a filter with an unknown term', { filter: 'name::v1' }, '4001035'],
    ['a filter without ::', { filter: 'limit=1' }, '4001035'],
    ['a filter with two ::', { filter: 'tag::v1::v2' }, '4001035'],
    ['an empty filter', { filter: '' }, '4001035'],
    ['an unknown parameter', { page: '1' }, '4000014'],
  ])('%s: 400', (_, query, code) => {
    expect(createTagCloud().call('GET', TAGS, { query })).toMatchObject({
      status: 400,
      value: { errors: [{ errorCode: `SVCSTG.SWR.${code}` }] },
    });
  });
});

describe('the list of tags as a region may also give it', () => {
  test.each([
    ['null', 'null'],
    ['object', '{}'],
    ['nothing', ''],
    ['array', '[]'],
  ] as const)('an empty one with swrEmptyList %s is %j', (swrEmptyList, body) => {
    const { call } = createTagCloud({ swrEmptyList });
    const query = { filter: 'offset::0|limit::10|tag::none' };
    const reply = call('GET', TAGS, { query });
    expect([reply.status, reply.reply.body, reply.headers['content-range']]).toEqual([200, body, '0-0/0']);
    expect(namesOf(call('GET', TAGS, { query: { filter: 'tag::v1' } }).value)).toEqual(['v1']);
  });

  test('with tagPageSize has fewer tags a page', () => {
    const { value, headers } = createTagCloud({ tagPageSize: 2 }).call('GET', TAGS, {
      query: { limit: '1000', offset: '0' },
    });
    expect([namesOf(value), headers['content-range']]).toEqual([['v2-debug', 'v2'], '0-2/3']);
  });

  test('with tagListTotal: false does not say how many there are', () => {
    const { headers } = createTagCloud({ tagListTotal: false }).call('GET', TAGS, {
      query: { limit: '9', offset: '0' },
    });
    expect(headers['content-range']).toBeUndefined();
  });

  test('with shiftingTagList lacks a tag after the first page, which a filter finds', () => {
    const { call } = createTagCloud({ shiftingTagList: true });
    const page = (filter: string) => namesOf(call('GET', TAGS, { query: { filter } }).value);
    expect([page('offset::0|limit::1'), page('offset::1|limit::1'), page('offset::0|limit::9|tag::v2')]).toEqual([
      ['v2-debug'],
      ['v1'],
      ['v2-debug', 'v2'],
    ]);
  });

  test('with tagListLagSeconds shows a tag late, and its details as well', () => {
    const { call, clock } = createTagCloud({ tagListLagSeconds: 4 });
    clock.advance(3);
    expect([namesOf(call('GET', TAGS).value), call('GET', `${TAGS}/v1`).status]).toEqual([[], 404]);
    clock.advance(1);
    expect([namesOf(call('GET', TAGS).value).length, call('GET', `${TAGS}/v1`).status]).toEqual([3, 200]);
  });
});

describe('showing a single resource', () => {
  test('a tag has its name in tag, and no scanned and deleted', () => {
    const { status, value } = createTagCloud().call('GET', `${TAGS}/v1`);
    expect(status).toBe(200);
    expect(value).toMatchObject({ tag: 'v1', digest: digestOf('v1') });
    for (const field of ['Tag', 'scanned', 'deleted']) expect(value).not.toHaveProperty(field);
  });

  test('an organization and a repository', () => {
    const { call } = createTagCloud();
    expect(call('GET', `${ROOT}/team`)).toMatchObject({ status: 200, value: { name: 'team', auth: 7 } });
    expect(call('GET', `${ROOT}/team/repos/app$api`)).toMatchObject({
      status: 200,
      value: { name: 'app/api', num_images: 3, is_public: false, created: '2026-01-01T00:00:00Z' },
    });
  });

  test.each([
    ['organization', `${ROOT}/other`, 4_040_058],
    ['organization above a repository', `${ROOT}/other/repos/app`, 4_040_058],
    ['repository', `${ROOT}/team/repos/other`, 4_040_010],
    ['repository of a list', `${ROOT}/team/repos/other/tags`, 4_040_010],
    ['tag', `${TAGS}/v9`, 4_040_048],
  ])('a missing %s is an error in the shape of the region', (_, path, code) => {
    const errorCode = `SVCSTG.SWR.${code}`;
    expect(createTagCloud().call('GET', path)).toMatchObject({ status: 404, value: { errors: [{ errorCode }] } });
    expect(createTagCloud({ swrErrorShape: 'array' }).call('GET', path).value).toMatchObject([
      { errorCode, detail: '' },
    ]);
    expect(createTagCloud({ swrErrorShape: 'object' }).call('GET', path).value).toMatchObject({ errorCode });
    expect(createTagCloud({ swrNotFound: '400' }).call('GET', path)).toMatchObject({
      status: 400,
      value: { errors: [{ errorCode: 'SVCSTG.SWR.4000014' }] },
    });
  });
});
