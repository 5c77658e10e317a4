/** What must hold of every run, whatever its inputs and faults. */
import { expect } from '@jest/globals';
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { rowsOf, tagsOf } from './scenario-facts.ts';

const GOOD = new Set('copied overwritten unchanged active synchronized deleted absent accepted planned'.split(' '));

/** Commands that the action itself gives; anything else was smuggled in. */
const OWN = new Set(['add-mask', 'group', 'endgroup', 'warning', 'error']);

/** Fails the test if the run contradicts itself, forged a command, or let out one of the secrets. */
export function checkRun(run: Transcript, secrets: readonly string[]): void {
  const { outputs, report, commands } = run;
  const rows = rowsOf(run);

  expect(run.stderr).toBe('');
  // Node gives up its handlers right before it exits: a further signal that comes then ends it, with everything written.
  expect([null, ...run.signals.slice(1)]).toContain(run.killedBy);
  const exitCode = run.killedBy === null ? run.exitCode : 1;
  expect([0, 1]).toContain(exitCode);
  expect(['succeeded', 'partial', 'failed', 'cancelled']).toContain(outputs['status']);

  // The rows agree with themselves and with the status, and nobody is green without a result.
  for (const row of report.results) expect([row, row.ok]).toEqual([row, GOOD.has(row.verdict)]);
  const isGreen = report.results.length > 0 && report.results.every(({ ok }) => ok);
  expect([outputs['status'] === 'succeeded', outputs['failure-kind'] === '']).toEqual([isGreen, isGreen]);
  if (isGreen && run.killedBy === null) expect(exitCode).toBe(0);
  if (run.killedBy === null) expect(run.errors).toHaveLength(exitCode === 1 ? 1 : 0);

  // Outputs and report tell the same; of too many rows the failed ones come first, and as many as fit.
  const all = report.results;
  const shownFirst = rows.length === all.length ? all : [...all.filter(({ ok }) => !ok), ...all.filter(({ ok }) => ok)];
  expect(rows).toEqual(shownFirst.slice(0, rows.length));
  expect({
    status: report.status,
    kind: report.failureKind,
    lists: [report.succeededTags, report.failedTags, report.readyRegions, report.images],
  }).toEqual({
    status: outputs['status'],
    kind: outputs['failure-kind'],
    lists: ['succeeded-tags', 'failed-tags', 'ready-regions', 'images'].map((name) => JSON.parse(outputs[name] ?? '')),
  });

  // The toolkit's only word of debugging: where it asks for an ID token.
  const own = commands.filter(({ name, data }) => name !== 'debug' || !data.startsWith('ID token url is http'));
  expect(own.filter(({ name, grammar }) => !OWN.has(name) || grammar !== 'colons')).toEqual([]);
  const groups = commands.filter(({ name }) => name.endsWith('group')).map(({ name }) => name);
  expect(groups).toEqual(groups.map((_, index) => (index % 2 === 0 ? 'group' : 'endgroup')));

  const shown = [
    ...run.lines.filter((line) => !line.startsWith('::add-mask::')),
    run.stderr,
    ...Object.values(outputs),
    run.summary,
    run.reportText,
  ].join('\n');
  for (const secret of [...secrets, ...run.masks]) expect(shown).not.toContain(secret);
}

/** Fails the test if the run believes in something that the cloud does not have. `given` is the `with:` of the step. */
export function checkTruth(
  run: Transcript,
  given: Readonly<Record<string, string | undefined>>,
  state: StateSnapshot,
): void {
  const repository = given['repository'] ?? '';
  const organization = given['target-namespace'] || (given['namespace'] ?? '');
  for (const { operation, region, subject, verdict, digest } of run.report.results) {
    if (['copied', 'overwritten', 'unchanged'].includes(verdict)) {
      expect([operation, region, subject, tagsOf(state, region, organization, repository)?.[subject]]).toEqual([
        'sync-tags',
        region,
        subject,
        digest,
      ]);
    }
    if (verdict === 'active' && given['operation'] === 'promote') {
      const path = `swr.${region}.myhuaweicloud.com/${organization}/${repository}:${subject}`;
      const images = state.regions[region]?.images.filter(({ swr_path }) => swr_path === path) ?? [];
      expect([...new Set(images.map(({ status }) => status))]).toEqual(['ACTIVE']);
    }
    if (verdict === 'deleted' || verdict === 'absent')
      expect(state.regions[region]?.images.map(({ id }) => id)).not.toContain(subject);
  }
}
