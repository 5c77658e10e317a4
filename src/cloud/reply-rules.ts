/**
 * How Huawei Cloud uses HTTP: what its statuses and codes mean to a request, and what to do when a credential is not
 * accepted. Where the cloud gives only text (a clock that is wrong, a locked access key), it becomes an error code here.
 */
import { type ErrorCode, Failure } from '../errors.ts';
import { type RefusedCall, type ReplyRules, TRANSIENT_STATUSES } from '../http/reply-rules.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import { isServiceCode, isThrottled, readServiceError } from './service-error.ts';

/** The rules for every service of Huawei Cloud. */
export const CLOUD_RULES: ReplyRules = {
  service: 'the cloud',
  redirectHint: 'Signed requests go to the endpoint alone: correct the input endpoint.',
  unknownHostHint: 'Is the region, or the endpoint, spelled right?',
  readError: readServiceError,
  isUnauthorized: ({ status }) => status === 401,
  isThrottled,
  isTransient: ({ status }) => TRANSIENT_STATUSES.has(status),
  isOwnDecision: ({ code, names }) => isServiceCode(code) || names !== undefined,
  readClockRefusal: (error, reply) =>
    isClockRefusal(error) ? { serverDate: readServerDate(error, reply) } : undefined,
  credentialFailure,
};

/** The signature was refused because of its time and nothing else. Source: API Gateway FAQ, "signature expired". */
function isClockRefusal({ status, message }: ServiceError): boolean {
  return status === 401 && /signature (has )?expired/i.test(message);
}

/** The time in the message, or else in the Date header. */
function readServerDate({ message }: ServiceError, { headers }: ReplyHead): Date | undefined {
  const compact = /server time:\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(message);
  const text =
    compact === null ? headers['date'] : `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}Z`;
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A 401 has few causes, and trying again makes every one of them worse. */
function credentialFailure(error: ServiceError, { doing, wasAccepted }: RefusedCall): Failure {
  const how = wasAccepted ? 'were accepted before and are not any more' : 'were not accepted';
  const { code, hint } = causeOf(error, wasAccepted);
  return new Failure(code, `Could not ${doing}: the credentials ${how} (${describeServiceError(error)}).`, { hint });
}

function causeOf(error: ServiceError, wasAccepted: boolean): { readonly code: ErrorCode; readonly hint: string } {
  if (isClockRefusal(error)) {
    return {
      code: 'clock-skewed',
      hint: 'Is the clock of the runner right? Signatures are refused when it is off by 15 minutes or more.',
    };
  }
  // "AK access failed to reach the limit,forbidden". Source: API Gateway FAQ.
  if (/limit|forbidden|lock/i.test(error.message)) {
    return {
      code: 'credential-locked',
      hint: 'The access key is locked after repeated failures; it is free again after five minutes.',
    };
  }
  if (wasAccepted) {
    return {
      code: 'credential-expired',
      hint:
        'Temporary keys and tokens expire, in the middle of a wait too: give this step credentials that live longer than ' +
        'its timeout. A key may also have been disabled meanwhile.',
    };
  }
  // Documented as "The token must be updated".
  if (/^APIGW?\.0307$/.test(error.code)) {
    return {
      code: 'credential-expired',
      hint: 'The token has expired, or belongs to a project of another region.',
    };
  }
  return {
    code: 'credential-refused',
    hint: 'Check the credentials: a secret that belongs to another key, a key pasted with a space, a temporary key without its security-token, or one that has expired.',
  };
}
