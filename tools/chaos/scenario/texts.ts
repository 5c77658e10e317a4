/** Random texts for every place where the cloud returns one: plain, hostile, very long, or quoting a secret. */
import * as fc from 'fast-check';
import { hostileText } from '../../../__tests__/support/hostile-text.ts';

/** The secrets of every way of signing in. None may be written anywhere, even if a reply quotes it. */
export const SECRETS = {
  secretKey: 'chaos-secret-key-of-nobody',
  securityToken: 'chaos-security-token+of/nobody==',
  token: 'chaos-token-of-nobody',
  wrong: 'chaos-wrong-secret-key',
} as const;

/** A text that the cloud returns. */
export const text = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('chaos', 'image sync in progress', '') },
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(SECRETS)).map((secret) => `you sent ${secret}, not so?`) },
  { weight: 1, arbitrary: hostileText.map((piece) => piece.repeat(400)) },
);
