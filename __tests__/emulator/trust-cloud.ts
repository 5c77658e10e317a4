import { expect } from '@jest/globals';
import { ACCOUNT } from '../../emulator/account.ts';
import type { Seed } from '../../emulator/seed.ts';
import { clientOf, KEY, record, createTestCloud } from './client.ts';

/** The identity provider, the agency, and the audience that both accept. */
export const PROVIDER = `iam::${ACCOUNT.id}:oidcProvider:GitHub`;
export const AGENCY = `iam::${ACCOUNT.id}:agency:promoter`;
export const AUDIENCE = 'sts.example.com';
const ISSUER = 'https://token.actions.githubusercontent.com';
const REQUEST_TOKEN = 'RUNNER-REQUEST-TOKEN';

/** The paths of STS, of the runner's ID tokens, and of a tag list that every session may read unless a policy forbids it. */
export const WITH_OIDC = '/sts/cn-north-4/v5/agencies/assume-with-oidc';
export const ASSUME = '/sts/cn-north-4/v5/agencies/assume';
export const TOKEN = '/_/github/oidc/token';
export const TAGS = '/swr-api/cn-north-4/v2/manage/namespaces/team/repos/app$api/tags';

type Github = NonNullable<Seed['github']>;
type AgencySeed = NonNullable<Seed['agencies']>[number];

/** Changes to the seed of `createTrustCloud`. */
export interface TrustOptions {
  readonly github?: Partial<Github>;
  readonly agency?: Partial<AgencySeed>;
  readonly provider?: Partial<NonNullable<Seed['oidcProviders']>[number]>;
  readonly rest?: Omit<Seed, 'regions'>;
  readonly regions?: Seed['regions'];
}

/** A cloud with an agency that trusts one repository on GitHub, and the access key of every test cloud. */
export function createTrustCloud({ github, agency, provider, rest, regions }: TrustOptions = {}) {
  const trust = [
    { provider: PROVIDER, audiences: [AUDIENCE], subjects: ['repo:octo-org/octo-app:ref:refs/tags/*'] },
    { principals: [KEY.accessKey] },
  ];
  const subject = createTestCloud(
    {
      'cn-north-4': { organizations: { team: { 'app/api': ['v1'], web: ['v1'] } } },
      'cn-east-3': { organizations: { team: { 'app/api': ['v1'] } } },
      ...regions,
    },
    {
      oidcProviders: [{ urn: PROVIDER, url: ISSUER, clientIds: [AUDIENCE], ...provider }],
      agencies: [{ name: 'promoter', trust, ...agency }],
      github: { repository: 'octo-org/octo-app', requestToken: REQUEST_TOKEN, ...github },
      ...rest,
    },
  );
  const { call, emulator, clock } = subject;
  const tokenReply = (query: Record<string, string> = { audience: AUDIENCE }, bearer = REQUEST_TOKEN) =>
    call('GET', TOKEN, { query, headers: { Authorization: `bearer ${bearer}` } });
  const idToken = (query?: Record<string, string>) => String(record(tokenReply(query).value)['value']);
  /** Unsigned: an empty Authorization counts as none. */
  const withOidc = (body: Record<string, unknown> = {}, url = WITH_OIDC) =>
    call('POST', url, {
      headers: { Authorization: '' },
      body: {
        provider_urn: PROVIDER,
        agency_urn: AGENCY,
        agency_session_name: 'run-1',
        id_token: body['id_token'] ?? idToken(),
        ...body,
      },
    });
  const assume = (body: Record<string, unknown> = {}, sign = call) =>
    sign('POST', ASSUME, { body: { agency_urn: AGENCY, agency_session_name: 'run-1', ...body } });
  return {
    ...subject,
    tokenReply,
    idToken,
    withOidc,
    assume,
    /** A client that signs with the keys of a reply. */
    as: (value: unknown) => clientOf(emulator, clock, keysOf(value)),
  };
}

/** The keys in a reply of STS. */
export function keysOf(value: unknown) {
  const credentials = record(record(value)['credentials']);
  return {
    accessKey: String(credentials['access_key_id']),
    secretKey: String(credentials['secret_access_key']),
    securityToken: String(credentials['security_token']),
  };
}

/** The claims of a token, not verified. */
export function claimsIn(token: string): Record<string, unknown> {
  return record(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
}

/** The policy document that allows these actions on these resources. */
export function allowing(actions: readonly string[], resources?: readonly string[]): string {
  const resource = resources === undefined ? {} : { Resource: resources };
  return JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: actions, ...resource }] });
}

/** The expected error reply of STS. `text` is part of its message. */
export function stsErrorReply(status: number, number: string, text: string) {
  const value = {
    error_code: `STS5.${number}`,
    error_msg: expect.stringContaining(text),
    request_id: expect.any(String),
  };
  return { status, value };
}
