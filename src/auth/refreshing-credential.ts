/** Credentials that expire: issued when the first request needs them, and refreshed before they expire. */
import { waitAtMost } from '../clock.ts';
import { explain, Failure, failureOf } from '../errors.ts';
import { createAccessKeyAuthorizer } from './authorizers.ts';
import type { CredentialProviderOptions } from './credential-provider.ts';
import type { TemporaryKey } from '../cloud/iam.ts';
import type { Authorizer, ClockSkew } from '../http/authorizer.ts';

/** Issues one kind of credential. */
export interface CredentialSource<T> {
  /** Requests a new credential; rejects with the {@link Failure} that says why there is none. */
  issue(): Promise<T>;
  /** Plural noun for messages: "temporary keys". */
  readonly description: string;
  /** What the workflow author can do when it cannot be refreshed; a sentence. */
  readonly remedy: string;
}

/** What a refreshing credential works with; `log` receives a line when it was refreshed, and when that failed. */
export type RefreshOptions = Pick<CredentialProviderOptions, 'clock' | 'log'>;

/** A credential of which requests always have a valid one. */
export interface RefreshingCredential<T> {
  /** Issues or refreshes the credential where that is due; see {@link Authorizer.prepare}. */
  prepare(): Promise<void>;
  /** The credential as of the last `prepare`; throws before the first one. */
  current(): T;
  /** See {@link Authorizer.issued}. */
  issued(): { readonly at: number; readonly expiresAt: number } | undefined;
}

/** A credential is refreshed when it expires in less than this: enough for the retries of one request and of the refresh. */
const REFRESH_MARGIN_MS = 300_000;
/** How long requests wait for a refresh while the old credential is still valid. */
const MAX_WAIT_MS = 10_000;

/** Signs with a temporary access key that is refreshed. */
export function createRefreshingAuthorizer(
  source: Omit<CredentialSource<TemporaryKey>, 'description'>,
  options: RefreshOptions,
  skew?: ClockSkew,
): Authorizer {
  const credential = createRefreshingCredential({ ...source, description: 'temporary keys' }, options);
  const { prepare, issued, current } = credential;
  return { ...createAccessKeyAuthorizer(current, options.clock, skew), prepare, issued };
}

/**
 * Keeps one credential of the source. While a refresh is under way, and after it failed, the old credential is used until
 * it expires. A refresh that failed is repeated later, unless it was refused: repeating a wrong password locks the user.
 */
export function createRefreshingCredential<T extends { readonly lifetimeMs: number }>(
  source: CredentialSource<T>,
  { clock, log }: RefreshOptions,
): RefreshingCredential<T> {
  const state: {
    held?: { readonly credential: T; readonly at: number; readonly expiresAt: number; readonly marginMs: number };
  } = {};
  let refresh: { readonly done: Promise<void>; readonly startedAt: number } | undefined;
  /** No refresh starts before this moment, because the last one failed. */
  let refreshNotBefore = -Infinity;
  /** Why no credential will be issued any more. */
  let finalFailure: Failure | undefined;
  /** Why the last refresh was refused: the final failure as soon as the old credential has expired. */
  let refreshRefusal: Failure | undefined;

  async function issue(): Promise<void> {
    const old = state.held;
    try {
      const credential = await source.issue();
      // Counted from the moment of its issue, so that the clock of this machine does not matter.
      const { lifetimeMs } = credential;
      // Credentials that live for less than 15 minutes are used for two thirds of their life.
      const marginMs = Math.min(REFRESH_MARGIN_MS, lifetimeMs / 3);
      state.held = { credential, at: clock.now(), expiresAt: clock.now() + lifetimeMs, marginMs };
      if (old !== undefined) log(`Renewed the ${source.description}.`);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'cancelled' || failure.kind === 'bug') throw failure;
      const leftMs = (old?.expiresAt ?? 0) - clock.now();
      if (old === undefined || leftMs <= 0) {
        if (failure.kind === 'auth' || failure.permanent)
          finalFailure = old === undefined ? failure : expired(failure, source);
        throw finalFailure ?? failure;
      }
      log(
        `The ${source.description} end in ${Math.round(leftMs / 1000)} s and could not be renewed. ${explain(failure)}${failure.kind === 'auth' ? ` ${source.remedy}` : ''}`,
      );
      refreshNotBefore = clock.now() + leftMs / 2;
      if (failure.kind === 'auth') refreshRefusal = expired(failure, source);
    }
  }

  function startRefresh(): NonNullable<typeof refresh> {
    const done = issue().finally(() => {
      refresh = undefined;
    });
    // Requests that await `done` get the failure; without any, the next `prepare` starts a new refresh.
    done.catch(() => undefined);
    return { done, startedAt: clock.now() };
  }

  return {
    current() {
      if (state.held === undefined) throw new Error('a request was about to be sent before its credential was issued');
      return state.held.credential;
    },
    issued: () => state.held,
    async prepare() {
      const { held } = state;
      const leftMs = (held?.expiresAt ?? -Infinity) - clock.now();
      if (leftMs <= 0) finalFailure ??= refreshRefusal;
      if (finalFailure !== undefined) throw finalFailure;
      if (held !== undefined && leftMs >= held.marginMs) return;
      if (leftMs > 0 && (refreshRefusal !== undefined || clock.now() < refreshNotBefore)) return;
      // All requests share one refresh.
      refresh ??= startRefresh();
      const usableMs = leftMs - (held?.marginMs ?? 0) / 5;
      const waitMs = refresh.startedAt + MAX_WAIT_MS - clock.now();
      if (usableMs <= 0) await refresh.done;
      else if (waitMs > 0) await waitAtMost(clock, Math.min(usableMs, waitMs), refresh.done);
    },
  };
}

function expired<T>(failure: Failure, { description, remedy }: CredentialSource<T>): Failure {
  return new Failure(
    'credential-expired',
    `The ${description} have ended and could not be renewed. ${failure.message}`,
    { hint: remedy, cause: failure },
  );
}
