/** The emulated cloud in which used-calls.ts makes its calls: every one of them is accepted. */
import { ACCOUNT } from '../../emulator/account.ts';
import type { Seed } from '../../emulator/seed.ts';

/** The only region. */
export const REGION = 'cn-north-4';
/** The project of the region. */
export const PROJECT = 'project-of-the-calls';
/** The id of the registered ModelArts image. */
export const IMAGE = '0f9a7a7e-5f5c-4e0c-9c43-2f6d1c1f8a12';

/** An IAM user of the account. */
export const USER = { user: 'robot', password: 'password-of-the-robot', domain: ACCOUNT.name } as const;
/** The identity provider that trusts GitHub. */
export const PROVIDER = `iam::${ACCOUNT.id}:oidcProvider:GitHub`;
/** The agency that the provider and access keys may assume. */
export const AGENCY = `iam::${ACCOUNT.id}:agency:promoter`;
/** The audience of the ID tokens that STS accepts. */
export const AUDIENCE = 'sts.example.com';
/** What a job sends to request an ID token. */
export const REQUEST_TOKEN = 'request-token-of-the-job';

/** IAM tokens; `withoutList` may not list the projects of the account. */
export const TOKENS = { usual: 'token-of-the-calls', withoutList: 'token-without-the-list' };

/** Segments of paths that vary. */
export const NAMES: ReadonlySet<string> = new Set(['team', 'app$api', 'v1.0', PROJECT, IMAGE]);

/** Has what each call of `src/cloud` needs. */
export const SEED: Seed = {
  tokens: [
    { token: TOKENS.usual, project: PROJECT },
    { token: TOKENS.withoutList, project: PROJECT, iamList: false },
  ],
  projects: [{ id: PROJECT, name: REGION }],
  users: [{ name: USER.user, password: USER.password }],
  github: { repository: 'octo-org/octo-app', requestToken: REQUEST_TOKEN },
  oidcProviders: [{ urn: PROVIDER, url: 'https://token.actions.githubusercontent.com', clientIds: [AUDIENCE] }],
  agencies: [
    {
      name: 'promoter',
      trust: [{ provider: PROVIDER, audiences: [AUDIENCE], subjects: ['*'] }, { principals: ['*'] }],
    },
  ],
  regions: {
    [REGION]: {
      organizations: { team: { 'app/api': ['v1', 'v1.0'] } },
      sameRegionSync: true,
      syncRegions: [REGION],
      jobs: [
        {
          namespace: 'team',
          repository: 'app/api',
          tag: 'v1',
          remoteRegionId: REGION,
          remoteNamespace: 'team',
          status: 'success',
        },
      ],
      images: [{ id: IMAGE, namespace: 'team', name: 'api', tag: 'v0' }],
      hss: { pastTasks: [{ secondsAgo: 60, taskType: 'manualSync' }] },
    },
  },
};
