import { route } from '../router.ts';
import { agencyUrnInBody, assumeAgency, assumeAgencyWithOidc } from './assume.ts';
import { getCallerIdentity } from './principal.ts';

/** Temporary credentials and the identity of a caller. Only some regions have STS, see `STS_REGIONS`. */
export const stsRoutes = [
  route('POST /v5/agencies/assume-with-oidc', assumeAgencyWithOidc, { open: true }),
  route('POST /v5/agencies/assume', assumeAgency, {
    permission: { actions: ['sts:agencies:assume'], resource: agencyUrnInBody },
  }),
  route('GET /v5/caller-identity', getCallerIdentity),
] as const;
