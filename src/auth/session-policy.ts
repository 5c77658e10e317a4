/**
 * The policy that narrows the keys of an agency down to a plan: a leaked key, or a fault of ours, reaches no other
 * repository and no other region. What the agency itself may not do, it does not add.
 * Source: IAM, "JSON Element Reference" of identity policies; STS, parameter `policy`.
 */
import type { Permission } from '../cloud/permission.ts';

/** What to do when STS refuses it. */
export const POLICY_REFUSED =
  'The session policy that narrows the keys was not understood; session-policy: false sends none.';

/** STS takes no longer one. */
const LIMIT = 2048;

/** JSON text; without the regions where it would be too long with them, and empty where it is so even then. */
export function sessionPolicy(permissions: readonly Permission[]): string {
  const merged = mergedByPlace(permissions);
  const narrow = policyOf(merged, true);
  if (narrow.length <= LIMIT) return narrow;
  const wide = policyOf(merged, false);
  return wide.length <= LIMIT ? wide : '';
}

/** One for each repository and its regions: that is shorter, and a dozen regions have room. */
function mergedByPlace(permissions: readonly Permission[]): readonly Permission[] {
  const merged = new Map<string, Permission>();
  for (const permission of permissions) {
    const place = JSON.stringify([permission.repository, permission.regions]);
    const actions = new Set([...(merged.get(place)?.actions ?? []), ...permission.actions]);
    merged.set(place, { ...permission, actions: [...actions] });
  }
  return [...merged.values()];
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
