import { nextSerial, type AccessKey, type Cloud } from './cloud.ts';
import { sha256 } from './digest.ts';

/** A temporary key as it is issued: it has a token and an end. */
export interface IssuedKey extends AccessKey {
  readonly securityToken: string;
  readonly expiresAt: number;
}

/** What a temporary key is to be like. */
export interface KeyRequest extends Pick<AccessKey, 'iamList' | 'session'> {
  /** How the access key id begins. */
  readonly prefix: string;
  readonly seconds: number;
  readonly now: number;
}

/** Issues a temporary key that signs from now on, in every region, until its end. The seed may shorten its life. */
export function issueKey(cloud: Cloud, { prefix, seconds, now, ...rest }: KeyRequest): IssuedKey {
  const serial = nextSerial(cloud);
  const key: IssuedKey = {
    accessKey: `${prefix}${sha256(`access ${serial}`).slice(0, 16).toUpperCase()}`,
    secretKey: sha256(`secret ${serial}`).slice(0, 40),
    // Real ones are long, too.
    securityToken: Array.from({ length: 12 }, (_, part) => sha256(`security ${serial} ${part}`)).join(''),
    expiresAt: now + Math.min(seconds, cloud.issuedKeySeconds) * 1000,
    ...rest,
  };
  cloud.accessKeys.set(key.accessKey, key);
  return key;
}
