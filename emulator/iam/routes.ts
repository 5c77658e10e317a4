import { route } from '../router.ts';
import { listOwnProjects, listProjects } from './projects.ts';
import { createTemporaryKey, tokenInBody } from './temporary-keys.ts';

/** The part of IAM that a signing client meets. Projects cannot be created: there is no such route on purpose. */
export const iamRoutes = [
  route('GET /v3/projects', listProjects),
  route('GET /v3/auth/projects', listOwnProjects),
  route('POST /v3.0/OS-CREDENTIAL/securitytokens', createTemporaryKey, tokenInBody),
] as const;
