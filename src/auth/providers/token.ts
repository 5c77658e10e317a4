/** A given IAM token: used as it is at home, and exchanged for temporary keys to work in other regions. */
import { createRenewingAuthorizer } from '../refreshing-credential.ts';
import type { TokenCredentials } from '../../inputs/credentials.ts';
import { createTokenAuthorizer } from '../token.ts';
import { createIam } from '../../cloud/iam.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError } from '../../http/service-error.ts';
import type { Identity, SignInParts } from '../credential-provider.ts';
import { issuedKey } from '../issued-key.ts';

/** Temporary keys outlive the deadline by this much, for the last look and a slow clock. */
const KEY_MARGIN_S = 600;

export function signInWithToken({ token }: TokenCredentials, parts: SignInParts): Identity {
  const { home, clock, deadline, say } = parts;
  const atHome = createTokenAuthorizer(() => token);
  // A proof of its own, because a no of the global IAM says nothing of the token at home.
  const iam = createIam(parts.globalIam?.(createTokenAuthorizer(() => token)) ?? parts.callerOf('iam', home, atHome));
  const away = createRenewingAuthorizer(
    {
      what: 'temporary keys',
      async issue() {
        const seconds = Math.ceil((deadline.requestUntil - clock.now()) / 1000) + KEY_MARGIN_S;
        const asked = Math.min(86_400, Math.max(900, seconds));
        const exchange = await iam.exchangeToken(asked);
        if ('error' in exchange) {
          throw new Failure(
            'token-not-exchanged',
            'The auth-token is bound to one project, so it cannot be used in another region, ' +
              `and IAM did not exchange it for temporary keys: ${describeServiceError(exchange.error)}.`,
            { hint: 'Give access-key and secret-key instead, or set wait to false so that no target region is read.' },
          );
        }
        const issue = issuedKey(exchange.key, asked * 1000, parts);
        say('Exchanged the auth-token for temporary keys, to read the target regions.');
        return issue;
      },
      remedy: 'Give access-key and secret-key, or a token that lives longer than the step.',
      say,
    },
    clock,
  );
  return { authorizerOf: (region) => (region === home ? atHome : away) };
}
