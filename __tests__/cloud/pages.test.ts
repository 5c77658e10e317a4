import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { Caller } from '../../src/cloud/caller.ts';
import { urlOf } from '../../src/cloud/endpoints.ts';
import { createHss } from '../../src/cloud/hss.ts';
import { createModelArts } from '../../src/cloud/modelarts.ts';
import { createPageReader, MAX_LIST_BYTES, type PageRequest, refusedPage } from '../../src/cloud/pages.ts';
import { CLOUD_RULES, refusedFailure } from '../../src/cloud/reply-rules.ts';
import { createSwr } from '../../src/cloud/swr.ts';
import { createTagListReader } from '../../src/copy/by-sync/tag-list.ts';
import { createDeadline } from '../../src/deadline.ts';
import { type ErrorCode, Failure } from '../../src/errors.ts';
import { createTransport } from '../../src/http/transport.ts';
import { createImageList, type ListedTag } from '../../src/scanning/image-list.ts';
import { createTaskList } from '../../src/scanning/task-list.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { failureFrom } from '../support/outcome-of.ts';
import { createTestClient } from '../support/test-client.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const REPOSITORY = { namespace: 'team', repository: 'app' };

function reply(socket: Socket, status: number, body: string, headers = ''): void {
  socket.write(`HTTP/1.1 ${status} X\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** What the server does with a page that has more entries than it likes; `timeOut` ends the time of the request. */
type Dislike = (socket: Socket, timeOut: () => void) => void;

const DISLIKES: Readonly<Record<string, Dislike>> = {
  refused: (socket) => reply(socket, 400, '{"errors":[{"errorCode":"SVCSTG.SWR.4000056","errorMessage":"bad page"}]}'),
  'refused with the code of a missing repository': (socket) =>
    reply(socket, 400, '{"errors":[{"errorCode":"SVCSTG.SWR.4000014","errorMessage":"invalid limit"}]}'),
  'refused with a code that says nothing': (socket) =>
    reply(socket, 400, '{"errors":[{"errorCode":"SVCSTG.SWR.4000014","errorMessage":"Invalid param"}]}'),
  'more than the gateway waits for': (socket) =>
    reply(socket, 504, '{"error_code":"APIGW.0203","error_msg":"timeout"}'),
  'larger than something on the way accepts': (socket) => reply(socket, 413, '<html>Too large</html>'),
  'too large': (socket) => reply(socket, 200, `["${'x'.repeat(MAX_LIST_BYTES)}"]`),
  'too slow': (_, timeOut) => timeOut(),
};

/** Longer than any request takes. */
const REQUEST_TIMEOUT_MS = 600_000;

/** The machine's time, but that pauses take none, and that a request times out when `timeOut` is called. */
function createHurriedClock(): { readonly clock: Clock; readonly timeOut: () => void } {
  const timeouts = new Set<() => void>();
  return {
    clock: {
      ...systemClock,
      after(ms, callback) {
        if (ms !== REQUEST_TIMEOUT_MS) return systemClock.after(0, callback);
        timeouts.add(callback);
        return () => timeouts.delete(callback);
      },
    },
    timeOut() {
      for (const callback of timeouts) callback();
    },
  };
}

/**
 * A list over a real connection. `entries` makes the body of a page from the entries that it has; the limits are those that
 * were asked for, in order.
 */
async function listOf(
  names: readonly string[],
  largest: number,
  dislike: Dislike,
  entries: (names: readonly string[]) => unknown,
): Promise<{ call: Caller; limits: number[] }> {
  const limits: number[] = [];
  const { clock, timeOut } = createHurriedClock();
  const server = await startHostileServer((socket, request) => {
    const filter = decodeURIComponent(request.split(' ')[1] ?? '');
    const [limit = 0, offset = 0] = ['limit', 'offset'].map((name) =>
      Number(new RegExp(`\\b${name}(?:::|=)(\\d+)`).exec(filter)?.[1]),
    );
    limits.push(limit);
    if (limit > largest) dislike(socket, timeOut);
    else reply(socket, 200, JSON.stringify(entries(names.slice(offset, offset + limit))));
  });
  cleanups.push(() => server.close());
  const transport = createTransport('test-agent', () => undefined);
  cleanups.push(() => transport.close());
  const client = createTestClient(
    { transport, clock, timeoutMs: 2 * REQUEST_TIMEOUT_MS },
    { requestTimeoutMs: REQUEST_TIMEOUT_MS },
  );
  const authorizer = { authorize: () => ({}) };
  return {
    call: (call) => client.send({ ...call, authorizer, rules: CLOUD_RULES, url: urlOf(server.origin, call) }),
    limits,
  };
}

const namesOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `v${index}`);
const digestOf = (name: string): string => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`;
const tagEntries = (names: readonly string[]): unknown => names.map((Tag) => ({ Tag, digest: digestOf(Tag) }));

describe('over a real connection, a page that is', () => {
  const sizes = [100, 20, 10];
  test.each(Object.entries(DISLIKES).flatMap(([name, dislike]) => sizes.map((size) => ({ name, dislike, size }))))(
    '$name with more than $size entries: the right tags come out',
    async ({ dislike, size }) => {
      const { call, limits } = await listOf(namesOf(45), size, dislike, tagEntries);
      const listed = ['v0', 'v19', 'v20', 'v44'];
      const tagList = createTagListReader(
        { swr: (region) => Promise.resolve(createSwr(call, region)) },
        createManualClock(),
      );
      // One that is not listed is looked up in a page of 20.
      const wanted = size < 20 ? listed : [...listed, 'v45'];
      const { digests, absent } = await tagList.read({ region: 'cn-north-4', ...REPOSITORY }, wanted);
      expect([absent, [...digests]]).toEqual([undefined, listed.map((tag) => [tag, digestOf(tag)])]);
      // The sizes that do not work are asked for once.
      expect(limits.filter((limit) => limit > size)).toEqual([1000, 100, 20].filter((limit) => limit > size));
    },
  );

  test.each(Object.entries(DISLIKES))('%s is a smaller page of jobs', async (_, dislike) => {
    const { call, limits } = await listOf(namesOf(30), 20, dislike, (names) =>
      names.map((tag) => ({ id: tag, tag, status: 'running', remoteRegionId: 'cn-east-3', remoteNamespace: 'team' })),
    );
    const swr = createSwr(call, 'cn-north-4');
    const readPage = createPageReader([100, 20], (page) => swr.syncJobPage(REPOSITORY, page));
    const pages = [await readPage(0), await readPage(20)];
    expect(pages.flatMap((page) => page?.jobs.map(({ tag }) => tag))).toEqual(namesOf(30));
    expect(limits.filter((limit) => limit > 20)).toEqual([100]);
  });

  test.each(Object.entries(DISLIKES))('%s is a smaller page of images', async (_, dislike) => {
    const { call, limits } = await listOf(namesOf(30), 20, dislike, (names) => ({
      data: names.map((tag) => ({ tag, status: 'ACTIVE' })),
    }));
    const modelArts = createModelArts(call, 'p', { region: 'cn-north-4', endpoint: { kind: 'public' } });
    const filter = { namespace: 'team', workspace: '0' };
    const readPage = createPageReader([200, 20], (page) => modelArts.listImages(filter, page));
    const pages = [await readPage(0), await readPage(20)];
    expect(pages.flatMap(({ entries }) => entries.map(({ tag }) => tag))).toEqual(namesOf(30));
    expect(limits.filter((limit) => limit > 20)).toEqual([200]);
  });

  test.each(Object.entries(DISLIKES))('%s is a smaller page of the tasks of HSS', async (_, dislike) => {
    const { call, limits } = await listOf(namesOf(25), 10, dislike, (names) => ({
      data_list: names.map((task_id) => ({ task_id, task_status: 100 })),
    }));
    const list = createTaskList(createHss(call, 'p', { region: 'cn-north-4', enterpriseProject: '' }));
    for (let times = 0; times < 2; times++) {
      expect((await list.read())?.value.map(({ id }) => id)).toEqual(namesOf(25));
    }
    expect(limits).toEqual([200, 50, 10, 10, 10, 10, 10, 10]);
  });

  test.each(Object.entries(DISLIKES))('%s is a smaller page of the images of HSS', async (_, dislike) => {
    const { call, limits } = await listOf(namesOf(25), 10, dislike, (names) => ({
      total_num: 25,
      data_list: names.map((tag) => ({
        namespace: 'team',
        image_name: 'app',
        image_version: tag,
        image_digest: digestOf(tag),
      })),
    }));
    const hss = createHss(call, 'p', { region: 'cn-north-4', enterpriseProject: '' });
    const deadline = createDeadline(systemClock, 60_000, 1500);
    const context = { clock: systemClock, deadline, signal: new AbortController().signal };
    const list = createImageList(context, hss, { imageType: 'private_image', ...REPOSITORY });
    const tags = namesOf(25).slice(-6);
    for (let times = 0; times < 2; times++) {
      const found = (await list.find(tags))?.tags ?? new Map<string, ListedTag>();
      expect([...found].map(([tag, { digests }]) => [tag, ...digests])).toEqual(
        tags.map((tag) => [tag, digestOf(tag)]),
      );
    }
    expect(limits.filter((limit) => limit > 10)).toEqual([200, 50]);
  });
});

const failureOf = (code: ErrorCode): Failure => new Failure(code, `It was ${code}.`);
const badPage = (): Failure => refusedPage('list', { status: 400, code: 'X.1', message: 'wrong limit', requestId: '' });

/** A list whose pages of more than `largest` entries fail; the sizes are those that were asked for. */
function reader(fail: (limit: number) => Failure | undefined) {
  const asked: PageRequest[] = [];
  const readPage = createPageReader([1000, 100, 20], (page) => {
    asked.push(page);
    const failure = fail(page.limit);
    return failure === undefined ? Promise.resolve(`from ${page.offset}`) : Promise.reject(failure);
  });
  return { readPage, sizes: () => asked.map(({ limit }) => limit), asked };
}

describe('the size of a page', () => {
  test('is the largest one where that works', async () => {
    const { readPage, asked } = reader(() => undefined);
    expect([await readPage(0), await readPage(1000)]).toEqual(['from 0', 'from 1000']);
    expect(asked).toEqual([0, 1000].map((offset) => ({ offset, limit: 1000, canShrink: true })));
  });

  test('stays the one that has worked', async () => {
    const { readPage, sizes } = reader((limit) => (limit > 100 ? badPage() : undefined));
    await readPage(0);
    await readPage(100);
    expect(sizes()).toEqual([1000, 100, 100]);
  });

  test('is the largest one again where the smaller ones have not worked either', async () => {
    const { readPage, asked, sizes } = reader(() => failureOf('request-timeout'));
    expect((await failureFrom(readPage(0))).code).toBe('request-timeout');
    await failureFrom(readPage(0));
    expect(sizes()).toEqual([1000, 100, 20, 1000, 100, 20]);
    expect(asked.map(({ canShrink }) => canShrink)).toEqual([true, true, false, true, true, false]);
  });

  test.each<ErrorCode>(['permission-denied', 'service-refused', 'throttled', 'service-error', 'cancelled', 'timeout'])(
    'does not change for %s',
    async (code) => {
      const failure = failureOf(code);
      const { readPage, sizes } = reader(() => failure);
      expect([await failureFrom(readPage(0)), sizes()]).toEqual([failure, [1000]]);
    },
  );

  test('that was too slow is what is told when there is no time for a smaller page', async () => {
    const { readPage } = reader((limit) => failureOf(limit === 1000 ? 'request-timeout' : 'timeout'));
    expect((await failureFrom(readPage(0))).code).toBe('request-timeout');
  });

  test.each([
    [403, 'SVCSTG.SWR.4030005', 'the limit of permissions'],
    [404, 'SVCSTG.SWR.4040113', 'no repository'],
    [400, 'SVCSTG.SWR.4040113', 'no repository'],
    [400, 'HSS.0013', 'no permission'],
    [400, '00000010', 'denied'],
    [200, 'HSS.0010', 'denied'],
    [200, 'HSS.0014', 'the limit'],
    [503, '', 'the limit'],
  ])('does not change for a refusal of another kind: HTTP %d %s %s', async (status, code, message) => {
    const refusal = refusedPage('list', { status, code, message, requestId: '' });
    const { readPage, sizes } = reader(() => refusal);
    expect([await failureFrom(readPage(0)), sizes()]).toEqual([refusal, [1000]]);
  });

  test('a refusal that a smaller page may avoid is the same failure as any other one', () => {
    const error = { status: 400, code: 'SVCSTG.SWR.4000056', message: 'bad value', requestId: 'r' };
    expect(Object.assign({}, refusedPage('list', error, 'Look.'))).toEqual(
      Object.assign({}, refusedFailure('list', error, 'Look.')),
    );
  });

  test.each([
    [400, 'SVCSTG.SWR.4000056', 'bad value'],
    [400, 'SVCSTG.SWR.4000014', 'Invalid param'],
    [400, 'SVCSTG.SWR.4001096', 'param order column error'],
    [400, 'ModelArts.0104', 'limit must be at most 100'],
    [400, 'HSS.0001', 'Invalid parameter: limit'],
    [200, 'HSS.0001', 'Invalid parameter: limit'],
    [400, '', 'the page size is too large'],
    [413, '', 'too large'],
    [504, 'APIGW.0203', 'backend timeout'],
    [507, 'SVCSTG.SWR.5070070', 'storage'],
  ])('is smaller after HTTP %d %s %s', async (status, code, message) => {
    const refusal = refusedPage('list', { status, code, message, requestId: '' });
    const { readPage, sizes } = reader((limit) => (limit > 100 ? refusal : undefined));
    expect([await readPage(0), sizes()]).toEqual(['from 0', [1000, 100]]);
  });
});
