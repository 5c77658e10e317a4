import { deploymentFields } from './deployments.ts';
import { flag, integer, object, oneOf, optional, text, type Read } from '../reader.ts';

const subjectShapes = ['names', 'ids'] as const;

/** The job that a runner works on, and what is to be odd about its ID tokens. */
export const githubSeed = object({
  ...deploymentFields,
  repositoryId: optional(text(/^\d+$/)),
  ownerId: optional(text(/^\d+$/)),
  ref: optional(text(/^refs\//)),
  environment: optional(text()),
  eventName: optional(text()),
  actor: optional(text()),
  sha: optional(text()),
  workflow: optional(text()),
  runId: optional(text()),
  /** `repo:O/R:…` or, as for repositories made or renamed since July 2026, `repo:O@ID/R@ID:…`. */
  subjectShape: optional(oneOf(...subjectShapes)),
  /** The whole subject, if it is to be another one. */
  subject: optional(text()),
  issuer: optional(text(/^https?:\/\//, 'the URL of an issuer')),
  /** What the runner got as ACTIONS_ID_TOKEN_REQUEST_TOKEN. Without it, there is no issuer. */
  requestToken: optional(text()),
  /** How long ID tokens live; negative ones come expired. */
  tokenSeconds: optional(integer(-86_400, 86_400)),
  /** Signs with a key that the key set does not have. */
  foreignKey: optional(flag),
});

/** GitHub, as the seed describes it, with the defaults. */
export interface GithubSettings {
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
  readonly subjectShape: (typeof subjectShapes)[number];
  readonly subject: string | undefined;
  readonly issuer: string;
  readonly requestToken: string;
  readonly tokenSeconds: number;
  readonly foreignKey: boolean;
}

/** The settings of a seed; undefined where it has none of an issuer. An ID token lives five minutes; that is observed, not documented. */
export function githubSettings({ requestToken, ...seed }: Read<typeof githubSeed>): GithubSettings | undefined {
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
