import { expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import { reportFileOf } from '../../src/report/report-file.ts';
import { VERSION } from '../../src/version.ts';
import type { PlannedStep } from '../../src/report/run-result.ts';
import { runReportOf } from '../support/run-report.ts';

test('holds everything that the outputs say, and the plan', () => {
  const about = {
    operation: 'sync-tags',
    region: 'r',
    namespace: 'team',
    repository: 'app',
    subject: 'v1',
    tag: 'v1',
  };
  const item = { ...about, label: 'how the log calls it' };
  const first: PlannedStep = { title: 'copy', items: [item] };
  const second: PlannedStep = { title: 'refresh', items: [], needs: { how: 'every', items: [item] } };
  const result = {
    operation: 'sync-tags',
    region: 'r',
    namespace: 'team',
    repository: 'app',
    subject: 'v1',
    verdict: 'conflict',
    ok: false,
    proved: false,
    code: 'target-differs',
    seconds: 1.5,
  } as const;
  const image = { id: 'i', status: 'ACTIVE', region: 'r' };
  const reference = { region: 'r', tag: 'v1', reference: 'swr.r.example/team/app@sha256:0a' };
  const report = runReportOf({
    conclusion: { status: 'failed', failedTags: ['v1'] },
    steps: [first, second],
    results: [result],
    references: [reference],
    images: [image],
  });
  const text = reportFileOf(report);
  expect(JSON.parse(text)).toEqual({
    version: 1,
    actionVersion: VERSION,
    github: { repository: 'octo/shop', runUrl: 'https://github.example/run/1', attempt: '2', actor: 'mona' },
    inputs: { region: 'cn-north-4', namespace: 'team', repository: 'app' },
    operation: 'sync-tags',
    status: 'failed',
    failureKind: 'gate',
    failure: null,
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:05:05.000Z',
    succeededTags: [],
    failedTags: ['v1'],
    readyRegions: [],
    changes: 0,
    planSha256: '',
    planContent: null,
    plan: [
      { title: 'copy', items: [about], after: [] },
      { title: 'refresh', items: [], after: ['copy'] },
    ],
    references: { r: { v1: 'swr.r.example/team/app@sha256:0a' } },
    results: [result],
    images: [image],
  });
  expect(text.endsWith('\n')).toBe(true);
});

test('a run that failed before it had a plan has its failure, with the code', () => {
  const failure = new Failure('input-invalid', 'Wrong.', { hint: 'Mend it.' });
  const job = { owner: '', repository: '', runUrl: '', attempt: '', actor: '' };
  const text = reportFileOf(runReportOf({ operation: '', conclusion: { failureKind: undefined }, failure, job }));
  expect(JSON.parse(text)).toMatchObject({
    github: null,
    operation: '',
    failureKind: '',
    failure: { kind: 'input', code: 'input-invalid', message: 'Wrong.', hint: 'Mend it.' },
    plan: [],
    results: [],
    images: [],
  });
});
