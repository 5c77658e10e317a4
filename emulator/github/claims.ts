import { uuidOf } from '../digest.ts';
import type { IssuerSettings } from '../state/github.ts';

/** The claim `sub`: the repository, and the environment of the job, or else its ref. */
function createSubject(settings: IssuerSettings): string {
  const { repository, repositoryId, ownerId, ref, environment, subject, subjectShape } = settings;
  if (subject !== undefined) return subject;
  const [owner = '', name = ''] = repository.split('/');
  const place = subjectShape === 'names' ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
  return `repo:${place}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`;
}

/**
 * The claims of an ID token. Numeric claims of the job are strings, and the token is valid from ten minutes before it is issued.
 * The default audience is the owner's URL. GitHub Docs, "OpenID Connect reference".
 *
 * @param now epoch milliseconds
 * @param serial makes `jti` unique
 */
export function createClaims(
  settings: IssuerSettings,
  audience: string | undefined,
  now: number,
  serial: number,
): Readonly<Record<string, unknown>> {
  const { repository, ref, environment, workflow } = settings;
  const [owner = ''] = repository.split('/');
  const issuedAt = Math.floor(now / 1000);
  return {
    jti: uuidOf(`id token ${serial}`),
    sub: createSubject(settings),
    aud: audience ?? `https://github.com/${owner}`,
    ...(environment === undefined ? {} : { environment }),
    ref,
    sha: settings.sha,
    repository,
    repository_owner: owner,
    repository_id: settings.repositoryId,
    repository_owner_id: settings.ownerId,
    repository_visibility: 'private',
    run_id: settings.runId,
    run_number: '10',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    actor: settings.actor,
    actor_id: '12',
    workflow,
    workflow_ref: `${repository}/.github/workflows/${workflow}.yml@${ref}`,
    workflow_sha: settings.sha,
    job_workflow_ref: `${repository}/.github/workflows/${workflow}.yml@${ref}`,
    job_workflow_sha: settings.sha,
    head_ref: '',
    base_ref: '',
    event_name: settings.eventName,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    iss: settings.issuer,
    nbf: issuedAt - 600,
    exp: issuedAt + settings.tokenSeconds,
    iat: issuedAt,
  };
}
