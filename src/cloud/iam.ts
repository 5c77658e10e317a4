/** IAM: projects, tokens of users, and temporary keys for a token. One function for each API call. */
import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import { type CallResult, ReplyFormatError } from '../http/call.ts';
import type { ServiceError } from '../http/service-error.ts';
import type { Caller } from './caller.ts';
import { MAX_LIST_BYTES } from './pages.ts';
import { optionalOrUndefined, parseWith } from './schema.ts';
import { refusedFailure } from './reply-rules.ts';

/** An access key, permanent or temporary. It works in every region. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Empty for permanent keys. */
  readonly securityToken: string;
}

/** An access key that expires. */
export interface TemporaryKey extends AccessKey {
  /** From its issue to its end; as requested where the reply does not say. */
  readonly lifetimeMs: number;
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
  /** From its issue to its end. */
  readonly lifetimeMs: number;
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

/** The lifetime of a user token where the reply has none. Source: IAM, "Obtaining a User Token". */
const TOKEN_LIFETIME_MS = 86_400_000;

/**
 * The lifetime in milliseconds of something issued, from two dates that are both the cloud's: the clock of this machine
 * may be wrong. `otherwise` where they make no sense, such as an end before the issue.
 */
export function lifetimeMs(issued: string | undefined, end: string | undefined, otherwise: number): number {
  const ms = Date.parse(end ?? '') - Date.parse(issued ?? '');
  return ms > 0 ? ms : otherwise;
}

/** IAM. Rejects with a {@link Failure}; results have the service's refusal, for the caller to explain. */
export type Iam = ReturnType<typeof createIam>;

/** `call` sends to the IAM of a region, or to the global one. */
export function createIam(call: Caller) {
  return {
    /**
     * The ids of all projects of exactly this name. IAM, "Querying Project Information", and where that is not permitted
     * "Querying the Projects Accessible to a User".
     */
    async projectsNamed(name: string): Promise<readonly string[]> {
      const doing = `look up the project of ${name}`;
      const list = {
        doing,
        method: 'GET',
        repeatable: true,
        maxReplyBytes: MAX_LIST_BYTES,
        read: parseWith(ProjectsSchema),
      } as const;
      let answer = await call({ ...list, path: ['v3', 'projects'], query: { name } });
      if (!answer.ok && answer.error.status === 403) answer = await call({ ...list, path: ['v3', 'auth', 'projects'] });
      const hint = 'Give the id with project-id or target-project-ids to do without IAM.';
      if (!answer.ok) throw refusedFailure(doing, answer.error, hint);
      // Sub-projects begin with the name of their region, and the second list is not filtered at all.
      return answer.value.projects.filter((project) => project.name === name).map((project) => project.id);
    },

    /**
     * A token of an IAM user for one project. IAM, "Obtaining a User Token Through Password Authentication".
     * `credentialFailure` makes the failure for a 401.
     */
    tokenOf(
      { user, password, domain }: UserPassword,
      project: { readonly id: string } | { readonly name: string },
      credentialFailure: (error: ServiceError) => Failure,
    ): Promise<CallResult<UserToken>> {
      return call({
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
        credentialFailure,
        // The token is in a header; the body describes it.
        read(body, { headers }) {
          const { issued_at: issued, expires_at: end, project: found } = parseWith(UserTokenSchema)(body).token;
          const token = headers['x-subject-token'] ?? '';
          if (!/^[\x21-\x7e]+$/.test(token)) throw new ReplyFormatError('header X-Subject-Token', 'not a token');
          const ms = lifetimeMs(issued ?? headers['date'], end, TOKEN_LIFETIME_MS);
          return { token, projectId: found.id, lifetimeMs: ms };
        },
      });
    },

    /**
     * A temporary key with the permissions of the token that the request is sent with. IAM, "Obtaining a Temporary Access
     * Key and Security Token Through a Token".
     */
    exchangeToken(seconds: number): Promise<CallResult<TemporaryKey>> {
      return call({
        doing: 'exchange the token for temporary keys',
        method: 'POST',
        path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
        body: { auth: { identity: { methods: ['token'], token: { duration_seconds: seconds } } } },
        // A second set of keys does no harm; both end by themselves.
        repeatable: true,
        responseIsSecret: true,
        read(body, { headers }) {
          const { credential } = parseWith(CredentialSchema)(body);
          return {
            accessKey: credential.access,
            secretKey: credential.secret,
            securityToken: credential.securitytoken,
            lifetimeMs: lifetimeMs(headers['date'], credential.expires_at, seconds * 1000),
          };
        },
      });
    },
  };
}
