/**
 * Why STS did not take an ID token: a pure function. The codes are not documented, so the words decide; every message
 * names what was sent, for it is compared letter by letter with what an administrator has typed.
 */
import type { OidcCredentials } from '../auth/agencies.ts';
import { Failure } from '../failure.ts';
import { describeRefusal, type Refusal } from '../http/refusal.ts';
import type { IdTokenClaims } from './id-token.ts';

type Asked = Pick<OidcCredentials, 'agencyUrn' | 'providerUrn' | 'audience'>;

export function tokenRefused(asked: Asked, claims: IdTokenClaims, refusal: Refusal): Failure {
  return new Failure('auth', `STS did not take GitHub's ID token: ${describeRefusal(refusal)}.`, {
    hint: hintFor(asked, claims, refusal),
  });
}

function hintFor(asked: Asked, claims: IdTokenClaims, { status, message }: Refusal): string {
  const { agencyUrn, providerUrn } = asked;
  const isUnknown = status === 404 || /not (exist|found)|no such|unknown|(could not|cannot) be found/i.test(message);
  if (/expired/i.test(message)) {
    return 'An ID token lives for five minutes, and this one was minutes younger: is the clock of whoever issued it right? Run the step again.';
  }
  if (/audience|\baud\b|client.?id/i.test(message)) return audienceHint(asked, claims);
  if (/signature|jwks|thumbprint|issuer|\biss\b/i.test(message)) {
    return `The identity provider ${providerUrn} must have the URL '${claims.issuer}', whose keys the cloud reads.`;
  }
  if (/duration/i.test(message))
    return `session-duration must not be longer than the maximum session duration of ${agencyUrn}.`;
  if (/provider/i.test(message) && isUnknown)
    return `Check provider-urn: there seems to be no identity provider ${providerUrn}.`;
  if (/agency|urn/i.test(message) && isUnknown) return `Check agency-urn: there seems to be no agency ${agencyUrn}.`;
  if (/policy/i.test(message) && status === 400) {
    return 'The session policy that narrows the keys was not understood; session-policy: false sends none.';
  }
  return trustHint(asked, claims);
}

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
