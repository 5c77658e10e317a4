/**
 * Creates GitHub deployments through the REST API. They inform people and change no verdict: a failure is one warning, and
 * no step takes longer than its time limit.
 */
import { withTimeout } from '../clock.ts';
import { createDeadline } from '../deadline.ts';
import { Failure, failureOf } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import type { Call, CallResult } from '../http/call.ts';
import { type ClientOptions, createClient } from '../http/client.ts';
import { fieldOf } from '../http/json.ts';
import { describeServiceError, type ServiceError } from '../http/service-error.ts';
import type { Redact } from '../redaction.ts';
import type { DeploymentFacts, Deployments } from './deployment.ts';
import type { JobContext } from './job-context.ts';
import { API_RULES, RATE_LIMITED } from './reply-rules.ts';

/** How long one request may take, its repetition included. */
const STEP_MS = 10_000;
/** How long it may go on after the job was cancelled. The engine abandons a step after 1 s. */
const CANCELLED_STEP_MS = 800;
const MAX_ATTEMPTS = 2;
/** GitHub's limit for descriptions of statuses. */
const MAX_DESCRIPTION = 140;

/** What deployments are created with. */
export interface DeploymentsOptions extends Pick<
  ClientOptions,
  'transport' | 'clock' | 'signal' | 'random' | 'redactor'
> {
  readonly job: JobContext;
  /** Receives what goes wrong. May quote GitHub. */
  readonly warn: (message: string) => void;
}

type State = 'in_progress' | 'success' | 'failure';

interface Request<T> extends Pick<Call<T>, 'doing' | 'body' | 'repeatable'> {
  /** Below the repository's deployments. */
  readonly path: readonly string[];
  /** Reads the body of a 201. */
  readonly read: (body: unknown) => T;
}

/** Deployments of the commit that the workflow runs on. `token` needs `permissions: deployments: write`. */
export function createGitHubDeployments(token: string, options: DeploymentsOptions): Deployments {
  const { job, clock, signal, warn } = options;
  const { redact } = options.redactor;
  const authorizer = { authorize: () => ({ authorization: `Bearer ${token}` }) };

  /** Sends one request with its time limit. Warns and gives undefined where it fails. */
  async function attempt<T>({ path, ...request }: Request<T>): Promise<T | undefined> {
    try {
      checkJob(job, token);
      const segments = ['repos', job.owner, job.repository, 'deployments', ...path].map(encodeURIComponent);
      const send = (over: AbortSignal): Promise<CallResult<T>> =>
        createClient({
          ...options,
          signal: over,
          deadline: createDeadline(clock, STEP_MS, 0),
          requestTimeoutMs: STEP_MS,
          maxAttempts: MAX_ATTEMPTS,
          concurrency: 1,
          onRetry: () => undefined,
        }).send({
          ...request,
          method: 'POST',
          url: new URL(`${job.apiUrl}/${segments.join('/')}`),
          authorizer,
          maxAttempts: MAX_ATTEMPTS,
          rules: API_RULES,
          headers: { accept: 'application/vnd.github+json' },
          read(created, { status }) {
            // 202 says that GitHub has merged a branch instead.
            if (status !== 201)
              throw unexpected(request.doing, `HTTP ${status} instead of 201${quoted(created, redact)}`);
            return request.read(created);
          },
        });
      // The deadline ends a slow request; the timeout is for a job that is cancelled.
      const result = await withTimeout(clock, { ms: 2 * STEP_MS, signal, graceMs: CANCELLED_STEP_MS }, send);
      if (!result.ok) throw refused(request.doing, result.error);
      return result.value;
    } catch (error) {
      warn(describeFailure(failureOf(error), request.doing));
      return undefined;
    }
  }

  /** Source: GitHub Docs, "Create a deployment". Not repeatable: a deployment would be there twice. */
  const create = ({ environment, description, payload }: DeploymentFacts): Promise<number | undefined> => {
    const doing = `create the GitHub deployment to the environment "${environment}"`;
    const body = {
      ref: job.commit,
      environment,
      description: shorten(redact(description)),
      payload,
      // Otherwise GitHub merges the default branch into the ref.
      auto_merge: false,
      // Otherwise GitHub refuses while any check of the commit is pending, such as the job of this step.
      required_contexts: [],
    };
    return attempt({ doing, path: [], body, repeatable: false, read: (created) => idOf(created, doing) });
  };

  /** Source: GitHub Docs, "Create a deployment status". */
  const mark = async (id: number, environment: string, state: State, description: string): Promise<void> => {
    const doing = `set the GitHub deployment to the environment "${environment}" to ${state}`;
    const body = { state, description: shorten(redact(description)), log_url: job.runUrl };
    await attempt({ doing, path: [String(id), 'statuses'], body, repeatable: true, read: () => undefined });
  };

  return {
    async open(facts) {
      const id = await create(facts);
      if (id === undefined) return undefined;
      // A cancelled job has just enough time for the status that ends the deployment.
      if (!signal.aborted) await mark(id, facts.environment, 'in_progress', facts.description);
      return {
        close: ({ good, description }) => mark(id, facts.environment, good ? 'success' : 'failure', description),
      };
    },
  };
}

/** @throws Failure where a variable of the runner or the token cannot be used */
function checkJob({ apiUrl, owner, repository, commit }: JobContext, token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw unusable('github-token is not a token (value not shown)');
  if (!URL.canParse(apiUrl)) throw unusable('GITHUB_API_URL is not a URL');
  if (owner === '' || repository === '') throw unusable('GITHUB_REPOSITORY names no repository');
  if (commit === '') throw unusable('GITHUB_SHA names no commit');
}

function unusable(what: string): Failure {
  return new Failure('input-invalid', `No GitHub deployment was created: ${what}.`);
}

function idOf(body: unknown, doing: string): number {
  const id = fieldOf(body, 'id');
  if (typeof id === 'number') return id;
  throw unexpected(doing, 'the reply is not a deployment');
}

function unexpected(doing: string, what: string): Failure {
  return new Failure('reply-invalid', `Could not ${doing}: ${what}.`, { uncertain: true });
}

/** What to do about a refusal, by code or else by status. */
const HINTS: Readonly<Record<string, string>> = {
  [RATE_LIMITED]: 'GitHub takes no more requests for the moment.',
  403: 'Give the job `permissions: deployments: write`; a run for a fork or for Dependabot cannot have that.',
  404: 'Does the token belong to this repository, and has the job `permissions: deployments: write`?',
  409: 'A check of the commit, or a conflict with another branch, stands against it.',
  422: 'Is the commit still in the repository, and is the name of the environment a valid one?',
};

function refused(doing: string, error: ServiceError): Failure {
  return new Failure(
    error.status === 403 ? 'permission-denied' : 'service-refused',
    `Could not ${doing}: ${describeServiceError(error)}.`,
    { hint: HINTS[error.code] ?? HINTS[error.status] },
  );
}

function describeFailure(failure: Failure, doing: string): string {
  const message = messageFor(failure, doing);
  const effect = failure.uncertain || failure.code === 'cancelled' ? 'It may have been done all the same.' : '';
  return [message, effect, failure.hint ?? ''].filter((sentence) => sentence !== '').join(' ');
}

function messageFor({ code, message }: Failure, doing: string): string {
  if (code === 'cancelled')
    return `Could not ${doing} within ${CANCELLED_STEP_MS / 1000} s after the job was cancelled.`;
  // These do not say what was being done.
  return code === 'proxy-invalid' || code === 'internal-error' ? `Could not ${doing}: ${message}` : message;
}

function quoted(body: unknown, redact: Redact): string {
  const message = fieldOf(body, 'message');
  return typeof message === 'string' ? `: "${escapeInvisible(redact(message), 300)}"` : '';
}

/** One line of at most {@link MAX_DESCRIPTION} characters, cut between words where possible. */
function shorten(text: string): string {
  const line = escapeInvisible(text, MAX_DESCRIPTION);
  if (line.length <= MAX_DESCRIPTION) return line;
  const cut = escapeInvisible(text, MAX_DESCRIPTION - 1).replace(/…$/, '');
  return `${cut.replace(/(?<=.{100})\s+\S*$/, '')}…`;
}
