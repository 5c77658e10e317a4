export const id = 777;
export const ids = [777];
export const modules = {

/***/ 777:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createGitHubDeployments: () => (/* binding */ createGitHubDeployments)
});

// UNUSED EXPORTS: STEP_MS, STOPPED_MS

// EXTERNAL MODULE: ./build/clock.js
var build_clock = __webpack_require__(498);
// EXTERNAL MODULE: ./build/http/proxy.js
var proxy = __webpack_require__(849);
// EXTERNAL MODULE: ./build/http/transport.js + 8 modules
var transport = __webpack_require__(364);
// EXTERNAL MODULE: ./build/escape.js
var build_escape = __webpack_require__(117);
// EXTERNAL MODULE: ./build/connect.js + 32 modules
var connect = __webpack_require__(158);
;// CONCATENATED MODULE: ./build/github/fetch.js
/** A fetch over the transport, as far as octokit needs one; redirects are not followed. */
function fetchOver(transport) {
    return async (url, { method, headers, body = '', signal }) => {
        const reply = await transport.send({ method, url: new URL(url), headers, body, fresh: true }, signal);
        return new Response(reply.body === '' ? null : reply.body, { status: reply.status, headers: reply.headers });
    };
}

;// CONCATENATED MODULE: ./build/github/origin.js
/** What the runner's variables say of the repository, the commit and the run. */
/**
 * The commit is named by its hash, and not by branch or tag: those may have moved on since the run began, at the latest
 * when it is run again, and GitHub would note a commit that nobody has promoted.
 */
function originOf(env) {
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
function checked(origin) {
    if (!URL.canParse(origin.baseUrl))
        throw new Error('GITHUB_API_URL is not a URL');
    if (origin.owner === '' || origin.repo === '')
        throw new Error('GITHUB_REPOSITORY names no repository');
    if (origin.ref === '')
        throw new Error('GITHUB_SHA names no commit');
    return origin;
}

// EXTERNAL MODULE: ./build/errors.js + 1 modules
var errors = __webpack_require__(956);
// EXTERNAL MODULE: ./build/http/client-errors.js
var client_errors = __webpack_require__(80);
// EXTERNAL MODULE: ./build/http/network-error.js
var network_error = __webpack_require__(284);
;// CONCATENATED MODULE: ./build/github/trouble.js
/** What a failed request to GitHub says to the author of the workflow. */




/** What to do about a refusal. */
const ADVICE = {
    401: 'The token is wrong or has ended.',
    403: 'Give the job `permissions: deployments: write`; a run for a fork or for Dependabot cannot have that.',
    404: 'Does the token belong to this repository, and has the job `permissions: deployments: write`?',
    409: 'A check of the commit, or a conflict with another branch, stands against it.',
    422: 'Is the commit still in the repository, and is the name of the environment a valid one?',
    429: 'GitHub takes no more requests for the moment.',
};
/** A sentence or two. `error` is what octokit threw, or anything else. */
function troubleOf(error, { host, patience }) {
    const network = networkErrorIn(error);
    if (patience !== undefined)
        return networkTrouble((0,client_errors/* tooLate */.Bg)(network, host, patience));
    if (network !== undefined)
        return networkTrouble(network);
    const answer = answerOf(error);
    if (answer === undefined) {
        if (error instanceof errors/* Failure */.HR)
            return (0,errors/* explain */.WE)(error);
        return `${(0,build_escape/* visible */.RK)(error instanceof Error ? error.message : String(error), 300)}.`;
    }
    const { status, message } = answer;
    const advice = /rate limit/i.test(message) ? ADVICE[429] : ADVICE[status];
    const said = `GitHub answered ${status} "${(0,build_escape/* visible */.RK)(message, 300)}".`;
    return advice === undefined ? said : `${said} ${advice}`;
}
/** Whether the request may be sent again, and has a chance then: always where it has not arrived, else as `repeatable` says. */
function isWorthRepeating(error, repeatable) {
    const network = networkErrorIn(error);
    if (network !== undefined)
        return !network.permanent && (repeatable || network.unsent);
    return repeatable && (answerOf(error)?.status ?? 0) >= 500;
}
function networkTrouble({ message, unsent, hint }) {
    const sentences = [`${message}.`, unsent ? '' : 'It may have been done all the same.', hint ?? ''];
    return sentences.filter((sentence) => sentence !== '').join(' ');
}
/** Octokit wraps what its fetch throws. */
function networkErrorIn(error) {
    if (error instanceof network_error/* NetworkError */.Dr)
        return error;
    return error instanceof Error ? networkErrorIn(error.cause) : undefined;
}
/** The answer, of an error that octokit made out of one. */
function answerOf(error) {
    if (!(error instanceof Error && 'response' in error))
        return undefined;
    const { response } = error;
    if (typeof response !== 'object' || response === null || !('status' in response))
        return undefined;
    const data = 'data' in response ? response.data : undefined;
    return { status: Number(response.status), message: typeof data === 'string' ? data : saidIn(data) };
}
/** Message and details of GitHub's body, without the address of its documentation. */
function saidIn(data) {
    if (typeof data !== 'object' || data === null || !('message' in data))
        return 'no message';
    const details = 'errors' in data && Array.isArray(data.errors) ? data.errors.map((detail) => JSON.stringify(detail)) : [];
    return [String(data.message), ...details].join(' ');
}

;// CONCATENATED MODULE: ./build/github/time-limit.js
/** `ms` from now; or `stop.ms` after the job is stopped, if that is sooner. */
function limitOf(clock, ms, stop) {
    const end = new AbortController();
    let spent;
    const until = (limit) => clock.after(limit, () => {
        spent ??= limit;
        end.abort();
    });
    const timers = [until(ms)];
    const shorten = () => {
        timers.push(until(stop.ms));
    };
    if (stop.signal.aborted)
        shorten();
    else
        stop.signal.addEventListener('abort', shorten, { once: true });
    return {
        signal: end.signal,
        spent: () => spent,
        lift() {
            stop.signal.removeEventListener('abort', shorten);
            for (const cancel of timers)
                cancel();
        },
    };
}

;// CONCATENATED MODULE: ./build/github/deployments.js
/**
 * GitHub deployments, by its REST API. They are news for people and change no verdict: whatever goes wrong here is one
 * warning, and none of it takes longer than its time limit.
 */









/** What one step of the story may take, a repetition included. */
const STEP_MS = 10_000;
/** What is left of it once the job is stopped: less than a stopped step is given, so that it is we who say what is missing. */
const STOPPED_MS = 800;
const PAUSE_MS = 500;
/** GitHub takes no longer description of a status. */
const DESCRIPTION_LIMIT = 140;
/** Makes deployments of the commit that the workflow runs on, with the token. Asks nothing before the first is opened. */
function createGitHubDeployments(token, parts) {
    const { clock, signal, env, warn } = parts;
    const origin = originOf(env);
    let octokit;
    /** One step with its time limit; what goes wrong is told, and gives undefined. */
    const attempt = async (failed, step) => {
        const limit = limitOf(clock, STEP_MS, { signal, ms: STOPPED_MS });
        try {
            return await step(limit.signal);
        }
        catch (error) {
            const host = URL.parse(origin.baseUrl)?.host ?? origin.baseUrl;
            warn(`${failed}: ${troubleOf(error, { host, patience: limit.spent() })}`);
            return undefined;
        }
        finally {
            limit.lift();
        }
    };
    /** Sends a request, and once more where that is safe and may help; gives what a 201 holds. */
    const sent = async (limit, repeatable, send) => {
        const api = await (octokit ??= deployments_connect(token, origin.baseUrl, env));
        const once = () => send(api, { signal: limit, log: SILENT });
        const { status, data } = await once().catch(async (error) => {
            if (limit.aborted || !isWorthRepeating(error, repeatable))
                throw error;
            await (0,build_clock/* sleep */.yy)(clock, PAUSE_MS, limit);
            return once();
        });
        if (status !== 201)
            throw new Error(`GitHub answered ${status} instead of 201${saying(data)}`);
        return data;
    };
    const create = async (facts, limit) => {
        checkToken(token);
        const { owner, repo, ref } = checked(origin);
        const made = await sent(limit, false, ({ repos }, request) => repos.createDeployment({
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
        }));
        return idOf(made);
    };
    // A status that arrives twice says the same as one; a deployment would be there twice.
    const report = (id, state, description, limit) => sent(limit, true, ({ repos }, request) => repos.createDeploymentStatus({
        owner: origin.owner,
        repo: origin.repo,
        deployment_id: id,
        state,
        description: brief(description),
        log_url: origin.logUrl,
        request,
    }));
    return {
        async open(facts) {
            const name = `deployment to the environment "${facts.environment}"`;
            const id = await attempt(`No ${name} was created on GitHub`, (limit) => create(facts, limit));
            if (id === undefined)
                return undefined;
            const mark = (state, description) => attempt(`The ${name} did not get the status ${state} on GitHub`, (limit) => report(id, state, description, limit));
            // A stopped job has just enough time for the status that ends it.
            if (!signal.aborted)
                await mark('in_progress', facts.description);
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
function ignore() { }
/** The toolkit is large, and reads the event file on import. */
async function deployments_connect(token, baseUrl, env) {
    const proxyFor = (0,proxy/* createProxyFor */.a)(env);
    // Complains of a variable that makes no sense, before the toolkit does so in fewer words.
    proxyFor(new URL(baseUrl));
    const { getOctokit } = await __webpack_require__.e(/* import() */ 31).then(__webpack_require__.bind(__webpack_require__, 31));
    const fetch = fetchOver((0,transport/* createTransport */.o)(connect/* USER_AGENT */._O, proxyFor));
    return getOctokit(token, { baseUrl, log: SILENT, request: { fetch } }).rest;
}
/** Fetch quotes a header that it cannot send, and the token is in one. */
function checkToken(token) {
    if (!/^[\x21-\x7e]+$/.test(token))
        throw new Error('what was given as token cannot be one (value not shown)');
}
/** What GitHub says, such as that it has merged something (202) or that the repository has moved. */
function saying(data) {
    const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
    return typeof message === 'string' ? `: "${(0,build_escape/* visible */.RK)(message, 300)}"` : '';
}
function idOf(data) {
    if (typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number')
        return data.id;
    throw new Error('GitHub answered with something else than a deployment; there may be one nevertheless');
}
/** One line that GitHub takes, cut between words where it must be. */
function brief(text) {
    const line = (0,build_escape/* visible */.RK)(text, DESCRIPTION_LIMIT);
    if (line.length <= DESCRIPTION_LIMIT)
        return line;
    const cut = (0,build_escape/* visible */.RK)(text, DESCRIPTION_LIMIT - 1).replace(/…$/, '');
    return `${cut.replace(/(?<=.{100})\s+\S*$/, '')}…`;
}


/***/ })

};
