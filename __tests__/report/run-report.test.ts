import { expect, test } from '@jest/globals';
import type { Item } from '../../src/engine/item.ts';
import { createRedactor } from '../../src/redaction.ts';
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
  expect(rest).toEqual(others);
});
