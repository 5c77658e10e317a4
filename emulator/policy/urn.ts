import type { Call } from '../call.ts';
import { ACCOUNT } from '../cloud.ts';

/** The URN of something in the region that was called: `swr:cn-north-4:{account}:repo:team/app`. */
export function regionalUrn(call: Call, service: string, thing: string): string {
  return `${service}:${call.region.id}:${ACCOUNT.id}:${thing}`;
}

/** The URN of something of IAM, which has no region: `iam::{account}:agency:name`. */
export function iamUrn(thing: string, account: string = ACCOUNT.id): string {
  return `iam::${account}:${thing}`;
}
