/** Tests every cell of the table in docs/reliability.md, in virtual time. */
import { describe, expect, test } from '@jest/globals';
import { findViolations } from '../../tools/chaos/invariants/invariants.ts';
import { simulate } from '../../tools/chaos/simulate.ts';
import { readResults } from '../../tools/runner/report.ts';
import { OPERATIONS, type OperationName, scenarioOf, type Variation } from './operations.ts';
import { SECTIONS } from './table.ts';

/** The verdicts, the number of changing requests, and the violated invariants. */
async function outcomeOf(operation: OperationName, variation: Variation) {
  const recording = await simulate(scenarioOf(operation, variation));
  const [run] = recording.runs;
  const all = readResults(run?.outputs['results'] ?? '').map(({ verdict }) => verdict);
  // For `promote`, the verdict of the last stage that was not skipped.
  const verdicts = operation === 'promote' ? all.filter((verdict) => verdict !== 'skipped').slice(-1) : all;
  const sent = run?.requests.filter(({ method, service }) => method !== 'GET' && service !== 'iam').length ?? 0;
  return { verdicts, sent, violations: findViolations(recording) };
}

describe.each(SECTIONS)('$title', ({ rows }) => {
  const cells = rows.flatMap(({ what, ends, variations, sent }) =>
    OPERATIONS.flatMap((operation) => {
      const end = ends[operation];
      return end === undefined
        ? []
        : [{ what, operation, end, variations: variations(operation), sent: sent?.[operation] }];
    }),
  );

  test.each(cells)('$what: the verdict of $operation is $end', async ({ operation, end, variations, sent }) => {
    expect(variations.length).toBeGreaterThan(0);
    for (const variation of variations) {
      const outcome = await outcomeOf(operation, variation);
      const expected = sent === 'until-limit' ? Math.max(outcome.sent, 10) : sent;
      expect({ variation, ...outcome }).toEqual({
        variation,
        verdicts: [end],
        sent: expected ?? (outcome.sent === 0 ? 0 : 1),
        violations: [],
      });
    }
  });
});
