/** The job that the step is part of, read from the variables that the runner sets. Source: GitHub Docs, "Variables". */

/** Where and how the job may request ID tokens. */
export interface IdTokenRequest {
  /** The audience is added to its query. */
  readonly url: URL;
  /** Authorizes the request; a secret. */
  readonly token: string;
}

/** What the action uses of the job. Texts are empty where the runner sets no variable. */
export interface JobContext {
  /** `github-RUN_ID-ATTEMPT`: leads from the audit log of the cloud to the run. */
  readonly sessionName: string;
  /** Undefined for jobs without `permissions: id-token: write`, and for pull requests from forks. */
  readonly idTokenRequest: IdTokenRequest | undefined;
  readonly owner: string;
  readonly repository: string;
  /** The hash of the commit. A branch or tag may have moved since the run started. */
  readonly commit: string;
  /** The REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** The page of the run, which all its attempts share; empty outside of a workflow. */
  readonly runPage: string;
  /** The page of this attempt of the run. */
  readonly runUrl: string;
  readonly attempt: string;
  /** Who started the run. */
  readonly actor: string;
}

/** `env` gives an environment variable, or an empty text. */
export function readJobContext(env: (name: string) => string): JobContext {
  const [owner = '', repository = ''] = env('GITHUB_REPOSITORY').split('/');
  const [runId, attempt] = [env('GITHUB_RUN_ID'), env('GITHUB_RUN_ATTEMPT')];
  const server = env('GITHUB_SERVER_URL') || 'https://github.com';
  const runUrl = `${server}/${owner}/${repository}/actions/runs/${runId}`;
  return {
    sessionName: ['github', runId, attempt].filter((part) => /^[A-Za-z0-9]{1,40}$/.test(part)).join('-'),
    idTokenRequest: readIdTokenRequest(env),
    owner,
    repository,
    commit: env('GITHUB_SHA'),
    apiUrl: (env('GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/, ''),
    runPage: runId === '' ? '' : runUrl,
    runUrl: attempt === '' ? runUrl : `${runUrl}/attempts/${attempt}`,
    attempt,
    actor: env('GITHUB_ACTOR'),
  };
}

function readIdTokenRequest(env: (name: string) => string): IdTokenRequest | undefined {
  const [url, token] = [env('ACTIONS_ID_TOKEN_REQUEST_URL'), env('ACTIONS_ID_TOKEN_REQUEST_TOKEN')];
  return URL.canParse(url) && token !== '' ? { url: new URL(url), token } : undefined;
}
