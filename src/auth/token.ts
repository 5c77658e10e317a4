/** Sends an IAM token. It is bound to one project; the gateway of another region answers it with 401. */
import type { Authorizer } from './authorizer.ts';

export function createTokenAuthorizer(token: string): Authorizer {
  return { authorize: () => ({ 'x-auth-token': token }) };
}
