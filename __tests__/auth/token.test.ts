import { expect, test } from '@jest/globals';
import { createTokenAuthorizer } from '../../src/auth/token.ts';

test('a token is sent as it is, with nothing else', () => {
  const url = new URL('https://iam.cn-north-4.myhuaweicloud.com/v3/projects');
  const proof = createTokenAuthorizer(() => 'Token').authorize({ method: 'GET', url, body: '', headers: {} });
  expect(proof).toEqual({ 'x-auth-token': 'Token' });
});
