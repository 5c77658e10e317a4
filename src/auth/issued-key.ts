/** Temporary keys, as soon as they have arrived. */
import type { AccessKey } from './access-key.ts';
import type { Issue } from './refreshing-credential.ts';
import type { TemporaryKey } from '../cloud/iam.ts';
import type { SignInParts } from './credential-provider.ts';

/** Masks what is secret of them. `askedMs` is how long they live where the cloud does not tell. */
export function issuedKey(key: TemporaryKey, askedMs: number, { mask }: Pick<SignInParts, 'mask'>): Issue<AccessKey> {
  for (const secret of [key.secretKey, key.securityToken]) mask(secret);
  return { proof: key, lifetimeMs: key.lifetimeMs ?? askedMs };
}
