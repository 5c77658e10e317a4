import { route } from '../router.ts';
import { agencyIn, assumeAgency } from './assume.ts';
import { assumeAgencyWithOidc } from './assume-with-oidc.ts';
import { callerIdentity } from './principal.ts';

/** The part of STS that hands out keys. Only some regions have it. */
export const stsRoutes = [
  route('POST /v5/agencies/assume-with-oidc', assumeAgencyWithOidc, { open: true }),
  route('POST /v5/agencies/assume', assumeAgency, {
    permission: { actions: ['sts:agencies:assume'], resource: agencyIn },
  }),
  route('GET /v5/caller-identity', callerIdentity),
] as const;
