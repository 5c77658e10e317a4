import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import type { Status } from '../../src/report/conclusion.ts';
import { annotationsOf, failureLines, headline, planLines } from '../../src/report/messages.ts';
import type { Result } from '../../src/report/results.ts';
import { runReportOf } from '../support/run-report.ts';

const good: Result = {
  operation: 'sync-tags',
  region: 'r',
  subject: 'v1',
  tag: 'v1',
  verdict: 'copied',
  ok: true,
  proved: true,
  seconds: 0,
};
const bad: Result = {
  ...good,
  subject: 'v2',
  tag: 'v2',
  verdict: 'conflict',
  ok: false,
  proved: false,
  code: 'target-differs',
  message: 'Another digest.',
};
const planned: Result = { ...good, verdict: 'planned', proved: false };
const accepted: Result = { ...good, verdict: 'accepted', proved: false };

describe('the headline', () => {
  test.each<[Status, Result[], boolean, string]>([
    ['partial', [], false, 'partial'],
    ['succeeded', [good, { ...good, verdict: 'unchanged' }], false, 'succeeded: 1 copied, 1 unchanged'],
    ['partial', [good, bad], false, 'partial: 1 of 2 items failed (1 copied, 1 conflict)'],
    ['failed', [bad], false, 'failed: 1 of 1 item failed (1 conflict)'],
    ['succeeded', [accepted], false, 'accepted, not proved: 1 accepted'],
    ['succeeded', [good, accepted], false, 'accepted, not proved: 1 copied, 1 accepted'],
    ['partial', [planned, planned, bad], true, 'Dry run: 2 to copy, 1 conflict'],
    ['succeeded', [{ ...planned, previousDigest: 'b' }, planned], true, 'Dry run: 1 to replace, 1 to copy'],
    ['succeeded', [{ ...planned, operation: 'delete-image' }], true, 'Dry run: 1 to delete'],
    ['failed', [], true, 'Dry run: failed'],
  ])('a run that %s: %#', (status, results, dryRun, text) => {
    expect(headline(runReportOf({ conclusion: { status }, results, dryRun }))).toBe(
      `sync-tags of team/app from cn-north-4 – ${text}`,
    );
  });

  test('names what is known of the operation', () => {
    const heads = [
      { operation: '', inputs: {} },
      { operation: 'sync-tags', inputs: {} },
      { operation: 'wait-image', inputs: { region: 'cn-north-4' } },
    ].map((fields) => headline(runReportOf(fields)));
    expect(heads).toEqual(['image promotion – partial', 'sync-tags – partial', 'wait-image in cn-north-4 – partial']);
  });
});

describe('annotations', () => {
  test('one for each cause, with a title', () => {
    const results = [
      good,
      bad,
      { ...bad, subject: 'v3', tag: 'v3' },
      { ...bad, verdict: 'refused', code: 'service-refused', message: 'No.' } as const,
    ];
    expect(annotationsOf(runReportOf({ results }))).toEqual([
      { title: 'conflict (target-differs): v2 → r and 1 more', message: 'Another digest.' },
      { title: 'refused (service-refused): v2 → r', message: 'No.' },
    ]);
  });

  test('a failure of the run, and each wrong input, is one', () => {
    const failure = new Failure('credential-refused', 'Who?', { hint: 'Check.' });
    const inputs = new Failure('input-invalid', 'Wrong: A; B.', { details: ['A', 'B'] });
    expect([
      annotationsOf(runReportOf({ failure })),
      annotationsOf(runReportOf({ failure: inputs, operation: '' })),
    ]).toEqual([
      [{ title: 'sync-tags: credential-refused', message: 'Who? Check.' }],
      [
        { title: 'image promotion: input-invalid', message: 'A' },
        { title: 'image promotion: input-invalid', message: 'B' },
      ],
    ]);
  });

  test('at most eight, of which the last says how many more there are', () => {
    const words = 'one two three four five six seven eight nine ten'.split(' ');
    const causes = (count: number): readonly Result[] =>
      words.slice(0, count).map((word) => ({ ...bad, message: `The reason is ${word}.` }));
    expect(annotationsOf(runReportOf({ results: causes(8) }))).toHaveLength(8);
    const many = annotationsOf(runReportOf({ results: causes(10) }));
    expect([many.length, many.at(-1)?.message]).toEqual([
      8,
      '3 more causes are in the job summary and at the end of the log.',
    ]);
  });

  test('a run that failed without a failure has its headline', () => {
    expect(annotationsOf(runReportOf({}))).toEqual([
      { title: 'sync-tags', message: 'sync-tags of team/app from cn-north-4 – partial' },
    ]);
  });
});

test('the log ends with the failures, equal ones in one line', () => {
  const results = [good, bad, { ...bad, subject: 'v3', tag: 'v3' }];
  const failure = new Failure('input-invalid', 'Wrong: A; B.', { details: ['A', 'B'] });
  expect(failureLines(runReportOf({ failure, results }))).toEqual([
    '✗ A',
    '✗ B',
    '✗ v2 → r, v3 → r: conflict (target-differs): Another digest.',
  ]);
});

test('the plan has a numbered line for each step', () => {
  const step = { title: 'copy', items: [] };
  expect(planLines([step, { ...step, title: 'refresh' }])).toEqual(['1. copy', '2. refresh']);
});
