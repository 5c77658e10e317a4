import { flag, integer, list, object, oneOf, optional, text, type Read } from '../reader.ts';

const SUBJECT_SHAPES = ['names', 'ids'] as const;

/** `github` of a seed: one repository, its deployments, and the job for which a runner requests ID tokens. */
export const githubSeed = object({
  /** `OWNER/NAME` of the only repository. */
  repository: optional(text(/^[^/\s]+\/[^/\s]+$/, 'OWNER/NAME')),
  /** The job's token for the REST API. */
  token: optional(text()),
  /** Whether the token may create deployments. */
  deployments: optional(oneOf('ok', 'forbidden')),
  /** The refs that exist; left out, all do. */
  refs: optional(list(text())),
  repositoryId: optional(text(/^\d+$/)),
  ownerId: optional(text(/^\d+$/)),
  ref: optional(text(/^refs\//)),
  environment: optional(text()),
  eventName: optional(text()),
  actor: optional(text()),
  sha: optional(text()),
  workflow: optional(text()),
  runId: optional(text()),
  /** `names`: `repo:O/R:…`. `ids`: `repo:O@ID/R@ID:…`, as for repositories created or renamed since July 2026. */
  subjectShape: optional(oneOf(...SUBJECT_SHAPES)),
  /** The whole subject, instead of one that is built from the other fields. */
  subject: optional(text()),
  issuer: optional(text(/^https?:\/\//, 'the URL of an issuer')),
  /** The runner's ACTIONS_ID_TOKEN_REQUEST_TOKEN. Without it, there is no issuer. */
  requestToken: optional(text()),
  /** Lifetime of ID tokens; with a negative one they have already expired. */
  tokenSeconds: optional(integer(-86_400, 86_400)),
  /** Whether ID tokens are signed with a key that is not in the issuer's key set. */
  foreignKey: optional(flag),
});

/** GitHub as an issuer of ID tokens for one job. */
export interface IssuerSettings {
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  readonly ref: string;
  readonly environment: string | undefined;
  readonly eventName: string;
  readonly actor: string;
  readonly sha: string;
  readonly workflow: string;
  readonly runId: string;
  readonly subjectShape: (typeof SUBJECT_SHAPES)[number];
  readonly subject: string | undefined;
  readonly issuer: string;
  readonly requestToken: string;
  readonly tokenSeconds: number;
  readonly foreignKey: boolean;
}

/**
 * Reads the issuer from `github` of a seed and adds the defaults; undefined without `requestToken`. The default lifetime of an
 * ID token, five minutes, was observed at GitHub and is not documented.
 */
export function createIssuer({ requestToken, ...seed }: Read<typeof githubSeed>): IssuerSettings | undefined {
  if (requestToken === undefined) return undefined;
  return {
    repository: seed.repository ?? 'octo-org/octo-app',
    repositoryId: seed.repositoryId ?? '74',
    ownerId: seed.ownerId ?? '65',
    ref: seed.ref ?? 'refs/tags/v1',
    environment: seed.environment,
    eventName: seed.eventName ?? 'release',
    actor: seed.actor ?? 'octocat',
    sha: seed.sha ?? '0123456789abcdef0123456789abcdef01234567',
    workflow: seed.workflow ?? 'promote',
    runId: seed.runId ?? '1001',
    subjectShape: seed.subjectShape ?? 'names',
    subject: seed.subject,
    issuer: seed.issuer ?? 'https://token.actions.githubusercontent.com',
    requestToken,
    tokenSeconds: seed.tokenSeconds ?? 300,
    foreignKey: seed.foreignKey ?? false,
  };
}

/** The states of a deployment. GitHub REST API, "Create a deployment status". */
export const DEPLOYMENT_STATES = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;

/** A status of a deployment. */
export interface DeploymentStatus {
  readonly id: number;
  readonly state: (typeof DEPLOYMENT_STATES)[number];
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly environment: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A deployment. */
export interface Deployment {
  readonly id: number;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  /** When it was created, epoch milliseconds. */
  readonly at: number;
  /** The oldest first. */
  readonly statuses: DeploymentStatus[];
}

/** The state of a deployment's latest status; `pending` before any status. */
export function latestState({ statuses }: Deployment): DeploymentStatus['state'] {
  return statuses.at(-1)?.state ?? 'pending';
}

/** The deployments of the repository. */
export interface GitHubDeployments {
  readonly repository: string;
  readonly token: string;
  /** Whether the token may create deployments. */
  readonly allowed: boolean;
  /** The refs that exist; undefined: all. */
  readonly refs: readonly string[] | undefined;
  /** The oldest first. */
  readonly created: Deployment[];
}

/** Reads from `github` of a seed who may create deployments. An empty seed has neither repository nor token. */
export function createDeployments(seed: Read<typeof githubSeed>): GitHubDeployments {
  const { repository = '', token = '', deployments = 'ok', refs } = seed;
  return { repository, token, allowed: deployments === 'ok', refs, created: [] };
}
