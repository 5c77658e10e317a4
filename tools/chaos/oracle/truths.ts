/** No ok verdict without what it says. */
import type { Row } from '../../runner/report.ts';
import type { Evidence, RunEvidence } from '../evidence.ts';
import { HOME } from '../story/names.ts';
import { tagsOf } from '../truth.ts';

export function untruths(evidence: Evidence, run: RunEvidence, rows: readonly Row[]): readonly string[] {
  return rows.filter(({ ok }) => ok).flatMap((row) => untruthsOf(evidence, run, row));
}

/** Others were at work too, or the cloud lied about what a repository has: then the bytes count, not the word for them. */
export function isDisturbed({ story, runs }: Evidence, { requests }: RunEvidence): boolean {
  const isLiedTo = requests.some(({ path, fault }) => path.endsWith('/tags') && fault === 'status');
  return story.pushes.length > 0 || runs.length > 1 || isLiedTo;
}

/** Somebody else may have put other bytes there after they were proved: a push, or what another run has asked for. */
function mayMoveOn({ story, runs }: Evidence): boolean {
  const isCorrupted = Object.values(story.seed.regions).some(({ syncOutcomes = [] }) =>
    syncOutcomes.some(({ outcome }) => outcome === 'wrong-digest'),
  );
  return story.pushes.length > 0 || (runs.length > 1 && isCorrupted);
}

function untruthsOf(evidence: Evidence, run: RunEvidence, row: Row): string[] {
  const { verdict, region, subject, digest, operation } = row;
  const { seen } = evidence;
  const { inputs, before, after, requests } = run;
  const name = `${operation} ${region} ${subject} ${verdict}`;
  const holds = (condition: boolean, what: string): string[] => (condition ? [] : [`${name}, but ${what}`]);
  switch (verdict) {
    case 'copied':
    case 'overwritten':
    case 'unchanged':
      return [
        ...holds(seen.has(`${region} ${subject} ${digest}`), `the target never had ${digest}`),
        ...holds(seen.has(`${HOME} ${subject} ${digest}`), `the source never had ${digest}`),
        ...holds(
          mayMoveOn(evidence) || tagsOf(after, region)[subject] === digest,
          `the target has ${tagsOf(after, region)[subject]}`,
        ),
        ...holds(
          isDisturbed(evidence, run) || (verdict === 'unchanged') === (tagsOf(before, region)[subject] === digest),
          'the target said otherwise before',
        ),
        ...holds(
          isDisturbed(evidence, run) || (verdict === 'overwritten') === (row.previousDigest !== undefined),
          `the digest of before is ${row.previousDigest}`,
        ),
      ];
    case 'active':
      return holds(seen.has(`${region} ${subject} ACTIVE`), 'the image was never ACTIVE');
    case 'deleted':
    case 'absent': {
      // With a wait the image is looked at as well; a cloud that lies in every reply cannot be found out.
      const isAwaited = inputs['wait'] === 'true' && inputs['dry-run'] === 'false';
      const replies = requests.filter(({ method, path }) => path.endsWith(subject) && (method === 'GET' || !isAwaited));
      if (replies.every(({ fault }) => fault !== null)) return [];
      const images = after.regions[region]?.images ?? [];
      return holds(
        images.every(({ id, status }) => id !== subject || status === 'DELETED'),
        'the image is there',
      );
    }
    case 'synchronized': {
      const old = new Set(before.regions[region]?.hssTasks.map(({ id }) => id));
      return holds(
        after.regions[region]?.hssTasks.some(({ id, status }) => !old.has(id) && status === 100) === true,
        'no task has ended',
      );
    }
    case 'accepted':
      return holds(inputs['wait'] === 'false' || operation === 'sync-hss', 'it was to be waited for');
    case 'planned':
      return [
        ...holds(inputs['dry-run'] === 'true', 'it was no dry run'),
        ...holds(
          requests.every(({ method, service }) => method === 'GET' || service === 'iam'),
          'something was changed',
        ),
      ];
    default:
      return [`${name}: no such good verdict`];
  }
}
