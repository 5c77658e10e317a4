/** Nothing is sent that must not be, and nothing twice. */
import * as v from 'valibot';
import type { LogEntry } from '../../../emulator/request-log.ts';
import type { Row } from '../../runner/report.ts';
import type { Evidence, RunEvidence, Sent } from '../evidence.ts';
import { HOME } from '../story/names.ts';
import { tagsOf } from '../truth.ts';
import { LATENCY_MS } from '../wire.ts';
import { isDisturbed } from './truths.ts';

export function misconduct(evidence: Evidence, run: RunEvidence, rows: readonly Row[]): string[] {
  const { requests, inputs, stoppedAt } = run;
  const found: string[] = [];
  const limit = Number(inputs['concurrency']);
  if (requests.some(({ inFlight }) => inFlight > limit)) found.push('too many requests in flight');
  if (stoppedAt !== undefined && requests.some(({ method, at }) => method !== 'GET' && at > stoppedAt))
    found.push('something was sent after the stop');
  return [
    ...found,
    ...stubbornness(evidence, requests),
    ...repetitions(run),
    ...copies(evidence, run, rows),
    ...strays(run, rows),
  ];
}

/** Once a refusal of a credential has arrived, nothing is sent with it any more. */
function stubbornness({ story }: Evidence, requests: readonly Sent[]): string[] {
  const found: string[] = [];
  // A clock that is off costs one more refusal, and the corrected try is the last.
  const allowed = Math.abs(story.seed.clockSkewSeconds ?? 0) > 900 ? 2 : 1;
  for (const credential of new Set(requests.map((sent) => sent.credential))) {
    const own = requests.filter((sent) => sent.credential === credential);
    const refused = own.filter(({ status, fault }) => status === 401 && fault === null);
    let rounds = 0;
    let knownAt = -Infinity;
    for (const { at } of refused) {
      // What is sent at the very moment of its arrival is sent unknowing.
      if (at <= knownAt) continue;
      rounds += 1;
      knownAt = at + LATENCY_MS;
    }
    if (rounds > allowed) found.push(`${credential} was refused ${rounds} times`);
    const last = refused.at(-1);
    if (rounds === allowed && last !== undefined && own.some(({ at }) => at > last.at + LATENCY_MS))
      found.push(`${credential} was used after its refusal`);
  }
  return found;
}

/** Replies that say that the request was not accepted. */
function wasNotAccepted({ status, fault }: LogEntry): boolean {
  return status === 401 || fault === 'throttle' || fault === 'rate-limit';
}

function repetitions({ requests, inputs }: RunEvidence): string[] {
  const found: string[] = [];
  const latest = new Map<string, LogEntry>();
  for (const post of requests.filter(({ method, service }) => method === 'POST' && service !== 'iam')) {
    // A correction corrects the same once more, and what was ACTIVE before it proves nothing.
    if (inputs['operation'] === 'promote' && post.path.endsWith('/sync')) continue;
    const key = `${post.service} ${post.region} ${post.path} ${JSON.stringify(post.body)}`;
    const earlier = latest.get(key);
    if (earlier !== undefined && !wasNotAccepted(earlier)) found.push(`sent twice: ${key}`);
    latest.set(key, post);
  }
  return found;
}

const Registration = v.looseObject({ swr_path: v.string() });

/** Only a tag whose copy is proved goes on to ModelArts. */
function strays({ requests }: RunEvidence, rows: readonly Row[]): string[] {
  const copied = new Set(
    rows.flatMap(({ operation, region, subject, ok }) =>
      operation === 'sync-tags' && ok ? `${region} ${subject}` : [],
    ),
  );
  return requests
    .filter(({ service, method, path }) => service === 'modelarts' && method === 'POST' && path.endsWith('/images'))
    .map(({ region, body }) => `${region} ${v.parse(Registration, body).swr_path.split(':').at(-1)}`)
    .flatMap((pair) => (copied.has(pair) ? [] : `${pair} was registered, and not copied`));
}

const Sync = v.looseObject({ imageTag: v.array(v.string()), remoteRegionId: v.string(), override: v.boolean() });

function copies(evidence: Evidence, run: RunEvidence, rows: readonly Row[]): string[] {
  const { requests, inputs, before, askedAgain } = run;
  const found: string[] = [];
  const sent = new Set(
    requests
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/sync_images'))
      .map(({ body }) => v.parse(Sync, body))
      .flatMap(({ imageTag, remoteRegionId }) => imageTag.map((tag) => `${remoteRegionId} ${tag}`)),
  );
  for (const { operation, verdict, region, subject } of rows) {
    if (operation !== 'sync-tags') continue;
    const isBefore = verdict === 'unchanged' || verdict === 'missing' || verdict === 'planned';
    if (isBefore && sent.has(`${region} ${subject}`)) found.push(`${region} ${subject} was sent, and is ${verdict}`);
  }
  if (inputs['wait'] === 'false') return found;
  // What the target has already, and what it has otherwise without leave to replace it, is never sent.
  for (const pair of isDisturbed(evidence, run) ? [] : sent) {
    const [region = '', tag = ''] = pair.split(' ');
    const [source, target] = [tagsOf(before, HOME)[tag], tagsOf(before, region)[tag]];
    const mayBeSent =
      source !== undefined && (target === undefined || (target !== source && inputs['override'] === 'true'));
    if (!mayBeSent) found.push(`${pair} was sent, with ${source} in the source and ${target} in the target`);
  }
  // A copy of before this run that is still at work is followed, where the cloud tells of it and it will do.
  const isTold = requests.every(({ path, fault }) => !path.endsWith('/sync_job') || fault === null);
  const isHidden = evidence.story.seed.regions[HOME]?.hideSyncJobs === true;
  if (isTold && !isHidden && inputs['override'] === 'false')
    found.push(...askedAgain.map((pair) => `${pair} was asked for again`));
  return found;
}
