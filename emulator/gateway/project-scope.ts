import { pathParam, type Call } from '../call.ts';
import { regionOfProject } from '../state/cloud.ts';

/**
 * Whether the projects that a call names are right. Those of the path and of X-Project-Id must be the same, belong to the
 * region, and be the token's own if the caller has a token. A call that names none is for the region's default project. IAM is
 * global and STS has no projects, so that both accept any.
 */
export function isProjectValid(call: Call): boolean {
  if (call.service === 'iam' || call.service === 'sts') return true;
  const named = [pathParam(call, 'project_id'), call.headers['x-project-id'] ?? ''].filter((id) => id !== '');
  const own = call.caller.token?.project;
  return named.every(
    (id) => id === named[0] && regionOfProject(call.cloud, id) === call.region.id && (own === undefined || own === id),
  );
}
