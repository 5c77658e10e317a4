/** A repository on the emulated GitHub, and deployments made there over real sockets. */
import { type RunningEmulator, startEmulator } from '../../emulator/start.ts';
import type { Seed } from '../../emulator/seed.ts';
import { systemClock } from '../../src/clock.ts';
import type { Deployments } from '../../src/github/deployment.ts';
import { createGitHubDeployments } from '../../src/github/deployments.ts';
import { readJobContext } from '../../src/github/job-context.ts';
import { createTransport } from '../../src/http/transport.ts';
import { createRedactor } from '../../src/redaction.ts';

/** The token that may do everything by default. */
export const TOKEN = 'ghs_Tok3nOfThisT3stAndOfNothingElseAtAll';
/** The commit of the workflow run. */
export const SHA = '0123456789abcdef0123456789abcdef01234567';
/** What is deployed. */
export const FACTS = {
  environment: 'cn-east-3',
  description: 'team/app:v1 from cn-north-4',
  payload: { image: 'team/app:v1', digest: 'sha256:00' },
} as const;

/** An emulated GitHub and its deployments. */
export interface EmulatedGitHub {
  readonly emulator: RunningEmulator;
  readonly deployments: Deployments;
  /** The warnings of {@link deployments}, in order. */
  readonly warnings: readonly string[];
}

/** What is other than usual. */
export interface GitHubSettings {
  readonly github?: Seed['github'];
  readonly rules?: NonNullable<Parameters<RunningEmulator['setScript']>[0]['rules']>;
  /** The token that is sent. */
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

/** Starts a GitHub with the repository `owner/app` for as long as `use` takes. */
export async function onGitHub<T>(
  { github, rules = [], token = TOKEN, env = {} }: GitHubSettings,
  use: (github: EmulatedGitHub) => Promise<T>,
): Promise<T> {
  const seed = { regions: {}, github: { repository: 'owner/app', token: TOKEN, ...github } };
  const emulator = await startEmulator({ seed });
  emulator.setScript({ rules });
  const warnings: string[] = [];
  const variables = { ...variablesOf(`${emulator.url}/_/github/api`), ...env };
  const redactor = createRedactor();
  redactor.add(token);
  const transport = createTransport('test', () => undefined);
  const deployments = createGitHubDeployments(token, {
    job: readJobContext((name) => new Map(Object.entries(variables)).get(name) ?? ''),
    transport,
    clock: systemClock,
    signal: new AbortController().signal,
    random: () => 0,
    redactor,
    warn: (message) => warnings.push(message),
  });
  try {
    return await use({ emulator, deployments, warnings });
  } finally {
    transport.close();
    await emulator.close();
  }
}
