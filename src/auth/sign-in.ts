/** From credentials to an identity: one file a way to sign in. */
import { createAccessKeyAuthorizer } from './access-key.ts';
import type { Credentials } from '../inputs/credentials.ts';
import { signInWithAgency } from './providers/agency.ts';
import type { Identity, SignInParts } from './credential-provider.ts';
import { signInWithOidc } from './providers/oidc.ts';
import { signInWithPassword } from './providers/password.ts';
import { signInWithToken } from './providers/token.ts';

/** Asks nothing yet: what must be had first is had when the first request needs it. */
export function signIn(credentials: Credentials, parts: SignInParts): Identity {
  if (credentials.mode === 'auth-token') return signInWithToken(credentials, parts);
  if (credentials.mode === 'oidc') return signInWithOidc(credentials, parts);
  if (credentials.mode === 'agency') return signInWithAgency(credentials, parts);
  if (credentials.mode === 'password') return signInWithPassword(credentials, parts);
  const authorizer = createAccessKeyAuthorizer(() => credentials, parts.clock);
  return { authorizerOf: () => authorizer };
}
