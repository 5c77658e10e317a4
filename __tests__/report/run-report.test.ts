import { describe, expect, test } from '@jest/globals';
import type { Item } from '../../src/engine/item.ts';
import { Failure } from '../../src/errors.ts';
import { createRedactor } from '../../src/redaction.ts';
import { reportFileOf } from '../../src/report/report-file.ts';
import { createRunReport } from '../../src/report/run-report.ts';
import { runResultOf } from '../support/run-report.ts';

test('a report has the conclusion, one row an item and the images in the order of the plan', () => {
  const first: Item = { operation: 'wait-image', region: 'r', subject: 'i1' };
  const second: Item = { operation: 'wait-image', region: 'r', subject: 'i2' };
  const third: Item = { operation: 'wait-image', region: 'r', subject: 'i3' };
  const result = runResultOf({
    operation: 'wait-image',
    steps: [{ title: 'wait', items: [first, second, third] }],
    outcomes: [
      { item: first, verdict: { kind: 'active', status: 'ACTIVE' }, seconds: 1 },
      { item: second, verdict: { kind: 'missing', code: 'image-missing' }, seconds: 2 },
      { item: third, verdict: { kind: 'active' }, seconds: 3 },
    ],
    images: new Map([
      [third, [{ id: 'i3', status: 'ACTIVE', tag: 'v3' }]],
      [second, []],
      [first, [{ id: 'i1', status: 'ACTIVE', tag: 'v1' }]],
    ]),
  });
  const { conclusion, results, references, images, ...rest } = createRunReport(result, createRedactor());
  const { outcomes: _, images: __, ...others } = result;
  expect(conclusion).toEqual({
    status: 'partial',
    failureKind: 'gate',
    exitCode: 1,
    succeededTags: ['v1', 'v3'],
    failedTags: [],
    readyRegions: [],
    unprovedRegions: [],
    changes: 0,
  });
  expect(results).toMatchObject([
    { subject: 'i1', verdict: 'active', ok: true, imageId: 'i1' },
    { subject: 'i2', verdict: 'missing', ok: false, code: 'image-missing' },
    { subject: 'i3', verdict: 'active', ok: true },
  ]);
  expect(images).toEqual([
    { id: 'i1', status: 'ACTIVE', tag: 'v1', region: 'r' },
    { id: 'i3', status: 'ACTIVE', tag: 'v3', region: 'r' },
  ]);
  expect(references).toEqual([]);
  expect(rest).toEqual({ ...others, plan: undefined });
});

function reportWith(secrets: readonly string[], fields: Parameters<typeof runResultOf>[0]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  const result = runResultOf(fields);
  return { result, report: createRunReport(result, redactor) };
}

describe('secrets', () => {
  const FIRST = {
    operation: 'sync-tags',
    region: 'r',
    namespace: 'team',
    repository: 'app',
    subject: 'v1.4.0',
    tag: 'v1.4.0',
  };
  const SECOND = { ...FIRST, subject: 'v1.4.1', tag: 'v1.4.1' };

  const COPIED: Parameters<typeof runResultOf>[0] = {
    steps: [
      { title: 'copy v1.4.0', items: [FIRST, SECOND] },
      { title: 'tell', items: [], needs: { how: 'ended', items: [FIRST] } },
    ],
    outcomes: [
      { item: FIRST, verdict: { kind: 'copied', message: 'It succeeded with v1.4.0' }, seconds: 3 },
      {
        item: SECOND,
        verdict: { kind: 'refused', code: 'service-refused', message: 'bad p@ss\\u003dword' },
        seconds: 4,
      },
    ],
    images: new Map([[FIRST, [{ id: 'i', status: 'ACTIVE', description: 'p@ss%3Dword' }]]]),
  };

  test('that equal a tag hide it, and decide nothing', () => {
    const { report } = reportWith(['v1.4.0'], COPIED);
    expect(report.conclusion).toMatchObject({ status: 'partial', succeededTags: ['***'], failedTags: ['v1.4.1'] });
    expect(report.results[0]).toMatchObject({ subject: '***', verdict: 'copied', message: 'It succeeded with ***' });
    expect(report.steps[0]?.title).toBe('copy ***');
    expect(reportFileOf(report)).not.toContain('v1.4.0');
  });

  test('that equal a word of this action leave it as it is', () => {
    const words = ['succeeded', 'partial', 'copied', 'refused', 'service-refused', 'sync-tags', 'status', 'verdict'];
    const { report } = reportWith(words, COPIED);
    expect(report.operation).toBe('sync-tags');
    expect(report.conclusion.status).toBe('partial');
    expect(report.results).toMatchObject([
      { operation: 'sync-tags', verdict: 'copied', ok: true, message: 'It *** with v1.4.0', seconds: 3 },
      { operation: 'sync-tags', verdict: 'refused', code: 'service-refused' },
    ]);
  });

  test('are removed from texts of the cloud in any spelling, before these are cut', () => {
    const secret = 'p@ss=word';
    const long = {
      ...COPIED.outcomes?.[1],
      item: SECOND,
      seconds: 1,
      verdict: { kind: 'refused', code: 'service-refused', message: `${'x'.repeat(1995)}${secret}` },
    } as const;
    const { report } = reportWith([secret], { ...COPIED, outcomes: [...(COPIED.outcomes ?? []), long] });
    expect(report.results[1]?.message).toBe('bad ***');
    expect(report.results[2]?.message).toBe(`${'x'.repeat(1995)}***`);
    expect(report.images).toEqual([{ id: 'i', status: 'ACTIVE', description: '***', region: 'r' }]);
  });

  test('are removed from the failure of a run, whose code and cause stay', () => {
    const cause = new Error('p@ss=word');
    const facts = { cause, uncertain: true, permanent: true, answered: true };
    const failure = new Failure('internal-error', 'Bad p@ss=word', {
      ...facts,
      hint: 'No p@ss=word',
      details: ['First p@ss=word', 'second'],
    });
    const { report } = reportWith(['p@ss=word'], { failure });
    expect(report.failure).toMatchObject({
      ...facts,
      code: 'internal-error',
      message: 'Bad ***',
      hint: 'No ***',
      details: ['First ***', 'second'],
    });
  });

  test('do not separate steps from the items that they need', () => {
    const { report, result } = reportWith(['v1.4.0'], COPIED);
    expect(report.steps[1]?.needs?.items[0]).toBe(report.steps[0]?.items[0]);
    expect(report.images).toHaveLength(1);
    expect(result.steps[0]?.items[0]).toBe(FIRST);
  });

  test.each([1993, 1994, 1995, 1996, 1997, 1998, 1999, 2000])(
    'a message that is cut in a secret, %d characters behind its start, shows neither its beginning nor a part of ***',
    (length) => {
      const verdict = { kind: 'refused', code: 'service-refused', message: `${'x'.repeat(length)}p@ss=word` } as const;
      const { report } = reportWith(['p@ss=word'], { outcomes: [{ item: SECOND, verdict, seconds: 1 }] });
      expect(report.results[0]?.message).toMatch(length > 1997 ? /^x+…$/ : /^x+\*\*\*$/);
    },
  );

  test('a text of an image that is cut in a secret shows neither its beginning nor a part of ***', () => {
    for (const length of [3990, 3997, 3998, 3999, 4000]) {
      const image = { id: 'i', status: 'ACTIVE', description: `${'x'.repeat(length)}p@ss=word` };
      const { report } = reportWith(['p@ss=word'], { ...COPIED, images: new Map([[FIRST, [image]]]) });
      expect(report.images[0]?.description).toBe(`${'x'.repeat(length)}${length > 3997 ? '' : '***'}`);
    }
  });

  test('a long text of an image is cut', () => {
    const image = { id: 'i', status: 'ACTIVE', description: 'x'.repeat(5_000_000), tag: 'y'.repeat(5000) };
    const item = { operation: 'wait-image', region: 'r', subject: 'i' };
    const { report } = reportWith([], {
      outcomes: [{ item, verdict: { kind: 'active' }, seconds: 1 }],
      images: new Map([[item, [image]]]),
    });
    expect(report.images).toEqual([{ ...image, region: 'r', description: 'x'.repeat(4000), tag: 'y'.repeat(4000) }]);
    expect(report.conclusion.succeededTags).toEqual(['y'.repeat(4000)]);
  });
});
