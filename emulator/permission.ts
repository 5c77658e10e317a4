import type { Call } from './call.ts';
import type { ApiError } from './message.ts';
import { isAllowed } from './policy/evaluate.ts';

/** What a policy must allow so that an API may be called, in the terms of identity policies. */
export interface Permission {
  /** Actions such as `swr:repo:listRepoTags`; each of them must be allowed. */
  readonly actions: readonly string[];
  /** The URN of the resource. */
  readonly resource: (call: Call) => string;
}

/** Creates the error with which a service refuses an action that a policy does not allow. */
export type PermissionDenied = (call: Call, message: string, action: string) => ApiError;

/**
 * Refuses a call that the caller's session may not make. Each policy of the session must allow it. Keys, tokens and users
 * without a session may do everything. IAM, "Session Policies".
 */
export function checkPermission(call: Call, permission: Permission, denied: PermissionDenied): void {
  const policies = call.caller.key?.session?.policies ?? [];
  if (policies.length === 0) return;
  const resource = permission.resource(call);
  // IAM is a global service.
  const region = call.service === 'iam' ? '' : call.region.id;
  const missing = permission.actions.find(
    (action) => !policies.every((policy) => isAllowed(policy, { action, resource, region })),
  );
  if (missing === undefined) return;
  throw denied(call, `access denied: the policies of the session do not allow ${missing} on ${resource}`, missing);
}
