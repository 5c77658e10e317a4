/**
 * Five wrong signatures in a row lock an access key for five minutes, for everybody who uses it. So the first request
 * of a credential goes alone; the others wait until the cloud has accepted it, and are not sent at all if it has not.
 */
import type { Failure } from '../errors.ts';

export interface CredentialGate {
  /** Runs `attempt` when it may; rejects with the refusal of the credential once there is one. */
  pass<T>(attempt: () => Promise<T>): Promise<T>;
  /** Throws the refusal of the credential, if there is one by now: asked once more right before something is sent. */
  check(): void;
  /** Whether the cloud has recognised the credential before. */
  readonly isAccepted: boolean;
  /** The cloud recognised the credential. */
  accept(): void;
  /**
   * The cloud did not; `failure` is what everybody else will be told. A service that refuses what was accepted elsewhere
   * (`byService`) speaks for itself alone.
   */
  refuse(failure: Failure, byService?: boolean): void;
}

export function createCredentialGate(): CredentialGate {
  const state: { accepted: boolean; refusal?: Failure; probe?: Promise<void> | undefined } = { accepted: false };
  return {
    async pass(attempt) {
      // A probe may end without an answer; then the next one in line becomes the probe.
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
