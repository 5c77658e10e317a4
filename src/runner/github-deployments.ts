/**
 * GitHub deployments, by its REST API. They are news for people and change no verdict: whatever goes wrong here is one
 * warning, and none of it takes longer than its time limit.
 */
import { sleep } from '../clock.ts';
import type { DeploymentFacts, Deployments } from '../promotion/deployments.ts';
import { visible } from '../untrusted.ts';
import type { DeploymentsParts } from './host.ts';
import { isWorthRepeating, troubleOf } from './github-trouble.ts';
import { limitOf } from './time-limit.ts';

/** What one step of the story may take, a repetition included. */
export const STEP_MS = 10_000;
/** What is left of it once the job is stopped: the runner kills a stopped step after a few seconds. */
export const STOPPED_MS = 1_000;
const PAUSE_MS = 500;
/** GitHub takes no longer description of a status. */
const DESCRIPTION_LIMIT = 140;

export interface GitHubParts extends DeploymentsParts {
  /** An environment variable; empty when not set. */
  readonly env: (name: string) => string;
}

/** Where deployments are made, and of what. */
interface Origin {
  readonly baseUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
  readonly logUrl: string;
}

type State = 'in_progress' | 'success' | 'failure';

/** Makes deployments of the commit that the workflow runs on, with the token. Asks nothing before the first is opened. */
export function createGitHubDeployments(token: string, parts: GitHubParts): Deployments {
  const { clock, signal, env, warn } = parts;
  const origin = originOf(env);
  let octokit: ReturnType<typeof connect> | undefined;

  /** One step with its time limit; what goes wrong is told, and gives undefined. */
  const attempt = async <T>(failed: string, step: (limit: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    const limit = limitOf(clock, STEP_MS, { signal, ms: STOPPED_MS });
    try {
      return await step(limit.signal);
    } catch (error) {
      const host = URL.parse(origin.baseUrl)?.host ?? origin.baseUrl;
      warn(`${failed}: ${troubleOf(error, { host, patience: limit.spent() })}`);
      return undefined;
    } finally {
      limit.lift();
    }
  };

  const create = async (facts: DeploymentFacts, limit: AbortSignal): Promise<number> => {
    checkToken(token);
    checkOrigin(origin);
    const { owner, repo, ref, baseUrl } = origin;
    const { rest } = await (octokit ??= connect(token, baseUrl));
    const reply = await rest.repos.createDeployment({
      owner,
      repo,
      ref,
      environment: facts.environment,
      description: brief(facts.description),
      payload: { ...facts.payload },
      // Without this, GitHub merges the default branch into the ref.
      auto_merge: false,
      // Without this, GitHub refuses as long as any check of the commit is pending, such as this very workflow.
      required_contexts: [],
      request: { signal: limit, log: SILENT },
    });
    return idOf(reply.data, limit);
  };

  const report = async (id: number, state: State, description: string, limit: AbortSignal): Promise<void> => {
    const { owner, repo, logUrl, baseUrl } = origin;
    const { rest } = await (octokit ??= connect(token, baseUrl));
    const send = (): Promise<unknown> =>
      rest.repos.createDeploymentStatus({
        owner,
        repo,
        deployment_id: id,
        state,
        description: brief(description),
        log_url: logUrl,
        request: { signal: limit, log: SILENT },
      });
    try {
      await send();
    } catch (error) {
      // A status that arrives twice says the same as one; a deployment would be there twice.
      if (limit.aborted || !isWorthRepeating(error)) throw error;
      await sleep(clock, PAUSE_MS, limit);
      await send();
    }
  };

  return {
    async open(facts) {
      const name = `deployment to the environment "${facts.environment}"`;
      const id = await attempt(`No ${name} was created on GitHub`, (limit) => create(facts, limit));
      if (id === undefined) return undefined;
      const mark = (state: State, description: string): Promise<void | undefined> =>
        attempt(`The ${name} did not get the status ${state} on GitHub`, (limit) =>
          report(id, state, description, limit),
        );
      // A stopped job has just enough time for the status that ends it.
      if (!signal.aborted) await mark('in_progress', facts.description);
      return {
        close: async ({ good, description }) => {
          await mark(good ? 'success' : 'failure', description);
        },
      };
    },
  };
}

/** Octokit warns on the console of what it deems deprecated: the log of a step is not its place. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

/** The toolkit is large, reads the event file on import, and fails there where the proxy's variable makes no sense. */
async function connect(token: string, baseUrl: string) {
  const { getOctokit } = await import('@actions/github');
  // Not `request`, which would replace the fetch that goes through the runner's proxy.
  return getOctokit(token, { baseUrl, log: SILENT });
}

/**
 * The commit is named by its hash, and not by branch or tag: those may have moved on since the run began, at the latest
 * when it is run again, and GitHub would note a commit that nobody has promoted.
 */
function originOf(env: GitHubParts['env']): Origin {
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

function checkOrigin({ owner, repo, ref }: Origin): void {
  if (owner === '' || repo === '') throw new Error('GITHUB_REPOSITORY names no repository');
  if (ref === '') throw new Error('GITHUB_SHA names no commit');
}

/** Fetch quotes a header that it cannot send, and the token is in one. */
function checkToken(token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('what was given as token cannot be one (value not shown)');
}

/** A 202 means that GitHub merged something instead; a reply that broke off comes as an empty text. */
function idOf(data: unknown, limit: AbortSignal): number {
  if (typeof data === 'object' && data !== null) {
    if ('id' in data && typeof data.id === 'number') return data.id;
    if ('message' in data && typeof data.message === 'string') {
      throw new Error(`GitHub answered without a deployment: "${visible(data.message, 300)}"`);
    }
  }
  limit.throwIfAborted();
  throw new Error('GitHub answered with something else than a deployment; there may be one nevertheless');
}

/** One line that GitHub takes, cut between words where it must be. */
function brief(text: string): string {
  const line = visible(text, DESCRIPTION_LIMIT);
  if (line.length <= DESCRIPTION_LIMIT) return line;
  const cut = visible(text, DESCRIPTION_LIMIT - 1).replace(/…$/, '');
  return `${cut.replace(/(?<=.{100})\s+\S*$/, '')}…`;
}
