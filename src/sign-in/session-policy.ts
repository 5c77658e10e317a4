/**
 * The policy that narrows the keys of an agency down to a plan: a leaked key, or a fault of ours, reaches no other
 * repository and no other region. What the agency itself may not do, it does not add.
 * Source: IAM, "JSON Element Reference" of identity policies; STS, parameter `policy`.
 */
import type { Permission } from '../cloud/permission.ts';

/** STS takes no longer one. */
const LIMIT = 2048;

/** JSON text; empty where the plan is too large for a policy. */
export function sessionPolicy(permissions: readonly Permission[]): string {
  const narrow = policyOf(permissions, true);
  if (narrow.length <= LIMIT) return narrow;
  const wide = policyOf(permissions, false);
  return wide.length <= LIMIT ? wide : '';
}

function policyOf(permissions: readonly Permission[], byRegion: boolean): string {
  const statements = permissions.map(({ actions, regions, repository }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: [repository === undefined ? '*' : `swr:*:*:repo:${repository}`],
    ...(byRegion ? { Condition: { StringEquals: { 'g:RequestedRegion': regions } } } : {}),
  }));
  // IAM is one for all regions; the names of its actions differ between editions of the documents.
  const projects = { Effect: 'Allow', Action: ['iam:projects:list*'], Resource: ['*'] };
  return JSON.stringify({ Version: '5.0', Statement: [projects, ...statements] });
}
