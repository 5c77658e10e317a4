/** What a 401 means: the cloud has one code for many causes, so its text decides. */
import { type ErrorCode, Failure } from '../errors.ts';
import type { RefusedCall } from '../http/call.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import { statusOf } from './error-bodies.ts';

/** The action that the caller lacks the permission for, where a 401 says so: `vpn:vpnGateways:list`. */
export function deniedAction(error: ServiceError): string | undefined {
  if (statusOf(error) !== 401) return undefined;
  return /insufficient authenti\w+ for action\s+([\w:*.-]*\w)/i.exec(error.message)?.[1];
}

/** No reason is longer. The patterns for reasons take time that grows with the square of the length. */
const MAX_REASON = 1000;

/** The key is not known: "ak … not exist", or no reason at all, as SWR was recorded to answer. */
export function isUnknownKey(error: ServiceError): boolean {
  if (statusOf(error) !== 401 || error.message.length > MAX_REASON) return false;
  return /\bak\b.*\bnot (exist|found)|(^|: )unauthorized$/i.test(error.message.trim());
}

/** The signature was refused because of its time and nothing else. Source: API Gateway FAQ, "signature expired". */
export function isClockRefusal(error: ServiceError): boolean {
  return statusOf(error) === 401 && /signature (has )?expired/i.test(error.message);
}

/** The time in the message, or else in the Date header. */
export function readServerDate({ message }: ServiceError, { headers }: ReplyHead): Date | undefined {
  const compact = /server time:\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(message);
  const text =
    compact === null ? headers['date'] : `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}Z`;
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A 401 has few causes, and trying again makes every one of them worse. */
export function credentialFailure(error: ServiceError, { doing, wasAccepted }: RefusedCall): Failure {
  const how = wasAccepted ? 'were accepted before and are not any more' : 'were not accepted';
  const [code, hint] = causeOf(error, wasAccepted);
  return new Failure(code, `Could not ${doing}: the credentials ${how} (${describeServiceError(error)}).`, { hint });
}

/** The code, and what to do. */
function causeOf(error: ServiceError, wasAccepted: boolean): readonly [ErrorCode, string] {
  if (isClockRefusal(error)) {
    const hint = 'Is the clock of the runner right? Signatures are refused when it is off by 15 minutes or more.';
    return ['clock-skewed', hint];
  }
  // "AK access failed to reach the limit,forbidden". Source: API Gateway FAQ.
  if (/limit|forbidden|lock/i.test(error.message)) {
    const hint = 'The access key is locked after repeated failures; it is free again after five minutes.';
    return ['credential-locked', hint];
  }
  if (wasAccepted) {
    const hint =
      'Temporary keys and tokens expire, in the middle of a wait too: give this step credentials that live longer than ' +
      'its timeout. A key may also have been disabled meanwhile.';
    return ['credential-expired', hint];
  }
  // Documented as "The token must be updated".
  if (/^APIGW?\.0307$/.test(error.code))
    return ['credential-expired', 'The token has expired, or belongs to a project of another region.'];
  const hint =
    'Check the credentials: a secret that belongs to another key, a key pasted with a space, a temporary key without its security-token, or one that has expired.';
  return ['credential-refused', hint];
}
