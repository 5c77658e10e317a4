/** GitHub's ID token: got anew right before every exchange, because it lives for minutes only. */
import { sleep, waitAtMost } from '../clock.ts';
import { Failure } from '../errors.ts';
import { retryPauseMs } from '../http/retry.ts';
import { visible } from '../escape.ts';
import type { Deadline } from '../deadline.ts';
import type { Clock } from '../clock.ts';

/** A no that stays one: all of these but a request that was slow (408), too early (425) or one too many (429). */
const REFUSED = /^HTTP 4(?!08|25|29)\d\d\b/;

/** What a trust policy looks at; empty where the token does not tell. */
export interface IdTokenClaims {
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

export interface IdTokenOptions {
  /** Undefined where the job may have none. */
  readonly idToken: ((audience: string) => Promise<string>) | undefined;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly maxAttempts: number;
  readonly requestTimeoutMs: number;
  readonly say: (line: string) => void;
}

/** Tries as often as any request is tried; a token endpoint that hangs or breaks is not uncommon. */
export async function getIdToken(audience: string, parts: IdTokenOptions): Promise<string> {
  const { idToken, clock, deadline, signal } = parts;
  if (idToken === undefined) throw noPermission();
  for (let attempt = 1; ; attempt++) {
    let reason: string;
    try {
      const token = await waitAtMost(clock, parts.requestTimeoutMs, idToken(audience), signal);
      if (token !== undefined) return token;
      reason = `no answer within ${parts.requestTimeoutMs / 1000} s`;
    } catch (error) {
      reason = reasonOf(error);
    }
    if (signal.aborted) throw new Failure('cancelled', 'The job was cancelled.');
    if (REFUSED.test(reason)) throw notGiven(audience, reason);
    const pause = retryPauseMs('transient', attempt, undefined, parts.random);
    if (attempt >= parts.maxAttempts || clock.now() + pause > deadline.waitUntil) {
      throw new Failure(
        'id-token-unavailable',
        `GitHub gave no ID token for the audience '${audience}': ${reason} (after ${attempt} tries).`,
      );
    }
    parts.say(
      `GitHub gave no ID token: ${reason}. Trying again in ${(pause / 1000).toFixed(1)} s (try ${attempt + 1} of ${parts.maxAttempts}).`,
    );
    await sleep(clock, pause, signal);
  }
}

/** Read without any check: it is the cloud that checks. For messages alone. */
export function claimsOf(token: string): IdTokenClaims {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    claims = undefined;
  }
  return { subject: claim(claims, 'sub'), audience: claim(claims, 'aud'), issuer: claim(claims, 'iss') };
}

function claim(claims: unknown, name: string): string {
  if (typeof claims !== 'object' || claims === null) return '';
  const value: unknown = Object.getOwnPropertyDescriptor(claims, name)?.value;
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string').join(', ');
  return typeof value === 'string' ? value : '';
}

/** The toolkit's words come in three lines; the status and the reason are what counts. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message
    .replaceAll(/\s+/g, ' ')
    .replace(/^Error message: (Failed to get ID Token\. )?/, '')
    .replace(/^Error Code : undefined Error Message: /, '')
    .replace(/^Error Code : (\d+) Error Message: /, 'HTTP $1 ')
    .trim();
  // It may be a whole page.
  return visible(reason, 300);
}

function noPermission(): Failure {
  return new Failure('id-token-not-offered', "The job may not have an ID token of GitHub's: the runner offers none.", {
    hint:
      'Give the job `permissions:` with `id-token: write` (and `contents: read` where it checks out: naming one permission ' +
      'drops the others). Pull requests from forks never get one.',
  });
}

function notGiven(audience: string, reason: string): Failure {
  return new Failure('id-token-refused', `GitHub refused an ID token for the audience '${audience}': ${reason}.`, {
    hint: 'Has the job `permissions:` with `id-token: write`? Pull requests from forks never get one.',
  });
}
