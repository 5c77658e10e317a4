import { sha256 } from '../digest.ts';
import { nextSerial, type AccessKey, type Cloud } from './cloud.ts';

/** A temporary key as IAM and STS issue it. */
export interface IssuedKey extends AccessKey {
  readonly securityToken: string;
  readonly expiresAt: number;
}

/** What `issueKey` needs to know. */
export interface IssueKeyOptions extends Pick<AccessKey, 'iamList' | 'session'> {
  /** The first characters of the access key id. */
  readonly prefix: string;
  /** Lifetime; the seed's `issuedKeySeconds` limits it. */
  readonly seconds: number;
  /** Epoch milliseconds of the server. */
  readonly now: number;
}

/** Issues a temporary key and stores it in the cloud. It is valid in every region. */
export function issueKey(cloud: Cloud, { prefix, seconds, now, ...rest }: IssueKeyOptions): IssuedKey {
  const serial = nextSerial(cloud);
  const key: IssuedKey = {
    accessKey: `${prefix}${sha256(`access ${serial}`).slice(0, 16).toUpperCase()}`,
    secretKey: sha256(`secret ${serial}`).slice(0, 40),
    // 768 characters: real tokens are of similar length.
    securityToken: Array.from({ length: 12 }, (_, part) => sha256(`security ${serial} ${part}`)).join(''),
    expiresAt: now + Math.min(seconds, cloud.issuedKeySeconds) * 1000,
    ...rest,
  };
  cloud.accessKeys.set(key.accessKey, key);
  return key;
}
