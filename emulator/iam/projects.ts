import { ACCOUNT } from '../account.ts';
import { readQuery, type Call } from '../call.ts';
import { json, type Reply } from '../message.ts';
import { regionOfProject, type Cloud, type Project } from '../state/cloud.ts';
import { forbidden, invalidParameter } from './errors.ts';

const BASE = 'https://iam.myhuaweicloud.com/v3';

function serializeProject(cloud: Cloud, { id, name }: Project): Record<string, unknown> {
  const region = regionOfProject(cloud, id);
  // The parent of a sub-project is its region's project; that of a region's project is the account.
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

/** IAM, "Querying Project Information" (KeystoneListProjects). `name` matches exactly. Requires a permission. */
export function listProjects(call: Call): Reply {
  const query = readQuery(
    call,
    ['name', 'domain_id', 'parent_id', 'enabled', 'is_domain', 'page', 'per_page'],
    invalidParameter,
  );
  const caller = call.caller.key ?? call.caller.token;
  if (caller?.iamList !== true) throw forbidden('identity:list_projects');
  const { name } = query;
  const found = call.cloud.projects.filter((project) => name === undefined || project.name === name);
  const paging = { previous: null, next: null };
  return json(200, {
    projects: found.map((project) =>
      Object.assign(serializeProject(call.cloud, project), {
        links: { self: `${BASE}/projects/${project.id}`, ...paging },
      }),
    ),
    links: { self: `${BASE}/projects`, ...paging },
  });
}

/** IAM, "Querying the Projects Accessible to a User" (KeystoneListAuthProjects). Requires no permission; has no filter by name. */
export function listOwnProjects(call: Call): Reply {
  readQuery(call, [], invalidParameter);
  // This list has no pages, and so no links to others.
  return json(200, {
    projects: call.cloud.projects.map((project) =>
      Object.assign(serializeProject(call.cloud, project), { links: { self: `${BASE}/projects/${project.id}` } }),
    ),
    links: { self: `${BASE}/auth/projects` },
  });
}
