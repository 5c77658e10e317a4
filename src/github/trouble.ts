/** What a failed request to GitHub says to the author of the workflow. */
import { explain, Failure } from '../errors.ts';
import { requestTimeout } from '../http/client-errors.ts';
import { NetworkError } from '../http/network-error.ts';
import { visible } from '../escape.ts';

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

/** A sentence or two. `error` is what octokit threw, or anything else. */
export function troubleOf(error: unknown, { host, patience }: Circumstances): string {
  const network = networkErrorIn(error);
  if (patience !== undefined) return networkTrouble(requestTimeout(network, host, patience));
  if (network !== undefined) return networkTrouble(network);
  const answer = answerOf(error);
  if (answer === undefined) {
    if (error instanceof Failure) return explain(error);
    return `${visible(error instanceof Error ? error.message : String(error), 300)}.`;
  }
  const { status, message } = answer;
  const advice = /rate limit/i.test(message) ? ADVICE[429] : ADVICE[status];
  const said = `GitHub answered ${status} "${visible(message, 300)}".`;
  return advice === undefined ? said : `${said} ${advice}`;
}

/** Whether the request may be sent again, and has a chance then: always where it has not arrived, else as `repeatable` says. */
export function isWorthRepeating(error: unknown, repeatable: boolean): boolean {
  const network = networkErrorIn(error);
  if (network !== undefined) return !network.permanent && (repeatable || network.unsent);
  return repeatable && (answerOf(error)?.status ?? 0) >= 500;
}

function networkTrouble({ message, unsent, hint }: NetworkError): string {
  const sentences = [`${message}.`, unsent ? '' : 'It may have been done all the same.', hint ?? ''];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Octokit wraps what its fetch throws. */
function networkErrorIn(error: unknown): NetworkError | undefined {
  if (error instanceof NetworkError) return error;
  return error instanceof Error ? networkErrorIn(error.cause) : undefined;
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
