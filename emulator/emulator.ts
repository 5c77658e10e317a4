import { addressOf } from './address.ts';
import { answer, badAddress, isControl } from './answer.ts';
import type { Attempt } from './authentication.ts';
import type { Cloud } from './cloud.ts';
import { writeTag } from './swr/write-tag.ts';
import { control } from './control.ts';
import { DIGEST_PATTERN, digestOf, sha256 } from './digest.ts';
import { dumpState, type StateDump } from './dump.ts';
import { faultyReply, isSlowness, tooMany } from './fault.ts';
import type { ApiRequest, Reply } from './message.ts';
import { complaint } from './reader.ts';
import { askedFor, type LogEntry } from './request-log.ts';
import { playbookOf, rateMeter, type Script, type ScriptReport } from './script.ts';
import { cloudOf, type Seed } from './seed.ts';

/** A tag to push. */
export interface Push {
  readonly region: string;
  readonly organization: string;
  readonly repository: string;
  readonly tag: string;
  /** Made from the other fields and the time if not given. */
  readonly digest?: string;
}

/** A small Huawei Cloud in memory. */
export interface Emulator {
  /** Answers one request; synchronous. A fault comes as data (`play`, `delayMs`) for the caller to act out. */
  handle(request: ApiRequest, inFlight?: number): Reply;
  state(): StateDump;
  /** Replaces the cloud; the script and the request log stay. */
  load(seed: Seed): void;
  requests(): readonly LogEntry[];
  clearRequests(): void;
  setScript(script: Script): void;
  script(): ScriptReport;
  /** Somebody pushes an image at this moment; gives its digest. The organization must exist. */
  push(push: Push): string;
}

/** What an emulator is made of. Time is read from `now` (epoch milliseconds) at every look, and from nowhere else. */
export interface EmulatorOptions {
  readonly seed: Seed;
  readonly now?: () => number;
}

/** Makes the cloud that the seed describes. Throws an Error whose text names the place of a mistake in the seed. */
export function createEmulator({ seed, now = Date.now }: EmulatorOptions): Emulator {
  let cloud = cloudOf(seed, now());
  let playbook = playbookOf({});
  let log: LogEntry[] = [];
  let served = 0;
  const meter = rateMeter();

  const serverNow = (): number => now() + (playbook.settings.clockSkewSeconds ?? cloud.clockSkewSeconds) * 1000;

  const reply = (request: ApiRequest, attempt: Attempt): { readonly reply: Reply; readonly fault: string | null } => {
    const planned = playbook.plan(request, attempt.address);
    if (planned !== undefined) {
      const { fault, takesEffect } = planned;
      // The true reply may be needed (to cut it) even where nothing may change: then a copy of the cloud takes the effect.
      const acting: Cloud = takesEffect || isSlowness(fault) ? cloud : structuredClone(cloud);
      const truth = answer({ ...attempt, cloud: acting });
      const shape = cloud.regions.get(attempt.address.region)?.swr.errorShape ?? 'errors';
      return { reply: faultyReply(fault, truth, { ...attempt, shape }), fault: fault.kind };
    }
    const limits = playbook.settings.rateLimits ?? cloud.rateLimits;
    const limit = meter(limits, attempt.address.service, now());
    if (limit !== undefined) return { reply: tooMany(attempt.requestId, limit), fault: 'rate-limit' };
    return { reply: answer(attempt), fault: null };
  };

  const emulator: Emulator = {
    handle: (request, inFlight = 1) => {
      const address = addressOf(request.url);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      if (address !== undefined && isControl(address)) return control(emulator, request);
      served += 1;
      const requestId = sha256(`request ${served}`).slice(0, 32);
      // GitHub's clock is right, whatever the cloud's shows.
      const instant = address?.service === 'github' ? now() : serverNow();
      const entry = { n: served, at: now(), ...askedFor(request, address, cloud) };
      const outcome =
        address === undefined
          ? { reply: badAddress(requestId), fault: null }
          : reply(request, { request, headers, address, cloud, now: instant, requestId });
      const mute = outcome.reply.play?.kind === 'reset' || outcome.reply.play?.kind === 'silence';
      log.push({ ...entry, status: mute ? 0 : outcome.reply.status, fault: outcome.fault, inFlight });
      // IAM names its replies in a header of its own, which is the one that the SDKs read there.
      const trace = address?.service === 'iam' ? { 'x-iam-trace-id': requestId } : {};
      const named = { date: new Date(instant).toUTCString(), 'x-request-id': requestId, ...trace };
      const stamped = { ...named, ...outcome.reply.headers };
      return { ...outcome.reply, headers: stamped };
    },
    state: () => dumpState(cloud, serverNow()),
    load: (next) => {
      cloud = cloudOf(next, now());
    },
    requests: () => [...log],
    clearRequests: () => {
      log = [];
    },
    setScript: (script) => {
      playbook = playbookOf(script);
    },
    script: () => playbook.report(),
    push: ({ region, organization, repository, tag, digest }) => {
      const at = serverNow();
      const bytes = digest ?? digestOf(`${region}/${organization}/${repository}:${tag} at ${at}`);
      if (!DIGEST_PATTERN.test(bytes)) throw complaint('push.digest', 'a digest', digest);
      dumpState(cloud, at);
      const place = { namespace: organization, repository, tag };
      if (!writeTag(cloud.regions.get(region), place, bytes, at)) {
        throw complaint('push', 'into an existing region and organization', { region, organization });
      }
      return bytes;
    },
  };
  return emulator;
}
