import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Image } from '../../src/cloud/modelarts.ts';
import { outputsOf, RESULTS_LIMIT } from '../../src/report/outputs.ts';
import type { Result } from '../../src/report/results.ts';
import { runReportOf } from '../support/run-report.ts';

const result = (subject: string, ok: boolean, message?: string): Result => ({
  operation: 'op',
  region: 'r',
  subject,
  verdict: ok ? 'copied' : 'conflict',
  ok,
  message,
  seconds: 1,
});

const trimmed = (results: readonly Result[], images: readonly Image[] = []): ReturnType<typeof outputsOf> =>
  outputsOf(runReportOf({ results, images }), '/tmp/report.json');

const parsed = (text: string): readonly unknown[] => {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
};

test('every output is a text', () => {
  const report = runReportOf({
    conclusion: { succeededTags: ['v1'], failedTags: ['v"2'] },
    results: [result('v1', true)],
    images: [{ id: 'i', status: 'ACTIVE' }],
  });
  const { outputs, omitted } = outputsOf(report, '/tmp/report.json');
  expect([outputs, omitted]).toEqual([
    {
      status: 'partial',
      'succeeded-tags': '["v1"]',
      'failed-tags': '["v\\"2"]',
      'ready-regions': '[]',
      results: '[{"operation":"op","region":"r","subject":"v1","verdict":"copied","ok":true,"seconds":1}]',
      images: '[{"id":"i","status":"ACTIVE"}]',
      'failure-kind': 'gate',
      'report-file': '/tmp/report.json',
    },
    { results: 0, images: 0 },
  ]);
  expect(Object.keys(outputs)).toEqual([
    'status',
    'succeeded-tags',
    'failed-tags',
    'ready-regions',
    'results',
    'images',
    'failure-kind',
    'report-file',
  ]);
});

test('a run without items has all outputs too', () => {
  const report = runReportOf({ conclusion: { status: 'failed', failureKind: undefined } });
  expect(outputsOf(report, '').outputs).toEqual({
    status: 'failed',
    'succeeded-tags': '[]',
    'failed-tags': '[]',
    'ready-regions': '[]',
    results: '[]',
    images: '[]',
    'failure-kind': '',
    'report-file': '',
  });
});

describe('outputs that are too large', () => {
  test('results keep the order of the plan as long as all of them fit', () => {
    const results = [result('a', true), result('b', false)];
    expect(parsed(trimmed(results).outputs.results)).toMatchObject([{ subject: 'a' }, { subject: 'b' }]);
  });

  test('otherwise the failures come first, and the omitted rows are counted', () => {
    const results = Array.from({ length: 1000 }, (_, index) =>
      result(`s${index}`, index % 100 !== 99, 'm'.repeat(500)),
    );
    const { outputs, omitted } = trimmed(results);
    const kept = parsed(outputs.results);
    expect(outputs.results.length).toBeLessThanOrEqual(RESULTS_LIMIT);
    expect(kept.slice(0, 11)).toMatchObject([...Array.from({ length: 10 }, () => ({ ok: false })), { ok: true }]);
    expect(kept.length + omitted.results).toBe(1000);
    expect(outputs.results.length + 700).toBeGreaterThan(RESULTS_LIMIT);
  });

  test('for all sizes: valid JSON within the limit, and every row is either in it or counted as omitted', () => {
    const rows = fc.array(fc.record({ ok: fc.boolean(), size: fc.nat({ max: 90_000 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (sizes) => {
        const results = sizes.map(({ ok, size }, index) => result(String(index), ok, '"'.repeat(size)));
        const images = sizes.map(({ size }, index): Image => ({ id: String(index), status: 'x'.repeat(size) }));
        const { outputs, omitted } = trimmed(results, images);
        expect(outputs.results.length).toBeLessThanOrEqual(RESULTS_LIMIT);
        expect(outputs.images.length).toBeLessThanOrEqual(RESULTS_LIMIT);
        expect(parsed(outputs.results).length + omitted.results).toBe(results.length);
        expect(parsed(outputs.images).length + omitted.images).toBe(images.length);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([0, 1])('a list of exactly the limit is whole, and one character more omits a row (%s more)', (more) => {
  const frame = JSON.stringify([result('a', true), result('b', true, '')]).length;
  const results = [result('a', true), result('b', true, 'x'.repeat(RESULTS_LIMIT - frame + more))];
  expect(JSON.stringify(results)).toHaveLength(RESULTS_LIMIT + more);
  const images = [{ id: 'i', status: 'x'.repeat(RESULTS_LIMIT - '[{"id":"i","status":""}]'.length + more) }];
  const { outputs, omitted } = trimmed(results, images);
  expect(omitted).toEqual({ results: more, images: more });
  expect(parsed(outputs.results)).toHaveLength(2 - more);
});
