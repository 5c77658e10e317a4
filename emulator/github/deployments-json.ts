import type { Deployment, DeploymentStatus } from '../state/github.ts';
import { formatSeconds } from '../timestamps.ts';

/** URLs in replies are those of github.com, not of the emulator: no client needs to follow them. */
function deploymentUrl(repository: string, deployment: Deployment): string {
  return `https://api.github.com/repos/${repository}/deployments/${deployment.id}`;
}

/** A deployment as replies have it. */
export function serializeDeployment(deployment: Deployment, repository: string): Record<string, unknown> {
  const { id, ref, task, payload, environment, description, at, statuses } = deployment;
  return {
    url: deploymentUrl(repository, deployment),
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
    created_at: formatSeconds(at),
    updated_at: formatSeconds(statuses.at(-1)?.at ?? at),
    statuses_url: `${deploymentUrl(repository, deployment)}/statuses`,
    repository_url: `https://api.github.com/repos/${repository}`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  };
}

/** A deployment status as replies have it. */
export function serializeStatus(
  status: DeploymentStatus,
  deployment: Deployment,
  repository: string,
): Record<string, unknown> {
  const url = deploymentUrl(repository, deployment);
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: `DES_${status.id}`,
    state: status.state,
    creator: null,
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: formatSeconds(status.at),
    updated_at: formatSeconds(status.at),
    deployment_url: url,
    repository_url: `https://api.github.com/repos/${repository}`,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
  };
}
