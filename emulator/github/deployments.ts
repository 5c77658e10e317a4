import { oneOf, optional, list, text, type Read, type Reader } from '../reader.ts';

/** States of a deployment. REST API, "Create a deployment status". */
export const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'] as const;

/** A status of a deployment. */
export interface DeploymentStatus {
  readonly id: number;
  readonly state: (typeof STATES)[number];
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly environment: string;
  /** Server time, epoch milliseconds. */
  readonly at: number;
}

/** A deployment with its statuses, the oldest first. */
export interface Deployment {
  readonly id: number;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly at: number;
  readonly statuses: DeploymentStatus[];
}

/** The state that counts; `pending` before any status. */
export function latestState({ statuses }: Deployment): DeploymentStatus['state'] {
  return statuses.at(-1)?.state ?? 'pending';
}

/** The part of a seed's `github` that is about deployments. */
export const deploymentFields = {
  /** `OWNER/NAME`, the one repository that there is. */
  repository: optional(text(/^[^/\s]+\/[^/\s]+$/, 'OWNER/NAME')),
  token: optional(text()),
  /** What the token may do with deployments. */
  deployments: optional(oneOf('ok', 'forbidden')),
  /** The refs that can be found; without it, every one. */
  refs: optional(list(text())),
} satisfies Readonly<Record<string, Reader<unknown>>>;

type Fields = { readonly [K in keyof typeof deploymentFields]?: Read<(typeof deploymentFields)[K]> };

/** The deployments of one repository, and who may make them. */
export interface GitHubDeployments {
  readonly repository: string;
  readonly token: string;
  readonly allowed: boolean;
  readonly refs: readonly string[] | undefined;
  readonly made: Deployment[];
}

/** As the seed has it; without one there is neither repository nor token. */
export function deploymentsOf({ repository = '', token = '', deployments = 'ok', refs }: Fields): GitHubDeployments {
  return { repository, token, allowed: deployments === 'ok', refs, made: [] };
}
