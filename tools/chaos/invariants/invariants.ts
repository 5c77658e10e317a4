/**
 * The invariants: what must hold in every scenario, whatever fails in it. They are checked against the documented
 * contract and the emulator's state, and share no code with src/.
 */
import { readActionFile } from '../../runner/action-file.ts';
import { readResults, type Row } from '../../runner/report.ts';
import type { Recording, RecordedRun } from '../recording.ts';
import { HOME } from '../scenario/names.ts';
import { textViolations } from './written-text.ts';
import { conclusionViolations } from './conclusion.ts';
import { intentOf } from './intent.ts';
import { requestViolations } from './requests.ts';
import { tagViolations } from './tags.ts';
import { verdictViolations } from './verdicts.ts';

const DECLARED = (await readActionFile()).outputs.map(({ name }) => name).toSorted();

/** The violated invariants, each as a sentence that names the run; empty where all hold. */
export function findViolations(recording: Recording): readonly string[] {
  return recording.runs.flatMap((run, index) =>
    violationsOf(recording, run).map((violation) => `run ${index + 1}: ${violation}`),
  );
}

function violationsOf(recording: Recording, run: RecordedRun): readonly string[] {
  const names = Object.keys(run.outputs).toSorted();
  if (names.join() !== DECLARED.join()) return [`the outputs are ${names.join()}`];
  const rows = readResults(run.outputs['results'] ?? '');
  return [
    ...itemViolations(run, rows),
    ...verdictViolations(recording, run, rows),
    ...conclusionViolations(run, rows),
    ...durationViolations(run),
    ...requestViolations(recording, run, rows),
    ...tagViolations(recording, run),
    ...textViolations(run, rows),
  ];
}

/** Every item has exactly one row. */
function itemViolations(run: RecordedRun, rows: readonly Row[]): string[] {
  const { inputs } = run;
  const intent = intentOf(run);
  const ids = (inputs['image-ids'] ?? '').split('\n').map((id) => `${HOME} ${id}`);
  const expected =
    intent?.wanted.flatMap(({ operation, region, tag }) =>
      Array.from({ length: operation === 'sync-tags' ? 1 + intent.stages : 1 }, () => `${region} ${tag}`),
    ) ?? (inputs['operation'] === 'sync-hss' ? [`${HOME} private_image`] : ids);
  const found = rows.map(({ region, subject }) => `${region} ${subject}`);
  return found.toSorted().join() === expected.toSorted().join()
    ? []
    : [`the items are ${found.join('; ')} instead of ${expected.join('; ')}: ${run.stdout}`];
}

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(duration: string | undefined): number {
  const [, count = '0', unit = ''] = /^(\d+)([smh]?)$/.exec(duration ?? '') ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

/** A run ends within `timeout` plus one `request-timeout`, and within a second of being stopped. */
function durationViolations({ inputs, begunAt, endedAt, stoppedAt, slackMs }: RecordedRun): string[] {
  const limit = milliseconds(inputs['timeout']) + milliseconds(inputs['request-timeout']) + slackMs;
  const took = endedAt - begunAt;
  if (took > limit) return [`it took ${took} ms; the limit is ${limit} ms`];
  const late = endedAt - (stoppedAt ?? endedAt);
  return late > 1000 + slackMs ? [`it ran for ${late} ms after it was stopped`] : [];
}
