/** Why IAM issued no token for a password, as an error code. IAM has one code for all reasons, so its message decides. */
import type { ErrorCode } from '../errors.ts';
import type { ServiceError } from '../http/service-error.ts';

/** The codes that {@link classifyPasswordError} gives. */
export type PasswordErrorCode = Extract<ErrorCode, 'credential-locked' | 'password-refused' | 'user-token-refused'>;

/**
 * The code for a refusal of "Obtaining a User Token Through Password Authentication". `user-token-refused` concerns the
 * one region that was asked, and the password is right; the other two concern the user.
 *
 * Documented is 401 for a wrong password, but other statuses occur with the same message.
 */
export function classifyPasswordError({ status, message, isPage }: ServiceError): PasswordErrorCode {
  // A page that asks to sign in to the network often speaks of passwords.
  if (isPage === true) return 'user-token-refused';
  if (/\block/i.test(message)) return 'credential-locked';
  if (/password|authentication fail/i.test(message)) return 'password-refused';
  return status === 401 && !/\brole\b|\bproject\b|\bscope\b/i.test(message) ? 'password-refused' : 'user-token-refused';
}
