import { afterEach, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../emulator/digest.ts';
import { KEY, record } from './client.ts';
import { exchange } from './exchange.ts';
import { closeAll, startTestServer, TAGS } from './test-server.ts';

afterEach(closeAll);

async function send(base: string, method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(`${base}${path}`, { method, ...init });
  const text = await answer.text();
  const value: unknown = text === '' ? '' : JSON.parse(text);
  return { status: answer.status, value };
}

describe('control routes', () => {
  test('GET /_/health answers, an unknown route is a 404', async () => {
    const { url } = await startTestServer();
    expect(await send(url, 'GET', '/_/health')).toEqual({ status: 200, value: { ok: true } });
    expect((await send(url, 'GET', '/_/nothing')).status).toBe(404);
  });

  test('GET /_/state returns the state, PUT /_/state replaces it', async () => {
    const { url } = await startTestServer();
    const before = record((await send(url, 'GET', '/_/state')).value);
    expect(before['regions']).toMatchObject({
      'cn-north-4': { organizations: { team: { 'app/api': { v1: digestOf('v1') } } }, jobs: [] },
    });
    const seed = { accessKeys: [KEY], regions: { 'cn-south-1': { organizations: { other: {} } } } };
    expect(await send(url, 'PUT', '/_/state', seed)).toEqual({ status: 204, value: '' });
    const after = record((await send(url, 'GET', '/_/state')).value);
    expect(Object.keys(record(after['regions']))).toEqual(['cn-south-1']);
    expect((await exchange(url, 'GET', TAGS)).status).toBe(404);
  });

  test('an invalid seed or script changes nothing, and the error names the path of the wrong value', async () => {
    const { url, state } = await startTestServer();
    expect(await send(url, 'PUT', '/_/state', { regions: { 'cn-north-4': { syncSeconds: 'x' } } })).toEqual({
      status: 400,
      value: { error: 'seed.regions.cn-north-4.syncSeconds: must be a number of at least 0, not "x"' },
    });
    expect((await send(url, 'PUT', '/_/script', 'no json')).status).toBe(400);
    expect(await send(url, 'PUT', '/_/script', { rules: [{ match: {}, fault: { kind: 'explode' } }] })).toMatchObject({
      status: 400,
      value: { error: expect.stringMatching(/^script\.rules\[0\]\.fault\.kind: must be one of status, throttle, cut/) },
    });
    expect(Object.keys(state().regions)).toEqual(['cn-north-4']);
  });

  test('PUT /_/script applies rules, GET /_/script counts them, /_/requests has the log and clears it', async () => {
    const { url } = await startTestServer();
    const rules = [{ match: { path: '/tags' }, fault: { kind: 'status', status: 500 } }];
    expect((await send(url, 'PUT', '/_/script', { rules })).status).toBe(204);
    expect((await exchange(url, 'GET', TAGS)).status).toBe(500);
    expect((await send(url, 'GET', '/_/script')).value).toEqual({ rules: [{ ...rules[0], seen: 1, hits: 1 }] });
    expect((await send(url, 'GET', '/_/requests')).value).toMatchObject([{ n: 1, status: 500, fault: 'status' }]);
    expect((await send(url, 'DELETE', '/_/requests')).status).toBe(204);
    expect((await send(url, 'GET', '/_/requests')).value).toEqual([]);
  });

  test('PUT /_/tags sets a tag, and refuses an unknown organization or an invalid digest', async () => {
    const { url } = await startTestServer();
    const place = { region: 'cn-north-4', organization: 'team', repository: 'app/api', tag: 'v1' };
    const digest = digestOf('newer');
    expect(await send(url, 'PUT', '/_/tags', { ...place, digest })).toEqual({ status: 200, value: { digest } });
    expect(JSON.parse((await exchange(url, 'GET', TAGS)).body)).toMatchObject([{ digest }]);
    expect((await send(url, 'PUT', '/_/tags', { ...place, organization: 'nobody' })).status).toBe(400);
    expect((await send(url, 'PUT', '/_/tags', { ...place, digest: 'v1' })).status).toBe(400);
  });
});
