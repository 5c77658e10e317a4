import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createDeadline } from '../../src/deadline.ts';
import { Failure } from '../../src/errors.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Item, Outcome } from '../../src/engine/item.ts';
import type { Needs, RunContext, Step as StepOf, StepContext } from '../../src/engine/step.ts';
import { isOk, type Verdict, type VerdictKind } from '../../src/engine/verdict.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

/** The engine hands services to the steps without knowing them. */
interface Services {
  readonly name: string;
}

type Step = StepOf<Services>;

interface Executed {
  readonly outcomes: readonly Outcome[];
  readonly log: readonly string[];
  readonly tookMs: number;
  readonly leftTimers: number;
}

type Run = (context: StepContext<Services>, items: readonly Item[], clock: ManualClock) => Promise<void>;

const SERVICES: Services = { name: 'services of this test' };

async function executed(
  make: (
    step: (name: string, run: Run, after?: readonly Step[], subjects?: readonly string[], how?: Needs['how']) => Step,
  ) => readonly Step[],
  { timeoutMs = 60_000, stopAtMs }: { timeoutMs?: number; stopAtMs?: number } = {},
): Promise<Executed> {
  const clock = createManualClock();
  const deadline = createDeadline(clock, timeoutMs, 30_000);
  const stop = new AbortController();
  const log: string[] = [];
  if (stopAtMs !== undefined) clock.after(stopAtMs, () => stop.abort());
  const runContext: RunContext<Services> = {
    services: SERVICES,
    clock,
    deadline,
    signal: stop.signal,
    random: () => 0.5,
    log: {
      info: (line) => log.push(line),
      warnOnce: (line) => log.push(`warning: ${line}`),
      openGroup: () => undefined,
      closeGroup: () => undefined,
    },
  };
  const steps = make((name, run, after = [], subjects = [name], how = 'every') => {
    const items = subjects.map((subject): Item => ({ operation: 'op', region: 'r', subject }));
    const needs: Needs = { how, items: after.flatMap((step) => step.items) };
    return { title: name, items, needs, run: (context) => run(context, items, clock) };
  });
  const outcomes = await clock.run(execute(steps, runContext));
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
    for (const item of items) context.settle(item, verdictOfKind(kind));
  };

const hangs: Run = () => new Promise<void>(() => undefined);

const kindsOf = ({ outcomes }: Executed): readonly string[] =>
  outcomes.map(({ item, verdict }) => `${item.subject} ${verdict.kind}`);

const skipped = (message: string): Verdict => ({ kind: 'skipped', code: 'dependency-failed', message });

describe('steps and the steps that they need', () => {
  test('independent steps run at the same time, dependent ones one after the other; outcomes are in the order of the plan', async () => {
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

  test('a step that needs a failed item is skipped with the reason, and so are the steps that need it; other steps run', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('conflict'));
      const b = step('b', settleAll('copied'), [a], ['b1', 'b2']);
      const c = step('c', settleAll('copied'), [b]);
      return [a, b, c, step('d', settleAll('copied'))];
    });
    expect(run.outcomes.map(({ item, verdict }) => [item.subject, verdict])).toEqual([
      ['a', { kind: 'conflict', code: 'target-differs' }],
      ['b1', skipped('Not attempted: op of a ended as conflict.')],
      ['b2', skipped('Not attempted: op of a ended as conflict.')],
      ['c', skipped('Not attempted: op of b1 ended as skipped.')],
      ['d', { kind: 'copied' }],
    ]);
  });

  test('one failed item of several is enough to skip a step that needs every one of them', async () => {
    const run = await executed((step) => {
      const a = step(
        'a',
        async (context, items) => {
          for (const [index, item] of items.entries())
            context.settle(item, verdictOfKind(index === 1 ? 'missing' : 'copied'));
          return Promise.resolve();
        },
        [],
        ['a1', 'a2', 'a3'],
      );
      return [a, step('b', settleAll('copied'), [a])];
    });
    expect(kindsOf(run)).toEqual(['a1 copied', 'a2 missing', 'a3 copied', 'b skipped']);
  });

  test('every step gets the services of the run', async () => {
    const given: Services[] = [];
    await executed((step) =>
      ['a', 'b'].map((name) =>
        step(name, (context, items, clock) => {
          given.push(context.services);
          return settleAll('copied')(context, items, clock);
        }),
      ),
    );
    expect(given.map((services) => services === SERVICES)).toEqual([true, true]);
  });

  test('a plan may list a step before the step that it needs, and may be empty', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('copied'));
      return [step('b', settleAll('copied'), [a]), a];
    });
    expect(run.log).toEqual(['✓ a in r: copied', '✓ b in r: copied']);
    expect((await executed(() => [])).outcomes).toEqual([]);
  });
});

const needing = (step: Step | undefined, items: readonly Item[] = []): readonly Step[] =>
  step === undefined ? [] : [{ ...step, needs: { how: 'ended', items } }];

describe('needs', () => {
  test('a step starts when the item that it needs has ended, while the step of that item still works on others', async () => {
    const run = await executed((step) => {
      const a = step(
        'a',
        async (context, [fast, slow], clock) => {
          if (fast !== undefined) context.settle(fast, { kind: 'copied' });
          await wait(clock, 20_000);
          if (slow !== undefined) context.settle(slow, verdictOfKind('timeout'));
        },
        [],
        ['fast', 'slow'],
      );
      const [fast, slow] = a.items.map((item): Step['needs'] => ({ how: 'every', items: [item] }));
      const afterFast = { ...step('b', settleAll('active', 3000)), ...(fast === undefined ? {} : { needs: fast }) };
      const afterSlow = { ...step('c', settleAll('active', 3000)), ...(slow === undefined ? {} : { needs: slow }) };
      return [a, afterFast, afterSlow];
    });
    expect(run.log).toEqual([
      '✓ fast in r: copied',
      '✓ b in r: active',
      '✗ slow in r: timeout',
      '✗ c in r: skipped: Not attempted: op of slow ended as timeout.',
    ]);
    expect(run.tookMs).toBe(20_000);
  });

  test.each<[Needs['how'], readonly VerdictKind[], string | undefined]>([
    ['every', ['copied', 'copied'], undefined],
    ['every', ['copied', 'missing'], 'Not attempted: op of a1 ended as missing.'],
    ['any', ['conflict', 'copied'], undefined],
    ['any', ['conflict', 'missing'], 'Not attempted: op of a0 ended as conflict, and none of the 1 others is ok.'],
    ['any', ['conflict'], 'Not attempted: op of a0 ended as conflict.'],
    ['ended', ['conflict', 'missing'], undefined],
    ['any', [], undefined],
  ])('needs %s of items that ended as %j', async (how, kinds, message) => {
    const run = await executed((step) => {
      const before = kinds.map((kind, index) => step(`a${index}`, settleAll(kind, index * 1000)));
      return [...before, step('b', settleAll('active'), before, ['b'], how)];
    });
    const verdict = run.outcomes.at(-1)?.verdict;
    expect(verdict).toEqual(message === undefined ? { kind: 'active' } : skipped(message));
    expect(run.tookMs).toBe(Math.max(0, kinds.length - 1) * 1000);
  });

  test('steps that need each other in a cycle or items of no step are a bug, and no other step waits for them', async () => {
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
    expect(
      run.outcomes.map(({ item, verdict }) => [item.subject, verdict.kind, verdict.code, verdict.failure]),
    ).toEqual([
      ['a', 'unavailable', 'internal-error', 'bug'],
      ['b', 'unavailable', 'internal-error', 'bug'],
      ['c', 'unavailable', 'internal-error', 'bug'],
      ['d', 'copied', undefined, undefined],
    ]);
  });
});

describe('steps without items', () => {
  test('what they throw is a warning, and changes no verdict', async () => {
    const run = await executed((step) => [
      step('report to GitHub', () => Promise.reject(new Failure('service-refused', 'No.')), [], []),
      step('a', settleAll('copied')),
    ]);
    expect(kindsOf(run)).toEqual(['a copied']);
    expect(run.log.toSorted()).toEqual(['warning: Could not report to GitHub: No.', '✓ a in r: copied']);
  });

  test('they can read the verdicts of other steps, after a cancellation too', async () => {
    const kinds: unknown[] = [];
    const run = await executed(
      (step) => {
        const a = step('a', settleAll('copied', 2000));
        const b = step('b', hangs);
        const read: Run = async (context) => {
          kinds.push([...a.items, ...b.items].map((item) => context.verdictOf(item)?.kind));
          return Promise.resolve();
        };
        return [a, b, step('read', read, [a, b], [], 'ended')];
      },
      { stopAtMs: 5000 },
    );
    expect(kinds).toEqual([['copied', 'cancelled']]);
    expect(run.tookMs).toBe(6000);
  });

  test('one that hangs is abandoned after 60 s', async () => {
    const run = await executed((step) => [step('wait for GitHub', hangs, [], []), step('a', settleAll('copied'))]);
    expect(run.log).toEqual([
      '✓ a in r: copied',
      '… all items have ended after 30s; finishing.',
      'warning: Could not wait for GitHub: The time limit was reached.',
    ]);
    expect([run.tookMs, run.leftTimers]).toEqual([60_000, 0]);
  });
});

describe('steps that break the rules', () => {
  test('what a step throws is the verdict of its items without one: thrown before it returns a promise, later, and after a verdict', async () => {
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
      { kind: 'refused', code: 'service-refused', message: 'No. Ask.', failure: 'refused' },
      {
        kind: 'unavailable',
        code: 'internal-error',
        message: 'This is a fault of the action itself: TypeError: a bug Please report it with the log of this step.',
        failure: 'bug',
      },
      { kind: 'copied' },
      { kind: 'refused', code: 'credential-refused', message: 'Who?', failure: 'auth' },
    ]);
  });

  test('the log has the stack of a bug, line by line, and of no other failure', async () => {
    const bug = new TypeError('a bug');
    const { log } = await executed((step) => [
      step('a', () => Promise.reject(bug)),
      step('b', () => Promise.reject(new Failure('service-refused', 'No.'))),
    ]);
    const frames = (bug.stack ?? '').split('\n');
    expect(frames.length).toBeGreaterThan(1);
    expect(log.filter((line) => line.startsWith('    at '))).toEqual(frames.slice(1));
  });

  test('an item that its step does not settle is a bug', async () => {
    const run = await executed((step) => [step('forgetful', () => Promise.resolve())]);
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      {
        kind: 'unavailable',
        code: 'internal-error',
        message: "The step 'forgetful' ended without a verdict.",
        failure: 'bug',
      },
    ]);
  });

  test('the first verdict of an item stands, and items outside the plan get none', async () => {
    const run = await executed((step) => {
      const a = step('a', settleAll('missing'));
      return [
        a,
        step('b', (context, items) => {
          for (const item of [...items, ...items, ...a.items]) context.settle(item, { kind: 'copied' });
          for (const item of items) context.settle(item, verdictOfKind('timeout'));
          context.settle({ operation: 'x', region: 'r', subject: 'stranger' }, { kind: 'copied' });
          return Promise.resolve();
        }),
      ];
    });
    expect(kindsOf(run)).toEqual(expect.arrayContaining(['b copied']));
    expect(run.outcomes).toHaveLength(2);
    expect(run.log).toEqual(['✓ b, a in r: copied']);
  });

  test('a step that hangs is abandoned 1 s after the last request can have ended', async () => {
    const run = await executed((step) => {
      const a = step('a', async (context, [item]) => {
        if (item !== undefined) context.observe(item, 'job running');
        await hangs(context, [], createManualClock());
      });
      return [a, step('b', settleAll('copied'), [a])];
    });
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      {
        kind: 'timeout',
        code: 'timeout',
        message: 'The time limit was reached. Last observed: job running.',
        failure: 'timeout',
      },
      skipped('Not attempted: op of a ended as timeout.'),
    ]);
    expect([run.tookMs, run.leftTimers]).toEqual([91_000, 0]);
  });

  test('a step that ignores the cancellation of the job is abandoned after 1 s', async () => {
    const run = await executed((step) => [step('a', hangs)], { stopAtMs: 5000 });
    expect(run.outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'cancelled', code: 'cancelled', message: 'The job was cancelled.', failure: 'cancelled' },
    ]);
    expect(run.tookMs).toBe(6000);
  });

  test('a step that settles an item after it was abandoned changes nothing', async () => {
    const run = await executed(
      (step) => [step('a', settleAll('copied', 20_000)), step('b', settleAll('copied', 500))],
      { stopAtMs: 1000 },
    );
    expect(kindsOf(run)).toEqual(['a cancelled', 'b copied']);
  });
});

test('the log says every 30 s how many items are open, with the state of one', async () => {
  const run = await executed(
    (step) => [
      step('a', async (context, items, clock) => {
        await wait(clock, 45_000);
        for (const item of items) context.observe(item, 'job running');
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

/** What a step may do, and whether its items must be ok when it has enough time. */
const BEHAVIOURS: readonly { readonly run: Run; readonly ok: boolean }[] = [
  { run: settleAll('copied'), ok: true },
  { run: settleAll('accepted', 3000), ok: true },
  { run: settleAll('timeout', 500), ok: false },
  { run: settleAll('copied', 500_000), ok: false },
  { run: hangs, ok: false },
  { run: () => Promise.resolve(), ok: false },
  { run: () => Promise.reject(new Failure('service-error', 'No.')), ok: false },
  { run: () => Promise.reject(new RangeError('bug')), ok: false },
  {
    run() {
      throw new TypeError('bug');
    },
    ok: false,
  },
  {
    run(context, items) {
      for (const item of [...items, ...items]) context.settle(item, { kind: 'copied' });
      return Promise.reject(new Error('after all'));
    },
    ok: true,
  },
];

test('for every graph and every behaviour of steps: each item has one verdict, is skipped only for an unmet need, and the run ends', async () => {
  const graphs = fc.array(
    fc.record({
      behaviour: fc.nat({ max: BEHAVIOURS.length - 1 }),
      after: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
      how: fc.constantFrom<Needs['how']>('every', 'any', 'ended'),
      items: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(graphs, fc.option(fc.nat({ max: 100_000 }), { nil: undefined }), async (graph, stopAtMs) => {
      const steps: Step[] = [];
      const run = await executed(
        (step) => {
          for (const [index, { behaviour, after, how, items }] of graph.entries()) {
            const before = after.flatMap((position) => (position < index ? (steps[position] ?? []) : []));
            const subjects = Array.from({ length: items }, (_, number) => `${index}.${number}`);
            steps.push(step(String(index), BEHAVIOURS[behaviour]?.run ?? hangs, before, subjects, how));
          }
          return steps;
        },
        stopAtMs === undefined ? {} : { stopAtMs },
      );
      expect(run.outcomes.map(({ item }) => item)).toEqual(steps.flatMap(({ items }) => items));
      const verdictOf = new Map(run.outcomes.map(({ item, verdict }) => [item, verdict]));
      const isItemOk = (item: Item): boolean => isOk(verdictOf.get(item) ?? verdictOfKind('timeout'));
      const isStepOk = (step: Step): boolean => step.items.every(isItemOk);
      const isUnmet = ({ needs: { how, items } = { how: 'ended', items: [] } }: Step): boolean =>
        how === 'every' ? !items.every(isItemOk) : how === 'any' && items.length > 0 && !items.some(isItemOk);
      const late = new Set<Item>();
      for (const [index, step] of steps.entries()) {
        const isBlocked = isUnmet(step);
        const skippedItems = step.items.filter((item) => verdictOf.get(item)?.kind === 'skipped');
        expect(skippedItems).toHaveLength(isBlocked ? step.items.length : 0);
        const ok = BEHAVIOURS[graph[index]?.behaviour ?? 0]?.ok ?? false;
        expect(step.items.length > 0 && isStepOk(step) && !ok).toBe(false);
        // A step that begins at or after the time limit has no time left.
        const isLate = (step.needs?.items ?? []).some(
          (item) => late.has(item) || ['timeout', 'skipped'].includes(verdictOf.get(item)?.kind ?? ''),
        );
        if (isLate) for (const item of step.items) late.add(item);
        expect(stopAtMs === undefined && !isBlocked && !isLate && ok && !isStepOk(step)).toBe(false);
      }
      expect(run.tookMs).toBeLessThanOrEqual(91_000 * (graph.length + 1));
    }),
    { numRuns: 300 },
  );
});
