/** The emulated cloud in which the recipes run, and the secrets and variables that fit it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT } from '../../emulator/account.ts';
import { readSeed, type Seed } from '../../emulator/seed.ts';
import { ROOT } from './recipes.ts';

/** Relative to the root. */
export const CLOUD_FILE = 'tools/rehearse/cloud.json';
/** The content of the file. */
export const CLOUD: Seed = readSeed(JSON.parse(readFileSync(join(ROOT, CLOUD_FILE), 'utf8')));

const [key] = CLOUD.accessKeys ?? [];
if (key === undefined) throw new Error(`${CLOUD_FILE} has no access key`);

const [agency, planner] = CLOUD.agencies ?? [];
const [provider] = CLOUD.oidcProviders ?? [];
if (agency === undefined || planner === undefined || provider === undefined)
  throw new Error(`${CLOUD_FILE} does not have two agencies or no OIDC provider`);

/** `vars` of a repository that signs in without keys. */
export const VARIABLES: Readonly<Record<string, string>> = {
  HUAWEI_AGENCY_URN: `iam::${ACCOUNT.id}:agency:${agency.name}`,
  HUAWEI_PLAN_AGENCY_URN: `iam::${ACCOUNT.id}:agency:${planner.name}`,
  HUAWEI_PROVIDER_URN: provider.urn,
};

/** The environment that leads calls to GitHub's API to the emulator at `base`. */
export function githubAt(base: string): Readonly<Record<string, string>> {
  return { GITHUB_API_URL: `${base}/_/github/api`, GITHUB_REPOSITORY: CLOUD.github?.repository ?? '' };
}

/** The environment that a runner gives a job with `id-token: write`, for the emulator at `base`. */
export function idTokensAt(base: string): Readonly<Record<string, string>> {
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${base}/_/github/oidc/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: CLOUD.github?.requestToken ?? '',
  };
}

/** `secrets` of a repository that signs in with a key. */
export const SECRETS: Readonly<Record<string, string>> = {
  GITHUB_TOKEN: CLOUD.github?.token ?? '',
  HUAWEI_ACCESS_KEY: key.accessKey,
  HUAWEI_SECRET_KEY: key.secretKey,
};
