/**
 * The session policy: it limits the keys of an agency to what the plan needs, so that a leaked key, or a bug of this
 * action, reaches no other repository and no other region. It grants nothing that the agency itself may not do.
 * Source: IAM, "JSON Element Reference" of identity policies; STS, parameter `policy`.
 */
import type { Permission } from '../cloud/permission.ts';

/** What to do where STS refuses the policy (`session-policy-refused`). */
export const SESSION_POLICY_HINT =
  'The session policy that narrows the keys was not understood; session-policy: false sends none.';

/** The longest policy that STS takes, in characters. */
const MAX_LENGTH = 2048;

/** JSON text; without the conditions on regions where it would be too long with them, and empty where it still is. */
export function sessionPolicy(permissions: readonly Permission[]): string {
  const merged = mergedByPlace(permissions);
  const narrow = policyOf(merged, true);
  if (narrow.length <= MAX_LENGTH) return narrow;
  const wide = policyOf(merged, false);
  return wide.length <= MAX_LENGTH ? wide : '';
}

/** One permission for each repository and its regions: with this, a policy for a dozen regions is short enough. */
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
  // IAM is global, so there is no condition on regions. `list*`: editions of its documents name the action differently.
  const projects = { Effect: 'Allow', Action: ['iam:projects:list*'], Resource: ['*'] };
  return JSON.stringify({ Version: '5.0', Statement: [projects, ...statements] });
}
