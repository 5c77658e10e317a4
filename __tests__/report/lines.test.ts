import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import type { Conclusion } from '../../src/report/conclusion.ts';
import { annotation, headline, planLines, tally } from '../../src/report/lines.ts';
import type { Result } from '../../src/report/results.ts';

const conclusion: Conclusion = {
  status: 'partial',
  failureKind: 'gate',
  exitCode: 1,
  succeededTags: [],
  failedTags: [],
  readyRegions: [],
};
const good: Result = { operation: 'sync-tags', region: 'r', subject: 'v1', verdict: 'copied', ok: true, seconds: 0 };
const bad: Result = { ...good, subject: 'v2', verdict: 'conflict', ok: false, message: 'Another digest.' };
const STORY = { operation: 'sync-tags', conclusion, failure: undefined };

describe('the headline', () => {
  test.each<[Result[], string]>([
    [[], 'sync-tags partial'],
    [[good], 'sync-tags partial: 1 item ok'],
    [[good, good], 'sync-tags partial: 2 items ok'],
    [[good, bad], 'sync-tags partial: 1 of 2 items failed'],
    [[bad], 'sync-tags partial: 1 of 1 item failed'],
  ])('%#', (results, line) => {
    expect(headline(STORY, results)).toBe(line);
  });

  test('without an operation', () => {
    expect(headline({ ...STORY, operation: '' }, [])).toBe('image promotion partial');
  });
});

describe('the annotation', () => {
  test('names the stage where the run has several', () => {
    expect(annotation({ ...STORY, operation: 'promote' }, [bad])).toBe(
      'promote partial: 1 of 1 item failed. First: sync-tags of v2 in r conflict. Another digest.',
    );
  });

  test('tells the first failure, or what ended the run', () => {
    expect([
      annotation(STORY, [good, bad, { ...bad, subject: 'v3' }]),
      annotation({ ...STORY, failure: new Failure('credential-refused', 'Who?', { hint: 'Check.' }) }, [bad]),
      annotation(STORY, []),
    ]).toEqual([
      'sync-tags partial: 2 of 3 items failed. First: v2 in r conflict. Another digest.',
      'sync-tags partial: 1 of 1 item failed. Who? Check.',
      'sync-tags partial.',
    ]);
  });
});

test('the tally counts verdicts in the order in which they come', () => {
  expect(tally([good, bad, good])).toBe('2 copied, 1 conflict');
});

test('the plan is numbered', () => {
  const step = { title: 'copy', items: [], after: [], run: () => Promise.resolve() };
  expect(planLines([step, { ...step, title: 'refresh' }])).toEqual(['1. copy', '2. refresh']);
});
