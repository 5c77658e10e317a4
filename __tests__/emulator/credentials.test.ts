import { describe, expect, test } from '@jest/globals';
import { clientOf, KEY, signedHeaders } from './client.ts';
import { PATH, createSmallCloud } from './credential-cloud.ts';

describe('temporary keys', () => {
  const temporary = { accessKey: 'TEMP', secretKey: 'SECRET', securityToken: 'SESSION' };
  const seeded = () => createSmallCloud({ accessKeys: [{ ...temporary, expiresInSeconds: 60 }] });

  test('require their security token among the signed headers', () => {
    const { emulator, clock } = seeded();
    expect(clientOf(emulator, clock, temporary)('GET', PATH).status).toBe(200);
    expect(clientOf(emulator, clock, { accessKey: 'TEMP', secretKey: 'SECRET' })('GET', PATH).status).toBe(401);
    expect(clientOf(emulator, clock, { ...temporary, securityToken: 'OTHER' })('GET', PATH).status).toBe(401);
    const unsigned = signedHeaders('http://emulator.test', 'GET', PATH, {}, bareKey(temporary), clock.now());
    const headers = { ...unsigned, 'X-Security-Token': 'SESSION' };
    const reply = emulator.handle({ method: 'GET', url: PATH, headers });
    expect(reply.status).toBe(401);
    expect(reply.body).toContain('not among the signed headers');
  });

  test('are refused after they have expired', () => {
    const { emulator, clock } = seeded();
    const call = clientOf(emulator, clock, temporary);
    clock.advance(59);
    expect(call('GET', PATH).status).toBe(200);
    clock.advance(1);
    expect(call('GET', PATH)).toMatchObject({ status: 401, value: { error_msg: expect.stringContaining('expired') } });
  });

  test('a permanent key with a security token is refused', () => {
    const { emulator, clock } = createSmallCloud();
    expect(clientOf(emulator, clock, { ...KEY, securityToken: 'X' })('GET', PATH).status).toBe(401);
  });
});

describe('tokens and projects', () => {
  const tokens = [{ token: 'TOKEN', project: 'project-north', expiresInSeconds: 60 }];
  const withToken = { headers: { 'X-Auth-Token': 'TOKEN' } };
  const EAST = PATH.replace('cn-north-4', 'cn-east-3');

  test('a token is valid in the region of its project until it expires', () => {
    const { call, clock } = createSmallCloud({ tokens });
    expect(call('GET', PATH, withToken).status).toBe(200);
    expect(call('GET', EAST, withToken)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0307' } });
    expect(call('GET', '/iam/cn-east-3/v3/auth/projects', withToken).status).toBe(200);
    clock.advance(60);
    expect(call('GET', PATH, withToken)).toMatchObject({ status: 401, value: { error_code: 'APIGW.0301' } });
  });

  test('X-Project-Id of another region is refused with the error of each service', () => {
    const { call } = createSmallCloud();
    const headers = { 'X-Project-Id': 'project-north' };
    expect(call('GET', PATH, { headers }).status).toBe(200);
    expect(call('GET', EAST, { headers })).toMatchObject({ status: 403, value: { error_code: 'APIGW.0310' } });
    expect(call('GET', '/modelarts/cn-east-3/v1/project-north/images')).toMatchObject({
      status: 403,
      value: { error_code: 'ModelArts.0210' },
    });
    expect(call('GET', '/modelarts/cn-east-3/v1/project-east/images', { headers }).status).toBe(403);
    expect(call('GET', '/hss/cn-east-3/v5/project-north/image/registries')).toMatchObject({
      status: 403,
      value: { error_code: 'APIGW.0310' },
    });
  });

  test('a signing key is valid in all regions; a sub-project belongs to its region', () => {
    const projects = [
      { id: 'project-north', name: 'cn-north-4' },
      { id: 'sub', name: 'cn-east-3_team' },
    ];
    const { call } = createSmallCloud({ projects });
    expect(call('GET', PATH, { headers: { 'X-Project-Id': 'project-north' } }).status).toBe(200);
    expect(call('GET', EAST, { headers: { 'X-Project-Id': 'sub' } }).status).toBe(200);
    expect(call('GET', EAST).status).toBe(200);
  });

  test('header and path must name the same project', () => {
    const projects = [
      { id: 'whole', name: 'cn-east-3' },
      { id: 'sub', name: 'cn-east-3_team' },
    ];
    const { call } = createSmallCloud({ projects });
    const list = (id: string) =>
      call('GET', '/modelarts/cn-east-3/v1/sub/images', { headers: { 'X-Project-Id': id } }).status;
    expect([list('sub'), list('whole')]).toEqual([200, 403]);
  });
});

function bareKey({ accessKey, secretKey }: typeof KEY) {
  return { accessKey, secretKey };
}
