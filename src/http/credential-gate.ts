/**
 * Lets the first request of a credential go alone, and the others only after the credential was accepted: services lock a
 * credential after a few refusals (Huawei Cloud an access key for five minutes, after five wrong signatures in a row), for
 * everybody who uses it.
 *
 * A key that was issued a moment ago may be known to one service and not yet to another. While it is new, the first request
 * to each host goes alone, so that the number of refusals is limited for the key and not only for one request.
 *
 * A host that does not answer holds up the others for a moment only: then one of them is asked meanwhile, as long as all
 * that are asked could refuse the credential without locking it.
 */
import { type Clock, sleep, waitAtMost } from '../clock.ts';
import type { Failure } from '../errors.ts';

/** The state of one credential. */
export interface CredentialGate {
  /**
   * Runs `attempt` alone until the credential was accepted, and at once afterwards. Rejects with the failure of
   * {@link refuse} once there is one. An attempt that ends undecided lets the next one try.
   */
  pass<T>(host: string, attempt: () => Promise<T>): Promise<T>;
  /** Throws the failure of {@link refuse}, if there is one by now; for the moment right before a request is sent. */
  check(): void;
  /** Whether a service has accepted the credential before. */
  readonly isAccepted: boolean;
  /** Records that a host accepted the credential. */
  accept(host: string): void;
  /**
   * Records that a host does not know the key: {@link pass} lets none to it before a pause has passed, and then one alone.
   * @returns false when the key is no longer new, was unknown too often, or the pause would end after `until`: then it is
   * not to be sent again.
   */
  recordUnknown(host: string, until: number): boolean;
  /**
   * Records that the credential was refused; every later request fails with `failure`. Where one service refuses what
   * others have accepted (`byService`), nothing is recorded.
   */
  refuse(failure: Failure, byService?: boolean): void;
}

/** What a gate works with. */
export interface GateOptions {
  readonly clock: Clock;
  /** Ends pauses. */
  readonly signal: AbortSignal;
  /** For keys that this run was issued: when, as {@link Clock.now}. */
  readonly issuedAt?: number | undefined;
}

/** For so long a key may be unknown to a service after it was issued. */
const NEW_KEY_MS = 15_000;
/** Five failures lock a key. */
const MAX_UNKNOWN = 4;
/** After this long without a reply, another host is asked as well. */
const SILENT_MS = 3000;

/** A request that goes before the credential was accepted. */
interface Probe {
  readonly host: string;
  readonly sentAt: number;
  readonly ended: Promise<void>;
}

/** A gate for a credential of which nothing is known yet. */
export function createCredentialGate({ clock, signal, issuedAt = -Infinity }: GateOptions): CredentialGate {
  const state: { accepted: boolean; refusal?: Failure } = { accepted: false };
  const probes = new Set<Probe>();
  const acceptedBy = new Set<string>();
  /** Hosts that do not know the key yet. */
  const unknownTo = new Set<string>();
  let unknown = 0;
  let notBefore = -Infinity;
  const newForMs = (): number => Math.max(0, issuedAt + NEW_KEY_MS - clock.now());
  const isOpen = (host: string): boolean =>
    state.accepted && (acceptedBy.has(host) || (newForMs() === 0 && unknownTo.size === 0));

  /** Whether a probe may go to the host: alone, or beside probes of other hosts that are silent. Each may be a refusal. */
  function mayProbe(host: string): boolean {
    if (probes.size === 0) return true;
    const areSilent = [...probes].every((probe) => probe.host !== host && clock.now() - probe.sentAt >= SILENT_MS);
    return areSilent && unknown + probes.size < MAX_UNKNOWN;
  }

  /** Until a probe has ended, the last one has become silent, or the key is no longer new. */
  async function nextChange(): Promise<void> {
    const ended = Promise.race([...probes].map((probe) => probe.ended));
    const lastSentAt = Math.max(...[...probes].map(({ sentAt }) => sentAt));
    const pauses = [lastSentAt + SILENT_MS - clock.now(), newForMs()].filter((ms) => ms > 0);
    await (pauses.length === 0 ? ended : waitAtMost(clock, Math.min(...pauses), ended));
  }

  return {
    async pass(host, attempt) {
      // A probe may end without a decision; then the next one in line becomes the probe.
      while (!isOpen(host) && state.refusal === undefined && !mayProbe(host)) await nextChange();
      if (state.refusal !== undefined) throw state.refusal;
      if (isOpen(host)) return attempt();
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      const probe: Probe = { host, sentAt: Math.max(clock.now(), notBefore), ended };
      probes.add(probe);
      try {
        if (notBefore > clock.now()) await sleep(clock, notBefore - clock.now(), signal);
        return await attempt();
      } finally {
        probes.delete(probe);
        resolve();
      }
    },
    get isAccepted() {
      return state.accepted;
    },
    check() {
      if (state.refusal !== undefined) throw state.refusal;
    },
    accept(host) {
      state.accepted = true;
      acceptedBy.add(host);
      unknownTo.delete(host);
    },
    recordUnknown(host, until) {
      unknown += 1;
      // Growing pauses, the last one to the moment when the key is no longer new.
      const pauseMs = Math.min(NEW_KEY_MS - newForMs() + 3000, newForMs());
      if (pauseMs === 0 || unknown >= MAX_UNKNOWN || clock.now() + pauseMs > until) return false;
      acceptedBy.delete(host);
      unknownTo.add(host);
      notBefore = clock.now() + pauseMs;
      return true;
    },
    refuse(failure, byService = false) {
      if (byService && state.accepted) return;
      state.refusal ??= failure;
    },
  };
}
