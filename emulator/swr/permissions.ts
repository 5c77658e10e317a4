import { param, type Call } from '../call.ts';
import { isRecord } from '../reader.ts';
import { regionalUrn } from '../policy/urn.ts';
import type { Permission } from '../router.ts';

/**
 * Actions on the repository of the path: `swr:{region}:{account}:repo:{organization}/{repository}`. SWR, "Actions Supported
 * by Identity Policy-based Authorization" and "SWR Resources".
 */
export function onRepository(...actions: readonly string[]): { readonly permission: Permission } {
  return { permission: { actions, resource: repositoryOf } };
}

/** Actions on the organization of the path, or of the body: `swr:{region}:{account}:namespace:{organization}`. */
export function onOrganization(...actions: readonly string[]): { readonly permission: Permission } {
  return { permission: { actions, resource: organizationOf } };
}

function repositoryOf(call: Call): string {
  const repository = param(call, 'repository').replaceAll('$', '/');
  return regionalUrn(call, 'swr', `repo:${param(call, 'namespace')}/${repository}`);
}

function organizationOf(call: Call): string {
  return regionalUrn(call, 'swr', `namespace:${call.params['namespace'] ?? namedIn(call.body)}`);
}

function namedIn(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? String(value['namespace']) : '';
  } catch {
    // The handler will complain of it.
    return '';
  }
}
