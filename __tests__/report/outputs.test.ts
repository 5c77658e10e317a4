import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Image } from '../../src/cloud/modelarts.ts';
import type { Conclusion } from '../../src/report/conclusion.ts';
import { OUTPUT_NAMES, outputsOf, RESULTS_LIMIT } from '../../src/report/outputs.ts';
import type { Result } from '../../src/report/results.ts';

const CONCLUSION: Conclusion = {
  status: 'partial',
  failureKind: 'gate',
  exitCode: 1,
  succeededTags: ['v1'],
  failedTags: ['v"2'],
  readyRegions: [],
};

const result = (subject: string, ok: boolean, message?: string): Result => ({
  operation: 'op',
  region: 'r',
  subject,
  verdict: ok ? 'copied' : 'conflict',
  ok,
  message,
  seconds: 1,
});

const parsed = (text: string): readonly unknown[] => {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
};

test('all of them, as text', () => {
  const { outputs, left } = outputsOf(
    CONCLUSION,
    [result('v1', true)],
    [{ id: 'i', status: 'ACTIVE' }],
    '/tmp/report.json',
  );
  expect([outputs, left]).toEqual([
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
  expect(Object.keys(outputs)).toEqual([...OUTPUT_NAMES]);
});

test('a run that came to nothing has them too', () => {
  const nothing: Conclusion = {
    ...CONCLUSION,
    status: 'failed',
    failureKind: undefined,
    succeededTags: [],
    failedTags: [],
  };
  expect(outputsOf(nothing, [], [], '').outputs).toEqual({
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

describe('too much of it', () => {
  test('the order of the plan is kept as long as all fits', () => {
    const results = [result('a', true), result('b', false)];
    expect(parsed(outputsOf(CONCLUSION, results, [], '').outputs.results)).toMatchObject([
      { subject: 'a' },
      { subject: 'b' },
    ]);
  });

  test('otherwise the failures come first, and what is left out is counted', () => {
    const results = Array.from({ length: 1000 }, (_, index) =>
      result(`s${index}`, index % 100 !== 99, 'm'.repeat(500)),
    );
    const { outputs, left } = outputsOf(CONCLUSION, results, [], '');
    const kept = parsed(outputs.results);
    expect(outputs.results.length).toBeLessThanOrEqual(RESULTS_LIMIT);
    expect(kept.slice(0, 11)).toMatchObject([...Array.from({ length: 10 }, () => ({ ok: false })), { ok: true }]);
    expect(kept.length + left.results).toBe(1000);
    expect(outputs.results.length + 700).toBeGreaterThan(RESULTS_LIMIT);
  });

  test('whatever the sizes: valid JSON within the limit, nothing counted twice or lost', () => {
    const rows = fc.array(fc.record({ ok: fc.boolean(), size: fc.nat({ max: 90_000 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (sizes) => {
        const results = sizes.map(({ ok, size }, index) => result(String(index), ok, '"'.repeat(size)));
        const images = sizes.map(({ size }, index): Image => ({ id: String(index), status: 'x'.repeat(size) }));
        const { outputs, left } = outputsOf(CONCLUSION, results, images, '');
        expect(outputs.results.length).toBeLessThanOrEqual(RESULTS_LIMIT);
        expect(outputs.images.length).toBeLessThanOrEqual(RESULTS_LIMIT);
        expect(parsed(outputs.results).length + left.results).toBe(results.length);
        expect(parsed(outputs.images).length + left.images).toBe(images.length);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([0, 1])('a list of exactly the limit is whole, and %s characters more are too many', (more) => {
  const frame = JSON.stringify([result('a', true), result('b', true, '')]).length;
  const results = [result('a', true), result('b', true, 'x'.repeat(RESULTS_LIMIT - frame + more))];
  expect(JSON.stringify(results)).toHaveLength(RESULTS_LIMIT + more);
  const images = [{ id: 'i', status: 'x'.repeat(RESULTS_LIMIT - '[{"id":"i","status":""}]'.length + more) }];
  const { outputs, left } = outputsOf(CONCLUSION, results, images, '/tmp/report.json');
  expect(left).toEqual({ results: more, images: more });
  expect(parsed(outputs.results)).toHaveLength(2 - more);
});
