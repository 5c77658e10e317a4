/** IAM: projects, tokens of users, and temporary keys for a token. One function an API call. */
import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import { type Refusal, refused } from '../http/refusal.ts';
import type { Caller } from './caller.ts';
import { lifetimeMs } from './lifetime.ts';
import { lenient, shaped } from './schema.ts';

export interface TemporaryKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  /** From its issue to its end; undefined where the reply does not tell. */
  readonly lifetimeMs: number | undefined;
}

export interface UserPassword {
  readonly user: string;
  readonly password: string;
  /** Name of the account that the user belongs to. */
  readonly domain: string;
}

export interface UserToken {
  readonly token: string;
  readonly projectId: string;
  /** From its issue to its end; undefined where the reply does not tell. */
  readonly lifetimeMs: number | undefined;
}

export interface Iam {
  /** The ids of all projects of exactly this name. */
  projectsNamed(name: string): Promise<readonly string[]>;
  /** A token of an IAM user for one project; `notAccepted` words a 401. */
  tokenOf(
    user: UserPassword,
    project: { readonly id: string } | { readonly name: string },
    notAccepted: (refusal: Refusal) => Failure,
  ): Promise<{ readonly token: UserToken } | { readonly refusal: Refusal }>;
  /** Temporary keys that speak for the token the request is sent with; they work in every region. */
  exchangeToken(seconds: number): Promise<{ readonly key: TemporaryKey } | { readonly refusal: Refusal }>;
}

// It becomes part of paths, where two dots would climb.
const ProjectIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'not a project id'));

const ProjectsSchema = v.looseObject({ projects: v.array(v.looseObject({ id: ProjectIdSchema, name: v.string() })) });

const CredentialSchema = v.looseObject({
  credential: v.looseObject({
    access: v.string(),
    secret: v.string(),
    securitytoken: v.string(),
    expires_at: lenient(v.string()),
  }),
});

const UserTokenSchema = v.looseObject({
  token: v.looseObject({
    expires_at: lenient(v.string()),
    issued_at: lenient(v.string()),
    project: v.looseObject({ id: ProjectIdSchema }),
  }),
});

/** The token itself is a header, and the body is about it. */
function userTokenOf(body: unknown, headers: Readonly<Record<string, string>>): UserToken {
  const { token } = shaped(UserTokenSchema)(body);
  const subject = headers['x-subject-token'] ?? '';
  if (!/^[\x21-\x7e]+$/.test(subject)) throw new Error('the header X-Subject-Token is not as documented');
  return {
    token: subject,
    projectId: token.project.id,
    lifetimeMs: lifetimeMs(token.issued_at ?? headers['date'], token.expires_at),
  };
}

function keyOf(
  { credential }: v.InferOutput<typeof CredentialSchema>,
  headers: Readonly<Record<string, string>>,
): TemporaryKey {
  return {
    accessKey: credential.access,
    secretKey: credential.secret,
    securityToken: credential.securitytoken,
    lifetimeMs: lifetimeMs(headers['date'], credential.expires_at),
  };
}

export function createIam(call: Caller): Iam {
  return {
    /** IAM, "Querying Project Information", and where that is not permitted "Querying the Projects Accessible to a User". */
    async projectsNamed(name) {
      const doing = `look up the project of ${name}`;
      const list = { doing, method: 'GET', repeatable: true, read: shaped(ProjectsSchema) } as const;
      let answer = await call({ ...list, path: ['v3', 'projects'], query: { name } });
      if (!answer.ok && answer.refusal.status === 403)
        answer = await call({ ...list, path: ['v3', 'auth', 'projects'] });
      if (!answer.ok) {
        throw refused(doing, answer.refusal, 'Give the id with project-id or target-project-ids to do without IAM.');
      }
      // Sub-projects begin with the name of their region, and the second list is not filtered at all.
      return answer.value.projects.filter((project) => project.name === name).map((project) => project.id);
    },

    /** IAM, "Obtaining a User Token Through Password Authentication". */
    async tokenOf({ user, password, domain }, project, notAccepted) {
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
        notAccepted,
      });
      return answer.ok ? { token: answer.value } : { refusal: answer.refusal };
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
        givesSecret: true,
        read: (body, headers) => keyOf(shaped(CredentialSchema)(body), headers),
      });
      return answer.ok ? { key: answer.value } : { refusal: answer.refusal };
    },
  };
}
