import { GITHUB, parseAddress } from './address.ts';
import { answer, badUrl } from './answer.ts';
import type { IncomingRequest } from './call.ts';
import { answerControl, type EmulatorControl } from './control.ts';
import { DIGEST_PATTERN, digestOf, sha256 } from './digest.ts';
import { applyFault, keepsEffect, tooManyRequests } from './fault.ts';
import type { ApiRequest, Reply } from './message.ts';
import { validationError } from './reader.ts';
import { describeRequest, type LogEntry } from './request-log.ts';
import { createRateLimiter, startScript } from './script.ts';
import { createCloud, type Seed } from './seed.ts';
import type { Cloud } from './state/cloud.ts';
import { writeTag } from './state/repositories.ts';
import { takeSnapshot } from './state/snapshot.ts';
import { settleJobs } from './state/sync-jobs.ts';

/** A small Huawei Cloud in memory. */
export interface Emulator extends EmulatorControl {
  /**
   * Answers one request, synchronously. `wireFault` and `delayMs` of the reply are for the caller to carry out.
   *
   * @param inFlight how many requests are in flight, this one included; for the request log
   */
  handle(request: ApiRequest, inFlight?: number): Reply;
}

/** How an emulator is created. */
export interface EmulatorOptions {
  readonly seed: Seed;
  /** The clock, in epoch milliseconds, from which all times are read. */
  readonly now?: () => number;
}

/** Creates the cloud that the seed describes. Throws an Error whose message names the path of a wrong value in the seed. */
export function createEmulator({ seed, now = Date.now }: EmulatorOptions): Emulator {
  let cloud = createCloud(seed, now());
  let script = startScript({});
  let log: LogEntry[] = [];
  let requestCount = 0;
  const limitRate = createRateLimiter();

  const serverNow = (): number => now() + (script.settings.clockSkewSeconds ?? cloud.clockSkewSeconds) * 1000;

  const answerWithFaults = (incoming: IncomingRequest): { readonly reply: Reply; readonly fault: string | null } => {
    const next = script.nextFault(incoming.request, incoming.address);
    if (next !== undefined) {
      const { fault, takesEffect } = next;
      // A fault may need the regular reply (to cut it) although the request must not take effect: then a copy of the cloud answers.
      const answering: Cloud = takesEffect || keepsEffect(fault) ? cloud : structuredClone(cloud);
      const regular = answer({ ...incoming, cloud: answering });
      const errorShape = cloud.regions.get(incoming.address.region)?.swr.errorShape ?? 'errors';
      return { reply: applyFault(fault, regular, { ...incoming, errorShape }), fault: fault.kind };
    }
    const limits = script.settings.rateLimits ?? cloud.rateLimits;
    const limit = limitRate(limits, incoming.address.service, now());
    if (limit !== undefined) return { reply: tooManyRequests(incoming.requestId, limit), fault: 'rate-limit' };
    return { reply: answer(incoming), fault: null };
  };

  const emulator: Emulator = {
    handle: (request, inFlight = 1) => {
      const address = parseAddress(request.url);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      if (address?.service === '_') return answerControl(emulator, request);
      requestCount += 1;
      const requestId = sha256(`request ${requestCount}`).slice(0, 32);
      // The clock of GitHub has no skew.
      const instant = address?.service === GITHUB ? now() : serverNow();
      const entry = { n: requestCount, at: now(), ...describeRequest(request, address, cloud) };
      const { reply, fault } =
        address === undefined
          ? { reply: badUrl(requestId), fault: null }
          : answerWithFaults({ request, headers, address, cloud, now: instant, requestId });
      const hasStatus = reply.wireFault?.kind !== 'reset' && reply.wireFault?.kind !== 'silence';
      log.push({ ...entry, status: hasStatus ? reply.status : 0, fault, inFlight });
      // IAM has a header of its own for the request id, which the SDKs read there.
      const trace = address?.service === 'iam' ? { 'x-iam-trace-id': requestId } : {};
      const common = { date: new Date(instant).toUTCString(), 'x-request-id': requestId, ...trace };
      return { ...reply, headers: { ...common, ...reply.headers } };
    },
    state: () => takeSnapshot(cloud, serverNow()),
    load: (next) => {
      cloud = createCloud(next, now());
    },
    requests: () => [...log],
    clearRequests: () => {
      log = [];
    },
    setScript: (next) => {
      script = startScript(next);
    },
    script: () => script.report(),
    push: ({ region, organization, repository, tag, digest: given }) => {
      const at = serverNow();
      const digest = given ?? digestOf(`${region}/${organization}/${repository}:${tag} at ${at}`);
      if (!DIGEST_PATTERN.test(digest)) throw validationError('push.digest', 'a digest', given);
      settleJobs(cloud, at);
      const ref = { namespace: organization, repository, tag };
      if (!writeTag(cloud.regions.get(region)?.organizations, ref, digest, at)) {
        throw validationError('push', 'into an existing region and organization', { region, organization });
      }
      return digest;
    },
  };
  return emulator;
}
