import type { Policy } from './document.ts';

/** What a caller wants to do, as the fields of a statement describe it. */
export interface AccessRequest {
  /** `service:type:verb`, such as `swr:repo:listRepoTags`. */
  readonly action: string;
  /** A URN, see `regionalUrn` and `iamUrn`. */
  readonly resource: string;
  /** The region of the endpoint. Empty for a global service: no condition on the region holds there. */
  readonly region: string;
}

/**
 * Whether a policy allows the request: at least one statement must allow it, and none may deny it. A statement without
 * `Resource` applies to all resources. IAM, "Policy Evaluation Logic".
 */
export function isAllowed(policy: Policy, { action, resource, region }: AccessRequest): boolean {
  const matching = policy.Statement.filter(
    ({ Action: actions, Resource: resources = ['*'], Condition: { StringEquals: equals, StringMatch: match } = {} }) =>
      actions.some((pattern) => matchesPattern(pattern, action)) &&
      resources.some((pattern) => matchesPattern(pattern, resource)) &&
      (equals?.['g:RequestedRegion']?.includes(region) ?? true) &&
      (match?.['g:RequestedRegion']?.some((pattern) => matchesPattern(pattern, region)) ?? true),
  );
  return matching.length > 0 && matching.every((statement) => statement.Effect === 'Allow');
}

/**
 * Whether a text matches a pattern, in which `*` stands for any number of characters, also none, and `?` for exactly one. Case
 * matters. IAM (identity policies), "JSON Elements: Action, Resource".
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
}
