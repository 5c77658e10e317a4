import { describe, expect, test } from '@jest/globals';
import { createTagCloud, ROOT, TAGS } from './tag-cloud.ts';

describe('routes', () => {
  test.each([
    ['a plain slash in a repository name', 'GET', `${ROOT}/team/repos/app/api/tags`],
    ['an encoded slash in a repository name', 'GET', `${ROOT}/team/repos/app%2Fapi/tags`],
    ['a trailing slash', 'GET', `${TAGS}/`],
    ['a doubled slash', 'GET', `${ROOT}//team`],
    ['another method', 'PATCH', TAGS],
    ['an unknown service', 'GET', '/ecs/cn-north-4/v1/servers'],
    ['an unknown region', 'GET', '/swr-api/cn-south-1/v2/manage/namespaces/team'],
    ['an empty path', 'GET', '/'],
  ])('%s: 404 APIGW.0101, without authentication', (_, method, url) => {
    const reply = createTagCloud().emulator.handle({ method, url, headers: {} });
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body)).toMatchObject({
      error_code: 'APIGW.0101',
      request_id: reply.headers['x-request-id'],
    });
    expect(reply.headers['date']).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
  });

  test('a service that the region does not have: 404', () => {
    const { call } = createTagCloud({ absentServices: ['modelarts'] });
    expect(call('GET', '/modelarts/cn-north-4/v1/project-north/images').status).toBe(404);
    expect(call('GET', '/modelarts/cn-east-3/v1/project-east/images').status).toBe(200);
  });

  test('broken percent-encoding: 400 APIGW.0201', () => {
    const reply = createTagCloud().emulator.handle({ method: 'GET', url: `${ROOT}/%zz`, headers: {} });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ error_code: 'APIGW.0201' });
  });

  test('the list of target regions does not exist by default', () => {
    const path = '/swr-api/cn-north-4/v2/manage/regions';
    expect(createTagCloud().call('GET', path)).toMatchObject({ status: 404, value: { error_code: 'APIGW.0101' } });
    const { status, value } = createTagCloud({ syncRegions: ['cn-east-3'] }).call('GET', path);
    expect([status, value]).toEqual([200, [{ regionID: 'cn-east-3' }]]);
  });

  test('feature gates come from the seed, and require a project of the region', () => {
    const path = '/swr-api/cn-north-4/v2/manage/projects/project-north/feature-gates';
    const { call } = createTagCloud({ featureGates: { enable_image_sync: false } });
    expect(call('GET', path)).toMatchObject({ status: 200, value: { enable_image_sync: false } });
    expect(call('GET', path.replace('project-north', 'project-east')).status).toBe(403);
  });
});

describe('changes', () => {
  test('an organization is created once, within the quota, with a name that no other account has', () => {
    const { call, emulator } = createTagCloud({ organizationQuota: 2, foreignOrganizations: ['taken'] });
    const make = (namespace: unknown) => call('POST', ROOT, { body: { namespace } });
    expect(make('fresh').status).toBe(201);
    expect(Object.keys(emulator.state().regions['cn-north-4']?.organizations ?? {})).toEqual(['team', 'fresh']);
    expect(make('fresh')).toMatchObject({ status: 409, value: { errors: [{ errorCode: 'SVCSTG.SWR.4090060' }] } });
    expect(make('taken').status).toBe(409);
    expect(call('GET', `${ROOT}/taken`).status).toBe(404);
    expect(make('third')).toMatchObject({ status: 400, value: { errors: [{ errorCode: 'SVCSTG.SWR.4000097' }] } });
    expect(make('Upper').status).toBe(400);
    expect(make(7).status).toBe(400);
  });

  test('a tag is deleted once', () => {
    const { call, emulator } = createTagCloud();
    const deleted = call('DELETE', `${TAGS}/v1`);
    expect([deleted.status, deleted.reply.body]).toEqual([204, '']);
    expect(call('DELETE', `${TAGS}/v1`).status).toBe(404);
    const left = emulator.state().regions['cn-north-4']?.organizations['team']?.['app/api'];
    expect(Object.keys(left ?? {})).toEqual(['v2', 'v2-debug']);
  });
});
