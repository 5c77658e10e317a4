import { iamUrn } from '../policy/urn.ts';
import { route } from '../router.ts';
import { listOwnProjects, listProjects } from './projects.ts';
import { createTemporaryKey, tokenInBody } from './temporary-keys.ts';
import { createUserToken } from './user-token.ts';

/** The part of IAM that a client meets. Projects cannot be created: there is no such route on purpose. */
export const iamRoutes = [
  route('GET /v3/projects', listProjects, {
    permission: { actions: ['iam:projects:list'], resource: () => iamUrn('project:*') },
  }),
  // Needs no permission, says its page.
  route('GET /v3/auth/projects', listOwnProjects),
  route('POST /v3/auth/tokens', createUserToken, { open: true }),
  route('POST /v3.0/OS-CREDENTIAL/securitytokens', createTemporaryKey, { tokenIn: tokenInBody }),
] as const;
