/** Access key, permanent or temporary, as given: signs requests to every region. */
import { createAccessKeyAuthorizer } from '../authorizers.ts';
import type { AccessKeyCredentials } from '../../inputs/access-keys.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';

/** Requests nothing: the key is used as it is. */
export function createAccessKeyProvider(
  credentials: AccessKeyCredentials,
  { clock }: CredentialProviderOptions,
): CredentialProvider {
  const authorizer = createAccessKeyAuthorizer(() => credentials, clock);
  return { authorizerFor: () => authorizer };
}
