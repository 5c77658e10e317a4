import { expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import type { Step } from '../../src/engine/step.ts';
import { reportOf } from '../../src/report/report-file.ts';

const startedAt = new Date('2026-01-02T03:04:05Z');
const finishedAt = new Date('2026-01-02T03:05:05Z');
const conclusion = {
  status: 'failed',
  failureKind: 'gate',
  exitCode: 1,
  succeededTags: [],
  failedTags: ['v1'],
  readyRegions: [],
} as const;

test('everything, with the plan', () => {
  const item = { operation: 'sync-tags', region: 'r', subject: 'v1', tag: 'v1' };
  const first: Step = { title: 'copy', items: [item], run: () => Promise.resolve() };
  const second: Step = {
    title: 'refresh',
    items: [],
    needs: { how: 'every', items: [item] },
    run: () => Promise.resolve(),
  };
  const result = {
    operation: 'sync-tags',
    region: 'r',
    subject: 'v1',
    verdict: 'conflict',
    ok: false,
    seconds: 1.5,
  } as const;
  const image = { id: 'i', status: 'ACTIVE' };
  const story = { operation: 'sync-tags', conclusion, failure: undefined };
  const report = { story, steps: [first, second], results: [result], images: [image], startedAt, finishedAt };
  const text = [...reportOf(report)].join('');
  expect(JSON.parse(text)).toEqual({
    version: 1,
    operation: 'sync-tags',
    status: 'failed',
    failureKind: 'gate',
    failure: null,
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:05:05.000Z',
    succeededTags: [],
    failedTags: ['v1'],
    readyRegions: [],
    plan: [
      { title: 'copy', items: [item], after: [] },
      { title: 'refresh', items: [], after: ['copy'] },
    ],
    results: [result],
    images: [image],
  });
  expect(text.endsWith('\n')).toBe(true);
});

test('a run that ended before it had a plan', () => {
  const failure = new Failure('input-invalid', 'Wrong.', { hint: 'Mend it.' });
  const story = { operation: '', conclusion: { ...conclusion, failureKind: undefined }, failure };
  const parts = reportOf({ story, steps: [], results: [], images: [], startedAt, finishedAt });
  expect(JSON.parse([...parts].join(''))).toMatchObject({
    operation: '',
    failureKind: '',
    failure: { kind: 'input', message: 'Wrong.', hint: 'Mend it.' },
    plan: [],
    results: [],
  });
});

test('a large one comes in parts, between which no value is cut: half a secret would not be recognised', () => {
  const row = { operation: 'sync-tags', region: 'r', verdict: 'copied', ok: true, seconds: 1 } as const;
  const results = Array.from({ length: 5000 }, (_, index) => ({ ...row, subject: `<v${index}>` }));
  const story = { operation: 'sync-tags', conclusion, failure: undefined };
  const parts = [...reportOf({ story, steps: [], results, images: [], startedAt, finishedAt })];
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) expect(part.match(/</g)?.length ?? 0).toBe(part.match(/>/g)?.length ?? 0);
  expect(JSON.parse(parts.join(''))).toMatchObject({ results });
});
