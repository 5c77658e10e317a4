/** What the client tells when a request has come to nothing, in words that help. */
import { type ErrorCode, Failure } from '../errors.ts';
import { isClockRefusal } from './clock-skew.ts';
import { NetworkError } from './network-error.ts';
import { describeRefusal, type Refusal } from './refusal.ts';

interface Attempted {
  /** What was done, completing "Could not …". */
  readonly doing: string;
  readonly repeatable: boolean;
}

/** The job was stopped while the request was on its way. */
export function stoppedDuring({ doing, repeatable }: Attempted): Failure {
  const doubt = repeatable ? '' : ` It was just about to ${doing}, which may have taken effect.`;
  return new Failure('cancelled', `The job was cancelled.${doubt}`, { uncertain: !repeatable });
}

/** An attempt that was cut off: of a proxy that opened no tunnel that is known, anything else may have gone through. */
export function tooLate(error: unknown, host: string, ms: number): NetworkError {
  const within = `within ${Math.round(ms) / 1000} s`;
  return error instanceof NetworkError && error.unsent
    ? new NetworkError(`${error.message} ${within}`, {
        code: error.code,
        unsent: true,
        permanent: false,
        hint: error.hint,
      })
    : new NetworkError(`no complete reply from ${host} ${within}`, {
        code: 'request-timeout',
        unsent: false,
        permanent: false,
      });
}

/** The failure of the last try, once there will be no other. */
export function exhausted(failure: Failure, attempts: number): Failure {
  if (attempts === 1) return failure;
  return new Failure(failure.code, `${failure.message.replace(/\.$/, '')} (after ${attempts} tries).`, failure);
}

/** A 401: there are few causes, and trying again makes every one of them worse. */
export function notAccepted({ doing }: Attempted, refusal: Refusal, wasAccepted: boolean): Failure {
  const how = wasAccepted ? 'were accepted before and are not any more' : 'were not accepted';
  return new Failure(
    refusalCode(refusal, wasAccepted),
    `Could not ${doing}: the credentials ${how} (${describeRefusal(refusal)}).`,
    {
      hint: hintOf(refusal, wasAccepted),
    },
  );
}

function refusalCode(refusal: Refusal, wasAccepted: boolean): ErrorCode {
  if (isClockRefusal(refusal)) return 'clock-skewed';
  if (isLocked(refusal)) return 'credential-locked';
  return wasAccepted || isExpiredToken(refusal) ? 'credential-expired' : 'credential-refused';
}

function isLocked({ message }: Refusal): boolean {
  return /limit|forbidden|lock/i.test(message);
}

function isExpiredToken({ code }: Refusal): boolean {
  return /^APIGW?\.0307$/.test(code);
}

function hintOf(refusal: Refusal, wasAccepted: boolean): string {
  if (isClockRefusal(refusal))
    return 'Is the clock of the runner right? Signatures are refused when it is off by 15 minutes or more.';
  if (isLocked(refusal))
    return 'The access key is locked after repeated failures; it is free again after five minutes.';
  if (wasAccepted) {
    return (
      'Temporary keys and tokens expire, in the middle of a wait too: give this step credentials that live longer than ' +
      'its timeout. A key may also have been disabled meanwhile.'
    );
  }
  return isExpiredToken(refusal)
    ? 'The token has expired, or belongs to a project of another region.'
    : 'Check the credentials: a secret that belongs to another key, a key pasted with a space, a temporary key without its security-token, or one that has expired.';
}
