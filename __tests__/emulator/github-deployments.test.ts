import { describe, expect, test } from '@jest/globals';
import { createEmulator } from '../../emulator/emulator.ts';
import type { Seed } from '../../emulator/seed.ts';
import { replyComplaintsOf } from '../support/github-contract.ts';
import { manualClock, record, records } from './client.ts';

const PATH = '/repos/owner/app/deployments';
const TOKEN = 'token-of-the-job';
const NEW = { ref: 'main', auto_merge: false, required_contexts: [], environment: 'cn-east-3' } as const;

function github(seed: Seed['github'] = {}) {
  const clock = manualClock();
  const given = { regions: {}, github: { repository: 'owner/app', token: TOKEN, ...seed } };
  const emulator = createEmulator({ seed: given, now: clock.now });
  /** `faults`: deviations of a successful reply from the form that GitHub documents. */
  const call = (method: string, path: string, body: unknown = null, authorization = `token ${TOKEN}`) => {
    const sent = body === null ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const headers: Record<string, string> = authorization === '' ? {} : { authorization };
    const reply = emulator.handle({ method, url: `/_/github/api${path}`, headers, ...sent });
    const value: unknown = JSON.parse(reply.body);
    const [bare = ''] = path.split('?');
    const faults = reply.status < 300 ? replyComplaintsOf({ method, path: bare, body }, reply.status, value) : [];
    return { status: reply.status, value, faults };
  };
  return { emulator, call };
}

describe('deployments', () => {
  test('are created, get statuses, and are returned in the form that GitHub documents', () => {
    const { call } = github();
    const created = call('POST', PATH, { ...NEW, payload: { a: 1 }, description: 'words' }, `Bearer ${TOKEN}`);
    expect(created).toMatchObject({
      status: 201,
      faults: [],
      value: { ref: 'main', environment: 'cn-east-3', payload: { a: 1 } },
    });
    const one = `${PATH}/${String(record(created.value)['id'])}`;
    const status = call('POST', `${one}/statuses`, { state: 'in_progress', log_url: 'https://log.test/1' });
    expect(status).toMatchObject({
      status: 201,
      faults: [],
      value: { state: 'in_progress', target_url: 'https://log.test/1' },
    });
    call('POST', `${one}/statuses`, { state: 'success' });
    const statuses = call('GET', `${one}/statuses`);
    expect(statuses.faults).toEqual([]);
    expect(records(statuses.value).map(({ state }) => state)).toEqual(['success', 'in_progress']);
    expect(call('GET', one)).toMatchObject({ status: 200, faults: [], value: { id: record(created.value)['id'] } });
  });

  test('are listed with the newest first, by ref, task and environment', () => {
    const { call } = github();
    call('POST', PATH, NEW);
    call('POST', PATH, { ...NEW, environment: 'production' });
    const listed = call('GET', PATH);
    expect(listed.faults).toEqual([]);
    expect(records(listed.value).map(({ environment }) => environment)).toEqual(['production', 'cn-east-3']);
    expect(records(listed.value).map((one) => one['production_environment'])).toEqual([true, false]);
    expect(records(call('GET', `${PATH}?environment=cn-east-3&ref=main`).value)).toHaveLength(1);
    expect(records(call('GET', `${PATH}?ref=other`).value)).toEqual([]);
  });

  test.each([
    ['makes its predecessors inactive', {}, {}, 'inactive'],
    ['leaves them with auto_inactive false', {}, { auto_inactive: false }, 'success'],
    ['leaves them in production', { environment: 'production' }, {}, 'success'],
    ['leaves transient ones', { transient_environment: true }, {}, 'success'],
  ])('a success %s', (_, extra, end, state) => {
    const { call, emulator } = github();
    for (const more of [{}, end]) {
      const { value } = call('POST', PATH, { ...NEW, ...extra });
      call('POST', `${PATH}/${String(record(value)['id'])}/statuses`, { state: 'success', ...more });
    }
    const states = emulator.state().deployments.map(({ statuses }) => statuses.at(-1)?.state);
    expect(states).toEqual([state, 'success']);
  });
});

describe('errors', () => {
  test.each<[string, number, string, unknown, NonNullable<Seed['github']> & { authorization?: string }]>([
    ['no token', 401, 'Requires authentication', NEW, { authorization: '' }],
    ['another token', 401, 'Bad credentials', NEW, { authorization: 'token other' }],
    ['no permission', 403, 'Resource not accessible by integration', NEW, { deployments: 'forbidden' }],
    ['another repository', 404, 'Not Found', NEW, { repository: 'owner/other' }],
    ['a ref that does not exist', 422, 'No ref found for: main', NEW, { refs: ['v1'] }],
    ['invalid JSON', 400, 'Problems parsing JSON', '{', {}],
    ['no ref', 422, 'body.ref', { ...NEW, ref: undefined }, {}],
    ['an unknown property', 422, 'body.automerge: unknown field', { ...NEW, automerge: 1 }, {}],
    ['a description of 141 characters', 422, 'Validation Failed', { ...NEW, description: 'x'.repeat(141) }, {}],
    ['pending checks', 409, 'Commit status checks failed', { ...NEW, required_contexts: undefined }, {}],
    ['a branch behind the default branch', 202, 'Auto-merged', { ...NEW, auto_merge: undefined }, {}],
  ])('%s', (_, status, message, body, { authorization, ...seed }) => {
    const { call, emulator } = github(seed);
    const reply = call('POST', PATH, body, authorization);
    expect(reply).toMatchObject({ status, value: { message: expect.stringContaining(message) } });
    expect(emulator.state().deployments).toEqual([]);
  });

  test.each([
    ['POST', `${PATH}/77/statuses`],
    ['GET', `${PATH}/77`],
    ['GET', '/user'],
    ['DELETE', PATH],
    ['GET', `${PATH}/77/statuses/1/more`],
  ])('%s %s: 404', (method, path) => {
    expect(github().call(method, path).status).toBe(404);
  });

  test('an unknown state: 422', () => {
    const { call } = github();
    const id = String(record(call('POST', PATH, NEW).value)['id']);
    expect(call('POST', `${PATH}/${id}/statuses`, { state: 'done' }).status).toBe(422);
  });
});

test('requests are in the log without the token, and scripts apply', () => {
  const { call, emulator } = github();
  emulator.setScript({ rules: [{ match: { service: 'github' }, fault: { kind: 'status', status: 502, body: {} } }] });
  expect(call('POST', PATH, { ...NEW, description: TOKEN }).status).toBe(502);
  expect(emulator.state().deployments).toEqual([]);
  expect(emulator.requests()).toMatchObject([
    { service: 'github', method: 'POST', path: PATH, status: 502, fault: 'status' },
  ]);
  expect(JSON.stringify(emulator.requests())).not.toContain(TOKEN);
});
