/** The rules for requests: what may be sent, how often, and when no more. */
import * as v from 'valibot';
import type { LogEntry } from '../../../emulator/request-log.ts';
import type { Row } from '../../runner/report.ts';
import type { Recording, RecordedRun } from '../recording.ts';
import { HOME } from '../scenario/names.ts';
import { tagsOf } from '../cloud-state.ts';
import { LATENCY_MS } from '../emulated-transport.ts';
import { intentOf } from './intent.ts';
import { isDisturbed } from './verdicts.ts';

/** Requests that break a rule. */
export function requestViolations(recording: Recording, run: RecordedRun, rows: readonly Row[]): string[] {
  const { requests, inputs, stoppedAt } = run;
  const found: string[] = [];
  const limit = Number(inputs['concurrency']);
  if (requests.some(({ inFlight }) => inFlight > limit)) found.push('too many requests in flight');
  if (stoppedAt !== undefined && requests.some(({ method, at }) => method !== 'GET' && at > stoppedAt))
    found.push('a changing request was sent after the stop');
  return [
    ...found,
    ...credentialViolations(recording, run),
    ...repeatedRequests(run),
    ...copyViolations(recording, run, rows),
    ...registrationViolations(run, rows),
  ];
}

/** Five refusals lock a credential. */
const MAX_REFUSALS = 4;

/** After a refusal of a credential has arrived, nothing is sent with that credential. */
function credentialViolations({ scenario }: Recording, { requests, readLateMs }: RecordedRun): string[] {
  const found: string[] = [];
  // In real time a busy process may read a reply late, and hosts that have not answered hold up nobody meanwhile.
  const arrivalMs = LATENCY_MS + readLateMs;
  // With a wrong clock there is one more: the first refusal corrects the clock, and the request is sent once again.
  const allowed = Math.abs(scenario.seed.clockSkewSeconds ?? 0) > 900 ? 2 : 1;
  for (const credential of new Set(requests.map((sent) => sent.credential))) {
    const own = requests.filter((sent) => sent.credential === credential);
    const refused = own.filter(({ status, fault }) => status === 401 && fault === null);
    let rounds = 0;
    let knownAt = -Infinity;
    for (const { at } of refused) {
      // A request sent at the moment the refusal arrives cannot know of it.
      if (at <= knownAt) continue;
      rounds += 1;
      knownAt = at + arrivalMs;
    }
    // Keys that expire while several lists are under way are of no use any more, locked or not.
    const hasExpired = own.some(({ status, at }) => status >= 200 && status < 300 && at < (refused[0]?.at ?? 0));
    if (refused.length > MAX_REFUSALS && !hasExpired)
      found.push(`${credential} was refused by ${refused.length} requests`);
    if (rounds > allowed) found.push(`${credential} was refused ${rounds} times`);
    const last = refused.at(-1);
    if (rounds === allowed && last !== undefined && own.some(({ at }) => at > last.at + arrivalMs))
      found.push(`${credential} was used after its refusal`);
  }
  return found;
}

/** True for replies which state that the request was not accepted. */
function wasNotAccepted({ status, fault }: LogEntry): boolean {
  // A route that the region does not have is asked for twice.
  const isMissingRoute = fault === null && (status === 404 || status === 410);
  return status === 401 || isMissingRoute || fault === 'throttle' || fault === 'rate-limit';
}

/** A changing request is sent again only after a reply which states that it was not accepted. */
function repeatedRequests(run: RecordedRun): string[] {
  const found: string[] = [];
  const isPromotion = intentOf(run)?.performs === 'promote';
  const latest = new Map<string, LogEntry>();
  for (const post of run.requests.filter(({ method, service }) => method === 'POST' && service !== 'iam')) {
    // `promote` refreshes an image a second time when the first refresh did not correct it.
    if (isPromotion && post.path.endsWith('/sync')) continue;
    const key = `${post.service} ${post.region} ${post.path} ${JSON.stringify(post.body)}`;
    const earlier = latest.get(key);
    if (earlier !== undefined && !wasNotAccepted(earlier)) found.push(`sent twice: ${key}`);
    latest.set(key, post);
  }
  return found;
}

const Registration = v.looseObject({ swr_path: v.string() });

/** A tag is registered in ModelArts only after its copy was verified. */
function registrationViolations({ requests }: RecordedRun, rows: readonly Row[]): string[] {
  const copied = new Set(
    rows.flatMap(({ operation, region, subject, ok }) =>
      operation === 'sync-tags' && ok ? `${region} ${subject}` : [],
    ),
  );
  return requests
    .filter(({ service, method, path }) => service === 'modelarts' && method === 'POST' && path.endsWith('/images'))
    .map(({ region, body }) => `${region} ${v.parse(Registration, body).swr_path.split(':').at(-1)}`)
    .flatMap((pair) => (copied.has(pair) ? [] : `${pair} was registered, but not copied`));
}

const Sync = v.looseObject({ imageTag: v.array(v.string()), remoteRegionId: v.string(), override: v.boolean() });

/** Verdicts of copies that were not requested. */
const NOT_SENT = new Set(['unchanged', 'missing', 'planned', 'kept']);

/** `REGION TAG` of every copy that the requests ask for. */
function copiedBy(requests: readonly LogEntry[]): ReadonlySet<string> {
  return new Set(
    requests
      .map(({ body }) => v.parse(Sync, body))
      .flatMap(({ imageTag, remoteRegionId }) => imageTag.map((tag) => `${remoteRegionId} ${tag}`)),
  );
}

/** Only copies that are needed and allowed are submitted, and none that an earlier job is still making. */
function copyViolations(recording: Recording, run: RecordedRun, rows: readonly Row[]): string[] {
  const { requests, resubmitted } = run;
  const found: string[] = [];
  const copies = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/sync_images'));
  const sent = copiedBy(copies);
  // What was not accepted may find the tag equal when it is looked at again: somebody else has copied it meanwhile.
  const accepted = copiedBy(copies.filter((copy) => !wasNotAccepted(copy)));
  for (const { operation, verdict, region, subject } of rows) {
    const submitted = verdict === 'unchanged' ? accepted : sent;
    if (operation === 'sync-tags' && NOT_SENT.has(verdict) && submitted.has(`${region} ${subject}`))
      found.push(`${region} ${subject} was submitted, and is ${verdict}`);
  }
  if (run.inputs['wait'] === 'false') return found;
  // Tags that are equal, and tags that may not be replaced, are never submitted.
  for (const pair of isDisturbed(recording, run) ? [] : sent) {
    const [region = '', tag = ''] = pair.split(' ');
    const wanted = intentOf(run)?.wanted.find((each) => each.region === region && each.tag === tag);
    const [source, target] = [tagsOf(run.before, HOME)[wanted?.source ?? tag], tagsOf(run.before, region)[tag]];
    const mayBeSent =
      source !== undefined && (target === undefined || (target !== source && wanted?.policy !== 'refuse'));
    if (!mayBeSent) found.push(`${pair} was submitted, with ${source} in the source and ${target} in the target`);
  }
  // A job from before the run that still copies the tag is followed, if the job list shows it and no override is wanted.
  const isListReadable = requests.every(({ path, fault }) => !path.endsWith('/sync_job') || fault === null);
  const isHidden = recording.scenario.seed.regions[HOME]?.hideSyncJobs === true;
  if (isListReadable && !isHidden && intentOf(run)?.wanted.every(({ policy }) => policy === 'refuse') === true)
    found.push(...resubmitted.map((pair) => `${pair} was submitted again`));
  return found;
}
