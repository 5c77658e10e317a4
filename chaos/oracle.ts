/**
 * What must hold in every story, whatever went wrong in it. The oracle knows the contract and the emulator's truth, and
 * shares no code with the product.
 */
import * as v from 'valibot';
import type { LogEntry } from '../emulator/request-log.ts';
import { readResults, type Row } from '../local-runner/report.ts';
import { readActionFile } from '../local-runner/action-file.ts';
import type { Evidence } from './play.ts';
import { HOME, KEYS } from './story.ts';

const DECLARED = (await readActionFile()).outputs.map(({ name }) => name).toSorted();
const strings = (json: string | undefined): readonly string[] => v.parse(v.array(v.string()), JSON.parse(json ?? ''));

/** The violated invariants, each in a sentence; none for a story that was told truly. */
export function violations(evidence: Evidence): readonly string[] {
  const { host } = evidence;
  const names = [...host.outputs.keys()].toSorted();
  if (names.join() !== DECLARED.join()) return [`the outputs set are ${names.join()}`];
  const rows = readResults(host.outputs.get('results') ?? '');
  return [
    ...everyItemOnce(evidence, rows),
    ...rows.filter(({ ok }) => ok).flatMap((row) => proof(evidence, row)),
    ...summary(evidence, rows),
    ...time(evidence),
    ...requests(evidence, rows),
    ...secrets(evidence),
  ];
}

function everyItemOnce({ story: { inputs } }: Evidence, rows: readonly Row[]): string[] {
  const split = (name: string): string[] => (inputs[name] ?? '').split(/[,\n]/);
  const expected =
    inputs['operation'] === 'sync-tags'
      ? split('target-regions').flatMap((region) => split('tags').map((tag) => `${region} ${tag}`))
      : inputs['operation'] === 'sync-hss'
        ? [`${HOME} private_image`]
        : split('image-ids').map((id) => `${HOME} ${id}`);
  const found = rows.map(({ region, subject }) => `${region} ${subject}`);
  return found.toSorted().join() === expected.toSorted().join() ? [] : [`the items are ${found.join('; ')}`];
}

/** Tags and digests of the repository that every story is about. */
function tagsOf(state: Evidence['before'], region: string): Readonly<Record<string, string>> {
  return state.regions[region]?.organizations['team']?.['app/api'] ?? {};
}

/** Somebody pushed meanwhile, or the cloud lied about what a repository has: then the bytes count, not the word for them. */
function isDisturbed({ story, requests: log }: Evidence): boolean {
  return story.pushes.length > 0 || log.some(({ path, fault }) => path.endsWith('/tags') && fault === 'status');
}

/** Why an ok verdict may be one. */
function proof(evidence: Evidence, { verdict, region, subject, digest, operation }: Row): string[] {
  const { story, seen, before, after, requests: log } = evidence;
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
          story.pushes.length > 0 || tagsOf(after, region)[subject] === digest,
          `the target has ${tagsOf(after, region)[subject]}`,
        ),
        ...holds(
          isDisturbed(evidence) || (verdict === 'unchanged') === (tagsOf(before, region)[subject] === digest),
          'the target said otherwise before',
        ),
      ];
    case 'active':
      return holds(seen.has(`${region} ${subject} ACTIVE`), 'the image was never ACTIVE');
    case 'deleted':
    case 'absent': {
      // With a wait the image is looked at as well; a cloud that lies in every reply cannot be found out.
      const isAwaited = story.inputs['wait'] === 'true' && story.inputs['dry-run'] === 'false';
      const replies = log.filter(({ method, path }) => path.endsWith(subject) && (method === 'GET' || !isAwaited));
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
      return holds(story.inputs['wait'] === 'false' || operation === 'sync-hss', 'it was to be waited for');
    case 'planned':
      return [
        ...holds(story.inputs['dry-run'] === 'true', 'it was no dry run'),
        ...holds(
          log.every(({ method }) => method === 'GET'),
          'something was changed',
        ),
      ];
    default:
      return [`${name}: no such good verdict`];
  }
}

function summary({ host, exitCode, story }: Evidence, rows: readonly Row[]): string[] {
  const failed = rows.filter(({ ok }) => !ok).length;
  const kind = host.outputs.get('failure-kind') ?? '';
  const status = host.outputs.get('status');
  const isCancelled = rows.some(({ verdict }) => verdict === 'cancelled');
  const expected = isCancelled ? 'cancelled' : failed === 0 ? 'succeeded' : failed < rows.length ? 'partial' : 'failed';
  const failOn = story.inputs['fail-on'];
  const isRed = failOn === 'any' ? failed > 0 : failOn === 'all' && failed === rows.length;
  const found: string[] = [];
  if (status !== expected) found.push(`status is ${status} instead of ${expected}`);
  if ((kind === '') !== (failed === 0)) found.push(`failure-kind is '${kind}' with ${failed} failures`);
  if (kind === 'bug') found.push(`a bug: ${host.log.join('\n')}`);
  // A refused credential makes any step red, also one that is not the first failure.
  if (isRed && exitCode !== 1) found.push(`exit code ${exitCode} with ${failed} failures`);
  if (failed === 0 && exitCode !== 0) found.push(`exit code ${exitCode} without a failure`);
  const ready = [...new Set(rows.map(({ region }) => region))].filter((region) =>
    rows.every((row) => row.region !== region || row.ok),
  );
  if (strings(host.outputs.get('ready-regions')).join() !== ready.join())
    found.push(`ready are ${host.outputs.get('ready-regions')}`);
  return found;
}

const DURATIONS: Readonly<Record<string, number>> = {
  '0': 0,
  '5s': 5000,
  '20s': 20_000,
  '30s': 30_000,
  '2m': 120_000,
  '10m': 600_000,
};

function time({ story: { inputs, stopAtMs }, tookMs, stoppedAt }: Evidence): string[] {
  const limit = (DURATIONS[inputs['timeout'] ?? ''] ?? 0) + (DURATIONS[inputs['request-timeout'] ?? ''] ?? 0);
  // A step that heeds nothing is left behind after a second.
  if (tookMs > limit + 1000) return [`it took ${tookMs} ms of ${limit}`];
  return stoppedAt !== undefined && tookMs > (stopAtMs ?? 0) + 2000
    ? [`it went on for ${tookMs - (stopAtMs ?? 0)} ms after it was stopped`]
    : [];
}

/** Replies that say that the request was not accepted. */
function wasNotAccepted({ status, fault }: LogEntry): boolean {
  return status === 401 || fault === 'throttle' || fault === 'rate-limit';
}

function requests(evidence: Evidence, rows: readonly Row[]): string[] {
  const { requests: log, story, stoppedAt, before } = evidence;
  const found: string[] = [];
  const limit = Number(story.inputs['concurrency']);
  if (log.some(({ inFlight }) => inFlight > limit)) found.push('too many requests in flight');
  // A clock that is off costs one more, and the corrected try is the last.
  const refusals = Math.abs(story.seed.clockSkewSeconds ?? 0) > 900 ? 2 : 1;
  if (log.filter(({ status, fault }) => status === 401 && fault === null).length > refusals)
    found.push('a 401 too many');
  if (stoppedAt !== undefined && log.some(({ method, at }) => method !== 'GET' && at > stoppedAt))
    found.push('something was sent after the stop');

  const posts = log.filter(({ method }) => method === 'POST');
  const latest = new Map<string, LogEntry>();
  for (const post of posts.filter(({ service }) => service !== 'iam')) {
    const key = `${post.service} ${post.region} ${post.path} ${JSON.stringify(post.body)}`;
    const earlier = latest.get(key);
    if (earlier !== undefined && !wasNotAccepted(earlier)) found.push(`sent twice: ${key}`);
    latest.set(key, post);
  }
  const Sync = v.looseObject({ imageTag: v.array(v.string()), remoteRegionId: v.string() });
  const sent = new Set(
    posts
      .filter(({ path }) => path.endsWith('/sync_images'))
      .map(({ body }) => v.parse(Sync, body))
      .flatMap(({ imageTag, remoteRegionId }) => imageTag.map((tag) => `${remoteRegionId} ${tag}`)),
  );
  for (const { verdict, region, subject } of rows) {
    const isBefore = verdict === 'unchanged' || verdict === 'missing';
    if (isBefore && sent.has(`${region} ${subject}`)) found.push(`${region} ${subject} was sent, and is ${verdict}`);
  }
  // What the target has already, and what it has otherwise without leave to replace it, is never sent.
  for (const pair of isDisturbed(evidence) || story.inputs['wait'] === 'false' ? [] : sent) {
    const [region = '', tag = ''] = pair.split(' ');
    const [source, target] = [tagsOf(before, HOME)[tag], tagsOf(before, region)[tag]];
    const mayBeSent =
      source !== undefined && (target === undefined || (target !== source && story.inputs['override'] === 'true'));
    if (!mayBeSent) found.push(`${pair} was sent, with ${source} in the source and ${target} in the target`);
  }
  return found;
}

function secrets({ host }: Evidence): string[] {
  const written = [...host.log, ...host.outputs.values(), ...host.summaries, ...host.reports].join('\n');
  return written.includes(KEYS.secretKey) ? ['the secret key was written'] : [];
}
