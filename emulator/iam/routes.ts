import { iamUrn } from '../account.ts';
import { route } from '../router.ts';
import { listOwnProjects, listProjects } from './projects.ts';
import { createTemporaryKey, tokenInBody } from './temporary-keys.ts';
import { createUserToken } from './user-token.ts';

/** Projects, user tokens and temporary keys of IAM. There is no route to create a project, so that a client that tries gets an error. */
export const iamRoutes = [
  route('GET /v3/projects', listProjects, {
    permission: { actions: ['iam:projects:list'], resource: () => iamUrn('project:*') },
  }),
  // Documented as requiring no permission.
  route('GET /v3/auth/projects', listOwnProjects),
  route('POST /v3/auth/tokens', createUserToken, { open: true }),
  route('POST /v3.0/OS-CREDENTIAL/securitytokens', createTemporaryKey, { tokenIn: tokenInBody }),
] as const;
