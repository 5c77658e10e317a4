import { ACCOUNT } from '../cloud.ts';
import { uuidOf } from '../digest.ts';
import { policyReader, type Policy } from '../policy/document.ts';
import { complaint, either, integer, list, object, optional, text, type Read } from '../reader.ts';

/** Regions that have an STS: those of the vendor's SDK. Elsewhere the host does not exist. */
export const STS_REGIONS: readonly string[] = [
  'cn-north-4',
  'cn-south-1',
  'cn-east-3',
  'cn-southwest-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'sa-brazil-1',
  'la-south-2',
  'af-south-1',
  'tr-west-1',
];

/** Trust in tokens of an issuer; `*` is a wildcard in audiences and subjects. */
const oidcTrust = object({ provider: text(), audiences: list(text()), subjects: list(text()) });

/** Trust in callers, by access key id or URN, with `*`; perhaps only with the right external id. */
const principalTrust = object({ principals: list(text()), externalId: optional(text()) });

const agencySeed = object({
  name: text(/^[\w-]{1,64}$/, 'the name of an agency'),
  id: optional(text()),
  account: optional(text()),
  maxSessionSeconds: optional(integer(3600, 43_200)),
  trust: list(either(oidcTrust, principalTrust)),
  policy: optional(policyReader),
});

const providerSeed = object({
  urn: text(),
  url: text(/^https?:\/\//, 'the URL of an issuer'),
  clientIds: list(text()),
});

/** The fields of a seed that say who trusts whom. */
export const trustFields = {
  accounts: optional(list(object({ id: text(), name: text() }))),
  oidcProviders: optional(list(providerSeed)),
  agencies: optional(list(agencySeed)),
} as const;

const trustSeed = object(trustFields);

/** An account of the cloud. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

/** An identity provider. IAM 5, "Creating an OIDC Identity Provider" (CreateOIDCProviderV5). */
export type Provider = Read<typeof providerSeed>;

/** An agency that others may assume. */
export interface Agency {
  readonly urn: string;
  readonly id: string;
  readonly account: string;
  /** An hour unless it was set higher, up to twelve. */
  readonly maxSessionSeconds: number;
  readonly trust: Read<typeof agencySeed>['trust'];
  readonly policy: Policy | undefined;
}

/** Who trusts whom. */
export interface Trust {
  readonly accounts: readonly Account[];
  readonly providers: readonly Provider[];
  readonly agencies: readonly Agency[];
}

/** The trust of a seed. The emulated account is always there. Throws an Error if an agency is of no account. */
export function trustOf(seed: Read<typeof trustSeed>): Trust {
  const accounts = [ACCOUNT, ...(seed.accounts ?? [])];
  const agencies = (seed.agencies ?? []).map((agency, index): Agency => {
    const { account = ACCOUNT.id, name, id, maxSessionSeconds = 3600, trust, policy } = agency;
    if (!accounts.some((candidate) => candidate.id === account)) {
      throw complaint(`seed.agencies[${index}].account`, 'the id of one of seed.accounts', account);
    }
    const urn = `iam::${account}:agency:${name}`;
    return { urn, id: id ?? uuidOf(urn).replaceAll('-', ''), account, maxSessionSeconds, trust, policy };
  });
  return { accounts, providers: seed.oidcProviders ?? [], agencies };
}
