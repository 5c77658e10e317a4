import { describe, expect, test } from '@jest/globals';
import { classifyStsError, isStsMissing, type StsErrorCode } from '../../src/cloud/sts-errors.ts';

const refusal = (status: number, message: string, code = 'STS5.1001') => ({ status, code, message, requestId: '' });

describe('a refused ID token', () => {
  test.each<[StsErrorCode, number, string]>([
    ['oidc-audience', 400, 'invalid audience'],
    ['oidc-audience', 403, 'the client_id is not in the list'],
    ['oidc-token-expired', 401, 'id token is expired'],
    ['oidc-token-expired', 400, 'exp claim of the ID token is in the past'],
    ['oidc-token-expired', 400, 'Invalid id_token: validity period is over'],
    ['oidc-token-expired', 400, 'the token is not yet valid'],
    ['oidc-issuer', 400, 'failed to verify the signature'],
    ['oidc-issuer', 400, "Couldn't retrieve verification key from your identity provider"],
    ['oidc-provider-missing', 404, 'no such provider'],
    ['oidc-provider-missing', 400, 'provider_urn is invalid'],
    ['oidc-provider-missing', 400, 'No OpenIDConnect provider found in your account'],
    ['agency-missing', 404, 'agency not found'],
    ['agency-missing', 400, 'the agency cannot be found'],
    ['agency-missing', 400, 'Invalid agency_urn'],
    ['session-duration-too-long', 400, 'duration_seconds exceeds'],
    ['session-policy-refused', 400, 'malformed policy document'],
    ['oidc-trust-policy', 400, 'condition of the trust policy is not satisfied'],
    ['oidc-trust-policy', 403, 'no identity-based policy allows sts:agencies:assumeWithOIDC'],
    ['oidc-trust-policy', 400, 'the subject is not allowed'],
    ['oidc-trust-policy', 403, 'oops'],
    ['oidc-refused', 400, 'oops'],
  ])('is %s for HTTP %d "%s"', (code, status, message) => {
    expect(classifyStsError(refusal(status, message), 'id-token')).toBe(code);
  });
});

describe('a refused access key', () => {
  test.each<[StsErrorCode, number, string]>([
    ['session-duration-too-long', 400, 'duration_seconds exceeds the maximum'],
    ['session-policy-refused', 400, 'malformed policy document'],
    ['agency-missing', 404, ''],
    ['agency-missing', 400, 'agency could not be found'],
    ['agency-missing', 403, 'no such agency'],
    ['agency-refused', 403, 'no identity-based policy allows sts:agencies:assume'],
    ['agency-refused', 400, 'the trust policy does not allow it'],
    ['agency-refused', 403, 'the security token has expired'],
    ['agency-refused', 400, 'oops'],
  ])('is %s for HTTP %d "%s"', (code, status, message) => {
    expect(classifyStsError(refusal(status, message), 'access-key')).toBe(code);
  });
});

test.each([
  [true, refusal(404, 'no api', 'APIGW.0101')],
  [true, refusal(410, '')],
  [true, refusal(410, '', '')],
  [true, refusal(400, 'this API is not supported in this region', 'STS5.1007')],
  [true, { ...refusal(403, 'a page', ''), isPage: true }],
  [false, refusal(404, 'agency not found')],
  [false, refusal(403, 'access denied')],
])('STS is missing: %s for %j', (isMissing, refused) => {
  expect(isStsMissing(refused)).toBe(isMissing);
});
