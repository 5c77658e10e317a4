import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ SERVICES),
/* harmony export */   E2: () => (/* binding */ queryOf),
/* harmony export */   U0: () => (/* binding */ GITHUB),
/* harmony export */   ci: () => (/* binding */ addressOf)
/* harmony export */ });
/** The services of the emulated cloud, by the name their endpoint has. */
const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'];
/** Beside the cloud's services: GitHub, at `/_/github/{part}` because the first segment `_` is no service of a cloud. */
const GITHUB = 'github';
function decode(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return undefined;
    }
}
/** Takes the URL of a request line apart; undefined if its percent-encoding is broken. */
function addressOf(url) {
    const mark = url.indexOf('?');
    const wirePath = mark < 0 ? url : url.slice(0, mark);
    const parts = wirePath.split('/').map(decode);
    const [, service = '', region = '', ...rest] = parts[1] === '_' && parts[2] === GITHUB ? parts.slice(1) : parts;
    const segments = rest.filter((segment) => segment !== undefined);
    if (segments.length !== rest.length || queryOf(mark < 0 ? '' : url.slice(mark + 1)) === undefined)
        return undefined;
    const path = `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
    const wireQuery = mark < 0 ? '' : url.slice(mark + 1);
    return { service, region, segments, path, wirePath, wireQuery };
}
/** Names and values of a query string, decoded, in the order sent; `+` is a space. Undefined if the encoding is broken. */
function queryOf(wireQuery) {
    const pairs = wireQuery.split('&').flatMap((pair) => {
        if (pair === '')
            return [];
        const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
        return [[decode(name), decode(value.join('='))]];
    });
    const decoded = pairs.flatMap(([name, value]) => name === undefined || value === undefined ? [] : [[name, value]]);
    return decoded.length === pairs.length ? decoded : undefined;
}


/***/ }),

/***/ 319:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   YB: () => (/* binding */ nextSerial),
/* harmony export */   dQ: () => (/* binding */ regionOfProject),
/* harmony export */   u4: () => (/* binding */ ACCOUNT)
/* harmony export */ });
/** The one account that everything belongs to. */
const ACCOUNT = { id: '0d0a1b2c3d4e5f60718293a4b5c6d7e8', name: 'emulated-account' };
/** The next number for a generated id. */
function nextSerial(cloud) {
    cloud.serial += 1;
    return cloud.serial;
}
/** The region that a project belongs to, among those of the cloud. */
function regionOfProject(cloud, projectId) {
    const name = cloud.projects.find((project) => project.id === projectId)?.name;
    return [...cloud.regions.keys()].find((id) => name === id || name?.startsWith(`${id}_`) === true);
}


/***/ }),

/***/ 657:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ DEFAULT_SEED),
/* harmony export */   a: () => (/* binding */ DEFAULT_SEED_TEXT)
/* harmony export */ });
/* harmony import */ var _cloud_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(319);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(632);


const ISSUER = 'https://token.actions.githubusercontent.com';
const PROVIDER = `iam::${_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.id}:oidcProvider:GitHub`;
const AUDIENCE = 'sts.myhuaweicloud.com';
/** The cloud that the command starts with when no seed is given. */
const DEFAULT_SEED = {
    accessKeys: [{ accessKey: 'EMULATOR-ACCESS-KEY', secretKey: 'EMULATOR-SECRET-KEY' }],
    projects: [
        { id: 'emulated-project-1', name: 'cn-north-4' },
        { id: 'emulated-project-2', name: 'cn-east-3' },
    ],
    oidcProviders: [{ urn: PROVIDER, url: ISSUER, clientIds: [AUDIENCE] }],
    agencies: [
        {
            name: 'promoter',
            trust: [
                {
                    provider: PROVIDER,
                    audiences: [AUDIENCE],
                    subjects: ['repo:octo-org/octo-app:*', 'repo:octo-org@65/octo-app@74:*'],
                },
                { principals: ['EMULATOR-ACCESS-KEY'] },
            ],
        },
    ],
    users: [{ name: 'promoter', password: 'EMULATOR-PASSWORD' }],
    github: {
        repository: 'octo-org/octo-app',
        ref: 'refs/tags/v1',
        issuer: ISSUER,
        requestToken: 'EMULATOR-REQUEST-TOKEN',
    },
    regions: {
        'cn-north-4': { organizations: { team: { 'app/api': ['v1', 'v2'] } } },
        'cn-east-3': {
            organizations: { team: {} },
            images: [
                {
                    id: (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .uuidOf */ .pV)('default image'),
                    name: 'app/api',
                    tag: 'v1',
                    namespace: 'team',
                    status: 'ERROR',
                    timeline: [
                        { after: 0, status: 'CREATING' },
                        { after: 3, status: 'ACTIVE' },
                    ],
                },
            ],
        },
    },
};
/** What the command says about it. */
const DEFAULT_SEED_TEXT = `The default cloud (give --seed file.json for another):
  access key EMULATOR-ACCESS-KEY, secret key EMULATOR-SECRET-KEY
  cn-north-4 (project emulated-project-1): organization team, repository app/api, tags v1 and v2
  cn-east-3 (project emulated-project-2): organization team, empty;
    ModelArts image ${(0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .uuidOf */ .pV)('default image')}: ERROR, 3 seconds after …/sync ACTIVE
  agency iam::${_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.id}:agency:promoter, assumed with that access key, or with an ID token
    (provider ${PROVIDER}, audience ${AUDIENCE})
  ID tokens of octo-org/octo-app at refs/tags/v1: /_/github/oidc/token, request token EMULATOR-REQUEST-TOKEN
  IAM user promoter of the account ${_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.name}, password EMULATOR-PASSWORD
`;


/***/ }),

/***/ 632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   WA: () => (/* binding */ DIGEST_PATTERN),
/* harmony export */   ol: () => (/* binding */ digestOf),
/* harmony export */   pV: () => (/* binding */ uuidOf),
/* harmony export */   sc: () => (/* binding */ sha256)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);

/** Lower-case hexadecimal SHA-256 of the text or bytes. */
function sha256(content) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
}
/** A manifest digest made from any word: the same word gives the same digest, for seeds and tests. */
function digestOf(word) {
    return `sha256:${sha256(word)}`;
}
/** The shape of a manifest digest. */
const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;
/** A stable UUID made from any word. */
function uuidOf(word) {
    const hex = sha256(word);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}


/***/ }),

/***/ 676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Tw: () => (/* binding */ latestState),
/* harmony export */   dL: () => (/* binding */ deploymentFields),
/* harmony export */   o: () => (/* binding */ deploymentsOf),
/* harmony export */   xj: () => (/* binding */ STATES)
/* harmony export */ });
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(867);

/** States of a deployment. REST API, "Create a deployment status". */
const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];
/** The state that counts; `pending` before any status. */
function latestState({ statuses }) {
    return statuses.at(-1)?.state ?? 'pending';
}
/** The part of a seed's `github` that is about deployments. */
const deploymentFields = {
    /** `OWNER/NAME`, the one repository that there is. */
    repository: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^[^/\s]+\/[^/\s]+$/, 'OWNER/NAME')),
    token: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    /** What the token may do with deployments. */
    deployments: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('ok', 'forbidden')),
    /** The refs that can be found; without it, every one. */
    refs: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())),
};
/** As the seed has it; without one there is neither repository nor token. */
function deploymentsOf({ repository = '', token = '', deployments = 'ok', refs }) {
    return { repository, token, allowed: deployments === 'ok', refs, made: [] };
}


/***/ }),

/***/ 309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ taskOf),
/* harmony export */   p: () => (/* binding */ taskStatusAt)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(632);

const FINAL = { success: 100, partial: 100, error: -3, timeout: -2, stopped: -1, stuck: 99, none: 100 };
/** 100 finished, 0 to 99 progress, -1 stopped, -2 timeout, -3 error. HSS, "Querying Image Tasks". */
function taskStatusAt(task, now) {
    if (now >= task.endsAt)
        return FINAL[task.outcome];
    if (!Number.isFinite(task.endsAt))
        return 42;
    return Math.min(99, Math.floor((100 * (now - task.beginsAt)) / (task.endsAt - task.beginsAt)));
}
/** A task made from a seed's `pastTasks` entry. */
function taskOf(seed, word, now) {
    const beginsAt = now - seed.secondsAgo * 1000;
    const outcome = seed.outcome ?? 'success';
    return {
        id: (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .uuidOf */ .pV)(word),
        taskType: seed.taskType ?? 'autoSync',
        imageType: 'private_image',
        enterpriseProject: seed.enterpriseProject ?? '0',
        beginsAt,
        endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : beginsAt + (seed.seconds ?? 5) * 1000,
        outcome,
    };
}


/***/ }),

/***/ 557:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(975);
/* harmony import */ var _default_seed_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(657);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(867);
/* harmony import */ var _seed_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(422);
/* harmony import */ var _start_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(86);






function portOf(text) {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (port <= 65_535)
        return port;
    throw new Error(`--port must be a number from 0 (any free port) to 65535, not "${text}"`);
}
function seedOf(file) {
    try {
        return (0,_seed_js__WEBPACK_IMPORTED_MODULE_3__/* .readSeed */ .O)(JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'utf8')));
    }
    catch (mistake) {
        throw new Error(`--seed "${file}": ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(mistake)}`, { cause: mistake });
    }
}
try {
    const { values } = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.parseArgs)({ options: { port: { type: 'string', default: '8080' }, seed: { type: 'string' } } });
    const seed = values.seed === undefined ? _default_seed_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_SEED */ .K : seedOf(values.seed);
    const running = await (0,_start_js__WEBPACK_IMPORTED_MODULE_4__/* .startEmulator */ .s)({ port: portOf(values.port), seed });
    // At once, for those who wait for the first line.
    process.stdout.write(`Huawei Cloud emulator: ${running.endpoint}\n${values.seed === undefined ? _default_seed_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_SEED_TEXT */ .a : ''}`);
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.once(signal, () => void running.close());
}
catch (mistake) {
    process.stderr.write(`${(0,_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(mistake)}\nUsage: node emulator/main.ts [--port 8080] [--seed file.json]\n`);
    process.exitCode = 1;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 894:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HK: () => (/* binding */ stateAt),
/* harmony export */   dT: () => (/* binding */ imageOf),
/* harmony export */   zA: () => (/* binding */ swrPlaceOf),
/* harmony export */   zu: () => (/* binding */ shownImage)
/* harmony export */ });
/** The image that a seed describes, with name, tag and path filled in from each other. */
function imageOf(seed, region, startedAt) {
    const { id, name, tag, swr_path: path, type, status, timeline, on, ...details } = seed;
    const place = path === undefined ? undefined : swrPlaceOf(path);
    const givenName = name ?? place?.repository ?? 'image';
    const givenTag = tag ?? place?.tag ?? 'latest';
    return {
        id,
        name: givenName,
        tag: givenTag,
        swrPath: path ?? `swr.${region}.myhuaweicloud.com/${details.namespace ?? 'team'}/${givenName}:${givenTag}`,
        type: type ?? 'DEDICATED',
        details,
        firstStatus: status ?? 'ACTIVE',
        timeline: (timeline ?? []).toSorted((left, right) => left.after - right.after),
        timelineFrom: on === 'start' ? startedAt : undefined,
        createdAt: details.create_at ?? startedAt,
    };
}
/** Organization, repository and tag of `registry[:port]/organization/repository:tag`; undefined for another form. */
function swrPlaceOf(path) {
    const [, namespace, repository, tag] = /^[^/]+\/([^/]+)\/([^:]+):([^:/]+)$/.exec(path) ?? [];
    if (namespace === undefined || repository === undefined || tag === undefined)
        return undefined;
    return { namespace, repository, tag };
}
/** The state of the image at a time, the message that came with it, and since when it has it. */
function stateAt(image, now) {
    const { timelineFrom } = image;
    const first = { status: image.firstStatus, message: image.details.status_message, since: image.createdAt };
    if (timelineFrom === undefined)
        return first;
    const reached = image.timeline.findLast((entry) => timelineFrom + entry.after * 1000 <= now);
    if (reached === undefined)
        return first;
    return { status: reached.status, message: reached.message, since: timelineFrom + reached.after * 1000 };
}
/**
 * The image as the API shows it: sparse, like the examples of the documents, which leave out most documented fields.
 * ModelArts, "Obtaining Details of an Image".
 */
function shownImage(image, now) {
    const { status, message, since } = stateAt(image, now);
    return {
        arch: 'x86_64',
        create_at: image.createdAt,
        id: image.id,
        name: image.name,
        resource_categories: ['GPU', 'CPU'],
        service_type: 'COMMON',
        swr_path: image.swrPath,
        tag: image.tag,
        type: image.type,
        update_at: since,
        workspace_id: '0',
        ...image.details,
        status,
        // Undefined disappears in JSON: most states come without a message.
        status_message: message,
    };
}


/***/ }),

/***/ 93:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   jQ: () => (/* binding */ IMAGE_ID_PATTERN),
/* harmony export */   lO: () => (/* binding */ modelArtsFields),
/* harmony export */   xs: () => (/* binding */ modelArtsSettings)
/* harmony export */ });
/* unused harmony exports IMAGE_STATUSES, timelineEntry, imageFields, imageSeed */
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(867);

/** The states of an image. ModelArts, "Obtaining Details of an Image". */
const IMAGE_STATUSES = ['INIT', 'CREATING', 'CREATE_FAILED', 'ERROR', 'DELETED', 'ACTIVE'];
/** The form of an image id. Same page. */
const IMAGE_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A change of an image's state: `after` so many seconds. */
const timelineEntry = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    after: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .number */ .ai)(),
    status: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)(...IMAGE_STATUSES),
    message: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .anyText */ .Ae),
});
/** The documented fields of an image that a seed may give; what it does not give is not shown. */
const imageFields = {
    namespace: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    arch: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    description: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .anyText */ .Ae),
    dev_services: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())),
    origin: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    resource_categories: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())),
    service_type: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    size: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)()),
    status_message: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .anyText */ .Ae),
    support_res_categories: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())),
    visibility: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('PRIVATE', 'PUBLIC')),
    workspace_id: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    flavor_type: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    create_at: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)()),
    update_at: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)()),
};
/** An image of a seed. `on` says from when the timeline counts: the first call of …/sync, or the start. */
const imageSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    id: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(IMAGE_ID_PATTERN, 'a UUID in lower case'),
    name: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    tag: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    swr_path: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    type: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('BUILD_IN', 'DEDICATED')),
    status: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)(...IMAGE_STATUSES)),
    timeline: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(timelineEntry)),
    on: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('sync', 'start')),
    ...imageFields,
});
/** The fields of a region's seed that concern ModelArts. */
const modelArtsFields = {
    images: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(imageSeed)),
    imageNotFound: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('400-6404', '400-6797', '404')),
    deleteReply: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('object', '204')),
    registerTimeline: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(timelineEntry)),
};
const modelArtsSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(modelArtsFields);
/** The settings of a region's seed, with the defaults. */
function modelArtsSettings(seed) {
    return {
        notFound: seed.imageNotFound ?? '400-6404',
        deleteReply: seed.deleteReply ?? 'object',
        registerTimeline: seed.registerTimeline ?? [
            { after: 0, status: 'CREATING' },
            { after: 1, status: 'ACTIVE' },
        ],
    };
}


/***/ }),

/***/ 760:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ policyReader),
/* harmony export */   U: () => (/* binding */ policyOf)
/* harmony export */ });
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(867);

/** `service:type:verb`, with wildcards; the type may be empty (`sts::tagSession`). */
const action = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^(\*|[a-z][\w-]*:[\w*?-]*:[\w*?-]+|[a-z][\w-]*:\*)$/, 'an action like swr:repo:listRepoTags');
/** `service:region:account:type:name`, with wildcards, which may stand for several of the parts. */
const resource = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^(\*|[a-zA-Z*][\w*?-]*:.+)$/, 'a URN like swr:*:*:repo:team/app, or *');
/** The one condition that is emulated: the region whose endpoint is called, in one spelling or by wildcards. */
const requestedRegion = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ 'g:RequestedRegion': (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())) });
const statement = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    Sid: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    Effect: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('Allow', 'Deny'),
    Action: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(action),
    Resource: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(resource)),
    Condition: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ StringEquals: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(requestedRegion), StringMatch: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(requestedRegion) })),
});
/**
 * An identity policy of version 5.0. IAM, "JSON Element Reference". Not emulated, and therefore refused: `NotAction`,
 * `NotResource` and every `Condition` but those on `g:RequestedRegion`.
 */
const policyReader = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ Version: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('5.0'), Statement: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(statement) });
/** Reads the text of a policy; throws an Error that says what is wrong with it. */
function policyOf(document) {
    let value;
    try {
        value = JSON.parse(document);
    }
    catch (mistake) {
        throw new Error(`policy: not JSON: ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(mistake)}`, { cause: mistake });
    }
    return policyReader(value, 'policy');
}


/***/ }),

/***/ 867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ae: () => (/* binding */ anyText),
/* harmony export */   D8: () => (/* binding */ anything),
/* harmony export */   HI: () => (/* binding */ variants),
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   U4: () => (/* binding */ complaint),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   gP: () => (/* binding */ either),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   nd: () => (/* binding */ integer),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   yL: () => (/* binding */ oneOf),
/* harmony export */   zz: () => (/* binding */ dictionary)
/* harmony export */ });
/** The complaint of a reader: `seed.regions.cn-north-4.syncSeconds: must be a number of at least 0, not "x"`. */
function complaint(path, rule, value) {
    const seen = value === undefined ? 'nothing' : JSON.stringify(value);
    return new Error(`${path}: must be ${rule}, not ${seen.length > 120 ? `${seen.slice(0, 120)}…` : seen}`);
}
/** Whether the value is a JSON object (no array, not null). */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** A string, not empty, and of the given pattern if there is one. */
function text(pattern, rule = pattern === undefined ? 'a text' : `a text like ${pattern.source}`) {
    return (value, path) => {
        if (typeof value !== 'string' || value === '' || pattern?.test(value) === false)
            throw complaint(path, rule, value);
        return value;
    };
}
/** Any string, the empty one too. */
const anyText = (value, path) => {
    if (typeof value !== 'string')
        throw complaint(path, 'a text', value);
    return value;
};
/** True or false, as JSON has them. */
const flag = (value, path) => {
    if (typeof value !== 'boolean')
        throw complaint(path, 'true or false', value);
    return value;
};
/** A finite number of at least `least`. */
function number(least = 0) {
    return (value, path) => {
        if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
            throw complaint(path, Number.isFinite(least) ? `a number of at least ${least}` : 'a number', value);
        }
        return value;
    };
}
/** An integer between the two, both included. */
function integer(least = 0, most = Number.MAX_SAFE_INTEGER) {
    return (value, path) => {
        if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
            throw complaint(path, `an integer from ${least} to ${most}`, value);
        }
        return Number(value);
    };
}
/** One of the given words. */
function oneOf(...words) {
    return (value, path) => {
        const word = words.find((candidate) => candidate === value);
        if (word === undefined)
            throw complaint(path, `one of ${words.join(', ')}`, value);
        return word;
    };
}
/** Anything at all, but something. */
const anything = (value) => value;
/** An array of what the reader reads. */
function list(read) {
    return (value, path) => {
        if (!Array.isArray(value))
            throw complaint(path, 'a list', value);
        return value.map((entry, index) => read(entry, `${path}[${index}]`));
    };
}
/** An object with free keys; `key` checks each of them. */
function dictionary(read, key = anyText) {
    return (value, path) => {
        if (!isRecord(value))
            throw complaint(path, 'an object', value);
        return Object.fromEntries(Object.entries(value).map(([name, entry]) => [key(name, `${path} (key)`), read(entry, `${path}.${name}`)]));
    };
}
/** The field may be left out. */
function optional(read) {
    const reader = (value, path) => (value === undefined ? undefined : read(value, path));
    return Object.assign(reader, { optional: true });
}
function object(shape) {
    return (value, path) => {
        if (!isRecord(value))
            throw complaint(path, 'an object', value);
        const unknown = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
        if (unknown !== undefined) {
            throw new Error(`${path}.${unknown}: unknown field; known are ${Object.keys(shape).join(', ')}`);
        }
        const fields = Object.entries(shape).map(([name, read]) => [name, read(value[name], `${path}.${name}`)]);
        return Object.fromEntries(fields.filter(([, entry]) => entry !== undefined));
    };
}
/** What the first or else the second reader accepts; if neither does, both complain. */
function either(first, second) {
    return (value, path) => {
        try {
            return first(value, path);
        }
        catch (one) {
            try {
                return second(value, path);
            }
            catch (other) {
                throw new Error(`${messageOf(one)}; or else ${messageOf(other)}`, { cause: other });
            }
        }
    };
}
/** The text of whatever was thrown. */
function messageOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
function variants(shapes) {
    return (value, path) => {
        const kind = isRecord(value) ? value['kind'] : undefined;
        const read = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
        if (read === undefined)
            throw complaint(`${path}.kind`, `one of ${Object.keys(shapes).join(', ')}`, kind);
        return read(value, path);
    };
}


/***/ }),

/***/ 422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  h: () => (/* binding */ cloudOf),
  O: () => (/* binding */ readSeed)
});

// EXTERNAL MODULE: ./build/emulator/address.js
var address = __nccwpck_require__(826);
// EXTERNAL MODULE: ./build/emulator/digest.js
var digest = __nccwpck_require__(632);
// EXTERNAL MODULE: ./build/emulator/github/deployments.js
var deployments = __nccwpck_require__(676);
// EXTERNAL MODULE: ./build/emulator/reader.js
var reader = __nccwpck_require__(867);
;// CONCATENATED MODULE: ./build/emulator/hss/seed.js

/** What a synchronization task is destined for; `none` leaves no task behind. */
const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'];
/** A refusal of the synchronize call; inside a 200 unless it says otherwise. */
const refusal = (0,reader/* object */.Ik)({
    status: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(200, 599)),
    error_code: (0,reader/* either */.gP)((0,reader/* integer */.nd)(), (0,reader/* text */.Qq)()),
    error_description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
});
/** A task that existed before the emulator began; it never changes. */
const pastTask = (0,reader/* object */.Ik)({
    secondsAgo: (0,reader/* number */.ai)(),
    seconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    taskType: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('manualSync', 'autoSync')),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...TASK_OUTCOMES)),
    enterpriseProject: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
});
/** How HSS behaves in a region. */
const hssSeed = (0,reader/* object */.Ik)({
    synchronize: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* oneOf */.yL)('ok', 'gone-404', 'gone-410'), refusal)),
    tasks: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    createTask: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    registries: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    taskSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...TASK_OUTCOMES)),
    failedReason: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    pastTasks: (0,reader/* optional */.lq)((0,reader/* list */.p_)(pastTask)),
});
/** The settings of a region's seed, with the defaults. */
function hssSettings(seed) {
    return {
        synchronize: seed?.synchronize ?? 'ok',
        tasks: seed?.tasks ?? true,
        createTask: seed?.createTask ?? true,
        registries: seed?.registries ?? true,
        taskSeconds: seed?.taskSeconds ?? 2,
        outcome: seed?.outcome ?? 'success',
        failedReason: seed?.failedReason ?? 'access_swr_failed',
    };
}

// EXTERNAL MODULE: ./build/emulator/hss/tasks.js
var tasks = __nccwpck_require__(309);
;// CONCATENATED MODULE: ./build/emulator/github/seed.js


const subjectShapes = ['names', 'ids'];
/** The job that a runner works on, and what is to be odd about its ID tokens. */
const githubSeed = (0,reader/* object */.Ik)({
    ...deployments/* deploymentFields */.dL,
    repositoryId: (0,reader/* optional */.lq)((0,reader/* text */.Qq)(/^\d+$/)),
    ownerId: (0,reader/* optional */.lq)((0,reader/* text */.Qq)(/^\d+$/)),
    ref: (0,reader/* optional */.lq)((0,reader/* text */.Qq)(/^refs\//)),
    environment: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    eventName: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    actor: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    sha: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    workflow: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    runId: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    /** `repo:O/R:…` or, as for repositories made or renamed since July 2026, `repo:O@ID/R@ID:…`. */
    subjectShape: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...subjectShapes)),
    /** The whole subject, if it is to be another one. */
    subject: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    issuer: (0,reader/* optional */.lq)((0,reader/* text */.Qq)(/^https?:\/\//, 'the URL of an issuer')),
    /** What the runner got as ACTIONS_ID_TOKEN_REQUEST_TOKEN. Without it, there is no issuer. */
    requestToken: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    /** How long ID tokens live; negative ones come expired. */
    tokenSeconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(-86_400, 86_400)),
    /** Signs with a key that the key set does not have. */
    foreignKey: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** The settings of a seed; undefined where it has none of an issuer. An ID token lives five minutes; that is observed, not documented. */
function githubSettings({ requestToken, ...seed }) {
    if (requestToken === undefined)
        return undefined;
    return {
        repository: seed.repository ?? 'octo-org/octo-app',
        repositoryId: seed.repositoryId ?? '74',
        ownerId: seed.ownerId ?? '65',
        ref: seed.ref ?? 'refs/tags/v1',
        environment: seed.environment,
        eventName: seed.eventName ?? 'release',
        actor: seed.actor ?? 'octocat',
        sha: seed.sha ?? '0123456789abcdef0123456789abcdef01234567',
        workflow: seed.workflow ?? 'promote',
        runId: seed.runId ?? '1001',
        subjectShape: seed.subjectShape ?? 'names',
        subject: seed.subject,
        issuer: seed.issuer ?? 'https://token.actions.githubusercontent.com',
        requestToken,
        tokenSeconds: seed.tokenSeconds ?? 300,
        foreignKey: seed.foreignKey ?? false,
    };
}

// EXTERNAL MODULE: ./build/emulator/cloud.js
var cloud = __nccwpck_require__(319);
;// CONCATENATED MODULE: ./build/emulator/iam/users.js


const userSeed = (0,reader/* object */.Ik)({
    name: (0,reader/* text */.Qq)(),
    password: (0,reader/* text */.Qq)(),
    /** The name of the user's account. */
    domain: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    /** Ids of the projects that the user may enter; all if left out. */
    projects: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    /** A password alone does not do. */
    mfa: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    iamList: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** The field of a seed with the IAM users. */
const userFields = { users: (0,reader/* optional */.lq)((0,reader/* list */.p_)(userSeed)) };
/** The users of a seed. Throws an Error if one is of no account. */
function usersOf(seeds, accounts) {
    return seeds.map((seed, index) => {
        const domain = accounts.find((account) => account.name === (seed.domain ?? cloud/* ACCOUNT */.u4.name));
        if (domain === undefined) {
            throw (0,reader/* complaint */.U4)(`seed.users[${index}].domain`, 'the name of one of seed.accounts', seed.domain);
        }
        const { name, password, projects, mfa = false, iamList = true } = seed;
        return { name, password, domain, projects, mfa, iamList };
    });
}

// EXTERNAL MODULE: ./build/emulator/modelarts/images.js
var modelarts_images = __nccwpck_require__(894);
// EXTERNAL MODULE: ./build/emulator/modelarts/seed.js
var modelarts_seed = __nccwpck_require__(93);
// EXTERNAL MODULE: ./build/emulator/policy/document.js
var policy_document = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./build/emulator/sts/seed.js




/** Regions that have an STS: those of the vendor's SDK. Elsewhere the host does not exist. */
const STS_REGIONS = [
    'cn-north-4',
    'cn-south-1',
    'cn-east-3',
    'cn-southwest-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'sa-brazil-1',
    'la-south-2',
    'af-south-1',
    'tr-west-1',
];
/** Trust in tokens of an issuer; `*` is a wildcard in audiences and subjects. */
const oidcTrust = (0,reader/* object */.Ik)({ provider: (0,reader/* text */.Qq)(), audiences: (0,reader/* list */.p_)((0,reader/* text */.Qq)()), subjects: (0,reader/* list */.p_)((0,reader/* text */.Qq)()) });
/** Trust in callers, by access key id or URN, with `*`; perhaps only with the right external id. */
const principalTrust = (0,reader/* object */.Ik)({ principals: (0,reader/* list */.p_)((0,reader/* text */.Qq)()), externalId: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()) });
const agencySeed = (0,reader/* object */.Ik)({
    name: (0,reader/* text */.Qq)(/^[\w-]{1,64}$/, 'the name of an agency'),
    id: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    account: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    maxSessionSeconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(3600, 43_200)),
    trust: (0,reader/* list */.p_)((0,reader/* either */.gP)(oidcTrust, principalTrust)),
    policy: (0,reader/* optional */.lq)(policy_document/* policyReader */.C),
});
const providerSeed = (0,reader/* object */.Ik)({
    urn: (0,reader/* text */.Qq)(),
    url: (0,reader/* text */.Qq)(/^https?:\/\//, 'the URL of an issuer'),
    clientIds: (0,reader/* list */.p_)((0,reader/* text */.Qq)()),
});
/** The fields of a seed that say who trusts whom. */
const trustFields = {
    accounts: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({ id: (0,reader/* text */.Qq)(), name: (0,reader/* text */.Qq)() }))),
    oidcProviders: (0,reader/* optional */.lq)((0,reader/* list */.p_)(providerSeed)),
    agencies: (0,reader/* optional */.lq)((0,reader/* list */.p_)(agencySeed)),
};
const trustSeed = (0,reader/* object */.Ik)(trustFields);
/** The trust of a seed. The emulated account is always there. Throws an Error if an agency is of no account. */
function trustOf(seed) {
    const accounts = [cloud/* ACCOUNT */.u4, ...(seed.accounts ?? [])];
    const agencies = (seed.agencies ?? []).map((agency, index) => {
        const { account = cloud/* ACCOUNT */.u4.id, name, id, maxSessionSeconds = 3600, trust, policy } = agency;
        if (!accounts.some((candidate) => candidate.id === account)) {
            throw (0,reader/* complaint */.U4)(`seed.agencies[${index}].account`, 'the id of one of seed.accounts', account);
        }
        const urn = `iam::${account}:agency:${name}`;
        return { urn, id: id ?? (0,digest/* uuidOf */.pV)(urn).replaceAll('-', ''), account, maxSessionSeconds, trust, policy };
    });
    return { accounts, providers: seed.oidcProviders ?? [], agencies };
}

// EXTERNAL MODULE: ./build/emulator/swr/jobs.js
var jobs = __nccwpck_require__(209);
// EXTERNAL MODULE: ./build/emulator/swr/names.js
var names = __nccwpck_require__(341);
;// CONCATENATED MODULE: ./build/emulator/swr/seed.js




/** A digest; the empty text stands for one that is made from organization, repository and tag. */
const seed_digest = (value, path) => {
    if (value !== '' && (typeof value !== 'string' || !digest/* DIGEST_PATTERN */.WA.test(value))) {
        throw (0,reader/* complaint */.U4)(path, 'a digest (sha256: and 64 lower-case hexadecimal digits) or an empty text', value);
    }
    return value;
};
/** Organizations, then repositories, then tags: a list of names, or an object from name to digest. */
const organizationsSeed = (0,reader/* dictionary */.zz)((0,reader/* dictionary */.zz)((0,reader/* either */.gP)((0,reader/* list */.p_)((0,reader/* text */.Qq)()), (0,reader/* dictionary */.zz)(seed_digest)), (0,reader/* text */.Qq)(names/* REPOSITORY_PATTERN */.G, 'a repository name (lower-case letters, digits and single separators)')), (0,reader/* text */.Qq)(names/* NAMESPACE_PATTERN */.P, 'an organization name (lower-case letters, digits and single separators)'));
/** A job that existed before the emulator began; it never changes. */
const pastJob = (0,reader/* object */.Ik)({
    namespace: (0,reader/* text */.Qq)(),
    repository: (0,reader/* text */.Qq)(),
    tag: (0,reader/* text */.Qq)(),
    remoteRegionId: (0,reader/* text */.Qq)(),
    remoteNamespace: (0,reader/* text */.Qq)(),
    status: (0,reader/* oneOf */.yL)(...jobs/* STATUSES */.f),
    secondsAgo: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    override: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** The job that an entry of the seed's `jobs` describes; the id is given later. */
function pastJobOf(seed, region, now) {
    const { secondsAgo, status, override, ...place } = seed;
    const at = now - (secondsAgo ?? 3600) * 1000;
    const times = { createdAt: at, runsAt: at, endsAt: at, lagMs: 0 };
    const end = { final: status, outcome: 'past', landing: undefined };
    return { ...place, ...times, ...end, id: 0, region, override: override ?? false };
}
/** What becomes of the jobs that match; the first match counts. */
const syncOutcome = (0,reader/* object */.Ik)({
    repository: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    tag: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    target: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...jobs/* OUTCOMES */.im)),
    seconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    lagSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    times: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1)),
});
/** The fields of a region's seed that concern SWR. */
const swrFields = {
    organizations: (0,reader/* optional */.lq)(organizationsSeed),
    foreignOrganizations: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    organizationQuota: (0,reader/* optional */.lq)((0,reader/* integer */.nd)()),
    syncSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    jobs: (0,reader/* optional */.lq)((0,reader/* list */.p_)(pastJob)),
    syncOutcomes: (0,reader/* optional */.lq)((0,reader/* list */.p_)(syncOutcome)),
    hideSyncJobs: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    sameRegionSync: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    syncRegions: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    featureGates: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)(reader/* flag */.Jt)),
    swrErrorShape: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('array', 'errors', 'object')),
    swrNotFound: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('404', '400')),
};
const swrSeed = (0,reader/* object */.Ik)(swrFields);
/** The settings of a region's seed, with the defaults. */
function swrSettings(seed) {
    return {
        foreignOrganizations: seed.foreignOrganizations ?? [],
        organizationQuota: seed.organizationQuota ?? 5,
        syncSeconds: seed.syncSeconds ?? 2,
        syncOutcomes: (seed.syncOutcomes ?? []).map((rule) => ({ rule, used: 0 })),
        hideSyncJobs: seed.hideSyncJobs ?? false,
        sameRegionSync: seed.sameRegionSync ?? false,
        syncRegions: seed.syncRegions,
        featureGates: { enable_image_sync: true, enable_hss_service: true, enable_list_v3: false, ...seed.featureGates },
        errorShape: seed.swrErrorShape ?? 'errors',
        notFound: seed.swrNotFound ?? '404',
    };
}
/**
 * The organizations of a seed. A generated digest does not depend on the region: the same tag seeded in two regions
 * without digests is the same image.
 */
function organizationsOf(seed, at) {
    const tagsOf = (place, tags) => {
        const digests = Array.isArray(tags) ? tags.map((tag) => [tag, '']) : Object.entries(tags);
        return new Map(digests.map(([tag, given]) => {
            const word = given === '' ? (0,digest/* digestOf */.ol)(`${place}:${(0,reader/* anyText */.Ae)(tag, place)}`) : (0,reader/* anyText */.Ae)(given, place);
            return [tag, { digest: word, createdAt: at, updatedAt: at }];
        }));
    };
    return new Map(Object.entries(seed ?? {}).map(([namespace, repositories]) => [
        namespace,
        new Map(Object.entries(repositories).map(([name, tags]) => [
            name,
            { createdAt: at, tags: tagsOf(`${namespace}/${name}`, tags) },
        ])),
    ]));
}

;// CONCATENATED MODULE: ./build/emulator/seed.js












const moment = (value, path) => {
    if (typeof value === 'number' && Number.isFinite(value))
        return value;
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value)))
        return value;
    throw (0,reader/* complaint */.U4)(path, 'a time (RFC 3339, or epoch milliseconds)', value);
};
const regionSeed = (0,reader/* object */.Ik)({
    absentServices: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* oneOf */.yL)(...address/* SERVICES */.Bg))),
    ...swrFields,
    ...modelarts_seed/* modelArtsFields */.lO,
    hss: (0,reader/* optional */.lq)(hssSeed),
    sts: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
const expiry = { expiresAt: (0,reader/* optional */.lq)(moment), expiresInSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()) };
const seedReader = (0,reader/* object */.Ik)({
    accessKeys: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({
        accessKey: (0,reader/* text */.Qq)(/^[^,\s]+$/),
        secretKey: (0,reader/* text */.Qq)(),
        securityToken: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        iamList: (0,reader/* optional */.lq)(reader/* flag */.Jt),
        user: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        ...expiry,
    }))),
    tokens: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({ token: (0,reader/* text */.Qq)(), project: (0,reader/* text */.Qq)(), exchange: (0,reader/* optional */.lq)(reader/* flag */.Jt), iamList: (0,reader/* optional */.lq)(reader/* flag */.Jt), ...expiry }))),
    projects: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({ id: (0,reader/* text */.Qq)(), name: (0,reader/* text */.Qq)() }))),
    regions: (0,reader/* dictionary */.zz)(regionSeed, (0,reader/* text */.Qq)(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region id such as cn-north-4')),
    clockSkewSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)(Number.NEGATIVE_INFINITY)),
    issuedKeySeconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1)),
    userTokenSeconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1)),
    userTokenLength: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1, 40_960)),
    ...trustFields,
    ...userFields,
    github: (0,reader/* optional */.lq)(githubSeed),
    rateLimits: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)((0,reader/* integer */.nd)(1), (0,reader/* oneOf */.yL)(...address/* SERVICES */.Bg))),
});
/** Checks a seed of unknown origin. Throws an Error whose text names the place of a mistake. */
function readSeed(value) {
    return seedReader(value, 'seed');
}
function expiryOf(seed, now) {
    if (seed.expiresAt !== undefined)
        return new Date(seed.expiresAt).getTime();
    return seed.expiresInSeconds === undefined ? undefined : now + seed.expiresInSeconds * 1000;
}
function regionOf(id, seed, now) {
    const swr = swrSettings(seed);
    return {
        id,
        absentServices: [
            ...(seed.absentServices ?? []),
            ...((seed.sts ?? STS_REGIONS.includes(id)) ? [] : ['sts']),
        ],
        organizations: organizationsOf(seed.organizations, now),
        swr,
        images: new Map((seed.images ?? []).map((image) => [image.id, (0,modelarts_images/* imageOf */.dT)(image, id, now)])),
        modelarts: (0,modelarts_seed/* modelArtsSettings */.xs)(seed),
        hss: hssSettings(seed.hss),
        hssTasks: (seed.hss?.pastTasks ?? []).map((task, index) => (0,tasks/* taskOf */.X)(task, `${id} past task ${index}`, now)),
    };
}
/**
 * Builds the cloud that a seed describes, as it is at `trueNow` (epoch milliseconds of the handed-in clock). Throws an
 * Error whose text names the place of a mistake. Without projects, every region gets one.
 */
function cloudOf(seed, trueNow) {
    const read = readSeed(seed);
    const clockSkewSeconds = read.clockSkewSeconds ?? 0;
    const now = trueNow + clockSkewSeconds * 1000;
    const projects = read.projects ?? Object.keys(read.regions).map((name) => ({ id: (0,digest/* sha256 */.sc)(`project ${name}`).slice(0, 32), name }));
    const keys = (read.accessKeys ?? []).map((key) => [
        key.accessKey,
        {
            accessKey: key.accessKey,
            secretKey: key.secretKey,
            securityToken: key.securityToken,
            expiresAt: expiryOf(key, now),
            iamList: key.iamList ?? true,
            ...(key.user === undefined ? {} : { user: key.user }),
        },
    ]);
    const tokens = (read.tokens ?? []).map((token, index) => {
        if (!projects.some((project) => project.id === token.project)) {
            throw (0,reader/* complaint */.U4)(`seed.tokens[${index}].project`, 'the id of one of seed.projects', token.project);
        }
        const rights = { iamList: token.iamList ?? true, exchange: token.exchange ?? true };
        return [token.token, { token: token.token, project: token.project, expiresAt: expiryOf(token, now), ...rights }];
    });
    const trust = trustOf(read);
    const jobs = Object.entries(read.regions).flatMap(([region, { jobs: past }]) => (past ?? []).map((job) => pastJobOf(job, region, now)));
    return {
        startedAt: now,
        clockSkewSeconds,
        accessKeys: new Map(keys),
        failures: new Map(),
        tokens: new Map(tokens),
        projects,
        trust,
        users: usersOf(read.users ?? [], trust.accounts),
        wrongPasswords: new Map(),
        issuer: read.github && githubSettings(read.github),
        regions: new Map(Object.entries(read.regions).map(([id, region]) => [id, regionOf(id, region, now)])),
        jobs: jobs.map((job, index) => Object.assign(job, { id: index + 1 })),
        github: (0,deployments/* deploymentsOf */.o)(read.github ?? {}),
        rateLimits: read.rateLimits ?? {},
        issuedKeySeconds: read.issuedKeySeconds ?? Number.MAX_SAFE_INTEGER,
        userTokenSeconds: read.userTokenSeconds ?? 24 * 3600,
        userTokenLength: read.userTokenLength ?? 6144,
        serial: jobs.length,
    };
}


/***/ }),

/***/ 86:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  s: () => (/* binding */ startEmulator)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
// EXTERNAL MODULE: ./build/emulator/address.js
var emulator_address = __nccwpck_require__(826);
// EXTERNAL MODULE: ./build/emulator/cloud.js
var emulator_cloud = __nccwpck_require__(319);
// EXTERNAL MODULE: ./build/emulator/digest.js
var emulator_digest = __nccwpck_require__(632);
;// CONCATENATED MODULE: ./build/emulator/message.js
/** A JSON reply. */
function json(status, value, headers = {}) {
    return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
/** A reply without a body. */
function empty(status) {
    return { status, headers: {}, body: '' };
}
/** Makes the exception out of the reply: `throw refused(json(404, …))`. */
function refused(reply) {
    return Object.assign(new Error(`refused with ${reply.status}`), { reply });
}
/** Whether the caught thing is a refusal (and not a mistake of the emulator). */
function isRefused(caught) {
    return caught instanceof Error && 'reply' in caught;
}

;// CONCATENATED MODULE: ./build/emulator/gateway.js

/**
 * A refusal by the API gateway, which stands before every service: `{error_code, error_msg, request_id}`.
 * API Gateway user guide, "Error Codes".
 */
function gatewayRefusal(requestId, status, code, message) {
    return refused(json(status, { error_code: code, error_msg: message, request_id: requestId }));
}
/** No such API: also for a wrong method, a missing or extra slash, and a service that the region does not have. */
function noSuchApi(requestId) {
    return gatewayRefusal(requestId, 404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
}
/** Credentials that were not accepted; the text says why. */
function badCredentials(requestId, why) {
    return gatewayRefusal(requestId, 401, 'APIGW.0301', `Incorrect IAM authentication information: ${why}`);
}
/** The project is not one of the region's. */
function wrongProject(requestId) {
    return gatewayRefusal(requestId, 403, 'APIGW.0310', 'The project is unavailable');
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: ./build/emulator/signature.js



const ALGORITHM = 'SDK-HMAC-SHA256';
/** Reads the header; undefined if it is not of the documented form (Signature Guide, "Signing Requests"). */
function claimOf(authorization) {
    const found = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/.exec(authorization);
    const [, accessKey, names, signature] = found ?? [];
    if (accessKey === undefined || names === undefined || signature === undefined)
        return undefined;
    return { accessKey, signedHeaders: names.toLowerCase().split(';'), signature };
}
/** Everything but A-Z a-z 0-9 - _ . ~ becomes %XX: stricter than encodeURIComponent by five characters. */
function encode(part) {
    return encodeURIComponent(part).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
function canonicalPath(wirePath) {
    const path = wirePath
        .split('/')
        .map((segment) => encode(decodeURIComponent(segment)))
        .join('/');
    return path.endsWith('/') ? path : `${path}/`;
}
/** By code unit, which is how JavaScript compares strings; `localeCompare` would not do. */
function compare(left, right) {
    if (left === right)
        return 0;
    return left < right ? -1 : 1;
}
/** The query as it is signed: sorted by name, then by value as text, an empty value keeping its `=`. */
function canonicalQuery(wireQuery) {
    return ((0,emulator_address/* queryOf */.E2)(wireQuery) ?? [])
        .toSorted((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .join('&');
}
/** The six parts that are hashed and signed. Signature Guide, "Constructing a Standard Request". */
function canonicalRequest(request, signedHeaders) {
    const header = (name) => (request.headers[name] ?? '').trim();
    const payload = signedHeaders.includes('x-sdk-content-sha256')
        ? header('x-sdk-content-sha256')
        : (0,emulator_digest/* sha256 */.sc)(request.body);
    return [
        request.method.toUpperCase(),
        canonicalPath(request.wirePath),
        canonicalQuery(request.wireQuery),
        signedHeaders.map((name) => `${name}:${header(name)}\n`).join(''),
        signedHeaders.join(';'),
        payload,
    ].join('\n');
}
/** The signature that the request must carry. Signature Guide, "Calculating the Signature". */
function signatureOf(request, signedHeaders, secretKey) {
    const date = (request.headers['x-sdk-date'] ?? '').trim();
    const toSign = [ALGORITHM, date, (0,emulator_digest/* sha256 */.sc)(canonicalRequest(request, signedHeaders))].join('\n');
    return (0,external_node_crypto_.createHmac)('sha256', secretKey).update(toSign).digest('hex');
}
/** Whether the claimed signature is the right one; the comparison tells nothing by its duration. */
function isSignedWith(request, claim, secretKey) {
    const right = Buffer.from(signatureOf(request, claim.signedHeaders, secretKey));
    const claimed = Buffer.from(claim.signature);
    return right.length === claimed.length && (0,external_node_crypto_.timingSafeEqual)(right, claimed);
}

;// CONCATENATED MODULE: ./build/emulator/stamp.js
/** `20260101T000000Z`, the form of X-Sdk-Date. */
function compactUtc(at) {
    return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
/** Epoch milliseconds of an X-Sdk-Date; undefined if it is not of that form. */
function fromCompactUtc(text) {
    const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
    if (found === null)
        return undefined;
    const [, year, month, day, hour, minute, second] = found;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(at) ? undefined : at;
}
/** RFC 3339 with six fractional digits, as sync jobs and issued keys carry it. */
function microseconds(at) {
    return new Date(at).toISOString().replace('Z', '000Z');
}
/** RFC 3339 with whole seconds, as repositories and tags carry it. */
function wholeSeconds(at) {
    return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

;// CONCATENATED MODULE: ./build/emulator/authentication.js






/** X-Sdk-Date may be so far from the server's time. API Gateway FAQ, "signature expired". */
const TOLERANCE_MS = 15 * 60 * 1000;
/** More failures in a row than this lock the access key, for so long. Signature Guide, error APIGW.0301. */
const FAILURES_ALLOWED = 5;
const LOCK_MS = 5 * 60 * 1000;
/** Finds out who calls, or throws a 401. A signature is looked at before a token, a header before a token in the body. */
function authenticate(attempt, tokenInBody) {
    const authorization = attempt.headers['authorization'];
    if (authorization !== undefined && authorization !== '')
        return authenticateKey(attempt, authorization);
    const token = attempt.headers['x-auth-token'] || tokenInBody;
    if (token !== undefined && token !== '')
        return authenticateToken(attempt, token);
    throw badCredentials(attempt.requestId, 'neither Authorization nor X-Auth-Token was sent');
}
function authenticateKey(attempt, authorization) {
    const claim = claimOf(authorization);
    if (claim === undefined)
        throw badCredentials(attempt.requestId, 'Authorization format incorrect');
    const { failures } = attempt.cloud;
    const locked = badCredentials(attempt.requestId, 'AK access failed to reach the limit,forbidden');
    const before = failures.get(claim.accessKey);
    if (before?.lockedUntil !== undefined && attempt.now < before.lockedUntil)
        throw locked;
    try {
        const key = verifiedKey(attempt, claim);
        failures.delete(claim.accessKey);
        return { key };
    }
    catch (refusal) {
        if (!isRefused(refusal))
            throw refusal;
        const total = (before?.lockedUntil === undefined ? (before?.count ?? 0) : 0) + 1;
        const lockedUntil = total > FAILURES_ALLOWED ? attempt.now + LOCK_MS : undefined;
        failures.set(claim.accessKey, { count: total, lockedUntil });
        throw lockedUntil === undefined ? refusal : locked;
    }
}
/** Signature Guide, "Signing Requests": every way in which a signed request is found wanting. */
function verifiedKey({ request, headers, address, cloud, now, requestId }, claim) {
    const key = cloud.accessKeys.get(claim.accessKey);
    if (key === undefined)
        throw badCredentials(requestId, `Get secretKey failed,ak:${claim.accessKey},err:ak not exist`);
    const date = headers['x-sdk-date'] ?? '';
    const signedAt = fromCompactUtc(date.trim());
    if (signedAt === undefined || !claim.signedHeaders.includes('x-sdk-date')) {
        throw badCredentials(requestId, 'X-Sdk-Date is missing, not signed or not of the form YYYYMMDDThhmmssZ');
    }
    if (Math.abs(signedAt - now) > TOLERANCE_MS) {
        const server = compactUtc(now);
        throw badCredentials(requestId, `AK/SK signature expired, signature time:${date},server time:${server}`);
    }
    const body = request.body ?? '';
    const signed = { ...address, method: request.method, headers, body };
    if (!isSignedWith(signed, claim, key.secretKey))
        throw badCredentials(requestId, 'verify aksk signature fail');
    const payload = headers['x-sdk-content-sha256']?.trim() ?? 'UNSIGNED-PAYLOAD';
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== (0,emulator_digest/* sha256 */.sc)(body)) {
        throw badCredentials(requestId, 'X-Sdk-Content-Sha256 is not the hash of the body');
    }
    if (key.expiresAt !== undefined && now >= key.expiresAt) {
        throw badCredentials(requestId, 'the temporary access key has expired');
    }
    if (key.securityToken !== (headers['x-security-token'] || undefined)) {
        throw badCredentials(requestId, 'X-Security-Token is missing or does not belong to the access key');
    }
    if (key.securityToken !== undefined && !claim.signedHeaders.includes('x-security-token')) {
        throw badCredentials(requestId, 'X-Security-Token is not among the signed headers');
    }
    return key;
}
/**
 * IAM, "Obtaining a User Token": a token serves one project, hence one region, except that IAM is global. "Constraints": one
 * of a region's own IAM serves that region only; a token of the seed is one of the global IAM.
 */
function authenticateToken({ address, cloud, now, requestId }, text) {
    const token = cloud.tokens.get(text);
    if (token === undefined)
        throw badCredentials(requestId, 'decrypt token fail');
    if (token.expiresAt !== undefined && now >= token.expiresAt)
        throw badCredentials(requestId, 'token expired');
    const { project, issuedIn = address.region } = token;
    const isAtHome = (0,emulator_cloud/* regionOfProject */.dQ)(cloud, project) === address.region && issuedIn === address.region;
    if (!isAtHome && !['iam', 'sts'].includes(address.service)) {
        throw gatewayRefusal(requestId, 401, 'APIGW.0307', 'The token must be updated: it belongs to another region');
    }
    return { token };
}

// EXTERNAL MODULE: ./build/emulator/reader.js
var reader = __nccwpck_require__(867);
// EXTERNAL MODULE: ./build/emulator/github/deployments.js
var deployments = __nccwpck_require__(676);
;// CONCATENATED MODULE: ./build/emulator/github/deployments-shown.js
/** GitHub writes times to the second. */
function time(at) {
    return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
/** Addresses in replies are those of github.com; no client needs to follow them. */
function addressOf(repository, deployment) {
    return `https://api.github.com/repos/${repository}/deployments/${deployment.id}`;
}
/** A deployment as the API shows it. */
function shownDeployment(deployment, repository) {
    const { id, ref, task, payload, environment, description, at, statuses } = deployment;
    return {
        url: addressOf(repository, deployment),
        id,
        node_id: `DE_${id}`,
        sha: ref,
        ref,
        task,
        payload,
        original_environment: environment,
        environment: statuses.at(-1)?.environment ?? environment,
        description,
        creator: null,
        created_at: time(at),
        updated_at: time(statuses.at(-1)?.at ?? at),
        statuses_url: `${addressOf(repository, deployment)}/statuses`,
        repository_url: `https://api.github.com/repos/${repository}`,
        transient_environment: deployment.transient,
        production_environment: deployment.production,
    };
}
/** A status as the API shows it. */
function shownStatus(status, deployment, repository) {
    const address = addressOf(repository, deployment);
    return {
        url: `${address}/statuses/${status.id}`,
        id: status.id,
        node_id: `DES_${status.id}`,
        state: status.state,
        creator: null,
        description: status.description,
        environment: status.environment,
        target_url: status.logUrl,
        created_at: time(status.at),
        updated_at: time(status.at),
        deployment_url: address,
        repository_url: `https://api.github.com/repos/${repository}`,
        environment_url: status.environmentUrl,
        log_url: status.logUrl,
    };
}

;// CONCATENATED MODULE: ./build/emulator/github/deployments-api.js





const DOCUMENTATION = 'https://docs.github.com/rest/deployments';
const newDeployment = (0,reader/* object */.Ik)({
    ref: (0,reader/* text */.Qq)(),
    task: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    auto_merge: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    required_contexts: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    payload: (0,reader/* optional */.lq)((0,reader/* either */.gP)(reader/* anyText */.Ae, (0,reader/* dictionary */.zz)(reader/* anything */.D8))),
    environment: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    transient_environment: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    production_environment: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
const newStatus = (0,reader/* object */.Ik)({
    state: (0,reader/* oneOf */.yL)(...deployments/* STATES */.xj),
    target_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    log_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    environment: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    environment_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    auto_inactive: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
function refusal(status, message, errors) {
    const details = errors === undefined ? {} : { errors };
    return refused(json(status, { message, ...details, documentation_url: DOCUMENTATION, status: String(status) }));
}
/** The body by the reader; unknown and wrong fields are refused, as where GitHub checks against its own description. */
function bodyOf({ request }, read) {
    let value;
    try {
        value = JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
    }
    catch {
        throw refusal(400, 'Problems parsing JSON');
    }
    try {
        return read(value, 'body');
    }
    catch (mistake) {
        throw refusal(422, `Invalid request.\n\n${(0,reader/* messageOf */.bD)(mistake)}`);
    }
}
/**
 * GitHub's REST API for the deployments of one repository, as far as it is documented on the pages "Deployments" and
 * "Deployment statuses".
 */
function deploymentsApi(attempt) {
    const { github } = attempt.cloud;
    const [repos, owner, name, deployments, id, statuses, ...rest] = attempt.address.segments;
    const given = /^(?:token|bearer) (.+)$/i.exec(attempt.headers['authorization'] ?? '')?.[1];
    if (given === undefined)
        throw refusal(401, 'Requires authentication');
    if (given !== github.token)
        throw refusal(401, 'Bad credentials');
    // What the token must not see does not exist. Upper and lower case are the same to GitHub.
    const known = `${owner}/${name}`.toLowerCase() === github.repository.toLowerCase();
    if (repos !== 'repos' || !known || deployments !== 'deployments' || rest.length > 0)
        throw refusal(404, 'Not Found');
    const method = attempt.request.method.toUpperCase();
    if (method === 'POST' && !github.allowed)
        throw refusal(403, 'Resource not accessible by integration');
    if (id === undefined) {
        if (method === 'POST')
            return create(attempt);
        if (method === 'GET')
            return listed(attempt);
        throw refusal(404, 'Not Found');
    }
    const deployment = github.made.find((made) => String(made.id) === id);
    if (deployment === undefined)
        throw refusal(404, 'Not Found');
    if (statuses === undefined && method === 'GET')
        return json(200, shownDeployment(deployment, github.repository));
    if (statuses !== 'statuses')
        throw refusal(404, 'Not Found');
    if (method === 'POST')
        return report(attempt, deployment);
    if (method !== 'GET')
        throw refusal(404, 'Not Found');
    return json(200, deployment.statuses.map((status) => shownStatus(status, deployment, github.repository)).toReversed());
}
/** "Create a deployment": the ref is taken to be behind the default branch, and its checks to be under way. */
function create(attempt) {
    const { github } = attempt.cloud;
    const body = bodyOf(attempt, newDeployment);
    const { ref, environment = 'production', description = '' } = body;
    if (github.refs?.includes(ref) === false)
        throw refusal(422, `No ref found for: ${ref}`);
    checkLength('Deployment', description);
    if (body.auto_merge !== false)
        return json(202, { message: `Auto-merged main into ${ref} on deployment.` });
    const contexts = body.required_contexts ?? ['promote'];
    if (contexts.length > 0) {
        const pending = contexts.map((context) => ({ context, state: 'pending' }));
        throw refusal(409, `Conflict: Commit status checks failed for ${ref}.`, [
            { contexts: pending, resource: 'Deployment', field: 'required_contexts', code: 'invalid' },
        ]);
    }
    const deployment = {
        id: (0,emulator_cloud/* nextSerial */.YB)(attempt.cloud),
        ref,
        task: body.task ?? 'deploy',
        environment,
        description,
        payload: body.payload ?? '',
        transient: body.transient_environment ?? false,
        production: body.production_environment ?? environment === 'production',
        at: attempt.now,
        statuses: [],
    };
    github.made.push(deployment);
    return json(201, shownDeployment(deployment, github.repository));
}
/** "List deployments", the newest first. */
function listed({ cloud: { github }, address }) {
    const asked = new URLSearchParams(address.wireQuery);
    const fits = (name, value) => (asked.get(name) ?? value) === value;
    const found = github.made.filter(({ ref, task, environment }) => fits('ref', ref) && fits('task', task) && fits('environment', environment));
    return json(200, found.map((deployment) => shownDeployment(deployment, github.repository)).toReversed());
}
/** "Create a deployment status": a success makes its predecessors inactive, where there is no production. */
function report(attempt, deployment) {
    const { cloud, now } = attempt;
    const body = bodyOf(attempt, newStatus);
    const { state, description = '', environment = deployment.environment } = body;
    checkLength('DeploymentStatus', description);
    const status = {
        id: (0,emulator_cloud/* nextSerial */.YB)(cloud),
        state,
        description,
        logUrl: body.log_url ?? body.target_url ?? '',
        environmentUrl: body.environment_url ?? '',
        environment,
        at: now,
    };
    deployment.statuses.push(status);
    if (state === 'success' && body.auto_inactive !== false) {
        for (const before of cloud.github.made) {
            const { transient, production } = before;
            if (before === deployment || before.environment !== environment || transient || production)
                continue;
            if ((0,deployments/* latestState */.Tw)(before) !== 'success')
                continue;
            before.statuses.push({ ...status, id: (0,emulator_cloud/* nextSerial */.YB)(cloud), state: 'inactive', description: '' });
        }
    }
    return json(201, shownStatus(status, deployment, cloud.github.repository));
}
function checkLength(resource, description) {
    if (description.length <= 140)
        return;
    const message = 'description is too long (maximum is 140 characters)';
    throw refusal(422, 'Validation Failed', [{ resource, code: 'custom', field: 'description', message }]);
}

;// CONCATENATED MODULE: ./build/emulator/github/claims.js

/** What the subject says of the job: its environment if it has one, else its ref. */
function subjectOf(settings) {
    const { repository, repositoryId, ownerId, ref, environment, subject, subjectShape } = settings;
    if (subject !== undefined)
        return subject;
    const [owner = '', name = ''] = repository.split('/');
    const place = subjectShape === 'names' ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
    return `repo:${place}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`;
}
/**
 * The claims of an ID token. GitHub Docs, "OpenID Connect reference": numbers are texts there, and the token is valid from
 * ten minutes before it was issued. Without an audience it is the owner's URL.
 *
 * @param now epoch milliseconds
 * @param serial makes `jti` unique
 */
function claimsOf(settings, audience, now, serial) {
    const { repository, ref, environment, workflow } = settings;
    const [owner = ''] = repository.split('/');
    const issuedAt = Math.floor(now / 1000);
    return {
        jti: (0,emulator_digest/* uuidOf */.pV)(`id token ${serial}`),
        sub: subjectOf(settings),
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

;// CONCATENATED MODULE: ./build/emulator/github/keys.js


// Made when first needed, which most worlds never do, and once a process: a key takes a noticeable time to make.
const pairs = new Map();
function pairOf(name) {
    const known = pairs.get(name);
    if (known !== undefined)
        return known;
    const { privateKey, publicKey } = (0,external_node_crypto_.generateKeyPairSync)('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const shown = { ...jwk, kid: (0,emulator_digest/* sha256 */.sc)(JSON.stringify(jwk)).slice(0, 40), alg: 'RS256', use: 'sig' };
    const pair = { privateKey, shown };
    pairs.set(name, pair);
    return pair;
}
function keys_encode(value) {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
/** The key set: what GitHub signs with. Never the foreign key. */
function publicKeys() {
    return [pairOf('own').shown];
}
/**
 * A JSON web token with an RS256 signature. With the foreign key it claims the id of the right one, so that nothing but the
 * signature is wrong.
 */
function signedToken(claims, key = 'own') {
    const { kid } = pairOf('own').shown;
    const signed = `${keys_encode({ alg: 'RS256', kid, typ: 'JWT', x5t: kid })}.${keys_encode(claims)}`;
    return `${signed}.${(0,external_node_crypto_.sign)('sha256', Buffer.from(signed), pairOf(key).privateKey).toString('base64url')}`;
}

;// CONCATENATED MODULE: ./build/emulator/github/routes.js





/**
 * GitHub's side, outside of the cloud: the issuer's documents, and the route from which a runner gets its ID tokens
 * (ACTIONS_ID_TOKEN_REQUEST_URL, to which the toolkit appends `&audience=…`). Without `github` in the seed there is none.
 */
function answerGithub(attempt) {
    const settings = attempt.cloud.issuer;
    if (settings === undefined)
        return json(404, { message: 'Not Found' });
    switch (`${attempt.request.method.toUpperCase()} ${attempt.address.path}`) {
        case 'GET /.well-known/openid-configuration':
            return json(200, {
                issuer: settings.issuer,
                jwks_uri: `${settings.issuer}/.well-known/jwks`,
                subject_types_supported: ['public', 'pairwise'],
                response_types_supported: ['id_token'],
                claims_supported: Object.keys(claimsOf({ ...settings, environment: 'any' }, undefined, 0, 0)),
                id_token_signing_alg_values_supported: ['RS256'],
                scopes_supported: ['openid'],
            });
        case 'GET /.well-known/jwks':
            return json(200, { keys: publicKeys() });
        case 'GET /token':
            return idToken(attempt, settings);
        default:
            return json(404, { message: 'Not Found' });
    }
}
/** GitHub Docs, "OpenID Connect reference": `{value, count}`. What a wrong request token is answered is not documented. */
function idToken({ headers, address, cloud, now }, settings) {
    const [scheme = '', token] = (headers['authorization'] ?? '').split(' ');
    if (scheme.toLowerCase() !== 'bearer' || token !== settings.requestToken) {
        return json(401, { message: 'The request token is missing, wrong or no longer valid' });
    }
    const audience = (0,emulator_address/* queryOf */.E2)(address.wireQuery)?.findLast(([name]) => name === 'audience')?.[1];
    const claims = claimsOf(settings, audience || undefined, now, (0,emulator_cloud/* nextSerial */.YB)(cloud));
    const value = signedToken(claims, settings.foreignKey ? 'foreign' : 'own');
    return json(200, { count: value.length, value });
}

;// CONCATENATED MODULE: ./build/emulator/policy/urn.js

/** The URN of something in the region that was called: `swr:cn-north-4:{account}:repo:team/app`. */
function regionalUrn(call, service, thing) {
    return `${service}:${call.region.id}:${emulator_cloud/* ACCOUNT */.u4.id}:${thing}`;
}
/** The URN of something of IAM, which has no region: `iam::{account}:agency:name`. */
function iamUrn(thing, account = emulator_cloud/* ACCOUNT */.u4.id) {
    return `iam::${account}:${thing}`;
}

;// CONCATENATED MODULE: ./build/emulator/router.js
/** Makes a route of `GET /v1/{project_id}/images`. */
function route(signature, handler, rest = {}) {
    const [method = '', path = ''] = signature.split(' ');
    return { method, path, handler, ...rest };
}
/**
 * Finds the API of a request. A `/` too many or too few, an unconverted `/` in a repository name (also as `%2F`) and a
 * wrong method all mean another API, which does not exist.
 */
function findRoute(routes, method, segments) {
    for (const candidate of routes) {
        const params = candidate.method === method ? match(candidate.path.split('/').slice(1), segments) : undefined;
        if (params !== undefined)
            return { route: candidate, params };
    }
    return undefined;
}
function match(pattern, segments) {
    if (pattern.length !== segments.length)
        return undefined;
    const params = {};
    for (const [index, part] of pattern.entries()) {
        const segment = segments[index] ?? '';
        if (part.startsWith('{')) {
            if (segment === '' || segment.includes('/'))
                return undefined;
            params[part.slice(1, -1)] = segment;
        }
        else if (part !== segment) {
            return undefined;
        }
    }
    return params;
}

;// CONCATENATED MODULE: ./build/emulator/call.js

/** A value from the path. */
function param(call, name) {
    return call.params[name] ?? '';
}
/**
 * The query parameters, of which only the given names may occur, and each once. The real services may well ignore an
 * unknown one; here it is a complaint, because a parameter that is ignored is a mistake that nobody sees.
 */
function queryOf(call, names, complain) {
    const seen = {};
    for (const [name, value] of call.query) {
        if (!names.includes(name))
            throw complain(`Unknown query parameter "${name}"`);
        if (seen[name] !== undefined)
            throw complain(`Query parameter "${name}" is given twice`);
        seen[name] = value;
    }
    return seen;
}
/** The JSON body, read with the reader; an absent body counts as `{}` for a reader that needs no field. */
function call_bodyOf(call, read, complain) {
    const type = call.headers['content-type'];
    if (type !== undefined && !/application\/json/i.test(type))
        throw complain(`Content-Type "${type}" is not supported`);
    try {
        return read(call.body === '' ? {} : JSON.parse(call.body), 'body');
    }
    catch (mistake) {
        throw complain((0,reader/* messageOf */.bD)(mistake));
    }
}
/** Complains of a body where the API has none; `{}` passes, as several clients send it. */
function noBody(call, complain) {
    const value = call_bodyOf(call, (body) => body, complain);
    if (!(0,reader/* isRecord */.u4)(value) || Object.keys(value).length > 0)
        throw complain('This API takes no request body');
}
/** A whole number of a query, within bounds; the fallback if it is not given. */
function count(text, fallback, bounds, complain) {
    if (text === undefined)
        return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.least && value <= bounds.most)
        return value;
    throw complain(`${bounds.name} must be from ${bounds.least} to ${bounds.most}, not "${text}"`);
}
/** One of the words of a query; the fallback if it is not given. */
function word(text, fallback, bounds, complain) {
    if (text === undefined)
        return fallback;
    const found = bounds.words.find((candidate) => candidate === text);
    if (found === undefined)
        throw complain(`${bounds.name} must be one of ${bounds.words.join(', ')}, not "${text}"`);
    return found;
}

;// CONCATENATED MODULE: ./build/emulator/hss/refusals.js

/** `{error_code: "HSS.NNNN", error_msg, error_description}`, mostly with status 400. HSS, "Error Codes". */
function hssRefusal(status, code, message) {
    return refused(json(status, { error_code: `HSS.${code}`, error_msg: message, error_description: message }));
}
/** Wrong parameters. */
const badParameter = (message) => hssRefusal(400, '0001', `Invalid parameter: ${message}`);

;// CONCATENATED MODULE: ./build/emulator/hss/synchronize.js







const synchronizeBody = (0,reader/* object */.Ik)({ image_type: (0,reader/* oneOf */.yL)('private_image', 'shared_image') });
const taskBody = (0,reader/* object */.Ik)({
    sync_all_registries: reader/* flag */.Jt,
    registry_info: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({
        registry_id: (0,reader/* text */.Qq)(),
        registry_type: (0,reader/* oneOf */.yL)('SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Harbor', 'Jfrog', 'Other'),
    }))),
});
/** The `region` header is optional; a wrong one is an error. */
function checkRegionHeader(call) {
    const { region } = call.headers;
    if (region !== undefined && region !== call.region.id)
        throw badParameter(`region "${region}" is not this one`);
}
function startTask(call, imageType, enterpriseProject = '0') {
    const { outcome, taskSeconds } = call.region.hss;
    if (outcome === 'none')
        return;
    call.region.hssTasks.push({
        id: (0,emulator_digest/* uuidOf */.pV)(`image task ${(0,emulator_cloud/* nextSerial */.YB)(call.cloud)}`),
        taskType: 'manualSync',
        imageType,
        enterpriseProject,
        beginsAt: call.now,
        endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + taskSeconds * 1000,
        outcome,
    });
}
/**
 * HSS, "Synchronizing the Image List from SWR" (RunImageSynchronize). Failures come inside a 200 with an error_code that
 * is not 0. Marked as deprecated, so that a region may lack it.
 */
function synchronizeImages(call) {
    const { synchronize } = call.region.hss;
    if (synchronize === 'gone-404')
        throw noSuchApi(call.requestId);
    if (synchronize === 'gone-410')
        throw gatewayRefusal(call.requestId, 410, 'APIGW.0101', 'The API was taken offline');
    checkRegionHeader(call);
    const { enterprise_project_id: project } = queryOf(call, ['enterprise_project_id'], badParameter);
    const { image_type: imageType } = call_bodyOf(call, synchronizeBody, badParameter);
    if (synchronize !== 'ok') {
        const { status = 200, error_description: description = 'failed', error_code: code } = synchronize;
        throw refused(json(status, { error_code: code, error_description: description }));
    }
    startTask(call, imageType, project);
    return json(200, { error_code: 0, error_description: 'success' });
}
/** HSS, "Creating an Image Synchronization Task" (CreateImageSyncTask). The reply is empty: no task id. */
function createSyncTask(call) {
    if (!call.region.hss.createTask)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const { enterprise_project_id: project } = queryOf(call, ['enterprise_project_id'], badParameter);
    const body = call_bodyOf(call, taskBody, badParameter);
    if (!body.sync_all_registries && (body.registry_info ?? []).length === 0) {
        throw badParameter('registry_info is empty although sync_all_registries is false');
    }
    startTask(call, 'private_image', project);
    return empty(200);
}

// EXTERNAL MODULE: ./build/emulator/hss/tasks.js
var tasks = __nccwpck_require__(309);
;// CONCATENATED MODULE: ./build/emulator/hss/report.js







const TASK_PARAMETERS = [
    'type',
    'task_type',
    'task_status',
    'global_image_type',
    'task_id',
    'task_name',
    'create_time',
    'end_time',
    'scan_scope',
    'limit',
    'offset',
    'enterprise_project_id',
];
/** Every image that HSS would list: the tags of the region's SWR. */
function imagesOf(call) {
    return [...call.region.organizations].flatMap(([namespace, repositories]) => [...repositories].flatMap(([name, { tags }]) => [...tags.keys()].map((tag) => ({ image_name: name, image_version: tag, namespace }))));
}
function shownTask(call, task) {
    const status = (0,tasks/* taskStatusAt */.p)(task, call.now);
    const images = imagesOf(call);
    const ended = call.now >= task.endsAt;
    const reason = call.region.hss.failedReason;
    const bad = ended && task.outcome === 'partial' ? images.slice(0, 1) : [];
    const failed = ended && status < 0;
    return {
        task_id: task.id,
        task_name: `image_sync_${task.beginsAt}`,
        task_type: task.taskType,
        // Where the images are, not whose they are: everything that is synchronized comes from a registry.
        image_type: 'registry',
        task_status: status,
        begin_time: task.beginsAt,
        end_time: ended ? task.endsAt : undefined,
        remain_min: ended || !Number.isFinite(task.endsAt) ? 0 : Math.ceil((task.endsAt - call.now) / 60_000),
        is_all: true,
        total_num: images.length,
        success_num: ended && !failed ? images.length - bad.length : 0,
        failed_num: failed ? images.length : bad.length,
        failed_reason: failed || bad.length > 0 ? reason : undefined,
        failed_images: bad.map((image) => Object.assign(image, { failed_reason: reason })),
    };
}
/**
 * HSS, "Querying Image Tasks" (ListImageTasks). The query filters by words, the reply tells by numbers; the smallest page
 * is 10; tasks of other enterprise projects are hidden.
 */
function listTasks(call) {
    if (!call.region.hss.tasks)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const query = queryOf(call, TASK_PARAMETERS, badParameter);
    const kind = word(query['type'], undefined, { name: 'type', words: ['image_sync', 'image_scan'] }, badParameter);
    if (kind === undefined)
        throw badParameter('type is missing');
    const limit = count(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, badParameter);
    const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, badParameter);
    const types = ['manualSync', 'autoSync', 'manual', 'cycle'];
    const taskType = word(query['task_type'], undefined, { name: 'task_type', words: types }, badParameter);
    const states = ['scanning', 'finished'];
    const state = word(query['task_status'], undefined, { name: 'task_status', words: states }, badParameter);
    const { task_id: id, enterprise_project_id: project = '0' } = query;
    const found = (kind === 'image_sync' ? call.region.hssTasks : [])
        .filter((task) => project === 'all_granted_eps' || task.enterpriseProject === project)
        .filter((task) => (taskType ?? task.taskType) === task.taskType && (id ?? task.id) === task.id)
        .filter((task) => state === undefined || (state === 'finished') === call.now >= task.endsAt)
        .toSorted((left, right) => right.beginsAt - left.beginsAt);
    const page = found.slice(offset, offset + limit);
    return json(200, { total_num: found.length, data_list: page.map((task) => shownTask(call, task)) });
}
/** HSS, "Querying Image Repositories" (ListRegistries). latest_sync_time moves when a synchronization has succeeded. */
function listRegistries(call) {
    if (!call.region.hss.registries)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const query = queryOf(call, ['registry_name', 'registry_type', 'registry_addr', 'limit', 'offset', 'enterprise_project_id'], badParameter);
    count(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, badParameter);
    const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000_000 }, badParameter);
    const running = call.region.hssTasks.some((task) => call.now < task.endsAt);
    const ends = call.region.hssTasks.filter((task) => (0,tasks/* taskStatusAt */.p)(task, call.now) === 100).map((task) => task.endsAt);
    const registry = {
        registry_id: (0,emulator_digest/* uuidOf */.pV)(`registry of ${call.region.id}`),
        registry_name: 'SWR private images',
        registry_type: 'SwrPrivate',
        status: running ? 'accessing' : 'success',
        latest_sync_time: Math.max(0, ...ends),
        images_num: imagesOf(call).length,
    };
    return json(200, { total_num: 1, data_list: [registry].slice(offset) });
}

;// CONCATENATED MODULE: ./build/emulator/hss/routes.js




/**
 * The permission to deal with images. HSS, "Permissions Policies and Supported Actions" has names of this form
 * (`hss:containers:list`); those for images were not found, and neither was a URN.
 */
function onImages(verb) {
    return {
        permission: { actions: [`hss:images:${verb}`], resource: (call) => regionalUrn(call, 'hss', 'image:*') },
    };
}
/** The image list of HSS: both generations of the synchronization, and the report. */
const hssRoutes = [
    route('POST /v5/{project_id}/image/synchronize', synchronizeImages, onImages('set')),
    route('POST /v5/{project_id}/image/image-sync/tasks', createSyncTask, onImages('set')),
    route('GET /v5/{project_id}/image/tasks', listTasks, onImages('list')),
    route('GET /v5/{project_id}/image/registries', listRegistries, onImages('list')),
];

;// CONCATENATED MODULE: ./build/emulator/iam/refusals.js

/** `{error: {code, message, title}}`. IAM, "Status Codes". */
function iamRefusal(status, title, message) {
    return refused(json(status, { error: { code: status, message, title } }));
}
/** Wrong parameters. */
const refusals_badParameter = (message) => iamRefusal(400, 'Bad Request', message);
/** A missing permission. */
function forbidden(action) {
    return iamRefusal(403, 'Forbidden', `You are not authorized to perform the requested action: ${action}`);
}

;// CONCATENATED MODULE: ./build/emulator/iam/projects.js




const BASE = 'https://iam.myhuaweicloud.com/v3';
function shownProject(cloud, { id, name }) {
    const region = (0,emulator_cloud/* regionOfProject */.dQ)(cloud, id);
    // A sub-project hangs below its region's project; a region's own project below the account.
    const parent = region === name ? undefined : cloud.projects.find((candidate) => candidate.name === region)?.id;
    return {
        id,
        name,
        description: '',
        domain_id: emulator_cloud/* ACCOUNT */.u4.id,
        parent_id: parent ?? emulator_cloud/* ACCOUNT */.u4.id,
        enabled: true,
        is_domain: false,
    };
}
/** IAM, "Querying Project Information" (KeystoneListProjects). The name matches exactly; needs a permission to list. */
function listProjects(call) {
    const query = queryOf(call, ['name', 'domain_id', 'parent_id', 'enabled', 'is_domain', 'page', 'per_page'], refusals_badParameter);
    const caller = call.caller.key ?? call.caller.token;
    if (caller?.iamList !== true)
        throw forbidden('identity:list_projects');
    const { name } = query;
    const found = call.cloud.projects.filter((project) => name === undefined || project.name === name);
    const paging = { previous: null, next: null };
    return json(200, {
        projects: found.map((project) => Object.assign(shownProject(call.cloud, project), {
            links: { self: `${BASE}/projects/${project.id}`, ...paging },
        })),
        links: { self: `${BASE}/projects`, ...paging },
    });
}
/** IAM, "Querying the Projects Accessible to a User" (KeystoneListAuthProjects). Needs no permission, takes no name. */
function listOwnProjects(call) {
    queryOf(call, [], refusals_badParameter);
    // This list has no pages, so its links lead nowhere else.
    return json(200, {
        projects: call.cloud.projects.map((project) => Object.assign(shownProject(call.cloud, project), { links: { self: `${BASE}/projects/${project.id}` } })),
        links: { self: `${BASE}/auth/projects` },
    });
}

;// CONCATENATED MODULE: ./build/emulator/issued-keys.js


/** Issues a temporary key that signs from now on, in every region, until its end. The seed may shorten its life. */
function issueKey(cloud, { prefix, seconds, now, ...rest }) {
    const serial = (0,emulator_cloud/* nextSerial */.YB)(cloud);
    const key = {
        accessKey: `${prefix}${(0,emulator_digest/* sha256 */.sc)(`access ${serial}`).slice(0, 16).toUpperCase()}`,
        secretKey: (0,emulator_digest/* sha256 */.sc)(`secret ${serial}`).slice(0, 40),
        // Real ones are long, too.
        securityToken: Array.from({ length: 12 }, (_, part) => (0,emulator_digest/* sha256 */.sc)(`security ${serial} ${part}`)).join(''),
        expiresAt: now + Math.min(seconds, cloud.issuedKeySeconds) * 1000,
        ...rest,
    };
    cloud.accessKeys.set(key.accessKey, key);
    return key;
}

;// CONCATENATED MODULE: ./build/emulator/iam/temporary-keys.js






/** Exactly the method `token`; agencies are not emulated. */
const methods = (value, path) => {
    if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'token')
        throw (0,reader/* complaint */.U4)(path, '["token"]', value);
    return ['token'];
};
/** A policy may come along; it limits object storage only. */
const policy = (value, path) => {
    if (!(0,reader/* isRecord */.u4)(value))
        throw (0,reader/* complaint */.U4)(path, 'an object', value);
    return value;
};
const exchangeBody = (0,reader/* object */.Ik)({
    auth: (0,reader/* object */.Ik)({
        identity: (0,reader/* object */.Ik)({
            methods,
            token: (0,reader/* optional */.lq)((0,reader/* object */.Ik)({ id: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()), duration_seconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(900, 86_400)) })),
            policy: (0,reader/* optional */.lq)(policy),
        }),
    }),
});
/** `auth.identity.token.id` means the same as X-Auth-Token and is going out of use; the SDKs know no other way. */
function tokenInBody(body) {
    try {
        return exchangeBody(JSON.parse(body), 'body').auth.identity.token?.id;
    }
    catch {
        // The handler will complain of it.
        return undefined;
    }
}
/** The token that a signed request has in its body, if it is a live one. */
function liveToken(call) {
    const token = call.cloud.tokens.get(tokenInBody(call.body) ?? '');
    return call.now < (token?.expiresAt ?? Number.POSITIVE_INFINITY) ? token : undefined;
}
/**
 * IAM, "Obtaining a Temporary Access Key and Security Token Through a Token" (CreateTemporaryAccessKeyByToken). The keys
 * live 15 minutes if nothing is said, and sign for every region.
 */
function createTemporaryKey(call) {
    const { identity } = call_bodyOf(call, exchangeBody, refusals_badParameter).auth;
    const token = call.caller.token ?? liveToken(call);
    if (token === undefined)
        throw iamRefusal(401, 'Unauthorized', 'This method needs a valid token');
    if (!token.exchange)
        throw forbidden('iam:tokens:createSecurityToken');
    const seconds = identity.token?.duration_seconds ?? 900;
    const key = issueKey(call.cloud, { prefix: 'TEMP', seconds, now: call.now, iamList: token.iamList });
    return json(201, {
        credential: {
            access: key.accessKey,
            secret: key.secretKey,
            securitytoken: key.securityToken,
            expires_at: microseconds(key.expiresAt),
        },
    });
}

;// CONCATENATED MODULE: ./build/emulator/iam/password.js

/** So many wrong passwords in a row lock a user, for so long. IAM, "Login Authentication Policy": both are the defaults. */
const WRONG_ALLOWED = 5;
const password_LOCK_MS = 15 * 60 * 1000;
function unauthorized(message) {
    return iamRefusal(401, 'Unauthorized', message);
}
/**
 * The user whose password it is, or a 401. An unknown user looks like a wrong password. A locked one is refused whatever the
 * password. IAM FAQ, "What Can I Do If My Account Is Locked?" has the text; those of the other two refusals are not in it.
 */
function checkedUser(call, login) {
    const { users, wrongPasswords } = call.cloud;
    const id = `${login.domain.name}/${login.name}`;
    const before = wrongPasswords.get(id);
    if (before?.lockedUntil !== undefined && call.now < before.lockedUntil)
        throw unauthorized('The account is locked.');
    const user = users.find(({ name, domain }) => name === login.name && domain.name === login.domain.name);
    if (user === undefined || user.password !== login.password) {
        const fresh = before === undefined || before.lockedUntil !== undefined || call.now >= before.lastAt + password_LOCK_MS;
        const count = (fresh ? 0 : before.count) + 1;
        const lockedUntil = count >= WRONG_ALLOWED ? call.now + password_LOCK_MS : undefined;
        wrongPasswords.set(id, { count, lastAt: call.now, lockedUntil });
        throw unauthorized('The username or password is wrong.');
    }
    wrongPasswords.delete(id);
    if (user.mfa)
        throw unauthorized('This user must also pass MFA authentication.');
    return user;
}

;// CONCATENATED MODULE: ./build/emulator/iam/user-token.js









const user_token_methods = (value, path) => {
    if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'password') {
        throw (0,reader/* complaint */.U4)(path, '["password"]', value);
    }
    return ['password'];
};
/** An id or a name, one of them. */
const named = (0,reader/* either */.gP)((0,reader/* object */.Ik)({ id: (0,reader/* text */.Qq)() }), (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)() }));
const tokenBody = (0,reader/* object */.Ik)({
    auth: (0,reader/* object */.Ik)({
        identity: (0,reader/* object */.Ik)({
            methods: user_token_methods,
            password: (0,reader/* object */.Ik)({ user: (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)(), password: (0,reader/* text */.Qq)(), domain: (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)() }) }) }),
        }),
        scope: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* object */.Ik)({ project: named }), (0,reader/* object */.Ik)({ domain: named }))),
    }),
});
function isMeant(wanted, thing) {
    return 'id' in wanted ? thing.id === wanted.id : thing.name === wanted.name;
}
function projectFor(call, user, wanted) {
    const project = call.cloud.projects.find((candidate) => isMeant(wanted, candidate));
    if (project === undefined) {
        throw iamRefusal(404, 'Not Found', `Could not find project: ${'id' in wanted ? wanted.id : wanted.name}.`);
    }
    if (user.projects?.includes(project.id) === false) {
        throw iamRefusal(403, 'Forbidden', `You are not authorized to access project ${project.id}.`);
    }
    return project;
}
/** A text such as tokens are: begins with MII, goes on in base64. */
function tokenText(serial, length) {
    const bytes = (0,external_node_crypto_.createHash)('shake256', { outputLength: length }).update(`user token ${serial}`).digest('base64');
    return `MII${bytes.replaceAll('/', '-')}`.slice(0, length);
}
/**
 * IAM, "Obtaining a User Token Through Password Authentication" (KeystoneCreateUserTokenByPassword): 201, the token only in
 * the header X-Subject-Token. It serves the project of its scope, if that is in the region that was asked; without one, or
 * with an account as scope, it serves IAM. Every region here has an IAM of its own, and there is no global one.
 */
function createUserToken(call) {
    queryOf(call, ['nocatalog'], refusals_badParameter);
    const { identity, scope } = call_bodyOf(call, tokenBody, refusals_badParameter).auth;
    const user = checkedUser(call, identity.password.user);
    const { domain } = user;
    if (scope !== undefined && 'domain' in scope && !isMeant(scope.domain, domain)) {
        throw iamRefusal(403, 'Forbidden', 'You are not authorized to access this account.');
    }
    const project = scope !== undefined && 'project' in scope ? projectFor(call, user, scope.project) : undefined;
    const token = tokenText((0,emulator_cloud/* nextSerial */.YB)(call.cloud), call.cloud.userTokenLength);
    const expiresAt = call.now + call.cloud.userTokenSeconds * 1000;
    const rights = { iamList: user.iamList, exchange: true, issuedIn: call.region.id };
    call.cloud.tokens.set(token, { token, project: project?.id ?? '', expiresAt, user: user.name, ...rights });
    const shown = {
        catalog: [],
        expires_at: microseconds(expiresAt),
        issued_at: microseconds(call.now),
        methods: identity.methods,
        ...(project === undefined ? { domain } : { project: { domain, id: project.id, name: project.name } }),
        roles: [{ id: '0', name: 'te_agency' }],
        user: {
            domain,
            id: (0,emulator_digest/* sha256 */.sc)(`user ${user.name}`).slice(0, 32),
            name: user.name,
            password_expires_at: '',
        },
    };
    return json(201, { token: shown }, { 'x-subject-token': token });
}

;// CONCATENATED MODULE: ./build/emulator/iam/routes.js





/** The part of IAM that a client meets. Projects cannot be created: there is no such route on purpose. */
const iamRoutes = [
    route('GET /v3/projects', listProjects, {
        permission: { actions: ['iam:projects:list'], resource: () => iamUrn('project:*') },
    }),
    // Needs no permission, says its page.
    route('GET /v3/auth/projects', listOwnProjects),
    route('POST /v3/auth/tokens', createUserToken, { open: true }),
    route('POST /v3.0/OS-CREDENTIAL/securitytokens', createTemporaryKey, { tokenIn: tokenInBody }),
];

// EXTERNAL MODULE: ./build/emulator/modelarts/images.js
var modelarts_images = __nccwpck_require__(894);
;// CONCATENATED MODULE: ./build/emulator/modelarts/refusals.js

/** `{error_code, error_msg}`. ModelArts, "Error Codes": the same number occurs with several statuses. */
function modelArtsRefusal(status, code, message) {
    return refused(json(status, { error_code: `ModelArts.${code}`, error_msg: message }));
}
/** Wrong parameters. */
const modelarts_refusals_badParameter = (message) => modelArtsRefusal(400, '0104', `Parameter error: ${message}`);
/** An image that is not there: mostly a 400, in spite of the documented 404. */
function imageNotFound(settings, id) {
    if (settings.notFound === '400-6797') {
        return modelArtsRefusal(400, '6797', `The image ${id} was not found or cannot be accessed`);
    }
    return modelArtsRefusal(settings.notFound === '404' ? 404 : 400, '6404', `The image ${id} does not exist`);
}

// EXTERNAL MODULE: ./build/emulator/modelarts/seed.js
var seed = __nccwpck_require__(93);
;// CONCATENATED MODULE: ./build/emulator/modelarts/show.js





/** The image of the path, or a refusal. */
function imageAt(call) {
    const id = param(call, 'id');
    if (!seed/* IMAGE_ID_PATTERN */.jQ.test(id))
        throw modelarts_refusals_badParameter(`image id "${id}" is not a UUID`);
    const image = call.region.images.get(id);
    if (image === undefined)
        throw imageNotFound(call.region.modelarts, id);
    return image;
}
/** ModelArts, "Obtaining Details of an Image" (ShowImage). */
function showImage(call) {
    queryOf(call, [], modelarts_refusals_badParameter);
    return json(200, (0,modelarts_images/* shownImage */.zu)(imageAt(call), call.now));
}
/**
 * ModelArts, "Synchronizing the Image Status". Corrects the recorded state and copies nothing. The first call starts the
 * image's timeline; later ones change nothing, since a correction has no second effect.
 */
function synchronizeImage(call) {
    queryOf(call, [], modelarts_refusals_badParameter);
    noBody(call, modelarts_refusals_badParameter);
    const image = imageAt(call);
    image.timelineFrom ??= call.now;
    return json(200, (0,modelarts_images/* shownImage */.zu)(image, call.now));
}

;// CONCATENATED MODULE: ./build/emulator/modelarts/delete.js






/**
 * ModelArts, "Deleting an Image" (DeleteImage). The page has the query parameter `force`, the SDK a body `is_force`: both
 * are taken, and a contradiction is refused. Only with force, and only for a private image, the tag in SWR goes as well.
 */
function deleteImage(call) {
    const { force } = queryOf(call, ['force'], modelarts_refusals_badParameter);
    const asked = word(force, undefined, { name: 'force', words: ['true', 'false'] }, modelarts_refusals_badParameter);
    const { is_force: inBody } = call_bodyOf(call, (0,reader/* object */.Ik)({ is_force: (0,reader/* optional */.lq)(reader/* flag */.Jt) }), modelarts_refusals_badParameter);
    if (asked !== undefined && inBody !== undefined && (asked === 'true') !== inBody) {
        throw modelarts_refusals_badParameter('force and is_force contradict each other');
    }
    const image = imageAt(call);
    if (image.type === 'BUILD_IN')
        throw modelArtsRefusal(403, '0108', 'A built-in image cannot be deleted');
    call.region.images.delete(image.id);
    if ((asked === 'true' || inBody === true) && image.details.visibility !== 'PUBLIC') {
        const place = (0,modelarts_images/* swrPlaceOf */.zA)(image.swrPath);
        const organization = place && call.region.organizations.get(place.namespace);
        if (place !== undefined)
            organization?.get(place.repository)?.tags.delete(place.tag);
    }
    if (call.region.modelarts.deleteReply === '204')
        return empty(204);
    return json(200, { ...(0,modelarts_images/* shownImage */.zu)(image, call.now), status: 'DELETED', update_at: call.now });
}

;// CONCATENATED MODULE: ./build/emulator/modelarts/list.js




const PARAMETERS = [
    'type',
    'name',
    'name_fuzzy_match',
    'namespace',
    'limit',
    'offset',
    'service_type',
    'sort_key',
    'sort_dir',
    'workspace_id',
    'show_name',
    'show_tag',
];
const SERVICE_TYPES = ['COMMON', 'INFERENCE', 'TRAIN', 'DEV', 'UNKNOWN'];
/** The organization of an image, given or taken from its path. */
function namespaceOf(image) {
    return image.details.namespace ?? (0,modelarts_images/* swrPlaceOf */.zA)(image.swrPath)?.namespace;
}
/**
 * ModelArts, "Listing Images" (ListImage). Three defaults hide images: only built-in ones, names by part, workspace "0".
 * There is no filter by tag or path.
 */
function listImages(call) {
    const query = queryOf(call, PARAMETERS, modelarts_refusals_badParameter);
    const type = word(query['type'], 'BUILD_IN', { name: 'type', words: ['BUILD_IN', 'DEDICATED'] }, modelarts_refusals_badParameter);
    const fuzzy = word(query['name_fuzzy_match'], 'true', { name: 'name_fuzzy_match', words: ['true', 'false'] }, modelarts_refusals_badParameter);
    const service = word(query['service_type'], undefined, { name: 'service_type', words: SERVICE_TYPES }, modelarts_refusals_badParameter);
    const limit = count(query['limit'], 200, { name: 'limit', least: 1, most: 200 }, modelarts_refusals_badParameter);
    const offset = count(query['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, modelarts_refusals_badParameter);
    const direction = word(query['sort_dir'], 'DESC', { name: 'sort_dir', words: ['ASC', 'DESC'] }, modelarts_refusals_badParameter);
    word(query['sort_key'], undefined, { name: 'sort_key', words: ['createTime', 'updateTime', 'name'] }, () => modelArtsRefusal(400, '6303', 'The sorting field is not supported'));
    const { name, namespace, workspace_id: workspace = '0' } = query;
    // "Lowercase letters, digits, hyphens, underscores and periods": no slash, although repositories have them.
    if (name !== undefined && !/^[a-z0-9._-]{1,512}$/.test(name))
        throw modelarts_refusals_badParameter(`name "${name}" is no image name`);
    const found = [...call.region.images.values()].filter((image) => image.type === type &&
        (name === undefined || (fuzzy === 'true' ? image.name.includes(name) : image.name === name)) &&
        (namespace === undefined || namespaceOf(image) === namespace) &&
        (service === undefined || service === 'UNKNOWN' || (image.details.service_type ?? 'COMMON') === service) &&
        (image.details.workspace_id ?? '0') === workspace);
    // The entries of the list have one field less than the details of an image.
    const shown = found.map((image) => {
        const { support_res_categories: _, ...entry } = (0,modelarts_images/* shownImage */.zu)(image, call.now);
        return entry;
    });
    const key = { createTime: 'create_at', updateTime: 'update_at', name: 'name' }[query['sort_key'] ?? 'createTime'] ?? '';
    const ascending = shown.toSorted((left, right) => String(left[key]).localeCompare(String(right[key])));
    const data = (direction === 'ASC' ? ascending : ascending.toReversed()).slice(offset, offset + limit);
    return json(200, {
        current: Math.floor(offset / limit),
        data,
        pages: Math.ceil(found.length / limit),
        size: data.length,
        total: found.length,
    });
}

;// CONCATENATED MODULE: ./build/emulator/sts/refusals.js


/**
 * `{error_code: "STS5.NNNN", error_msg, request_id}`. IAM 5, "Error Codes" gives the shape and the form of the codes; the
 * numbers of STS are not in any document that was found. Those from 1000 on were met by others, who published them; the
 * rest is made up, and a client must not depend on any.
 */
function stsRefusal(call, status, number, message) {
    return refused(json(status, { error_code: `STS5.${number}`, error_msg: message, request_id: call.requestId }));
}
/** A missing right: 403, with the message that only STS itself can decode. Same page. */
function accessDenied(call, message) {
    return refused(json(403, {
        error_code: 'STS5.1001',
        error_msg: message,
        request_id: call.requestId,
        encoded_authorization_message: (0,emulator_digest/* sha256 */.sc)(`denied ${call.requestId}`),
    }));
}
/** Wrong parameters. */
function sts_refusals_badParameter(call) {
    return (message) => stsRefusal(call, 400, '0002', `invalid parameter: ${message}`);
}

;// CONCATENATED MODULE: ./build/emulator/swr/refusals.js

/**
 * An error of SWR in one of the shapes: an array (as documented), `{errors: […]}` (as met in practice) or a bare object.
 * SWR, "Error Codes": the first three digits of the number are the HTTP status.
 */
function swrError(shape, number, message) {
    const error = { errorCode: `SVCSTG.SWR.${number}`, errorMessage: message };
    const status = Number(String(number).slice(0, 3));
    if (shape === 'array')
        return json(status, [{ ...error, detail: '' }]);
    return json(status, shape === 'errors' ? { errors: [error] } : error);
}
/** The same as an exception, in the shape that the region plays. */
function swrRefusal(call, number, message) {
    return refused(swrError(call.region.swr.errorShape, number, message));
}
/** Something that is not there: by its own 404 code, or as the general 400 that is also met. */
function notFound(call, number, message) {
    return swrRefusal(call, call.region.swr.notFound === '404' ? number : 4_000_014, message);
}
/** Wrong parameters. */
function swr_refusals_badParameter(call) {
    return (message) => swrRefusal(call, 4_000_014, `Invalid API parameters: ${message}`);
}

;// CONCATENATED MODULE: ./build/emulator/policy/pattern.js
/**
 * Whether a text fits a pattern in which `*` stands for any characters, also none, and `?` for exactly one. Upper and lower
 * case differ. IAM (identity policies), "JSON Elements: Action, Resource".
 */
function fitsPattern(pattern, text) {
    const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw `\$&`);
    return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
}

;// CONCATENATED MODULE: ./build/emulator/policy/decision.js

/**
 * Whether a policy allows the action on the resource: some statement must allow it, and none may deny it. Without a
 * Resource a statement speaks of all. IAM, "Policy Evaluation Logic".
 */
function isAllowed(policy, { action, resource, region }) {
    const speaking = policy.Statement.filter(({ Action: actions, Resource: resources = ['*'], Condition: { StringEquals: equal, StringMatch: alike } = {} }) => actions.some((pattern) => fitsPattern(pattern, action)) &&
        resources.some((pattern) => fitsPattern(pattern, resource)) &&
        (equal?.['g:RequestedRegion']?.includes(region) ?? true) &&
        (alike?.['g:RequestedRegion']?.some((pattern) => fitsPattern(pattern, region)) ?? true));
    return speaking.length > 0 && speaking.every((statement) => statement.Effect === 'Allow');
}

;// CONCATENATED MODULE: ./build/emulator/policy/enforcement.js






/**
 * Refuses what the caller's session may not do. A session has the policies of its agency and of its opening; what any of
 * them does not allow is denied. Keys and users without a session may do everything. IAM, "Session Policies".
 */
function enforce(call, permission) {
    const policies = call.caller.key?.session?.policies ?? [];
    if (permission === undefined || policies.length === 0)
        return;
    const resource = permission.resource(call);
    // IAM is one for all regions.
    const region = call.service === 'iam' ? '' : call.region.id;
    const missing = permission.actions.find((action) => !policies.every((policy) => isAllowed(policy, { action, resource, region })));
    if (missing === undefined)
        return;
    const message = `access denied: the policies of the session do not allow ${missing} on ${resource}`;
    throw DENIALS[call.service](call, message, missing);
}
/** How each service says that a permission is missing. HSS says it with a 400. The services' "Error Codes". */
const DENIALS = {
    'swr-api': (call, message) => swrRefusal(call, 4_037_020, message),
    modelarts: (_, message) => modelArtsRefusal(403, '0108', message),
    hss: (_, message) => hssRefusal(400, '0013', message),
    iam: (_call, _message, action) => forbidden(action),
    sts: accessDenied,
};

;// CONCATENATED MODULE: ./build/emulator/modelarts/register.js










const registerBody = (0,reader/* object */.Ik)({
    swr_path: (0,reader/* text */.Qq)(/^.{16,2048}$/, 'a text of 16 to 2048 characters'),
    arch: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('X86_64', 'AARCH64')),
    description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    origin: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('CUSTOMIZE', 'IMAGE_SAVE')),
    resource_category: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* oneOf */.yL)('CPU', 'GPU', 'ASCEND'))),
    service_type: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('COMMON', 'INFERENCE', 'TRAIN', 'DEV', 'UNKNOWN')),
    services: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* oneOf */.yL)('NOTEBOOK', 'SSH'))),
    visibility: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('PRIVATE', 'PUBLIC')),
    workspace_id: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    flavor_type: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    tags: (0,reader/* optional */.lq)((0,reader/* list */.p_)(reader/* anything */.D8)),
    swr_instance_id: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    read_me: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
});
/**
 * ModelArts, "Registering an Image" (RegisterImage). The tag must be in the region's own SWR. Request and reply name the
 * same things differently (resource_category / resource_categories, services / dev_services).
 */
function registerImage(call) {
    queryOf(call, [], modelarts_refusals_badParameter);
    const body = call_bodyOf(call, registerBody, modelarts_refusals_badParameter);
    const place = (0,modelarts_images/* swrPlaceOf */.zA)(body.swr_path);
    if (place === undefined)
        throw modelarts_refusals_badParameter(`swr_path "${body.swr_path}" is not registry/namespace/name:tag`);
    const { namespace, repository, tag } = place;
    for (const permission of permissionsOn(`${namespace}/${repository}`))
        enforce(call, permission);
    const taken = [...call.region.images.values()].some((image) => image.name === repository && image.tag === tag && namespaceOf(image) === namespace);
    if (taken)
        throw modelArtsRefusal(400, '2884', `The image ${repository}:${tag} already exists`);
    if (call.region.organizations.get(namespace)?.get(repository)?.tags.has(tag) !== true) {
        throw modelArtsRefusal(400, '2810', `Failed to query SWR for ${namespace}/${repository}:${tag}`);
    }
    const image = {
        id: (0,emulator_digest/* uuidOf */.pV)(`registered image ${(0,emulator_cloud/* nextSerial */.YB)(call.cloud)}`),
        name: repository,
        tag,
        swrPath: body.swr_path,
        type: 'DEDICATED',
        details: {
            namespace,
            arch: (body.arch ?? 'X86_64').toLowerCase(),
            description: body.description,
            origin: body.origin ?? 'CUSTOMIZE',
            resource_categories: body.resource_category ?? ['CPU', 'GPU'],
            service_type: body.service_type ?? 'UNKNOWN',
            dev_services: body.services ?? ['NOTEBOOK', 'SSH'],
            visibility: body.visibility ?? 'PRIVATE',
            workspace_id: body.workspace_id ?? '0',
            flavor_type: body.flavor_type,
        },
        firstStatus: 'INIT',
        timeline: call.region.modelarts.registerTimeline,
        timelineFrom: call.now,
        createdAt: call.now,
    };
    call.region.images.set(image.id, image);
    return json(200, (0,modelarts_images/* shownImage */.zu)(image, call.now));
}
/** What a registration depends on in SWR, for ModelArts looks there as the caller. ModelArts, "Permissions Policies and Supported Actions". */
function permissionsOn(repository) {
    const actions = ['listRepoTags', 'getRepo', 'getRepoDomain', 'createRepoDomain'].map((verb) => `swr:repo:${verb}`);
    return [
        { actions: ['swr:repo:listRepos'], resource: (call) => regionalUrn(call, 'swr', 'repo:*') },
        { actions, resource: (call) => regionalUrn(call, 'swr', `repo:${repository}`) },
    ];
}

;// CONCATENATED MODULE: ./build/emulator/modelarts/routes.js






/**
 * The permission to deal with an image. ModelArts, "Permissions Policies and Supported Actions" names the actions; some of
 * its pages say that identity policies need none. The URN is by analogy: no page shows one.
 */
function onImage(verb) {
    return { permission: { actions: [`modelarts:image:${verb}`], resource: imageOf } };
}
function imageOf(call) {
    return regionalUrn(call, 'modelarts', `image:${call.params['id'] ?? '*'}`);
}
/** The image management of ModelArts. */
const modelArtsRoutes = [
    route('GET /v1/{project_id}/images', listImages, onImage('list')),
    route('POST /v1/{project_id}/images', registerImage, onImage('register')),
    route('GET /v1/{project_id}/images/{id}', showImage, onImage('get')),
    route('DELETE /v1/{project_id}/images/{id}', deleteImage, onImage('delete')),
    route('POST /v1/{project_id}/images/{id}/sync', synchronizeImage, onImage('sync')),
];

;// CONCATENATED MODULE: ./build/emulator/project-scope.js




/**
 * Refuses a project that does not fit: the path's and X-Project-Id's must be projects of the region, the same one, and
 * the token's own if a token calls. Without any (SWR, signed) the region's default project serves. IAM is global, and
 * any STS serves any caller.
 */
function checkProject(call) {
    if (call.service === 'iam' || call.service === 'sts')
        return;
    const named = [param(call, 'project_id'), call.headers['x-project-id'] ?? ''].filter((id) => id !== '');
    const own = call.caller.token?.project;
    const fits = named.every((id) => id === named[0] && (0,emulator_cloud/* regionOfProject */.dQ)(call.cloud, id) === call.region.id && (own === undefined || own === id));
    if (fits)
        return;
    throw call.service === 'modelarts'
        ? modelArtsRefusal(403, '0210', 'The project ID in the request does not match that of the caller')
        : wrongProject(call.requestId);
}

;// CONCATENATED MODULE: ./build/emulator/sts/fields.js

/** A text of so many characters, all of them of the kind if one is given. */
function sized(least, most, kind = /^/) {
    return (value, path) => {
        if (typeof value !== 'string' || value.length < least || value.length > most || !kind.test(value)) {
            throw (0,reader/* complaint */.U4)(path, `a text of ${least} to ${most} characters${kind.source === '^' ? '' : ` like ${kind.source}`}`, value);
        }
        return value;
    };
}
/** A list of so many entries. */
function few(read, most, least = 0) {
    const all = (0,reader/* list */.p_)(read);
    return (value, path) => {
        const entries = all(value, path);
        if (entries.length < least || entries.length > most)
            throw (0,reader/* complaint */.U4)(path, `${least} to ${most} entries`, value);
        return entries;
    };
}
/** The letters of names of sessions and identities. */
const NAME = /^[\w+=,.@-]*$/;
const wish = {
    agency_urn: sized(1, 1500),
    agency_session_name: sized(2, 128, NAME),
    duration_seconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(900, 43_200)),
    // Twice as long in newer editions; this is what all of them take.
    policy: (0,reader/* optional */.lq)(sized(2, 2048)),
    policy_ids: (0,reader/* optional */.lq)(few(sized(1, 64, /^[\w-]*$/), 20)),
};
/** The body of AssumeAgency. */
const assumeBody = (0,reader/* object */.Ik)({
    ...wish,
    external_id: (0,reader/* optional */.lq)(sized(2, 1224, /^[\w+=,.@:/-]*$/)),
    serial_number: (0,reader/* optional */.lq)(sized(9, 256, /^[\w+=/:,.@-]*$/)),
    token_code: (0,reader/* optional */.lq)(sized(6, 6, /^\d*$/)),
    source_identity: (0,reader/* optional */.lq)(sized(2, 64, NAME)),
    tags: (0,reader/* optional */.lq)(few((0,reader/* object */.Ik)({ key: sized(1, 128), value: sized(0, 255) }), 20)),
    transitive_tag_keys: (0,reader/* optional */.lq)(few(sized(1, 128), 20)),
    provided_contexts: (0,reader/* optional */.lq)(few((0,reader/* object */.Ik)({ context_provider_urn: sized(1, 1500), context_assertion: sized(1, 20_000) }), 5, 1)),
});
/** The body of AssumeAgencyWithOIDC. */
const assumeWithOidcBody = (0,reader/* object */.Ik)({ ...wish, provider_urn: sized(1, 1500), id_token: sized(4, 20_000) });

// EXTERNAL MODULE: ./build/emulator/policy/document.js
var policy_document = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./build/emulator/sts/session.js
/** `sts::{account}:assumed-agency:{agency}/{session}`. STS, "Obtaining a Temporary Security Credential". */
function sessionUrn(session) {
    const agency = session.agencyUrn.slice(session.agencyUrn.lastIndexOf(':') + 1);
    return `sts::${session.account}:assumed-agency:${agency}/${session.name}`;
}

;// CONCATENATED MODULE: ./build/emulator/sts/issue.js





/** A session that comes out of a session may last so long; asking for more fails. STS, AssumeAgency. */
const CHAINED_SECONDS = 3600;
/** The agency of the URN, or a 404. */
function agencyAt(call, urn) {
    const agency = call.cloud.trust.agencies.find((candidate) => candidate.urn === urn);
    if (agency === undefined)
        throw stsRefusal(call, 404, '1106', `the agency ${urn} cannot be found`);
    return agency;
}
function sessionPolicies(call, agency, wish) {
    const [unknown] = wish.policy_ids ?? [];
    if (unknown !== undefined)
        throw stsRefusal(call, 404, '0024', `no such policy: ${unknown}`);
    const own = agency.policy === undefined ? [] : [agency.policy];
    if (wish.policy === undefined)
        return own;
    try {
        return [...own, (0,policy_document/* policyOf */.U)(wish.policy)];
    }
    catch (mistake) {
        throw stsRefusal(call, 400, '0011', `malformed policy document: ${(0,reader/* messageOf */.bD)(mistake)}`);
    }
}
/**
 * Opens a session of an agency that the caller may assume, and gives the part of the reply that both ways have. A duration
 * beyond the agency's maximum is refused, and not cut: the documents call it the end of the range.
 */
function openSession(call, agency, wish, sourceIdentity) {
    const policies = sessionPolicies(call, agency, wish);
    const seconds = wish.duration_seconds ?? 3600;
    if (call.caller.key?.securityToken !== undefined && seconds > CHAINED_SECONDS) {
        throw stsRefusal(call, 400, '0013', `duration_seconds must be at most ${CHAINED_SECONDS} for a chained agency`);
    }
    if (seconds > agency.maxSessionSeconds) {
        throw stsRefusal(call, 400, '0012', `duration_seconds exceeds the maximum session duration of the agency, ${agency.maxSessionSeconds}`);
    }
    const session = {
        agencyUrn: agency.urn,
        agencyId: agency.id,
        account: agency.account,
        name: wish.agency_session_name,
        sourceIdentity,
        beganAt: call.now,
        policies,
    };
    const key = issueKey(call.cloud, { prefix: 'HSTA', seconds, now: call.now, iamList: true, session });
    return {
        credentials: {
            access_key_id: key.accessKey,
            secret_access_key: key.secretKey,
            security_token: key.securityToken,
            expiration: new Date(key.expiresAt).toISOString(),
        },
        assumed_agency: { urn: sessionUrn(session), id: `${agency.id}:${session.name}` },
        source_identity: sourceIdentity ?? '',
    };
}

;// CONCATENATED MODULE: ./build/emulator/sts/principal.js







/** The IAM user behind a permanent key or a token; a made-up one where the seed names none. */
function userOf(call) {
    const { key, token } = call.caller;
    return key?.user ?? token?.user ?? `user-of-${key?.accessKey ?? 'a-token'}`;
}
/** What a trust policy may call the caller: its URNs, and its access key. */
function namesOf(call) {
    const { key } = call.caller;
    if (key?.session !== undefined)
        return [key.session.agencyUrn, sessionUrn(key.session)];
    return [iamUrn(`user:${userOf(call)}`), ...(key === undefined ? [] : [key.accessKey])];
}
/** STS, "Obtaining the Identity Information of a Caller" (GetCallerIdentity). Needs no permission. */
function callerIdentity(call) {
    queryOf(call, [], sts_refusals_badParameter(call));
    noBody(call, sts_refusals_badParameter(call));
    const session = call.caller.key?.session;
    if (session !== undefined) {
        const principalId = `${session.agencyId}:${session.name}`;
        return json(200, {
            account_id: session.account,
            principal_urn: sessionUrn(session),
            principal_id: principalId,
        });
    }
    const user = userOf(call);
    return json(200, {
        account_id: emulator_cloud/* ACCOUNT */.u4.id,
        principal_urn: iamUrn(`user:${user}`),
        principal_id: (0,emulator_digest/* sha256 */.sc)(`user ${user}`).slice(0, 32),
    });
}

;// CONCATENATED MODULE: ./build/emulator/sts/assume.js







/** The agency that a body names, for policies; `iam:::agency:` if it names none. */
function agencyIn(call) {
    try {
        return assumeBody(JSON.parse(call.body), 'body').agency_urn;
    }
    catch {
        return 'iam:::agency:';
    }
}
/**
 * STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency" (AssumeAgency). Signed, by a permanent
 * key or by that of another session; MFA codes, tags and attached policies are checked for their form only.
 */
function assumeAgency(call) {
    queryOf(call, [], sts_refusals_badParameter(call));
    const body = call_bodyOf(call, assumeBody, sts_refusals_badParameter(call));
    const agency = agencyAt(call, body.agency_urn);
    const names = namesOf(call);
    const trusted = agency.trust.some((entry) => 'principals' in entry &&
        entry.principals.some((pattern) => names.some((name) => fitsPattern(pattern, name))) &&
        (entry.externalId === undefined || entry.externalId === body.external_id));
    if (!trusted)
        throw accessDenied(call, `no identity-based policy allows sts:agencies:assume on ${agency.urn}`);
    return json(200, openSession(call, agency, body, body.source_identity));
}

;// CONCATENATED MODULE: ./build/emulator/sts/id-token.js




function part(text) {
    try {
        const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
        return (0,reader/* isRecord */.u4)(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * Proves an ID token: RS256 by a key of the issuer, which must be the provider's, within its time, for one of its clients.
 * Only the emulated GitHub can be asked for keys. AssumeAgencyWithOIDC; OpenID Connect Core 3.1.3.7. Throws a 400 each.
 */
function proveIdToken(call, token, provider) {
    const invalid = (why) => stsRefusal(call, 400, '0031', `invalid id token: ${why}`);
    const [header = '', payload = '', signature = '', ...more] = token.split('.');
    const [head, claims] = [part(header), part(payload)];
    if (head === undefined || claims === undefined || more.length > 0)
        throw invalid('not a JSON web token');
    if (claims['iss'] !== provider.url)
        throw invalid('the issuer is not that of the identity provider');
    if (head['alg'] !== 'RS256')
        throw invalid('the algorithm is not RS256');
    if (call.cloud.issuer?.issuer !== provider.url) {
        throw stsRefusal(call, 400, '0035', 'failed to obtain the keys of the identity provider');
    }
    const jwk = publicKeys().find((candidate) => candidate.kid === head['kid']);
    const signed = Buffer.from(`${header}.${payload}`);
    const right = jwk !== undefined &&
        (0,external_node_crypto_.verify)('sha256', signed, (0,external_node_crypto_.createPublicKey)({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
    if (!right)
        throw invalid('the signature does not verify');
    const seconds = call.now / 1000;
    const { exp, nbf, iat, aud, sub } = claims;
    if (typeof exp !== 'number' || typeof iat !== 'number')
        throw invalid('exp or iat is missing');
    if (seconds >= exp)
        throw stsRefusal(call, 400, '0032', 'the id token has expired');
    if (iat > seconds || (typeof nbf === 'number' && nbf > seconds))
        throw invalid('it is not yet valid');
    if (typeof sub !== 'string' || sub === '')
        throw invalid('sub is missing');
    const audience = [aud].flat().find((entry) => provider.clientIds.some((client) => client === entry));
    if (typeof audience !== 'string') {
        throw stsRefusal(call, 400, '2001', 'the audience of the id token is not a client of the identity provider');
    }
    return { audience, subject: sub };
}

;// CONCATENATED MODULE: ./build/emulator/sts/assume-with-oidc.js







/**
 * STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency" (AssumeAgencyWithOIDC). Neither signed
 * nor with a token. An audience or subject that the agency does not trust is a 403, everything wrong with the ID token a 400.
 */
function assumeAgencyWithOidc(call) {
    queryOf(call, [], sts_refusals_badParameter(call));
    const body = call_bodyOf(call, assumeWithOidcBody, sts_refusals_badParameter(call));
    const provider = call.cloud.trust.providers.find((candidate) => candidate.urn === body.provider_urn);
    if (provider === undefined)
        throw stsRefusal(call, 404, '0021', `no such oidc provider: ${body.provider_urn}`);
    const agency = agencyAt(call, body.agency_urn);
    const { audience, subject } = proveIdToken(call, body.id_token, provider);
    const trusted = agency.trust.some((entry) => 'provider' in entry &&
        entry.provider === provider.urn &&
        entry.audiences.some((pattern) => fitsPattern(pattern, audience)) &&
        entry.subjects.some((pattern) => fitsPattern(pattern, subject)));
    if (!trusted)
        throw accessDenied(call, `no identity-based policy allows sts:agencies:assumeWithOIDC on ${agency.urn}`);
    return json(200, {
        ...openSession(call, agency, body),
        audience,
        provider: provider.urn,
        subject_from_id_token: subject,
    });
}

;// CONCATENATED MODULE: ./build/emulator/sts/routes.js




/** The part of STS that hands out keys. Only some regions have it. */
const stsRoutes = [
    route('POST /v5/agencies/assume-with-oidc', assumeAgencyWithOidc, { open: true }),
    route('POST /v5/agencies/assume', assumeAgency, {
        permission: { actions: ['sts:agencies:assume'], resource: agencyIn },
    }),
    route('GET /v5/caller-identity', callerIdentity),
];

// EXTERNAL MODULE: ./build/emulator/swr/jobs.js
var jobs = __nccwpck_require__(209);
// EXTERNAL MODULE: ./build/emulator/swr/names.js
var names = __nccwpck_require__(341);
;// CONCATENATED MODULE: ./build/emulator/swr/lookup.js



/** Organization and repository of the path; refuses names that cannot exist. */
function placeOf(call) {
    const namespace = param(call, 'namespace');
    const repository = param(call, 'repository').replaceAll('$', '/');
    if (!names/* NAMESPACE_PATTERN */.P.test(namespace))
        throw swrRefusal(call, 4_001_028, 'Invalid organization name');
    if (!names/* REPOSITORY_PATTERN */.G.test(repository))
        throw swrRefusal(call, 4_001_029, 'Invalid image repository name');
    return { namespace, repository };
}
/** The repository of the path, or a 404. */
function repositoryAt(call) {
    const place = placeOf(call);
    const organization = call.region.organizations.get(place.namespace);
    if (organization === undefined)
        throw notFound(call, 4_040_058, 'The organization does not exist');
    const found = organization.get(place.repository);
    if (found === undefined)
        throw notFound(call, 4_040_010, 'The image repository does not exist');
    return { ...place, found };
}
/** The tag of the path, or a 404. */
function tagAt(call) {
    const repository = repositoryAt(call);
    const name = param(call, 'tag');
    const tag = repository.found.tags.get(name);
    if (tag === undefined)
        throw notFound(call, 4_040_048, 'The image tag does not exist');
    return { ...repository, name, tag };
}
/** Where docker would pull the repository. */
function pullPath(call, place) {
    return `swr.${call.region.id}.myhuaweicloud.com/${place.namespace}/${place.repository}`;
}

;// CONCATENATED MODULE: ./build/emulator/swr/organizations.js










/** SWR, "Obtaining Organization Details" (ShowNamespace). `auth` 7 is the right to manage. */
function showNamespace(call) {
    const name = param(call, 'namespace');
    if (!call.region.organizations.has(name))
        throw notFound(call, 4_040_058, 'The organization does not exist');
    const id = Number.parseInt((0,emulator_digest/* sha256 */.sc)(`${call.region.id}/${name}`).slice(0, 6), 16);
    return json(200, { id, name, creator_name: emulator_cloud/* ACCOUNT */.u4.name, auth: 7 });
}
/**
 * SWR, "Creating an Organization" (CreateNamespace). Names are unique in a region among all accounts, so a 409 need not
 * mean that the organization is one's own.
 */
function createNamespace(call) {
    const { namespace } = call_bodyOf(call, (0,reader/* object */.Ik)({ namespace: (0,reader/* text */.Qq)() }), swr_refusals_badParameter(call));
    const { organizations, swr } = call.region;
    if (!names/* NAMESPACE_PATTERN */.P.test(namespace))
        throw swrRefusal(call, 4_001_028, 'Invalid organization name');
    if (organizations.has(namespace) || swr.foreignOrganizations.includes(namespace)) {
        throw swrRefusal(call, 4_090_060, 'The organization already exists');
    }
    if (organizations.size >= swr.organizationQuota)
        throw swrRefusal(call, 4_000_097, 'Organization quota exceeded');
    organizations.set(namespace, new Map());
    return empty(201);
}
/** SWR, "Querying Image Repository Information" (ShowRepository). */
function showRepository(call) {
    const { found, namespace, repository } = repositoryAt(call);
    const path = pullPath(call, { namespace, repository });
    const updated = Math.max(found.createdAt, ...[...found.tags.values()].map((tag) => tag.updatedAt));
    return json(200, {
        id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(path).slice(0, 6), 16),
        ns_id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(`${call.region.id}/${namespace}`).slice(0, 6), 16),
        name: repository,
        category: 'other',
        description: '',
        creator_id: emulator_cloud/* ACCOUNT */.u4.id,
        creator_name: emulator_cloud/* ACCOUNT */.u4.name,
        size: 4096 * found.tags.size,
        is_public: false,
        num_images: found.tags.size,
        num_download: 0,
        path,
        internal_path: path,
        created: wholeSeconds(found.createdAt),
        updated: wholeSeconds(updated),
        domain_id: emulator_cloud/* ACCOUNT */.u4.id,
        priority: 0,
    });
}
/** SWR, "Querying Regions for Image Synchronization" (ListSyncRegions). Many regions do not have it. */
function listSyncRegions(call) {
    const regions = call.region.swr.syncRegions;
    if (regions === undefined)
        throw noSuchApi(call.requestId);
    return json(200, regions.map((regionID) => ({ regionID })));
}
/** SWR, "Querying Feature Gates" (ShowShareFeatureGates). */
function showFeatureGates(call) {
    return json(200, call.region.swr.featureGates);
}

;// CONCATENATED MODULE: ./build/emulator/swr/permissions.js



/**
 * Actions on the repository of the path: `swr:{region}:{account}:repo:{organization}/{repository}`. SWR, "Actions Supported
 * by Identity Policy-based Authorization" and "SWR Resources".
 */
function onRepository(...actions) {
    return { permission: { actions, resource: repositoryOf } };
}
/** Actions on the organization of the path, or of the body: `swr:{region}:{account}:namespace:{organization}`. */
function onOrganization(...actions) {
    return { permission: { actions, resource: organizationOf } };
}
function repositoryOf(call) {
    const repository = param(call, 'repository').replaceAll('$', '/');
    return regionalUrn(call, 'swr', `repo:${param(call, 'namespace')}/${repository}`);
}
function organizationOf(call) {
    return regionalUrn(call, 'swr', `namespace:${call.params['namespace'] ?? namedIn(call.body)}`);
}
function namedIn(body) {
    try {
        const value = JSON.parse(body);
        return (0,reader/* isRecord */.u4)(value) ? String(value['namespace']) : '';
    }
    catch {
        // The handler will complain of it.
        return '';
    }
}

;// CONCATENATED MODULE: ./build/emulator/swr/filter.js


/**
 * The terms of `filter=limit::10|offset::0`; undefined if there is no filter. SWR, "Querying the Image Tag List" and
 * "Obtaining Image Synchronization Task Information".
 */
function filterOf(call, query, names) {
    const { filter } = query;
    if (filter === undefined)
        return undefined;
    const terms = filter.split('|').map((term) => term.split('::'));
    const broken = terms.find(([name, ...rest]) => !names.includes(name ?? '') || rest.length !== 1 || rest[0] === '');
    if (broken !== undefined)
        throw swrRefusal(call, 4_001_035, `Invalid filter: "${broken.join('::')}"`);
    return Object.fromEntries(terms);
}
/** The terms of a listing: those of the filter, or else the plain parameters, which a filter disables altogether. */
function listingTerms(call, names) {
    const query = queryOf(call, ['filter', ...names], swr_refusals_badParameter(call));
    return filterOf(call, query, names) ?? query;
}
/** `offset-count/total`: not the grammar of RFC 7233. */
function contentRange(offset, shown, total) {
    return { 'content-range': `${offset}-${shown}/${total}` };
}

;// CONCATENATED MODULE: ./build/emulator/swr/sync.js









const syncBody = (0,reader/* object */.Ik)({
    imageTag: (0,reader/* list */.p_)((0,reader/* text */.Qq)()),
    remoteNamespace: (0,reader/* text */.Qq)(),
    remoteRegionId: (0,reader/* text */.Qq)(),
    override: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** The first outcome of the seed that fits, used up by one if it is limited. */
function outcomeFor(call, wanted) {
    const fitting = call.region.swr.syncOutcomes.find(({ rule, used }) => (rule.tag ?? wanted.tag) === wanted.tag &&
        (rule.target ?? wanted.remoteRegionId) === wanted.remoteRegionId &&
        (rule.repository ?? wanted.repository) === wanted.repository &&
        used < (rule.times ?? Number.POSITIVE_INFINITY));
    if (fitting !== undefined)
        fitting.used += 1;
    return fitting?.rule;
}
function startJob(call, wanted) {
    const rule = outcomeFor(call, wanted);
    const lastsMs = (rule?.seconds ?? call.region.swr.syncSeconds) * 1000;
    const outcome = rule?.outcome ?? 'success';
    return {
        ...wanted,
        id: (0,emulator_cloud/* nextSerial */.YB)(call.cloud),
        region: call.region.id,
        outcome,
        createdAt: call.now,
        // The queue takes a quarter of the time, so that both states before the end can be seen.
        runsAt: call.now + lastsMs / 4,
        endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + lastsMs,
        lagMs: (rule?.lagSeconds ?? 0) * 1000,
        final: undefined,
        landing: undefined,
    };
}
/**
 * SWR, "Manually Synchronizing Images" (CreateManualImageSyncRepo). A trigger: it answers `[]`, gives no job id, and takes
 * tags and target organizations that do not exist without a word. An unknown region is a 500.
 */
function syncImages(call) {
    const complain = swr_refusals_badParameter(call);
    const body = call_bodyOf(call, syncBody, complain);
    if (body.imageTag.length === 0)
        throw complain('imageTag is empty');
    const { found, namespace, repository } = repositoryAt(call);
    const { remoteRegionId, remoteNamespace, override = false } = body;
    const target = call.cloud.regions.get(remoteRegionId);
    if (target === undefined)
        throw swrRefusal(call, 5_001_101, `Unknown region "${remoteRegionId}"`);
    if (target === call.region && !call.region.swr.sameRegionSync) {
        throw complain('remoteRegionId is the region of the source');
    }
    if (!target.organizations.has(remoteNamespace))
        return json(200, []);
    const tags = [...new Set(body.imageTag)].filter((tag) => found.tags.has(tag));
    for (const tag of tags) {
        call.cloud.jobs.push(startJob(call, { namespace, repository, tag, remoteRegionId, remoteNamespace, override }));
    }
    return json(200, []);
}
function shownJob(job, now) {
    return {
        id: job.id,
        namespace: job.namespace,
        repoName: job.repository,
        tag: job.tag,
        remoteNamespace: job.remoteNamespace,
        remoteRegionId: job.remoteRegionId,
        override: job.override,
        status: (0,jobs/* statusAt */.Or)(job, now),
        createdAt: microseconds(job.createdAt),
        updatedAt: microseconds((0,jobs/* updatedAt */.FG)(job, now)),
        domainID: emulator_cloud/* ACCOUNT */.u4.id,
        domainName: emulator_cloud/* ACCOUNT */.u4.name,
        syncOperatorId: emulator_cloud/* ACCOUNT */.u4.id,
        syncOperatorName: emulator_cloud/* ACCOUNT */.u4.name,
    };
}
/**
 * SWR, "Obtaining Image Synchronization Task Information" (ShowSyncJob). filter, limit and offset are compulsory; nothing
 * says why a job failed. Whether manual jobs show at all differs (`hideSyncJobs`).
 */
function listJobs(call) {
    const { namespace, repository } = repositoryAt(call);
    const complain = swr_refusals_badParameter(call);
    const terms = filterOf(call, queryOf(call, ['filter'], complain), ['limit', 'offset', 'order']);
    if (terms?.['limit'] === undefined || terms['offset'] === undefined) {
        throw swrRefusal(call, 4_001_014, 'Missing mandatory parameter: filter with limit and offset');
    }
    const limit = count(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, complain);
    const offset = count(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, complain);
    const order = word(terms['order'], 'asc', { name: 'order', words: ['desc', 'asc'] }, complain);
    const all = call.cloud.jobs
        .filter((job) => job.region === call.region.id && job.namespace === namespace && job.repository === repository)
        .filter((job) => job.outcome !== 'silent' && !call.region.swr.hideSyncJobs)
        .toSorted((left, right) => left.createdAt - right.createdAt || left.id - right.id);
    const page = (order === 'asc' ? all : all.toReversed()).slice(offset, offset + limit);
    return json(200, page.map((job) => shownJob(job, call.now)), contentRange(offset, page.length, all.length));
}

;// CONCATENATED MODULE: ./build/emulator/swr/tags.js








function shownTag(call, place, name, tag) {
    // The config's digest: never the manifest's, although both are SHA-256 and easily mixed up.
    const imageId = (0,emulator_digest/* sha256 */.sc)(`config of ${tag.digest}`);
    const path = `${pullPath(call, place)}:${name}`;
    return {
        id: Number.parseInt(imageId.slice(0, 6), 16),
        repo_id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(pullPath(call, place)).slice(0, 6), 16),
        image_id: imageId,
        digest: tag.digest,
        manifest: JSON.stringify({
            schemaVersion: 2,
            mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
            config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2048, digest: `sha256:${imageId}` },
            layers: [],
        }),
        schema: 2,
        tag_type: 0,
        size: 4096 + Number.parseInt(imageId.slice(6, 12), 16),
        path,
        internal_path: path,
        domain_id: emulator_cloud/* ACCOUNT */.u4.id,
        created: wholeSeconds(tag.createdAt),
        updated: wholeSeconds(tag.updatedAt),
        is_trusted: false,
    };
}
/**
 * SWR, "Querying the Image Tag List" (ListRepositoryTags). The name field is `Tag`; the tag term matches parts of names,
 * since nothing says that it is exact. Content-Range comes only with limit and offset together.
 */
function listTags(call) {
    const { found, ...place } = repositoryAt(call);
    const terms = listingTerms(call, ['limit', 'offset', 'order_column', 'order_type', 'tag']);
    const complain = swr_refusals_badParameter(call);
    for (const [one, other] of [
        ['limit', 'offset'],
        ['order_column', 'order_type'],
    ]) {
        if ((terms[one] === undefined) !== (terms[other] === undefined))
            throw complain(`${one} and ${other} go together`);
    }
    const pageSize = (message) => swrRefusal(call, 4_000_056, message);
    const limit = count(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, pageSize);
    const offset = count(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, complain);
    const column = word(terms['order_column'], 'updated_at', { name: 'order_column', words: ['updated_at', 'tag'] }, () => swrRefusal(call, 4_001_096, 'Invalid order_column'));
    const order = word(terms['order_type'], 'desc', { name: 'order_type', words: ['desc', 'asc'] }, complain);
    const byName = [...found.tags].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const ascending = column === 'tag' ? byName : byName.toSorted(([, left], [, right]) => left.updatedAt - right.updatedAt);
    const ordered = order === 'asc' ? ascending : ascending.toReversed();
    const all = ordered.filter(([name]) => name.includes(terms['tag'] ?? ''));
    const page = all.slice(offset, offset + limit);
    const items = page.map(([name, tag]) => Object.assign(shownTag(call, place, name, tag), { Tag: name, deleted: null, scanned: false }));
    return json(200, items, terms['limit'] === undefined ? {} : contentRange(offset, items.length, all.length));
}
/** SWR, "Querying Details of an Image Tag" (ShowRepoTag). The name field is `tag`; deleted and scanned are missing. */
function showTag(call) {
    listingTerms(call, []);
    const { name, tag, ...place } = tagAt(call);
    return json(200, { tag: name, ...shownTag(call, place, name, tag) });
}
/** SWR, "Deleting an Image Tag" (DeleteRepoTag). */
function deleteTag(call) {
    const { found, name } = tagAt(call);
    found.tags.delete(name);
    return empty(204);
}

;// CONCATENATED MODULE: ./build/emulator/swr/routes.js





const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';
/** The management API v2 of SWR, basic edition. No permission is documented for the regions and the feature gates. */
const swrRoutes = [
    route('GET /v2/manage/regions', listSyncRegions),
    route('GET /v2/manage/projects/{project_id}/feature-gates', showFeatureGates),
    route('POST /v2/manage/namespaces', createNamespace, onOrganization('swr:namespace:createNamespace')),
    route('GET /v2/manage/namespaces/{namespace}', showNamespace, onOrganization('swr:namespace:getNamespace')),
    route(`GET ${REPOSITORY}`, showRepository, onRepository('swr:repo:getRepo')),
    route(`GET ${REPOSITORY}/tags`, listTags, onRepository('swr:repo:listRepoTags')),
    // The name of this action is inferred from its neighbours.
    route(`GET ${REPOSITORY}/tags/{tag}`, showTag, onRepository('swr:repo:getRepoTag')),
    route(`DELETE ${REPOSITORY}/tags/{tag}`, deleteTag, onRepository('swr:repo:deleteRepoTag')),
    route(`POST ${REPOSITORY}/sync_images`, syncImages, 
    // The latter two are documented as what the first one depends on.
    onRepository('swr:repo:createManualSyncRepoJob', 'swr:repo:download', 'swr:repo:upload')),
    route(`GET ${REPOSITORY}/sync_job`, listJobs, onRepository('swr:repo:getSyncRepoJobInfo')),
];

;// CONCATENATED MODULE: ./build/emulator/answer.js















const ROUTES = {
    'swr-api': swrRoutes,
    modelarts: modelArtsRoutes,
    hss: hssRoutes,
    iam: iamRoutes,
    sts: stsRoutes,
};
/** The gateway takes no larger body. API Gateway, "Error Codes", APIGW.0201. */
const BODY_LIMIT = 12 * 1024 * 1024;
function isService(name) {
    return Object.hasOwn(ROUTES, name);
}
/**
 * What the cloud answers, and what that changes in it. The order is the gateway's: is there such an API, who calls, for
 * which project, and may the caller do it; only then comes the service. GitHub is asked without any of that.
 */
function answer(attempt) {
    try {
        (0,jobs/* settle */.G9)(attempt.cloud, attempt.now);
        const { service, region } = attempt.address;
        if (service === emulator_address/* GITHUB */.U0)
            return region === 'api' ? deploymentsApi(attempt) : answerGithub(attempt);
        return accepted(attempt);
    }
    catch (caught) {
        if (isRefused(caught))
            return caught.reply;
        // A mistake of the emulator itself must not look like an ordinary refusal.
        return json(500, {
            error_code: 'EMULATOR.BUG',
            error_msg: caught instanceof Error ? caught.stack : String(caught),
        });
    }
}
function accepted(attempt) {
    const { request, headers, address, cloud, now, requestId } = attempt;
    const { service } = address;
    const region = cloud.regions.get(address.region);
    if (region === undefined || !isService(service) || region.absentServices.includes(service))
        throw noSuchApi(requestId);
    const found = findRoute(ROUTES[service], request.method.toUpperCase(), address.segments);
    if (found === undefined)
        throw noSuchApi(requestId);
    const body = Buffer.from(request.body ?? '');
    if (body.byteLength > BODY_LIMIT)
        throw gatewayRefusal(requestId, 413, 'APIGW.0201', 'The request body is too large');
    const { params, route } = found;
    const text = body.toString('utf8');
    const caller = route.open === true ? {} : authenticate(attempt, route.tokenIn?.(text));
    const query = (0,emulator_address/* queryOf */.E2)(address.wireQuery) ?? [];
    const call = { requestId, service, region, cloud, now, params, query, headers, body: text, caller };
    checkProject(call);
    enforce(call, route.permission);
    return route.handler(call);
}
/** An address whose percent-encoding is broken never gets to an API. */
function badAddress(requestId) {
    return gatewayRefusal(requestId, 400, 'APIGW.0201', 'Bad request: the URI is not well encoded').reply;
}
/** Whether a request goes to the emulator's own routes instead of the cloud's. */
function isControl(address) {
    return address?.service === '_';
}

// EXTERNAL MODULE: ./build/emulator/swr/write-tag.js
var write_tag = __nccwpck_require__(59);
;// CONCATENATED MODULE: ./build/emulator/fault.js



const fault_status = (0,reader/* integer */.nd)(200, 599);
const timing = { delayMs: (0,reader/* optional */.lq)((0,reader/* number */.ai)()) };
const spoilt = { bytes: (0,reader/* integer */.nd)(), status: (0,reader/* optional */.lq)(fault_status), body: (0,reader/* optional */.lq)(reader/* anything */.D8), ...timing };
/** What a script rule does to a request instead of (or on top of) answering it. */
const faultReader = (0,reader/* variants */.HI)({
    /** Any status, body (a text as it is, anything else as JSON), headers. */
    status: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('status'),
        status: fault_status,
        body: (0,reader/* optional */.lq)(reader/* anything */.D8),
        headers: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)(reader/* anyText */.Ae)),
        contentType: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        ...timing,
    }),
    /** The faces of throttling. */
    throttle: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('throttle'),
        preset: (0,reader/* oneOf */.yL)('APIGW.0308', 'ModelArts.6101', 'SVCSTG.SWR.4031032', 'SVCSTG.SWR.4031042', 'SVCSTG.SWR.4090023'),
        retryAfterSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
        retryAfterAs: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('seconds', 'date')),
        ...timing,
    }),
    /** Headers with the full Content-Length and so many bytes of the body, then the connection breaks. */
    cut: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('cut'), ...spoilt }),
    /** The same, and then nothing more while the connection stays open. */
    stall: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('stall'), ...spoilt }),
    /** The connection breaks before any byte. */
    reset: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('reset'), ...timing }),
    /** The request is taken and never answered. */
    silence: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('silence') }),
    /** The true reply, so many bytes at a time. */
    drip: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('drip'), bytes: (0,reader/* integer */.nd)(1), everyMs: (0,reader/* number */.ai)(), ...timing }),
    /** The true reply, later. */
    delay: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('delay'), ms: (0,reader/* number */.ai)() }),
    /** A page of a proxy. */
    html: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('html'), status: (0,reader/* optional */.lq)(fault_status), body: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()), ...timing }),
    /** A text that calls itself JSON and may not be any, or not the expected one. */
    text: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('text'),
        body: reader/* anyText */.Ae,
        status: (0,reader/* optional */.lq)(fault_status),
        contentType: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        ...timing,
    }),
    redirect: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('redirect'), location: (0,reader/* text */.Qq)(), status: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(301, 308)), ...timing }),
});
/** Faults that only slow down a true reply: the request always takes effect. */
function isSlowness(fault) {
    return fault.kind === 'drip' || fault.kind === 'delay';
}
/** The reply with the fault in it; `truth` is what the cloud would have answered. */
function faultyReply(fault, truth, scene) {
    const reply = withoutDelay(fault, truth, scene);
    const delayMs = fault.kind === 'delay' ? fault.ms : 'delayMs' in fault ? fault.delayMs : undefined;
    return delayMs === undefined ? reply : { ...reply, delayMs };
}
function withoutDelay(fault, truth, scene) {
    switch (fault.kind) {
        case 'status':
            return given(fault.status, fault.body, fault.contentType, fault.headers);
        case 'throttle':
            return throttled(fault, scene);
        case 'cut':
        case 'stall': {
            const whole = fault.body === undefined ? truth : given(200, fault.body);
            return { ...whole, status: fault.status ?? whole.status, play: { kind: fault.kind, bytes: fault.bytes } };
        }
        case 'reset':
        case 'silence':
            return { ...truth, play: { kind: fault.kind } };
        case 'drip':
            return { ...truth, play: { kind: 'drip', bytes: fault.bytes, everyMs: fault.everyMs } };
        case 'delay':
            break;
        case 'html':
            return given(fault.status ?? 200, fault.body ?? '<html><body><h1>Sign in</h1></body></html>', 'text/html');
        case 'text':
            return given(fault.status ?? 200, fault.body, fault.contentType);
        case 'redirect':
            return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
    }
    return truth;
}
function given(code, body, type = 'application/json', headers = {}) {
    const content = typeof body === 'string' ? body : JSON.stringify(body ?? '');
    return { status: code, headers: { 'content-type': type, ...headers }, body: body === undefined ? '' : content };
}
/** APIGW.0308 is the gateway's; SWR throttles with 403 and 409 of its own. SWR and API Gateway, "Error Codes". */
function throttled(fault, scene) {
    const seconds = fault.retryAfterSeconds;
    const after = fault.retryAfterAs === 'date' ? new Date(scene.now + (seconds ?? 1) * 1000).toUTCString() : String(seconds);
    const code = /^SVCSTG\.SWR\.(\d+)$/.exec(fault.preset)?.[1];
    const reply = code === undefined
        ? tooMany(scene.requestId, 1, fault.preset)
        : swrError(scene.shape, Number(code), code === '4090023' ? 'The system is busy' : 'Too many requests');
    return seconds === undefined ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': after } };
}
/** The gateway's 429; never with Retry-After on its own. */
function tooMany(requestId, limit, code = 'APIGW.0308') {
    const message = `The throttling threshold has been reached: user over ratelimit,limit:${limit},time:1 second`;
    return json(429, { error_code: code, error_msg: message, request_id: requestId });
}

;// CONCATENATED MODULE: ./build/emulator/script.js



const ruleReader = (0,reader/* object */.Ik)({
    /** Every given condition must hold; `path`, `query` and `body` are parts of the decoded path, raw query and raw body. */
    match: (0,reader/* object */.Ik)({
        service: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...emulator_address/* SERVICES */.Bg, emulator_address/* GITHUB */.U0)),
        region: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        method: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        path: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        query: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        body: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    }),
    /** So many fitting requests pass first. */
    skip: (0,reader/* optional */.lq)((0,reader/* integer */.nd)()),
    /** So many are hit then; 1 if not given. */
    times: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* oneOf */.yL)('always'), (0,reader/* integer */.nd)(1))),
    /** Whether the cloud does what was asked before the fault is played. */
    takesEffect: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    fault: faultReader,
});
const scriptReader = (0,reader/* object */.Ik)({
    rules: (0,reader/* optional */.lq)((0,reader/* list */.p_)(ruleReader)),
    clockSkewSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)(Number.NEGATIVE_INFINITY)),
    rateLimits: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)((0,reader/* integer */.nd)(1), (0,reader/* oneOf */.yL)(...emulator_address/* SERVICES */.Bg))),
});
/** Checks a script of unknown origin. Throws an Error whose text names the place of a mistake. */
function readScript(value) {
    return scriptReader(value, 'script');
}
/** Starts a script afresh, checking it again: a typed one can still be wrong. */
function playbookOf(script) {
    const { rules = [], ...rest } = readScript(script);
    const counted = rules.map((rule) => ({ rule, seen: 0, hits: 0 }));
    return {
        settings: rest,
        report: () => ({ ...rest, rules: counted.map(({ rule, seen, hits }) => ({ ...rule, seen, hits })) }),
        plan: (request, address) => {
            for (const entry of counted) {
                const { match, skip = 0, times = 1, takesEffect = false, fault } = entry.rule;
                if (!fits(match, request, address))
                    continue;
                entry.seen += 1;
                if (entry.seen <= skip || (times !== 'always' && entry.hits >= times))
                    continue;
                entry.hits += 1;
                return { fault, takesEffect };
            }
            return undefined;
        },
    };
}
function fits(match, request, address) {
    return ((match.service ?? address.service) === address.service &&
        (match.region ?? address.region) === address.region &&
        (match.method ?? request.method).toUpperCase() === request.method.toUpperCase() &&
        address.path.includes(match.path ?? '') &&
        address.wireQuery.includes(match.query ?? '') &&
        Buffer.from(request.body ?? '').includes(match.body ?? ''));
}
/** Counts requests by service and second; says the limit when it is exceeded. */
function rateMeter() {
    const seen = new Map();
    return (limits, service, now) => {
        const limit = new Map(Object.entries(limits)).get(service);
        if (limit === undefined)
            return undefined;
        const second = Math.floor(now / 1000);
        const before = seen.get(service);
        const window = before?.second === second ? before : { second, count: 0 };
        window.count += 1;
        seen.set(service, window);
        return window.count > limit ? limit : undefined;
    };
}

// EXTERNAL MODULE: ./build/emulator/seed.js + 5 modules
var emulator_seed = __nccwpck_require__(422);
;// CONCATENATED MODULE: ./build/emulator/control.js




const pushReader = (0,reader/* object */.Ik)({
    region: (0,reader/* text */.Qq)(),
    organization: (0,reader/* text */.Qq)(),
    repository: (0,reader/* text */.Qq)(),
    tag: (0,reader/* text */.Qq)(),
    digest: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
});
/** The emulator's own routes, under `/_/`: no credentials, no faults, not in the request log. */
function control(emulator, request) {
    const [path] = request.url.split('?');
    const body = () => JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
    try {
        switch (`${request.method.toUpperCase()} ${path}`) {
            case 'GET /_/health':
                return json(200, { ok: true });
            case 'GET /_/state':
                return json(200, emulator.state());
            case 'PUT /_/state':
                emulator.load((0,emulator_seed/* readSeed */.O)(body()));
                return empty(204);
            case 'GET /_/requests':
                return json(200, emulator.requests());
            case 'DELETE /_/requests':
                emulator.clearRequests();
                return empty(204);
            case 'GET /_/script':
                return json(200, emulator.script());
            case 'PUT /_/script':
                emulator.setScript(readScript(body()));
                return empty(204);
            case 'PUT /_/tags': {
                const { digest, ...place } = pushReader(body(), 'push');
                return json(200, { digest: emulator.push(digest === undefined ? place : { ...place, digest }) });
            }
            default:
                return json(404, { error: `no control route ${request.method} ${path}` });
        }
    }
    catch (mistake) {
        return json(400, { error: (0,reader/* messageOf */.bD)(mistake) });
    }
}

;// CONCATENATED MODULE: ./build/emulator/dump.js




function dumpRegion(cloud, region, now) {
    const organizations = [...region.organizations].map(([namespace, repositories]) => {
        const shown = [...repositories].map(([name, { tags }]) => {
            const digests = [...tags].map(([tag, { digest }]) => [tag, digest]);
            return [name, Object.fromEntries(digests)];
        });
        return [namespace, Object.fromEntries(shown)];
    });
    return {
        organizations: Object.fromEntries(organizations),
        jobs: cloud.jobs
            .filter((job) => job.region === region.id)
            .map((job) => ({
            id: job.id,
            namespace: job.namespace,
            repository: job.repository,
            tag: job.tag,
            remoteRegionId: job.remoteRegionId,
            remoteNamespace: job.remoteNamespace,
            override: job.override,
            outcome: job.outcome,
            status: (0,jobs/* statusAt */.Or)(job, now),
            createdAt: job.createdAt,
        })),
        images: [...region.images.values()].map((image) => ({
            id: image.id,
            name: image.name,
            tag: image.tag,
            swr_path: image.swrPath,
            type: image.type,
            status: (0,modelarts_images/* stateAt */.HK)(image, now).status,
        })),
        hssTasks: region.hssTasks.map((task) => ({
            id: task.id,
            taskType: task.taskType,
            imageType: task.imageType,
            beginsAt: task.beginsAt,
            status: (0,tasks/* taskStatusAt */.p)(task, now),
        })),
    };
}
/** The whole truth as of now, for tests to compare with what a client believes; without any secret. */
function dumpState(cloud, now) {
    (0,jobs/* settle */.G9)(cloud, now);
    const regions = [...cloud.regions.values()].map((region) => [region.id, dumpRegion(cloud, region, now)]);
    return {
        now,
        projects: cloud.projects,
        accessKeys: [...cloud.accessKeys.values()].map(({ accessKey, expiresAt }) => ({
            accessKey,
            expiresAt: expiresAt ?? null,
            failures: cloud.failures.get(accessKey)?.count ?? 0,
            lockedUntil: cloud.failures.get(accessKey)?.lockedUntil ?? null,
        })),
        deployments: structuredClone(cloud.github.made),
        sessions: [...cloud.accessKeys.values()].flatMap(({ accessKey, expiresAt, session }) => session === undefined
            ? []
            : [
                {
                    accessKey,
                    agency: session.agencyUrn,
                    name: session.name,
                    urn: sessionUrn(session),
                    beganAt: session.beganAt,
                    expiresAt: expiresAt ?? null,
                    policies: session.policies,
                },
            ]),
        tokens: [...cloud.tokens.values()].map(({ project, user, expiresAt, token }) => ({
            project,
            user: user ?? null,
            expiresAt: expiresAt ?? null,
            length: token.length,
        })),
        users: cloud.users.map(({ name, domain }) => ({
            name,
            domain: domain.name,
            wrongPasswords: cloud.wrongPasswords.get(`${domain.name}/${name}`)?.count ?? 0,
            lockedUntil: cloud.wrongPasswords.get(`${domain.name}/${name}`)?.lockedUntil ?? null,
        })),
        regions: Object.fromEntries(regions),
    };
}

;// CONCATENATED MODULE: ./build/emulator/request-log.js

function parsed(text) {
    if (text === '')
        return null;
    try {
        return JSON.parse(text);
    }
    catch {
        return text;
    }
}
/** What a request asks for, with every secret of the cloud (from six characters on) blotted out. */
function askedFor(request, address, cloud) {
    const secrets = [
        ...[...cloud.accessKeys.values()].flatMap((key) => [key.secretKey, key.securityToken ?? '']),
        ...cloud.tokens.keys(),
        cloud.github.token,
        ...cloud.users.map((user) => user.password),
    ]
        // A short one would blot out parts of ordinary words; a long one may hold another one, so it goes first.
        .filter((secret) => secret.length >= 6)
        .toSorted((left, right) => right.length - left.length);
    // ID tokens are known by their form; nobody keeps them.
    const blot = (text) => secrets
        .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
        .replaceAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, '***');
    return {
        service: address?.service ?? '',
        region: address?.region ?? '',
        method: request.method.toUpperCase(),
        path: blot(address?.path ?? request.url),
        query: Object.fromEntries(((0,emulator_address/* queryOf */.E2)(address?.wireQuery ?? '') ?? []).map(([name, value]) => [name, blot(value)])),
        body: parsed(blot(Buffer.from(request.body ?? '').toString('utf8'))),
    };
}

;// CONCATENATED MODULE: ./build/emulator/emulator.js











/** Makes the cloud that the seed describes. Throws an Error whose text names the place of a mistake in the seed. */
function createEmulator({ seed, now = Date.now }) {
    let cloud = (0,emulator_seed/* cloudOf */.h)(seed, now());
    let playbook = playbookOf({});
    let log = [];
    let served = 0;
    const meter = rateMeter();
    const serverNow = () => now() + (playbook.settings.clockSkewSeconds ?? cloud.clockSkewSeconds) * 1000;
    const reply = (request, attempt) => {
        const planned = playbook.plan(request, attempt.address);
        if (planned !== undefined) {
            const { fault, takesEffect } = planned;
            // The true reply may be needed (to cut it) even where nothing may change: then a copy of the cloud takes the effect.
            const acting = takesEffect || isSlowness(fault) ? cloud : structuredClone(cloud);
            const truth = answer({ ...attempt, cloud: acting });
            const shape = cloud.regions.get(attempt.address.region)?.swr.errorShape ?? 'errors';
            return { reply: faultyReply(fault, truth, { ...attempt, shape }), fault: fault.kind };
        }
        const limits = playbook.settings.rateLimits ?? cloud.rateLimits;
        const limit = meter(limits, attempt.address.service, now());
        if (limit !== undefined)
            return { reply: tooMany(attempt.requestId, limit), fault: 'rate-limit' };
        return { reply: answer(attempt), fault: null };
    };
    const emulator = {
        handle: (request, inFlight = 1) => {
            const address = (0,emulator_address/* addressOf */.ci)(request.url);
            const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
            if (address !== undefined && isControl(address))
                return control(emulator, request);
            served += 1;
            const requestId = (0,emulator_digest/* sha256 */.sc)(`request ${served}`).slice(0, 32);
            // GitHub's clock is right, whatever the cloud's shows.
            const instant = address?.service === 'github' ? now() : serverNow();
            const entry = { n: served, at: now(), ...askedFor(request, address, cloud) };
            const outcome = address === undefined
                ? { reply: badAddress(requestId), fault: null }
                : reply(request, { request, headers, address, cloud, now: instant, requestId });
            const mute = outcome.reply.play?.kind === 'reset' || outcome.reply.play?.kind === 'silence';
            log.push({ ...entry, status: mute ? 0 : outcome.reply.status, fault: outcome.fault, inFlight });
            // IAM names its replies in a header of its own, which is the one that the SDKs read there.
            const trace = address?.service === 'iam' ? { 'x-iam-trace-id': requestId } : {};
            const named = { date: new Date(instant).toUTCString(), 'x-request-id': requestId, ...trace };
            const stamped = { ...named, ...outcome.reply.headers };
            return { ...outcome.reply, headers: stamped };
        },
        state: () => dumpState(cloud, serverNow()),
        load: (next) => {
            cloud = (0,emulator_seed/* cloudOf */.h)(next, now());
        },
        requests: () => [...log],
        clearRequests: () => {
            log = [];
        },
        setScript: (script) => {
            playbook = playbookOf(script);
        },
        script: () => playbook.report(),
        push: ({ region, organization, repository, tag, digest }) => {
            const at = serverNow();
            const bytes = digest ?? (0,emulator_digest/* digestOf */.ol)(`${region}/${organization}/${repository}:${tag} at ${at}`);
            if (!emulator_digest/* DIGEST_PATTERN */.WA.test(bytes))
                throw (0,reader/* complaint */.U4)('push.digest', 'a digest', digest);
            dumpState(cloud, at);
            const place = { namespace: organization, repository, tag };
            if (!(0,write_tag/* writeTag */.M)(cloud.regions.get(region), place, bytes, at)) {
                throw (0,reader/* complaint */.U4)('push', 'into an existing region and organization', { region, organization });
            }
            return bytes;
        },
    };
    return emulator;
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./build/emulator/wire.js

/**
 * Sends a reply over a socket, acting out its fault. `done` is called when the server has nothing more to do for the
 * request, which for a stall or a silence is when the connection ends.
 */
async function send(response, reply, signal, done) {
    response.once('close', done);
    if (reply.delayMs !== undefined)
        await (0,promises_namespaceObject.setTimeout)(reply.delayMs, undefined, { signal });
    const body = Buffer.from(reply.body);
    const { play } = reply;
    if (play?.kind === 'silence')
        return;
    if (play?.kind === 'reset') {
        response.socket?.resetAndDestroy();
        return;
    }
    const head = body.byteLength === 0 && reply.status === 204 ? {} : { 'content-length': String(body.byteLength) };
    response.writeHead(reply.status, { ...reply.headers, ...head });
    if (play === undefined) {
        done();
        response.end(body);
        return;
    }
    response.flushHeaders();
    if (play.kind === 'drip') {
        for (let sent = 0; sent < body.byteLength; sent += play.bytes) {
            if (response.destroyed)
                return;
            response.write(body.subarray(sent, sent + play.bytes));
            await (0,promises_namespaceObject.setTimeout)(play.everyMs, undefined, { signal });
        }
        response.end();
        return;
    }
    // A whole body would be a whole reply: a cut or stalled one always lacks at least its last byte.
    const part = body.subarray(0, Math.min(play.bytes, Math.max(0, body.byteLength - 1)));
    response.write(part);
    if (play.kind === 'stall')
        return;
    // Only when the empty write is through is everything before it, and the break comes after the bytes.
    response.socket?.write('', () => response.socket?.destroy());
}

;// CONCATENATED MODULE: ./build/emulator/start.js



async function received(message) {
    const chunks = [];
    for await (const chunk of message)
        chunks.push(Buffer.from(chunk));
    // Node reads the bytes of a header as Latin-1; clients send, and sign, UTF-8.
    const headers = Object.entries(message.headers).map(([name, value]) => [
        name,
        Buffer.from([value ?? ''].flat().join(', '), 'latin1').toString('utf8'),
    ]);
    return {
        method: message.method ?? '',
        url: message.url ?? '',
        headers: Object.fromEntries(headers),
        body: Buffer.concat(chunks),
    };
}
/** Starts the emulator. Rejects if the seed is wrong or the port is taken. */
async function startEmulator(options) {
    const emulator = createEmulator(options);
    const closing = new AbortController();
    let inFlight = 0;
    // Large tokens must fit into the headers.
    const server = (0,external_node_http_namespaceObject.createServer)({ maxHeaderSize: 1024 * 1024 }, (message, response) => {
        inFlight += 1;
        const began = inFlight;
        let over = false;
        const done = () => {
            inFlight -= over ? 0 : 1;
            over = true;
        };
        const exchange = async () => {
            try {
                await send(response, emulator.handle(await received(message), began), closing.signal, done);
            }
            catch {
                // The client hung up, or the emulator closes: nobody is left to be told.
                done();
                response.destroy();
            }
        };
        void exchange();
    });
    // An idle connection that the server closes just as the client uses it again would look like a fault.
    server.keepAliveTimeout = 0;
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    return {
        ...emulator,
        port,
        url,
        endpoint: `${url}/{service}/{region}`,
        close: () => new Promise((resolve) => {
            closing.abort();
            server.close(() => resolve());
            server.closeAllConnections();
        }),
    };
}


/***/ }),

/***/ 209:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FG: () => (/* binding */ updatedAt),
/* harmony export */   G9: () => (/* binding */ settle),
/* harmony export */   Or: () => (/* binding */ statusAt),
/* harmony export */   f: () => (/* binding */ STATUSES),
/* harmony export */   im: () => (/* binding */ OUTCOMES)
/* harmony export */ });
/* harmony import */ var _write_tag_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(59);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(632);


/** The states of a synchronization job. SWR, "Obtaining Image Synchronization Task Information". */
const STATUSES = ['waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed'];
/**
 * What a job is destined for. `stuck` runs for ever; `lie` says success without moving a byte; `wrong-digest` says
 * success and delivers something else; `silent` delivers without ever being listed.
 */
const OUTCOMES = [
    'success',
    'failed',
    'timeout',
    'cancel',
    'existed',
    'stuck',
    'lie',
    'wrong-digest',
    'silent',
];
/** The state of a job as it shows at a time; the cloud must have been settled up to then. */
function statusAt(job, now) {
    return job.final ?? (now < job.runsAt ? 'waiting' : 'running');
}
/** When the job last changed its state. */
function updatedAt(job, now) {
    if (job.final !== undefined)
        return job.endsAt;
    return now < job.runsAt ? job.createdAt : job.runsAt;
}
function tagIn(cloud, region, namespace, job) {
    return cloud.regions.get(region)?.organizations.get(namespace)?.get(job.repository)?.tags.get(job.tag);
}
/** Decides the end. The source is read only now, so that a tag moved meanwhile is copied as it is now. */
function finish(cloud, job) {
    if (job.outcome === 'past' || job.outcome === 'stuck')
        return;
    if (job.outcome === 'lie')
        job.final = 'success';
    else if (job.outcome !== 'success' && job.outcome !== 'silent' && job.outcome !== 'wrong-digest') {
        job.final = job.outcome;
    }
    else {
        const source = tagIn(cloud, job.region, job.namespace, job)?.digest;
        if (source === undefined)
            job.final = 'failed';
        else if (!job.override && tagIn(cloud, job.remoteRegionId, job.remoteNamespace, job) !== undefined) {
            job.final = 'existed';
        }
        else {
            job.final = 'success';
            const digest = job.outcome === 'wrong-digest' ? (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(`something else than ${source}`) : source;
            job.landing = { digest, at: job.endsAt + job.lagMs };
        }
    }
}
function land(cloud, job, landing) {
    job.landing = undefined;
    const place = { namespace: job.remoteNamespace, repository: job.repository, tag: job.tag };
    (0,_write_tag_js__WEBPACK_IMPORTED_MODULE_1__/* .writeTag */ .M)(cloud.regions.get(job.remoteRegionId), place, landing.digest, landing.at);
}
/** The next thing that happens to a job, if anything is still to come. */
function nextAt(job) {
    return job.landing?.at ?? (job.final === undefined ? job.endsAt : Number.POSITIVE_INFINITY);
}
/**
 * Lets everything happen that was due up to now, in the order of its time. Called before every look at the cloud, which
 * is why no timers are needed and a virtual clock may jump.
 */
function settle(cloud, now) {
    // Sorted once: a cloud may have many thousands of jobs, most of which have nothing to come.
    const due = cloud.jobs.filter((job) => nextAt(job) <= now).toSorted(inTime);
    for (let next = 0; next < due.length; next++) {
        const job = due[next];
        if (job === undefined)
            return;
        if (job.landing === undefined)
            finish(cloud, job);
        else
            land(cloud, job, job.landing);
        // What has ended may land in the same breath, or between the others.
        if (nextAt(job) > now)
            continue;
        let place = next + 1;
        for (let other = due[place]; other !== undefined && inTime(other, job) < 0; other = due[place])
            place += 1;
        due.splice(place, 0, job);
    }
}
function inTime(left, right) {
    return nextAt(left) - nextAt(right) || left.id - right.id;
}


/***/ }),

/***/ 341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ REPOSITORY_PATTERN),
/* harmony export */   P: () => (/* binding */ NAMESPACE_PATTERN)
/* harmony export */ });
/** Organization names. SWR, "Manually Synchronizing Images", path parameter `namespace`. */
const NAMESPACE_PATTERN = /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|_{1,2})(?=[a-z0-9]))*$/;
/** Repository names, `/` included. Same page, path parameter `repository`. */
const REPOSITORY_PATTERN = /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|_{1,2})(?=[a-z0-9]))*$/;


/***/ }),

/***/ 59:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ writeTag)
/* harmony export */ });
/** Puts bytes under a tag, making the repository if need be; false if the organization does not exist. */
function writeTag(region, place, digest, at) {
    const organization = region?.organizations.get(place.namespace);
    if (organization === undefined)
        return false;
    const repository = organization.get(place.repository) ?? { createdAt: at, tags: new Map() };
    organization.set(place.repository, repository);
    repository.tags.set(place.tag, { digest, createdAt: repository.tags.get(place.tag)?.createdAt ?? at, updatedAt: at });
    return true;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(557);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
