/** IAM token, as given: used as it is in the home region, and exchanged for temporary keys that work in other regions. */
import { createTokenAuthorizer } from '../authorizers.ts';
import { createRefreshingAuthorizer } from '../refreshing-credential.ts';
import type { TokenCredentials } from '../../inputs/credentials.ts';
import { createIam } from '../../cloud/iam.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError } from '../../http/service-error.ts';
import type { CredentialProvider, CredentialProviderOptions } from '../credential-provider.ts';

/** How much longer the keys live than the run may take: for the last poll, and a clock that is slow. */
const KEY_MARGIN_S = 600;

/** The token is exchanged when another region is first used. */
export function createTokenProvider(
  { token }: TokenCredentials,
  options: CredentialProviderOptions,
): CredentialProvider {
  const { homeRegion, clock, deadline, log, mask } = options;
  const home = createTokenAuthorizer(() => token);
  // An authorizer of its own: a refusal by the global IAM must not stop the use of the token at home.
  const globalIam = options.globalIam?.(createTokenAuthorizer(() => token));
  const iam = createIam(globalIam ?? options.callerFor('iam', homeRegion, home));
  const elsewhere = createRefreshingAuthorizer(
    {
      async issue() {
        const neededS = Math.ceil((deadline.requestUntil - clock.now()) / 1000) + KEY_MARGIN_S;
        // IAM takes 15 minutes to 24 hours.
        const requestedS = Math.min(86_400, Math.max(900, neededS));
        const exchange = await iam.exchangeToken(requestedS);
        if (!exchange.ok) {
          throw new Failure(
            'token-not-exchanged',
            'The auth-token is bound to one project, so it cannot be used in another region, ' +
              `and IAM did not exchange it for temporary keys: ${describeServiceError(exchange.error)}.`,
            { hint: 'Give access-key and secret-key instead, or set wait to false so that no target region is read.' },
          );
        }
        const key = exchange.value;
        for (const secret of [key.secretKey, key.securityToken]) mask(secret);
        log('Exchanged the auth-token for temporary keys, to read the target regions.');
        return key;
      },
      remedy: 'Give access-key and secret-key, or a token that lives longer than the step.',
    },
    options,
  );
  return {
    authorizerFor: (region) => (region === homeRegion ? home : elsewhere),
    expiresAt: (region) => (region === homeRegion ? undefined : elsewhere.issued?.()?.expiresAt),
  };
}
