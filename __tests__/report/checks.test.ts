/** What a run that has checks and no items comes to: conclusion, log, annotations, summary and report file. */
import { describe, expect, test } from '@jest/globals';
import type { Check } from '../../src/engine/check.ts';
import type { FailureKind } from '../../src/errors.ts';
import type { FailOn } from '../../src/inputs/settings.ts';
import { createRedactor } from '../../src/redaction.ts';
import { checkLine } from '../../src/report/checks.ts';
import { conclude } from '../../src/report/conclusion.ts';
import { annotationsOf, failureLines, headline } from '../../src/report/messages.ts';
import { reportFileOf } from '../../src/report/report-file.ts';
import { createRunReport } from '../../src/report/run-report.ts';
import { SUMMARY_LIMIT, summaryOf } from '../../src/report/summary.ts';
import { runResultOf } from '../support/run-report.ts';

const at = { place: 'cn-east-3', isNeeded: true } as const;
const FINE: Check = { ...at, name: 'project', result: 'ok', message: 'It is there.' };
const WRONG: Check = {
  ...at,
  name: 'tags',
  result: 'failed',
  code: 'tag-missing',
  message: 'There is no tag v9.',
  remedy: 'Push it first.',
};
const OPTIONAL: Check = { ...WRONG, name: 'ModelArts', code: 'permission-denied', isNeeded: false };
const OPEN: Check = { ...at, name: 'jobs', result: 'unknown', code: 'dependency-failed', message: 'Not asked: X.' };
const NOBODY_KNOWS: Check = { ...at, place: 'runner', name: 'writes', result: 'unknown', message: 'Not tried.' };

const resultOf = (checks: readonly Check[], failOn: FailOn = 'any') =>
  runResultOf({ operation: 'doctor', checks, failOn, isShareable: true });

function reportOf(checks: readonly Check[], secrets: readonly string[] = []) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return createRunReport(resultOf(checks), redactor);
}

const summary = (checks: readonly Check[]): string => {
  const report = reportOf(checks);
  const { exitCode } = report.conclusion;
  return summaryOf(report, { exitCode, reportFile: '/tmp/doctor.json', outputFailure: undefined });
};

test.each<[string, readonly Check[], FailureKind | undefined, [0 | 1, 0 | 1, 0 | 1]]>([
  // any, all, never
  ['succeeded', [FINE, NOBODY_KNOWS], undefined, [0, 0, 0]],
  ['succeeded', [FINE, OPTIONAL], undefined, [0, 0, 0]],
  ['partial', [FINE, WRONG], 'gate', [1, 0, 0]],
  ['failed', [WRONG], 'gate', [1, 1, 0]],
  // What failed explains what could not be found out.
  ['failed', [OPEN, { ...WRONG, code: 'unreachable' }], 'unavailable', [1, 1, 0]],
  ['partial', [FINE, { ...WRONG, code: 'credential-refused' }], 'auth', [1, 1, 1]],
  ['cancelled', [FINE, { ...OPEN, code: 'cancelled' }], 'cancelled', [1, 0, 0]],
  // Nothing that is needed was checked.
  ['failed', [OPTIONAL], undefined, [1, 1, 1]],
])('%s: %#', (status, checks, failureKind, exitCodes) => {
  const conclusions = (['any', 'all', 'never'] as const).map((failOn) => conclude(resultOf(checks, failOn)));
  expect(conclusions[0]).toMatchObject({ status, failureKind, succeededTags: [], readyRegions: [] });
  expect(conclusions.map(({ exitCode }) => exitCode)).toEqual(exitCodes);
});

describe('the log', () => {
  test('has a line a check, with the way out', () => {
    expect([FINE, WRONG, NOBODY_KNOWS].map(checkLine)).toEqual([
      '✓ cn-east-3 project: It is there.',
      '✗ cn-east-3 tags: There is no tag v9. Push it first.',
      '? runner writes: Not tried.',
    ]);
  });

  test('ends with what failed, needed or not, and with the counts', () => {
    const report = reportOf([FINE, WRONG, OPEN, OPTIONAL, NOBODY_KNOWS]);
    expect(failureLines(report)).toEqual([checkLine(WRONG), checkLine(OPTIONAL)]);
    expect(headline(report)).toBe('doctor of team/app from cn-north-4 – partial: 1 ✓, 2 ✗, 2 ?');
  });
});

test('what failed is annotated, and nothing else', () => {
  expect(annotationsOf(reportOf([FINE, WRONG, OPEN, OPTIONAL]))).toEqual([
    { title: 'doctor: cn-east-3 tags (tag-missing)', message: 'There is no tag v9. Push it first.' },
    { title: 'doctor: cn-east-3 ModelArts (permission-denied)', message: 'There is no tag v9. Push it first.' },
  ]);
  expect(annotationsOf(reportOf([FINE, NOBODY_KNOWS]))).toEqual([]);
});

describe('the summary', () => {
  test.each([
    ['✅', [FINE, NOBODY_KNOWS]],
    ['⚠️', [FINE, OPTIONAL]],
    ['❌', [FINE, WRONG]],
  ])('has the title %s', (icon, checks) => {
    expect(summary(checks)).toMatch(new RegExp(`^### ${icon} doctor of team/app from cn-north-4 – `));
  });

  test('is a list for each place', () => {
    expect(summary([NOBODY_KNOWS, FINE, WRONG]).split('\n').slice(2)).toEqual([
      '**runner**',
      '',
      '- ❔ writes: Not tried.',
      '',
      '**cn-east-3**',
      '',
      '- ✅ project: It is there.',
      '- ❌ tags: There is no tag v9. *Push it first.*',
      '',
    ]);
  });

  test('shows markup in what a service says as it is', () => {
    const text = summary([{ ...FINE, message: 'See https://x.example @octo *now*' }]);
    expect(text).toContain('See `https://x.example` `@octo` `*now*`');
  });

  test('is not larger than the runner takes', () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ ...FINE, message: `${index} ${'x'.repeat(400)}` }));
    const text = summary(many);
    expect(Buffer.byteLength(text)).toBeLessThan(SUMMARY_LIMIT + 100);
    expect(text).toMatch(/\n\d+ more rows are in the report file\.$/);
  });
});

describe('the report file', () => {
  test('has the checks, escaped and without secrets; ids are short, and no run is named', () => {
    const result = {
      ...resultOf([{ ...WRONG, message: 'The key planted-secret-key is wrong.\u0007' }]),
      inputs: {
        region: 'cn-north-4',
        'project-id': 'project-of-the-source',
        'target-project-ids': 'cn-east-3=project-of-the-target\nr=0123456789abcdef0123456789abcdef',
        'agency-urn': 'iam::an-account-id:agency:promoter',
      },
    };
    const redactor = createRedactor();
    redactor.add('planted-secret-key');
    expect(JSON.parse(reportFileOf(createRunReport(result, redactor)))).toMatchObject({
      github: null,
      operation: 'doctor',
      inputs: {
        region: 'cn-north-4',
        'project-id': 'proj…urce',
        'target-project-ids': 'cn-east-3=proj…rget\nr=0123…cdef',
        'agency-urn': 'iam::an-a…t-id:agency:promoter',
      },
      checks: [{ ...WRONG, message: 'The key *** is wrong.\\u0007' }],
      results: [],
    });
  });

  test('of any other run has none', () => {
    const report = createRunReport({ ...resultOf([]), isShareable: false }, createRedactor());
    expect(JSON.parse(reportFileOf(report))).not.toHaveProperty('checks');
    expect(JSON.parse(reportFileOf(report))).toMatchObject({ github: { actor: 'mona' } });
  });
});
