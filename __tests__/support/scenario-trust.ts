/** A cloud whose agency trusts a repository on GitHub, and steps that sign in as that agency. */
import { ACCOUNT } from '../../emulator/account.ts';
import type { Seed } from '../../emulator/seed.ts';
import type { RunningEmulator } from '../../emulator/start.ts';
import { EAST, inCloud, KEY, NORTH, PROJECTS, resultOf, type ScenarioResult } from './scenario-cloud.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from './scenario-sync.ts';
import type { Script } from '../../emulator/script.ts';

export const PROVIDER = `iam::${ACCOUNT.id}:oidcProvider:GitHub`;
export const AGENCY = `iam::${ACCOUNT.id}:agency:promoter`;
export const AUDIENCE = 'sts.myhuaweicloud.com';
export const SUBJECT = 'repo:octo-org/octo-app:ref:refs/tags/v1';
export const REQUEST_TOKEN = 'planted-request-token-31bd';

/** `with:` that signs in by OIDC instead of with a key. */
export const BY_OIDC = {
  'access-key': undefined,
  'secret-key': undefined,
  'agency-urn': AGENCY,
  'provider-urn': PROVIDER,
} as const;

type AgencySeed = NonNullable<Seed['agencies']>[number];

/** What is other than in the usual seed. `rest` replaces whole fields of the seed. */
export interface TrustSettings {
  readonly github?: Partial<NonNullable<Seed['github']>>;
  readonly agency?: Partial<AgencySeed>;
  readonly clientIds?: readonly string[];
  readonly rest?: Omit<Seed, 'regions'>;
}

/** A seed with the tag `v1` in `cn-north-4`, an empty organization in `cn-east-3`, and an agency that may do everything. */
export function trustingSeed({ github, agency, clientIds = [AUDIENCE], rest }: TrustSettings = {}): Seed {
  const issuer = 'https://token.actions.githubusercontent.com';
  const trust: AgencySeed['trust'] = [
    { provider: PROVIDER, audiences: [...clientIds], subjects: ['repo:octo-org/octo-app:ref:refs/tags/*'] },
    { principals: [KEY.accessKey] },
  ];
  return {
    accessKeys: [KEY],
    projects: ([NORTH, EAST] as const).map((name) => ({ id: PROJECTS[name], name })),
    oidcProviders: [{ urn: PROVIDER, url: issuer, clientIds: [...clientIds] }],
    agencies: [{ name: 'promoter', trust, ...agency }],
    github: { repository: 'octo-org/octo-app', requestToken: REQUEST_TOKEN, ...github },
    ...rest,
    regions: { [NORTH]: { ...team(tagged('v1')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM },
  };
}

/** The variables that the runner gives to a job with `id-token: write`. */
export function jobOf(emulator: RunningEmulator): Readonly<Record<string, string>> {
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${emulator.url}/_/github/oidc/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    GITHUB_RUN_ID: '1001',
    GITHUB_RUN_ATTEMPT: '2',
  };
}

/** A step that signs in; by OIDC if nothing else is given. */
export interface SignInSettings {
  readonly seed?: Seed;
  readonly script?: Script;
  readonly with?: Readonly<Record<string, string | undefined>>;
  /** Added to the variables of the job, and overrides them. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Copies `v1` to `cn-east-3`, once. */
export function signIn({
  seed = trustingSeed(),
  script,
  with: given = BY_OIDC,
  env = {},
}: SignInSettings): Promise<ScenarioResult> {
  return inCloud(script === undefined ? { seed } : { seed, script }, async ({ emulator, run }) => {
    const transcript = await run({
      with: syncStep('v1', [EAST], { 'project-id': undefined, 'target-project-ids': undefined, ...given }),
      env: { ...jobOf(emulator), ...env },
    });
    return resultOf(emulator, transcript);
  });
}
