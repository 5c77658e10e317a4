import { ACCOUNT, iamUrn, type Account } from '../account.ts';
import { uuidOf } from '../digest.ts';
import { policyReader, type Policy } from '../policy/document.ts';
import { either, integer, list, object, optional, text, validationError, type Read } from '../reader.ts';

/** The regions with an STS endpoint, from the vendor's SDK. In other regions the host does not exist. */
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

/** Trust in ID tokens of an identity provider. Audiences and subjects may contain the wildcard `*`. */
const oidcTrust = object({ provider: text(), audiences: list(text()), subjects: list(text()) });

/** Trust in callers by access key id or URN, with the wildcard `*`; with `externalId`, only if the request names that id. */
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

/** The fields of a seed with accounts, identity providers and agencies. */
export const trustFields = {
  accounts: optional(list(object({ id: text(), name: text() }))),
  oidcProviders: optional(list(providerSeed)),
  agencies: optional(list(agencySeed)),
} as const;

const trustSeed = object(trustFields);

/** An OIDC identity provider. IAM 5, "Creating an OIDC Identity Provider" (CreateOIDCProviderV5). */
export type OidcProvider = Read<typeof providerSeed>;

/** An agency (a role of IAM): trusted callers may assume it. */
export interface Agency {
  readonly urn: string;
  readonly id: string;
  /** The id of its account. */
  readonly account: string;
  /** The longest session, from one hour (the default) to twelve. */
  readonly maxSessionSeconds: number;
  readonly trust: Read<typeof agencySeed>['trust'];
  /** What its sessions may do; undefined: everything. */
  readonly policy: Policy | undefined;
}

/** Accounts, identity providers and agencies. */
export interface Trust {
  readonly accounts: readonly Account[];
  readonly providers: readonly OidcProvider[];
  readonly agencies: readonly Agency[];
}

/**
 * Creates accounts, identity providers and agencies from a seed. The emulated account is always one of them. Throws an Error
 * with the path in the seed if an agency's account does not exist.
 */
export function createTrust(seed: Read<typeof trustSeed>): Trust {
  const accounts = [ACCOUNT, ...(seed.accounts ?? [])];
  const agencies = (seed.agencies ?? []).map((agency, index): Agency => {
    const { account = ACCOUNT.id, name, id, maxSessionSeconds = 3600, trust, policy } = agency;
    if (!accounts.some((candidate) => candidate.id === account)) {
      throw validationError(`seed.agencies[${index}].account`, 'the id of one of seed.accounts', account);
    }
    const urn = iamUrn(`agency:${name}`, account);
    return { urn, id: id ?? uuidOf(urn).replaceAll('-', ''), account, maxSessionSeconds, trust, policy };
  });
  return { accounts, providers: seed.oidcProviders ?? [], agencies };
}

/** A session of an assumed agency: for whom its key stands, and what it may do. */
export interface Session {
  readonly agencyUrn: string;
  readonly agencyId: string;
  /** The id of the agency's account. */
  readonly account: string;
  /** The session name of the request. */
  readonly name: string;
  readonly sourceIdentity: string | undefined;
  /** Epoch milliseconds of the server. */
  readonly beganAt: number;
  /** The agency's policy and those of the request. Each of them must allow an action; without any, everything is allowed. */
  readonly policies: readonly Policy[];
}

/** `sts::{account}:assumed-agency:{agency}/{session}`. STS, "Obtaining a Temporary Security Credential". */
export function sessionUrn(session: Pick<Session, 'account' | 'agencyUrn' | 'name'>): string {
  const agency = session.agencyUrn.slice(session.agencyUrn.lastIndexOf(':') + 1);
  return `sts::${session.account}:assumed-agency:${agency}/${session.name}`;
}
