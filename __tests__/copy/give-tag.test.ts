import { describe, expect, test } from '@jest/globals';
import { createSwrTagger } from '../../src/copy/by-sync/swr-tagger.ts';
import { createTagListReader } from '../../src/copy/by-sync/tag-list.ts';
import { giveTag, type GivenTag } from '../../src/copy/give-tag.ts';
import { Failure } from '../../src/errors.ts';
import { type Behaviours, createFakeRegistry, type FakeRegistry, refusal } from '../support/fake-swr.ts';
import { createFakeContext } from '../support/fake-context.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const C = `sha256:${'c'.repeat(64)}`;
const PLACE = 'cn-north-4/team/app';

interface Case extends Pick<Behaviours, 'onTag' | 'onTags'> {
  /** Of `v1.4.0`, the tag to give. */
  readonly present?: string;
  readonly mayReplace?: boolean;
  /** How long ago `present` was read; 0 if not given. */
  readonly seenMsAgo?: number;
  readonly timeoutMs?: number;
}

/** Gives the image of `sha-1` the tag `v1.4.0`, in virtual time. */
async function give({ present, mayReplace = false, seenMsAgo = 0, timeoutMs, ...behaviours }: Case) {
  const registry = createFakeRegistry(
    { [`${PLACE}:sha-1`]: A, ...(present === undefined ? {} : { [`${PLACE}:v1.4.0`]: present }) },
    behaviours,
  );
  const context = createFakeContext({ cloud: registry.cloud, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const given: GivenTag = {
    repository: { region: 'cn-north-4', namespace: 'team', repository: 'app' },
    from: 'sha-1',
    to: 'v1.4.0',
    digest: A,
    present,
    seenAt: context.clock.now() - seenMsAgo,
    mayReplace,
    pollIntervalMs: 10_000,
  };
  const ports = { tagger: createSwrTagger(registry.cloud), reader: createTagListReader(registry.cloud, context.clock) };
  const startedAt = context.clock.now();
  const states: string[] = [];
  const verdict = await context.clock.run(giveTag(given, ports, context, (state) => states.push(state)));
  const sent = registry.requests.filter((request) => request.includes(' → '));
  return { verdict, states, sent, registry, tookMs: context.clock.now() - startedAt };
}

const REQUEST = `tag ${PLACE}:sha-1 → v1.4.0`;

/** Loses the reply of the request, after an effect that comes later or never. */
function lost(effect: (registry: FakeRegistry) => void): Pick<Behaviours, 'onTag'> {
  return {
    onTag(_, registry) {
      effect(registry);
      throw new Failure('connection-lost', 'The connection broke.', { uncertain: true });
    },
  };
}

describe('a tag that is given', () => {
  test('is tagged as soon as the list shows its digest', async () => {
    const { verdict, sent, states, tookMs } = await give({});
    expect([verdict, sent, states, tookMs]).toEqual([{ kind: 'tagged', digest: A }, [REQUEST], ['requested'], 0]);
  });

  test('is unchanged where it shows the digest, and nothing is sent', async () => {
    const { verdict, registry } = await give({ present: A });
    expect([verdict, registry.requests]).toEqual([{ kind: 'unchanged', digest: A }, []]);
  });

  test('is a conflict where it shows another digest, and nothing is sent', async () => {
    const { verdict, registry } = await give({ present: B });
    expect([verdict, registry.requests]).toEqual([
      { kind: 'conflict', code: 'target-differs', digest: A, previousDigest: B, message: expect.stringContaining(B) },
      [],
    ]);
  });

  test('replaces another digest only where it may', async () => {
    const { verdict, sent } = await give({ present: B, mayReplace: true });
    expect([verdict, sent]).toEqual([{ kind: 'overwritten', digest: A, previousDigest: B }, [`${REQUEST} override`]]);
  });

  test('sends no override for a tag that was not there, whatever may be replaced', async () => {
    const { sent } = await give({ mayReplace: true });
    expect(sent).toEqual([REQUEST]);
  });
});

/** Somebody else gives the tag to `digest` before the request arrives. */
function meanwhile(digest: string): Pick<Behaviours, 'onTag'> {
  return {
    onTag(_, { tags }) {
      tags.set(`${PLACE}:v1.4.0`, digest);
      return refusal(409, 'SVCSTG.SWR.4090006');
    },
  };
}

describe('a tag that somebody else gives meanwhile', () => {
  test('is tagged where it shows the digest', async () => {
    const { verdict, sent } = await give(meanwhile(A));
    expect([verdict.kind, sent]).toEqual(['tagged', [REQUEST]]);
  });

  test('is a conflict where it shows another one', async () => {
    const { verdict, sent } = await give({ ...meanwhile(B), mayReplace: true });
    expect([verdict.kind, verdict.previousDigest, sent]).toEqual(['conflict', B, [REQUEST]]);
    expect(verdict.message).toMatch(/run the step again to decide about it\.$/);
    expect((await give(meanwhile(B))).verdict.message).toContain('set override to true to replace it');
  });

  test('is refused where it is said to exist and is not listed', async () => {
    const { verdict, sent } = await give({ onTag: () => refusal(409, 'SVCSTG.SWR.4090006') });
    expect([verdict.kind, verdict.code, sent]).toEqual(['refused', 'service-refused', [REQUEST]]);
  });
});

/** Somebody else changes the tag before it is read again. */
function since(digest: string): Pick<Behaviours, 'onTags'> {
  return {
    onTags(_region, _repository, { tags }) {
      tags.set(`${PLACE}:v1.4.0`, digest);
    },
  };
}

describe('a tag that was compared a while ago', () => {
  const facts = { present: B, mayReplace: true, seenMsAgo: 2001 };

  test.each<[string, string, string, number]>([
    ['is replaced where it still shows the same', B, 'overwritten', 1],
    ['is moved where it shows another digest, and nothing is sent', C, 'moved', 0],
    ['is unchanged where it shows the digest, and nothing is sent', A, 'unchanged', 0],
    ['is unavailable where it cannot be read, and nothing is sent', '', 'unavailable', 0],
  ])('%s', async (_, digest, kind, requests) => {
    const { verdict, sent } = await give({ ...facts, ...(digest === B ? {} : since(digest)) });
    expect([verdict.kind, sent.length]).toEqual([kind, requests]);
  });

  test('is not read again where that was a moment ago, or where there was none', async () => {
    for (const more of [{ ...facts, seenMsAgo: 2000 }, { seenMsAgo: 2001 }]) {
      const { registry } = await give(more);
      expect(registry.requests[0]).toMatch(/^tag /);
    }
  });
});

describe('a request whose reply is lost', () => {
  test('is not sent again: its effect counts', async () => {
    const { verdict, sent } = await give(lost(({ tags }) => tags.set(`${PLACE}:v1.4.0`, A)));
    expect([verdict, sent]).toEqual([{ kind: 'tagged', digest: A }, [REQUEST]]);
  });

  test('is unavailable after two minutes without an effect', async () => {
    const { verdict, sent, tookMs } = await give(lost(() => undefined));
    expect([verdict.kind, verdict.code, sent]).toEqual(['unavailable', 'effect-unknown', [REQUEST]]);
    expect(tookMs).toBeGreaterThanOrEqual(120_000);
    expect(tookMs).toBeLessThan(140_000);
  });

  test('is unavailable at an earlier deadline', async () => {
    const { verdict, sent } = await give({ ...lost(() => undefined), timeoutMs: 30_000 });
    expect([verdict.kind, verdict.code, sent]).toEqual(['unavailable', 'effect-unknown', [REQUEST]]);
  });
});

describe('a tag that does not come to show the digest', () => {
  test('is refused with the permission to grant, or with the quota', async () => {
    const denied = await give({ onTag: () => refusal(403, 'SVCSTG.SWR.4037020') });
    expect(denied.verdict).toMatchObject({ kind: 'refused', code: 'permission-denied' });
    expect(denied.verdict.message).toContain('swr:repo:createRepoTag');
    const full = await give({ onTag: () => refusal(400, 'SVCSTG.SWR.4000099') });
    expect(full.verdict.message).toContain('quota of tags');
  });

  test('is a mismatch where the source moved between the reading and the request', async () => {
    const { verdict, sent } = await give({
      onTag(_, { tags }) {
        tags.set(`${PLACE}:v1.4.0`, C);
        return { ok: true, value: undefined, afterUncertainTry: false };
      },
    });
    expect([verdict.kind, sent]).toEqual(['mismatch', [REQUEST]]);
    expect(verdict.message).toContain(C);
  });

  test('is a mismatch after half a minute without any effect', async () => {
    const { verdict, tookMs } = await give({ onTag: () => ({ ok: true, value: undefined, afterUncertainTry: false }) });
    expect(verdict.kind).toBe('mismatch');
    expect(tookMs).toBeGreaterThanOrEqual(30_000);
  });

  test('is a timeout at the deadline', async () => {
    const { verdict } = await give({
      onTag: () => ({ ok: true, value: undefined, afterUncertainTry: false }),
      timeoutMs: 5000,
    });
    expect([verdict.kind, verdict.code]).toEqual(['timeout', 'timeout']);
  });

  test('reads through an outage', async () => {
    let reads = 0;
    const { verdict, sent } = await give({
      onTags() {
        reads += 1;
        if (reads < 5) throw new Failure('unreachable', 'No connection.');
      },
    });
    expect([verdict.kind, sent]).toEqual(['tagged', [REQUEST]]);
  });
});
