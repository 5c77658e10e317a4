/** An access key that assumes an agency, usually one of another account. */
import { createAccessKeyAuthorizer, createSkew } from '../access-key.ts';
import type { AgencyCredentials } from '../../inputs/agencies.ts';
import { createRenewingAuthorizer } from '../refreshing-credential.ts';
import { createSts } from '../../cloud/sts.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import { askSts } from './sts-keys.ts';
import type { Identity, SignInParts } from '../credential-provider.ts';
import { POLICY_REFUSED } from '../session-policy.ts';

export function signInWithAgency(credentials: AgencyCredentials, parts: SignInParts): Identity {
  const { key, agencyUrn, externalId } = credentials;
  const skew = createSkew(parts.clock);
  const own = createAccessKeyAuthorizer(() => key, parts.clock, skew);
  const authorizer = createRenewingAuthorizer(
    {
      what: 'temporary keys',
      issue: () =>
        askSts(
          {
            session: credentials,
            ask: (region, request) =>
              createSts(parts.callerOf('sts', region, own), region).assume({ ...request, externalId }),
            refused: (refusal) => notAssumed(agencyUrn, refusal),
          },
          parts,
        ),
      remedy: 'May the access key still assume the agency?',
      say: parts.say,
    },
    parts.clock,
    skew,
  );
  return { authorizerOf: () => authorizer };
}

function notAssumed(agencyUrn: string, refusal: ServiceError): Failure {
  return new Failure(
    'agency-refused',
    `STS did not let the access key assume ${agencyUrn}: ${describeServiceError(refusal)}.`,
    {
      hint: hintFor(refusal),
    },
  );
}

function hintFor({ status, message }: ServiceError): string {
  if (/duration/i.test(message))
    return "session-duration must not be longer than the agency's maximum session duration.";
  if (/policy/i.test(message) && status === 400) return POLICY_REFUSED;
  if (status === 404 || /not (exist|found)|no such|(could not|cannot) be found/i.test(message))
    return 'Check assume-agency-urn: iam::ACCOUNT-ID:agency:NAME.';
  return (
    "The agency's trust policy must name the account or the user of the access key (and the external-id, where it asks " +
    'for one), and the user needs the permission sts:agencies:assume.'
  );
}
