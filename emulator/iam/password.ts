import type { Call } from '../call.ts';
import { iamRefusal } from './refusals.ts';
import type { User } from './users.ts';

/** So many wrong passwords in a row lock a user, for so long. IAM, "Login Authentication Policy": both are the defaults. */
const WRONG_ALLOWED = 5;
const LOCK_MS = 15 * 60 * 1000;

/** Who signs in, as the request names it. */
export interface Login {
  readonly name: string;
  readonly password: string;
  readonly domain: { readonly name: string };
}

function unauthorized(message: string) {
  return iamRefusal(401, 'Unauthorized', message);
}

/**
 * The user whose password it is, or a 401. An unknown user looks like a wrong password. A locked one is refused whatever the
 * password. IAM FAQ, "What Can I Do If My Account Is Locked?" has the text; those of the other two refusals are not in it.
 */
export function checkedUser(call: Call, login: Login): User {
  const { users, wrongPasswords } = call.cloud;
  const id = `${login.domain.name}/${login.name}`;
  const before = wrongPasswords.get(id);
  if (before?.lockedUntil !== undefined && call.now < before.lockedUntil) throw unauthorized('The account is locked.');
  const user = users.find(({ name, domain }) => name === login.name && domain.name === login.domain.name);
  if (user === undefined || user.password !== login.password) {
    const fresh = before === undefined || before.lockedUntil !== undefined || call.now >= before.lastAt + LOCK_MS;
    const count = (fresh ? 0 : before.count) + 1;
    const lockedUntil = count >= WRONG_ALLOWED ? call.now + LOCK_MS : undefined;
    wrongPasswords.set(id, { count, lastAt: call.now, lockedUntil });
    throw unauthorized('The username or password is wrong.');
  }
  wrongPasswords.delete(id);
  if (user.mfa) throw unauthorized('This user must also pass MFA authentication.');
  return user;
}
