import { describe, expect, test } from '@jest/globals';
import { judged, lacksOnlyLines } from '../../tools/rehearse/judge.ts';

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

describe('the judge of a rehearsal', () => {
  test('is content with what was expected', () => {
    expect(judged({ exitCode: 0, entries }, { jobs, lines })).toEqual([]);
  });

  test('expects a red job to make the whole run red', () => {
    const red = [ended('gate', 'failure'), ended('deploy', 'skipped')];
    const expected = { jobs: { gate: ['failure'], deploy: [] }, lines: [] };
    expect(judged({ exitCode: 1, entries: red }, expected)).toEqual([]);
    expect(judged({ exitCode: 0, entries: red }, expected)).toEqual(['act ended with 0']);
  });

  test('knows complaints of nothing but lines, which act may lose', () => {
    const silent = judged({ exitCode: 0, entries: entries.slice(0, 3) }, { jobs, lines });
    const red = judged({ exitCode: 1, entries: entries.slice(0, 3) }, { jobs, lines });
    expect([silent, red, []].map(lacksOnlyLines)).toEqual([true, false, false]);
  });

  test.each([
    ['a job that failed', [ended('gate', 'failure'), ...entries.slice(1)], 'job gate: failure, and not: success'],
    ['a job that did not run', entries.slice(1), 'job gate: not run, and not: success'],
    [
      'a run of a matrix too few',
      [...entries.slice(0, 2), ...entries.slice(3)],
      'job deploy: success, and not: success, success',
    ],
    ['a job that nobody knows', [...entries, ended('other', 'success')], 'job other: success, and not: not run'],
    ['a line that is not there', entries.slice(0, 3), 'nobody printed: deploying to a'],
    [
      'a line that is only the name of a step',
      [...entries.slice(0, 3), { ...printed('deploying to a'), raw_output: false }],
      'nobody printed: deploying to a',
    ],
  ])('sees %s', (_, seen, complaint) => {
    expect(judged({ exitCode: 0, entries: seen }, { jobs, lines })).toEqual([complaint]);
  });

  test('sees that act ended badly', () => {
    expect(judged({ exitCode: null, entries }, { jobs, lines })).toEqual(['act ended with null']);
  });
});
