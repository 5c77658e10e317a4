import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { manualClock, record } from './client.ts';
import { DOWN, ORGANIZATIONS, createFaultCloud, TAGS } from './fault-cloud.ts';

describe('rules', () => {
  test('apply once by default, after skip, and are counted', () => {
    const { emulator, list } = createFaultCloud();
    emulator.setScript({ rules: [{ match: {}, skip: 1, fault: DOWN }] });
    expect([list(), list(), list()].map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(emulator.script().rules).toMatchObject([{ seen: 3, hits: 1, skip: 1 }]);
  });

  test('apply n times, or always', () => {
    const { emulator, list } = createFaultCloud();
    const statuses = () => [list(), list(), list()].map(({ status }) => status);
    emulator.setScript({ rules: [{ match: {}, times: 2, fault: DOWN }] });
    expect(statuses()).toEqual([503, 503, 200]);
    emulator.setScript({ rules: [{ match: {}, times: 'always', fault: DOWN }] });
    expect(statuses()).toEqual([503, 503, 503]);
  });

  test('a rule that is used up or skips the request leaves it to the next rule', () => {
    const { emulator, list } = createFaultCloud();
    emulator.setScript({
      rules: [
        { match: {}, skip: 1, fault: DOWN },
        { match: {}, fault: { ...DOWN, status: 502 } },
      ],
    });
    expect([list(), list(), list()].map(({ status }) => status)).toEqual([502, 503, 200]);
  });

  test.each([
    ['service', { service: 'swr-api' }, { service: 'hss' }],
    ['region', { region: 'cn-north-4' }, { region: 'cn-east-3' }],
    ['method', { method: 'post' }, { method: 'GET' }],
    ['path', { path: 'repos/app/x$y' }, { path: '/tags' }],
    ['query', { query: 'filter=' }, { query: 'limit=' }],
    ['body', { body: '"imageTag":["v1"]' }, { body: 'v2' }],
  ] as const)('match by %s', (_, yes, no) => {
    const { emulator } = createFaultCloud();
    const request = {
      method: 'POST',
      url: `${ORGANIZATIONS}/team/repos/app/x%24y?filter=1`,
      headers: {},
      body: '{"imageTag":["v1"]}',
    };
    emulator.setScript({ rules: [{ match: yes, fault: DOWN }] });
    expect(emulator.handle(request).status).toBe(503);
    emulator.setScript({ rules: [{ match: no, fault: DOWN }] });
    expect(emulator.handle(request).status).toBe(404);
  });

  test('a request with a fault takes effect only with takesEffect', () => {
    const { create, organizations, setFault } = createFaultCloud();
    setFault(DOWN);
    expect(create('one').status).toBe(503);
    expect(organizations()).toEqual(['team']);
    setFault(DOWN, true);
    expect(create('two').status).toBe(503);
    expect(organizations()).toEqual(['team', 'two']);
  });

  test('a synchronization whose reply is lost runs only with takesEffect', () => {
    const { call, clock, emulator, setFault } = createFaultCloud();
    const body = { imageTag: ['v1'], remoteNamespace: 'team', remoteRegionId: 'cn-east-3' };
    emulator.load({
      ...createFaultCloud().seed,
      regions: {
        'cn-north-4': { organizations: { team: { app: { v1: digestOf('v1') } } } },
        'cn-east-3': { organizations: { team: {} } },
      },
    });
    const target = () => emulator.state().regions['cn-east-3']?.organizations['team'];
    setFault({ kind: 'reset' });
    call('POST', `${ORGANIZATIONS}/team/repos/app/sync_images`, { body });
    clock.advance(5);
    expect(target()).toEqual({});
    setFault({ kind: 'reset' }, true);
    const { reply } = call('POST', `${ORGANIZATIONS}/team/repos/app/sync_images`, { body });
    expect(reply.wireFault).toEqual({ kind: 'reset' });
    clock.advance(5);
    expect(target()).toEqual({ app: { v1: digestOf('v1') } });
  });
});

describe('rate limits', () => {
  test('limit the requests per second and service', () => {
    const { call, clock, emulator, list } = createFaultCloud({ rateLimits: { 'swr-api': 2 } });
    expect([list(), list(), list()].map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(call('GET', '/iam/cn-north-4/v3/auth/projects').status).toBe(200);
    expect(record(list().value)['error_msg']).toContain('user over ratelimit,limit:2,time:1 second');
    clock.advance(1);
    expect(list().status).toBe(200);
    emulator.setScript({ rateLimits: {} });
    expect([list(), list(), list()].map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('the request log', () => {
  test('has each request with its status and fault, and no secret', () => {
    const tokens = [{ token: 'TOP-SECRET-TOKEN', project: 'project-north' }];
    const { call, clock, emulator, setFault } = createFaultCloud({ tokens });
    clock.advance(1);
    call('GET', `${ORGANIZATIONS}/team/repos/a$b/tags`, { query: { limit: '10', offset: '0' } });
    call('POST', '/iam/cn-north-4/v3.0/OS-CREDENTIAL/securitytokens', {
      headers: { 'X-Auth-Token': 'TOP-SECRET-TOKEN' },
      body: { auth: { identity: { methods: ['token'], token: { id: 'TOP-SECRET-TOKEN' } } } },
    });
    setFault({ kind: 'silence' });
    call('DELETE', TAGS);
    expect(emulator.requests()).toEqual([
      {
        n: 1,
        at: manualClock().now() + 1000,
        service: 'swr-api',
        region: 'cn-north-4',
        method: 'GET',
        path: '/v2/manage/namespaces/team/repos/a$b/tags',
        query: { limit: '10', offset: '0' },
        body: null,
        status: 404,
        fault: null,
        inFlight: 1,
      },
      expect.objectContaining({
        service: 'iam',
        body: { auth: { identity: { methods: ['token'], token: { id: '***' } } } },
        status: 201,
      }),
      expect.objectContaining({ method: 'DELETE', status: 0, fault: 'silence' }),
    ]);
    expect(JSON.stringify(emulator.requests())).not.toMatch(/TOP-SECRET|SDK-HMAC|Signature/);
    expect(JSON.stringify(emulator.state())).not.toMatch(/TOP-SECRET|"SECRET"/);
    emulator.clearRequests();
    expect(emulator.requests()).toEqual([]);
  });
});
