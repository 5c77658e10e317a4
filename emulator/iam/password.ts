import type { Call } from '../call.ts';
import type { ApiError } from '../message.ts';
import type { User } from '../state/users.ts';
import { iamError } from './errors.ts';

/** How many wrong passwords in a row lock a user. The default of IAM, "Login Authentication Policy". */
const MAX_WRONG_PASSWORDS = 5;
/** How long a user is locked, and how long a wrong password counts. The default of IAM, "Login Authentication Policy". */
const LOCK_MS = 15 * 60 * 1000;

/** Name, password and account of a user, as a request has them. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly domain: { readonly name: string };
}

function unauthorized(message: string): ApiError {
  return iamError(401, 'Unauthorized', message);
}

/**
 * Authenticates a user by password, or throws a 401. The reply does not distinguish an unknown user from a wrong password. A
 * locked user is refused whatever the password. IAM FAQ, "What Can I Do If My Account Is Locked?" has the message for a locked
 * user; those for a wrong password and for MFA are not documented.
 */
export function authenticateUser(call: Call, login: Credentials): User {
  const { users, wrongPasswords } = call.cloud;
  const id = `${login.domain.name}/${login.name}`;
  const before = wrongPasswords.get(id);
  if (before?.lockedUntil !== undefined && call.now < before.lockedUntil) throw unauthorized('The account is locked.');
  const user = users.find(({ name, domain }) => name === login.name && domain.name === login.domain.name);
  if (user === undefined || user.password !== login.password) {
    const isFirst = before === undefined || before.lockedUntil !== undefined || call.now >= before.lastAt + LOCK_MS;
    const count = (isFirst ? 0 : before.count) + 1;
    const lockedUntil = count >= MAX_WRONG_PASSWORDS ? call.now + LOCK_MS : undefined;
    wrongPasswords.set(id, { count, lastAt: call.now, lockedUntil });
    throw unauthorized('The username or password is wrong.');
  }
  wrongPasswords.delete(id);
  if (user.mfa) throw unauthorized('This user must also pass MFA authentication.');
  return user;
}
