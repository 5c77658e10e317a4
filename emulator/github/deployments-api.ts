import type { IncomingRequest } from '../call.ts';
import { apiError, json, type ApiError, type Reply } from '../message.ts';
import {
  anyText,
  anything,
  dictionary,
  either,
  flag,
  list,
  messageOf,
  object,
  oneOf,
  optional,
  text,
  type Reader,
} from '../reader.ts';
import { nextSerial } from '../state/cloud.ts';
import { DEPLOYMENT_STATES, latestState, type Deployment } from '../state/github.ts';
import { serializeDeployment, serializeStatus } from './deployments-json.ts';

const DOCUMENTATION = 'https://docs.github.com/rest/deployments';

const newDeployment = object({
  ref: text(),
  task: optional(text()),
  auto_merge: optional(flag),
  required_contexts: optional(list(text())),
  payload: optional(either(anyText, dictionary(anything))),
  environment: optional(text()),
  description: optional(anyText),
  transient_environment: optional(flag),
  production_environment: optional(flag),
});

const newStatus = object({
  state: oneOf(...DEPLOYMENT_STATES),
  target_url: optional(anyText),
  log_url: optional(anyText),
  description: optional(anyText),
  environment: optional(text()),
  environment_url: optional(anyText),
  auto_inactive: optional(flag),
});

function githubError(status: number, message: string, errors?: readonly unknown[]): ApiError {
  const details = errors === undefined ? {} : { errors };
  return apiError(json(status, { message, ...details, documentation_url: DOCUMENTATION, status: String(status) }));
}

/** The JSON body, checked by the reader. Unknown and wrong fields are refused: GitHub does so for some of its APIs. */
function readBody<T>({ request }: IncomingRequest, read: Reader<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
  } catch {
    throw githubError(400, 'Problems parsing JSON');
  }
  try {
    return read(value, 'body');
  } catch (cause) {
    throw githubError(422, `Invalid request.\n\n${messageOf(cause)}`);
  }
}

/**
 * The deployments of one repository in GitHub's REST API: create, list and show deployments, create and list their statuses. GitHub
 * Docs, "Deployments" and "Deployment statuses".
 */
export function deploymentsApi(incoming: IncomingRequest): Reply {
  const { github } = incoming.cloud;
  const [repos, owner, name, deployments, id, statuses, ...rest] = incoming.address.segments;
  const given = /^(?:token|bearer) (.+)$/i.exec(incoming.headers['authorization'] ?? '')?.[1];
  if (given === undefined) throw githubError(401, 'Requires authentication');
  if (given !== github.token) throw githubError(401, 'Bad credentials');
  // A repository that the token may not read is a 404. GitHub ignores the case of names.
  const known = `${owner}/${name}`.toLowerCase() === github.repository.toLowerCase();
  if (repos !== 'repos' || !known || deployments !== 'deployments' || rest.length > 0)
    throw githubError(404, 'Not Found');
  const method = incoming.request.method.toUpperCase();
  if (method === 'POST' && !github.allowed) throw githubError(403, 'Resource not accessible by integration');
  if (id === undefined) {
    if (method === 'POST') return createDeployment(incoming);
    if (method === 'GET') return listDeployments(incoming);
    throw githubError(404, 'Not Found');
  }
  const deployment = github.created.find((candidate) => String(candidate.id) === id);
  if (deployment === undefined) throw githubError(404, 'Not Found');
  if (statuses === undefined && method === 'GET') return json(200, serializeDeployment(deployment, github.repository));
  if (statuses !== 'statuses') throw githubError(404, 'Not Found');
  if (method === 'POST') return createStatus(incoming, deployment);
  if (method !== 'GET') throw githubError(404, 'Not Found');
  return json(
    200,
    deployment.statuses.map((status) => serializeStatus(status, deployment, github.repository)).toReversed(),
  );
}

/** "Create a deployment". Every ref is behind the default branch and has one pending check, `promote`. */
function createDeployment(incoming: IncomingRequest): Reply {
  const { github } = incoming.cloud;
  const body = readBody(incoming, newDeployment);
  const { ref, environment = 'production', description = '' } = body;
  if (github.refs?.includes(ref) === false) throw githubError(422, `No ref found for: ${ref}`);
  checkLength('Deployment', description);
  if (body.auto_merge !== false) return json(202, { message: `Auto-merged main into ${ref} on deployment.` });
  const contexts = body.required_contexts ?? ['promote'];
  if (contexts.length > 0) {
    const pending = contexts.map((context) => ({ context, state: 'pending' }));
    throw githubError(409, `Conflict: Commit status checks failed for ${ref}.`, [
      { contexts: pending, resource: 'Deployment', field: 'required_contexts', code: 'invalid' },
    ]);
  }
  const deployment: Deployment = {
    id: nextSerial(incoming.cloud),
    ref,
    task: body.task ?? 'deploy',
    environment,
    description,
    payload: body.payload ?? '',
    transient: body.transient_environment ?? false,
    production: body.production_environment ?? environment === 'production',
    at: incoming.now,
    statuses: [],
  };
  github.created.push(deployment);
  return json(201, serializeDeployment(deployment, github.repository));
}

/** "List deployments": the newest first. */
function listDeployments({ cloud: { github }, address }: IncomingRequest): Reply {
  const query = new URLSearchParams(address.wireQuery);
  const matches = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  const found = github.created.filter(
    ({ ref, task, environment }) => matches('ref', ref) && matches('task', task) && matches('environment', environment),
  );
  return json(200, found.map((deployment) => serializeDeployment(deployment, github.repository)).toReversed());
}

/** "Create a deployment status". A success makes earlier successes of the environment inactive, except in production. */
function createStatus(incoming: IncomingRequest, deployment: Deployment): Reply {
  const { cloud, now } = incoming;
  const body = readBody(incoming, newStatus);
  const { state, description = '', environment = deployment.environment } = body;
  checkLength('DeploymentStatus', description);
  const status = {
    id: nextSerial(cloud),
    state,
    description,
    logUrl: body.log_url ?? body.target_url ?? '',
    environmentUrl: body.environment_url ?? '',
    environment,
    at: now,
  };
  deployment.statuses.push(status);
  if (state === 'success' && body.auto_inactive !== false) {
    for (const earlier of cloud.github.created) {
      const { transient, production } = earlier;
      if (earlier === deployment || earlier.environment !== environment || transient || production) continue;
      if (latestState(earlier) !== 'success') continue;
      earlier.statuses.push({ ...status, id: nextSerial(cloud), state: 'inactive', description: '' });
    }
  }
  return json(201, serializeStatus(status, deployment, cloud.github.repository));
}

function checkLength(resource: string, description: string): void {
  if (description.length <= 140) return;
  const message = 'description is too long (maximum is 140 characters)';
  throw githubError(422, 'Validation Failed', [{ resource, code: 'custom', field: 'description', message }]);
}
