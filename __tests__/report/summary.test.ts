import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Failure } from '../../src/errors.ts';
import type { Result } from '../../src/report/results.ts';
import { SUMMARY_LIMIT, summaryOf } from '../../src/report/summary.ts';
import { foreignMarkup } from '../support/foreign-markup.ts';
import { hostileText } from '../support/hostile-text.ts';
import { runReportOf } from '../support/run-report.ts';

const DIGEST = `sha256:${'0a1b'.repeat(16)}`;

const result = (more: Partial<Result>): Result => ({
  operation: 'sync-tags',
  region: 'cn-east-3',
  subject: more.tag ?? 'v1',
  tag: 'v1',
  verdict: 'copied',
  ok: true,
  proved: true,
  seconds: 65,
  ...more,
});

const GREEN = { status: 'succeeded', failureKind: undefined, exitCode: 0 } as const;
const WRITTEN = { exitCode: 1, reportFile: '/tmp/report.json', outputFailure: undefined } as const;

/** The summary of a run that ended as its conclusion says. */
function summary(
  fields: Parameters<typeof runReportOf>[0],
  parts: Partial<Parameters<typeof summaryOf>[1]> = {},
): string {
  const report = runReportOf(fields);
  return summaryOf(report, { ...WRITTEN, exitCode: report.conclusion.exitCode, ...parts });
}

const title = (text: string): string => text.split('\n')[0] ?? '';
const tableOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('|'));

describe('the title', () => {
  const accepted = result({ verdict: 'accepted', proved: false });
  const planned = result({ verdict: 'planned', proved: false });
  const conflict = result({ verdict: 'conflict', ok: false, proved: false });
  test.each([
    ['✅', 'succeeded: 1 copied', [result({})], GREEN, false],
    ['❌', 'partial: 1 of 2 items failed (1 copied, 1 conflict)', [result({}), conflict], {}, false],
    ['⚠️', 'partial: 1 of 2 items failed (1 copied, 1 conflict)', [result({}), conflict], { exitCode: 0 }, false],
    ['⚠️', 'accepted, not proved: 1 copied, 1 accepted', [result({}), accepted], GREEN, false],
    ['📝', 'Dry run: 2 to copy', [planned, planned], GREEN, true],
    ['❌', 'Dry run: 2 to copy, 1 conflict', [planned, planned, conflict], {}, true],
  ] as const)('%s %s', (icon, text, results, conclusion, dryRun) => {
    expect(title(summary({ results, conclusion, dryRun }))).toBe(
      `### ${icon} sync-tags of team/app from cn-north-4 – ${text}`,
    );
  });

  test.each([
    [[result({})], false, ' (1 copied)'],
    [[accepted, conflict], false, ' (1 accepted, 1 conflict)'],
    [[planned], true, ' (Dry run: 1 to copy)'],
    [[], false, ''],
  ] as const)('is that of a failed step where the outputs could not be written: %#', (results, dryRun, items) => {
    const text = summary({ results, dryRun, conclusion: GREEN }, { exitCode: 1, outputFailure: 'No GITHUB_OUTPUT.' });
    expect(text.split('\n').slice(0, 3)).toEqual([
      `### ❌ sync-tags of team/app from cn-north-4 – failed: the outputs could not be written${items}`,
      '',
      '❌ No GITHUB_OUTPUT.',
    ]);
  });
});

test('the matrix has a row a tag, with its digest, and a column a region; failures come before it, and first in it', () => {
  const results = [
    result({ digest: DIGEST }),
    result({ tag: 'v2', verdict: 'unchanged', digest: DIGEST, seconds: 4 }),
    result({ region: 'cn-south-1', digest: DIGEST }),
    result({
      region: 'cn-south-1',
      tag: 'v2',
      verdict: 'conflict',
      ok: false,
      code: 'target-differs',
      message: 'Other.',
    }),
  ];
  expect(summary({ results }).split('\n').slice(2, 8)).toEqual([
    '- ❌ v2 → cn-south-1 – **conflict** (target-differs): Other.',
    '',
    '| Tag | cn-east-3 | cn-south-1 |',
    '|---|---|---|',
    '| v2<br><sub><code>0a1b0a1b0a1b</code></sub> | ✅ unchanged 4s | ❌ conflict 1m05s |',
    '| v1<br><sub><code>0a1b0a1b0a1b</code></sub> | ✅ copied 1m05s | ✅ copied 1m05s |',
  ]);
});

test('a cell has the verdict of every stage, and a failed one names its stage', () => {
  const results = [
    result({}),
    result({ operation: 'register-image', verdict: 'bad-status', ok: false, proved: false }),
    result({ operation: 'sync-hss', subject: 'private_image', tag: undefined, verdict: 'accepted', proved: false }),
  ];
  expect(tableOf(summary({ operation: 'promote', results })).slice(2)).toEqual([
    '| v1 | ✅ copied 1m05s<br>❌ ModelArts bad-status 1m05s |',
    '| private_image | ⚠️ accepted 1m05s |',
  ]);
});

test('images, a single item, and more regions than a page is wide make a row an item', () => {
  const image = result({ operation: 'wait-image', subject: 'i1', tag: undefined, verdict: 'active', status: 'ACTIVE' });
  const rows = [
    summary({ operation: 'wait-image', results: [image, { ...image, subject: 'i2', message: 'Image i2.' }] }),
    summary({ results: [result({ verdict: 'overwritten', digest: DIGEST, previousDigest: '' })] }),
    summary({ results: Array.from({ length: 11 }, (_, index) => result({ region: `cn-east-${index}` })) }),
  ].map(tableOf);
  expect([rows[0], rows[1]?.slice(2), rows[2]?.length]).toEqual([
    [
      '|  | Region | Item | Verdict | Took | Details |',
      '|---|---|---|---|---|---|',
      '| ✅ | cn-east-3 | i1 | active | 1m 05s | status ACTIVE |',
      '| ✅ | cn-east-3 | i2 | active | 1m 05s | Image i2. |',
    ],
    ['| ✅ | cn-east-3 | v1 | overwritten | 1m 05s | sha256:0a1b0a1b0a1b, instead of an unreadable digest |'],
    13,
  ]);
});

test('100 tags in 10 regions are 100 rows of small text; long names have places to break', () => {
  const results = Array.from({ length: 1000 }, (_, index) =>
    result({
      region: `cn-southwest-${index % 10}`,
      tag: `sha-${String(Math.floor(index / 10)).padStart(40, '0')}`,
      digest: DIGEST,
    }),
  );
  const references = results.map(({ region, tag = '' }) => ({
    region,
    tag,
    reference: `swr.${region}.example/a/b@${DIGEST}`,
  }));
  const text = summary({ results, references, conclusion: GREEN });
  expect(tableOf(text)).toHaveLength(102);
  const [, , first = ''] = tableOf(text);
  expect(first).toMatch(/^\| <sub>sha-00000000<br>0{12}<br>/);
  const words = first.replaceAll(/<[^>]*>|&shy;/g, ' ').split(/[ |]+/);
  expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(12);
  expect(text.match(/^docker pull /gm)).toHaveLength(1000);
  expect(Buffer.byteLength(text)).toBeLessThan(SUMMARY_LIMIT);
});

test('the details have the pull command of every reference', () => {
  const reference = `swr.r.example/team/app@${DIGEST}`;
  const references = [
    { region: 'r', tag: 'v1', reference },
    { region: 'q', tag: 'v1', reference, replaced: 'sha256:0b' },
  ];
  const lines = summary({
    results: [result({ digest: DIGEST }), result({ operation: 'register-image' })],
    references,
    conclusion: GREEN,
  }).split('\n');
  expect(lines.slice(-10)).toEqual([
    '',
    '<details><summary>Digests and pull commands</summary>',
    '',
    '```sh',
    `# v1 ${DIGEST}`,
    `docker pull ${reference}`,
    `docker pull ${reference} # instead of sha256:0b`,
    '```',
    '',
    '</details>',
  ]);
});

test('a run that failed before it had items says why; wrong inputs are a list', () => {
  const failure = new Failure('proxy-invalid', 'No proxy.', { hint: 'Give one.' });
  const inputs = new Failure('input-invalid', 'Wrong.', { details: ['`region` is required', '`tags` is wrong'] });
  const texts = [failure, inputs].map((ended) =>
    summary({ operation: '', inputs: {}, conclusion: { status: 'failed' }, failure: ended }).split('\n'),
  );
  expect(texts).toEqual([
    ['### ❌ image promotion – failed', '', '❌ No proxy. Give one.', ''],
    ['### ❌ image promotion – failed', '', '- ❌ &#96;region&#96; is required', '- ❌ &#96;tags&#96; is wrong', ''],
  ]);
});

describe('text that others control', () => {
  test('adds no row, column, HTML tag or link', () => {
    const row = fc.record({
      region: hostileText,
      subject: hostileText,
      message: hostileText,
      ok: fc.boolean(),
      tag: fc.constantFrom('v1', undefined),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), hostileText, (rows, message) => {
        const results = rows.map((hostile) => result({ ...hostile, status: hostile.message }));
        const text = summary({ failure: new Failure('service-refused', message), results });
        expect(text.split(/\r\n|\r|\n|\u2028|\u2029|\u0085/)).toEqual(text.split('\n'));
        const table = tableOf(text);
        const isMatrix = table[0]?.startsWith('| Tag ') ?? false;
        expect(table).toHaveLength(
          2 + (isMatrix ? new Set(results.map(({ subject }) => subject)).size : results.length),
        );
        expect(new Set(table.map((line) => line.split('|').length)).size).toBe(1);
        expect(foreignMarkup(text)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('of any length: the summary stays far below the size that the runner drops, and says how many rows it omits', () => {
    const results = Array.from({ length: 3000 }, (_, index) =>
      result({
        subject: `s${index}`,
        tag: undefined,
        ok: index !== 2999,
        verdict: index === 2999 ? 'refused' : 'copied',
        message: '😀|'.repeat(400),
      }),
    );
    const failure = new Failure('service-refused', '|'.repeat(100_000));
    const text = summary({ failure, results });
    expect(Buffer.byteLength(text)).toBeLessThan(SUMMARY_LIMIT + 100);
    const rows = tableOf(text);
    expect(rows[2]).toContain('| s2999 |');
    expect(text.split('\n').at(-1)).toBe(`${3000 - (rows.length - 2)} more rows are in the report file.`);
  });
});
