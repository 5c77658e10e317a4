import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import { createCredentialGate } from '../../src/http/credential-gate.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { ended } from '../support/outcome-of.ts';

const HOST = 'swr-api.example';
/** Never fires. */
const ALWAYS = new AbortController().signal;
const newGate = () => createCredentialGate({ clock: createManualClock(), signal: ALWAYS });

type Reply = 'accepted' | 'refused' | 'nothing' | 'broken';

/** Sends `count` requests through a gate at once; request n in the order of sending is answered as `reply(n)` says. */
async function through(count: number, reply: (index: number) => Reply, clock: ManualClock = createManualClock()) {
  const gate = createCredentialGate({ clock, signal: ALWAYS });
  const refusal = new Failure('credential-refused', 'refused');
  const alone: boolean[] = [];
  let sent = 0;
  let underWay = 0;
  const attempt = async (): Promise<string> => {
    const answer = reply(sent);
    sent += 1;
    underWay += 1;
    alone.push(underWay === 1);
    await new Promise<void>((resolve) => {
      clock.after(10, resolve);
    });
    underWay -= 1;
    if (answer === 'accepted') gate.accept(HOST);
    if (answer === 'refused') gate.refuse(refusal);
    if (answer === 'broken') throw new Error('broken');
    return answer;
  };
  const ends = await clock.run(Promise.all(Array.from({ length: count }, () => ended(gate.pass(HOST, attempt)))));
  return { ends, sent, alone, refusal };
}

describe('the first request of a credential goes alone', () => {
  test('accepted: then all others go together', async () => {
    const { alone, sent } = await through(4, () => 'accepted');
    expect([sent, alone]).toEqual([4, [true, true, false, false]]);
  });

  test('refused: no other is sent, and all fail with the same failure', async () => {
    const { ends, sent, refusal } = await through(20, () => 'refused');
    expect(sent).toBe(1);
    expect(ends).toEqual([{ value: 'refused' }, ...Array.from({ length: 19 }, () => ({ error: refusal }))]);
  });

  test.each(['nothing', 'broken'] as const)('%s: the next request goes alone', async (first) => {
    const { alone, sent } = await through(4, (index) => (index === 0 ? first : 'accepted'));
    expect([sent, alone]).toEqual([4, [true, true, true, false]]);
  });
});

test('a refusal by one service is not recorded after the credential was accepted; one by the gateway is', async () => {
  const gate = newGate();
  gate.accept(HOST);
  gate.refuse(new Failure('credential-refused', 'cross-account'), true);
  expect(await gate.pass(HOST, () => Promise.resolve('sent'))).toBe('sent');
  const refusal = new Failure('credential-refused', 'expired');
  gate.refuse(refusal, false);
  await expect(gate.pass(HOST, () => Promise.resolve('sent'))).rejects.toBe(refusal);

  const unknown = newGate();
  unknown.refuse(refusal, true);
  expect(() => unknown.check()).toThrow(refusal);
});

test('an acceptance after a refusal changes nothing', async () => {
  const gate = newGate();
  const refusal = new Failure('credential-refused', 'refused');
  gate.refuse(refusal);
  gate.refuse(new Failure('credential-refused', 'another'));
  gate.accept(HOST);
  await expect(gate.pass(HOST, () => Promise.resolve('sent'))).rejects.toBe(refusal);
});

test('whatever the replies: one at a time until the first decision, none after a refusal, and all of them end', async () => {
  const replies = fc.array(fc.constantFrom<Reply>('accepted', 'refused', 'nothing', 'broken'), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(replies, fc.integer({ min: 1, max: 10 }), async (script, count) => {
      const replyTo = (index: number): Reply => script[Math.min(index, script.length - 1)] ?? 'nothing';
      const { ends, sent, alone } = await through(count, replyTo);
      expect(ends).toHaveLength(count);
      const decided = Array.from({ length: sent }, (_, index) => replyTo(index)).findIndex(
        (reply) => reply === 'accepted' || reply === 'refused',
      );
      const probes = decided === -1 ? sent : decided + 1;
      expect(alone.slice(0, probes)).toEqual(Array.from({ length: probes }, () => true));
      expect(replyTo(decided) === 'refused' ? sent : probes).toBe(probes);
    }),
    { numRuns: 300 },
  );
});

/** Sends requests to some hosts at once, `count` to each; `isKnown` says which hosts know the key at a moment. */
async function toHosts(hosts: readonly string[], isKnown: (host: string, ageMs: number) => boolean, count = 4) {
  const clock = createManualClock();
  const issuedAt = clock.now();
  const gate = createCredentialGate({ clock, signal: ALWAYS, issuedAt });
  const refusal = new Failure('credential-refused', 'not known');
  const unknownAt: number[] = [];
  const request = async (host: string): Promise<string> => {
    for (;;) {
      const answer = await gate.pass(host, async () => {
        gate.check();
        const known = isKnown(host, clock.now() - issuedAt);
        await new Promise<void>((resolve) => {
          clock.after(10, resolve);
        });
        if (known) gate.accept(host);
        else {
          unknownAt.push(clock.now() - issuedAt);
          if (!gate.recordUnknown(host, Infinity)) gate.refuse(refusal);
        }
        return known;
      });
      if (answer) return host;
    }
  };
  const all = hosts.flatMap((host) => Array.from({ length: count }, () => ended(request(host))));
  return { ends: await clock.run(Promise.all(all)), unknownAt, refusal, tookMs: clock.now() - issuedAt };
}

const knownLater = (host: string, ageMs: number): boolean => host === 'a' || ageMs >= 4000;

describe('a key that was issued a moment ago', () => {
  test.each([
    ['no host', () => false],
    ['one host of three', (host: string) => host === 'a'],
  ])('that only %s knows is sent to the others four times at most, whatever is in flight', async (_, isKnown) => {
    const { ends, unknownAt, refusal } = await toHosts(['a', 'b', 'c'], isKnown);
    expect(unknownAt.length).toBeLessThanOrEqual(4);
    expect(ends).toContainEqual({ error: refusal });
  });

  test('is sent again until every host knows it', async () => {
    const { ends, unknownAt } = await toHosts(['a', 'b', 'c', 'd'], knownLater);
    expect(ends.every((end) => 'value' in end)).toBe(true);
    expect(unknownAt.length).toBeLessThanOrEqual(4);
  });

  test('that a host knew and does not know any more goes to it alone again', async () => {
    let asked = 0;
    const { ends, unknownAt } = await toHosts(['a'], (_, ageMs) => ageMs < 10 || (asked++ >= 3 && ageMs > 3000), 4);
    expect(ends.every((end) => 'value' in end)).toBe(true);
    // Three were in flight at the first of them.
    expect(unknownAt).toHaveLength(3);
  });

  test.each([
    ['before any host knew it', []],
    ['after one did', ['a']],
  ])('a host that does not answer holds up the others for 3 s, %s', async (_, knownTo) => {
    const clock = createManualClock();
    const gate = createCredentialGate({ clock, signal: ALWAYS, issuedAt: clock.now() });
    for (const host of knownTo) gate.accept(host);
    const begunAt = clock.now();
    const silent = gate.pass('b', () => new Promise<void>((resolve) => void clock.after(60_000, resolve)));
    const moments = await clock.run(
      Promise.all(
        ['c', 'd', 'e'].map((host) =>
          gate.pass(host, () => {
            gate.accept(host);
            return Promise.resolve(clock.now() - begunAt);
          }),
        ),
      ),
    );
    expect(moments).toEqual([3000, 3000, 3000]);
    await clock.run(silent);
  });

  test('the same where the key is not new any more and some host still does not know it', async () => {
    const clock = createManualClock();
    const gate = createCredentialGate({ clock, signal: ALWAYS, issuedAt: clock.now() });
    gate.accept('a');
    gate.recordUnknown('x', Infinity);
    await clock.run(new Promise<void>((resolve) => void clock.after(20_000, resolve)));
    const begunAt = clock.now();
    const silent = gate.pass('b', () => new Promise<void>((resolve) => void clock.after(60_000, resolve)));
    const sentAt = await clock.run(gate.pass('c', () => Promise.resolve(clock.now() - begunAt)));
    expect(sentAt).toBe(3000);
    await clock.run(silent);
  });

  test('of hosts that do not answer four are asked at a time, and after them the next', async () => {
    const clock = createManualClock();
    const gate = createCredentialGate({ clock, signal: ALWAYS });
    const begunAt = clock.now();
    const moments = await clock.run(
      Promise.all(
        ['a', 'a', 'b', 'c', 'd', 'e', 'f'].map((host) =>
          gate.pass(host, async () => {
            const sentAt = clock.now() - begunAt;
            await new Promise<void>((resolve) => void clock.after(30_000, resolve));
            return sentAt;
          }),
        ),
      ),
    );
    expect(moments).toEqual([0, 30_000, 3000, 6000, 9000, 33_000, 36_000]);
  });

  test('whatever the hosts do: it is refused four times at most before all of them know it', async () => {
    const silence = fc.constantFrom(10, 10, 500, 2900, 4000, 20_000, 60_000);
    const hosts = fc.array(
      fc.record({
        delayMs: silence,
        knownFrom: fc.constantFrom(0, 0, 2000, 5000, 14_000),
        answers: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(hosts, fc.boolean(), async (script, isKey) => {
        const clock = createManualClock();
        const issuedAt = clock.now();
        const gate = createCredentialGate({ clock, signal: ALWAYS, issuedAt });
        let refusals = 0;
        const request = async (index: number): Promise<void> => {
          const { delayMs, knownFrom, answers } = script[index] ?? { delayMs: 0, knownFrom: 0, answers: true };
          for (let count = 0; count < 5; count++) {
            await gate.pass(String(index), async () => {
              gate.check();
              const isKnown = isKey && clock.now() - issuedAt >= knownFrom;
              await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
              if (!answers) return;
              if (isKnown) {
                gate.accept(String(index));
                return;
              }
              refusals += 1;
              if (!gate.recordUnknown(String(index), Infinity)) gate.refuse(new Failure('credential-refused', 'no'));
            });
          }
        };
        await clock.run(Promise.all(script.map((_, index) => ended(request(index)))));
        expect(refusals).toBeLessThanOrEqual(4);
      }),
      { numRuns: 500 },
    );
  });
});
