/**
 * Why STS did not take an ID token: a pure function. The codes are not documented, so the words decide; every message
 * names what was sent, for it is compared letter by letter with what an administrator has typed.
 */
import type { OidcCredentials } from '../../inputs/agencies.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import type { IdTokenClaims } from '../../github/id-token.ts';
import { POLICY_REFUSED } from '../session-policy.ts';

type Asked = Pick<OidcCredentials, 'agencyUrn' | 'providerUrn' | 'audience'>;

export function tokenRefused(asked: Asked, claims: IdTokenClaims, refusal: ServiceError): Failure {
  return new Failure('oidc-refused', `STS did not take GitHub's ID token: ${describeServiceError(refusal)}.`, {
    hint: hintFor(asked, claims, refusal),
  });
}

function hintFor(asked: Asked, claims: IdTokenClaims, { status, message }: ServiceError): string {
  const { agencyUrn, providerUrn } = asked;
  const says = (words: RegExp): boolean => words.test(message);
  const isNoSuch = says(
    /not (exist|found)|no such|unknown|cannot be found|could not be found|\bno\b.*\bfound\b|invalid|malformed|illegal/i,
  );
  if (says(/trust polic|identity-based policy|\bcondition/i)) return trustHint(asked, claims);
  if (says(/expired|\bexp\b|validity period|not yet valid|\bnbf\b|\biat\b|too old/i)) {
    return 'An ID token lives for five minutes, and this one was got right before: is a clock wrong? Run the step again.';
  }
  if (says(/audience|\baud\b|client.?id/i)) return audienceHint(asked, claims);
  if (says(/signature|jwks|thumbprint|issuer|\biss\b|verification key/i)) {
    return `The identity provider ${providerUrn} must have the URL '${claims.issuer || GITHUB}', whose keys the cloud reads.`;
  }
  if (says(/duration/i))
    return `session-duration must not be longer than the maximum session duration of ${agencyUrn}.`;
  if (says(/provider/i) && isNoSuch)
    return `Check provider-urn: there seems to be no identity provider ${providerUrn}.`;
  if (says(/agency/i) && isNoSuch) return `Check agency-urn: there seems to be no agency ${agencyUrn}.`;
  if (says(/polic/i) && status === 400) {
    return POLICY_REFUSED;
  }
  if (status === 403 || says(/\bsub\b|subject|access denied|not (authorized|allowed|permitted)/i))
    return trustHint(asked, claims);
  return (
    `STS does not say what is wrong. Check agency-urn (${agencyUrn}) and provider-urn (${providerUrn}), that '${claims.audience}' ` +
    `is a client id of the provider, and the trust policy. ${trustHint(asked, claims)}`
  );
}

/** Where the ID token cannot be read. */
const GITHUB = 'https://token.actions.githubusercontent.com';

function audienceHint({ providerUrn, agencyUrn }: Asked, { audience }: IdTokenClaims): string {
  return (
    `The audience that was sent is '${audience}': it must be a client id of ${providerUrn}, and be allowed by oidc:aud in ` +
    `the trust policy of ${agencyUrn}. Another one can be given with the input audience.`
  );
}

/** The most frequent fault by far, and the one that the cloud says least about. */
function trustHint({ agencyUrn, providerUrn }: Asked, { subject, audience }: IdTokenClaims): string {
  const other = otherShape(subject);
  return (
    `The trust policy of ${agencyUrn} must allow sts:agencies:assumeWithOIDC for ${providerUrn} with oidc:aud '${audience}' and ` +
    `oidc:sub '${subject}' (upper and lower case count). ${other}`
  );
}

/** GitHub has two shapes of subjects: with names, and since July 2026 for new or renamed repositories with ids too. */
function otherShape(subject: string): string {
  const { owner, repository, rest } =
    /^repo:(?<owner>[^/@:]+)(@\d+)?\/(?<repository>[^@:]+)(@\d+)?:(?<rest>.*)$/.exec(subject)?.groups ?? {};
  if (owner === undefined || repository === undefined)
    return 'The subject has an unusual shape: see the OIDC settings of the repository.';
  return subject.includes('@')
    ? `This repository has subjects with ids; a policy with the older shape 'repo:${owner}/${repository}:${rest}' does not match.`
    : `A policy with the newer shape 'repo:${owner}@ID/${repository}@ID:${rest}' does not match; jobs with an environment have a subject that ends in 'environment:NAME'.`;
}
