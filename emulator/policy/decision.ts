import type { Policy } from './document.ts';
import { fitsPattern } from './pattern.ts';

/** What is to be done: to what, and in which region; empty for services that have none, where no condition holds. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
  readonly region: string;
}

/**
 * Whether a policy allows the action on the resource: some statement must allow it, and none may deny it. Without a
 * Resource a statement speaks of all. IAM, "Policy Evaluation Logic".
 */
export function isAllowed(policy: Policy, { action, resource, region }: Deed): boolean {
  const speaking = policy.Statement.filter(
    ({ Action: actions, Resource: resources = ['*'], Condition: { StringEquals: equal, StringMatch: alike } = {} }) =>
      actions.some((pattern) => fitsPattern(pattern, action)) &&
      resources.some((pattern) => fitsPattern(pattern, resource)) &&
      (equal?.['g:RequestedRegion']?.includes(region) ?? true) &&
      (alike?.['g:RequestedRegion']?.some((pattern) => fitsPattern(pattern, region)) ?? true),
  );
  return speaking.length > 0 && speaking.every((statement) => statement.Effect === 'Allow');
}
