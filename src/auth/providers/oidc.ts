/** OIDC: GitHub's ID token is exchanged for temporary keys of an agency, so that no key is stored anywhere. */
import { createSts } from '../../cloud/sts.ts';
import { classifyStsError, mayPassSoon, type StsErrorCode } from '../../cloud/sts-errors.ts';
import { Failure } from '../../errors.ts';
import { claimsOf, type IdTokenClaims } from '../../github/id-token.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import type { OidcCredentials } from '../../inputs/credentials.ts';
import { requestAgencyKeys, type StsCall } from '../agency-keys.ts';
import { createAnonymousAuthorizer } from '../authorizers.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';
import { createRefreshingAuthorizer } from '../refreshing-credential.ts';
import { SESSION_POLICY_HINT } from '../session-policy.ts';

/** The same keys serve every region. Every exchange, a refresh included, uses a new ID token. */
export function createOidcProvider(
  credentials: OidcCredentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  const { audience, providerUrn } = credentials;
  let lastLine = '';

  const prepare = async (): Promise<StsCall> => {
    const idToken = await options.idToken(audience);
    const claims = claimsOf(idToken);
    // For the author of the trust policy, who has to type exactly these values.
    const line = `GitHub's ID token: subject '${claims.subject}', audience '${claims.audience}', issuer '${claims.issuer}'.`;
    if (line !== lastLine) options.log(line);
    lastLine = line;
    const refused = (error: ServiceError): Failure => oidcFailure(credentials, claims, error);
    return {
      refused,
      request(region, request) {
        // A new authorizer for each ID token: a refused token says nothing about the next one.
        const sts = createSts(options.callerFor('sts', region, createAnonymousAuthorizer()), region);
        return sts.assumeWithOidc({ ...request, providerUrn, idToken }, refused);
      },
    };
  };

  const authorizer = createRefreshingAuthorizer(
    {
      issue: () => requestAgencyKeys(credentials, prepare, options),
      remedy: 'Does the trust policy still allow this workflow?',
    },
    options,
  );
  return { authorizerFor: () => authorizer, expiresAt: () => authorizer.issued?.()?.expiresAt };
}

type OidcInputs = Pick<OidcCredentials, 'agencyUrn' | 'providerUrn' | 'audience'>;

/**
 * The failure for an ID token that STS refused; `claims` are those of the token. The hints name what was sent, because the
 * cloud compares it letter by letter with what an administrator typed into the trust policy.
 */
export function oidcFailure(inputs: OidcInputs, claims: IdTokenClaims, error: ServiceError): Failure {
  const code = classifyStsError(error, 'id-token');
  return new Failure(code, `STS did not take GitHub's ID token: ${describeServiceError(error)}.`, {
    hint: HINTS[code](inputs, claims),
    permanent: !mayPassSoon(error, 'id-token'),
  });
}

/** The issuer to name where the ID token cannot be read. */
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** The way out of each refusal. */
const HINTS: Readonly<Record<StsErrorCode, (inputs: OidcInputs, claims: IdTokenClaims) => string>> = {
  'oidc-token-expired': () =>
    'An ID token lives for five minutes, and this one was got right before: is a clock wrong? Run the step again.',
  'oidc-audience': ({ agencyUrn, providerUrn }, { audience }) =>
    `The audience that was sent is '${audience}': it must be a client id of ${providerUrn}, and be allowed by oidc:aud in ` +
    `the trust policy of ${agencyUrn}. Another one can be given with the input audience.`,
  'oidc-issuer': ({ providerUrn }, { issuer }) =>
    `The identity provider ${providerUrn} must have the URL '${issuer || GITHUB_ISSUER}', whose keys the cloud reads.`,
  'oidc-provider-missing': ({ providerUrn }) =>
    `Check provider-urn: there seems to be no identity provider ${providerUrn}.`,
  'oidc-trust-policy': trustHint,
  'oidc-refused': (inputs, claims) =>
    `STS does not say what is wrong. Check agency-urn (${inputs.agencyUrn}) and provider-urn (${inputs.providerUrn}), that ` +
    `'${claims.audience}' is a client id of the provider, and the trust policy. ${trustHint(inputs, claims)}`,
  'agency-missing': ({ agencyUrn }) => `Check agency-urn: there seems to be no agency ${agencyUrn}.`,
  'agency-refused': trustHint,
  'session-duration-too-long': ({ agencyUrn }) =>
    `session-duration must not be longer than the maximum session duration of ${agencyUrn}.`,
  'session-policy-refused': () => SESSION_POLICY_HINT,
};

function trustHint({ agencyUrn, providerUrn }: OidcInputs, { subject, audience }: IdTokenClaims): string {
  return (
    `The trust policy of ${agencyUrn} must allow sts:agencies:assumeWithOIDC for ${providerUrn} with oidc:aud '${audience}' and ` +
    `oidc:sub '${subject}' (upper and lower case count). ${otherSubjectFormat(subject)}`
  );
}

/**
 * Names the other of GitHub's two formats of subjects: `repo:OWNER/REPO:…`, and `repo:OWNER@ID/REPO@ID:…` for repositories
 * that were made or renamed after 15 July 2026. Source: GitHub Docs, "OpenID Connect reference".
 */
function otherSubjectFormat(subject: string): string {
  const { owner, repository, rest } =
    /^repo:(?<owner>[^/@:]+)(@\d+)?\/(?<repository>[^@:]+)(@\d+)?:(?<rest>.*)$/.exec(subject)?.groups ?? {};
  if (owner === undefined || repository === undefined)
    return 'The subject has an unusual shape: see the OIDC settings of the repository.';
  return subject.includes('@')
    ? `This repository has subjects with ids; a policy with the older shape 'repo:${owner}/${repository}:${rest}' does not match.`
    : `A policy with the newer shape 'repo:${owner}@ID/${repository}@ID:${rest}' does not match; jobs with an environment have a subject that ends in 'environment:NAME'.`;
}
