/** Agency: an access key assumes an agency, usually one of another account, and gets temporary keys of it. */
import { createAccessKeyAuthorizer, createClockSkew } from '../authorizers.ts';
import type { AgencyCredentials } from '../../inputs/credentials.ts';
import { requestAgencyKeys, type StsCall } from '../agency-keys.ts';
import { createRefreshingAuthorizer } from '../refreshing-credential.ts';
import { createSts } from '../../cloud/sts.ts';
import { classifyStsError, mayPassSoon, type StsErrorCode } from '../../cloud/sts-errors.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import { SESSION_POLICY_HINT } from '../session-policy.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';

/** The same keys serve every region. */
export function createAgencyProvider(
  credentials: AgencyCredentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  const { key, agencyUrn, externalId } = credentials;
  const skew = createClockSkew(options.clock);
  const ownAuthorizer = createAccessKeyAuthorizer(() => key, options.clock, skew);
  const call: StsCall = {
    request: (region, request) =>
      createSts(options.callerFor('sts', region, ownAuthorizer), region).assume({ ...request, externalId }),
    refused: (error) => agencyFailure(agencyUrn, error),
  };
  const authorizer = createRefreshingAuthorizer(
    {
      issue: () => requestAgencyKeys(credentials, () => Promise.resolve(call), options),
      remedy: 'May the access key still assume the agency?',
    },
    options,
    skew,
  );
  return { authorizerFor: () => authorizer, expiresAt: () => authorizer.issued?.()?.expiresAt };
}

function agencyFailure(agencyUrn: string, error: ServiceError): Failure {
  const code = classifyStsError(error, 'access-key');
  return new Failure(code, `STS did not let the access key assume ${agencyUrn}: ${describeServiceError(error)}.`, {
    hint: HINTS[code] ?? TRUST_HINT,
    permanent: !mayPassSoon(error, 'access-key'),
  });
}

const HINTS: { readonly [code in StsErrorCode]?: string } = {
  'session-duration-too-long': "session-duration must not be longer than the agency's maximum session duration.",
  'session-policy-refused': SESSION_POLICY_HINT,
  'agency-missing': 'Check assume-agency-urn: iam::ACCOUNT-ID:agency:NAME.',
};

const TRUST_HINT =
  "The agency's trust policy must name the account or the user of the access key (and the external-id, where it asks " +
  'for one), and the user needs the permission sts:agencies:assume.';
