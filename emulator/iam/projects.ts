import { queryOf, type Call } from '../call.ts';
import { ACCOUNT, regionOfProject, type Cloud, type Project } from '../cloud.ts';
import { json, type Reply } from '../message.ts';
import { badParameter, forbidden } from './refusals.ts';

function shownProjects(cloud: Cloud, projects: readonly Project[]): Reply {
  const shown = projects.map(({ id, name }) => {
    const region = regionOfProject(cloud, id);
    // A sub-project hangs below its region's project; a region's own project below the account.
    const parent = region === name ? undefined : cloud.projects.find((candidate) => candidate.name === region)?.id;
    return { id, name, domain_id: ACCOUNT.id, parent_id: parent ?? ACCOUNT.id, enabled: true, is_domain: false };
  });
  return json(200, { projects: shown, links: { self: null, previous: null, next: null } });
}

/** IAM, "Querying Project Information" (KeystoneListProjects). The name matches exactly; needs a permission to list. */
export function listProjects(call: Call): Reply {
  const query = queryOf(
    call,
    ['name', 'domain_id', 'parent_id', 'enabled', 'is_domain', 'page', 'per_page'],
    badParameter,
  );
  const { iamList } = call.caller.key ?? call.caller.token;
  if (!iamList) throw forbidden('identity:list_projects');
  const { name } = query;
  return shownProjects(
    call.cloud,
    call.cloud.projects.filter((project) => name === undefined || project.name === name),
  );
}

/** IAM, "Querying the Projects Accessible to a User" (KeystoneListAuthProjects). Needs no permission, takes no name. */
export function listOwnProjects(call: Call): Reply {
  queryOf(call, [], badParameter);
  return shownProjects(call.cloud, call.cloud.projects);
}
