/** An account of Huawei Cloud. The APIs also call it a domain. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

/** The emulated account: owns every region, project and repository. A seed can add further accounts for agencies and users. */
export const ACCOUNT: Account = { id: '0d0a1b2c3d4e5f60718293a4b5c6d7e8', name: 'emulated-account' };

/** The URN of a resource in a region, such as `swr:cn-north-4:{account}:repo:team/app` for `repo:team/app`. */
export function regionalUrn(region: string, service: string, resource: string): string {
  return `${service}:${region}:${ACCOUNT.id}:${resource}`;
}

/** The URN of an IAM resource, which has no region, such as `iam::{account}:agency:promoter` for `agency:promoter`. */
export function iamUrn(resource: string, account: string = ACCOUNT.id): string {
  return `iam::${account}:${resource}`;
}
