/** User name and password of an IAM user: a token for every region, because each is bound to one project. */
import { createAnonymousAuthorizer } from '../anonymous.ts';
import type { Authorizer } from '../../http/authorizer.ts';
import type { PasswordCredentials } from '../../inputs/credentials.ts';
import { createRenewing, type Renewing } from '../refreshing-credential.ts';
import { createTokenAuthorizer } from '../token.ts';
import { createIam, type UserToken } from '../../cloud/iam.ts';
import { Failure } from '../../errors.ts';
import { describeServiceError, type ServiceError } from '../../http/service-error.ts';
import type { Identity, SignInParts } from '../credential-provider.ts';

/** Documented: a user token lives for a day. */
const USUAL_LIFETIME_MS = 86_400_000;

interface Session extends Authorizer {
  readonly renewing: Renewing<UserToken>;
}

export function signInWithPassword(credentials: PasswordCredentials, parts: SignInParts): Identity {
  const { user } = credentials;
  // One for all regions: a password that was refused once is not sent again, so that the user is not locked.
  const authorizer = createAnonymousAuthorizer();
  // And one after the other, for the same reason: what is under way is not held back any more.
  let turn: Promise<unknown> = Promise.resolve();
  let barred: Failure | undefined;
  const sessions = new Map<string, Session>();

  const sessionOf = (region: string): Session => {
    const known = sessions.get(region);
    if (known !== undefined) return known;
    // A token of a region's own IAM serves that region only. Source: IAM API, "Constraints".
    const iam = createIam(parts.callerOf('iam', region, authorizer));
    const renewing = createRenewing<UserToken>(
      {
        what: `tokens for ${region}`,
        async issue() {
          const id = parts.projects.get(region);
          const project = id === undefined ? { name: region } : { id };
          const mine = turn.then(() => {
            if (barred !== undefined) throw barred;
            return iam.tokenOf(credentials, project, (refusal) => wrongPassword(user, region, refusal));
          });
          turn = mine.catch(() => undefined);
          const answer = await mine;
          if ('error' in answer) {
            if (!isOfPassword(answer.error)) throw noToken(user, region, answer.error);
            barred = wrongPassword(user, region, answer.error);
            throw barred;
          }
          parts.mask(answer.token.token);
          parts.say(`Signed in the IAM user '${user}' for ${region}.`);
          return { proof: answer.token, lifetimeMs: answer.token.lifetimeMs ?? USUAL_LIFETIME_MS };
        },
        remedy: 'Was the password changed, or the user disabled?',
        say: parts.say,
      },
      parts.clock,
    );
    const session: Session = {
      ...createTokenAuthorizer(() => renewing.current().token),
      renewing,
      prepare: () => renewing.prepare(),
    };
    sessions.set(region, session);
    return session;
  };

  return {
    authorizerOf: sessionOf,
    async boundProject(region) {
      const { renewing } = sessionOf(region);
      await renewing.prepare();
      return renewing.current().projectId;
    },
  };
}

/** Documented is 401; the words count, whatever the status. */
function isOfPassword({ message }: ServiceError): boolean {
  return /password|\block|authentication fail/i.test(message);
}

function wrongPassword(user: string, region: string, refusal: ServiceError): Failure {
  const isLocked = /\block/i.test(refusal.message);
  // Of one region alone: the password is right.
  if (/\brole\b|\bproject\b|\bscope\b/i.test(refusal.message) && !isOfPassword(refusal))
    return noToken(user, region, refusal);
  return new Failure(
    isLocked ? 'credential-locked' : 'password-refused',
    `IAM did not accept the password of '${user}': ${describeServiceError(refusal)}.`,
    {
      hint: isLocked
        ? 'The user is locked after repeated failures; it is free again after fifteen minutes.'
        : 'Check iam-user, iam-password and iam-domain (the name of the account). It must be an IAM user: a HUAWEI ID, a federated user and one with multi-factor authentication cannot sign in this way.',
    },
  );
}

function noToken(user: string, region: string, refusal: ServiceError): Failure {
  return new Failure(
    'user-token-refused',
    `IAM gave '${user}' no token for ${region}: ${describeServiceError(refusal)}.`,
    {
      permanent: true,
      hint: 'Is the region activated for the account, and has the user permissions in it? A user with multi-factor authentication cannot sign in this way.',
    },
  );
}
