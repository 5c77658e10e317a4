import type { Policy } from './document.ts';
import { fitsPattern } from './pattern.ts';

/**
 * Whether a policy allows the action on the resource: some statement must allow it, and none may deny it. Without a
 * Resource a statement speaks of all. IAM, "Policy Evaluation Logic".
 */
export function isAllowed(policy: Policy, action: string, resource: string): boolean {
  const speaking = policy.Statement.filter(
    ({ Action: actions, Resource: resources = ['*'] }) =>
      actions.some((pattern) => fitsPattern(pattern, action)) &&
      resources.some((pattern) => fitsPattern(pattern, resource)),
  );
  return speaking.length > 0 && speaking.every((statement) => statement.Effect === 'Allow');
}
