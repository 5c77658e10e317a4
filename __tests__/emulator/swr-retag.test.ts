import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { createTagCloud, TAGS } from './tag-cloud.ts';

const V1 = digestOf('v1');

function createCloud(settings: Parameters<typeof createTagCloud>[0] = {}) {
  const cloud = createTagCloud(settings);
  const tag = (source: string, destination: string, override?: boolean) =>
    cloud.call('POST', TAGS, {
      body: { source_tag: source, destination_tag: destination, ...(override === undefined ? {} : { override }) },
    });
  const tags = () => cloud.emulator.state().regions['cn-north-4']?.organizations['team']?.['app/api'];
  return { ...cloud, tag, tags };
}

describe('a further tag', () => {
  test('shows the digest of its source at once', () => {
    const { tag, tags } = createCloud();
    expect(tag('v1', 'v1.4.0')).toMatchObject({ status: 201, value: '' });
    expect(tags()).toMatchObject({ v1: V1, 'v1.4.0': V1 });
  });

  test('replaces one that exists with override only', () => {
    const { tag, tags } = createCloud();
    expect(tag('v1', 'v2')).toMatchObject({ status: 409, value: { errors: [{ errorCode: 'SVCSTG.SWR.4090006' }] } });
    expect(tag('v1', 'v2', false).status).toBe(409);
    expect(tags()).toMatchObject({ v2: digestOf('v2') });
    expect(tag('v1', 'v2', true).status).toBe(201);
    expect(tags()).toMatchObject({ v2: V1 });
  });

  test('needs a source that exists, and a name that is a tag', () => {
    const { tag, tags } = createCloud();
    const before = tags();
    expect(tag('v9', 'v1.4.0')).toMatchObject({
      status: 404,
      value: { errors: [{ errorCode: 'SVCSTG.SWR.4040048' }] },
    });
    expect(tag('v1', '-x')).toMatchObject({ status: 400, value: { errors: [{ errorCode: 'SVCSTG.SWR.4000014' }] } });
    expect(tags()).toEqual(before);
  });

  test('counts against the quota of tags, a replaced one does not', () => {
    const { tag } = createCloud({ tagQuota: 3 });
    expect(tag('v1', 'v3')).toMatchObject({ status: 400, value: { errors: [{ errorCode: 'SVCSTG.SWR.4000099' }] } });
    expect(tag('v1', 'v2', true).status).toBe(201);
  });
});

function row(quota_key: string, quota_limit: number, used: number) {
  return { quota_key, quota_limit, used, unit: '' };
}

test('quotas: one row, and three with the feature gate for image quotas', () => {
  const quotas = '/swr-api/cn-north-4/v2/manage/projects/project-north/quotas';
  expect(createCloud().call('GET', quotas).value).toEqual({ quotas: [row('namespace', 5, 1)] });
  const { call } = createCloud({ featureGates: { enable_image_quota: true }, tagQuota: 4 });
  expect(call('GET', quotas).value).toEqual({ quotas: [row('namespace', 5, 1), row('repository', 500, 2)] });
  const query = { namespace: 'team', repository: 'app/api' };
  expect(call('GET', quotas, { query }).value).toMatchObject({
    quotas: [{}, {}, { quota_key: 'tag', quota_limit: 4, used: 3 }],
  });
});
