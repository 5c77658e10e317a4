import { expect, test } from '@jest/globals';
import { classifyPasswordError, type PasswordErrorCode } from '../../src/cloud/iam-errors.ts';

test.each<[PasswordErrorCode, number, string]>([
  ['password-refused', 401, 'The username or password is wrong.'],
  ['password-refused', 401, 'oops'],
  ['password-refused', 400, 'The password is wrong.'],
  ['password-refused', 403, 'Authentication failed'],
  ['credential-locked', 401, 'The account is locked.'],
  ['credential-locked', 403, 'Locked after too many attempts with a wrong password'],
  ['user-token-refused', 401, 'The user has no role in the project.'],
  ['user-token-refused', 403, 'The user has no role in the project.'],
  ['user-token-refused', 404, 'Could not find the project'],
  ['user-token-refused', 400, 'oops'],
  // "block" is not "lock".
  ['user-token-refused', 400, 'blocked'],
])('%s for HTTP %d "%s"', (code, status, message) => {
  expect(classifyPasswordError({ status, code: String(status), message, requestId: '' })).toBe(code);
});

test('a page of something else says nothing about the password', () => {
  const page = {
    status: 403,
    code: '',
    message: "an HTML page titled 'Enter your password'",
    requestId: '',
    isPage: true,
  };
  expect(classifyPasswordError(page)).toBe('user-token-refused');
});
