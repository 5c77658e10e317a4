import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { hasEnded, judge, type Sent, SETTLING_MS, type Sight } from '../../src/copy/judge.ts';
import { isOk } from '../../src/engine/verdict.ts';

const SOURCE = 'sha256:aaaa';
const OLD = 'sha256:0000';
const OTHER = 'sha256:bbbb';

function judged(
  { before, override = false }: { before?: string | undefined; override?: boolean },
  { shows, job, endedMs = 0 }: { shows?: string | undefined; job?: string | undefined; endedMs?: number },
  isLast = false,
): string {
  const sent: Sent = { tag: 'v1', digest: SOURCE, previousDigest: before, override };
  const verdict = judge(sent, { targetDigest: shows, job, endedMs }, isLast);
  return verdict === undefined
    ? 'open'
    : [verdict.kind, verdict.previousDigest].filter((word) => word !== undefined).join(' ');
}

describe('the digest decides, whatever the job says', () => {
  test.each([undefined, 'waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed', 'odd'])(
    'job %s',
    (job) => {
      expect([
        judged({}, { shows: SOURCE, job }),
        judged({ before: OLD, override: true }, { shows: SOURCE, job }),
      ]).toEqual(['copied', `overwritten ${OLD}`]);
    },
  );
});

describe('while the target does not show the digest', () => {
  test.each<[string | undefined, string | undefined, string, string, string]>([
    // job, what the target shows; the verdict at once, after the settling time, and at the last look
    [undefined, undefined, 'open', 'open', 'open'],
    [undefined, OLD, 'open', 'open', 'open'],
    ['waiting', OLD, 'open', 'open', 'open'],
    ['running', undefined, 'open', 'open', 'open'],
    ['odd', OTHER, 'open', 'open', 'open'],
    ['failed', undefined, `refused ${OLD}`, `refused ${OLD}`, `refused ${OLD}`],
    ['timeout', OLD, `refused ${OLD}`, `refused ${OLD}`, `refused ${OLD}`],
    ['cancel', OTHER, `refused ${OLD}`, `refused ${OLD}`, `refused ${OLD}`],
    ['success', undefined, 'open', `mismatch ${OLD}`, `mismatch ${OLD}`],
    ['success', OTHER, 'open', `mismatch ${OLD}`, `mismatch ${OLD}`],
    ['existed', OLD, 'open', `mismatch ${OLD}`, `mismatch ${OLD}`],
    ['existed', undefined, 'open', `mismatch ${OLD}`, `mismatch ${OLD}`],
  ])('job %s, target %s', (job, shows, atOnce, later, last) => {
    const sent = { before: OLD, override: true };
    expect([
      judged(sent, { shows, job }),
      judged(sent, { shows, job, endedMs: SETTLING_MS }),
      judged(sent, { shows, job }, true),
    ]).toEqual([atOnce, later, last]);
    expect(judged(sent, { shows, job, endedMs: SETTLING_MS - 1 })).toBe(atOnce);
  });

  test('somebody else was faster: a conflict, unless it is to be overridden', () => {
    const sight = { shows: OTHER, job: 'existed' };
    expect([judged({}, sight), judged({ override: true }, sight), judged({}, { job: 'existed' })]).toEqual([
      `conflict ${OTHER}`,
      'open',
      'open',
    ]);
  });
});

test('a verdict says what it is about', () => {
  const sent: Sent = { tag: 'v1', digest: SOURCE, previousDigest: undefined, override: false };
  expect([
    judge(sent, { targetDigest: undefined, job: 'failed', endedMs: 0 }, false),
    judge(sent, { targetDigest: OTHER, job: 'success', endedMs: SETTLING_MS }, false),
    judge(sent, { targetDigest: OTHER, job: 'existed', endedMs: 0 }, false),
  ]).toEqual([
    {
      kind: 'refused',
      digest: SOURCE,
      previousDigest: undefined,
      status: 'failed',
      message: 'The synchronization job ended with status failed; the target shows no such tag.',
    },
    {
      kind: 'mismatch',
      digest: SOURCE,
      previousDigest: undefined,
      status: 'success',
      message: `The cloud says success, but the target shows ${OTHER} instead of ${SOURCE}.`,
    },
    {
      kind: 'conflict',
      digest: SOURCE,
      previousDigest: OTHER,
      status: 'existed',
      message: `The target got another digest, ${OTHER}, while this run was at work; set override to true to replace it.`,
    },
  ]);
});

test('whatever is seen: ok exactly when the target shows the digest of the source', () => {
  const digests = fc.constantFrom(SOURCE, OLD, OTHER);
  const sent: fc.Arbitrary<Sent> = fc.record({
    tag: fc.constant('v1'),
    digest: digests,
    previousDigest: fc.option(digests, { nil: undefined }),
    override: fc.boolean(),
  });
  const sight: fc.Arbitrary<Sight> = fc.record({
    targetDigest: fc.option(digests, { nil: undefined }),
    job: fc.option(
      fc.constantFrom('waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed', '', 'SUCCESS'),
      { nil: undefined },
    ),
    endedMs: fc.nat({ max: 2 * SETTLING_MS }),
  });
  fc.assert(
    fc.property(sent, sight, fc.boolean(), (promise, seen, isLast) => {
      const verdict = judge(promise, seen, isLast);
      expect(verdict !== undefined && isOk(verdict)).toBe(seen.targetDigest === promise.digest);
      // Without a job that has ended, nothing but the digest ends the wait.
      const isOpen =
        seen.job === undefined || !(hasEnded(seen.job) || ['failed', 'timeout', 'cancel'].includes(seen.job));
      expect(verdict === undefined || !isOpen || isOk(verdict)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
