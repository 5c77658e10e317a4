import { describe, expect, test } from '@jest/globals';
import { sleep } from '../src/clock.ts';
import { allEnded, once, oncePerKey, shareInFlight } from '../src/share.ts';
import { createManualClock } from './support/manual-clock.ts';

const NEVER = new AbortController().signal;

/** Reads that take a second each and give their number; those numbered in `failing` fail. */
function setUp(failing: readonly number[] = []) {
  const clock = createManualClock();
  let reads = 0;
  const read = shareInFlight(clock, 500, async () => {
    const number = (reads += 1);
    await sleep(clock, 1000, NEVER);
    if (failing.includes(number)) throw new Error(`read ${number}`);
    return number;
  });
  return { clock, read, wait: (ms: number) => sleep(clock, ms, NEVER) };
}

describe('once', () => {
  test('produces at the first call, for all callers', async () => {
    let calls = 0;
    const read = once(() => Promise.resolve((calls += 1)));
    expect(calls).toBe(0);
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    expect(await read()).toBe(1);
  });

  test('keeps a failure', async () => {
    let calls = 0;
    const read = once(() => Promise.reject(new Error(`failure ${(calls += 1)}`)));
    await expect(read()).rejects.toThrow('failure 1');
    await expect(read()).rejects.toThrow('failure 1');
  });
});

test('oncePerKey produces once for each key, failures included', async () => {
  const keys: string[] = [];
  const read = oncePerKey((key: string) => {
    keys.push(key);
    return key === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve(key.toUpperCase());
  });
  expect(await Promise.all([read('a'), read('b'), read('a')])).toEqual(['A', 'B', 'A']);
  await expect(read('bad')).rejects.toThrow('no');
  await expect(read('bad')).rejects.toThrow('no');
  expect(keys).toEqual(['a', 'b', 'bad']);
});

describe('shareInFlight', () => {
  test('shares a read while it is in flight and for `freshMs` after its end', async () => {
    const { clock, read, wait } = setUp();
    const values = clock.run(
      (async () => {
        const first = await Promise.all([read(), wait(999).then(() => read())]);
        await wait(500);
        const fresh = await read();
        await wait(1);
        return [...first, fresh, await read()];
      })(),
    );
    expect(await values).toEqual([1, 1, 1, 2]);
  });

  test('shares no read that started at or before the given moment', async () => {
    const { clock, read } = setUp();
    const start = clock.now();
    expect(await clock.run(Promise.all([read(), read(start - 1), read(start)]))).toEqual([1, 1, 2]);
  });

  test('shares a failure with those who waited for it, and with nobody after them', async () => {
    const { clock, read } = setUp([1]);
    const outcomes = await clock.run(Promise.allSettled([read(), read()]));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await clock.run(read())).toBe(2);
  });

  test('a read that ends after a later one does not become the latest again', async () => {
    const { clock, read } = setUp();
    await clock.run(Promise.all([read(), read(clock.now())]));
    expect(await clock.run(read())).toBe(2);
  });
});

describe('allEnded', () => {
  test('waits for all, and throws what the first of them that failed has thrown', async () => {
    const [last, events] = [Promise.withResolvers<void>(), [] as string[]];
    const works = [
      Promise.resolve('done'),
      Promise.reject(new Error('one')),
      Promise.reject(new Error('two')),
      last.promise.then(() => events.push('last')),
    ];
    const ended = allEnded(works).catch((error: unknown) => events.push(String(error)));
    await Promise.resolve();
    last.resolve();
    await ended;
    expect(events).toEqual(['last', 'Error: one']);
  });
});
