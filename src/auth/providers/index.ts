/** The provider for each way of signing in. */
import type { Credentials } from '../../inputs/credentials.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';
import { createAccessKeyProvider } from './access-key.ts';
import { createAgencyProvider } from './agency.ts';
import { createOidcProvider } from './oidc.ts';
import { createPasswordProvider } from './password.ts';
import { createTokenProvider } from './token.ts';

/** The provider for the credentials that the inputs give. Requests nothing yet. */
export function createCredentialProvider(
  credentials: Credentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  if (credentials.mode === 'oidc') return createOidcProvider(credentials, options);
  if (credentials.mode === 'agency') return createAgencyProvider(credentials, options);
  if (credentials.mode === 'auth-token') return createTokenProvider(credentials, options);
  if (credentials.mode === 'password') return createPasswordProvider(credentials, options);
  return createAccessKeyProvider(credentials, options);
}
