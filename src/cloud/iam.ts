/** IAM: projects, tokens of users, and temporary keys for a token. One function for each API call. */
import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import { ReplyFormatError } from '../http/reply-format-error.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { ReplyHead } from '../http/transport.ts';
import type { Caller } from './caller.ts';
import { lifetimeMs } from './lifetime.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';
import { refusedFailure } from './service-error.ts';

/** A temporary access key, which works in every region. */
export interface TemporaryKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  /** From its issue to its end; undefined where the reply does not tell. */
  readonly lifetimeMs: number | undefined;
}

/** What an IAM user signs in with. */
export interface UserPassword {
  readonly user: string;
  readonly password: string;
  /** Name of the account that the user belongs to. */
  readonly domain: string;
}

/** A token, which is bound to one project. */
export interface UserToken {
  readonly token: string;
  readonly projectId: string;
  /** From its issue to its end; undefined where the reply does not tell. */
  readonly lifetimeMs: number | undefined;
}

/** IAM. Rejects with a {@link Failure}; `error` is the service's refusal, for the caller to explain. */
export interface Iam {
  /** The ids of all projects of exactly this name. */
  projectsNamed(name: string): Promise<readonly string[]>;
  /** A token of an IAM user for one project. `credentialFailure` makes the failure for a 401. */
  tokenOf(
    user: UserPassword,
    project: { readonly id: string } | { readonly name: string },
    credentialFailure: (error: ServiceError) => Failure,
  ): Promise<{ readonly token: UserToken } | { readonly error: ServiceError }>;
  /** A temporary key with the permissions of the token that the request is sent with. */
  exchangeToken(seconds: number): Promise<{ readonly key: TemporaryKey } | { readonly error: ServiceError }>;
}

// It becomes part of paths, where `..` would lead elsewhere.
const ProjectIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

const ProjectsSchema = v.looseObject({ projects: v.array(v.looseObject({ id: ProjectIdSchema, name: v.string() })) });

const CredentialSchema = v.looseObject({
  credential: v.looseObject({
    access: v.string(),
    secret: v.string(),
    securitytoken: v.string(),
    expires_at: optionalOrUndefined(v.string()),
  }),
});

const UserTokenSchema = v.looseObject({
  token: v.looseObject({
    expires_at: optionalOrUndefined(v.string()),
    issued_at: optionalOrUndefined(v.string()),
    project: v.looseObject({ id: ProjectIdSchema }),
  }),
});

/** The token is in a header; the body describes it. */
function userTokenOf(body: unknown, { headers }: ReplyHead): UserToken {
  const { token } = parseWith(UserTokenSchema)(body);
  const subject = headers['x-subject-token'] ?? '';
  if (!/^[\x21-\x7e]+$/.test(subject)) throw new ReplyFormatError('header X-Subject-Token', 'not a token');
  return {
    token: subject,
    projectId: token.project.id,
    lifetimeMs: lifetimeMs(token.issued_at ?? headers['date'], token.expires_at),
  };
}

function keyOf({ credential }: v.InferOutput<typeof CredentialSchema>, { headers }: ReplyHead): TemporaryKey {
  return {
    accessKey: credential.access,
    secretKey: credential.secret,
    securityToken: credential.securitytoken,
    lifetimeMs: lifetimeMs(headers['date'], credential.expires_at),
  };
}

/** `call` sends to the IAM of a region, or to the global one. */
export function createIam(call: Caller): Iam {
  return {
    /** IAM, "Querying Project Information", and where that is not permitted "Querying the Projects Accessible to a User". */
    async projectsNamed(name) {
      const doing = `look up the project of ${name}`;
      const list = { doing, method: 'GET', repeatable: true, read: parseWith(ProjectsSchema) } as const;
      let answer = await call({ ...list, path: ['v3', 'projects'], query: { name } });
      if (!answer.ok && answer.error.status === 403) answer = await call({ ...list, path: ['v3', 'auth', 'projects'] });
      if (!answer.ok) {
        throw refusedFailure(
          doing,
          answer.error,
          'Give the id with project-id or target-project-ids to do without IAM.',
        );
      }
      // Sub-projects begin with the name of their region, and the second list is not filtered at all.
      return answer.value.projects.filter((project) => project.name === name).map((project) => project.id);
    },

    /** IAM, "Obtaining a User Token Through Password Authentication". */
    async tokenOf({ user, password, domain }, project, credentialFailure) {
      const answer = await call({
        doing: `sign in the IAM user '${user}'`,
        method: 'POST',
        path: ['v3', 'auth', 'tokens'],
        // The list of all services is left out of the reply.
        query: { nocatalog: 'true' },
        body: {
          auth: {
            identity: { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } },
            scope: { project },
          },
        },
        // Another token does no harm, and does not end the first.
        repeatable: true,
        read: userTokenOf,
        credentialFailure,
      });
      return answer.ok ? { token: answer.value } : { error: answer.error };
    },

    /** IAM, "Obtaining a Temporary Access Key and Security Token Through a Token". */
    async exchangeToken(seconds) {
      const answer = await call({
        doing: 'exchange the token for temporary keys',
        method: 'POST',
        path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
        body: { auth: { identity: { methods: ['token'], token: { duration_seconds: seconds } } } },
        // A second set of keys does no harm; both end by themselves.
        repeatable: true,
        responseIsSecret: true,
        read: (body, reply) => keyOf(parseWith(CredentialSchema)(body), reply),
      });
      return answer.ok ? { key: answer.value } : { error: answer.error };
    },
  };
}
