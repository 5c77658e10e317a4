/**
 * What must hold in every story, whatever went wrong in it. The oracle knows the contract and the emulator's truth, and
 * shares no code with the product.
 */
import { readActionFile } from '../../runner/action-file.ts';
import { readResults, type Row } from '../../runner/report.ts';
import type { Evidence, RunEvidence } from '../evidence.ts';
import { HOME } from '../story/names.ts';
import { leaks } from './bytes.ts';
import { contradictions } from './conclusion.ts';
import { misconduct } from './requests.ts';
import { untruths } from './truths.ts';

const DECLARED = (await readActionFile()).outputs.map(({ name }) => name).toSorted();

/** The violated invariants, each in a sentence; none for a story that was told truly. */
export function violations(evidence: Evidence): readonly string[] {
  return evidence.runs.flatMap((run, index) =>
    violationsOf(evidence, run).map((violation) => `run ${index + 1}: ${violation}`),
  );
}

function violationsOf(evidence: Evidence, run: RunEvidence): readonly string[] {
  const names = Object.keys(run.outputs).toSorted();
  if (names.join() !== DECLARED.join()) return [`the outputs set are ${names.join()}`];
  const rows = readResults(run.outputs['results'] ?? '');
  return [
    ...everyItemOnce(run, rows),
    ...untruths(evidence, run, rows),
    ...contradictions(run, rows),
    ...overtime(run),
    ...misconduct(evidence, run, rows),
    ...leaks(run, rows),
  ];
}

function everyItemOnce({ inputs }: RunEvidence, rows: readonly Row[]): string[] {
  const split = (name: string): string[] => (inputs[name] ?? '').split(/[,\n]/);
  const isPromote = inputs['operation'] === 'promote';
  const stages = isPromote && inputs['modelarts'] !== 'skip' ? 2 : 1;
  const hss = isPromote && inputs['hss'] === 'true' ? ['private_image'] : [];
  const expected =
    isPromote || inputs['operation'] === 'sync-tags'
      ? split('target-regions').flatMap((region) =>
          [...Array.from({ length: stages }, () => split('tags')).flat(), ...hss].map((item) => `${region} ${item}`),
        )
      : inputs['operation'] === 'sync-hss'
        ? [`${HOME} private_image`]
        : split('image-ids').map((id) => `${HOME} ${id}`);
  const found = rows.map(({ region, subject }) => `${region} ${subject}`);
  return found.toSorted().join() === expected.toSorted().join() ? [] : [`the items are ${found.join('; ')}`];
}

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(duration: string | undefined): number {
  const [, count = '0', unit = ''] = /^(\d+)([smh]?)$/.exec(duration ?? '') ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

function overtime({ inputs, begunAt, endedAt, stoppedAt, slackMs }: RunEvidence): string[] {
  const limit = milliseconds(inputs['timeout']) + milliseconds(inputs['request-timeout']) + slackMs;
  const took = endedAt - begunAt;
  if (took > limit) return [`it took ${took} ms of ${limit}`];
  const late = endedAt - (stoppedAt ?? endedAt);
  return late > 1000 + slackMs ? [`it went on for ${late} ms after it was stopped`] : [];
}
