/** The cloud in which the product is asked what it needs: there is something of everything. */
import { ACCOUNT } from '../../emulator/account.ts';
import type { Seed } from '../../emulator/seed.ts';

export const REGION = 'cn-north-4';
export const PROJECT = 'project-of-the-product';
export const IMAGE = '0f9a7a7e-5f5c-4e0c-9c43-2f6d1c1f8a12';

export const USER = { user: 'robot', password: 'password-of-the-robot', domain: ACCOUNT.name } as const;
export const PROVIDER = `iam::${ACCOUNT.id}:oidcProvider:GitHub`;
export const AGENCY = `iam::${ACCOUNT.id}:agency:promoter`;
export const AUDIENCE = 'sts.example.com';
export const REQUEST_TOKEN = 'request-token-of-the-job';

export const TOKENS = { usual: 'token-of-the-product', withoutList: 'token-without-the-list' };

/** What stands in a path and varies. */
export const NAMES: ReadonlySet<string> = new Set(['team', 'app$api', PROJECT, IMAGE]);

export const WORLD: Seed = {
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
      organizations: { team: { 'app/api': ['v1'] } },
      sameRegionSync: true,
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
