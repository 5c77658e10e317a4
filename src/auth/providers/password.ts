/** User name and password of an IAM user: one token for each region, because a token is bound to one project. */
import { createAnonymousAuthorizer, createTokenAuthorizer } from '../authorizers.ts';
import type { PasswordCredentials } from '../../inputs/credentials.ts';
import { createRefreshingCredential } from '../refreshing-credential.ts';
import { createIam, type UserToken } from '../../cloud/iam.ts';
import { classifyPasswordError, type PasswordErrorCode } from '../../cloud/iam-errors.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import { oncePerKey } from '../../share.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';

/** Asks for the tokens of several regions one after the other, and sends a refused password once only: IAM locks users. */
export function createPasswordProvider(
  credentials: PasswordCredentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  const { user } = credentials;
  // Shared by all regions, so that the client sends nothing more once the password was refused with 401.
  const signInAuthorizer = createAnonymousAuthorizer();
  /** Why the password was refused with another status than 401. */
  let refused: Failure | undefined;
  let lastSignIn: Promise<unknown> = Promise.resolve();

  async function signIn(region: string): Promise<UserToken> {
    // A token from the IAM of a region works in that region only. Source: IAM API reference, "Constraints".
    const iam = createIam(options.callerFor('iam', region, signInAuthorizer));
    const id = options.projects.get(region);
    const project = id === undefined ? { name: region } : { id };
    const earlier = lastSignIn;
    const answer = earlier.then(() => {
      if (refused !== undefined) throw refused;
      return iam.tokenOf(credentials, project, (error) => passwordFailure(user, region, error));
    });
    lastSignIn = answer.catch(() => undefined);
    const result = await answer;
    if (result.ok) return result.value;
    const failure = passwordFailure(user, region, result.error);
    if (failure.code !== 'user-token-refused') refused = failure;
    throw failure;
  }

  const credentialFor = oncePerKey((region: string) => {
    const token = createRefreshingCredential(
      {
        description: `tokens for ${region}`,
        async issue() {
          const issued = await signIn(region);
          options.mask(issued.token);
          options.log(`Signed in the IAM user '${user}' for ${region}.`);
          return issued;
        },
        remedy: 'Was the password changed, or the user disabled?',
      },
      options,
    );
    const authorizer = { ...createTokenAuthorizer(() => token.current().token), prepare: () => token.prepare() };
    return { token, authorizer };
  });

  return {
    authorizerFor: (region) => credentialFor(region).authorizer,
    expiresAt: (region) => credentialFor(region).token.issued()?.expiresAt,
    async boundProject(region) {
      const { token } = credentialFor(region);
      await token.prepare();
      return token.current().projectId;
    },
  };
}

const HINTS: Readonly<Record<PasswordErrorCode, string>> = {
  'credential-locked': 'The user is locked after repeated failures; it is free again after fifteen minutes.',
  'password-refused':
    'Check iam-user, iam-password and iam-domain (the name of the account). It must be an IAM user: a HUAWEI ID, a federated user and one with multi-factor authentication cannot sign in this way.',
  'user-token-refused':
    'Is the region activated for the account, and has the user permissions in it? A user with multi-factor authentication cannot sign in this way.',
};

function passwordFailure(user: string, region: string, error: ServiceError): Failure {
  const code = classifyPasswordError(error);
  const isOfRegion = code === 'user-token-refused';
  const what = isOfRegion
    ? `IAM gave '${user}' no token for ${region}`
    : `IAM did not accept the password of '${user}'`;
  const options = { permanent: isOfRegion, hint: HINTS[code] };
  return new Failure(code, `${what}: ${describeServiceError(error)}.`, options);
}
