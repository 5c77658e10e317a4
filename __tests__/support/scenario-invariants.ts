/** What must hold of every run, whatever its inputs and faults. */
import { expect } from '@jest/globals';
import type { StateSnapshot } from '../../emulator/state/snapshot.ts';
import type { Transcript } from '../../tools/runner/run-action.ts';
import { rowsOf, tagsOf } from './scenario-facts.ts';

const GOOD = new Set('copied overwritten unchanged active synchronized deleted absent accepted planned'.split(' '));

/** The commands that the action writes. Any other one comes from a quoted text. */
const OWN = new Set(['add-mask', 'group', 'endgroup', 'warning', 'error']);

/** Fails the test when the run contradicts itself, has a forged command, or shows one of the secrets. */
export function checkRun(run: Transcript, secrets: readonly string[]): void {
  const { outputs, report, commands } = run;
  const rows = rowsOf(run);

  expect(run.stderr).toBe('');
  // Node removes its handlers right before it exits. A further signal then ends it, when everything has been written.
  expect([null, ...run.signals.slice(1)]).toContain(run.killedBy);
  const exitCode = run.killedBy === null ? run.exitCode : 1;
  expect([0, 1]).toContain(exitCode);
  expect(['succeeded', 'partial', 'failed', 'cancelled']).toContain(outputs['status']);

  // The rows agree with the status, and a run without results has not succeeded.
  for (const row of report.results) {
    const isGood = GOOD.has(row.verdict);
    expect([row, row.ok, row.proved]).toEqual([row, isGood, isGood && !/^(accepted|planned)$/.test(row.verdict)]);
  }
  const isSuccess = report.results.length > 0 && report.results.every(({ ok }) => ok);
  expect([outputs['status'] === 'succeeded', outputs['failure-kind'] === '']).toEqual([isSuccess, isSuccess]);
  if (isSuccess && run.killedBy === null) expect(exitCode).toBe(0);
  if (run.killedBy === null) expect(run.errors.length > 0).toBe(exitCode === 1);
  expect(run.errors.length).toBeLessThanOrEqual(8);
  for (const { name, data, properties } of run.commands.filter((found) => /^(error|warning)$/.test(found.name))) {
    expect([name, data.length < 300, properties]).toEqual([name, true, expect.stringMatching(/^title=./)]);
  }

  // Outputs and report agree. When not all rows fit into the output, the failed ones come first.
  const all = report.results;
  const shownFirst = rows.length === all.length ? all : [...all.filter(({ ok }) => !ok), ...all.filter(({ ok }) => ok)];
  expect(rows).toEqual(shownFirst.slice(0, rows.length));
  for (const [name, text] of Object.entries(outputs))
    expect([name, Buffer.byteLength(text) <= 100_000]).toEqual([name, true]);
  expect([report.status, report.failureKind]).toEqual([outputs['status'], outputs['failure-kind']]);
  const lists = {
    'succeeded-tags': report.succeededTags,
    'failed-tags': report.failedTags,
    'ready-regions': report.readyRegions,
    references: report.references,
    images: report.images,
  };
  for (const [name, whole] of Object.entries(lists)) {
    const written: unknown = JSON.parse(outputs[name] ?? '');
    // Where an output is cut, the log says how many entries are left out of how many.
    const [, left = '0', of = ''] =
      new RegExp(`Left out of the outputs.*\\b${name} \\((\\d+) of (\\d+)\\)`).exec(run.stdout) ?? [];
    const [inOutput, inReport] = [entriesOf(written), entriesOf(whole)];
    if (left !== '0') expect([name, inReport.length]).toEqual([name, Number(of)]);
    expect([name, inOutput.length]).toEqual([name, inReport.length - Number(left)]);
    const shown = new Set(inOutput);
    expect([name, inOutput]).toEqual([name, inReport.filter((entry) => shown.has(entry))]);
  }

  expect(commands.filter(({ name, grammar }) => !OWN.has(name) || grammar !== 'colons')).toEqual([]);
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

/** The entries of a list, or of each object in an object, as JSON. */
function entriesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(entry));
  return Object.entries(Object(value)).flatMap(([key, inner]) =>
    Object.entries(Object(inner)).map((entry) => JSON.stringify([key, ...entry])),
  );
}

/** Fails the test when a verdict contradicts the emulator's state. `given` is the `with:` of the step. */
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
