import { queryOf, type Call } from '../call.ts';
import { ACCOUNT, regionOfProject, type Cloud, type Project } from '../cloud.ts';
import { json, type Reply } from '../message.ts';
import { badParameter, forbidden } from './refusals.ts';

const BASE = 'https://iam.myhuaweicloud.com/v3';

function shownProject(cloud: Cloud, { id, name }: Project): Record<string, unknown> {
  const region = regionOfProject(cloud, id);
  // A sub-project hangs below its region's project; a region's own project below the account.
  const parent = region === name ? undefined : cloud.projects.find((candidate) => candidate.name === region)?.id;
  return {
    id,
    name,
    description: '',
    domain_id: ACCOUNT.id,
    parent_id: parent ?? ACCOUNT.id,
    enabled: true,
    is_domain: false,
  };
}

/** IAM, "Querying Project Information" (KeystoneListProjects). The name matches exactly; needs a permission to list. */
export function listProjects(call: Call): Reply {
  const query = queryOf(
    call,
    ['name', 'domain_id', 'parent_id', 'enabled', 'is_domain', 'page', 'per_page'],
    badParameter,
  );
  const caller = call.caller.key ?? call.caller.token;
  if (caller?.iamList !== true) throw forbidden('identity:list_projects');
  const { name } = query;
  const found = call.cloud.projects.filter((project) => name === undefined || project.name === name);
  const paging = { previous: null, next: null };
  return json(200, {
    projects: found.map((project) =>
      Object.assign(shownProject(call.cloud, project), {
        links: { self: `${BASE}/projects/${project.id}`, ...paging },
      }),
    ),
    links: { self: `${BASE}/projects`, ...paging },
  });
}

/** IAM, "Querying the Projects Accessible to a User" (KeystoneListAuthProjects). Needs no permission, takes no name. */
export function listOwnProjects(call: Call): Reply {
  queryOf(call, [], badParameter);
  // This list has no pages, so its links lead nowhere else.
  return json(200, {
    projects: call.cloud.projects.map((project) =>
      Object.assign(shownProject(call.cloud, project), { links: { self: `${BASE}/projects/${project.id}` } }),
    ),
    links: { self: `${BASE}/auth/projects` },
  });
}
