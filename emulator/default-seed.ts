import { ACCOUNT } from './account.ts';
import { uuidOf } from './digest.ts';
import type { Seed } from './seed.ts';

const ISSUER = 'https://token.actions.githubusercontent.com';
const PROVIDER = `iam::${ACCOUNT.id}:oidcProvider:GitHub`;
const AUDIENCE = 'sts.myhuaweicloud.com';

/** The seed of the command without `--seed`. */
export const DEFAULT_SEED: Seed = {
  accessKeys: [{ accessKey: 'EMULATOR-ACCESS-KEY', secretKey: 'EMULATOR-SECRET-KEY' }],
  projects: [
    { id: 'emulated-project-1', name: 'cn-north-4' },
    { id: 'emulated-project-2', name: 'cn-east-3' },
  ],
  oidcProviders: [{ urn: PROVIDER, url: ISSUER, clientIds: [AUDIENCE] }],
  agencies: [
    {
      name: 'promoter',
      trust: [
        {
          provider: PROVIDER,
          audiences: [AUDIENCE],
          subjects: ['repo:octo-org/octo-app:*', 'repo:octo-org@65/octo-app@74:*'],
        },
        { principals: ['EMULATOR-ACCESS-KEY'] },
      ],
    },
  ],
  users: [{ name: 'promoter', password: 'EMULATOR-PASSWORD' }],
  github: {
    repository: 'octo-org/octo-app',
    ref: 'refs/tags/v1',
    issuer: ISSUER,
    requestToken: 'EMULATOR-REQUEST-TOKEN',
  },
  regions: {
    'cn-north-4': { organizations: { team: { 'app/api': ['v1', 'v2'] } } },
    'cn-east-3': {
      organizations: { team: {} },
      images: [
        {
          id: uuidOf('default image'),
          name: 'app/api',
          tag: 'v1',
          namespace: 'team',
          status: 'ERROR',
          timeline: [
            { after: 0, status: 'CREATING' },
            { after: 3, status: 'ACTIVE' },
          ],
        },
      ],
    },
  },
};

/** The description of the default cloud that the command prints. */
export const DEFAULT_SEED_TEXT = `The default cloud (give --seed file.json for another):
  access key EMULATOR-ACCESS-KEY, secret key EMULATOR-SECRET-KEY
  cn-north-4 (project emulated-project-1): organization team, repository app/api, tags v1 and v2
  cn-east-3 (project emulated-project-2): organization team, empty;
    ModelArts image ${uuidOf('default image')}: ERROR, 3 seconds after …/sync ACTIVE
  agency iam::${ACCOUNT.id}:agency:promoter, assumed with that access key, or with an ID token
    (provider ${PROVIDER}, audience ${AUDIENCE})
  ID tokens of octo-org/octo-app at refs/tags/v1: /_/github/oidc/token, request token EMULATOR-REQUEST-TOKEN
  IAM user promoter of the account ${ACCOUNT.name}, password EMULATOR-PASSWORD
`;
