/**
 * The invariants of tags: none shows a digest that was not asked for, none is replaced unless that was allowed and what it
 * had is kept where that was wanted, and what reads alone changes nothing.
 */
import * as semver from 'semver';
import * as v from 'valibot';
import { readResults } from '../../runner/report.ts';
import { tagsOf } from '../cloud-state.ts';
import type { RecordedRequest, RecordedRun, Recording } from '../recording.ts';
import { HOME, TARGETS } from '../scenario/names.ts';
import { type Intent, intentOf, type Wanted } from './intent.ts';
import { isDisturbed } from './verdicts.ts';

type Tags = Readonly<Record<string, string>>;

/** The name of a backup, and the tag that it is for. */
const BACKUP = /^backup-([0-9a-f]{16})-(.*)$/;

/** Changes and requests that the inputs do not ask for. */
export function tagViolations(recording: Recording, run: RecordedRun): readonly string[] {
  const intent = intentOf(run);
  if (intent === undefined) return [];
  if (intent.isReadOnly) {
    const sent = run.requests.filter(({ method, service }) => method !== 'GET' && service !== 'iam');
    return sent.map(({ method, path }) => `${method} ${path} was sent, although it must only read`);
  }
  return [
    ...[HOME, ...TARGETS].flatMap((region) => changesIn(region, { recording, run, intent })),
    ...run.requests.flatMap((request) => requestViolations(request, { recording, run, intent })),
  ];
}

interface Facts {
  readonly recording: Recording;
  readonly run: RecordedRun;
  readonly intent: Intent;
}

function changesIn(region: string, facts: Facts): readonly string[] {
  const { recording, run } = facts;
  const [before, after] = [tagsOf(run.before, region), tagsOf(run.after, region)];
  const unknown = new Set([
    ...recording.scenario.pushes.filter((push) => push.region === region).map(({ tag }) => tag),
    ...unprovedCopies(recording, run).flatMap((pair) => (pair.region === region ? pair.tag : [])),
  ]);
  return Object.entries(after).flatMap(([tag, digest]) => {
    if (digest === before[tag] || unknown.has(tag)) return [];
    const fault = faultOf({ region, tag, from: before[tag], to: digest }, facts);
    return fault === undefined ? [] : [`${tag} in ${region} shows ${digest} instead of ${before[tag]}, ${fault}`];
  });
}

/** Copies that earlier and parallel runs requested and did not see: they may arrive at any moment. */
function unprovedCopies({ runs }: Recording, run: RecordedRun): readonly Pick<Wanted, 'region' | 'tag'>[] {
  return runs
    .filter((other) => other !== run && other.begunAt <= run.endedAt)
    .flatMap((other) => readResults(other.outputs['results'] ?? '[]'))
    .filter(({ operation, verdict }) => operation === 'sync-tags' && !/^(copied|overwritten|unchanged)$/.test(verdict))
    .map(({ region, subject }) => ({ region, tag: subject }));
}

interface Change {
  readonly region: string;
  readonly tag: string;
  readonly from: string | undefined;
  readonly to: string;
}

/** What is wrong with a change; undefined for nothing. */
function faultOf({ region, tag, from, to }: Change, { recording, run, intent }: Facts): string | undefined {
  const [, digits = '', kept] = BACKUP.exec(tag) ?? [];
  const wanted = intent.wanted.find((each) => each.region === region && each.tag === tag);
  if (wanted === undefined && kept !== undefined) {
    const own = intent.wanted.find((each) => each.region === region && each.tag.slice(0, 100) === kept);
    if (own?.backup !== true) return 'a backup that nobody wanted';
    if (from !== undefined) return 'a backup that was replaced';
    if (!to.startsWith(`sha256:${digits}`) || !recording.states.has(`${region} ${own.tag} ${to}`))
      return 'a backup of what the tag never showed';
    return undefined;
  }
  if (wanted === undefined) return 'which nobody asked for';
  if (from !== undefined && wanted.policy === 'refuse') return 'which may not be replaced';
  if (from !== undefined && wanted.policy === 'forward' && !isDisturbed(recording, run)) {
    const next = [...tagsWith(to, run.before, HOME), ...tagsWith(to, run.after, HOME), ...givenTo(to, intent, run)];
    // What the target had may get further names in this run, before or after the tag is decided.
    const present = tagsWith(from, run.before, region);
    const later = [...present, ...tagsWith(from, run.after, region)];
    if (!isNewer(tag, next, present) && !isNewer(tag, next, later)) return 'which is not newer';
  }
  const isAsked =
    wanted.digest === undefined ? recording.states.has(`${HOME} ${wanted.source} ${to}`) : wanted.digest === to;
  return isAsked || mayGoWrong(recording, wanted) ? undefined : 'which is not what was asked for';
}

/** Whether the cloud may write something else than it was asked to: a corrupt copy, or a source that moved meanwhile. */
function mayGoWrong({ scenario }: Recording, { source, tag }: Wanted): boolean {
  const isCorrupted = scenario.seed.regions[HOME]?.syncOutcomes?.some(({ outcome }) => outcome === 'wrong-digest');
  const isMoved = scenario.pushes.some((push) => push.region === HOME && [source, tag].includes(push.tag));
  return isCorrupted === true || isMoved;
}

/** The tags that have the digest in a region. */
function tagsWith(digest: string, state: RecordedRun['before'], region: string): readonly string[] {
  return Object.entries(tagsOf(state, region)).flatMap(([tag, has]) => (has === digest ? tag : []));
}

/** The names that the run was to give to the digest. */
function givenTo(digest: string, { wanted }: Intent, run: RecordedRun): readonly string[] {
  const source: Tags = tagsOf(run.before, HOME);
  return wanted.filter((each) => source[each.source] === digest).map(({ tag }) => tag);
}

function isNewer(name: string, next: readonly string[], present: readonly string[]): boolean {
  const [newest, current] = [highest(name, next), highest(name, present)];
  return newest !== undefined && current !== undefined && semver.gt(newest, current);
}

function highest(name: string, tags: readonly string[]): string | undefined {
  const own = name === 'v1' ? tags.filter((tag) => /^v1\.\d/.test(tag)) : tags;
  return own.filter((tag) => semver.valid(tag) !== null).toSorted(semver.rcompare)[0];
}

const Given = v.looseObject({ source_tag: v.string(), destination_tag: v.string(), override: v.boolean() });
const Copied = v.looseObject({ imageTag: v.array(v.string()), remoteRegionId: v.string(), override: v.boolean() });

/** What is wrong with a request that gives or copies tags. */
function requestViolations(request: RecordedRequest, facts: Facts): readonly string[] {
  const { shown, body, path, region } = request;
  if (shown === undefined) return [];
  // One that was throttled is sent again, and may have had its effect all the same.
  const isSame = (other: RecordedRequest): boolean =>
    other.path === path && other.region === region && JSON.stringify(other.body) === JSON.stringify(body);
  if (facts.run.requests.find(isSame) !== request) return [];
  if (path.endsWith('/tags')) {
    const { source_tag: from, destination_tag: tag, override } = v.parse(Given, body);
    return faultsOfRequest({ region, tag, from, override, shown: shown.target }, facts);
  }
  const { imageTag, remoteRegionId, override } = v.parse(Copied, body);
  return imageTag.flatMap((tag) =>
    faultsOfRequest(
      { region: remoteRegionId, tag, from: tag, override, shown: shown.target, source: shown.source },
      facts,
    ),
  );
}

interface Requested {
  readonly region: string;
  readonly tag: string;
  /** The tag whose image it is to show. */
  readonly from: string;
  readonly override: boolean;
  /** What the region shows before the request. */
  readonly shown: Tags;
  /** What the source shows, for a copy to another region. */
  readonly source?: Tags;
}

function faultsOfRequest(
  { region, tag, from, override, shown, source = shown }: Requested,
  { recording, run, intent }: Facts,
): readonly string[] {
  const name = `a request for ${tag} in ${region}`;
  const wanted = intent.wanted.find((each) => each.region === region && each.tag === tag);
  if (wanted === undefined) {
    const kept = BACKUP.exec(tag)?.[2];
    const own = intent.wanted.find((each) => each.region === region && each.tag === from);
    const isBackup = kept !== undefined && own?.backup === true && own.tag.slice(0, 100) === kept && !override;
    return isBackup ? [] : [`${name}, which nobody asked for`];
  }
  if (run.inputs['wait'] === 'false') return [];
  const found: string[] = [];
  if (override && wanted.policy === 'refuse') found.push(`${name} replaces, which is not allowed`);
  if (isPushed(recording, [region, HOME], [tag, wanted.source]) || isDisturbed(recording, run)) return found;
  const present = shown[tag];
  const digest = source[from];
  if (override && present === undefined) found.push(`${name} may replace what was not there`);
  if (wanted.present !== undefined && wanted.present !== (present ?? 'none'))
    found.push(`${name}, which shows ${present} instead of ${wanted.present}`);
  if (!override && present !== undefined) found.push(`${name}, which shows ${present} already`);
  if (digest === undefined) found.push(`${name}, which the source does not have`);
  if (present === digest) found.push(`${name}, which shows its digest already`);
  if (wanted.digest !== undefined && digest !== wanted.digest)
    found.push(`${name} brings ${digest} instead of ${wanted.digest}`);
  if (
    digest !== undefined &&
    !recording.states.has(`${HOME} ${wanted.source} ${digest}`) &&
    wanted.operation !== 'rollback'
  )
    found.push(`${name} brings other bytes than ${wanted.source}`);
  if (override && wanted.backup && present !== undefined) {
    const kept = shown[`backup-${present.slice(7, 23)}-${tag.slice(0, 100)}`];
    if (kept !== present) found.push(`${name} replaces ${present}, which is not kept`);
  }
  return found;
}

function isPushed({ scenario }: Recording, regions: readonly string[], tags: readonly string[]): boolean {
  return scenario.pushes.some((push) => regions.includes(push.region) && tags.includes(push.tag));
}
