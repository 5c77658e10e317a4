import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import { annotation, headline, planLines, tally } from '../../src/report/messages.ts';
import type { Result } from '../../src/report/results.ts';
import { runReportOf } from '../support/run-report.ts';

const good: Result = { operation: 'sync-tags', region: 'r', subject: 'v1', verdict: 'copied', ok: true, seconds: 0 };
const bad: Result = { ...good, subject: 'v2', verdict: 'conflict', ok: false, message: 'Another digest.' };

describe('the headline', () => {
  test.each<[Result[], string]>([
    [[], 'sync-tags partial'],
    [[good], 'sync-tags partial: 1 item ok'],
    [[good, good], 'sync-tags partial: 2 items ok'],
    [[good, bad], 'sync-tags partial: 1 of 2 items failed'],
    [[bad], 'sync-tags partial: 1 of 1 item failed'],
  ])('%#', (results, line) => {
    expect(headline(runReportOf({ results }))).toBe(line);
  });

  test('names the action where no operation is known', () => {
    expect(headline(runReportOf({ operation: '' }))).toBe('image promotion partial');
  });
});

describe('the annotation', () => {
  test('names the stage of the first failure where the operation has several', () => {
    expect(annotation(runReportOf({ operation: 'promote', results: [bad] }))).toBe(
      'promote partial: 1 of 1 item failed. First: sync-tags of v2 in r conflict. Another digest.',
    );
  });

  test('says why the first item failed, or why the run ended', () => {
    const failure = new Failure('credential-refused', 'Who?', { hint: 'Check.' });
    expect([
      annotation(runReportOf({ results: [good, bad, { ...bad, subject: 'v3' }] })),
      annotation(runReportOf({ failure, results: [bad] })),
      annotation(runReportOf({})),
    ]).toEqual([
      'sync-tags partial: 2 of 3 items failed. First: v2 in r conflict. Another digest.',
      'sync-tags partial: 1 of 1 item failed. Who? Check.',
      'sync-tags partial.',
    ]);
  });
});

test('the tally counts verdicts in the order of their first occurrence', () => {
  expect(tally([good, bad, good])).toBe('2 copied, 1 conflict');
});

test('the plan has a numbered line for each step', () => {
  const step = { title: 'copy', items: [] };
  expect(planLines([step, { ...step, title: 'refresh' }])).toEqual(['1. copy', '2. refresh']);
});
