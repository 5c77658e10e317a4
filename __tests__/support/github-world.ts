/** A repository on the emulated GitHub, and deployments made there over real sockets. */
import type { RunningEmulator } from '../../emulator/start.ts';
import { startEmulator } from '../../emulator/start.ts';
import type { Seed } from '../../emulator/seed.ts';
import { systemClock } from '../../src/clock.ts';
import type { Deployments } from '../../src/github/deployment.ts';
import { createGitHubDeployments } from '../../src/github/deployments.ts';

export const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
export const SHA = '0123456789abcdef0123456789abcdef01234567';
export const FACTS = {
  environment: 'cn-east-3',
  description: 'team/app:v1 from cn-north-4',
  payload: { image: 'team/app:v1', digest: 'sha256:00' },
} as const;

export interface GitHubWorld {
  readonly emulator: RunningEmulator;
  readonly deployments: Deployments;
  readonly warnings: readonly string[];
  /** The job is stopped. */
  stop(): void;
}

export interface WorldParts {
  readonly github?: Seed['github'];
  readonly rules?: NonNullable<Parameters<RunningEmulator['setScript']>[0]['rules']>;
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The variables of a run of the workflow; `api` is the address of the REST API. */
export function variablesOf(api: string): Readonly<Record<string, string>> {
  return {
    GITHUB_API_URL: api,
    GITHUB_SERVER_URL: 'https://git.example.test',
    GITHUB_REPOSITORY: 'owner/app',
    GITHUB_SHA: SHA,
    GITHUB_REF: 'refs/tags/v1',
    GITHUB_RUN_ID: '77',
    GITHUB_RUN_ATTEMPT: '2',
  };
}

/** The repository `owner/app`, whose token may do everything unless the seed says otherwise. */
export async function onGitHub<T>(
  { github, rules = [], token = TOKEN, env = {} }: WorldParts,
  story: (world: GitHubWorld) => Promise<T>,
): Promise<T> {
  const seed = { regions: {}, github: { repository: 'owner/app', token: TOKEN, ...github } };
  const emulator = await startEmulator({ seed });
  emulator.setScript({ rules });
  const warnings: string[] = [];
  const stopping = new AbortController();
  const variables = { ...variablesOf(`${emulator.url}/_/github/api`), ...env };
  const deployments = createGitHubDeployments(token, {
    clock: systemClock,
    signal: stopping.signal,
    env: (name) => new Map(Object.entries(variables)).get(name) ?? '',
    warn: (message) => warnings.push(message),
  });
  try {
    return await story({ emulator, deployments, warnings, stop: () => stopping.abort() });
  } finally {
    await emulator.close();
  }
}
