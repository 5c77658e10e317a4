/**
 * GitHub deployments, by its REST API. They are news for people and change no verdict: whatever goes wrong here is one
 * warning, and none of it takes longer than its time limit.
 */
import { sleep } from '../clock.ts';
import type { DeploymentFacts, Deployments } from './deployment.ts';
import { createProxyFor } from '../http/proxy.ts';
import { createTransport } from '../http/transport.ts';
import { visible } from '../escape.ts';
import { USER_AGENT } from '../connect.ts';
import type { DeploymentsParts } from './host.ts';
import { fetchOver } from './fetch.ts';
import { checked, originOf } from './origin.ts';
import { isWorthRepeating, troubleOf } from './trouble.ts';
import { limitOf } from './time-limit.ts';

/** What one step of the story may take, a repetition included. */
export const STEP_MS = 10_000;
/** What is left of it once the job is stopped: less than a stopped step is given, so that it is we who say what is missing. */
export const STOPPED_MS = 800;
const PAUSE_MS = 500;
/** GitHub takes no longer description of a status. */
const DESCRIPTION_LIMIT = 140;

export interface GitHubParts extends DeploymentsParts {
  /** An environment variable; empty when not set. */
  readonly env: (name: string) => string;
}

type Api = Awaited<ReturnType<typeof connect>>;
type Reply = { readonly status: number; readonly data: unknown };
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

  /** Sends a request, and once more where that is safe and may help; gives what a 201 holds. */
  const sent = async (
    limit: AbortSignal,
    repeatable: boolean,
    send: (api: Api, request: { signal: AbortSignal; log: typeof SILENT }) => Promise<Reply>,
  ): Promise<unknown> => {
    const api = await (octokit ??= connect(token, origin.baseUrl, env));
    const once = (): Promise<Reply> => send(api, { signal: limit, log: SILENT });
    const { status, data } = await once().catch(async (error: unknown) => {
      if (limit.aborted || !isWorthRepeating(error, repeatable)) throw error;
      await sleep(clock, PAUSE_MS, limit);
      return once();
    });
    if (status !== 201) throw new Error(`GitHub answered ${status} instead of 201${saying(data)}`);
    return data;
  };

  const create = async (facts: DeploymentFacts, limit: AbortSignal): Promise<number> => {
    checkToken(token);
    const { owner, repo, ref } = checked(origin);
    const made = await sent(limit, false, ({ repos }, request) =>
      repos.createDeployment({
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
        request,
      }),
    );
    return idOf(made);
  };

  // A status that arrives twice says the same as one; a deployment would be there twice.
  const report = (id: number, state: State, description: string, limit: AbortSignal): Promise<unknown> =>
    sent(limit, true, ({ repos }, request) =>
      repos.createDeploymentStatus({
        owner: origin.owner,
        repo: origin.repo,
        deployment_id: id,
        state,
        description: brief(description),
        log_url: origin.logUrl,
        request,
      }),
    );

  return {
    async open(facts) {
      const name = `deployment to the environment "${facts.environment}"`;
      const id = await attempt(`No ${name} was created on GitHub`, (limit) => create(facts, limit));
      if (id === undefined) return undefined;
      const mark = (state: State, description: string): Promise<unknown> =>
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

/** The toolkit is large, and reads the event file on import. */
async function connect(token: string, baseUrl: string, env: GitHubParts['env']) {
  const proxyFor = createProxyFor(env);
  // Complains of a variable that makes no sense, before the toolkit does so in fewer words.
  proxyFor(new URL(baseUrl));
  const { getOctokit } = await import('@actions/github');
  const fetch = fetchOver(createTransport(USER_AGENT, proxyFor));
  return getOctokit(token, { baseUrl, log: SILENT, request: { fetch } }).rest;
}

/** Fetch quotes a header that it cannot send, and the token is in one. */
function checkToken(token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('what was given as token cannot be one (value not shown)');
}

/** What GitHub says, such as that it has merged something (202) or that the repository has moved. */
function saying(data: unknown): string {
  const message: unknown = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
  return typeof message === 'string' ? `: "${visible(message, 300)}"` : '';
}

function idOf(data: unknown): number {
  if (typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number') return data.id;
  throw new Error('GitHub answered with something else than a deployment; there may be one nevertheless');
}

/** One line that GitHub takes, cut between words where it must be. */
function brief(text: string): string {
  const line = visible(text, DESCRIPTION_LIMIT);
  if (line.length <= DESCRIPTION_LIMIT) return line;
  const cut = visible(text, DESCRIPTION_LIMIT - 1).replace(/…$/, '');
  return `${cut.replace(/(?<=.{100})\s+\S*$/, '')}…`;
}
