import { expect, test } from '@jest/globals';
import { explain } from '../../../src/errors.ts';
import { tokenRefused } from '../../../src/auth/providers/oidc-refusal.ts';

const ASKED = {
  agencyUrn: 'iam::acc:agency:promoter',
  providerUrn: 'iam::acc:oidcProvider:GitHub',
  audience: 'sts.myhuaweicloud.com',
};
const CLAIMS = {
  subject: 'repo:octo/app:ref:refs/tags/v1',
  audience: 'sts.myhuaweicloud.com',
  issuer: 'https://token.actions.githubusercontent.com',
};

test.each<[string, number, string, string[]]>([
  [
    'an audience that is not registered',
    400,
    'invalid audience',
    [ASKED.providerUrn, 'oidc:aud', "'sts.myhuaweicloud.com'", 'input audience'],
  ],
  ['a client id in other words', 403, 'the client_id is not in the list', ['oidc:aud']],
  ['a token that has expired', 401, 'id token is expired', ['five minutes']],
  ['a wrong signature', 400, 'failed to verify the signature', [CLAIMS.issuer]],
  ['an unknown provider', 404, 'no such provider', ['provider-urn', ASKED.providerUrn]],
  ['an unknown agency', 404, 'agency not found', ['agency-urn', ASKED.agencyUrn]],
  ['an unknown agency, as it is worded in practice', 400, 'the agency cannot be found', ['agency-urn']],
  ['a duration that the agency does not allow', 400, 'duration_seconds exceeds', ['session-duration']],
  ['a policy that is not understood', 400, 'malformed policy document', ['session-policy: false']],
  ['a condition', 400, 'condition of the trust policy is not satisfied', [CLAIMS.subject, 'oidc:sub']],
  ['a field that is invalid', 400, 'Invalid agency_urn', ['Check agency-urn', ASKED.agencyUrn]],
  ['another such field', 400, 'provider_urn is invalid', ['Check provider-urn', ASKED.providerUrn]],
  ['words of another cloud', 400, 'No OpenIDConnect provider found in your account', ['Check provider-urn']],
  ['a claim in the past', 400, 'exp claim of the ID token is in the past', ['five minutes']],
  ['a period that is over', 400, 'Invalid id_token: validity period is over', ['five minutes']],
  ['a token from the future', 400, 'the token is not yet valid', ['a clock']],
  ['keys that cannot be had', 400, "Couldn't retrieve verification key from your identity provider", [CLAIMS.issuer]],
  [
    'words that nobody knows',
    400,
    'oops',
    ['does not say what is wrong', ASKED.agencyUrn, ASKED.providerUrn, CLAIMS.audience, CLAIMS.subject],
  ],
  [
    'a trust policy that does not match',
    403,
    'no identity-based policy allows sts:agencies:assumeWithOIDC',
    ['The trust policy of', 'sts:agencies:assumeWithOIDC', CLAIMS.subject, CLAIMS.audience, ASKED.agencyUrn],
  ],
])('%s', (_, status, message, words) => {
  const failure = tokenRefused(ASKED, CLAIMS, { status, code: 'STS5.1001', message, requestId: 'req-1' });
  expect(failure.kind).toBe('auth');
  expect(failure.message).toBe(
    `STS did not take GitHub's ID token: HTTP ${status} STS5.1001 ${message} (request id req-1).`,
  );
  for (const word of words) expect(explain(failure)).toContain(word);
});

test.each([
  ['names alone', 'repo:octo/app:environment:prod', "'repo:octo@ID/app@ID:environment:prod' does not match"],
  ['names and ids', 'repo:octo@1/app@22:ref:refs/heads/main', "the older shape 'repo:octo/app:ref:refs/heads/main'"],
  ['a shape of its own', 'octo-special', 'unusual shape'],
])('a subject of %s is shown as it is, and the other shape with it', (_, subject, words) => {
  const refusal = { status: 403, code: '', message: 'access denied', requestId: '' };
  const hint = explain(tokenRefused(ASKED, { ...CLAIMS, subject }, refusal));
  expect(hint).toContain(`'${subject}'`);
  expect(hint).toContain(words);
});
