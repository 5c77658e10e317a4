import type { Attempt } from '../authentication.ts';
import { nextSerial } from '../cloud.ts';
import { json, refused, type Refused, type Reply } from '../message.ts';
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
import { latestState, STATES, type Deployment } from './deployments.ts';
import { shownDeployment, shownStatus } from './deployments-shown.ts';

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
  state: oneOf(...STATES),
  target_url: optional(anyText),
  log_url: optional(anyText),
  description: optional(anyText),
  environment: optional(text()),
  environment_url: optional(anyText),
  auto_inactive: optional(flag),
});

function refusal(status: number, message: string, errors?: readonly unknown[]): Refused {
  const details = errors === undefined ? {} : { errors };
  return refused(json(status, { message, ...details, documentation_url: DOCUMENTATION, status: String(status) }));
}

/** The body by the reader; unknown and wrong fields are refused, as where GitHub checks against its own description. */
function bodyOf<T>({ request }: Attempt, read: Reader<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
  } catch {
    throw refusal(400, 'Problems parsing JSON');
  }
  try {
    return read(value, 'body');
  } catch (mistake) {
    throw refusal(422, `Invalid request.\n\n${messageOf(mistake)}`);
  }
}

/**
 * GitHub's REST API for the deployments of one repository, as far as it is documented on the pages "Deployments" and
 * "Deployment statuses".
 */
export function deploymentsApi(attempt: Attempt): Reply {
  const { github } = attempt.cloud;
  const [repos, owner, name, deployments, id, statuses, ...rest] = attempt.address.segments;
  const given = /^(?:token|bearer) (.+)$/i.exec(attempt.headers['authorization'] ?? '')?.[1];
  if (given === undefined) throw refusal(401, 'Requires authentication');
  if (given !== github.token) throw refusal(401, 'Bad credentials');
  // What the token must not see does not exist. Upper and lower case are the same to GitHub.
  const known = `${owner}/${name}`.toLowerCase() === github.repository.toLowerCase();
  if (repos !== 'repos' || !known || deployments !== 'deployments' || rest.length > 0) throw refusal(404, 'Not Found');
  const method = attempt.request.method.toUpperCase();
  if (method === 'POST' && !github.allowed) throw refusal(403, 'Resource not accessible by integration');
  if (id === undefined) {
    if (method === 'POST') return create(attempt);
    if (method === 'GET') return listed(attempt);
    throw refusal(404, 'Not Found');
  }
  const deployment = github.made.find((made) => String(made.id) === id);
  if (deployment === undefined) throw refusal(404, 'Not Found');
  if (statuses === undefined && method === 'GET') return json(200, shownDeployment(deployment, github.repository));
  if (statuses !== 'statuses') throw refusal(404, 'Not Found');
  if (method === 'POST') return report(attempt, deployment);
  if (method !== 'GET') throw refusal(404, 'Not Found');
  return json(
    200,
    deployment.statuses.map((status) => shownStatus(status, deployment, github.repository)).toReversed(),
  );
}

/** "Create a deployment": the ref is taken to be behind the default branch, and its checks to be under way. */
function create(attempt: Attempt): Reply {
  const { github } = attempt.cloud;
  const body = bodyOf(attempt, newDeployment);
  const { ref, environment = 'production', description = '' } = body;
  if (github.refs?.includes(ref) === false) throw refusal(422, `No ref found for: ${ref}`);
  checkLength('Deployment', description);
  if (body.auto_merge !== false) return json(202, { message: `Auto-merged main into ${ref} on deployment.` });
  const contexts = body.required_contexts ?? ['promote'];
  if (contexts.length > 0) {
    const pending = contexts.map((context) => ({ context, state: 'pending' }));
    throw refusal(409, `Conflict: Commit status checks failed for ${ref}.`, [
      { contexts: pending, resource: 'Deployment', field: 'required_contexts', code: 'invalid' },
    ]);
  }
  const deployment: Deployment = {
    id: nextSerial(attempt.cloud),
    ref,
    task: body.task ?? 'deploy',
    environment,
    description,
    payload: body.payload ?? '',
    transient: body.transient_environment ?? false,
    production: body.production_environment ?? environment === 'production',
    at: attempt.now,
    statuses: [],
  };
  github.made.push(deployment);
  return json(201, shownDeployment(deployment, github.repository));
}

/** "List deployments", the newest first. */
function listed({ cloud: { github }, address }: Attempt): Reply {
  const asked = new URLSearchParams(address.wireQuery);
  const fits = (name: string, value: string): boolean => (asked.get(name) ?? value) === value;
  const found = github.made.filter(
    ({ ref, task, environment }) => fits('ref', ref) && fits('task', task) && fits('environment', environment),
  );
  return json(200, found.map((deployment) => shownDeployment(deployment, github.repository)).toReversed());
}

/** "Create a deployment status": a success makes its predecessors inactive, where there is no production. */
function report(attempt: Attempt, deployment: Deployment): Reply {
  const { cloud, now } = attempt;
  const body = bodyOf(attempt, newStatus);
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
    for (const before of cloud.github.made) {
      const { transient, production } = before;
      if (before === deployment || before.environment !== environment || transient || production) continue;
      if (latestState(before) !== 'success') continue;
      before.statuses.push({ ...status, id: nextSerial(cloud), state: 'inactive', description: '' });
    }
  }
  return json(201, shownStatus(status, deployment, cloud.github.repository));
}

function checkLength(resource: string, description: string): void {
  if (description.length <= 140) return;
  const message = 'description is too long (maximum is 140 characters)';
  throw refusal(422, 'Validation Failed', [{ resource, code: 'custom', field: 'description', message }]);
}
