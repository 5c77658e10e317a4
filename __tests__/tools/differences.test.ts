/** Differences between a run of act and what is expected. */
import { describe, expect, test } from '@jest/globals';
import { findDifferences, lacksOnlyLines } from '../../tools/rehearse/differences.ts';

function ended(jobID: string, jobResult: string) {
  return { msg: '', raw_output: false, jobID, jobResult };
}
function printed(msg: string) {
  return { msg: `${msg}\n`, raw_output: true, jobID: 'deploy' };
}

const entries = [
  ended('gate', 'success'),
  ended('deploy', 'success'),
  ended('deploy', 'success'),
  printed('deploying to a'),
];
const jobs = { gate: ['success'], deploy: ['success', 'success'] };
const lines = ['deploying to a'];

describe('a run of act', () => {
  test('has no differences where all is as expected', () => {
    expect(findDifferences({ exitCode: 0, entries }, { jobs, lines })).toEqual([]);
  });

  test('must fail as a whole where a job is expected to fail', () => {
    const failed = [ended('gate', 'failure'), ended('deploy', 'skipped')];
    const expected = { jobs: { gate: ['failure'], deploy: [] }, lines: [] };
    expect(findDifferences({ exitCode: 1, entries: failed }, expected)).toEqual([]);
    expect(findDifferences({ exitCode: 0, entries: failed }, expected)).toEqual(['act ended with 0']);
  });

  test('lacks only lines where no job differs', () => {
    const silent = findDifferences({ exitCode: 0, entries: entries.slice(0, 3) }, { jobs, lines });
    const failing = findDifferences({ exitCode: 1, entries: entries.slice(0, 3) }, { jobs, lines });
    expect([silent, failing, []].map(lacksOnlyLines)).toEqual([true, false, false]);
  });

  test.each([
    ['a job that failed', [ended('gate', 'failure'), ...entries.slice(1)], 'job gate: failure, not success'],
    ['a job that did not run', entries.slice(1), 'job gate: not run, not success'],
    [
      'a missing run of a matrix',
      [...entries.slice(0, 2), ...entries.slice(3)],
      'job deploy: success, not success, success',
    ],
    ['an unexpected job', [...entries, ended('other', 'success')], 'job other: success, not not run'],
    ['a missing line', entries.slice(0, 3), 'no step printed: deploying to a'],
    [
      'a line that is only the name of a step',
      [...entries.slice(0, 3), { ...printed('deploying to a'), raw_output: false }],
      'no step printed: deploying to a',
    ],
  ])('differs by %s', (_, seen, complaint) => {
    expect(findDifferences({ exitCode: 0, entries: seen }, { jobs, lines })).toEqual([complaint]);
  });

  test('differs by the exit code of act', () => {
    expect(findDifferences({ exitCode: null, entries }, { jobs, lines })).toEqual(['act ended with null']);
  });
});
