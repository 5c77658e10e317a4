/** STS: temporary keys of an agency. One function for each API call. */
import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import type { CallResult } from '../http/call.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { Caller, ServiceCall } from './caller.ts';
import { lifetimeMs, type TemporaryKey } from './iam.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';

/** What temporary keys of an agency are requested with. */
export interface AgencyRequest {
  /** `iam::ACCOUNT-ID:agency:NAME`. */
  readonly agencyUrn: string;
  /** Shown in the audit log of the cloud. */
  readonly sessionName: string;
  /** How long the keys are to be valid. */
  readonly seconds: number;
  /** JSON of a session policy that limits the keys; empty for none. */
  readonly policy: string;
}

const CredentialsSchema = v.looseObject({
  credentials: v.looseObject({
    access_key_id: v.string(),
    secret_access_key: v.string(),
    security_token: v.string(),
    expiration: optionalOrUndefined(v.string()),
  }),
});

/** What both calls have in common. */
function exchangeOf({ seconds }: AgencyRequest) {
  return {
    method: 'POST',
    // The next attempt may be one of another region, with another ID token.
    maxAttempts: 1,
    // A second set of keys does no harm; both end by themselves.
    repeatable: true,
    responseIsSecret: true,
    read(body, { headers }) {
      const { credentials } = parseWith(CredentialsSchema)(body);
      return {
        accessKey: credentials.access_key_id,
        secretKey: credentials.secret_access_key,
        securityToken: credentials.security_token,
        lifetimeMs: lifetimeMs(headers['date'], credentials.expiration, seconds * 1000),
      };
    },
  } satisfies Partial<ServiceCall<TemporaryKey>>;
}

function fieldsOf({ agencyUrn, sessionName, seconds, policy }: AgencyRequest): Record<string, unknown> {
  return {
    agency_urn: agencyUrn,
    agency_session_name: sessionName,
    duration_seconds: seconds,
    ...(policy === '' ? {} : { policy }),
  };
}

/** STS in one region. Rejects with a {@link Failure}; results have the refusal of STS, for the caller to explain. */
export type Sts = ReturnType<typeof createSts>;

/** `region` is named in messages. */
export function createSts(call: Caller, region: string) {
  return {
    /**
     * With an ID token of an identity provider; unsigned. `credentialFailure` makes the failure for a 401. STS, "Obtaining
     * Temporary Security Credentials Through a Trust Agency with OIDC" (AssumeAgencyWithOIDC).
     */
    assumeWithOidc(
      request: AgencyRequest & { readonly providerUrn: string; readonly idToken: string },
      credentialFailure: (error: ServiceError) => Failure,
    ): Promise<CallResult<TemporaryKey>> {
      return call({
        ...exchangeOf(request),
        doing: `exchange GitHub's ID token for temporary keys at STS in ${region}`,
        path: ['v5', 'agencies', 'assume-with-oidc'],
        body: { provider_urn: request.providerUrn, id_token: request.idToken, ...fieldsOf(request) },
        credentialFailure,
      });
    },

    /**
     * With the access key that the request is signed with. STS, "Obtaining Temporary Security Credentials Through an Agency
     * or Trust Agency" (AssumeAgency).
     */
    assume(request: AgencyRequest & { readonly externalId: string }): Promise<CallResult<TemporaryKey>> {
      const { externalId } = request;
      return call({
        ...exchangeOf(request),
        doing: `assume the agency ${request.agencyUrn} at STS in ${region}`,
        path: ['v5', 'agencies', 'assume'],
        body: { ...fieldsOf(request), ...(externalId === '' ? {} : { external_id: externalId }) },
      });
    },
  };
}
