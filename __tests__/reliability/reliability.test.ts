/** Every cell of the table in docs/reliability.md, in virtual time. */
import { describe, expect, test } from '@jest/globals';
import { findViolations } from '../../tools/chaos/invariants/invariants.ts';
import { simulate } from '../../tools/chaos/simulate.ts';
import { readResults } from '../../tools/runner/report.ts';
import { OPERATIONS, type OperationName, scenarioOf, type Twist } from './operations.ts';
import { SECTIONS } from './table.ts';

/** What a scenario has come to: the verdict, how often something was sent that changes something, and what is wrong with it. */
async function told(operation: OperationName, twist: Twist) {
  const recording = await simulate(scenarioOf(operation, twist));
  const [run] = recording.runs;
  const all = readResults(run?.outputs['results'] ?? '').map(({ verdict }) => verdict);
  // Of `promote` the last stage that was tried.
  const verdicts = operation === 'promote' ? all.filter((verdict) => verdict !== 'skipped').slice(-1) : all;
  const sent = run?.requests.filter(({ method, service }) => method !== 'GET' && service !== 'iam').length ?? 0;
  return { verdicts, sent, violations: findViolations(recording) };
}

describe.each(SECTIONS)('$title', ({ rows }) => {
  const cells = rows.flatMap(({ what, ends, twists, sent }) =>
    OPERATIONS.flatMap((operation) => {
      const end = ends[operation];
      return end === undefined ? [] : [{ what, operation, end, twists: twists(operation), sent: sent?.[operation] }];
    }),
  );

  test.each(cells)('$what: $operation ends $end', async ({ operation, end, twists, sent }) => {
    expect(twists.length).toBeGreaterThan(0);
    for (const twist of twists) {
      const scenario = await told(operation, twist);
      expect({ twist, ...scenario }).toEqual({
        twist,
        verdicts: [end],
        sent: sent ?? (scenario.sent === 0 ? 0 : 1),
        violations: [],
      });
    }
  });
});
