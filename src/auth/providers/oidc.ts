/** OIDC: GitHub's ID token is exchanged for temporary keys of an agency, so that no key is stored anywhere. */
import { createAnonymousAuthorizer } from '../authorizers.ts';
import type { OidcCredentials } from '../../inputs/credentials.ts';
import { requestAgencyKeys } from '../agency-keys.ts';
import { createRefreshingAuthorizer } from '../refreshing-credential.ts';
import { createSts } from '../../cloud/sts.ts';
import { claimsOf, type IdTokenClaims } from '../../github/id-token.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';
import { oidcFailure } from './oidc-failure.ts';

/** The same keys serve every region. Every exchange, a refresh included, uses a new ID token. */
export function createOidcProvider(
  credentials: OidcCredentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  let lastLine = '';
  const logClaims = ({ subject, audience, issuer }: IdTokenClaims): void => {
    // For the author of the trust policy, who has to type exactly these values.
    const line = `GitHub's ID token: subject '${subject}', audience '${audience}', issuer '${issuer}'.`;
    if (line !== lastLine) options.log(line);
    lastLine = line;
  };
  const authorizer = createRefreshingAuthorizer(
    {
      issue() {
        let idToken = '';
        let claims: IdTokenClaims = { subject: '', audience: '', issuer: '' };
        return requestAgencyKeys(
          {
            session: credentials,
            async prepare() {
              idToken = await options.idToken(credentials.audience);
              claims = claimsOf(idToken);
              logClaims(claims);
            },
            request(region, request) {
              // A new authorizer for each ID token: a refused token says nothing about the next one.
              const sts = createSts(options.callerFor('sts', region, createAnonymousAuthorizer()), region);
              const { providerUrn } = credentials;
              return sts.assumeWithOidc({ ...request, providerUrn, idToken }, (error) =>
                oidcFailure(credentials, claims, error),
              );
            },
            refused: (error) => oidcFailure(credentials, claims, error),
          },
          options,
        );
      },
      remedy: 'Does the trust policy still allow this workflow?',
    },
    options,
  );
  return { authorizerFor: () => authorizer };
}
