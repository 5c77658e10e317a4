import { param, type Call } from './call.ts';
import { regionOfProject } from './cloud.ts';
import { wrongProject } from './gateway.ts';
import { modelArtsRefusal } from './modelarts/refusals.ts';

/**
 * Refuses a project that does not fit: the path's and X-Project-Id's must be projects of the region, the same one, and
 * the token's own if a token calls. Without any (SWR, signed) the region's default project serves. IAM is global, and
 * any STS serves any caller.
 */
export function checkProject(call: Call): void {
  if (call.service === 'iam' || call.service === 'sts') return;
  const named = [param(call, 'project_id'), call.headers['x-project-id'] ?? ''].filter((id) => id !== '');
  const own = call.caller.token?.project;
  const fits = named.every(
    (id) => id === named[0] && regionOfProject(call.cloud, id) === call.region.id && (own === undefined || own === id),
  );
  if (fits) return;
  throw call.service === 'modelarts'
    ? modelArtsRefusal(403, '0210', 'The project ID in the request does not match that of the caller')
    : wrongProject(call.requestId);
}
