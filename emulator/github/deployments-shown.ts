import type { Deployment, DeploymentStatus } from './deployments.ts';

/** GitHub writes times to the second. */
function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Addresses in replies are those of github.com; no client needs to follow them. */
function addressOf(repository: string, deployment: Deployment): string {
  return `https://api.github.com/repos/${repository}/deployments/${deployment.id}`;
}

/** A deployment as the API shows it. */
export function shownDeployment(deployment: Deployment, repository: string) {
  const { id, ref, task, payload, environment, description, at, statuses } = deployment;
  return {
    url: addressOf(repository, deployment),
    id,
    node_id: `DE_${id}`,
    sha: ref,
    ref,
    task,
    payload,
    original_environment: environment,
    environment: statuses.at(-1)?.environment ?? environment,
    description,
    creator: null,
    created_at: time(at),
    updated_at: time(statuses.at(-1)?.at ?? at),
    statuses_url: `${addressOf(repository, deployment)}/statuses`,
    repository_url: `https://api.github.com/repos/${repository}`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  };
}

/** A status as the API shows it. */
export function shownStatus(status: DeploymentStatus, deployment: Deployment, repository: string) {
  const address = addressOf(repository, deployment);
  return {
    url: `${address}/statuses/${status.id}`,
    id: status.id,
    node_id: `DES_${status.id}`,
    state: status.state,
    creator: null,
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: time(status.at),
    updated_at: time(status.at),
    deployment_url: address,
    repository_url: `https://api.github.com/repos/${repository}`,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
  };
}
