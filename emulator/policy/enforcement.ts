import type { Service } from '../address.ts';
import type { Call } from '../call.ts';
import { hssRefusal } from '../hss/refusals.ts';
import { forbidden } from '../iam/refusals.ts';
import type { Refused } from '../message.ts';
import { modelArtsRefusal } from '../modelarts/refusals.ts';
import type { Permission } from '../router.ts';
import { accessDenied } from '../sts/refusals.ts';
import { swrRefusal } from '../swr/refusals.ts';
import { isAllowed } from './decision.ts';

/**
 * Refuses what the caller's session may not do. A session has the policies of its agency and of its opening; what any of
 * them does not allow is denied. Keys and users without a session may do everything. IAM, "Session Policies".
 */
export function enforce(call: Call, permission: Permission | undefined): void {
  const policies = call.caller.key?.session?.policies ?? [];
  if (permission === undefined || policies.length === 0) return;
  const resource = permission.resource(call);
  // IAM is one for all regions.
  const region = call.service === 'iam' ? '' : call.region.id;
  const missing = permission.actions.find(
    (action) => !policies.every((policy) => isAllowed(policy, { action, resource, region })),
  );
  if (missing === undefined) return;
  const message = `access denied: the policies of the session do not allow ${missing} on ${resource}`;
  throw DENIALS[call.service](call, message, missing);
}

/** How each service says that a permission is missing. HSS says it with a 400. The services' "Error Codes". */
const DENIALS: Readonly<Record<Service, (call: Call, message: string, action: string) => Refused>> = {
  'swr-api': (call, message) => swrRefusal(call, 4_037_020, message),
  modelarts: (_, message) => modelArtsRefusal(403, '0108', message),
  hss: (_, message) => hssRefusal(400, '0013', message),
  iam: (_call, _message, action) => forbidden(action),
  sts: accessDenied,
};
