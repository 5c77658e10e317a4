import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { jobStatusOf } from '../../src/copy/by-sync/job-status.ts';
import type { CopyStatus, CopyTarget } from '../../src/copy/copier.ts';
import { type CopyObservation, judge, reportsSuccess, SETTLING_MS } from '../../src/copy/judge.ts';
import { isOk } from '../../src/engine/verdict.ts';
import { type CopyFacts, fakeCopy } from '../support/copy-target.ts';

const SOURCE = 'sha256:aaaa';
const OLD = 'sha256:0000';
const OTHER = 'sha256:bbbb';

/** SWR's word for the state of a job; undefined where no job is listed. */
type Word = string | undefined;

const statusOf = (word: Word): CopyStatus | undefined =>
  word === undefined ? undefined : jobStatusOf({ status: word });

const copyWith = (facts: Omit<CopyFacts, 'digest'> = {}): CopyTarget => fakeCopy('v1', { digest: SOURCE, ...facts });

/** The kind of the verdict and the previous digest that it reports; `open` without a verdict. */
function judged(
  facts: Omit<CopyFacts, 'digest'>,
  { shows, job, succeededMs = 0 }: { shows?: string | undefined; job?: Word; succeededMs?: number },
  isLast = false,
): string {
  const verdict = judge(copyWith(facts), { targetDigest: shows, status: statusOf(job), succeededMs }, isLast);
  return verdict === undefined
    ? 'open'
    : [verdict.kind, verdict.previousDigest].filter((word) => word !== undefined).join(' ');
}

describe('judge: once the target shows the digest of the source', () => {
  test.each<Word>([undefined, 'waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed', 'odd'])(
    'the copy has succeeded with job status %s',
    (job) => {
      expect([
        judged({}, { shows: SOURCE, job }),
        judged({ previousDigest: OLD, policy: 'replace' }, { shows: SOURCE, job }),
      ]).toEqual(['copied', `overwritten ${OLD}`]);
    },
  );
});

describe('judge: while the target does not show the digest of the source', () => {
  test.each<[Word, string | undefined, string, string, string]>([
    // Job status and target digest; the verdict at once, after the settling time, and at the last observation.
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
  ])('job status %s, target digest %s: %s, later %s, at last %s', (job, shows, atOnce, later, last) => {
    const facts = { previousDigest: OLD, policy: 'replace' } as const;
    expect([
      judged(facts, { shows, job }),
      judged(facts, { shows, job, succeededMs: SETTLING_MS }),
      judged(facts, { shows, job }, true),
    ]).toEqual([atOnce, later, last]);
    expect(judged(facts, { shows, job, succeededMs: SETTLING_MS - 1 })).toBe(atOnce);
  });

  test('a tag that somebody else pushed during the run is a conflict, unless that very tag was to be replaced', () => {
    const observed = { shows: OTHER, job: 'existed' };
    const facts = [{}, { policy: 'replace', mayReplace: false }, { policy: 'replace' }] as const;
    expect([...facts.map((each) => judged(each, observed)), judged({}, { job: 'existed' })]).toEqual([
      `conflict ${OTHER}`,
      `conflict ${OTHER}`,
      'open',
      'open',
    ]);
  });
});

describe('judge: while what the target lists proves nothing', () => {
  const problem = { code: 'digest-unreadable', reason: 'with two digests, x and y' } as const;
  const judgedWith = (job: Word, succeededMs: number, isLast = false): string | undefined => {
    const observation = { targetDigest: '', problem, status: statusOf(job), succeededMs };
    return judge(copyWith(), observation, isLast)?.kind;
  };

  test('the copy is open until the settling time after its success, or to the last observation', () => {
    expect([
      judgedWith('running', 0),
      judgedWith('existed', 0),
      judgedWith('success', SETTLING_MS - 1),
      judgedWith('success', SETTLING_MS),
      judgedWith('running', 0, true),
      judgedWith(undefined, 0, true),
      judgedWith('failed', 0),
    ]).toEqual([undefined, undefined, undefined, 'unavailable', 'unavailable', 'unavailable', 'refused']);
  });

  test('the verdict has its code and reason', () => {
    const observation = { targetDigest: '', problem, status: statusOf('success'), succeededMs: SETTLING_MS };
    expect(judge(copyWith(), observation, false)).toEqual({
      kind: 'unavailable',
      code: 'digest-unreadable',
      digest: SOURCE,
      previousDigest: undefined,
      status: 'success',
      message: 'The target lists tag v1 with two digests, x and y.',
    });
  });
});

const observe = (targetDigest: string | undefined, job: Word, succeededMs: number): CopyObservation => ({
  targetDigest,
  status: statusOf(job),
  succeededMs,
});

test('judge: a verdict has code, digests, status and message', () => {
  expect([
    judge(copyWith(), observe(undefined, 'failed', 0), false),
    judge(copyWith(), observe(OTHER, 'success', SETTLING_MS), false),
    judge(copyWith(), observe(OTHER, 'existed', 0), false),
  ]).toEqual([
    {
      kind: 'refused',
      code: 'job-failed',
      digest: SOURCE,
      previousDigest: undefined,
      status: 'failed',
      message: 'The synchronization job ended with status failed; the target shows no such tag.',
    },
    {
      kind: 'mismatch',
      code: 'digest-mismatch',
      digest: SOURCE,
      previousDigest: undefined,
      targetDigest: OTHER,
      status: 'success',
      message: `The service reports success, but the target shows ${OTHER} instead of ${SOURCE}.`,
    },
    {
      kind: 'conflict',
      code: 'target-differs',
      digest: SOURCE,
      previousDigest: OTHER,
      status: 'existed',
      message: `The target got another digest, ${OTHER}, during this run; set override to true to replace it.`,
    },
  ]);
});

test('judge: a copy has succeeded exactly when the target shows the digest of the source', () => {
  const digests = fc.constantFrom(SOURCE, OLD, OTHER);
  const copies: fc.Arbitrary<CopyTarget> = fc
    .record({
      digest: digests,
      previousDigest: fc.option(digests, { nil: undefined }),
      policy: fc.constantFrom('refuse', 'replace'),
    })
    .map((facts) => fakeCopy('v1', facts));
  const words = fc.constantFrom(
    'waiting',
    'running',
    'success',
    'failed',
    'timeout',
    'cancel',
    'existed',
    '',
    'SUCCESS',
  );
  const observations: fc.Arbitrary<CopyObservation> = fc.record({
    targetDigest: fc.option(digests, { nil: undefined }),
    status: fc.option(words, { nil: undefined }).map(statusOf),
    succeededMs: fc.nat({ max: 2 * SETTLING_MS }),
  });
  fc.assert(
    fc.property(copies, observations, fc.boolean(), (copy, observation, isLast) => {
      const verdict = judge(copy, observation, isLast);
      expect(verdict !== undefined && isOk(verdict)).toBe(observation.targetDigest === copy.digest);
      // While the job has neither succeeded nor failed, only the digest decides.
      const { status } = observation;
      const isOpen = status === undefined || !(reportsSuccess(status) || status.state === 'failed');
      expect(verdict === undefined || !isOpen || isOk(verdict)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
