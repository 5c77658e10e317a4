import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { OUTPUT_LIMIT, outputsOf } from '../../src/report/outputs.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import type { Result } from '../../src/report/results.ts';
import { runReportOf } from '../support/run-report.ts';

const result = (subject: string, ok: boolean, message?: string): Result => ({
  operation: 'op',
  region: 'r',
  subject,
  verdict: ok ? 'copied' : 'conflict',
  ok,
  proved: ok,
  message,
  seconds: 1,
});

const image = (id: string, more: object = {}): RunReport['images'][number] => ({
  id,
  status: 'ACTIVE',
  region: 'r',
  ...more,
});

const reference = (region: string, tag: string): RunReport['references'][number] => ({
  region,
  tag,
  reference: `swr.${region}.example/team/app@sha256:${'0'.repeat(64)}`,
});

const outputs = (fields: Parameters<typeof runReportOf>[0], reportFile = '/tmp/report.json') =>
  outputsOf(runReportOf(fields), reportFile);

const parsed = (text: string): readonly unknown[] => {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
};

test('every output is a text', () => {
  const written = outputs({
    conclusion: { succeededTags: ['v1'], failedTags: ['v"2'], readyRegions: ['r'] },
    results: [result('v1', true)],
    references: [reference('r', 'v1')],
    images: [image('i')],
  });
  expect(written).toEqual({
    outputs: {
      status: 'partial',
      'succeeded-tags': '["v1"]',
      'failed-tags': '["v\\"2"]',
      'ready-regions': '["r"]',
      changes: '0',
      plan: '',
      'plan-file': '',
      references: `{"r":{"v1":"swr.r.example/team/app@sha256:${'0'.repeat(64)}"}}`,
      results:
        '[{"operation":"op","region":"r","subject":"v1","verdict":"copied","ok":true,"proved":true,"seconds":1}]',
      images: '[{"id":"i","status":"ACTIVE","region":"r"}]',
      'failure-kind': 'gate',
      'report-file': '/tmp/report.json',
    },
    tooLarge: [],
  });
});

test('a run without items has all outputs too', () => {
  const written = outputs({ conclusion: { status: 'failed', failureKind: undefined } }, '');
  expect(written.outputs).toEqual({
    status: 'failed',
    'succeeded-tags': '[]',
    'failed-tags': '[]',
    'ready-regions': '[]',
    changes: '0',
    plan: '',
    'plan-file': '',
    references: '{}',
    results: '[]',
    images: '[]',
    'failure-kind': '',
    'report-file': '',
  });
});

const bytes = (text: string): number => Buffer.byteLength(text);

describe('outputs that are too large', () => {
  const many = Array.from({ length: 1000 }, (_, index) => result(`s${index}`, index % 100 !== 99, 'm'.repeat(500)));

  test('results keep the order of the plan as long as all of them fit', () => {
    expect(parsed(outputs({ results: [result('a', true), result('b', false)] }).outputs.results)).toMatchObject([
      { subject: 'a' },
      { subject: 'b' },
    ]);
  });

  test('otherwise the failures come first, and what is left out is counted', () => {
    const written = outputs({ results: many });
    const kept = parsed(written.outputs.results);
    expect(kept.slice(0, 11)).toMatchObject([...Array.from({ length: 10 }, () => ({ ok: false })), { ok: true }]);
    expect(written.tooLarge).toEqual([`results (${1000 - kept.length} of 1000)`]);
    expect(bytes(written.outputs.results)).toBeGreaterThan(OUTPUT_LIMIT - 1500);
  });

  test('one entry that is too large does not take the others away', () => {
    const images = [image('a'), image('b', { description: 'x'.repeat(250_000) }), image('c')];
    const written = outputs({ images });
    expect(parsed(written.outputs.images)).toMatchObject([{ id: 'a' }, { id: 'c' }]);
    expect(written.tooLarge).toEqual(['images (1 of 3)']);
  });

  test('lists of tags and references have the limit too', () => {
    const tags = Array.from({ length: 1500 }, (_, index) => `v${String(index).padStart(100, '0')}`);
    const references = tags.flatMap((tag) => [reference('a', tag), reference('b', tag)]);
    const written = outputs({ conclusion: { succeededTags: tags, failedTags: tags }, references });
    for (const text of Object.values(written.outputs)) expect(bytes(text)).toBeLessThanOrEqual(OUTPUT_LIMIT);
    expect(parsed(written.outputs['succeeded-tags'])).toEqual(
      tags.slice(0, parsed(written.outputs['failed-tags']).length),
    );
    const kept: object = JSON.parse(written.outputs.references);
    expect(Object.keys(kept)).toEqual(['a', 'b']);
    expect(written.tooLarge).toHaveLength(3);
  });

  test('without a report file nothing is cut', () => {
    const written = outputs({ results: many }, '');
    expect(parsed(written.outputs.results)).toHaveLength(1000);
    expect(written.tooLarge).toEqual(['results']);
  });

  test('for all sizes: valid JSON within the limit, and every row is either in it or counted', () => {
    const rows = fc.array(fc.record({ ok: fc.boolean(), size: fc.nat({ max: 60_000 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom('"', 'x', '日', '😀'), (sizes, character) => {
        const results = sizes.map(({ ok, size }, index) => result(String(index), ok, character.repeat(size)));
        const written = outputs({ results, images: sizes.map(({ size }) => image(character.repeat(size))) });
        for (const [name, text] of [
          ['results', written.outputs.results],
          ['images', written.outputs.images],
        ] as const) {
          expect(bytes(text)).toBeLessThanOrEqual(OUTPUT_LIMIT);
          const omitted = sizes.length - parsed(text).length;
          expect(written.tooLarge.filter((entry) => entry.startsWith(name))).toEqual(
            omitted === 0 ? [] : [`${name} (${omitted} of ${sizes.length})`],
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

test.each([0, 1])('a list of exactly the limit is whole, and one byte more leaves a row out (%s more)', (more) => {
  const frame = JSON.stringify([result('a', true), result('b', true, '')]).length;
  const results = [result('a', true), result('b', true, 'x'.repeat(OUTPUT_LIMIT - frame + more))];
  expect(JSON.stringify(results)).toHaveLength(OUTPUT_LIMIT + more);
  const written = outputs({ results });
  expect([parsed(written.outputs.results).length, written.tooLarge.length]).toEqual([2 - more, more]);
});
