/** Temporary keys that are had on demand, and had anew before they end. */
import type { Clock } from '../clock.ts';
import { explain, Failure, failureOf } from '../failure.ts';
import { type AccessKey, createAccessKeyAuthorizer } from './access-key.ts';
import type { Authorizer } from './authorizer.ts';

export interface IssuedKey {
  readonly key: AccessKey;
  /** Counted from the moment of its issue, so that the clock of this machine does not matter. */
  readonly lifetimeMs: number;
}

export interface KeySource {
  /** Gets a new key; rejects with the failure that says why there is none. */
  issue(): Promise<IssuedKey>;
  /** What to do when there will be no new key; a sentence. */
  readonly remedy: string;
  /** Told that a key was renewed, or could not be. */
  readonly say: (line: string) => void;
}

/** A key with less left than this is renewed: long enough for the retries of one look and for its replacement. */
const MARGIN_MS = 300_000;

/** Signs with keys from the source. A renewal that fails is tried again; what is left of the old key is used meanwhile. */
export function createRenewingAuthorizer(source: KeySource, clock: Clock): Authorizer {
  const state: { held?: { readonly key: AccessKey; readonly endsAt: number; readonly marginMs: number } } = {};
  let renewal: Promise<void> | undefined;
  /** The moment before which a renewal is not tried again. */
  let notBefore = -Infinity;
  let refusal: Failure | undefined;

  const signer = createAccessKeyAuthorizer(() => {
    if (state.held === undefined) throw new Error('a request was to be signed without a key');
    return state.held.key;
  }, clock);

  async function renew(): Promise<void> {
    const earlier = state.held;
    try {
      const { key, lifetimeMs } = await source.issue();
      // A short-lived key is used for two thirds of its life.
      state.held = { key, endsAt: clock.now() + lifetimeMs, marginMs: Math.min(MARGIN_MS, lifetimeMs / 3) };
      if (earlier !== undefined) source.say('Renewed the temporary keys.');
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'cancelled' || failure.kind === 'bug') throw failure;
      const leftMs = (earlier?.endsAt ?? 0) - clock.now();
      if (earlier === undefined || leftMs <= 0) {
        if (failure.kind === 'auth') refusal = earlier === undefined ? failure : ended(failure, source);
        throw refusal ?? failure;
      }
      source.say(
        `The temporary keys end in ${Math.round(leftMs / 1000)} s and could not be renewed. ${explain(failure)} ${source.remedy}`,
      );
      notBefore = clock.now() + leftMs / 2;
    }
  }

  return {
    ...signer,
    async prepare() {
      if (refusal !== undefined) throw refusal;
      const { held } = state;
      const leftMs = (held?.endsAt ?? -Infinity) - clock.now();
      if (held !== undefined && leftMs > held.marginMs) return;
      if (leftMs > 0 && clock.now() < notBefore) return;
      // One renewal serves everybody who waits for it.
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      await renewal;
    },
  };
}

function ended(failure: Failure, { remedy }: KeySource): Failure {
  return new Failure('auth', `The temporary keys have ended and could not be renewed. ${failure.message}`, {
    hint: remedy,
    cause: failure,
  });
}
