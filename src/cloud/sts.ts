/** STS: temporary keys of an agency. One function an API call. */
import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import type { Caller } from './caller.ts';
import type { TemporaryKey } from './iam.ts';
import { lifetimeMs } from './lifetime.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';

export interface AgencyRequest {
  readonly agencyUrn: string;
  /** Shown in the audit log of the cloud. */
  readonly sessionName: string;
  readonly seconds: number;
  /** JSON of an identity policy that narrows the keys; empty for none. */
  readonly policy: string;
  /** Fewer attempts than usual, because another region can be asked; undefined for the usual number. */
  readonly maxAttempts: number | undefined;
}

export type Issued = { readonly key: TemporaryKey } | { readonly error: ServiceError };

export interface Sts {
  /** With an ID token of a trusted provider; unsigned. `credentialFailure` words a 401. */
  assumeWithOidc(
    request: AgencyRequest & { readonly providerUrn: string; readonly idToken: string },
    credentialFailure: (error: ServiceError) => Failure,
  ): Promise<Issued>;
  /** With the key that the request is signed with. */
  assume(request: AgencyRequest & { readonly externalId: string }): Promise<Issued>;
}

const CredentialsSchema = v.looseObject({
  credentials: v.looseObject({
    access_key_id: v.string(),
    secret_access_key: v.string(),
    security_token: v.string(),
    expiration: optionalOrUndefined(v.string()),
  }),
});

function keyOf(body: unknown, { headers }: ReplyHead): TemporaryKey {
  const { credentials } = parseWith(CredentialsSchema)(body);
  return {
    accessKey: credentials.access_key_id,
    secretKey: credentials.secret_access_key,
    securityToken: credentials.security_token,
    lifetimeMs: lifetimeMs(headers['date'], credentials.expiration),
  };
}

function fieldsOf({ agencyUrn, sessionName, seconds, policy }: AgencyRequest): Record<string, unknown> {
  return {
    agency_urn: agencyUrn,
    agency_session_name: sessionName,
    duration_seconds: seconds,
    ...(policy === '' ? {} : { policy }),
  };
}

/** An ID token of GitHub's lives for five minutes, which is observed, not documented. */
const ID_TOKEN_MS = 240_000;

/** `region` is for messages. */
export function createSts(call: Caller, region: string): Sts {
  // A second set of keys does no harm; both end by themselves.
  const exchange = { method: 'POST', repeatable: true, responseIsSecret: true, read: keyOf } as const;
  return {
    /** STS, "Obtaining Temporary Security Credentials Through a Trust Agency with OIDC" (AssumeAgencyWithOIDC). */
    async assumeWithOidc(request, credentialFailure) {
      const answer = await call({
        ...exchange,
        validForMs: ID_TOKEN_MS,
        doing: `exchange GitHub's ID token for temporary keys at STS in ${region}`,
        maxAttempts: request.maxAttempts,
        path: ['v5', 'agencies', 'assume-with-oidc'],
        body: { provider_urn: request.providerUrn, id_token: request.idToken, ...fieldsOf(request) },
        credentialFailure,
      });
      return answer.ok ? { key: answer.value } : { error: answer.error };
    },

    /** STS, "Obtaining Temporary Security Credentials Through an Agency or Trust Agency" (AssumeAgency). */
    async assume(request) {
      const { externalId } = request;
      const answer = await call({
        ...exchange,
        doing: `assume the agency ${request.agencyUrn} at STS in ${region}`,
        maxAttempts: request.maxAttempts,
        path: ['v5', 'agencies', 'assume'],
        body: { ...fieldsOf(request), ...(externalId === '' ? {} : { external_id: externalId }) },
      });
      return answer.ok ? { key: answer.value } : { error: answer.error };
    },
  };
}
