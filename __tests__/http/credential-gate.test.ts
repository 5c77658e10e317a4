import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import { createCredentialGate } from '../../src/http/credential-gate.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { ended } from '../support/outcome-of.ts';

type Reply = 'accepted' | 'refused' | 'nothing' | 'broken';

/** Sends `count` requests through a gate at once; request n in the order of sending is answered as `reply(n)` says. */
async function through(count: number, reply: (index: number) => Reply, clock: ManualClock = createManualClock()) {
  const gate = createCredentialGate();
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
    if (answer === 'accepted') gate.accept();
    if (answer === 'refused') gate.refuse(refusal);
    if (answer === 'broken') throw new Error('broken');
    return answer;
  };
  const ends = await clock.run(Promise.all(Array.from({ length: count }, () => ended(gate.pass(attempt)))));
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
  const gate = createCredentialGate();
  gate.accept();
  gate.refuse(new Failure('credential-refused', 'cross-account'), true);
  expect(await gate.pass(() => Promise.resolve('sent'))).toBe('sent');
  const refusal = new Failure('credential-refused', 'expired');
  gate.refuse(refusal, false);
  await expect(gate.pass(() => Promise.resolve('sent'))).rejects.toBe(refusal);

  const unknown = createCredentialGate();
  unknown.refuse(refusal, true);
  expect(() => unknown.check()).toThrow(refusal);
});

test('an acceptance after a refusal changes nothing', async () => {
  const gate = createCredentialGate();
  const refusal = new Failure('credential-refused', 'refused');
  gate.refuse(refusal);
  gate.refuse(new Failure('credential-refused', 'another'));
  gate.accept();
  await expect(gate.pass(() => Promise.resolve('sent'))).rejects.toBe(refusal);
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
