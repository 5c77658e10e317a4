/** A repository on an emulated GitHub, whose deployments are made over real sockets. */
import type { RunningEmulator } from '../../emulator/start.ts';
import type { Seed } from '../../emulator/seed.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { Deployments } from '../../src/github/deployment.ts';
import { createGitHubDeployments } from '../../src/github/deployments.ts';
import { startWatchedEmulator, type WatchedEmulator } from './watched-emulator.ts';

export const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
export const SHA = '0123456789abcdef0123456789abcdef01234567';
export const FACTS = {
  environment: 'cn-east-3',
  description: 'team/app:v1 from cn-north-4',
  payload: { image: 'team/app:v1', digest: 'sha256:00' },
} as const;

export interface EmulatedGitHub {
  readonly emulator: WatchedEmulator;
  readonly deployments: Deployments;
  /** The warnings of {@link deployments}, in order. */
  readonly warnings: readonly string[];
  /** Stops the job. */
  stop(): void;
}

/** What is other than usual; all of it may be left out. */
export interface GitHubSettings {
  readonly github?: Seed['github'];
  readonly rules?: NonNullable<Parameters<RunningEmulator['setScript']>[0]['rules']>;
  /** The token that is sent. */
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The clock of the deployments; the system's if left out. */
  readonly clock?: Clock;
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

/** Starts a GitHub with the repository `owner/app` for as long as `use` takes. The token may do everything by default. */
export async function onGitHub<T>(
  { github, rules = [], token = TOKEN, env = {}, clock = systemClock }: GitHubSettings,
  use: (github: EmulatedGitHub) => Promise<T>,
): Promise<T> {
  const seed = { regions: {}, github: { repository: 'owner/app', token: TOKEN, ...github } };
  const emulator = await startWatchedEmulator(seed);
  emulator.setScript({ rules });
  const warnings: string[] = [];
  const stopping = new AbortController();
  const variables = { ...variablesOf(`${emulator.url}/_/github/api`), ...env };
  const deployments = createGitHubDeployments(token, {
    clock,
    signal: stopping.signal,
    env: (name) => new Map(Object.entries(variables)).get(name) ?? '',
    warn: (message) => warnings.push(message),
  });
  try {
    return await use({ emulator, deployments, warnings, stop: () => stopping.abort() });
  } finally {
    await emulator.close();
  }
}
