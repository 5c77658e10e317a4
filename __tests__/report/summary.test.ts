import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import type { Result } from '../../src/report/results.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { hostileText } from '../support/hostile-text.ts';
import { runReportOf } from '../support/run-report.ts';

const result = (more: Partial<Result>): Result => ({
  operation: 'sync-tags',
  region: 'cn-east-3',
  subject: 'v1',
  verdict: 'copied',
  ok: true,
  seconds: 65,
  ...more,
});

const GREEN = { status: 'succeeded', failureKind: undefined, exitCode: 0 } as const;

test('a run that succeeded', () => {
  const report = runReportOf({ conclusion: GREEN, results: [result({ digest: 'sha256:0a' })] });
  expect(summaryOf(report).split('\n')).toEqual([
    '### ✅ sync-tags succeeded: 1 item ok',
    '',
    '| | Region | Item | Verdict | Took | Details |',
    '|---|---|---|---|---|---|',
    '| ✅ | cn-east-3 | v1 | copied | 1m 05s | sha256:0a |',
  ]);
});

test('failures come first, with their messages', () => {
  const results = [
    result({ verdict: 'overwritten', digest: 'sha256:0a', previousDigest: 'sha256:0b' }),
    result({ subject: 'v2', verdict: 'conflict', ok: false, message: 'The target has another digest.' }),
    result({ subject: 'v3', verdict: 'active', status: 'ACTIVE' }),
  ];
  expect(summaryOf(runReportOf({ results })).split('\n').slice(4)).toEqual([
    '| ❌ | cn-east-3 | v2 | conflict | 1m 05s | The target has another digest. |',
    '| ✅ | cn-east-3 | v1 | overwritten | 1m 05s | sha256:0a, instead of sha256:0b |',
    '| ✅ | cn-east-3 | v3 | active | 1m 05s | status ACTIVE |',
  ]);
});

test('a run of several stages has a column for the stage', () => {
  const results = [result({}), result({ operation: 'register-image', verdict: 'active', status: 'ACTIVE' })];
  const report = runReportOf({ operation: 'promote', conclusion: GREEN, results });
  expect(summaryOf(report).split('\n').slice(2)).toEqual([
    '| | Region | Stage | Item | Verdict | Took | Details |',
    '|---|---|---|---|---|---|---|',
    '| ✅ | cn-east-3 | sync-tags | v1 | copied | 1m 05s |  |',
    '| ✅ | cn-east-3 | register-image | v1 | active | 1m 05s | status ACTIVE |',
  ]);
});

test('a run that failed before it had items', () => {
  const failure = new Failure('input-invalid', '`region` is required.', { hint: 'Give it.' });
  const report = runReportOf({ operation: '', conclusion: { status: 'failed' }, failure });
  expect(summaryOf(report).split('\n')).toEqual([
    '### ❌ image promotion failed',
    '',
    '&#96;region&#96; is required. Give it.',
    '',
  ]);
});

/** The cells of a row as GitHub's Markdown splits them: at every bar that is not escaped. */
function cellsOf(row: string): readonly string[] {
  return row.split(/(?<!\\)\|/).slice(1, -1);
}

describe('text that others control', () => {
  test('adds no row, column, HTML tag or link', () => {
    const row = fc.record({ region: hostileText, subject: hostileText, message: hostileText, ok: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), hostileText, (rows, message) => {
        const results = rows.map((hostile) => result({ ...hostile, status: hostile.message }));
        const text = summaryOf(runReportOf({ failure: new Failure('service-refused', message), results }));
        const lines = text.split(/\r\n|\r|\n|\u2028|\u2029|\u0085/);
        expect(lines).toHaveLength(6 + rows.length);
        expect(lines.slice(6).map((line) => cellsOf(line).length)).toEqual(rows.map(() => 6));
        const marks = lines.slice(6).map((line) => cellsOf(line)[0]?.trim());
        expect(marks.filter((mark) => mark === '❌')).toHaveLength(rows.filter(({ ok }) => !ok).length);
        const untrusted = [lines[0]?.slice(4), lines[2], ...lines.slice(6)].join('\n');
        expect(untrusted).not.toMatch(/[<>`[\]]|:\/\/|(^|[\s*~(_])www\.|&(?!#\d+;)/i);
      }),
      { numRuns: 1000 },
    );
  });

  test('of any length: the summary stays far below the size that the runner drops, and says how many rows it omits', () => {
    const results = Array.from({ length: 3000 }, (_, index) =>
      result({
        subject: `s${index}`,
        ok: index !== 2999,
        verdict: index === 2999 ? 'refused' : 'copied',
        message: '😀|'.repeat(400),
      }),
    );
    const failure = new Failure('service-refused', '|'.repeat(100_000));
    const text = summaryOf(runReportOf({ failure, results }));
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    const lines = text.split('\n');
    expect(lines.find((line) => line.startsWith('| ❌ |'))).toContain('| s2999 |');
    const rows = lines.filter((line) => /^\| (✅|❌) \|/.test(line)).length;
    expect(lines.at(-1)).toBe(`${3000 - rows} more rows are in the output \`results\` and in the report file.`);
  });
});
