/** What the runner's variables say of the repository, the commit and the run. */

/** Where deployments are made, and of what. */
export interface Origin {
  readonly baseUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
  readonly logUrl: string;
}

/**
 * The commit is named by its hash, and not by branch or tag: those may have moved on since the run began, at the latest
 * when it is run again, and GitHub would note a commit that nobody has promoted.
 */
export function originOf(env: (name: string) => string): Origin {
  const [owner = '', repo = ''] = env('GITHUB_REPOSITORY').split('/');
  const server = env('GITHUB_SERVER_URL') || 'https://github.com';
  const attempt = env('GITHUB_RUN_ATTEMPT');
  const run = `${server}/${owner}/${repo}/actions/runs/${env('GITHUB_RUN_ID')}`;
  return {
    baseUrl: (env('GITHUB_API_URL') || 'https://api.github.com').replace(/\/+$/, ''),
    owner,
    repo,
    ref: env('GITHUB_SHA'),
    logUrl: attempt === '' ? run : `${run}/attempts/${attempt}`,
  };
}

/** The same, or an error that names the variable that is missing. */
export function checked(origin: Origin): Origin {
  if (!URL.canParse(origin.baseUrl)) throw new Error('GITHUB_API_URL is not a URL');
  if (origin.owner === '' || origin.repo === '') throw new Error('GITHUB_REPOSITORY names no repository');
  if (origin.ref === '') throw new Error('GITHUB_SHA names no commit');
  return origin;
}
