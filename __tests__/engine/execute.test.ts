import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createDeadline } from '../../src/deadline.ts';
import { Failure } from '../../src/errors.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Item, Outcome } from '../../src/engine/item.ts';
import type { Context, Need, Step, World } from '../../src/engine/step.ts';
import { isOk, type VerdictKind } from '../../src/engine/verdict.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

interface Executed {
  readonly outcomes: readonly Outcome[];
  readonly log: readonly string[];
  readonly tookMs: number;
  readonly leftTimers: number;
}

type Run = (context: Context, items: readonly Item[], clock: ManualClock) => Promise<void>;

const nowhere = (): Promise<never> => Promise.reject(new Error('no cloud'));

async function executed(
  make: (
    step: (name: string, run: Run, after?: readonly Step[], subjects?: readonly string[], how?: Need['how']) => Step,
  ) => readonly Step[],
  { timeoutMs = 60_000, stopAtMs }: { timeoutMs?: number; stopAtMs?: number } = {},
): Promise<Executed> {
  const clock = createManualClock();
  const deadline = createDeadline(clock, timeoutMs, 30_000);
  const stop = new AbortController();
  const log: string[] = [];
  if (stopAtMs !== undefined) clock.after(stopAtMs, () => stop.abort());
  const world: World = {
    cloud: { swr: nowhere, modelArts: nowhere, hss: nowhere },
    clock,
    deadline,
    signal: stop.signal,
    random: () => 0.5,
    log: { info: (line) => log.push(line), warnOnce: (line) => log.push(`warning: ${line}`) },
    openDeployments: nowhere,
  };
  const steps = make((name, run, after = [], subjects = [name], how = 'every') => {
    const items = subjects.map((subject): Item => ({ operation: 'op', region: 'r', subject }));
    const needs: Need = { how, items: after.flatMap((step) => step.items) };
    return { title: name, items, needs, run: (context) => run(context, items, clock) };
  });
  const outcomes = await clock.run(execute(steps, world));
  return { outcomes, log, tookMs: clock.now() - deadline.startedAt, leftTimers: clock.pending() };
}

function wait(clock: ManualClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

const settleAll =
  (kind: VerdictKind, afterMs = 0): Run =>
  async (context, items, clock) => {
    await wait(clock, afterMs);
    for (const item of items) context.settle(item, { kind });
  };

const hangs: Run = () => new Promise<void>(() => undefined);

const kindsOf = ({ outcomes }: Executed): readonly string[] =>
  outcomes.map(({ item, verdict }) => `${item.subject} ${verdict.kind}`);

describe('steps and what they wait for', () => {
  test('independent ones go at the same time, dependent ones one after the other, the outcomes in the order of the plan', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('copied', 10_000));
      const b = step('b', settleAll('copied', 4000), [a]);
      const c = step('c', settleAll('copied', 6000));
      return [a, b, c];
    });
    expect(kindsOf(run)).toEqual(['a copied', 'b copied', 'c copied']);
    expect(run.log).toEqual(['✓ c in r: copied', '✓ a in r: copied', '✓ b in r: copied']);
    expect(run.outcomes.map(({ seconds }) => seconds)).toEqual([10, 4, 6]);
    expect([run.tookMs, run.leftTimers]).toEqual([14_000, 0]);
  });

  test('what waits for a failure is skipped and says why, and so on; what does not goes on', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('conflict'));
      const b = step('b', settleAll('copied'), [a], ['b1', 'b2']);
      const c = step('c', settleAll('copied'), [b]);
      return [a, b, c, step('d', settleAll('copied'))];
    });
    expect(run.outcomes.map(({ item, verdict }) => [item.subject, verdict])).toEqual([
      ['a', { kind: 'conflict' }],
      ['b1', { kind: 'skipped', message: 'Not tried: op of a ended conflict.' }],
      ['b2', { kind: 'skipped', message: 'Not tried: op of a ended conflict.' }],
      ['c', { kind: 'skipped', message: 'Not tried: op of b1 ended skipped.' }],
      ['d', { kind: 'copied' }],
    ]);
  });

  test('one bad item of several is enough to skip what waits for them', async () => {
    const run = await executed((step) => {
      const a = step(
        'a',
        async (context, items) => {
          for (const [index, item] of items.entries())
            context.settle(item, { kind: index === 1 ? 'missing' : 'copied' });
          return Promise.resolve();
        },
        [],
        ['a1', 'a2', 'a3'],
      );
      return [a, step('b', settleAll('copied'), [a])];
    });
    expect(kindsOf(run)).toEqual(['a1 copied', 'a2 missing', 'a3 copied', 'b skipped']);
  });

  test('a plan may be listed backwards, and may be empty', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('copied'));
      return [step('b', settleAll('copied'), [a]), a];
    });
    expect(run.log).toEqual(['✓ a in r: copied', '✓ b in r: copied']);
    expect((await executed(() => [])).outcomes).toEqual([]);
  });
});

const needing = (wanting: Step | undefined, items: readonly Item[] = []): readonly Step[] =>
  wanting === undefined ? [] : [{ ...wanting, needs: { how: 'ended', items } }];

describe('needs', () => {
  test('a step starts when the item that it needs has ended, while the step that holds it is still at work', async () => {
    const run = await executed((step) => {
      const a = step(
        'a',
        async (context, [fast, slow], clock) => {
          if (fast !== undefined) context.settle(fast, { kind: 'copied' });
          await wait(clock, 20_000);
          if (slow !== undefined) context.settle(slow, { kind: 'timeout' });
        },
        [],
        ['fast', 'slow'],
      );
      const [fast, slow] = a.items.map((item): Step['needs'] => ({ how: 'every', items: [item] }));
      const behindFast = { ...step('b', settleAll('active', 3000)), ...(fast === undefined ? {} : { needs: fast }) };
      const behindSlow = { ...step('c', settleAll('active', 3000)), ...(slow === undefined ? {} : { needs: slow }) };
      return [a, behindFast, behindSlow];
    });
    expect(run.log).toEqual([
      '✓ fast in r: copied',
      '✓ b in r: active',
      '✗ slow in r: timeout',
      '✗ c in r: skipped: Not tried: op of slow ended timeout.',
    ]);
    expect(run.tookMs).toBe(20_000);
  });

  test.each<[Need['how'], readonly VerdictKind[], string | undefined]>([
    ['every', ['copied', 'copied'], undefined],
    ['every', ['copied', 'missing'], 'Not tried: op of a1 ended missing.'],
    ['any', ['conflict', 'copied'], undefined],
    ['any', ['conflict', 'missing'], 'Not tried: op of a0 ended conflict, and none of the 1 others ended well.'],
    ['any', ['conflict'], 'Not tried: op of a0 ended conflict.'],
    ['ended', ['conflict', 'missing'], undefined],
    ['any', [], undefined],
  ])('%s of %j', async (how, kinds, message) => {
    const run = await executed((step) => {
      const before = kinds.map((kind, index) => step(`a${index}`, settleAll(kind, index * 1000)));
      return [...before, step('b', settleAll('active'), before, ['b'], how)];
    });
    const verdict = run.outcomes.at(-1)?.verdict;
    expect(verdict).toEqual(message === undefined ? { kind: 'active' } : { kind: 'skipped', message });
    expect(run.tookMs).toBe(Math.max(0, kinds.length - 1) * 1000);
  });

  test('steps that wait in a circle, for themselves or for items of no step are a bug, and hold up nobody', async () => {
    const run = await executed((step) => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => step(name, settleAll('copied')));
      const stranger: Item = { operation: 'op', region: 'r', subject: 'stranger' };
      return [
        ...needing(a, b?.items),
        ...needing(b, a?.items),
        ...needing(c, [stranger]),
        step('d', settleAll('copied')),
      ];
    });
    expect(run.outcomes.map(({ item, verdict }) => [item.subject, verdict.kind, verdict.failure])).toEqual([
      ['a', 'unavailable', 'bug'],
      ['b', 'unavailable', 'bug'],
      ['c', 'unavailable', 'bug'],
      ['d', 'copied', undefined],
    ]);
  });
});

describe('steps without items', () => {
  test('decide nothing: what they throw is a warning', async () => {
    const run = await executed((step) => [
      step('tell somebody', () => Promise.reject(new Failure('service-refused', 'No.')), [], []),
      step('a', settleAll('copied')),
    ]);
    expect(kindsOf(run)).toEqual(['a copied']);
    expect(run.log.toSorted()).toEqual(['warning: Could not tell somebody: No.', '✓ a in r: copied']);
  });

  test('see how others have ended, also after a cancellation', async () => {
    const seen: unknown[] = [];
    const run = await executed(
      (step) => {
        const a = step('a', settleAll('copied', 2000));
        const b = step('b', hangs);
        const look: Run = async (context) => {
          seen.push([...a.items, ...b.items].map((item) => context.verdictOf(item)?.kind));
          return Promise.resolve();
        };
        return [a, b, step('look', look, [a, b], [], 'ended')];
      },
      { stopAtMs: 5000 },
    );
    expect(seen).toEqual([['copied', 'cancelled']]);
    expect(run.tookMs).toBe(6000);
  });

  test('one that hangs is left behind after a minute', async () => {
    const run = await executed((step) => [step('wait for somebody', hangs, [], []), step('a', settleAll('copied'))]);
    expect(run.log).toEqual(['✓ a in r: copied', 'warning: Could not wait for somebody: The time ran out.']);
    expect([run.tookMs, run.leftTimers]).toEqual([60_000, 0]);
  });
});

describe('steps that misbehave', () => {
  test('one that throws before it begins, while it runs, and after it has settled something', async () => {
    const run = await executed((step) => [
      step('a', () => {
        throw new Failure('service-refused', 'No.', { hint: 'Ask.' });
      }),
      step('b', () => Promise.reject(new TypeError('a bug'))),
      step(
        'c',
        (context, [first]) => {
          if (first !== undefined) context.settle(first, { kind: 'copied' });
          return Promise.reject(new Failure('credential-refused', 'Who?'));
        },
        [],
        ['c1', 'c2'],
      ),
    ]);
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'refused', message: 'No. Ask.', failure: 'refused' },
      {
        kind: 'unavailable',
        message: 'This is a fault of the action itself: TypeError: a bug Please report it with the log of this step.',
        failure: 'bug',
      },
      { kind: 'copied' },
      { kind: 'refused', message: 'Who?', failure: 'auth' },
    ]);
  });

  test('the stack of a bug is in the log, line by line, and no other failure has one', async () => {
    const bug = new TypeError('a bug');
    const { log } = await executed((step) => [
      step('a', () => Promise.reject(bug)),
      step('b', () => Promise.reject(new Failure('service-refused', 'No.'))),
    ]);
    const frames = (bug.stack ?? '').split('\n');
    expect(frames.length).toBeGreaterThan(1);
    expect(log.filter((line) => line.startsWith('    at '))).toEqual(frames.slice(1));
  });

  test('one that forgets an item', async () => {
    const run = await executed((step) => [step('forgetful', () => Promise.resolve())]);
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'unavailable', message: "The step 'forgetful' ended without a verdict.", failure: 'bug' },
    ]);
  });

  test('one that settles twice, or what is not its own', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('missing'));
      return [
        a,
        step('b', (context, items) => {
          for (const item of [...items, ...items, ...a.items]) context.settle(item, { kind: 'copied' });
          for (const item of items) context.settle(item, { kind: 'timeout' });
          context.settle({ operation: 'x', region: 'r', subject: 'stranger' }, { kind: 'copied' });
          return Promise.resolve();
        }),
      ];
    });
    expect(kindsOf(run)).toEqual(expect.arrayContaining(['b copied']));
    expect(run.outcomes).toHaveLength(2);
    expect(run.log).toHaveLength(2);
  });

  test('one that hangs is left behind a second after the last request can have ended', async () => {
    const run = await executed((step) => {
      const a = step('a', async (context, [item]) => {
        if (item !== undefined) context.see(item, 'job running');
        await hangs(context, [], createManualClock());
      });
      return [a, step('b', settleAll('copied'), [a])];
    });
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'timeout', message: 'The time ran out. Last seen: job running.', failure: 'timeout' },
      { kind: 'skipped', message: 'Not tried: op of a ended timeout.' },
    ]);
    expect([run.tookMs, run.leftTimers]).toEqual([91_000, 0]);
  });

  test('one that does not heed the end of the job is left behind after a second', async () => {
    const run = await executed((step) => [step('a', hangs)], { stopAtMs: 5000 });
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'cancelled', message: 'The job was cancelled.', failure: 'cancelled' },
    ]);
    expect(run.tookMs).toBe(6000);
  });

  test('one that settles after it was left behind changes nothing', async () => {
    const run = await executed(
      (step) => [step('a', settleAll('copied', 20_000)), step('b', settleAll('copied', 500))],
      { stopAtMs: 1000 },
    );
    expect(kindsOf(run)).toEqual(['a cancelled', 'b copied']);
  });
});

test('a line every half minute tells what is still open', async () => {
  const run = await executed(
    (step) => [
      step('a', async (context, items, clock) => {
        await wait(clock, 45_000);
        for (const item of items) context.see(item, 'job running');
        await wait(clock, 25_000);
        for (const item of items) context.settle(item, { kind: 'copied' });
      }),
      step('b', settleAll('missing', 1000)),
    ],
    { timeoutMs: 1_800_000 },
  );
  expect(run.log).toEqual([
    '✗ b in r: missing',
    '… 1 of 2 still open after 30s of 30m 00s. a in r: no answer yet.',
    '  a in r: job running',
    '… 1 of 2 still open after 1m 00s of 30m 00s. a in r: job running.',
    '✓ a in r: copied',
  ]);
});

/** Ways in which a step may go, and the verdict that its items must come to when it is given its time. */
const WAYS: readonly { readonly run: Run; readonly good: boolean }[] = [
  { run: settleAll('copied'), good: true },
  { run: settleAll('accepted', 3000), good: true },
  { run: settleAll('timeout', 500), good: false },
  { run: settleAll('copied', 500_000), good: false },
  { run: hangs, good: false },
  { run: () => Promise.resolve(), good: false },
  { run: () => Promise.reject(new Failure('service-error', 'No.')), good: false },
  { run: () => Promise.reject(new RangeError('bug')), good: false },
  {
    run() {
      throw new TypeError('bug');
    },
    good: false,
  },
  {
    run(context, items) {
      for (const item of [...items, ...items]) context.settle(item, { kind: 'copied' });
      return Promise.reject(new Error('after all'));
    },
    good: true,
  },
];

test('whatever the graph and whatever the steps do: every item one verdict, skipped exactly behind a failure, and an end', async () => {
  const graphs = fc.array(
    fc.record({
      way: fc.nat({ max: WAYS.length - 1 }),
      after: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
      how: fc.constantFrom<Need['how']>('every', 'any', 'ended'),
      items: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(graphs, fc.option(fc.nat({ max: 100_000 }), { nil: undefined }), async (graph, stopAtMs) => {
      const steps: Step[] = [];
      const run = await executed(
        (step) => {
          for (const [index, { way, after, how, items }] of graph.entries()) {
            const before = after.flatMap((position) => (position < index ? (steps[position] ?? []) : []));
            const subjects = Array.from({ length: items }, (_, number) => `${index}.${number}`);
            steps.push(step(String(index), WAYS[way]?.run ?? hangs, before, subjects, how));
          }
          return steps;
        },
        stopAtMs === undefined ? {} : { stopAtMs },
      );
      expect(run.outcomes.map(({ item }) => item)).toEqual(steps.flatMap(({ items }) => items));
      const verdictOf = new Map(run.outcomes.map(({ item, verdict }) => [item, verdict]));
      const isGood = (item: Item): boolean => isOk(verdictOf.get(item) ?? { kind: 'timeout' });
      const endedWell = (step: Step): boolean => step.items.every(isGood);
      const isBarred = ({ needs: { how, items } = { how: 'ended', items: [] } }: Step): boolean =>
        how === 'every' ? !items.every(isGood) : how === 'any' && items.length > 0 && !items.some(isGood);
      const late = new Set<Item>();
      for (const [index, step] of steps.entries()) {
        const isBlocked = isBarred(step);
        const skipped = step.items.filter((item) => verdictOf.get(item)?.kind === 'skipped');
        expect(skipped).toHaveLength(isBlocked ? step.items.length : 0);
        const good = WAYS[graph[index]?.way ?? 0]?.good ?? false;
        expect(step.items.length > 0 && endedWell(step) && !good).toBe(false);
        // What begins when the time is up has none, and what begins after that has none either.
        const isLate = (step.needs?.items ?? []).some(
          (item) => late.has(item) || ['timeout', 'skipped'].includes(verdictOf.get(item)?.kind ?? ''),
        );
        if (isLate) for (const item of step.items) late.add(item);
        expect(stopAtMs === undefined && !isBlocked && !isLate && good && !endedWell(step)).toBe(false);
      }
      expect(run.tookMs).toBeLessThanOrEqual(91_000 * (graph.length + 1));
    }),
    { numRuns: 300 },
  );
});
