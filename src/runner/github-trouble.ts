/** What a failed request to GitHub says to the author of the workflow. */
import { visible } from '../untrusted.ts';

/** What to do about a refusal. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'The token is wrong or has ended.',
  403: 'Give the job `permissions: deployments: write`; a run for a fork or for Dependabot cannot have that.',
  404: 'Does the token belong to this repository, and has the job `permissions: deployments: write`?',
  409: 'A check of the commit, or a conflict with another branch, stands against it.',
  422: 'Is the commit still in the repository, and is the name of the environment a valid one?',
  429: 'GitHub takes no more requests for the moment.',
};

interface Circumstances {
  readonly host: string;
  /** The time limit in milliseconds, where it has passed. */
  readonly patience: number | undefined;
}

/** One sentence or two. `error` is what octokit threw, or anything else. */
export function troubleOf(error: unknown, { host, patience }: Circumstances): string {
  if (patience !== undefined)
    return `GitHub gave no answer within ${patience / 1000} s; it may have done it all the same.`;
  const answer = answerOf(error);
  if (answer !== undefined) {
    const { status, message } = answer;
    const advice = /rate limit/i.test(message) ? ADVICE[429] : ADVICE[status];
    const said = `GitHub answered ${status} "${visible(message, 300)}".`;
    return advice === undefined ? said : `${said} ${advice}`;
  }
  const message = visible(rootOf(error), 300);
  return isUnanswered(error)
    ? `${host} could not be reached, or broke off: ${message}. Look at GITHUB_API_URL, the network and the proxy of the runner.`
    : `${message}.`;
}

/** Whether another try may help: GitHub itself failed, or the network did. */
export function isWorthRepeating(error: unknown): boolean {
  const answer = answerOf(error);
  return answer === undefined ? isUnanswered(error) : answer.status >= 500;
}

/** Octokit gives what has no answer the status 500. */
function isUnanswered(error: unknown): boolean {
  return error instanceof Error && 'status' in error && answerOf(error) === undefined;
}

/** The answer, of an error that octokit made out of one. */
function answerOf(error: unknown): { readonly status: number; readonly message: string } | undefined {
  if (!(error instanceof Error && 'response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('status' in response)) return undefined;
  const data: unknown = 'data' in response ? response.data : undefined;
  return { status: Number(response.status), message: typeof data === 'string' ? data : saidIn(data) };
}

/** Message and details of GitHub's body, without the address of its documentation. */
function saidIn(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data)) return 'no message';
  const details =
    'errors' in data && Array.isArray(data.errors) ? data.errors.map((detail) => JSON.stringify(detail)) : [];
  return [String(data.message), ...details].join(' ');
}

/** Fetch says `fetch failed`, and the reason is some causes deeper; of a host with several addresses only the code is told. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return rootOf(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
