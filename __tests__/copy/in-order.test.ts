import { describe, expect, test } from '@jest/globals';
import type { CopySpec } from '../../src/copy/copy-spec.ts';
import { copyInOrder } from '../../src/copy/in-order.ts';
import type { Item } from '../../src/engine/item.ts';
import type { StepContext } from '../../src/engine/step.ts';
import type { VerdictKind } from '../../src/engine/verdict.ts';
import { Failure } from '../../src/errors.ts';
import { fakeCopy, SOURCE } from '../support/copy-target.ts';
import { createFakeContext } from '../support/fake-context.ts';
import { createSources } from '../../src/copy/source.ts';
import { createFakeRegistry } from '../support/fake-swr.ts';
import { verdictOfKind } from '../support/verdict-of-kind.ts';

const A = 'sha256:a';
const IN_SOURCE = { 'v1.4.0': A, '1.4.0': A, latest: A, v1: A, edge: 'sha256:b' };

interface Case {
  /** Copies that do not move. */
  readonly others: readonly string[];
  readonly moving: readonly string[];
  /** How each copy ends; `copied` if not given. */
  readonly ends?: Readonly<Record<string, VerdictKind>>;
  /** What copying throws, by one of its tags. */
  readonly throws?: Readonly<Record<string, Failure>>;
  /** What the list of the source throws. */
  readonly unreadable?: Failure;
}

/** Copies in order. Each call takes as many seconds as it has copies, and settles one a second. */
async function copy({ others, moving, ends = {}, throws = {}, unreadable }: Case) {
  const tags = Object.fromEntries(
    Object.entries(IN_SOURCE).map(([tag, digest]) => [`cn-north-4/team/app:${tag}`, digest]),
  );
  const { cloud } = createFakeRegistry(tags, {
    onTags() {
      if (unreadable !== undefined) throw unreadable;
    },
  });
  const context = createFakeContext({ cloud });
  const copies = [...others.map((tag) => fakeCopy(tag)), ...moving.map((tag) => fakeCopy(tag, { policy: 'forward' }))];
  const items = new Map(copies.map(({ spec, item }) => [spec, item]));
  const source = createSources(copies.map(({ spec }) => spec))(SOURCE, context);
  const calls: string[] = [];
  const copyMembers = async (members: ReadonlyMap<CopySpec, Item>, watched: StepContext<unknown>): Promise<void> => {
    const names = [...members.keys()].map(({ target }) => target.tag);
    calls.push(`${context.clock.now() / 1000 - 1} s: ${names.join(', ')}`);
    for (const [{ target }, item] of members) {
      await new Promise<void>((resolve) => {
        context.clock.after(1000, resolve);
      });
      const failure = throws[target.tag];
      if (failure !== undefined) throw failure;
      watched.settle(item, verdictOfKind(ends[target.tag] ?? 'copied'));
    }
  };
  const ended = copyInOrder({ items, source }, context, copyMembers);
  const failure = await context.clock.run(ended.then(() => undefined).catch((error: unknown) => error));
  const verdicts = [...items].map(([{ target }, item]) => `${target.tag} ${context.verdictOf(item)?.kind ?? 'open'}`);
  return { calls, failure, verdicts, context, items };
}

describe('copyInOrder', () => {
  test('makes copies without moving tags at once', async () => {
    const { calls, verdicts } = await copy({ others: ['v1.4.0', 'edge'], moving: [] });
    expect(calls).toEqual(['0 s: v1.4.0, edge']);
    expect(verdicts).toEqual(['v1.4.0 copied', 'edge copied']);
  });

  test('makes moving tags together, as soon as their version is copied', async () => {
    const { calls, verdicts } = await copy({ others: ['v1.4.0', 'edge'], moving: ['latest', 'v1'] });
    expect(calls).toEqual(['0 s: v1.4.0, edge', '1 s: latest, v1']);
    expect(verdicts).toEqual(['v1.4.0 copied', 'edge copied', 'latest copied', 'v1 copied']);
  });

  test('waits for every spelling of the version', async () => {
    const { calls } = await copy({ others: ['1.4.0', 'v1.4.0'], moving: ['latest'] });
    expect(calls).toEqual(['0 s: 1.4.0, v1.4.0', '2 s: latest']);
  });

  test('does not wait where the version is not copied, or is none', async () => {
    const { calls } = await copy({ others: ['edge'], moving: ['latest'] });
    expect(calls).toEqual(['0 s: edge', '0 s: latest']);
    expect((await copy({ others: ['v1.4.0'], moving: ['edge'] })).calls).toEqual(['0 s: v1.4.0', '0 s: edge']);
    expect((await copy({ others: [], moving: ['latest'] })).calls).toEqual(['0 s: latest']);
  });

  test.each<VerdictKind>(['unchanged', 'kept', 'copied', 'overwritten'])(
    'goes on after a version that is %s',
    async (end) => {
      const { verdicts } = await copy({ others: ['v1.4.0'], moving: ['latest'], ends: { 'v1.4.0': end } });
      expect(verdicts[1]).toBe('latest copied');
    },
  );

  test.each<VerdictKind>(['conflict', 'moved', 'mismatch', 'refused', 'timeout', 'skipped'])(
    'skips a moving tag after a version that is %s, and no other one',
    async (end) => {
      const { calls, verdicts, context, items } = await copy({
        others: ['v1.4.0'],
        moving: ['latest', 'edge'],
        ends: { 'v1.4.0': end },
      });
      expect(calls).toEqual(['0 s: v1.4.0', '0 s: edge']);
      expect(verdicts).toEqual([`v1.4.0 ${end}`, 'latest skipped', 'edge copied']);
      const latest = [...items.values()].find(({ tag }) => tag === 'latest');
      expect(latest && context.verdictOf(latest)).toMatchObject({
        kind: 'skipped',
        code: 'dependency-failed',
        message: expect.stringContaining(`v1.4.0, the version that it stands for, ended as ${end}`),
      });
    },
  );

  test('does not make a moving tag whose version was left without a verdict', async () => {
    const down = new Failure('service-error', 'Down.');
    const { calls, failure, verdicts } = await copy({
      others: ['v1.4.0'],
      moving: ['latest'],
      throws: { 'v1.4.0': down },
    });
    expect([calls, failure]).toEqual([['0 s: v1.4.0'], down]);
    expect(verdicts).toEqual(['v1.4.0 open', 'latest open']);
  });

  test('a failure of moving tags is theirs alone; one of credentials concerns the run', async () => {
    const down = new Failure('service-error', 'Down.');
    const alone = await copy({ others: ['v1.4.0'], moving: ['latest'], throws: { latest: down } });
    expect([alone.failure, alone.verdicts]).toEqual([undefined, ['v1.4.0 copied', 'latest unavailable']]);
    const refused = new Failure('credential-refused', 'No.');
    const ofRun = await copy({ others: ['v1.4.0'], moving: ['latest'], throws: { latest: refused } });
    expect([ofRun.failure, ofRun.verdicts]).toEqual([refused, ['v1.4.0 copied', 'latest open']]);
  });

  test('a source that cannot be read ends the moving tags, and not the others', async () => {
    const { calls, verdicts } = await copy({
      others: ['v1.4.0'],
      moving: ['latest'],
      unreadable: new Failure('service-error', 'Down.'),
    });
    expect(calls).toEqual(['0 s: v1.4.0']);
    expect(verdicts).toEqual(['v1.4.0 copied', 'latest unavailable']);
  });
});
