/** What the cloud may say where it says anything: words, an attack, or what nobody must ever read. */
import * as fc from 'fast-check';
import { hostileText } from '../../../__tests__/support/hostile-text.ts';

/** Of every mode of signing in; whatever quotes them, they are never written. */
export const SECRETS = {
  secretKey: 'chaos-secret-key-of-nobody',
  securityToken: 'chaos-security-token+of/nobody==',
  token: 'chaos-token-of-nobody',
  wrong: 'chaos-wrong-secret-key',
} as const;

export const text = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('chaos', 'image sync in progress', '') },
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(SECRETS)).map((secret) => `you sent ${secret}, not so?`) },
  { weight: 1, arbitrary: hostileText.map((piece) => piece.repeat(400)) },
);
