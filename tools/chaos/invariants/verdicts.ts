/** The invariants of verdicts: every successful verdict is true of the emulator's state. */
import { readResults, type Row } from '../../runner/report.ts';
import type { Recording, RecordedRun } from '../recording.ts';
import { HOME, REPOSITORY, TEAM } from '../scenario/names.ts';
import { tagsOf } from '../cloud-state.ts';
import { intentOf } from './intent.ts';

/** Successful verdicts that the recorded states contradict. */
export function verdictViolations(recording: Recording, run: RecordedRun, rows: readonly Row[]): readonly string[] {
  return rows.filter(({ ok }) => ok).flatMap((row) => violationsOfRow(recording, run, row));
}

/**
 * True when another run or a push changed tags meanwhile, or a tag list was answered with a wrong body. Then `unchanged`,
 * `copied` and `overwritten` cannot be distinguished by the states before and after.
 */
export function isDisturbed({ scenario, runs }: Recording, run: RecordedRun): boolean {
  const hasWrongTagList = run.requests.some(
    ({ path, fault }) => path.endsWith('/tags') && (fault === 'status' || fault === 'text'),
  );
  return (
    scenario.pushes.length > 0 || hasWrongTagList || runs.some((other) => other !== run && mayReachInto(other, run))
  );
}

/** Whether copies of one run may arrive during another one. */
function mayReachInto(one: RecordedRun, other: RecordedRun): boolean {
  const isParallel = one.begunAt < other.endedAt && other.begunAt < one.endedAt;
  return isParallel || (one.begunAt < other.begunAt && readResults(one.outputs['results'] ?? '[]').some(isOpen));
}

/** Whether a copy may have been requested and not seen. */
function isOpen({ operation, verdict }: Row): boolean {
  return operation === 'sync-tags' && !/^(copied|overwritten|unchanged|planned|missing|kept|moved)$/.test(verdict);
}

/** True when a tag may have been replaced after it was verified: by a push, or by a copy of another run. */
function mayBeReplaced({ scenario, runs }: Recording, run: RecordedRun): boolean {
  const isCorrupted = Object.values(scenario.seed.regions).some(({ syncOutcomes = [] }) =>
    syncOutcomes.some(({ outcome }) => outcome === 'wrong-digest'),
  );
  const isReached = runs.some((other) => other.endedAt <= run.begunAt && mayReachInto(other, run));
  return scenario.pushes.length > 0 || isReached || (runs.length > 1 && isCorrupted);
}

function violationsOfRow(recording: Recording, run: RecordedRun, row: Row): string[] {
  const { verdict, region, subject, digest, operation } = row;
  const { states } = recording;
  const { inputs, before, after, requests } = run;
  const name = `${operation} ${region} ${subject} ${verdict}`;
  const expect = (condition: boolean, what: string): string[] => (condition ? [] : [`${name}, but ${what}`]);
  switch (verdict) {
    case 'copied':
    case 'overwritten':
    case 'tagged':
    case 'unchanged':
    case 'verified':
    case 'restored':
      // A new name that no target needs is not given.
      if (verdict === 'unchanged' && digest === undefined && operation === 'retag') return [];
      return [
        ...expect(states.has(`${region} ${subject} ${digest}`), `the target never had ${digest}`),
        ...expect(isExpected(recording, run, row), `the source never had ${digest}`),
        ...expect(
          mayBeReplaced(recording, run) || tagsOf(after, region)[subject] === digest,
          `the target has ${tagsOf(after, region)[subject]}`,
        ),
        ...expect(
          isDisturbed(recording, run) ||
            (verdict === 'unchanged' || verdict === 'verified') === (tagsOf(before, region)[subject] === digest),
          'the target had it before, or did not',
        ),
        ...expect(
          isDisturbed(recording, run) ||
            (verdict === 'overwritten' || verdict === 'restored') === (row.previousDigest !== undefined),
          `the previous digest is ${row.previousDigest}`,
        ),
      ];
    case 'kept':
      return expect(
        isDisturbed(recording, run) || tagsOf(after, region)[subject] === tagsOf(before, region)[subject],
        `the target had ${tagsOf(before, region)[subject]} and has ${tagsOf(after, region)[subject]}`,
      );
    case 'active':
      return expect(states.has(`${region} ${subject} ACTIVE`), 'the image was never ACTIVE');
    case 'deleted':
    case 'absent': {
      // With `wait` the image is read as well. If every reply was a fault, the action cannot know better.
      const isAwaited = inputs['wait'] === 'true' && inputs['dry-run'] === 'false';
      const replies = requests.filter(({ method, path }) => path.endsWith(subject) && (method === 'GET' || !isAwaited));
      if (replies.every(({ fault }) => fault !== null)) return [];
      const images = after.regions[region]?.images ?? [];
      return expect(
        images.every(({ id, status }) => id !== subject || status === 'DELETED'),
        'the image exists',
      );
    }
    case 'synchronized': {
      // A tag is proved by the digest that HSS lists, or by a task where that cannot be compared.
      if (states.has(`${region} HSS ${TEAM}/${REPOSITORY}:${subject} ${digest}`)) return [];
      const old = new Set(before.regions[region]?.hssTasks.map(({ id }) => id));
      return [
        ...expect(
          after.regions[region]?.hssTasks.some(({ id, status }) => !old.has(id) && status === 100) === true &&
            (operation !== inputs['operation'] ? digest === undefined : true),
          'HSS did not have the digest, and no task has succeeded',
        ),
        ...expect(
          recording.scenario.seed.regions[region]?.hss?.beginTimes !== 'none',
          'HSS did not say that the task began after the request',
        ),
      ];
    }
    case 'accepted':
      return expect(inputs['wait'] === 'false' || operation === 'sync-hss', 'it should have waited');
    case 'planned':
      return [
        ...expect(inputs['dry-run'] === 'true', 'this was no dry run'),
        ...expect(
          requests.every(({ method, service }) => method === 'GET' || service === 'iam'),
          'a changing request was sent',
        ),
      ];
    default:
      return [`${name}: not a successful verdict`];
  }
}

/** Whether the digest of a row is what the run was asked for. */
function isExpected({ states }: Recording, run: RecordedRun, { operation, region, subject, digest }: Row): boolean {
  const wanted = intentOf(run)?.wanted.find(
    (each) => each.operation === operation && each.region === region && each.tag === subject,
  );
  if (wanted?.digest !== undefined) return wanted.digest === digest;
  return states.has(`${HOME} ${wanted?.source} ${digest}`);
}
