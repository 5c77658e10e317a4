/**
 * Lets the first request of a credential go alone, and the others only after the credential was accepted: services lock a
 * credential after a few refusals (Huawei Cloud an access key for five minutes, after five wrong signatures in a row), for
 * everybody who uses it.
 */
import type { Failure } from '../errors.ts';

/** The state of one credential. */
export interface CredentialGate {
  /**
   * Runs `attempt` alone until the credential was accepted, and at once afterwards. Rejects with the failure of
   * {@link refuse} once there is one. An attempt that ends undecided lets the next one try.
   */
  pass<T>(attempt: () => Promise<T>): Promise<T>;
  /** Throws the failure of {@link refuse}, if there is one by now; for the moment right before a request is sent. */
  check(): void;
  /** Whether a service has accepted the credential before. */
  readonly isAccepted: boolean;
  /** Records that a service accepted the credential. */
  accept(): void;
  /**
   * Records that the credential was refused; every later request fails with `failure`. Where one service refuses what
   * others have accepted (`byService`), nothing is recorded.
   */
  refuse(failure: Failure, byService?: boolean): void;
}

/** A gate for a credential of which nothing is known yet. */
export function createCredentialGate(): CredentialGate {
  const state: { accepted: boolean; refusal?: Failure; probe?: Promise<void> | undefined } = { accepted: false };
  return {
    async pass(attempt) {
      // A probe may end without a decision; then the next one in line becomes the probe.
      while (!state.accepted && state.refusal === undefined && state.probe !== undefined) await state.probe;
      if (state.refusal !== undefined) throw state.refusal;
      if (state.accepted) return attempt();
      const { promise, resolve } = Promise.withResolvers<void>();
      state.probe = promise;
      try {
        return await attempt();
      } finally {
        state.probe = undefined;
        resolve();
      }
    },
    get isAccepted() {
      return state.accepted;
    },
    check() {
      if (state.refusal !== undefined) throw state.refusal;
    },
    accept() {
      state.accepted = true;
    },
    refuse(failure, byService = false) {
      if (byService && state.accepted) return;
      state.refusal ??= failure;
    },
  };
}

/** For so long a key may be unknown to a service after it was issued. */
const NEW_KEY_MS = 15_000;

/**
 * How long to wait before a key is sent again that was issued `ageMs` ago and is not known; 0 where it is too old for that.
 * It is sent four times at most, because five failures lock it.
 */
export function newKeyPauseMs(ageMs: number): number {
  return Math.max(0, Math.min(ageMs + 3000, NEW_KEY_MS - ageMs));
}
