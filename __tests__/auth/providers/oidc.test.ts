import { expect, test } from '@jest/globals';
import type { ErrorCode } from '../../../src/errors.ts';
import { oidcFailure } from '../../../src/auth/providers/oidc.ts';

const INPUTS = {
  agencyUrn: 'iam::acc:agency:promoter',
  providerUrn: 'iam::acc:oidcProvider:GitHub',
  audience: 'sts.myhuaweicloud.com',
};
const CLAIMS = {
  subject: 'repo:octo/app:ref:refs/tags/v1',
  audience: 'sts.myhuaweicloud.com',
  issuer: 'https://token.actions.githubusercontent.com',
};

const refusal = (status: number, message: string) => ({ status, code: 'STS5.1001', message, requestId: 'req-1' });

test('names code, reason and request id', () => {
  const failure = oidcFailure(INPUTS, CLAIMS, refusal(400, 'invalid audience'));
  expect([failure.code, failure.kind]).toEqual(['oidc-audience', 'auth']);
  expect(failure.message).toBe(
    "STS did not take GitHub's ID token: HTTP 400 STS5.1001 invalid audience (request id req-1).",
  );
});

test.each<[ErrorCode, number, string, string[]]>([
  [
    'oidc-audience',
    400,
    'invalid audience',
    [INPUTS.providerUrn, 'oidc:aud', "'sts.myhuaweicloud.com'", 'input audience'],
  ],
  ['oidc-token-expired', 401, 'id token is expired', ['five minutes', 'a clock']],
  ['oidc-issuer', 400, 'failed to verify the signature', [CLAIMS.issuer]],
  ['oidc-provider-missing', 404, 'no such provider', ['provider-urn', INPUTS.providerUrn]],
  ['agency-missing', 404, 'agency not found', ['Check agency-urn', INPUTS.agencyUrn]],
  ['session-duration-too-long', 400, 'duration_seconds exceeds', ['session-duration']],
  ['session-policy-refused', 400, 'malformed policy document', ['session-policy: false']],
  [
    'oidc-trust-policy',
    403,
    'no identity-based policy allows sts:agencies:assumeWithOIDC',
    [
      'The trust policy of',
      'sts:agencies:assumeWithOIDC',
      CLAIMS.subject,
      CLAIMS.audience,
      INPUTS.agencyUrn,
      'oidc:sub',
    ],
  ],
  [
    'oidc-refused',
    400,
    'oops',
    ['does not say what is wrong', INPUTS.agencyUrn, INPUTS.providerUrn, CLAIMS.audience, CLAIMS.subject],
  ],
])('%s: the hint names what was sent', (code, status, message, words) => {
  const failure = oidcFailure(INPUTS, CLAIMS, refusal(status, message));
  expect(failure.code).toBe(code);
  for (const word of words) expect(failure.hint).toContain(word);
});

test.each([
  ['names alone', 'repo:octo/app:environment:prod', "'repo:octo@ID/app@ID:environment:prod' does not match"],
  ['names and ids', 'repo:octo@1/app@22:ref:refs/heads/main', "the older shape 'repo:octo/app:ref:refs/heads/main'"],
  ['a shape of its own', 'octo-special', 'unusual shape'],
])('a subject of %s: the hint shows it, and the format that does not match', (_, subject, words) => {
  const { hint } = oidcFailure(INPUTS, { ...CLAIMS, subject }, refusal(403, 'access denied'));
  expect(hint).toContain(`'${subject}'`);
  expect(hint).toContain(words);
});
