/** IAM: projects, and temporary keys for a token. One function an API call. */
import * as v from 'valibot';
import { type Refusal, refused } from '../http/refusal.ts';
import type { Caller } from './caller.ts';
import { lenient, shaped } from './shape.ts';

export interface TemporaryKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
  /** From its issue to its end; undefined where the reply does not tell. */
  readonly lifetimeMs: number | undefined;
}

export interface Iam {
  /** The ids of all projects of exactly this name. */
  projectsNamed(name: string): Promise<readonly string[]>;
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

function keyOf(
  { credential }: v.InferOutput<typeof CredentialSchema>,
  headers: Readonly<Record<string, string>>,
): TemporaryKey {
  // Both times are the cloud's: the clock of this machine may be wrong.
  const lifetimeMs = Date.parse(credential.expires_at ?? '') - Date.parse(headers['date'] ?? '');
  return {
    accessKey: credential.access,
    secretKey: credential.secret,
    securityToken: credential.securitytoken,
    lifetimeMs: Number.isNaN(lifetimeMs) ? undefined : lifetimeMs,
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

    /** IAM, "Obtaining a Temporary Access Key and Security Token Through a Token". */
    async exchangeToken(seconds) {
      const answer = await call({
        doing: 'exchange the token for temporary keys',
        method: 'POST',
        path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
        body: { auth: { identity: { methods: ['token'], token: { duration_seconds: seconds } } } },
        // A second set of keys does no harm; both end by themselves.
        repeatable: true,
        read: (body, headers) => keyOf(shaped(CredentialSchema)(body), headers),
      });
      return answer.ok ? { key: answer.value } : { refusal: answer.refusal };
    },
  };
}
