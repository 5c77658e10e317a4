/** OIDC: GitHub's ID token is exchanged for temporary keys of a trust agency, so that no key is stored anywhere. */
import { createAnonymousAuthorizer } from '../anonymous.ts';
import type { OidcCredentials } from '../../inputs/agencies.ts';
import { createRenewingAuthorizer } from '../refreshing-credential.ts';
import { createSts } from '../../cloud/sts.ts';
import { askSts } from './sts-keys.ts';
import { claimsOf, getIdToken, type IdTokenClaims } from '../../github/id-token.ts';
import type { Identity, SignInParts } from '../credential-provider.ts';
import { tokenRefused } from './oidc-refusal.ts';

export function signInWithOidc(credentials: OidcCredentials, parts: SignInParts): Identity {
  let told = '';
  const tell = ({ subject, audience, issuer }: IdTokenClaims): void => {
    // A trust policy compares these letter by letter: whoever writes one wants to see them.
    const line = `GitHub's ID token: subject '${subject}', audience '${audience}', issuer '${issuer}'.`;
    if (line !== told) parts.say(line);
    told = line;
  };
  const authorizer = createRenewingAuthorizer(
    {
      what: 'temporary keys',
      issue() {
        let idToken = '';
        let claims: IdTokenClaims = { subject: '', audience: '', issuer: '' };
        return askSts(
          {
            session: credentials,
            async ready() {
              idToken = await getIdToken(credentials.audience, parts);
              claims = claimsOf(idToken);
              tell(claims);
            },
            ask(region, request) {
              // A credential of its own: that one token was refused says nothing of the next.
              const sts = createSts(parts.callerOf('sts', region, createAnonymousAuthorizer()), region);
              const { providerUrn } = credentials;
              return sts.assumeWithOidc({ ...request, providerUrn, idToken }, (refusal) =>
                tokenRefused(credentials, claims, refusal),
              );
            },
            refused: (refusal) => tokenRefused(credentials, claims, refusal),
          },
          parts,
        );
      },
      remedy: 'Does the trust policy still allow this workflow?',
      say: parts.say,
    },
    parts.clock,
  );
  return { authorizerOf: () => authorizer };
}
