/** Proofs of identity that end: had on demand, and had anew before they do. */
import { type Clock, waitAtMost } from '../clock.ts';
import { explain, Failure, failureOf } from '../errors.ts';
import { type AccessKey, createAccessKeyAuthorizer } from './access-key.ts';
import type { Authorizer, ClockSkew } from '../http/authorizer.ts';

export interface Issue<T> {
  readonly proof: T;
  /** Counted from the moment of its issue, so that the clock of this machine does not matter. */
  readonly lifetimeMs: number;
}

export interface Source<T> {
  /** Gets a new proof; rejects with the failure that says why there is none. */
  issue(): Promise<Issue<T>>;
  /** What it gives, for the log: "temporary keys". */
  readonly what: string;
  /** What to do when there will be no new one; a sentence. */
  readonly remedy: string;
  /** Told that it was renewed, or could not be. */
  readonly say: (line: string) => void;
}

export interface Renewing<T> {
  /** See {@link Authorizer.prepare}. */
  prepare(): Promise<void>;
  /** What {@link prepare} has seen to. */
  current(): T;
}

/** A proof with less left than this is renewed: long enough for the retries of one look and for its replacement. */
const MARGIN_MS = 300_000;
/** So long the requests wait for a renewal while the old proof is still good; a source that hangs must not stop them. */
const PATIENCE_MS = 10_000;

/** Signs with keys from the source. */
export function createRenewingAuthorizer(source: Source<AccessKey>, clock: Clock, skew?: ClockSkew): Authorizer {
  const { prepare, current } = createRenewing(source, clock);
  return { ...createAccessKeyAuthorizer(current, clock, skew), prepare };
}

/**
 * What is left of the old proof is used while a renewal takes its time, and when it fails. Then it is tried again, unless
 * it was refused: a wrong password that is sent again and again locks the user.
 */
export function createRenewing<T>(source: Source<T>, clock: Clock): Renewing<T> {
  const state: { held?: { readonly proof: T; readonly endsAt: number; readonly marginMs: number } } = {};
  let renewal: { readonly done: Promise<void>; readonly begunAt: number } | undefined;
  /** The moment before which a renewal is not tried again. */
  let notBefore = -Infinity;
  /** Stands for good: nothing is issued any more. */
  let refusal: Failure | undefined;
  /** The refusal of a renewal, while the old proof lasts. */
  let coming: Failure | undefined;

  async function renew(): Promise<void> {
    const earlier = state.held;
    try {
      const { proof, lifetimeMs } = await source.issue();
      // A short-lived one is used for two thirds of its life.
      state.held = { proof, endsAt: clock.now() + lifetimeMs, marginMs: Math.min(MARGIN_MS, lifetimeMs / 3) };
      if (earlier !== undefined) source.say(`Renewed the ${source.what}.`);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'cancelled' || failure.kind === 'bug') throw failure;
      const leftMs = (earlier?.endsAt ?? 0) - clock.now();
      if (earlier === undefined || leftMs <= 0) {
        if (failure.kind === 'auth' || failure.permanent)
          refusal = earlier === undefined ? failure : ended(failure, source);
        throw refusal ?? failure;
      }
      source.say(
        `The ${source.what} end in ${Math.round(leftMs / 1000)} s and could not be renewed. ${explain(failure)}${failure.kind === 'auth' ? ` ${source.remedy}` : ''}`,
      );
      notBefore = clock.now() + leftMs / 2;
      if (failure.kind === 'auth') coming = ended(failure, source);
    }
  }

  function begin(): NonNullable<typeof renewal> {
    const done = renew().finally(() => {
      renewal = undefined;
    });
    // Those who wait are told; where nobody does, it is the next one who meets it.
    done.catch(() => undefined);
    return { done, begunAt: clock.now() };
  }

  return {
    current() {
      if (state.held === undefined) throw new Error('a request was to be sent without what proves who we are');
      return state.held.proof;
    },
    async prepare() {
      const { held } = state;
      const leftMs = (held?.endsAt ?? -Infinity) - clock.now();
      if (leftMs <= 0) refusal ??= coming;
      if (refusal !== undefined) throw refusal;
      if (held !== undefined && leftMs >= held.marginMs) return;
      if (leftMs > 0 && (coming !== undefined || clock.now() < notBefore)) return;
      // One renewal serves everybody who waits for it.
      renewal ??= begin();
      const goodMs = leftMs - (held?.marginMs ?? 0) / 5;
      const patienceMs = renewal.begunAt + PATIENCE_MS - clock.now();
      if (goodMs <= 0) await renewal.done;
      else if (patienceMs > 0) await waitAtMost(clock, Math.min(goodMs, patienceMs), renewal.done);
    },
  };
}

function ended<T>(failure: Failure, { what, remedy }: Source<T>): Failure {
  return new Failure('credential-expired', `The ${what} have ended and could not be renewed. ${failure.message}`, {
    hint: remedy,
    cause: failure,
  });
}
