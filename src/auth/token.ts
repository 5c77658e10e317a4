/** Sends an IAM token. It is bound to one project; the gateway of another region answers it with 401. */
import type { Authorizer } from '../http/authorizer.ts';

/** `current` gives the token to send, which may be another one each time. */
export function createTokenAuthorizer(current: () => string): Authorizer {
  return { authorize: () => ({ 'x-auth-token': current() }) };
}
