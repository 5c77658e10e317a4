/** Signs with an access key, permanent or temporary. One key serves every region; only host and project differ. */
import type { Clock } from '../clock.ts';
import type { Authorizer } from './authorizer.ts';
import { sign, type SigningKeys } from './signature.ts';

export interface AccessKey extends SigningKeys {
  /** Empty for a permanent key. */
  readonly securityToken: string;
}

/** Headers that no proxy changes, so that signing them is safe. */
const SIGNED = ['content-type', 'x-project-id', 'x-security-token'] as const;

export function createAccessKeyAuthorizer(key: AccessKey, clock: Clock): Authorizer {
  return {
    authorize(request) {
      const security: Record<string, string> =
        key.securityToken === '' ? {} : { 'x-security-token': key.securityToken };
      const headers = { ...request.headers, ...security };
      const signed: Record<string, string> = {};
      for (const name of SIGNED) {
        const value = headers[name];
        if (value !== undefined) signed[name] = value;
      }
      return { ...security, ...sign({ ...request, headers: signed }, key, clock.date()) };
    },
  };
}
