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

/***/ 765:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dX: () => (/* binding */ regionalUrn),
/* harmony export */   hW: () => (/* binding */ iamUrn),
/* harmony export */   u4: () => (/* binding */ ACCOUNT)
/* harmony export */ });
/** The emulated account: owns every region, project and repository. A seed can add further accounts for agencies and users. */
const ACCOUNT = { id: '0d0a1b2c3d4e5f60718293a4b5c6d7e8', name: 'emulated-account' };
/** The URN of a resource in a region, such as `swr:cn-north-4:{account}:repo:team/app` for `repo:team/app`. */
function regionalUrn(region, service, resource) {
    return `${service}:${region}:${ACCOUNT.id}:${resource}`;
}
/** The URN of an IAM resource, which has no region, such as `iam::{account}:agency:promoter` for `agency:promoter`. */
function iamUrn(resource, account = ACCOUNT.id) {
    return `iam::${account}:${resource}`;
}


/***/ }),

/***/ 798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ SERVICES),
/* harmony export */   U$: () => (/* binding */ registryHost),
/* harmony export */   U0: () => (/* binding */ GITHUB),
/* harmony export */   mA: () => (/* binding */ parseQuery),
/* harmony export */   or: () => (/* binding */ parseAddress)
/* harmony export */ });
/** The services of the emulated cloud, by the name that the endpoint template `{service}` takes. */
const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'];
/**
 * The service name of the emulated GitHub in addresses, scripts and the request log. Its URLs are `/_/github/{part}/…`:
 * `_` cannot be a service of the cloud.
 */
const GITHUB = 'github';
/** The host of the registry that a region's image names begin with; the European site has a domain of its own. */
function registryHost(region) {
    return `swr.${region}.myhuaweicloud.${region.startsWith('eu-west-1') ? 'eu' : 'com'}`;
}
function decode(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return undefined;
    }
}
/** Splits the URL of a request line into its parts; undefined for broken percent-encoding. */
function parseAddress(url) {
    const mark = url.indexOf('?');
    const wirePath = mark < 0 ? url : url.slice(0, mark);
    const wireQuery = mark < 0 ? '' : url.slice(mark + 1);
    const parts = wirePath.split('/').map(decode);
    const [, service = '', region = '', ...rest] = parts[1] === '_' && parts[2] === GITHUB ? parts.slice(1) : parts;
    const segments = rest.filter((segment) => segment !== undefined);
    if (segments.length !== rest.length || parseQuery(wireQuery) === undefined)
        return undefined;
    const path = `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
    return { service, region, segments, path, wirePath, wireQuery };
}
/** Decoded names and values of a query string, in the order sent; `+` is a space. Undefined for broken percent-encoding. */
function parseQuery(wireQuery) {
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

/***/ 781:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ DEFAULT_SEED),
/* harmony export */   a: () => (/* binding */ DEFAULT_SEED_TEXT)
/* harmony export */ });
/* harmony import */ var _account_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(765);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(708);


const ISSUER = 'https://token.actions.githubusercontent.com';
const PROVIDER = `iam::${_account_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.id}:oidcProvider:GitHub`;
const AUDIENCE = 'sts.myhuaweicloud.com';
/** The seed of the command without `--seed`. */
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
/** The description of the default cloud that the command prints. */
const DEFAULT_SEED_TEXT = `The default cloud (give --seed file.json for another):
  access key EMULATOR-ACCESS-KEY, secret key EMULATOR-SECRET-KEY
  cn-north-4 (project emulated-project-1): organization team, repository app/api, tags v1 and v2
  cn-east-3 (project emulated-project-2): organization team, empty;
    ModelArts image ${(0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .uuidOf */ .pV)('default image')}: ERROR, 3 seconds after …/sync ACTIVE
  agency iam::${_account_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.id}:agency:promoter, assumed with that access key, or with an ID token
    (provider ${PROVIDER}, audience ${AUDIENCE})
  ID tokens of octo-org/octo-app at refs/tags/v1: /_/github/oidc/token, request token EMULATOR-REQUEST-TOKEN
  IAM user promoter of the account ${_account_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.name}, password EMULATOR-PASSWORD
`;


/***/ }),

/***/ 708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   WA: () => (/* binding */ DIGEST_PATTERN),
/* harmony export */   ol: () => (/* binding */ digestOf),
/* harmony export */   pV: () => (/* binding */ uuidOf),
/* harmony export */   sc: () => (/* binding */ sha256)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal. */
function sha256(content) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
}
/** A manifest digest derived from any text, for seeds and tests: the same text always gives the same digest. */
function digestOf(word) {
    return `sha256:${sha256(word)}`;
}
/** The form of a manifest digest. */
const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;
/** A UUID derived from any text: the same text always gives the same UUID. */
function uuidOf(word) {
    const hex = sha256(word);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}


/***/ }),

/***/ 177:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(975);
/* harmony import */ var _default_seed_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(781);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(583);
/* harmony import */ var _seed_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(851);
/* harmony import */ var _start_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(240);
/** The command `npm run emulator`, which is also the server of the action. */






function parsePort(text) {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (port <= 65_535)
        return port;
    throw new Error(`--port must be a number from 0 (any free port) to 65535, not "${text}"`);
}
function readSeedFile(file) {
    try {
        return (0,_seed_js__WEBPACK_IMPORTED_MODULE_3__/* .readSeed */ .O)(JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, 'utf8')));
    }
    catch (cause) {
        throw new Error(`--seed "${file}": ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(cause)}`, { cause });
    }
}
try {
    const { values } = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.parseArgs)({ options: { port: { type: 'string', default: '8080' }, seed: { type: 'string' } } });
    const seed = values.seed === undefined ? _default_seed_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_SEED */ .K : readSeedFile(values.seed);
    const running = await (0,_start_js__WEBPACK_IMPORTED_MODULE_4__/* .startEmulator */ .s)({ port: parsePort(values.port), seed });
    // In one write: the action waits for the first line and then reads the rest.
    process.stdout.write(`Huawei Cloud emulator: ${running.endpoint}\n${values.seed === undefined ? _default_seed_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_SEED_TEXT */ .a : ''}`);
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.once(signal, () => void running.close());
}
catch (cause) {
    process.stderr.write(`${(0,_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(cause)}\nUsage: node emulator/main.ts [--port 8080] [--seed file.json]\n`);
    process.exitCode = 1;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ policyReader),
/* harmony export */   O: () => (/* binding */ parsePolicy)
/* harmony export */ });
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(583);

/** `service:type:verb`, with wildcards; the type may be empty (`sts::tagSession`). */
const action = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^(\*|[a-z][\w-]*:[\w*?-]*:[\w*?-]+|[a-z][\w-]*:\*)$/, 'an action like swr:repo:listRepoTags');
/** `service:region:account:type:name`; a wildcard may stand for several of the parts. */
const resource = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^(\*|[a-zA-Z*][\w*?-]*:.+)$/, 'a URN like swr:*:*:repo:team/app, or *');
/** The only emulated condition key: the region of the endpoint that is called. */
const requestedRegion = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ 'g:RequestedRegion': (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())) });
const statement = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    Sid: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    Effect: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('Allow', 'Deny'),
    Action: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(action),
    Resource: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(resource)),
    Condition: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ StringEquals: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(requestedRegion), StringMatch: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(requestedRegion) })),
});
/**
 * An identity policy of version 5.0. IAM, "JSON Element Reference". Elements that are not emulated are refused: `NotAction`,
 * `NotResource` and every `Condition` except those on `g:RequestedRegion`.
 */
const policyReader = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ Version: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('5.0'), Statement: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(statement) });
/** Reads a policy from its JSON text. Throws an Error whose message says what is wrong. */
function parsePolicy(document) {
    let value;
    try {
        value = JSON.parse(document);
    }
    catch (cause) {
        throw new Error(`policy: not JSON: ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(cause)}`, { cause });
    }
    return policyReader(value, 'policy');
}


/***/ }),

/***/ 583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ae: () => (/* binding */ anyText),
/* harmony export */   D8: () => (/* binding */ anything),
/* harmony export */   HI: () => (/* binding */ variants),
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   cJ: () => (/* binding */ validationError),
/* harmony export */   gP: () => (/* binding */ either),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   nd: () => (/* binding */ integer),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   yL: () => (/* binding */ oneOf),
/* harmony export */   zz: () => (/* binding */ dictionary)
/* harmony export */ });
/** The validationError of a reader: `seed.regions.cn-north-4.syncSeconds: must be a number of at least 0, not "x"`. */
function validationError(path, rule, value) {
    const seen = value === undefined ? 'nothing' : JSON.stringify(value);
    return new Error(`${path}: must be ${rule}, not ${seen.length > 120 ? `${seen.slice(0, 120)}…` : seen}`);
}
/** Whether the value is a JSON object (no array, not null). */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** A string that is not empty and matches the pattern, if one is given. `rule` names it in the error message. */
function text(pattern, rule = pattern === undefined ? 'a string' : `a string like ${pattern.source}`) {
    return (value, path) => {
        if (typeof value !== 'string' || value === '' || pattern?.test(value) === false)
            throw validationError(path, rule, value);
        return value;
    };
}
/** Any string, including the empty one. */
const anyText = (value, path) => {
    if (typeof value !== 'string')
        throw validationError(path, 'a string', value);
    return value;
};
/** `true` or `false`; not the strings. */
const flag = (value, path) => {
    if (typeof value !== 'boolean')
        throw validationError(path, 'true or false', value);
    return value;
};
/** A finite number of at least `least`. */
function number(least = 0) {
    return (value, path) => {
        if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
            throw validationError(path, Number.isFinite(least) ? `a number of at least ${least}` : 'a number', value);
        }
        return value;
    };
}
/** An integer from `least` to `most`, both included. */
function integer(least = 0, most = Number.MAX_SAFE_INTEGER) {
    return (value, path) => {
        if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
            throw validationError(path, `an integer from ${least} to ${most}`, value);
        }
        return Number(value);
    };
}
/** One of the given words. */
function oneOf(...words) {
    return (value, path) => {
        const word = words.find((candidate) => candidate === value);
        if (word === undefined)
            throw validationError(path, `one of ${words.join(', ')}`, value);
        return word;
    };
}
/** Any JSON value. */
const anything = (value) => value;
/** An array whose entries the given reader accepts. */
function list(read) {
    return (value, path) => {
        if (!Array.isArray(value))
            throw validationError(path, 'a list', value);
        return value.map((entry, index) => read(entry, `${path}[${index}]`));
    };
}
/** An object with arbitrary keys, each of which `key` checks. */
function dictionary(read, key = anyText) {
    return (value, path) => {
        if (!isRecord(value))
            throw validationError(path, 'an object', value);
        return Object.fromEntries(Object.entries(value).map(([name, entry]) => [key(name, `${path} (key)`), read(entry, `${path}.${name}`)]));
    };
}
/** Lets an object leave the field out. */
function optional(read) {
    const reader = (value, path) => (value === undefined ? undefined : read(value, path));
    return Object.assign(reader, { optional: true });
}
function object(shape) {
    return (value, path) => {
        if (!isRecord(value))
            throw validationError(path, 'an object', value);
        const unknown = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
        if (unknown !== undefined) {
            throw new Error(`${path}.${unknown}: unknown field; known are ${Object.keys(shape).join(', ')}`);
        }
        const fields = Object.entries(shape).map(([name, read]) => [name, read(value[name], `${path}.${name}`)]);
        return Object.fromEntries(fields.filter(([, entry]) => entry !== undefined));
    };
}
/** What the first or else the second reader accepts. If neither does, the error has both messages. */
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
/** The message of a caught value; of anything but an Error, its text. */
function messageOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
function variants(shapes) {
    return (value, path) => {
        const kind = isRecord(value) ? value['kind'] : undefined;
        const read = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
        if (read === undefined)
            throw validationError(`${path}.kind`, `one of ${Object.keys(shapes).join(', ')}`, kind);
        return read(value, path);
    };
}


/***/ }),

/***/ 851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  S: () => (/* binding */ createCloud),
  O: () => (/* binding */ readSeed)
});

// EXTERNAL MODULE: ./build/emulator/address.js
var address = __nccwpck_require__(798);
// EXTERNAL MODULE: ./build/emulator/digest.js
var digest = __nccwpck_require__(708);
// EXTERNAL MODULE: ./build/emulator/reader.js
var reader = __nccwpck_require__(583);
// EXTERNAL MODULE: ./build/emulator/state/agencies.js
var agencies = __nccwpck_require__(557);
// EXTERNAL MODULE: ./build/emulator/state/github.js
var github = __nccwpck_require__(981);
;// CONCATENATED MODULE: ./build/emulator/state/hss.js

/** How a synchronization task ends, as a seed says. `stuck` runs for ever; with `none` no task is created. */
const TASK_OUTCOMES = ['success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'];
/** Which lists of images a region has: GET /image/swr-repository is the older one, GET /image/registries/images the newer one. */
const IMAGE_LISTS = ['both', 'older', 'newer', 'none'];
/** Whether `image_name` of the lists begins with the organization. */
const IMAGE_NAMES = ['without-organization', 'with-organization'];
/** How `begin_time` of a task is written; documented in milliseconds. */
const BEGIN_TIMES = ['milliseconds', 'seconds', 'text', 'none'];
/** An error reply of the synchronize call, with status 200 unless the seed gives one. */
const synchronizeError = (0,reader/* object */.Ik)({
    status: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(200, 599)),
    error_code: (0,reader/* either */.gP)((0,reader/* integer */.nd)(), (0,reader/* text */.Qq)()),
    error_description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
});
/** A task that existed before the emulator started. */
const pastTaskSeed = (0,reader/* object */.Ik)({
    secondsAgo: (0,reader/* number */.ai)(),
    seconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    taskType: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('manualSync', 'autoSync')),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...TASK_OUTCOMES)),
    enterpriseProject: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
});
/** `hss` of a region's seed. */
const hssSeed = (0,reader/* object */.Ik)({
    synchronize: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* oneOf */.yL)('ok', 'gone-404', 'gone-410'), synchronizeError)),
    tasks: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    createTask: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    registries: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    taskSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...TASK_OUTCOMES)),
    failedReason: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    failedImages: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    imageLists: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...IMAGE_LISTS)),
    imageNames: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...IMAGE_NAMES)),
    digests: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    multiArch: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    imageListSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    taskListSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    beginTimes: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...BEGIN_TIMES)),
    pastTasks: (0,reader/* optional */.lq)((0,reader/* list */.p_)(pastTaskSeed)),
});
/** Reads the settings from a region's seed and adds the defaults. */
function createHssSettings(seed) {
    return {
        synchronize: seed?.synchronize ?? 'ok',
        tasks: seed?.tasks ?? true,
        createTask: seed?.createTask ?? true,
        registries: seed?.registries ?? true,
        taskSeconds: seed?.taskSeconds ?? 2,
        outcome: seed?.outcome ?? 'success',
        failedReason: seed?.failedReason ?? 'access_swr_failed',
        failedImages: seed?.failedImages ?? [],
        imageLists: seed?.imageLists ?? 'both',
        imageNames: seed?.imageNames ?? 'without-organization',
        digests: seed?.digests ?? true,
        multiArch: seed?.multiArch ?? [],
        imageListSeconds: seed?.imageListSeconds ?? 0,
        taskListSeconds: seed?.taskListSeconds ?? 0,
        beginTimes: seed?.beginTimes ?? 'milliseconds',
    };
}

// EXTERNAL MODULE: ./build/emulator/state/hss-tasks.js
var hss_tasks = __nccwpck_require__(517);
// EXTERNAL MODULE: ./build/emulator/state/images.js
var state_images = __nccwpck_require__(184);
// EXTERNAL MODULE: ./build/emulator/state/repositories.js
var repositories = __nccwpck_require__(594);
// EXTERNAL MODULE: ./build/emulator/state/sync-jobs.js
var sync_jobs = __nccwpck_require__(622);
;// CONCATENATED MODULE: ./build/emulator/state/swr-settings.js



/** An entry of `syncOutcomes`: how jobs that match its repository, tag and target region end. The first match counts. */
const syncOutcomeSeed = (0,reader/* object */.Ik)({
    repository: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    tag: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    target: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    outcome: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...sync_jobs/* JOB_OUTCOMES */.sF)),
    seconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    lagSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    times: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1)),
});
/** The fields of a region's seed that concern SWR. */
const swrFields = {
    organizations: (0,reader/* optional */.lq)(repositories/* organizationsSeed */.O3),
    foreignOrganizations: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    organizationQuota: (0,reader/* optional */.lq)((0,reader/* integer */.nd)()),
    syncSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    jobs: (0,reader/* optional */.lq)((0,reader/* list */.p_)(sync_jobs/* pastJobSeed */.$T)),
    syncOutcomes: (0,reader/* optional */.lq)((0,reader/* list */.p_)(syncOutcomeSeed)),
    hideSyncJobs: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    sameRegionSync: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    syncRegions: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    featureGates: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)(reader/* flag */.Jt)),
    swrErrorShape: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('array', 'errors', 'object')),
    swrNotFound: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('404', '400')),
    swrEmptyList: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('array', 'null', 'object', 'nothing')),
    tagPageSize: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(1)),
    tagListLagSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
    shiftingTagList: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    tagListTotal: (0,reader/* optional */.lq)(reader/* flag */.Jt),
};
const swrSeed = (0,reader/* object */.Ik)(swrFields);
/** Reads the settings from a region's seed and adds the defaults. */
function createSwrSettings(seed) {
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
        emptyList: seed.swrEmptyList ?? 'array',
        tagPageSize: seed.tagPageSize ?? 1000,
        tagListLagSeconds: seed.tagListLagSeconds ?? 0,
        shiftingTagList: seed.shiftingTagList ?? false,
        tagListTotal: seed.tagListTotal ?? true,
    };
}

// EXTERNAL MODULE: ./build/emulator/account.js
var emulator_account = __nccwpck_require__(765);
;// CONCATENATED MODULE: ./build/emulator/state/users.js


const userSeed = (0,reader/* object */.Ik)({
    name: (0,reader/* text */.Qq)(),
    password: (0,reader/* text */.Qq)(),
    /** The name of the user's account. */
    domain: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    /** Ids of the projects that the user has access to; all of them if left out. */
    projects: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* text */.Qq)())),
    /** Whether the user must also pass MFA, so that a password alone is refused. */
    mfa: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    iamList: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** The field of a seed with the IAM users. */
const userFields = { users: (0,reader/* optional */.lq)((0,reader/* list */.p_)(userSeed)) };
/** Creates the users of a seed. Throws an Error with the path in the seed if a user's account does not exist. */
function createUsers(seeds, accounts) {
    return seeds.map((seed, index) => {
        const domain = accounts.find((account) => account.name === (seed.domain ?? emulator_account/* ACCOUNT */.u4.name));
        if (domain === undefined) {
            throw (0,reader/* validationError */.cJ)(`seed.users[${index}].domain`, 'the name of one of seed.accounts', seed.domain);
        }
        const { name, password, projects, mfa = false, iamList = true } = seed;
        return { name, password, domain, projects, mfa, iamList };
    });
}

;// CONCATENATED MODULE: ./build/emulator/seed.js












const moment = (value, path) => {
    if (typeof value === 'number' && Number.isFinite(value))
        return value;
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value)))
        return value;
    throw (0,reader/* validationError */.cJ)(path, 'a time (RFC 3339, or epoch milliseconds)', value);
};
const regionSeed = (0,reader/* object */.Ik)({
    absentServices: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* oneOf */.yL)(...address/* SERVICES */.Bg))),
    ...swrFields,
    ...state_images/* modelArtsFields */.lO,
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
    ...agencies/* trustFields */.u,
    ...userFields,
    github: (0,reader/* optional */.lq)(github/* githubSeed */.VF),
    rateLimits: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)((0,reader/* integer */.nd)(1), (0,reader/* oneOf */.yL)(...address/* SERVICES */.Bg))),
});
/** Checks a seed of unknown origin. Throws an Error whose message names the path of the wrong value. */
function readSeed(value) {
    return seedReader(value, 'seed');
}
function readExpiry(seed, now) {
    if (seed.expiresAt !== undefined)
        return new Date(seed.expiresAt).getTime();
    return seed.expiresInSeconds === undefined ? undefined : now + seed.expiresInSeconds * 1000;
}
function createRegion(id, seed, now) {
    const organizations = (0,repositories/* createOrganizations */.BD)(seed.organizations, now);
    const pastTasks = seed.hss?.pastTasks ?? [];
    return {
        id,
        absentServices: [
            ...(seed.absentServices ?? []),
            ...((seed.sts ?? agencies/* STS_REGIONS */.pg.includes(id)) ? [] : ['sts']),
        ],
        organizations,
        swr: createSwrSettings(seed),
        images: new Map((seed.images ?? []).map((image) => [image.id, (0,state_images/* createImage */.mF)(image, id, now)])),
        modelarts: (0,state_images/* createModelArtsSettings */.xU)(seed),
        hss: createHssSettings(seed.hss),
        hssTasks: pastTasks.map((task, index) => (0,hss_tasks/* createPastTask */.iA)(task, (0,hss_tasks/* imagesOf */.IC)(organizations), `${id} past task ${index}`, now)),
    };
}
/**
 * Creates the cloud that a seed describes. Without `projects`, every region gets one. Throws an Error whose message names the path of
 * the wrong value.
 *
 * @param clockNow epoch milliseconds of the given clock; the server's clock differs from it by the skew of the seed
 */
function createCloud(seed, clockNow) {
    const read = readSeed(seed);
    const clockSkewSeconds = read.clockSkewSeconds ?? 0;
    const now = clockNow + clockSkewSeconds * 1000;
    const projects = read.projects ?? Object.keys(read.regions).map((name) => ({ id: (0,digest/* sha256 */.sc)(`project ${name}`).slice(0, 32), name }));
    const keys = (read.accessKeys ?? []).map((key) => [
        key.accessKey,
        {
            accessKey: key.accessKey,
            secretKey: key.secretKey,
            securityToken: key.securityToken,
            expiresAt: readExpiry(key, now),
            iamList: key.iamList ?? true,
            ...(key.user === undefined ? {} : { user: key.user }),
        },
    ]);
    const tokens = (read.tokens ?? []).map((token, index) => {
        if (!projects.some((project) => project.id === token.project)) {
            throw (0,reader/* validationError */.cJ)(`seed.tokens[${index}].project`, 'the id of one of seed.projects', token.project);
        }
        const rights = { iamList: token.iamList ?? true, exchange: token.exchange ?? true };
        return [token.token, { token: token.token, project: token.project, expiresAt: readExpiry(token, now), ...rights }];
    });
    const trust = (0,agencies/* createTrust */.Zg)(read);
    const jobs = Object.entries(read.regions).flatMap(([region, { jobs: past }]) => (past ?? []).map((job) => (0,sync_jobs/* createPastJob */.Yd)(job, region, now)));
    return {
        startedAt: now,
        clockSkewSeconds,
        accessKeys: new Map(keys),
        failures: new Map(),
        tokens: new Map(tokens),
        projects,
        trust,
        users: createUsers(read.users ?? [], trust.accounts),
        wrongPasswords: new Map(),
        issuer: read.github && (0,github/* createIssuer */.Ai)(read.github),
        regions: new Map(Object.entries(read.regions).map(([id, region]) => [id, createRegion(id, region, now)])),
        jobs: jobs.map((job, index) => Object.assign(job, { id: index + 1 })),
        github: (0,github/* createDeployments */.DO)(read.github ?? {}),
        rateLimits: read.rateLimits ?? {},
        issuedKeySeconds: read.issuedKeySeconds ?? Number.MAX_SAFE_INTEGER,
        userTokenSeconds: read.userTokenSeconds ?? 24 * 3600,
        userTokenLength: read.userTokenLength ?? 6144,
        serial: jobs.length,
    };
}


/***/ }),

/***/ 240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  s: () => (/* binding */ startEmulator)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
// EXTERNAL MODULE: ./build/emulator/address.js
var emulator_address = __nccwpck_require__(798);
// EXTERNAL MODULE: ./build/emulator/digest.js
var emulator_digest = __nccwpck_require__(708);
;// CONCATENATED MODULE: ./build/emulator/message.js
/** A reply with a JSON body. */
function json(status, value, headers = {}) {
    return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
/** A reply without a body. */
function empty(status) {
    return { status, headers: {}, body: '' };
}
/** Creates the exception for an error reply: `throw apiError(json(404, …))`. */
function apiError(reply) {
    return Object.assign(new Error(`error reply ${reply.status}`), { reply });
}
/** Whether a caught value is an ApiError; anything else is a defect of the emulator. */
function isApiError(caught) {
    return caught instanceof Error && 'reply' in caught;
}

;// CONCATENATED MODULE: ./build/emulator/state/cloud.js
/** Takes the next number; all generated ids are derived from such numbers. */
function nextSerial(cloud) {
    cloud.serial += 1;
    return cloud.serial;
}
/** The id of the region that a project belongs to; undefined if the cloud has no such project or region. */
function regionOfProject(cloud, projectId) {
    const name = cloud.projects.find((project) => project.id === projectId)?.name;
    return [...cloud.regions.keys()].find((id) => name === id || name?.startsWith(`${id}_`) === true);
}

;// CONCATENATED MODULE: ./build/emulator/timestamps.js
/** The forms in which the APIs write times. All functions take and return epoch milliseconds. */
/** `20260101T000000Z`, the form of X-Sdk-Date. */
function formatCompactUtc(at) {
    return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
/** Reads an X-Sdk-Date; undefined for any other form. */
function parseCompactUtc(text) {
    const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
    if (found === null)
        return undefined;
    const [, year, month, day, hour, minute, second] = found;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(at) ? undefined : at;
}
/** RFC 3339 with six fractional digits: sync jobs of SWR, temporary keys and tokens of IAM. */
function formatMicroseconds(at) {
    return new Date(at).toISOString().replace('Z', '000Z');
}
/** RFC 3339 with whole seconds: repositories and tags of SWR, deployments of GitHub. */
function formatSeconds(at) {
    return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

;// CONCATENATED MODULE: ./build/emulator/gateway/errors.js

/**
 * An error of the API gateway, through which every request to a service passes. API Gateway user guide, "Error Codes"; the
 * order of the fields, the line break and the headers of the firewall in front of it are as recorded.
 */
function gatewayError(requestId, status, code, message) {
    const reply = json(status, { error_msg: message, error_code: code, request_id: requestId }, firewallHeaders(requestId));
    return apiError({ ...reply, body: `${reply.body}\n` });
}
function firewallHeaders(requestId) {
    return { server: 'CloudWAF', 'set-cookie': `HWWAFSESID=${requestId.slice(0, 20)}; path=/` };
}
/** 404 APIGW.0101: no such API. Also for a wrong method, a missing or additional `/`, and a service that the region lacks. */
function noSuchApi(requestId) {
    return gatewayError(requestId, 404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
}
/** 401 APIGW.0301: the credentials are refused; `reason` is part of the message. */
function invalidCredentials(requestId, reason) {
    return gatewayError(requestId, 401, 'APIGW.0301', `Incorrect IAM authentication information: ${reason}`);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: ./build/emulator/gateway/signature.js



const ALGORITHM = 'SDK-HMAC-SHA256';
/** Reads an Authorization header; undefined for any other form than the documented one. Signature Guide, "Signing Requests". */
function parseAuthorization(header) {
    const found = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/.exec(header);
    const [, accessKey, names, signature] = found ?? [];
    if (accessKey === undefined || names === undefined || signature === undefined)
        return undefined;
    return { accessKey, signedHeaders: names.toLowerCase().split(';'), signature };
}
/** Encodes everything but A-Z a-z 0-9 - _ . ~ as %XX; encodeURIComponent leaves five more characters as they are. */
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
/** Compares by UTF-16 code unit; `localeCompare` would give another order. */
function compare(left, right) {
    if (left === right)
        return 0;
    return left < right ? -1 : 1;
}
/** The query in the form in which it is signed: sorted by name, then by value as text. An empty value keeps its `=`. */
function canonicalQuery(wireQuery) {
    return ((0,emulator_address/* parseQuery */.mA)(wireQuery) ?? [])
        .toSorted((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .join('&');
}
/** The text whose hash is signed, in six parts. Signature Guide, "Constructing a Standard Request". */
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
/** The right signature of a request: 64 lower-case hexadecimal digits. Signature Guide, "Calculating the Signature". */
function computeSignature(request, signedHeaders, secretKey) {
    const date = (request.headers['x-sdk-date'] ?? '').trim();
    const toSign = [ALGORITHM, date, (0,emulator_digest/* sha256 */.sc)(canonicalRequest(request, signedHeaders))].join('\n');
    return (0,external_node_crypto_.createHmac)('sha256', secretKey).update(toSign).digest('hex');
}
/** Whether the signature of an Authorization header is right. Takes the same time for every wrong signature. */
function isSignatureValid(request, authorization, secretKey) {
    const expected = Buffer.from(computeSignature(request, authorization.signedHeaders, secretKey));
    const given = Buffer.from(authorization.signature);
    return expected.length === given.length && (0,external_node_crypto_.timingSafeEqual)(expected, given);
}

;// CONCATENATED MODULE: ./build/emulator/gateway/authentication.js






/** How far X-Sdk-Date may differ from the server's time. API Gateway FAQ, "signature expired". */
const CLOCK_TOLERANCE_MS = 15 * 60 * 1000;
/** How many failures in a row an access key may have before it is locked. Signature Guide, error APIGW.0301. */
const FAILURES_ALLOWED = 5;
/** How long an access key is locked. Signature Guide, error APIGW.0301. */
const LOCK_MS = 5 * 60 * 1000;
/**
 * Authenticates the caller of a request, or throws a 401. A signature takes precedence over a token, and X-Auth-Token over a
 * token in the body.
 */
function authenticate(incoming, tokenInBody) {
    const authorization = incoming.headers['authorization'];
    if (authorization !== undefined && authorization !== '')
        return authenticateKey(incoming, authorization);
    const token = incoming.headers['x-auth-token'] || tokenInBody;
    if (token !== undefined && token !== '')
        return authenticateToken(incoming, token);
    throw invalidCredentials(incoming.requestId, 'x-auth-token not found');
}
function authenticateKey(incoming, header) {
    const authorization = parseAuthorization(header);
    if (authorization === undefined)
        throw invalidCredentials(incoming.requestId, 'Authorization format incorrect');
    const { accessKey } = authorization;
    const { failures } = incoming.cloud;
    const locked = invalidCredentials(incoming.requestId, 'AK access failed to reach the limit,forbidden');
    const before = failures.get(accessKey);
    if (before?.lockedUntil !== undefined && incoming.now < before.lockedUntil)
        throw locked;
    try {
        const key = verifyRequest(incoming, authorization);
        failures.delete(accessKey);
        return { key };
    }
    catch (error) {
        if (!isApiError(error))
            throw error;
        const total = (before?.lockedUntil === undefined ? (before?.count ?? 0) : 0) + 1;
        const lockedUntil = total > FAILURES_ALLOWED ? incoming.now + LOCK_MS : undefined;
        failures.set(accessKey, { count: total, lockedUntil });
        throw lockedUntil === undefined ? error : locked;
    }
}
/**
 * Checks a signed request: access key, date, signature, payload hash, expiry and security token. Signature Guide, "Signing
 * Requests".
 */
function verifyRequest({ request, headers, address, cloud, now, requestId }, authorization) {
    const { accessKey, signedHeaders } = authorization;
    const key = cloud.accessKeys.get(accessKey);
    // As recorded; older gateways say "ak … not exist".
    if (key === undefined)
        throw invalidCredentials(requestId, 'Unauthorized');
    const date = headers['x-sdk-date'] ?? '';
    const signedAt = parseCompactUtc(date.trim());
    if (signedAt === undefined || !signedHeaders.includes('x-sdk-date')) {
        throw invalidCredentials(requestId, 'X-Sdk-Date is missing, not signed or not of the form YYYYMMDDThhmmssZ');
    }
    if (Math.abs(signedAt - now) > CLOCK_TOLERANCE_MS) {
        const server = formatCompactUtc(now);
        throw invalidCredentials(requestId, `AK/SK signature expired, signature time:${date},server time:${server}`);
    }
    const body = request.body ?? '';
    const signed = { ...address, method: request.method, headers, body };
    if (!isSignatureValid(signed, authorization, key.secretKey)) {
        throw invalidCredentials(requestId, 'verify aksk signature fail');
    }
    const payload = headers['x-sdk-content-sha256']?.trim() ?? 'UNSIGNED-PAYLOAD';
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== (0,emulator_digest/* sha256 */.sc)(body)) {
        throw invalidCredentials(requestId, 'X-Sdk-Content-Sha256 is not the hash of the body');
    }
    if (key.expiresAt !== undefined && now >= key.expiresAt) {
        throw invalidCredentials(requestId, 'the temporary access key has expired');
    }
    if (key.securityToken !== (headers['x-security-token'] || undefined)) {
        throw invalidCredentials(requestId, 'X-Security-Token is missing or does not belong to the access key');
    }
    if (key.securityToken !== undefined && !signedHeaders.includes('x-security-token')) {
        throw invalidCredentials(requestId, 'X-Security-Token is not among the signed headers');
    }
    return key;
}
/**
 * A token is valid for one project, hence in one region; IAM and STS accept it everywhere. IAM, "Obtaining a User Token". One
 * that a region's IAM issued is valid in that region only, see "Constraints" there; tokens of the seed are those of a global IAM.
 */
function authenticateToken({ address, cloud, now, requestId }, text) {
    const token = cloud.tokens.get(text);
    if (token === undefined)
        throw invalidCredentials(requestId, 'decrypt token fail');
    if (token.expiresAt !== undefined && now >= token.expiresAt)
        throw invalidCredentials(requestId, 'token expired');
    const { project, issuedIn = address.region } = token;
    const isInRegion = regionOfProject(cloud, project) === address.region && issuedIn === address.region;
    if (!isInRegion && !['iam', 'sts'].includes(address.service)) {
        throw gatewayError(requestId, 401, 'APIGW.0307', 'The token must be updated: it belongs to another region');
    }
    return { token };
}

// EXTERNAL MODULE: ./build/emulator/reader.js
var reader = __nccwpck_require__(583);
;// CONCATENATED MODULE: ./build/emulator/call.js

/** The value of a {placeholder} of the path. */
function pathParam(call, name) {
    return call.params[name] ?? '';
}
/**
 * The query parameters of a call. Only the given names are allowed, each once. The real services may ignore unknown
 * parameters; here they are an error, because nobody would notice a parameter that is ignored.
 */
function readQuery(call, names, invalid) {
    const values = {};
    for (const [name, value] of call.query) {
        if (!names.includes(name))
            throw invalid(`Unknown query parameter "${name}"`);
        if (values[name] !== undefined)
            throw invalid(`Query parameter "${name}" is given twice`);
        values[name] = value;
    }
    return values;
}
/** The JSON body of a call, checked by the reader. A body that is absent counts as `{}`. */
function readBody(call, read, invalid) {
    const type = call.headers['content-type'];
    if (type !== undefined && !/application\/json/i.test(type))
        throw invalid(`Content-Type "${type}" is not supported`);
    try {
        return read(call.body === '' ? {} : JSON.parse(call.body), 'body');
    }
    catch (cause) {
        throw invalid((0,reader/* messageOf */.bD)(cause));
    }
}
/** Refuses a body for an API that has none. `{}` is accepted, because several clients send it. */
function checkNoBody(call, invalid) {
    const value = readBody(call, (body) => body, invalid);
    if (!(0,reader/* isRecord */.u4)(value) || Object.keys(value).length > 0)
        throw invalid('This API takes no request body');
}
/** Reads an integer parameter from `least` to `most`; `fallback` if it is not given. */
function readInteger(text, fallback, bounds, invalid) {
    if (text === undefined)
        return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.least && value <= bounds.most)
        return value;
    throw invalid(`${bounds.name} must be from ${bounds.least} to ${bounds.most}, not "${text}"`);
}
/** Reads a parameter that is one of the given words; `fallback` if it is not given. */
function readEnum(text, fallback, bounds, invalid) {
    if (text === undefined)
        return fallback;
    const found = bounds.words.find((candidate) => candidate === text);
    if (found === undefined)
        throw invalid(`${bounds.name} must be one of ${bounds.words.join(', ')}, not "${text}"`);
    return found;
}

;// CONCATENATED MODULE: ./build/emulator/gateway/project-scope.js


/**
 * Whether the projects that a call names are right. Those of the path and of X-Project-Id must be the same, belong to the
 * region, and be the token's own if the caller has a token. A call that names none is for the region's default project. IAM is
 * global and STS has no projects, so that both accept any.
 */
function isProjectValid(call) {
    if (call.service === 'iam' || call.service === 'sts')
        return true;
    const named = [pathParam(call, 'project_id'), call.headers['x-project-id'] ?? ''].filter((id) => id !== '');
    const own = call.caller.token?.project;
    return named.every((id) => id === named[0] && regionOfProject(call.cloud, id) === call.region.id && (own === undefined || own === id));
}

// EXTERNAL MODULE: ./build/emulator/state/github.js
var github = __nccwpck_require__(981);
;// CONCATENATED MODULE: ./build/emulator/github/deployments-json.js

/** URLs in replies are those of github.com, not of the emulator: no client needs to follow them. */
function deploymentUrl(repository, deployment) {
    return `https://api.github.com/repos/${repository}/deployments/${deployment.id}`;
}
/** A deployment as replies have it. */
function serializeDeployment(deployment, repository) {
    const { id, ref, task, payload, environment, description, at, statuses } = deployment;
    return {
        url: deploymentUrl(repository, deployment),
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
        created_at: formatSeconds(at),
        updated_at: formatSeconds(statuses.at(-1)?.at ?? at),
        statuses_url: `${deploymentUrl(repository, deployment)}/statuses`,
        repository_url: `https://api.github.com/repos/${repository}`,
        transient_environment: deployment.transient,
        production_environment: deployment.production,
    };
}
/** A deployment status as replies have it. */
function serializeStatus(status, deployment, repository) {
    const url = deploymentUrl(repository, deployment);
    return {
        url: `${url}/statuses/${status.id}`,
        id: status.id,
        node_id: `DES_${status.id}`,
        state: status.state,
        creator: null,
        description: status.description,
        environment: status.environment,
        target_url: status.logUrl,
        created_at: formatSeconds(status.at),
        updated_at: formatSeconds(status.at),
        deployment_url: url,
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
    state: (0,reader/* oneOf */.yL)(...github/* DEPLOYMENT_STATES */.jb),
    target_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    log_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    description: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    environment: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    environment_url: (0,reader/* optional */.lq)(reader/* anyText */.Ae),
    auto_inactive: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
function githubError(status, message, errors) {
    const details = errors === undefined ? {} : { errors };
    return apiError(json(status, { message, ...details, documentation_url: DOCUMENTATION, status: String(status) }));
}
/** The JSON body, checked by the reader. Unknown and wrong fields are refused: GitHub does so for some of its APIs. */
function deployments_api_readBody({ request }, read) {
    let value;
    try {
        value = JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
    }
    catch {
        throw githubError(400, 'Problems parsing JSON');
    }
    try {
        return read(value, 'body');
    }
    catch (cause) {
        throw githubError(422, `Invalid request.\n\n${(0,reader/* messageOf */.bD)(cause)}`);
    }
}
/**
 * The deployments of one repository in GitHub's REST API: create, list and show deployments, create and list their statuses. GitHub
 * Docs, "Deployments" and "Deployment statuses".
 */
function deploymentsApi(incoming) {
    const { github } = incoming.cloud;
    const [repos, owner, name, deployments, id, statuses, ...rest] = incoming.address.segments;
    const given = /^(?:token|bearer) (.+)$/i.exec(incoming.headers['authorization'] ?? '')?.[1];
    if (given === undefined)
        throw githubError(401, 'Requires authentication');
    if (given !== github.token)
        throw githubError(401, 'Bad credentials');
    // A repository that the token may not read is a 404. GitHub ignores the case of names.
    const known = `${owner}/${name}`.toLowerCase() === github.repository.toLowerCase();
    if (repos !== 'repos' || !known || deployments !== 'deployments' || rest.length > 0)
        throw githubError(404, 'Not Found');
    const method = incoming.request.method.toUpperCase();
    if (method === 'POST' && !github.allowed)
        throw githubError(403, 'Resource not accessible by integration');
    if (id === undefined) {
        if (method === 'POST')
            return createDeployment(incoming);
        if (method === 'GET')
            return listDeployments(incoming);
        throw githubError(404, 'Not Found');
    }
    const deployment = github.created.find((candidate) => String(candidate.id) === id);
    if (deployment === undefined)
        throw githubError(404, 'Not Found');
    if (statuses === undefined && method === 'GET')
        return json(200, serializeDeployment(deployment, github.repository));
    if (statuses !== 'statuses')
        throw githubError(404, 'Not Found');
    if (method === 'POST')
        return createStatus(incoming, deployment);
    if (method !== 'GET')
        throw githubError(404, 'Not Found');
    return json(200, deployment.statuses.map((status) => serializeStatus(status, deployment, github.repository)).toReversed());
}
/** "Create a deployment". Every ref is behind the default branch and has one pending check, `promote`. */
function createDeployment(incoming) {
    const { github } = incoming.cloud;
    const body = deployments_api_readBody(incoming, newDeployment);
    const { ref, environment = 'production', description = '' } = body;
    if (github.refs?.includes(ref) === false)
        throw githubError(422, `No ref found for: ${ref}`);
    checkLength('Deployment', description);
    if (body.auto_merge !== false)
        return json(202, { message: `Auto-merged main into ${ref} on deployment.` });
    const contexts = body.required_contexts ?? ['promote'];
    if (contexts.length > 0) {
        const pending = contexts.map((context) => ({ context, state: 'pending' }));
        throw githubError(409, `Conflict: Commit status checks failed for ${ref}.`, [
            { contexts: pending, resource: 'Deployment', field: 'required_contexts', code: 'invalid' },
        ]);
    }
    const deployment = {
        id: nextSerial(incoming.cloud),
        ref,
        task: body.task ?? 'deploy',
        environment,
        description,
        payload: body.payload ?? '',
        transient: body.transient_environment ?? false,
        production: body.production_environment ?? environment === 'production',
        at: incoming.now,
        statuses: [],
    };
    github.created.push(deployment);
    return json(201, serializeDeployment(deployment, github.repository));
}
/** "List deployments": the newest first. */
function listDeployments({ cloud: { github }, address }) {
    const query = new URLSearchParams(address.wireQuery);
    const matches = (name, value) => (query.get(name) ?? value) === value;
    const found = github.created.filter(({ ref, task, environment }) => matches('ref', ref) && matches('task', task) && matches('environment', environment));
    return json(200, found.map((deployment) => serializeDeployment(deployment, github.repository)).toReversed());
}
/** "Create a deployment status". A success makes earlier successes of the environment inactive, except in production. */
function createStatus(incoming, deployment) {
    const { cloud, now } = incoming;
    const body = deployments_api_readBody(incoming, newStatus);
    const { state, description = '', environment = deployment.environment } = body;
    checkLength('DeploymentStatus', description);
    const status = {
        id: nextSerial(cloud),
        state,
        description,
        logUrl: body.log_url ?? body.target_url ?? '',
        environmentUrl: body.environment_url ?? '',
        environment,
        at: now,
    };
    deployment.statuses.push(status);
    if (state === 'success' && body.auto_inactive !== false) {
        for (const earlier of cloud.github.created) {
            const { transient, production } = earlier;
            if (earlier === deployment || earlier.environment !== environment || transient || production)
                continue;
            if ((0,github/* latestState */.Tw)(earlier) !== 'success')
                continue;
            earlier.statuses.push({ ...status, id: nextSerial(cloud), state: 'inactive', description: '' });
        }
    }
    return json(201, serializeStatus(status, deployment, cloud.github.repository));
}
function checkLength(resource, description) {
    if (description.length <= 140)
        return;
    const message = 'description is too long (maximum is 140 characters)';
    throw githubError(422, 'Validation Failed', [{ resource, code: 'custom', field: 'description', message }]);
}

;// CONCATENATED MODULE: ./build/emulator/github/claims.js

/** The claim `sub`: the repository, and the environment of the job, or else its ref. */
function createSubject(settings) {
    const { repository, repositoryId, ownerId, ref, environment, subject, subjectShape } = settings;
    if (subject !== undefined)
        return subject;
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
function createClaims(settings, audience, now, serial) {
    const { repository, ref, environment, workflow } = settings;
    const [owner = ''] = repository.split('/');
    const issuedAt = Math.floor(now / 1000);
    return {
        jti: (0,emulator_digest/* uuidOf */.pV)(`id token ${serial}`),
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

;// CONCATENATED MODULE: ./build/emulator/github/keys.js


// Created on first use and once per process: generating a key is slow, and most emulators never need one.
const pairs = new Map();
function getKeyPair(name) {
    const known = pairs.get(name);
    if (known !== undefined)
        return known;
    const generated = (0,external_node_crypto_.generateKeyPairSync)('rsa', { modulusLength: 2048 });
    const jwk = generated.publicKey.export({ format: 'jwk' });
    const publicKey = { ...jwk, kid: (0,emulator_digest/* sha256 */.sc)(JSON.stringify(jwk)).slice(0, 40), alg: 'RS256', use: 'sig' };
    const pair = { privateKey: generated.privateKey, publicKey };
    pairs.set(name, pair);
    return pair;
}
function keys_encode(value) {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
/** The issuer's key set. Never has the foreign key. */
function getPublicKeys() {
    return [getKeyPair('own').publicKey];
}
/**
 * Creates a JSON web token with an RS256 signature. With the foreign key it still names the id of the issuer's own key, so that only
 * the signature is wrong.
 */
function signToken(claims, key = 'own') {
    const { kid } = getKeyPair('own').publicKey;
    const signed = `${keys_encode({ alg: 'RS256', kid, typ: 'JWT', x5t: kid })}.${keys_encode(claims)}`;
    return `${signed}.${(0,external_node_crypto_.sign)('sha256', Buffer.from(signed), getKeyPair(key).privateKey).toString('base64url')}`;
}

;// CONCATENATED MODULE: ./build/emulator/github/oidc.js





/**
 * GitHub as an issuer of ID tokens: its OpenID configuration, its key set, and the URL from which a job requests its ID tokens
 * (ACTIONS_ID_TOKEN_REQUEST_URL, to which the toolkit appends `&audience=…`). All are 404 unless the seed has an issuer.
 */
function oidcApi(incoming) {
    const settings = incoming.cloud.issuer;
    if (settings === undefined)
        return json(404, { message: 'Not Found' });
    switch (`${incoming.request.method.toUpperCase()} ${incoming.address.path}`) {
        case 'GET /.well-known/openid-configuration':
            return json(200, {
                issuer: settings.issuer,
                jwks_uri: `${settings.issuer}/.well-known/jwks`,
                subject_types_supported: ['public', 'pairwise'],
                response_types_supported: ['id_token'],
                claims_supported: Object.keys(createClaims({ ...settings, environment: 'any' }, undefined, 0, 0)),
                id_token_signing_alg_values_supported: ['RS256'],
                scopes_supported: ['openid'],
            });
        case 'GET /.well-known/jwks':
            return json(200, { keys: getPublicKeys() });
        case 'GET /token':
            return idToken(incoming, settings);
        default:
            return json(404, { message: 'Not Found' });
    }
}
/** Answers `{count, value}`. GitHub Docs, "OpenID Connect reference". The reply to a wrong request token is not documented. */
function idToken({ headers, address, cloud, now }, settings) {
    const [scheme = '', token] = (headers['authorization'] ?? '').split(' ');
    if (scheme.toLowerCase() !== 'bearer' || token !== settings.requestToken) {
        return json(401, { message: 'The request token is missing, wrong or no longer valid' });
    }
    const audience = (0,emulator_address/* parseQuery */.mA)(address.wireQuery)?.findLast(([name]) => name === 'audience')?.[1];
    const claims = createClaims(settings, audience || undefined, now, nextSerial(cloud));
    const value = signToken(claims, settings.foreignKey ? 'foreign' : 'own');
    return json(200, { count: value.length, value });
}

;// CONCATENATED MODULE: ./build/emulator/hss/errors.js

/** `{error_code: "HSS.NNNN", error_msg, error_description}`, mostly with status 400. HSS, "Error Codes". */
function hssError(status, code, message) {
    return apiError(json(status, { error_code: `HSS.${code}`, error_msg: message, error_description: message }));
}
/** Wrong parameters: 400 HSS.0001. */
const invalidParameter = (message) => hssError(400, '0001', `Invalid parameter: ${message}`);
/** A missing permission: 400 HSS.0013. */
const hssPermissionDenied = (_, message) => hssError(400, '0013', message);

// EXTERNAL MODULE: ./build/emulator/account.js
var account = __nccwpck_require__(765);
;// CONCATENATED MODULE: ./build/emulator/router.js
/** Creates a route from a line such as `GET /v1/{project_id}/images`. */
function route(line, handler, rest = {}) {
    const [method = '', path = ''] = line.split(' ');
    return { method, path, handler, ...rest };
}
/**
 * Finds the API of a request, and the values of its placeholders. A missing or additional `/`, a `/` in a repository name (also
 * as `%2F`; the APIs want `$`) and a wrong method find nothing.
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

// EXTERNAL MODULE: ./build/emulator/state/hss-tasks.js
var hss_tasks = __nccwpck_require__(517);
;// CONCATENATED MODULE: ./build/emulator/hss/synchronize.js








const synchronizeBody = (0,reader/* object */.Ik)({ image_type: (0,reader/* oneOf */.yL)('private_image', 'shared_image') });
const taskBody = (0,reader/* object */.Ik)({
    sync_all_registries: reader/* flag */.Jt,
    registry_info: (0,reader/* optional */.lq)((0,reader/* list */.p_)((0,reader/* object */.Ik)({
        registry_id: (0,reader/* text */.Qq)(),
        registry_type: (0,reader/* oneOf */.yL)('SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Harbor', 'Jfrog', 'Other'),
    }))),
});
/** Refuses a header `region` that names another region. The header is optional. */
function checkRegionHeader(call) {
    const { region } = call.headers;
    if (region !== undefined && region !== call.region.id)
        throw invalidParameter(`region "${region}" is not this one`);
}
function startTask(call, imageType, enterpriseProject = '0') {
    const { outcome, taskSeconds } = call.region.hss;
    if (outcome === 'none')
        return;
    call.region.hssTasks.push({
        id: (0,emulator_digest/* uuidOf */.pV)(`image task ${nextSerial(call.cloud)}`),
        taskType: 'manualSync',
        imageType,
        enterpriseProject,
        beginsAt: call.now,
        endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + taskSeconds * 1000,
        outcome,
        images: (0,hss_tasks/* imagesOf */.IC)(call.region.organizations),
    });
}
/**
 * HSS, "Synchronizing the Image List from SWR" (RunImageSynchronize). A failure has status 200 and an error_code other than 0. The
 * API is deprecated, and a region may not have it.
 */
function synchronizeImages(call) {
    const { synchronize } = call.region.hss;
    if (synchronize === 'gone-404')
        throw noSuchApi(call.requestId);
    if (synchronize === 'gone-410')
        throw gatewayError(call.requestId, 410, 'APIGW.0101', 'The API was taken offline');
    checkRegionHeader(call);
    const { enterprise_project_id: project } = readQuery(call, ['enterprise_project_id'], invalidParameter);
    const { image_type: imageType } = readBody(call, synchronizeBody, invalidParameter);
    if (synchronize !== 'ok') {
        const { status = 200, error_description: description = 'failed', error_code: code } = synchronize;
        throw apiError(json(status, { error_code: code, error_description: description }));
    }
    startTask(call, imageType, project);
    return json(200, { error_code: 0, error_description: 'success' });
}
/** HSS, "Creating an Image Synchronization Task" (CreateImageSyncTask). The reply has no body, and so no task id. */
function createSyncTask(call) {
    if (!call.region.hss.createTask)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const { enterprise_project_id: project } = readQuery(call, ['enterprise_project_id'], invalidParameter);
    const body = readBody(call, taskBody, invalidParameter);
    if (!body.sync_all_registries && (body.registry_info ?? []).length === 0) {
        throw invalidParameter('registry_info is empty although sync_all_registries is false');
    }
    startTask(call, 'private_image', project);
    return empty(200);
}

;// CONCATENATED MODULE: ./build/emulator/hss/lists.js







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
function serializeTask(call, task) {
    const { hss } = call.region;
    const status = (0,hss_tasks/* taskStatusAt */.pF)(task, call.now);
    const { images } = task;
    const ended = call.now >= task.endsAt;
    const failedImages = ended && status === 100 ? (0,hss_tasks/* failedImagesOf */.DK)(task, hss) : [];
    const failed = ended && status < 0;
    return {
        task_id: task.id,
        task_name: `image_sync_${task.beginsAt}`,
        task_type: task.taskType,
        // The place of the images, unlike `image_type` of the request: synchronized images are in a registry.
        image_type: 'registry',
        task_status: status,
        begin_time: beginTime(task, hss),
        end_time: ended ? task.endsAt : undefined,
        remain_min: ended || !Number.isFinite(task.endsAt) ? 0 : Math.ceil((task.endsAt - call.now) / 60_000),
        is_all: true,
        total_num: images.length,
        success_num: ended && !failed ? images.length - failedImages.length : 0,
        failed_num: failed ? images.length : failedImages.length,
        failed_reason: failed || failedImages.length > 0 ? hss.failedReason : undefined,
        failed_images: failedImages.map((image) => ({ ...nameOf(image, hss), failed_reason: hss.failedReason })),
    };
}
function nameOf({ namespace, repository, tag }, { imageNames }) {
    const name = imageNames === 'with-organization' ? `${namespace}/${repository}` : repository;
    return { image_name: name, image_version: tag, namespace };
}
function beginTime({ beginsAt }, { beginTimes }) {
    if (beginTimes === 'none')
        return undefined;
    if (beginTimes === 'text')
        return new Date(beginsAt).toISOString();
    return beginTimes === 'seconds' ? Math.floor(beginsAt / 1000) : beginsAt;
}
/** Whether a request for this enterprise project shows what belongs to that one. */
function isShown(project, owner) {
    return project === 'all_granted_eps' || owner === project;
}
/**
 * HSS, "Querying Image Tasks" (ListImageTasks), the newest first. `task_status` is a word in the query and a number in the reply. A
 * page has at least 10 entries. Tasks of other enterprise projects are left out.
 */
function listTasks(call) {
    if (!call.region.hss.tasks)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const query = readQuery(call, TASK_PARAMETERS, invalidParameter);
    const kind = readEnum(query['type'], undefined, { name: 'type', words: ['image_sync', 'image_scan'] }, invalidParameter);
    if (kind === undefined)
        throw invalidParameter('type is missing');
    const limit = readInteger(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, invalidParameter);
    const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, invalidParameter);
    const types = ['manualSync', 'autoSync', 'manual', 'cycle'];
    const taskType = readEnum(query['task_type'], undefined, { name: 'task_type', words: types }, invalidParameter);
    const states = ['scanning', 'finished'];
    const state = readEnum(query['task_status'], undefined, { name: 'task_status', words: states }, invalidParameter);
    const { task_id: id, enterprise_project_id: project = '0' } = query;
    const found = (kind === 'image_sync' ? call.region.hssTasks : [])
        .filter((task) => isShown(project, task.enterpriseProject))
        .filter((task) => call.now >= task.beginsAt + call.region.hss.taskListSeconds * 1000)
        .filter((task) => (taskType ?? task.taskType) === task.taskType && (id ?? task.id) === task.id)
        .filter((task) => state === undefined || (state === 'finished') === call.now >= task.endsAt)
        .toSorted((left, right) => right.beginsAt - left.beginsAt);
    const page = found.slice(offset, offset + limit);
    return json(200, { total_num: found.length, data_list: page.map((task) => serializeTask(call, task)) });
}
/** HSS, "Querying Image Repositories" (ListRegistries). latest_sync_time is when the last successful synchronization ended. */
function listRegistries(call) {
    if (!call.region.hss.registries)
        throw noSuchApi(call.requestId);
    checkRegionHeader(call);
    const query = readQuery(call, ['registry_name', 'registry_type', 'registry_addr', 'limit', 'offset', 'enterprise_project_id'], invalidParameter);
    readInteger(query['limit'], 10, { name: 'limit', least: 10, most: 200 }, invalidParameter);
    const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000_000 }, invalidParameter);
    const running = call.region.hssTasks.some((task) => call.now < task.endsAt);
    const ends = call.region.hssTasks.filter((task) => (0,hss_tasks/* taskStatusAt */.pF)(task, call.now) === 100).map((task) => task.endsAt);
    const registry = {
        registry_id: (0,emulator_digest/* uuidOf */.pV)(`registry of ${call.region.id}`),
        registry_name: 'SWR private images',
        registry_type: 'SwrPrivate',
        status: running ? 'accessing' : 'success',
        latest_sync_time: Math.max(0, ...ends),
        images_num: (0,hss_tasks/* imagesOf */.IC)(call.region.organizations).length,
    };
    return json(200, { total_num: 1, data_list: [registry].slice(offset) });
}
const IMAGE_FILTERS = ['namespace', 'image_name', 'image_version'];
const IMAGE_TYPES = ['private_image', 'shared_image', 'local_image', 'instance_image'];
/**
 * HSS, "Querying the SWR Image Repository List" (ListSwrImageRepository). The type is required; a page has at least 10 entries.
 * The API is deprecated, and a region may not have it.
 */
function listSwrImages(call) {
    const { imageLists } = call.region.hss;
    if (imageLists === 'newer' || imageLists === 'none')
        throw noSuchApi(call.requestId);
    const { images, type } = findImages(call, 10);
    if (type === undefined)
        throw invalidParameter('image_type is missing');
    return images;
}
/** HSS, "Querying Registry Images" (ListRegistryImages), which replaces the list above. */
function listRegistryImages(call) {
    const { imageLists } = call.region.hss;
    if (imageLists === 'older' || imageLists === 'none')
        throw noSuchApi(call.requestId);
    return findImages(call, 1, {
        registry_id: (0,emulator_digest/* uuidOf */.pV)(`registry of ${call.region.id}`),
        registry_name: 'SWR private images',
        registry_type: 'SwrPrivate',
    }).images;
}
/** A page of images with at least `least` entries. `registry` is what the newer list says besides. */
function findImages(call, least, registry) {
    checkRegionHeader(call);
    const { hss, hssTasks } = call.region;
    const parameters = ['image_type', 'limit', 'offset', 'enterprise_project_id', ...IMAGE_FILTERS];
    const query = readQuery(call, parameters, invalidParameter);
    const type = readEnum(query['image_type'], undefined, { name: 'image_type', words: IMAGE_TYPES }, invalidParameter);
    const limit = readInteger(query['limit'], 10, { name: 'limit', least, most: 200 }, invalidParameter);
    const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2_000_000 }, invalidParameter);
    const { enterprise_project_id: project = '0', image_version: version = '' } = query;
    if (version.length > 64)
        throw invalidParameter('image_version is longer than 64 characters');
    const found = (0,hss_tasks/* importedImagesAt */.ub)(hssTasks, hss, call.now)
        .filter((image) => isShown(project, image.enterpriseProject) && (type ?? image.imageType) === image.imageType)
        .map((image) => serializeImage(image, hss, registry))
        .filter((image) => IMAGE_FILTERS.every((name) => query[name] === undefined || image[name] === query[name]));
    const list = { total_num: found.length, data_list: found.slice(offset, offset + limit) };
    return { images: json(200, list), type };
}
function serializeImage(image, hss, registry) {
    const isMultiArch = hss.multiArch.includes(image.tag);
    const child = (0,emulator_digest/* digestOf */.ol)(`a platform of ${image.digest}`);
    return {
        ...nameOf(image, hss),
        image_id: (0,emulator_digest/* sha256 */.sc)(image.digest).slice(0, 64),
        image_digest: hss.digests ? (isMultiArch ? child : image.digest) : undefined,
        image_type: image.imageType,
        scan_status: 'unscan',
        association_images: isMultiArch ? [{ image_digest: child }] : [],
        ...(registry && { ...registry, is_multiple_arch: isMultiArch, latest_sync_time: image.syncedAt }),
    };
}

;// CONCATENATED MODULE: ./build/emulator/hss/routes.js




/** The image list of HSS: the older and the newer way to synchronize and to read it, and the two lists about synchronizations. */
const hssRoutes = [
    route('POST /v5/{project_id}/image/synchronize', synchronizeImages, onImages('set')),
    route('POST /v5/{project_id}/image/image-sync/tasks', createSyncTask, onImages('set')),
    route('GET /v5/{project_id}/image/tasks', listTasks, onImages('list')),
    route('GET /v5/{project_id}/image/registries', listRegistries, onImages('list')),
    route('GET /v5/{project_id}/image/swr-repository', listSwrImages, onImages('list')),
    route('GET /v5/{project_id}/image/registries/images', listRegistryImages, onImages('list')),
];
/**
 * An action on images. HSS, "Permissions Policies and Supported Actions" has actions of this form (`hss:containers:list`); those
 * for images and the URN were not found in any document.
 */
function onImages(verb) {
    return {
        permission: {
            actions: [`hss:images:${verb}`],
            resource: (call) => (0,account/* regionalUrn */.dX)(call.region.id, 'hss', 'image:*'),
        },
    };
}

;// CONCATENATED MODULE: ./build/emulator/iam/errors.js

/** `{error: {code, message, title}}`, where `code` is the HTTP status. IAM, "Status Codes". */
function iamError(status, title, message) {
    return apiError(json(status, { error: { code: status, message, title } }));
}
/** Wrong parameters: 400. */
const errors_invalidParameter = (message) => iamError(400, 'Bad Request', message);
/** A missing permission: 403. */
function forbidden(action) {
    return iamError(403, 'Forbidden', `You are not authorized to perform the requested action: ${action}`);
}
/** A missing permission of a session: 403. */
const iamPermissionDenied = (_call, _message, action) => forbidden(action);

;// CONCATENATED MODULE: ./build/emulator/iam/projects.js





const BASE = 'https://iam.myhuaweicloud.com/v3';
function serializeProject(cloud, { id, name }) {
    const region = regionOfProject(cloud, id);
    // The parent of a sub-project is its region's project; that of a region's project is the account.
    const parent = region === name ? undefined : cloud.projects.find((candidate) => candidate.name === region)?.id;
    return {
        id,
        name,
        description: '',
        domain_id: account/* ACCOUNT */.u4.id,
        parent_id: parent ?? account/* ACCOUNT */.u4.id,
        enabled: true,
        is_domain: false,
    };
}
/** IAM, "Querying Project Information" (KeystoneListProjects). `name` matches exactly. Requires a permission. */
function listProjects(call) {
    const query = readQuery(call, ['name', 'domain_id', 'parent_id', 'enabled', 'is_domain', 'page', 'per_page'], errors_invalidParameter);
    const caller = call.caller.key ?? call.caller.token;
    if (caller?.iamList !== true)
        throw forbidden('identity:list_projects');
    const { name } = query;
    const found = call.cloud.projects.filter((project) => name === undefined || project.name === name);
    const paging = { previous: null, next: null };
    return json(200, {
        projects: found.map((project) => Object.assign(serializeProject(call.cloud, project), {
            links: { self: `${BASE}/projects/${project.id}`, ...paging },
        })),
        links: { self: `${BASE}/projects`, ...paging },
    });
}
/** IAM, "Querying the Projects Accessible to a User" (KeystoneListAuthProjects). Requires no permission; has no filter by name. */
function listOwnProjects(call) {
    readQuery(call, [], errors_invalidParameter);
    // This list has no pages, and so no links to others.
    return json(200, {
        projects: call.cloud.projects.map((project) => Object.assign(serializeProject(call.cloud, project), { links: { self: `${BASE}/projects/${project.id}` } })),
        links: { self: `${BASE}/auth/projects` },
    });
}

;// CONCATENATED MODULE: ./build/emulator/state/issued-keys.js


/** Issues a temporary key and stores it in the cloud. It is valid in every region. */
function issueKey(cloud, { prefix, seconds, now, ...rest }) {
    const serial = nextSerial(cloud);
    const key = {
        accessKey: `${prefix}${(0,emulator_digest/* sha256 */.sc)(`access ${serial}`).slice(0, 16).toUpperCase()}`,
        secretKey: (0,emulator_digest/* sha256 */.sc)(`secret ${serial}`).slice(0, 40),
        // 768 characters: real tokens are of similar length.
        securityToken: Array.from({ length: 12 }, (_, part) => (0,emulator_digest/* sha256 */.sc)(`security ${serial} ${part}`)).join(''),
        expiresAt: now + Math.min(seconds, cloud.issuedKeySeconds) * 1000,
        ...rest,
    };
    cloud.accessKeys.set(key.accessKey, key);
    return key;
}

;// CONCATENATED MODULE: ./build/emulator/iam/temporary-keys.js






/** Exactly `["token"]`: other methods are not emulated. */
const methods = (value, path) => {
    if (!Array.isArray(value) || value.length !== 1 || value[0] !== 'token')
        throw (0,reader/* validationError */.cJ)(path, '["token"]', value);
    return ['token'];
};
/** An optional policy. It limits object storage only, and so is not evaluated. */
const policy = (value, path) => {
    if (!(0,reader/* isRecord */.u4)(value))
        throw (0,reader/* validationError */.cJ)(path, 'an object', value);
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
/** The token in the body, `auth.identity.token.id`. It is deprecated in favour of X-Auth-Token, but the SDKs only send this one. */
function tokenInBody(body) {
    try {
        return exchangeBody(JSON.parse(body), 'body').auth.identity.token?.id;
    }
    catch {
        // The handler refuses this body.
        return undefined;
    }
}
/** The token in the body of a signed request, if it is valid. */
function validTokenInBody(call) {
    const token = call.cloud.tokens.get(tokenInBody(call.body) ?? '');
    return call.now < (token?.expiresAt ?? Number.POSITIVE_INFINITY) ? token : undefined;
}
/**
 * IAM, "Obtaining a Temporary Access Key and Security Token Through a Token" (CreateTemporaryAccessKeyByToken). The
 * default lifetime is 15 minutes.
 */
function createTemporaryKey(call) {
    const { identity } = readBody(call, exchangeBody, errors_invalidParameter).auth;
    const token = call.caller.token ?? validTokenInBody(call);
    if (token === undefined)
        throw iamError(401, 'Unauthorized', 'This method needs a valid token');
    if (!token.exchange)
        throw forbidden('iam:tokens:createSecurityToken');
    const seconds = identity.token?.duration_seconds ?? 900;
    const key = issueKey(call.cloud, { prefix: 'TEMP', seconds, now: call.now, iamList: token.iamList });
    return json(201, {
        credential: {
            access: key.accessKey,
            secret: key.secretKey,
            securitytoken: key.securityToken,
            expires_at: formatMicroseconds(key.expiresAt),
        },
    });
}

;// CONCATENATED MODULE: ./build/emulator/iam/password.js

/** How many wrong passwords in a row lock a user. The default of IAM, "Login Authentication Policy". */
const MAX_WRONG_PASSWORDS = 5;
/** How long a user is locked, and how long a wrong password counts. The default of IAM, "Login Authentication Policy". */
const password_LOCK_MS = 15 * 60 * 1000;
function unauthorized(message) {
    return iamError(401, 'Unauthorized', message);
}
/**
 * Authenticates a user by password, or throws a 401. The reply does not distinguish an unknown user from a wrong password. A
 * locked user is refused whatever the password. IAM FAQ, "What Can I Do If My Account Is Locked?" has the message for a locked
 * user; those for a wrong password and for MFA are not documented.
 */
function authenticateUser(call, login) {
    const { users, wrongPasswords } = call.cloud;
    const id = `${login.domain.name}/${login.name}`;
    const before = wrongPasswords.get(id);
    if (before?.lockedUntil !== undefined && call.now < before.lockedUntil)
        throw unauthorized('The account is locked.');
    const user = users.find(({ name, domain }) => name === login.name && domain.name === login.domain.name);
    if (user === undefined || user.password !== login.password) {
        const isFirst = before === undefined || before.lockedUntil !== undefined || call.now >= before.lastAt + password_LOCK_MS;
        const count = (isFirst ? 0 : before.count) + 1;
        const lockedUntil = count >= MAX_WRONG_PASSWORDS ? call.now + password_LOCK_MS : undefined;
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
        throw (0,reader/* validationError */.cJ)(path, '["password"]', value);
    }
    return ['password'];
};
/** Either an id or a name. */
const idOrName = (0,reader/* either */.gP)((0,reader/* object */.Ik)({ id: (0,reader/* text */.Qq)() }), (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)() }));
const tokenBody = (0,reader/* object */.Ik)({
    auth: (0,reader/* object */.Ik)({
        identity: (0,reader/* object */.Ik)({
            methods: user_token_methods,
            password: (0,reader/* object */.Ik)({ user: (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)(), password: (0,reader/* text */.Qq)(), domain: (0,reader/* object */.Ik)({ name: (0,reader/* text */.Qq)() }) }) }),
        }),
        scope: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* object */.Ik)({ project: idOrName }), (0,reader/* object */.Ik)({ domain: idOrName }))),
    }),
});
function matches(wanted, thing) {
    return 'id' in wanted ? thing.id === wanted.id : thing.name === wanted.name;
}
function findProject(call, user, wanted) {
    const project = call.cloud.projects.find((candidate) => matches(wanted, candidate));
    if (project === undefined) {
        throw iamError(404, 'Not Found', `Could not find project: ${'id' in wanted ? wanted.id : wanted.name}.`);
    }
    if (user.projects?.includes(project.id) === false) {
        throw iamError(403, 'Forbidden', `You are not authorized to access project ${project.id}.`);
    }
    return project;
}
/** A text in the form of real tokens: `MII`, then base64 with `-` instead of `/`. */
function createTokenText(serial, length) {
    const bytes = (0,external_node_crypto_.createHash)('shake256', { outputLength: length }).update(`user token ${serial}`).digest('base64');
    return `MII${bytes.replaceAll('/', '-')}`.slice(0, length);
}
/**
 * IAM, "Obtaining a User Token Through Password Authentication" (KeystoneCreateUserTokenByPassword). Answers 201 with
 * the token in the header X-Subject-Token. The token is valid for the project of its scope, if the project is in the region that
 * was called. Without a scope, or with an account as scope, it is valid for IAM and STS only. Every region of the emulator has its
 * own IAM; there is no global one.
 */
function createUserToken(call) {
    readQuery(call, ['nocatalog'], errors_invalidParameter);
    const { identity, scope } = readBody(call, tokenBody, errors_invalidParameter).auth;
    const user = authenticateUser(call, identity.password.user);
    const { domain } = user;
    if (scope !== undefined && 'domain' in scope && !matches(scope.domain, domain)) {
        throw iamError(403, 'Forbidden', 'You are not authorized to access this account.');
    }
    const project = scope !== undefined && 'project' in scope ? findProject(call, user, scope.project) : undefined;
    const token = createTokenText(nextSerial(call.cloud), call.cloud.userTokenLength);
    const expiresAt = call.now + call.cloud.userTokenSeconds * 1000;
    const rights = { iamList: user.iamList, exchange: true, issuedIn: call.region.id };
    call.cloud.tokens.set(token, { token, project: project?.id ?? '', expiresAt, user: user.name, ...rights });
    const description = {
        catalog: [],
        expires_at: formatMicroseconds(expiresAt),
        issued_at: formatMicroseconds(call.now),
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
    return json(201, { token: description }, { 'x-subject-token': token });
}

;// CONCATENATED MODULE: ./build/emulator/iam/routes.js





/** Projects, user tokens and temporary keys of IAM. There is no route to create a project, so that a client that tries gets an error. */
const iamRoutes = [
    route('GET /v3/projects', listProjects, {
        permission: { actions: ['iam:projects:list'], resource: () => (0,account/* iamUrn */.hW)('project:*') },
    }),
    // Documented as requiring no permission.
    route('GET /v3/auth/projects', listOwnProjects),
    route('POST /v3/auth/tokens', createUserToken, { open: true }),
    route('POST /v3.0/OS-CREDENTIAL/securitytokens', createTemporaryKey, { tokenIn: tokenInBody }),
];

;// CONCATENATED MODULE: ./build/emulator/modelarts/errors.js

/** `{error_code: "ModelArts.NNNN", error_msg}`. The same code occurs with several statuses. ModelArts, "Error Codes". */
function modelArtsError(status, code, message) {
    return apiError(json(status, { error_code: `ModelArts.${code}`, error_msg: message }));
}
/** Wrong parameters: 400 ModelArts.0104. */
const modelarts_errors_invalidParameter = (message) => modelArtsError(400, '0104', `Parameter error: ${message}`);
/** A missing permission: 403 ModelArts.0108. */
const modelArtsPermissionDenied = (_, message) => modelArtsError(403, '0108', message);
/** An image does not exist. The documented status is 404, the usual one is 400; the region's settings decide. */
function imageNotFound(settings, id) {
    if (settings.notFound === '400-6797') {
        return modelArtsError(400, '6797', `The image ${id} was not found or cannot be accessed`);
    }
    return modelArtsError(settings.notFound === '404' ? 404 : 400, '6404', `The image ${id} does not exist`);
}

// EXTERNAL MODULE: ./build/emulator/state/images.js
var state_images = __nccwpck_require__(184);
;// CONCATENATED MODULE: ./build/emulator/modelarts/image.js





function findImage(call) {
    const id = pathParam(call, 'id');
    if (!state_images/* IMAGE_ID_PATTERN */.jQ.test(id))
        throw modelarts_errors_invalidParameter(`image id "${id}" is not a UUID`);
    const image = call.region.images.get(id);
    if (image === undefined)
        throw imageNotFound(call.region.modelarts, id);
    return image;
}
/** ModelArts, "Obtaining Details of an Image" (ShowImage). */
function showImage(call) {
    readQuery(call, [], modelarts_errors_invalidParameter);
    return json(200, image_serializeImage(findImage(call), call.now));
}
/**
 * ModelArts, "Synchronizing the Image Status". Corrects the recorded status and copies nothing. The first call starts the
 * image's timeline; later calls change nothing.
 */
function synchronizeImage(call) {
    readQuery(call, [], modelarts_errors_invalidParameter);
    checkNoBody(call, modelarts_errors_invalidParameter);
    const image = findImage(call);
    image.timelineFrom ??= call.now;
    return json(200, image_serializeImage(image, call.now));
}
/**
 * ModelArts, "Deleting an Image" (DeleteImage). The document has the query parameter `force`, the SDK the body field `is_force`:
 * both are accepted, unless they contradict each other. With force, the tag in SWR is deleted as well, unless the image is public.
 */
function deleteImage(call) {
    const { force } = readQuery(call, ['force'], modelarts_errors_invalidParameter);
    const inQuery = readEnum(force, undefined, { name: 'force', words: ['true', 'false'] }, modelarts_errors_invalidParameter);
    const { is_force: inBody } = readBody(call, (0,reader/* object */.Ik)({ is_force: (0,reader/* optional */.lq)(reader/* flag */.Jt) }), modelarts_errors_invalidParameter);
    if (inQuery !== undefined && inBody !== undefined && (inQuery === 'true') !== inBody) {
        throw modelarts_errors_invalidParameter('force and is_force contradict each other');
    }
    const image = findImage(call);
    if (image.type === 'BUILD_IN')
        throw modelArtsError(403, '0108', 'A built-in image cannot be deleted');
    call.region.images.delete(image.id);
    if ((inQuery === 'true' || inBody === true) && image.details.visibility !== 'PUBLIC') {
        const ref = (0,state_images/* parseSwrPath */.rK)(image.swrPath);
        const organization = ref && call.region.organizations.get(ref.namespace);
        if (ref !== undefined)
            organization?.get(ref.repository)?.tags.delete(ref.tag);
    }
    if (call.region.modelarts.deleteReply === '204')
        return empty(204);
    return json(200, { ...image_serializeImage(image, call.now), status: 'DELETED', update_at: call.now });
}
/**
 * The image as replies have it. Like the examples of the documents, it lacks most of the documented fields. ModelArts,
 * "Obtaining Details of an Image".
 */
function image_serializeImage(image, now) {
    const { status, message, since } = (0,state_images/* imageStatusAt */.bl)(image, now);
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
        // Most statuses have no message; JSON leaves out undefined.
        status_message: message,
    };
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
/**
 * ModelArts, "Listing Images" (ListImage). By default the list has only built-in images of the workspace "0", and `name` matches
 * parts of names. There is no filter by tag or path.
 */
function listImages(call) {
    const query = readQuery(call, PARAMETERS, modelarts_errors_invalidParameter);
    const type = readEnum(query['type'], 'BUILD_IN', { name: 'type', words: ['BUILD_IN', 'DEDICATED'] }, modelarts_errors_invalidParameter);
    const fuzzy = readEnum(query['name_fuzzy_match'], 'true', { name: 'name_fuzzy_match', words: ['true', 'false'] }, modelarts_errors_invalidParameter);
    const service = readEnum(query['service_type'], undefined, { name: 'service_type', words: SERVICE_TYPES }, modelarts_errors_invalidParameter);
    const limit = readInteger(query['limit'], 200, { name: 'limit', least: 1, most: 200 }, modelarts_errors_invalidParameter);
    const offset = readInteger(query['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, modelarts_errors_invalidParameter);
    const direction = readEnum(query['sort_dir'], 'DESC', { name: 'sort_dir', words: ['ASC', 'DESC'] }, modelarts_errors_invalidParameter);
    readEnum(query['sort_key'], undefined, { name: 'sort_key', words: ['createTime', 'updateTime', 'name'] }, () => modelArtsError(400, '6303', 'The sorting field is not supported'));
    const { name, namespace, workspace_id: workspace = '0' } = query;
    // "Lowercase letters, digits, hyphens, underscores and periods": no slash, although names of repositories may have one.
    if (name !== undefined && !/^[a-z0-9._-]{1,512}$/.test(name))
        throw modelarts_errors_invalidParameter(`name "${name}" is no image name`);
    const found = [...call.region.images.values()].filter((image) => image.type === type &&
        (name === undefined || (fuzzy === 'true' ? image.name.includes(name) : image.name === name)) &&
        (namespace === undefined || (0,state_images/* imageNamespace */.JW)(image) === namespace) &&
        (service === undefined || service === 'UNKNOWN' || (image.details.service_type ?? 'COMMON') === service) &&
        (image.details.workspace_id ?? '0') === workspace);
    // The entries of the list lack one field that the details of an image have.
    const entries = found.map((image) => {
        const { support_res_categories: _, ...entry } = image_serializeImage(image, call.now);
        return entry;
    });
    const key = { createTime: 'create_at', updateTime: 'update_at', name: 'name' }[query['sort_key'] ?? 'createTime'] ?? '';
    const ascending = entries.toSorted((left, right) => String(left[key]).localeCompare(String(right[key])));
    const data = (direction === 'ASC' ? ascending : ascending.toReversed()).slice(offset, offset + limit);
    return json(200, {
        current: Math.floor(offset / limit),
        data,
        pages: Math.ceil(found.length / limit),
        size: data.length,
        total: found.length,
    });
}

;// CONCATENATED MODULE: ./build/emulator/policy/evaluate.js
/**
 * Whether a policy allows the request: at least one statement must allow it, and none may deny it. A statement without
 * `Resource` applies to all resources. IAM, "Policy Evaluation Logic".
 */
function isAllowed(policy, { action, resource, region }) {
    const matching = policy.Statement.filter(({ Action: actions, Resource: resources = ['*'], Condition: { StringEquals: equals, StringMatch: match } = {} }) => actions.some((pattern) => matchesPattern(pattern, action)) &&
        resources.some((pattern) => matchesPattern(pattern, resource)) &&
        (equals?.['g:RequestedRegion']?.includes(region) ?? true) &&
        (match?.['g:RequestedRegion']?.some((pattern) => matchesPattern(pattern, region)) ?? true));
    return matching.length > 0 && matching.every((statement) => statement.Effect === 'Allow');
}
/**
 * Whether a text matches a pattern, in which `*` stands for any number of characters, also none, and `?` for exactly one. Case
 * matters. IAM (identity policies), "JSON Elements: Action, Resource".
 */
function matchesPattern(pattern, text) {
    const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw `\$&`);
    return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
}

;// CONCATENATED MODULE: ./build/emulator/permission.js

/**
 * Refuses a call that the caller's session may not make. Each policy of the session must allow it. Keys, tokens and users
 * without a session may do everything. IAM, "Session Policies".
 */
function checkPermission(call, permission, denied) {
    const policies = call.caller.key?.session?.policies ?? [];
    if (policies.length === 0)
        return;
    const resource = permission.resource(call);
    // IAM is a global service.
    const region = call.service === 'iam' ? '' : call.region.id;
    const missing = permission.actions.find((action) => !policies.every((policy) => isAllowed(policy, { action, resource, region })));
    if (missing === undefined)
        return;
    throw denied(call, `access denied: the policies of the session do not allow ${missing} on ${resource}`, missing);
}

;// CONCATENATED MODULE: ./build/emulator/modelarts/register.js










const registerBody = (0,reader/* object */.Ik)({
    swr_path: (0,reader/* text */.Qq)(/^.{16,2048}$/, 'a string of 16 to 2048 characters'),
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
 * ModelArts, "Registering an Image" (RegisterImage). The tag must exist in the SWR of the same region. Some fields have other names
 * in the reply than in the request: resource_category and resource_categories, services and dev_services.
 */
function registerImage(call) {
    readQuery(call, [], modelarts_errors_invalidParameter);
    const body = readBody(call, registerBody, modelarts_errors_invalidParameter);
    const ref = (0,state_images/* parseSwrPath */.rK)(body.swr_path);
    if (ref === undefined)
        throw modelarts_errors_invalidParameter(`swr_path "${body.swr_path}" is not registry/namespace/name:tag`);
    const { namespace, repository, tag } = ref;
    for (const permission of swrPermissions(`${namespace}/${repository}`)) {
        checkPermission(call, permission, modelArtsPermissionDenied);
    }
    const taken = [...call.region.images.values()].some((image) => image.name === repository && image.tag === tag && (0,state_images/* imageNamespace */.JW)(image) === namespace);
    if (taken)
        throw modelArtsError(400, '2884', `The image ${repository}:${tag} already exists`);
    if (call.region.organizations.get(namespace)?.get(repository)?.tags.has(tag) !== true) {
        throw modelArtsError(400, '2810', `Failed to query SWR for ${namespace}/${repository}:${tag}`);
    }
    const image = {
        id: (0,emulator_digest/* uuidOf */.pV)(`registered image ${nextSerial(call.cloud)}`),
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
    return json(200, image_serializeImage(image, call.now));
}
/** Permissions in SWR that a registration requires: ModelArts reads SWR as the caller. "Permissions Policies and Supported Actions". */
function swrPermissions(repository) {
    const actions = ['listRepoTags', 'getRepo', 'getRepoDomain', 'createRepoDomain'].map((verb) => `swr:repo:${verb}`);
    return [
        { actions: ['swr:repo:listRepos'], resource: (call) => (0,account/* regionalUrn */.dX)(call.region.id, 'swr', 'repo:*') },
        { actions, resource: (call) => (0,account/* regionalUrn */.dX)(call.region.id, 'swr', `repo:${repository}`) },
    ];
}

;// CONCATENATED MODULE: ./build/emulator/modelarts/routes.js





/** The image management of ModelArts. */
const modelArtsRoutes = [
    route('GET /v1/{project_id}/images', listImages, onImage('list')),
    route('POST /v1/{project_id}/images', registerImage, onImage('register')),
    route('GET /v1/{project_id}/images/{id}', showImage, onImage('get')),
    route('DELETE /v1/{project_id}/images/{id}', deleteImage, onImage('delete')),
    route('POST /v1/{project_id}/images/{id}/sync', synchronizeImage, onImage('sync')),
];
/**
 * An action on the image of the path, or on all. ModelArts, "Permissions Policies and Supported Actions" lists the actions; some
 * API pages say that identity policies require none. No document shows the URN: its form is that of other services.
 */
function onImage(verb) {
    return { permission: { actions: [`modelarts:image:${verb}`], resource: imageUrn } };
}
function imageUrn(call) {
    return (0,account/* regionalUrn */.dX)(call.region.id, 'modelarts', `image:${call.params['id'] ?? '*'}`);
}

// EXTERNAL MODULE: ./build/emulator/state/sync-jobs.js
var sync_jobs = __nccwpck_require__(622);
;// CONCATENATED MODULE: ./build/emulator/sts/errors.js


/**
 * `{error_code: "STS5.NNNN", error_msg, request_id}`. The shape and the form of the codes are from IAM 5, "Error Codes". The numbers
 * of STS were not found in any document: those from 1000 on were published by users who met them, the others are invented. No
 * client should depend on them.
 */
function stsError(call, status, number, message) {
    return apiError(json(status, { error_code: `STS5.${number}`, error_msg: message, request_id: call.requestId }));
}
/** Not trusted: 403, with an encoded message that only STS can decode. IAM 5, "Error Codes". */
function accessDenied(call, message) {
    return apiError(json(403, {
        error_code: 'STS5.1001',
        error_msg: message,
        request_id: call.requestId,
        encoded_authorization_message: (0,emulator_digest/* sha256 */.sc)(`denied ${call.requestId}`),
    }));
}
/** A missing permission of a session. */
const stsPermissionDenied = accessDenied;
/** Wrong parameters: 400 STS5.0002. */
function sts_errors_invalidParameter(call) {
    return (message) => stsError(call, 400, '0002', `invalid parameter: ${message}`);
}

// EXTERNAL MODULE: ./build/emulator/policy/document.js
var policy_document = __nccwpck_require__(452);
// EXTERNAL MODULE: ./build/emulator/state/agencies.js
var agencies = __nccwpck_require__(557);
;// CONCATENATED MODULE: ./build/emulator/sts/bodies.js

/** A string of `least` to `most` characters that matches the pattern, if one is given. */
function textOfLength(least, most, pattern = /^/) {
    return (value, path) => {
        if (typeof value !== 'string' || value.length < least || value.length > most || !pattern.test(value)) {
            throw (0,reader/* validationError */.cJ)(path, `a string of ${least} to ${most} characters${pattern.source === '^' ? '' : ` like ${pattern.source}`}`, value);
        }
        return value;
    };
}
/** A list of `least` to `most` entries. */
function listOfLength(read, most, least = 0) {
    const all = (0,reader/* list */.p_)(read);
    return (value, path) => {
        const entries = all(value, path);
        if (entries.length < least || entries.length > most)
            throw (0,reader/* validationError */.cJ)(path, `${least} to ${most} entries`, value);
        return entries;
    };
}
/** The characters of session names and source identities. */
const NAME = /^[\w+=,.@-]*$/;
const commonFields = {
    agency_urn: textOfLength(1, 1500),
    agency_session_name: textOfLength(2, 128, NAME),
    duration_seconds: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(900, 43_200)),
    // Newer editions of the document allow twice as much; 2048 is what all of them allow.
    policy: (0,reader/* optional */.lq)(textOfLength(2, 2048)),
    policy_ids: (0,reader/* optional */.lq)(listOfLength(textOfLength(1, 64, /^[\w-]*$/), 20)),
};
/** The body of AssumeAgency. STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency". */
const assumeBody = (0,reader/* object */.Ik)({
    ...commonFields,
    external_id: (0,reader/* optional */.lq)(textOfLength(2, 1224, /^[\w+=,.@:/-]*$/)),
    serial_number: (0,reader/* optional */.lq)(textOfLength(9, 256, /^[\w+=/:,.@-]*$/)),
    token_code: (0,reader/* optional */.lq)(textOfLength(6, 6, /^\d*$/)),
    source_identity: (0,reader/* optional */.lq)(textOfLength(2, 64, NAME)),
    tags: (0,reader/* optional */.lq)(listOfLength((0,reader/* object */.Ik)({ key: textOfLength(1, 128), value: textOfLength(0, 255) }), 20)),
    transitive_tag_keys: (0,reader/* optional */.lq)(listOfLength(textOfLength(1, 128), 20)),
    provided_contexts: (0,reader/* optional */.lq)(listOfLength((0,reader/* object */.Ik)({ context_provider_urn: textOfLength(1, 1500), context_assertion: textOfLength(1, 20_000) }), 5, 1)),
});
/** The body of AssumeAgencyWithOIDC. STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency". */
const assumeWithOidcBody = (0,reader/* object */.Ik)({
    ...commonFields,
    provider_urn: textOfLength(1, 1500),
    id_token: textOfLength(4, 20_000),
});

;// CONCATENATED MODULE: ./build/emulator/sts/id-token.js




function decodePart(text) {
    try {
        const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
        return (0,reader/* isRecord */.u4)(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * Verifies an ID token, or throws a 400: it must be issued by the identity provider, signed with RS256 by a key of the issuer, be
 * within its validity, and have an audience that is a client of the provider. Keys are known of the emulated GitHub only. STS,
 * AssumeAgencyWithOIDC; OpenID Connect Core 3.1.3.7.
 */
function verifyIdToken(call, token, provider) {
    const invalid = (reason) => stsError(call, 400, '0031', `invalid id token: ${reason}`);
    const [header = '', payload = '', signature = '', ...more] = token.split('.');
    const [head, claims] = [decodePart(header), decodePart(payload)];
    if (head === undefined || claims === undefined || more.length > 0)
        throw invalid('not a JSON web token');
    if (claims['iss'] !== provider.url)
        throw invalid('the issuer is not that of the identity provider');
    if (head['alg'] !== 'RS256')
        throw invalid('the algorithm is not RS256');
    if (call.cloud.issuer?.issuer !== provider.url) {
        throw stsError(call, 400, '0035', 'failed to obtain the keys of the identity provider');
    }
    const jwk = getPublicKeys().find((candidate) => candidate.kid === head['kid']);
    const signed = Buffer.from(`${header}.${payload}`);
    const isValid = jwk !== undefined &&
        (0,external_node_crypto_.verify)('sha256', signed, (0,external_node_crypto_.createPublicKey)({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
    if (!isValid)
        throw invalid('the signature does not verify');
    const seconds = call.now / 1000;
    const { exp, nbf, iat, aud, sub } = claims;
    if (typeof exp !== 'number' || typeof iat !== 'number')
        throw invalid('exp or iat is missing');
    if (seconds >= exp)
        throw stsError(call, 400, '0032', 'the id token has expired');
    if (iat > seconds || (typeof nbf === 'number' && nbf > seconds))
        throw invalid('it is not yet valid');
    if (typeof sub !== 'string' || sub === '')
        throw invalid('sub is missing');
    const audience = [aud].flat().find((entry) => provider.clientIds.some((client) => client === entry));
    if (typeof audience !== 'string') {
        throw stsError(call, 400, '2001', 'the audience of the id token is not a client of the identity provider');
    }
    return { audience, subject: sub };
}

;// CONCATENATED MODULE: ./build/emulator/sts/principal.js






/** The IAM user of a permanent key or a token; an invented name where the seed has none. */
function callerName(call) {
    const { key, token } = call.caller;
    return key?.user ?? token?.user ?? `user-of-${key?.accessKey ?? 'a-token'}`;
}
/** The names by which an agency can trust the caller: its URNs, and its access key id. */
function principalNames(call) {
    const { key } = call.caller;
    if (key?.session !== undefined)
        return [key.session.agencyUrn, (0,agencies/* sessionUrn */.MY)(key.session)];
    return [(0,account/* iamUrn */.hW)(`user:${callerName(call)}`), ...(key === undefined ? [] : [key.accessKey])];
}
/** STS, "Obtaining the Identity Information of a Caller" (GetCallerIdentity). Requires no permission. */
function getCallerIdentity(call) {
    readQuery(call, [], sts_errors_invalidParameter(call));
    checkNoBody(call, sts_errors_invalidParameter(call));
    const session = call.caller.key?.session;
    if (session !== undefined) {
        const principalId = `${session.agencyId}:${session.name}`;
        return json(200, {
            account_id: session.account,
            principal_urn: (0,agencies/* sessionUrn */.MY)(session),
            principal_id: principalId,
        });
    }
    const user = callerName(call);
    return json(200, {
        account_id: account/* ACCOUNT */.u4.id,
        principal_urn: (0,account/* iamUrn */.hW)(`user:${user}`),
        principal_id: (0,emulator_digest/* sha256 */.sc)(`user ${user}`).slice(0, 32),
    });
}

;// CONCATENATED MODULE: ./build/emulator/sts/assume.js











/** The longest session that a session may open; more is refused. STS, AssumeAgency. */
const MAX_CHAINED_SECONDS = 3600;
/** The agency that the body names, as the resource of the permission; `iam:::agency:` if it names none. */
function agencyUrnInBody(call) {
    try {
        return assumeBody(JSON.parse(call.body), 'body').agency_urn;
    }
    catch {
        // The handler refuses this body.
        return 'iam:::agency:';
    }
}
/**
 * STS, "Obtaining a Temporary Security Credential Through an Agency or Trust Agency" (AssumeAgency). Signed by a permanent key or
 * by that of another session. Of MFA codes, tags and contexts only the form is checked.
 */
function assumeAgency(call) {
    readQuery(call, [], sts_errors_invalidParameter(call));
    const body = readBody(call, assumeBody, sts_errors_invalidParameter(call));
    const agency = findAgency(call, body.agency_urn);
    const names = principalNames(call);
    const trusted = agency.trust.some((entry) => 'principals' in entry &&
        entry.principals.some((pattern) => names.some((name) => matchesPattern(pattern, name))) &&
        (entry.externalId === undefined || entry.externalId === body.external_id));
    if (!trusted)
        throw accessDenied(call, `no identity-based policy allows sts:agencies:assume on ${agency.urn}`);
    return json(200, openSession(call, agency, body, body.source_identity));
}
/**
 * STS, "Obtaining a Temporary Security Credential Through the OIDC SSO Trust Agency" (AssumeAgencyWithOIDC). Requires neither a
 * signature nor a token. An ID token that is invalid is a 400; one whose audience or subject the agency does not trust is a 403.
 */
function assumeAgencyWithOidc(call) {
    readQuery(call, [], sts_errors_invalidParameter(call));
    const body = readBody(call, assumeWithOidcBody, sts_errors_invalidParameter(call));
    const provider = call.cloud.trust.providers.find((candidate) => candidate.urn === body.provider_urn);
    if (provider === undefined)
        throw stsError(call, 404, '0021', `no such oidc provider: ${body.provider_urn}`);
    const agency = findAgency(call, body.agency_urn);
    const { audience, subject } = verifyIdToken(call, body.id_token, provider);
    const trusted = agency.trust.some((entry) => 'provider' in entry &&
        entry.provider === provider.urn &&
        entry.audiences.some((pattern) => matchesPattern(pattern, audience)) &&
        entry.subjects.some((pattern) => matchesPattern(pattern, subject)));
    if (!trusted) {
        throw accessDenied(call, `no identity-based policy allows sts:agencies:assumeWithOIDC on ${agency.urn}`);
    }
    return json(200, {
        ...openSession(call, agency, body),
        audience,
        provider: provider.urn,
        subject_from_id_token: subject,
    });
}
function findAgency(call, urn) {
    const agency = call.cloud.trust.agencies.find((candidate) => candidate.urn === urn);
    if (agency === undefined)
        throw stsError(call, 404, '1106', `the agency ${urn} cannot be found`);
    return agency;
}
function sessionPolicies(call, agency, request) {
    const [unknown] = request.policy_ids ?? [];
    if (unknown !== undefined)
        throw stsError(call, 404, '0024', `no such policy: ${unknown}`);
    const own = agency.policy === undefined ? [] : [agency.policy];
    if (request.policy === undefined)
        return own;
    try {
        return [...own, (0,policy_document/* parsePolicy */.O)(request.policy)];
    }
    catch (cause) {
        throw stsError(call, 400, '0011', `malformed policy document: ${(0,reader/* messageOf */.bD)(cause)}`);
    }
}
/**
 * Opens a session of an agency, and returns the fields that both replies have. A duration above the agency's maximum is refused
 * and not shortened: the documents call the maximum the end of the range.
 */
function openSession(call, agency, request, sourceIdentity) {
    const policies = sessionPolicies(call, agency, request);
    const seconds = request.duration_seconds ?? 3600;
    if (call.caller.key?.securityToken !== undefined && seconds > MAX_CHAINED_SECONDS) {
        throw stsError(call, 400, '0013', `duration_seconds must be at most ${MAX_CHAINED_SECONDS} for a chained agency`);
    }
    if (seconds > agency.maxSessionSeconds) {
        throw stsError(call, 400, '0012', `duration_seconds exceeds the maximum session duration of the agency, ${agency.maxSessionSeconds}`);
    }
    const session = {
        agencyUrn: agency.urn,
        agencyId: agency.id,
        account: agency.account,
        name: request.agency_session_name,
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
        assumed_agency: { urn: (0,agencies/* sessionUrn */.MY)(session), id: `${agency.id}:${session.name}` },
        source_identity: sourceIdentity ?? '',
    };
}

;// CONCATENATED MODULE: ./build/emulator/sts/routes.js



/** Temporary credentials and the identity of a caller. Only some regions have STS, see `STS_REGIONS`. */
const stsRoutes = [
    route('POST /v5/agencies/assume-with-oidc', assumeAgencyWithOidc, { open: true }),
    route('POST /v5/agencies/assume', assumeAgency, {
        permission: { actions: ['sts:agencies:assume'], resource: agencyUrnInBody },
    }),
    route('GET /v5/caller-identity', getCallerIdentity),
];

;// CONCATENATED MODULE: ./build/emulator/swr/errors.js

/**
 * An error reply of SWR, in one of three shapes: an array (as documented), `{errors: […]}` (as observed) or a single object. The
 * first three digits of the number are the HTTP status. SWR, "Error Codes".
 */
function swrErrorReply(shape, number, message) {
    const error = { errorCode: `SVCSTG.SWR.${number}`, errorMessage: message };
    const status = Number(String(number).slice(0, 3));
    if (shape === 'array')
        return json(status, [{ ...error, detail: '' }]);
    return json(status, shape === 'errors' ? { errors: [error] } : error);
}
/** An error of SWR in the shape that the region uses. */
function swrError(call, number, message) {
    return apiError(swrErrorReply(call.region.swr.errorShape, number, message));
}
/** Something does not exist: the given 404 code, or 4000014 where the region answers with 400, as was also observed. */
function notFound(call, number, message) {
    return swrError(call, call.region.swr.notFound === '404' ? number : 4_000_014, message);
}
/** Wrong parameters: 4000014. */
function swr_errors_invalidParameter(call) {
    return (message) => swrError(call, 4_000_014, `Invalid API parameters: ${message}`);
}
/** A missing permission: 4037020. */
const swrPermissionDenied = (call, message) => swrError(call, 4_037_020, message);

// EXTERNAL MODULE: ./build/emulator/state/repositories.js
var repositories = __nccwpck_require__(594);
;// CONCATENATED MODULE: ./build/emulator/swr/lookup.js




function readRepositoryRef(call) {
    const namespace = pathParam(call, 'namespace');
    const repository = pathParam(call, 'repository').replaceAll('$', '/');
    if (!repositories/* NAMESPACE_PATTERN */.PV.test(namespace))
        throw swrError(call, 4_001_028, 'Invalid organization name');
    if (!repositories/* REPOSITORY_PATTERN */.G_.test(repository))
        throw swrError(call, 4_001_029, 'Invalid image repository name');
    return { namespace, repository };
}
/** The repository of the path. Throws a 400 for an invalid name, and a 404 if it does not exist. */
function findRepository(call) {
    const ref = readRepositoryRef(call);
    const organization = call.region.organizations.get(ref.namespace);
    if (organization === undefined)
        throw notFound(call, 4_040_058, 'The organization does not exist');
    const found = organization.get(ref.repository);
    if (found === undefined)
        throw notFound(call, 4_040_010, 'The image repository does not exist');
    return { ...ref, found };
}
/** The tag of the path. Throws a 400 for an invalid name, and a 404 if it does not exist. */
function findTag(call) {
    const repository = findRepository(call);
    const name = pathParam(call, 'tag');
    const tag = repository.found.tags.get(name);
    if (tag === undefined)
        throw notFound(call, 4_040_048, 'The image tag does not exist');
    return { ...repository, name, tag };
}
/** The image name of a repository for `docker pull`, without a tag. */
function pullPath(call, { namespace, repository }) {
    return `${(0,emulator_address/* registryHost */.U$)(call.region.id)}/${namespace}/${repository}`;
}

;// CONCATENATED MODULE: ./build/emulator/swr/organizations.js










/** SWR, "Obtaining Organization Details" (ShowNamespace). `auth` 7 is the permission to manage. */
function showNamespace(call) {
    const name = pathParam(call, 'namespace');
    if (!call.region.organizations.has(name))
        throw notFound(call, 4_040_058, 'The organization does not exist');
    const id = Number.parseInt((0,emulator_digest/* sha256 */.sc)(`${call.region.id}/${name}`).slice(0, 6), 16);
    return json(200, { id, name, creator_name: account/* ACCOUNT */.u4.name, auth: 7 });
}
/**
 * SWR, "Creating an Organization" (CreateNamespace). Names are unique in a region across all accounts: after a 409, the
 * organization may belong to another account.
 */
function createNamespace(call) {
    const { namespace } = readBody(call, (0,reader/* object */.Ik)({ namespace: (0,reader/* text */.Qq)() }), swr_errors_invalidParameter(call));
    const { organizations, swr } = call.region;
    if (!repositories/* NAMESPACE_PATTERN */.PV.test(namespace))
        throw swrError(call, 4_001_028, 'Invalid organization name');
    if (organizations.has(namespace) || swr.foreignOrganizations.includes(namespace)) {
        throw swrError(call, 4_090_060, 'The organization already exists');
    }
    if (organizations.size >= swr.organizationQuota)
        throw swrError(call, 4_000_097, 'Organization quota exceeded');
    organizations.set(namespace, new Map());
    return empty(201);
}
/** SWR, "Querying Image Repository Information" (ShowRepository). */
function showRepository(call) {
    const { found, namespace, repository } = findRepository(call);
    const path = pullPath(call, { namespace, repository });
    const updated = Math.max(found.createdAt, ...[...found.tags.values()].map((tag) => tag.updatedAt));
    return json(200, {
        id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(path).slice(0, 6), 16),
        ns_id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(`${call.region.id}/${namespace}`).slice(0, 6), 16),
        name: repository,
        category: 'other',
        description: '',
        creator_id: account/* ACCOUNT */.u4.id,
        creator_name: account/* ACCOUNT */.u4.name,
        size: 4096 * found.tags.size,
        is_public: false,
        num_images: found.tags.size,
        num_download: 0,
        path,
        internal_path: path,
        created: formatSeconds(found.createdAt),
        updated: formatSeconds(updated),
        domain_id: account/* ACCOUNT */.u4.id,
        priority: 0,
    });
}
/** SWR, "Querying Regions for Image Synchronization" (ListSyncRegions). Many regions do not have this API. */
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

;// CONCATENATED MODULE: ./build/emulator/swr/filter.js



/**
 * The terms of a query parameter such as `filter=limit::10|offset::0`; undefined without a filter. SWR, "Querying the Image Tag
 * List" and "Obtaining Image Synchronization Task Information".
 */
function parseFilter(call, filter, names) {
    if (filter === undefined)
        return undefined;
    const terms = filter.split('|').map((term) => term.split('::'));
    const broken = terms.find(([name, ...rest]) => !names.includes(name ?? '') || rest.length !== 1 || rest[0] === '');
    if (broken !== undefined)
        throw swrError(call, 4_001_035, `Invalid filter: "${broken.join('::')}"`);
    return Object.fromEntries(terms);
}
/** The parameters of a list: the terms of the filter, or else the plain query parameters, which a filter disables. */
function readListParameters(call, names) {
    const query = readQuery(call, ['filter', ...names], swr_errors_invalidParameter(call));
    return parseFilter(call, query['filter'], names) ?? query;
}
/** A page of a list. An empty one has the body that the region uses for it. */
function listReply(call, items, headers = {}) {
    const { emptyList } = call.region.swr;
    if (items.length > 0 || emptyList === 'array')
        return json(200, items, headers);
    if (emptyList === 'nothing')
        return { ...json(200, '', headers), body: '' };
    return json(200, emptyList === 'null' ? null : {}, headers);
}
/** The header `Content-Range: offset-count/total`, which is not the form of RFC 7233. */
function contentRange(offset, count, total) {
    return { 'content-range': `${offset}-${count}/${total}` };
}

;// CONCATENATED MODULE: ./build/emulator/swr/sync.js










const syncBody = (0,reader/* object */.Ik)({
    imageTag: (0,reader/* list */.p_)((0,reader/* text */.Qq)()),
    remoteNamespace: (0,reader/* text */.Qq)(),
    remoteRegionId: (0,reader/* text */.Qq)(),
    override: (0,reader/* optional */.lq)(reader/* flag */.Jt),
});
/** Takes the first of the seed's `syncOutcomes` that matches a job and has not been used up; undefined if there is none. */
function takeOutcome(call, wanted) {
    const matching = call.region.swr.syncOutcomes.find(({ rule, used }) => (rule.tag ?? wanted.tag) === wanted.tag &&
        (rule.target ?? wanted.remoteRegionId) === wanted.remoteRegionId &&
        (rule.repository ?? wanted.repository) === wanted.repository &&
        used < (rule.times ?? Number.POSITIVE_INFINITY));
    if (matching !== undefined)
        matching.used += 1;
    return matching?.rule;
}
function createJob(call, wanted) {
    const rule = takeOutcome(call, wanted);
    const durationMs = (rule?.seconds ?? call.region.swr.syncSeconds) * 1000;
    const outcome = rule?.outcome ?? 'success';
    return {
        ...wanted,
        id: nextSerial(call.cloud),
        region: call.region.id,
        outcome,
        createdAt: call.now,
        // `waiting` takes a quarter of the time, so that clients see both statuses that come before the end.
        runsAt: call.now + durationMs / 4,
        endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + durationMs,
        lagMs: (rule?.lagSeconds ?? 0) * 1000,
        finalStatus: undefined,
        pendingWrite: undefined,
    };
}
/**
 * SWR, "Manually Synchronizing Images" (CreateManualImageSyncRepo). Starts one job per tag and answers `[]`, without job ids.
 * Tags and target organizations that do not exist are ignored; an unknown target region is a 500.
 */
function syncImages(call) {
    const invalid = swr_errors_invalidParameter(call);
    const body = readBody(call, syncBody, invalid);
    if (body.imageTag.length === 0)
        throw invalid('imageTag is empty');
    const { found, namespace, repository } = findRepository(call);
    const { remoteRegionId, remoteNamespace, override = false } = body;
    const target = call.cloud.regions.get(remoteRegionId);
    if (target === undefined)
        throw swrError(call, 5_001_101, `Unknown region "${remoteRegionId}"`);
    if (target === call.region && !call.region.swr.sameRegionSync) {
        throw invalid('remoteRegionId is the region of the source');
    }
    if (!target.organizations.has(remoteNamespace))
        return json(200, []);
    const tags = [...new Set(body.imageTag)].filter((tag) => found.tags.has(tag));
    for (const tag of tags) {
        call.cloud.jobs.push(createJob(call, { namespace, repository, tag, remoteRegionId, remoteNamespace, override }));
    }
    return json(200, []);
}
function serializeJob(job, now) {
    return {
        id: job.id,
        namespace: job.namespace,
        repoName: job.repository,
        tag: job.tag,
        remoteNamespace: job.remoteNamespace,
        remoteRegionId: job.remoteRegionId,
        override: job.override,
        status: (0,sync_jobs/* jobStatusAt */.r0)(job, now),
        createdAt: formatMicroseconds(job.createdAt),
        updatedAt: formatMicroseconds((0,sync_jobs/* jobUpdatedAt */.CD)(job, now)),
        domainID: account/* ACCOUNT */.u4.id,
        domainName: account/* ACCOUNT */.u4.name,
        syncOperatorId: account/* ACCOUNT */.u4.id,
        syncOperatorName: account/* ACCOUNT */.u4.name,
    };
}
/**
 * SWR, "Obtaining Image Synchronization Task Information" (ShowSyncJob). `filter` with limit and offset is mandatory. The reply
 * does not say why a job failed. Regions differ in whether they list jobs started by the API at all (`hideSyncJobs`).
 */
function listJobs(call) {
    const { namespace, repository } = findRepository(call);
    const invalid = swr_errors_invalidParameter(call);
    const terms = parseFilter(call, readQuery(call, ['filter'], invalid)['filter'], ['limit', 'offset', 'order']);
    if (terms?.['limit'] === undefined || terms['offset'] === undefined) {
        throw swrError(call, 4_001_014, 'Missing mandatory parameter: filter with limit and offset');
    }
    const limit = readInteger(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, invalid);
    const offset = readInteger(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, invalid);
    const order = readEnum(terms['order'], 'asc', { name: 'order', words: ['desc', 'asc'] }, invalid);
    const all = call.cloud.jobs
        .filter((job) => job.region === call.region.id && job.namespace === namespace && job.repository === repository)
        .filter((job) => job.outcome !== 'silent' && !call.region.swr.hideSyncJobs)
        .toSorted((left, right) => left.createdAt - right.createdAt || left.id - right.id);
    const page = (order === 'asc' ? all : all.toReversed()).slice(offset, offset + limit);
    return listReply(call, page.map((job) => serializeJob(job, call.now)), contentRange(offset, page.length, all.length));
}

;// CONCATENATED MODULE: ./build/emulator/swr/tags.js








function serializeTag(call, ref, name, tag) {
    // The digest of the image config. It is not the digest of the manifest, which is in `digest`.
    const imageId = (0,emulator_digest/* sha256 */.sc)(`config of ${tag.digest}`);
    const path = `${pullPath(call, ref)}:${name}`;
    return {
        id: Number.parseInt(imageId.slice(0, 6), 16),
        repo_id: Number.parseInt((0,emulator_digest/* sha256 */.sc)(pullPath(call, ref)).slice(0, 6), 16),
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
        domain_id: account/* ACCOUNT */.u4.id,
        created: formatSeconds(tag.createdAt),
        updated: formatSeconds(tag.updatedAt),
        is_trusted: false,
    };
}
function tags_isShown(call, { createdAt }) {
    return call.now >= createdAt + call.region.swr.tagListLagSeconds * 1000;
}
/**
 * SWR, "Querying the Image Tag List" (ListRepositoryTags). The name is in the field `Tag`. The parameter `tag` matches parts of
 * names, because no document says that it is exact. Content-Range is sent only if limit and offset are given. A tag is not listed
 * before `tagListLagSeconds` have passed.
 */
function listTags(call) {
    const { found, ...ref } = findRepository(call);
    const terms = readListParameters(call, ['limit', 'offset', 'order_column', 'order_type', 'tag']);
    const invalid = swr_errors_invalidParameter(call);
    for (const [one, other] of [
        ['limit', 'offset'],
        ['order_column', 'order_type'],
    ]) {
        if ((terms[one] === undefined) !== (terms[other] === undefined))
            throw invalid(`${one} and ${other} go together`);
    }
    const invalidLimit = (message) => swrError(call, 4_000_056, message);
    const limit = readInteger(terms['limit'], 100, { name: 'limit', least: 1, most: 1000 }, invalidLimit);
    const offset = readInteger(terms['offset'], 0, { name: 'offset', least: 0, most: 2 ** 31 }, invalid);
    const column = readEnum(terms['order_column'], 'updated_at', { name: 'order_column', words: ['updated_at', 'tag'] }, () => swrError(call, 4_001_096, 'Invalid order_column'));
    const order = readEnum(terms['order_type'], 'desc', { name: 'order_type', words: ['desc', 'asc'] }, invalid);
    const byName = [...found.tags].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const ascending = column === 'tag' ? byName : byName.toSorted(([, left], [, right]) => left.updatedAt - right.updatedAt);
    const ordered = order === 'asc' ? ascending : ascending.toReversed();
    const { tagPageSize, shiftingTagList, tagListTotal } = call.region.swr;
    const all = ordered.filter(([name, tag]) => name.includes(terms['tag'] ?? '') && tags_isShown(call, tag));
    const start = shiftingTagList && offset > 0 ? offset + 1 : offset;
    const page = all.slice(start, start + Math.min(limit, tagPageSize));
    const items = page.map(([name, tag]) => Object.assign(serializeTag(call, ref, name, tag), { Tag: name, deleted: null, scanned: false }));
    const isTotalSent = tagListTotal && terms['limit'] !== undefined;
    return listReply(call, items, isTotalSent ? contentRange(offset, items.length, all.length) : {});
}
/** SWR, "Querying Details of an Image Tag" (ShowRepoTag). The name is in `tag`; there is no `deleted` and `scanned`. */
function showTag(call) {
    readListParameters(call, []);
    const { name, tag, ...ref } = findTag(call);
    if (!tags_isShown(call, tag))
        throw notFound(call, 4_040_048, 'The image tag does not exist');
    return json(200, { tag: name, ...serializeTag(call, ref, name, tag) });
}
/** SWR, "Deleting an Image Tag" (DeleteRepoTag). */
function deleteTag(call) {
    const { found, name } = findTag(call);
    found.tags.delete(name);
    return empty(204);
}

;// CONCATENATED MODULE: ./build/emulator/swr/routes.js







const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';
/**
 * The management API v2 of SWR, basic edition. Permissions are from "Actions Supported by Identity Policy-based Authorization";
 * none is documented for the regions and the feature gates.
 */
const swrRoutes = [
    route('GET /v2/manage/regions', listSyncRegions),
    route('GET /v2/manage/projects/{project_id}/feature-gates', showFeatureGates),
    route('POST /v2/manage/namespaces', createNamespace, onOrganization('swr:namespace:createNamespace')),
    route('GET /v2/manage/namespaces/{namespace}', showNamespace, onOrganization('swr:namespace:getNamespace')),
    route(`GET ${REPOSITORY}`, showRepository, onRepository('swr:repo:getRepo')),
    route(`GET ${REPOSITORY}/tags`, listTags, onRepository('swr:repo:listRepoTags')),
    // The name of this action is inferred from those of the similar APIs.
    route(`GET ${REPOSITORY}/tags/{tag}`, showTag, onRepository('swr:repo:getRepoTag')),
    route(`DELETE ${REPOSITORY}/tags/{tag}`, deleteTag, onRepository('swr:repo:deleteRepoTag')),
    route(`POST ${REPOSITORY}/sync_images`, syncImages, 
    // The second and third action are documented as dependencies of the first one.
    onRepository('swr:repo:createManualSyncRepoJob', 'swr:repo:download', 'swr:repo:upload')),
    route(`GET ${REPOSITORY}/sync_job`, listJobs, onRepository('swr:repo:getSyncRepoJobInfo')),
];
/** Actions on the repository of the path: `swr:{region}:{account}:repo:{organization}/{repository}`. "SWR Resources". */
function onRepository(...actions) {
    return { permission: { actions, resource: repositoryUrn } };
}
/** Actions on the organization of the path, or else of the body: `swr:{region}:{account}:namespace:{organization}`. */
function onOrganization(...actions) {
    return { permission: { actions, resource: organizationUrn } };
}
function repositoryUrn(call) {
    const repository = pathParam(call, 'repository').replaceAll('$', '/');
    return (0,account/* regionalUrn */.dX)(call.region.id, 'swr', `repo:${pathParam(call, 'namespace')}/${repository}`);
}
function organizationUrn(call) {
    const name = call.params['namespace'] ?? namespaceInBody(call.body);
    return (0,account/* regionalUrn */.dX)(call.region.id, 'swr', `namespace:${name}`);
}
function namespaceInBody(body) {
    try {
        const value = JSON.parse(body);
        return (0,reader/* isRecord */.u4)(value) ? String(value['namespace']) : '';
    }
    catch {
        // The handler refuses this body.
        return '';
    }
}

;// CONCATENATED MODULE: ./build/emulator/answer.js




















const APIS = {
    'swr-api': { routes: swrRoutes, permissionDenied: swrPermissionDenied },
    modelarts: { routes: modelArtsRoutes, permissionDenied: modelArtsPermissionDenied },
    hss: { routes: hssRoutes, permissionDenied: hssPermissionDenied },
    iam: { routes: iamRoutes, permissionDenied: iamPermissionDenied },
    sts: { routes: stsRoutes, permissionDenied: stsPermissionDenied },
};
/** The largest request body in bytes. API Gateway, "Error Codes", APIGW.0201. */
const BODY_LIMIT = 12 * 1024 * 1024;
function isService(name) {
    return Object.hasOwn(APIS, name);
}
/**
 * Answers a request and applies what it changes. Checks are made in the gateway's order: whether the API exists, who calls, for
 * which project, with which permission; then the service's handler runs. Requests to GitHub have none of these checks.
 */
function answer(incoming) {
    try {
        (0,sync_jobs/* settleJobs */.sQ)(incoming.cloud, incoming.now);
        const { service, region } = incoming.address;
        if (service === emulator_address/* GITHUB */.U0)
            return region === 'api' ? deploymentsApi(incoming) : oidcApi(incoming);
        return answerService(incoming);
    }
    catch (caught) {
        if (isApiError(caught))
            return caught.reply;
        // A defect of the emulator must not look like an ordinary error of the cloud.
        return json(500, {
            error_code: 'EMULATOR.BUG',
            error_msg: caught instanceof Error ? caught.stack : String(caught),
        });
    }
}
function answerService(incoming) {
    const { request, headers, address, cloud, now, requestId } = incoming;
    const { service } = address;
    const region = cloud.regions.get(address.region);
    if (region === undefined || !isService(service) || region.absentServices.includes(service)) {
        throw noSuchApi(requestId);
    }
    const { routes, permissionDenied } = APIS[service];
    const found = findRoute(routes, request.method.toUpperCase(), address.segments);
    if (found === undefined)
        throw noSuchApi(requestId);
    const bytes = Buffer.from(request.body ?? '');
    if (bytes.byteLength > BODY_LIMIT)
        throw gatewayError(requestId, 413, 'APIGW.0201', 'The request body is too large');
    const { params, route } = found;
    const body = bytes.toString('utf8');
    const caller = route.open === true ? {} : authenticate(incoming, route.tokenIn?.(body));
    const query = (0,emulator_address/* parseQuery */.mA)(address.wireQuery) ?? [];
    const call = { requestId, service, region, cloud, now, params, query, headers, body, caller };
    if (!isProjectValid(call)) {
        throw service === 'modelarts'
            ? modelArtsError(403, '0210', 'The project ID in the request does not match that of the caller')
            : gatewayError(requestId, 403, 'APIGW.0310', 'The project is unavailable');
    }
    if (route.permission !== undefined)
        checkPermission(call, route.permission, permissionDenied);
    return route.handler(call);
}
/** The reply to a URL with broken percent-encoding, which reaches no API. */
function badUrl(requestId) {
    return gatewayError(requestId, 400, 'APIGW.0201', 'Bad request: the URI is not well encoded').reply;
}

;// CONCATENATED MODULE: ./build/emulator/fault.js



const fault_status = (0,reader/* integer */.nd)(200, 599);
const delayField = { delayMs: (0,reader/* optional */.lq)((0,reader/* number */.ai)()) };
const partialBodyFields = {
    bytes: (0,reader/* integer */.nd)(),
    status: (0,reader/* optional */.lq)(fault_status),
    body: (0,reader/* optional */.lq)(reader/* anything */.D8),
    ...delayField,
};
/** `fault` of a script rule: what a client gets instead of the regular reply. */
const faultReader = (0,reader/* variants */.HI)({
    /** A reply with any status, headers and body. A string is sent as it is, any other body as JSON. */
    status: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('status'),
        status: fault_status,
        body: (0,reader/* optional */.lq)(reader/* anything */.D8),
        headers: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)(reader/* anyText */.Ae)),
        contentType: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        ...delayField,
    }),
    /** One of the error replies with which the services throttle. */
    throttle: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('throttle'),
        preset: (0,reader/* oneOf */.yL)('APIGW.0308', 'APIG.0308', 'ModelArts.6101', 'SVCSTG.SWR.4031032', 'SVCSTG.SWR.4031042', 'SVCSTG.SWR.4090023'),
        /** What the gateway names as its window; 1 second if not given. */
        window: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        /** In place of the preset's own, such as 200. */
        status: (0,reader/* optional */.lq)(fault_status),
        retryAfterSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)()),
        retryAfterAs: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)('seconds', 'date')),
        ...delayField,
    }),
    /** The headers with the full Content-Length and the first `bytes` bytes of the body; then the connection is destroyed. */
    cut: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('cut'), ...partialBodyFields }),
    /** The same, but the connection stays open and nothing more is sent. */
    stall: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('stall'), ...partialBodyFields }),
    /** The connection is reset before any byte of the reply. */
    reset: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('reset'), ...delayField }),
    /** The request is read and never answered. */
    silence: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('silence') }),
    /** The regular reply, `bytes` bytes every `everyMs` milliseconds. */
    drip: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('drip'), bytes: (0,reader/* integer */.nd)(1), everyMs: (0,reader/* number */.ai)(), ...delayField }),
    /** The regular reply, `ms` milliseconds later. */
    delay: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('delay'), ms: (0,reader/* number */.ai)() }),
    /** An HTML page, such as that of a proxy. */
    html: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('html'), status: (0,reader/* optional */.lq)(fault_status), body: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()), ...delayField }),
    /** Any text, by default with the content type of JSON. */
    text: (0,reader/* object */.Ik)({
        kind: (0,reader/* oneOf */.yL)('text'),
        body: reader/* anyText */.Ae,
        status: (0,reader/* optional */.lq)(fault_status),
        contentType: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        ...delayField,
    }),
    /**
     * The regular reply with other values in its JSON body, by dotted path: `{"data.0.id": ".."}`. It always takes effect. A body
     * that is no object, or has nothing at the path, stays as it is.
     */
    edit: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('edit'), set: (0,reader/* dictionary */.zz)(reader/* anything */.D8), ...delayField }),
    redirect: (0,reader/* object */.Ik)({ kind: (0,reader/* oneOf */.yL)('redirect'), location: (0,reader/* text */.Qq)(), status: (0,reader/* optional */.lq)((0,reader/* integer */.nd)(301, 308)), ...delayField }),
});
/** Whether the fault only delays or edits the regular reply. Such a request always takes effect. */
function keepsEffect(fault) {
    return fault.kind === 'drip' || fault.kind === 'delay' || fault.kind === 'edit';
}
/** Applies a fault to the regular reply of the cloud. */
function applyFault(fault, regular, context) {
    const reply = applyWithoutDelay(fault, regular, context);
    const delayMs = fault.kind === 'delay' ? fault.ms : 'delayMs' in fault ? fault.delayMs : undefined;
    return delayMs === undefined ? reply : { ...reply, delayMs };
}
function applyWithoutDelay(fault, regular, context) {
    switch (fault.kind) {
        case 'status':
            return createReply(fault.status, fault.body, fault.contentType, fault.headers);
        case 'throttle':
            return createThrottleReply(fault, context);
        case 'cut':
        case 'stall': {
            const whole = fault.body === undefined ? regular : createReply(200, fault.body);
            return { ...whole, status: fault.status ?? whole.status, wireFault: { kind: fault.kind, bytes: fault.bytes } };
        }
        case 'reset':
        case 'silence':
            return { ...regular, wireFault: { kind: fault.kind } };
        case 'drip':
            return { ...regular, wireFault: { kind: 'drip', bytes: fault.bytes, everyMs: fault.everyMs } };
        case 'delay':
            break;
        case 'html':
            return createReply(fault.status ?? 200, fault.body ?? '<html><body><h1>Sign in</h1></body></html>', 'text/html');
        case 'text':
            return createReply(fault.status ?? 200, fault.body, fault.contentType);
        case 'edit':
            return { ...regular, body: editBody(regular.body, fault.set) };
        case 'redirect':
            return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
    }
    return regular;
}
function editBody(body, values) {
    if (body === '')
        return body;
    const edited = JSON.parse(body);
    for (const [path, value] of Object.entries(values)) {
        const names = path.split('.');
        const last = names.pop() ?? '';
        const parent = names.reduce((at, name) => Object(at)[name], edited);
        if (typeof parent === 'object' && parent !== null)
            Reflect.set(parent, last, value);
    }
    return JSON.stringify(edited);
}
function createReply(code, body, type = 'application/json', headers = {}) {
    const content = typeof body === 'string' ? body : JSON.stringify(body ?? '');
    return { status: code, headers: { 'content-type': type, ...headers }, body: body === undefined ? '' : content };
}
/** APIGW.0308 comes from the gateway. SWR itself throttles with 403 and 409. SWR and API Gateway, "Error Codes". */
function createThrottleReply(fault, context) {
    const seconds = fault.retryAfterSeconds;
    const after = fault.retryAfterAs === 'date' ? new Date(context.now + (seconds ?? 1) * 1000).toUTCString() : String(seconds);
    const code = /^SVCSTG\.SWR\.(\d+)$/.exec(fault.preset)?.[1];
    const reply = code === undefined
        ? tooManyRequests(context.requestId, 1, fault)
        : swrErrorReply(context.errorShape, Number(code), code === '4090023' ? 'The system is busy' : 'Too many requests');
    const shown = fault.status === undefined ? reply : { ...reply, status: fault.status };
    return seconds === undefined ? shown : { ...shown, headers: { ...shown.headers, 'retry-after': after } };
}
/** The 429 of the gateway, for `limit` requests per window. It has no Retry-After. */
function tooManyRequests(requestId, limit, { preset = 'APIGW.0308', window = '1 second', } = {}) {
    const message = `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:${window}`;
    return gatewayError(requestId, 429, preset, message).reply;
}

;// CONCATENATED MODULE: ./build/emulator/script.js



const ruleReader = (0,reader/* object */.Ik)({
    /**
     * A request matches if it meets all given conditions. `path`, `query` and `body` are substrings of the decoded path, of the query
     * as sent, and of the body as sent.
     */
    match: (0,reader/* object */.Ik)({
        service: (0,reader/* optional */.lq)((0,reader/* oneOf */.yL)(...emulator_address/* SERVICES */.Bg, emulator_address/* GITHUB */.U0)),
        region: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        method: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        path: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        query: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
        body: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
    }),
    /** How many matching requests get their regular reply first. */
    skip: (0,reader/* optional */.lq)((0,reader/* integer */.nd)()),
    /** How many matching requests then get the fault; 1 if left out. */
    times: (0,reader/* optional */.lq)((0,reader/* either */.gP)((0,reader/* oneOf */.yL)('always'), (0,reader/* integer */.nd)(1))),
    /** Whether the request is carried out although the client gets the fault. */
    takesEffect: (0,reader/* optional */.lq)(reader/* flag */.Jt),
    fault: faultReader,
});
const scriptReader = (0,reader/* object */.Ik)({
    rules: (0,reader/* optional */.lq)((0,reader/* list */.p_)(ruleReader)),
    clockSkewSeconds: (0,reader/* optional */.lq)((0,reader/* number */.ai)(Number.NEGATIVE_INFINITY)),
    rateLimits: (0,reader/* optional */.lq)((0,reader/* dictionary */.zz)((0,reader/* integer */.nd)(1), (0,reader/* oneOf */.yL)(...emulator_address/* SERVICES */.Bg))),
});
/** Checks a script of unknown origin. Throws an Error whose message names the path of the wrong value. */
function readScript(value) {
    return scriptReader(value, 'script');
}
/** Starts a script with all counters at zero. Checks its values, which its type does not. */
function startScript(script) {
    const { rules = [], ...rest } = readScript(script);
    const counted = rules.map((rule) => ({ rule, seen: 0, hits: 0 }));
    return {
        settings: rest,
        report: () => ({ ...rest, rules: counted.map(({ rule, seen, hits }) => ({ ...rule, seen, hits })) }),
        nextFault: (request, address) => {
            for (const entry of counted) {
                const { match, skip = 0, times = 1, takesEffect = false, fault } = entry.rule;
                if (!script_matches(match, request, address))
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
function script_matches(match, request, address) {
    return ((match.service ?? address.service) === address.service &&
        (match.region ?? address.region) === address.region &&
        (match.method ?? request.method).toUpperCase() === request.method.toUpperCase() &&
        address.path.includes(match.path ?? '') &&
        address.wireQuery.includes(match.query ?? '') &&
        Buffer.from(request.body ?? '').includes(match.body ?? ''));
}
/**
 * Creates a function that counts requests by service and second (`now` in epoch milliseconds), and returns the limit of the service
 * if a request exceeds it, else undefined.
 */
function createRateLimiter() {
    const counts = new Map();
    return (limits, service, now) => {
        const limit = new Map(Object.entries(limits)).get(service);
        if (limit === undefined)
            return undefined;
        const second = Math.floor(now / 1000);
        const before = counts.get(service);
        const window = before?.second === second ? before : { second, count: 0 };
        window.count += 1;
        counts.set(service, window);
        return window.count > limit ? limit : undefined;
    };
}

// EXTERNAL MODULE: ./build/emulator/seed.js + 3 modules
var emulator_seed = __nccwpck_require__(851);
;// CONCATENATED MODULE: ./build/emulator/control.js




const pushReader = (0,reader/* object */.Ik)({
    region: (0,reader/* text */.Qq)(),
    organization: (0,reader/* text */.Qq)(),
    repository: (0,reader/* text */.Qq)(),
    tag: (0,reader/* text */.Qq)(),
    digest: (0,reader/* optional */.lq)((0,reader/* text */.Qq)()),
});
/** Answers a control route, `/_/…`. These routes need no credentials, get no faults, and are not in the request log. */
function answerControl(emulator, request) {
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
                const { digest, ...tag } = pushReader(body(), 'push');
                return json(200, { digest: emulator.push(digest === undefined ? tag : { ...tag, digest }) });
            }
            default:
                return json(404, { error: `no control route ${request.method} ${path}` });
        }
    }
    catch (cause) {
        return json(400, { error: (0,reader/* messageOf */.bD)(cause) });
    }
}

;// CONCATENATED MODULE: ./build/emulator/request-log.js

function parseBody(text) {
    if (text === '')
        return null;
    try {
        return JSON.parse(text);
    }
    catch {
        return text;
    }
}
/**
 * Describes a request for the log. Secrets of the cloud that have at least six characters, and all ID tokens, are replaced by
 * `***`.
 */
function describeRequest(request, address, cloud) {
    const secrets = [
        ...[...cloud.accessKeys.values()].flatMap((key) => [key.secretKey, key.securityToken ?? '']),
        ...cloud.tokens.keys(),
        cloud.github.token,
        ...cloud.users.map((user) => user.password),
    ]
        // A shorter secret could be part of ordinary words. Longer ones come first, because one secret may contain another.
        .filter((secret) => secret.length >= 6)
        .toSorted((left, right) => right.length - left.length);
    // ID tokens are not stored, and so are recognised by their form.
    const redact = (text) => secrets
        .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
        .replaceAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, '***');
    return {
        service: address?.service ?? '',
        region: address?.region ?? '',
        method: request.method.toUpperCase(),
        path: redact(address?.path ?? request.url),
        query: Object.fromEntries(((0,emulator_address/* parseQuery */.mA)(address?.wireQuery ?? '') ?? []).map(([name, value]) => [name, redact(value)])),
        body: parseBody(redact(Buffer.from(request.body ?? '').toString('utf8'))),
    };
}

;// CONCATENATED MODULE: ./build/emulator/state/snapshot.js




function snapshotRegion(cloud, region, now) {
    const organizations = [...region.organizations].map(([namespace, repositories]) => {
        const tagsByRepository = [...repositories].map(([name, { tags }]) => {
            const digests = [...tags].map(([tag, { digest }]) => [tag, digest]);
            return [name, Object.fromEntries(digests)];
        });
        return [namespace, Object.fromEntries(tagsByRepository)];
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
            status: (0,sync_jobs/* jobStatusAt */.r0)(job, now),
            createdAt: job.createdAt,
        })),
        images: [...region.images.values()].map((image) => ({
            id: image.id,
            name: image.name,
            tag: image.tag,
            swr_path: image.swrPath,
            type: image.type,
            status: (0,state_images/* imageStatusAt */.bl)(image, now).status,
        })),
        hssTasks: region.hssTasks.map((task) => ({
            id: task.id,
            taskType: task.taskType,
            imageType: task.imageType,
            beginsAt: task.beginsAt,
            status: (0,hss_tasks/* taskStatusAt */.pF)(task, now),
        })),
        hssImages: (0,hss_tasks/* importedImagesAt */.ub)(region.hssTasks, region.hss, now).map(({ namespace, repository, tag, digest }) => ({
            name: `${namespace}/${repository}:${tag}`,
            digest,
        })),
    };
}
/**
 * Takes a snapshot of the whole state at a time, for tests to compare with what a client believes. It contains no secrets. Its
 * fields are the JSON of the control route `GET /_/state`.
 */
function takeSnapshot(cloud, now) {
    (0,sync_jobs/* settleJobs */.sQ)(cloud, now);
    const regions = [...cloud.regions.values()].map((region) => [region.id, snapshotRegion(cloud, region, now)]);
    return {
        now,
        projects: cloud.projects,
        accessKeys: [...cloud.accessKeys.values()].map(({ accessKey, expiresAt }) => ({
            accessKey,
            expiresAt: expiresAt ?? null,
            failures: cloud.failures.get(accessKey)?.count ?? 0,
            lockedUntil: cloud.failures.get(accessKey)?.lockedUntil ?? null,
        })),
        deployments: structuredClone(cloud.github.created),
        sessions: [...cloud.accessKeys.values()].flatMap(({ accessKey, expiresAt, session }) => session === undefined
            ? []
            : [
                {
                    accessKey,
                    agency: session.agencyUrn,
                    name: session.name,
                    urn: (0,agencies/* sessionUrn */.MY)(session),
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

;// CONCATENATED MODULE: ./build/emulator/emulator.js












/** Creates the cloud that the seed describes. Throws an Error whose message names the path of a wrong value in the seed. */
function createEmulator({ seed, now = Date.now }) {
    let cloud = (0,emulator_seed/* createCloud */.S)(seed, now());
    let script = startScript({});
    let log = [];
    let requestCount = 0;
    const limitRate = createRateLimiter();
    const serverNow = () => now() + (script.settings.clockSkewSeconds ?? cloud.clockSkewSeconds) * 1000;
    const answerWithFaults = (incoming) => {
        const next = script.nextFault(incoming.request, incoming.address);
        if (next !== undefined) {
            const { fault, takesEffect } = next;
            // A fault may need the regular reply (to cut it) although the request must not take effect: then a copy of the cloud answers.
            const answering = takesEffect || keepsEffect(fault) ? cloud : structuredClone(cloud);
            const regular = answer({ ...incoming, cloud: answering });
            const errorShape = cloud.regions.get(incoming.address.region)?.swr.errorShape ?? 'errors';
            return { reply: applyFault(fault, regular, { ...incoming, errorShape }), fault: fault.kind };
        }
        const limits = script.settings.rateLimits ?? cloud.rateLimits;
        const limit = limitRate(limits, incoming.address.service, now());
        if (limit !== undefined)
            return { reply: tooManyRequests(incoming.requestId, limit), fault: 'rate-limit' };
        return { reply: answer(incoming), fault: null };
    };
    const emulator = {
        handle: (request, inFlight = 1) => {
            const address = (0,emulator_address/* parseAddress */.or)(request.url);
            const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
            if (address?.service === '_')
                return answerControl(emulator, request);
            requestCount += 1;
            const requestId = (0,emulator_digest/* sha256 */.sc)(`request ${requestCount}`).slice(0, 32);
            // The clock of GitHub has no skew.
            const instant = address?.service === emulator_address/* GITHUB */.U0 ? now() : serverNow();
            const entry = { n: requestCount, at: now(), ...describeRequest(request, address, cloud) };
            const { reply, fault } = address === undefined
                ? { reply: badUrl(requestId), fault: null }
                : answerWithFaults({ request, headers, address, cloud, now: instant, requestId });
            const hasStatus = reply.wireFault?.kind !== 'reset' && reply.wireFault?.kind !== 'silence';
            log.push({ ...entry, status: hasStatus ? reply.status : 0, fault, inFlight });
            // IAM has a header of its own for the request id, which the SDKs read there.
            const trace = address?.service === 'iam' ? { 'x-iam-trace-id': requestId } : {};
            const common = { date: new Date(instant).toUTCString(), 'x-request-id': requestId, ...trace };
            return { ...reply, headers: { ...common, ...reply.headers } };
        },
        state: () => takeSnapshot(cloud, serverNow()),
        load: (next) => {
            cloud = (0,emulator_seed/* createCloud */.S)(next, now());
        },
        requests: () => [...log],
        clearRequests: () => {
            log = [];
        },
        setScript: (next) => {
            script = startScript(next);
        },
        script: () => script.report(),
        push: ({ region, organization, repository, tag, digest: given }) => {
            const at = serverNow();
            const digest = given ?? (0,emulator_digest/* digestOf */.ol)(`${region}/${organization}/${repository}:${tag} at ${at}`);
            if (!emulator_digest/* DIGEST_PATTERN */.WA.test(digest))
                throw (0,reader/* validationError */.cJ)('push.digest', 'a digest', given);
            (0,sync_jobs/* settleJobs */.sQ)(cloud, at);
            const ref = { namespace: organization, repository, tag };
            if (!(0,repositories/* writeTag */.M5)(cloud.regions.get(region)?.organizations, ref, digest, at)) {
                throw (0,reader/* validationError */.cJ)('push', 'into an existing region and organization', { region, organization });
            }
            return digest;
        },
    };
    return emulator;
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./build/emulator/send-reply.js


/**
 * Sends a reply over a socket and carries out its wire fault. Rejects if the signal aborts a wait.
 *
 * @param done called, perhaps more than once, when the request is no longer in flight; for `stall` and `silence` that is when the
 * connection is closed
 */
async function sendReply(response, reply, signal, done) {
    response.once('close', done);
    if (reply.delayMs !== undefined)
        await (0,promises_namespaceObject.setTimeout)(reply.delayMs, undefined, { signal });
    const text = Buffer.from(reply.body);
    const body = reply.headers['content-encoding'] === 'gzip' ? (0,external_node_zlib_namespaceObject.gzipSync)(text) : text;
    const { wireFault: fault } = reply;
    if (fault?.kind === 'silence')
        return;
    if (fault?.kind === 'reset') {
        response.socket?.resetAndDestroy();
        return;
    }
    const lengthHeader = body.byteLength === 0 && reply.status === 204 ? {} : { 'content-length': String(body.byteLength) };
    response.writeHead(reply.status, { ...reply.headers, ...lengthHeader });
    if (fault === undefined) {
        done();
        response.end(body);
        return;
    }
    response.flushHeaders();
    if (fault.kind === 'drip') {
        for (let sent = 0; sent < body.byteLength; sent += fault.bytes) {
            if (response.destroyed)
                return;
            response.write(body.subarray(sent, sent + fault.bytes));
            await (0,promises_namespaceObject.setTimeout)(fault.everyMs, undefined, { signal });
        }
        response.end();
        return;
    }
    // At least the last byte is left out: with it, the reply would be complete.
    const part = body.subarray(0, Math.min(fault.bytes, Math.max(0, body.byteLength - 1)));
    response.write(part);
    if (fault.kind === 'stall')
        return;
    // The callback of an empty write runs when everything before it has been sent: only then destroy the connection.
    response.socket?.write('', () => response.socket?.destroy());
}

;// CONCATENATED MODULE: ./build/emulator/start.js



async function readRequest(message) {
    const chunks = [];
    for await (const chunk of message)
        chunks.push(Buffer.from(chunk));
    // Node decodes headers as Latin-1; clients send and sign UTF-8.
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
/** Starts an emulator. Rejects if the seed is wrong or the port is in use. */
async function startEmulator(options) {
    const emulator = createEmulator(options);
    const closing = new AbortController();
    let inFlight = 0;
    // User tokens of up to 40960 characters must fit into the headers.
    const server = (0,external_node_http_namespaceObject.createServer)({ maxHeaderSize: 1024 * 1024 }, (message, response) => {
        inFlight += 1;
        const inFlightNow = inFlight;
        let isDone = false;
        const done = () => {
            inFlight -= isDone ? 0 : 1;
            isDone = true;
        };
        const exchange = async () => {
            try {
                await sendReply(response, emulator.handle(await readRequest(message), inFlightNow), closing.signal, done);
            }
            catch {
                // The client has closed the connection, or the emulator is closing.
                done();
                response.destroy();
            }
        };
        void exchange();
    });
    // Never close idle connections: a client that uses one at that moment would see a connection error.
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

/***/ 557:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   MY: () => (/* binding */ sessionUrn),
/* harmony export */   Zg: () => (/* binding */ createTrust),
/* harmony export */   pg: () => (/* binding */ STS_REGIONS),
/* harmony export */   u: () => (/* binding */ trustFields)
/* harmony export */ });
/* harmony import */ var _account_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(765);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(708);
/* harmony import */ var _policy_document_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(583);




/** The regions with an STS endpoint, from the vendor's SDK. In other regions the host does not exist. */
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
/** Trust in ID tokens of an identity provider. Audiences and subjects may contain the wildcard `*`. */
const oidcTrust = (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)({ provider: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(), audiences: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()), subjects: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()) });
/** Trust in callers by access key id or URN, with the wildcard `*`; with `externalId`, only if the request names that id. */
const principalTrust = (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)({ principals: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()), externalId: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()) });
const agencySeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)({
    name: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(/^[\w-]{1,64}$/, 'the name of an agency'),
    id: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()),
    account: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()),
    maxSessionSeconds: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .integer */ .nd)(3600, 43_200)),
    trust: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .either */ .gP)(oidcTrust, principalTrust)),
    policy: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_policy_document_js__WEBPACK_IMPORTED_MODULE_2__/* .policyReader */ .C),
});
const providerSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)({
    urn: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
    url: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(/^https?:\/\//, 'the URL of an issuer'),
    clientIds: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)()),
});
/** The fields of a seed with accounts, identity providers and agencies. */
const trustFields = {
    accounts: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)({ id: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(), name: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)() }))),
    oidcProviders: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)(providerSeed)),
    agencies: (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)(agencySeed)),
};
const trustSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(trustFields);
/**
 * Creates accounts, identity providers and agencies from a seed. The emulated account is always one of them. Throws an Error
 * with the path in the seed if an agency's account does not exist.
 */
function createTrust(seed) {
    const accounts = [_account_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4, ...(seed.accounts ?? [])];
    const agencies = (seed.agencies ?? []).map((agency, index) => {
        const { account = _account_js__WEBPACK_IMPORTED_MODULE_0__/* .ACCOUNT */ .u4.id, name, id, maxSessionSeconds = 3600, trust, policy } = agency;
        if (!accounts.some((candidate) => candidate.id === account)) {
            throw (0,_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .validationError */ .cJ)(`seed.agencies[${index}].account`, 'the id of one of seed.accounts', account);
        }
        const urn = (0,_account_js__WEBPACK_IMPORTED_MODULE_0__/* .iamUrn */ .hW)(`agency:${name}`, account);
        return { urn, id: id ?? (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .uuidOf */ .pV)(urn).replaceAll('-', ''), account, maxSessionSeconds, trust, policy };
    });
    return { accounts, providers: seed.oidcProviders ?? [], agencies };
}
/** `sts::{account}:assumed-agency:{agency}/{session}`. STS, "Obtaining a Temporary Security Credential". */
function sessionUrn(session) {
    const agency = session.agencyUrn.slice(session.agencyUrn.lastIndexOf(':') + 1);
    return `sts::${session.account}:assumed-agency:${agency}/${session.name}`;
}


/***/ }),

/***/ 981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ai: () => (/* binding */ createIssuer),
/* harmony export */   DO: () => (/* binding */ createDeployments),
/* harmony export */   Tw: () => (/* binding */ latestState),
/* harmony export */   VF: () => (/* binding */ githubSeed),
/* harmony export */   jb: () => (/* binding */ DEPLOYMENT_STATES)
/* harmony export */ });
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(583);

const SUBJECT_SHAPES = ['names', 'ids'];
/** `github` of a seed: one repository, its deployments, and the job for which a runner requests ID tokens. */
const githubSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    /** `OWNER/NAME` of the only repository. */
    repository: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^[^/\s]+\/[^/\s]+$/, 'OWNER/NAME')),
    /** The job's token for the REST API. */
    token: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    /** Whether the token may create deployments. */
    deployments: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('ok', 'forbidden')),
    /** The refs that exist; left out, all do. */
    refs: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)())),
    repositoryId: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^\d+$/)),
    ownerId: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^\d+$/)),
    ref: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^refs\//)),
    environment: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    eventName: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    actor: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    sha: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    workflow: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    runId: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    /** `names`: `repo:O/R:…`. `ids`: `repo:O@ID/R@ID:…`, as for repositories created or renamed since July 2026. */
    subjectShape: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)(...SUBJECT_SHAPES)),
    /** The whole subject, instead of one that is built from the other fields. */
    subject: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    issuer: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(/^https?:\/\//, 'the URL of an issuer')),
    /** The runner's ACTIONS_ID_TOKEN_REQUEST_TOKEN. Without it, there is no issuer. */
    requestToken: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    /** Lifetime of ID tokens; with a negative one they have already expired. */
    tokenSeconds: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)(-86_400, 86_400)),
    /** Whether ID tokens are signed with a key that is not in the issuer's key set. */
    foreignKey: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .flag */ .Jt),
});
/**
 * Reads the issuer from `github` of a seed and adds the defaults; undefined without `requestToken`. The default lifetime of an
 * ID token, five minutes, was observed at GitHub and is not documented.
 */
function createIssuer({ requestToken, ...seed }) {
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
/** The states of a deployment. GitHub REST API, "Create a deployment status". */
const DEPLOYMENT_STATES = [
    'error',
    'failure',
    'inactive',
    'in_progress',
    'queued',
    'pending',
    'success',
];
/** The state of a deployment's latest status; `pending` before any status. */
function latestState({ statuses }) {
    return statuses.at(-1)?.state ?? 'pending';
}
/** Reads from `github` of a seed who may create deployments. An empty seed has neither repository nor token. */
function createDeployments(seed) {
    const { repository = '', token = '', deployments = 'ok', refs } = seed;
    return { repository, token, allowed: deployments === 'ok', refs, created: [] };
}


/***/ }),

/***/ 517:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DK: () => (/* binding */ failedImagesOf),
/* harmony export */   IC: () => (/* binding */ imagesOf),
/* harmony export */   iA: () => (/* binding */ createPastTask),
/* harmony export */   pF: () => (/* binding */ taskStatusAt),
/* harmony export */   ub: () => (/* binding */ importedImagesAt)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(708);

const FINAL_STATUS = { success: 100, partial: 100, error: -3, timeout: -2, stopped: -1, stuck: 99, none: 100 };
/** `task_status` at a time: 0 to 99 progress, 100 finished, -1 stopped, -2 timeout, -3 error. HSS, "Querying Image Tasks". */
function taskStatusAt(task, now) {
    if (now >= task.endsAt)
        return FINAL_STATUS[task.outcome];
    if (!Number.isFinite(task.endsAt))
        return 42;
    return Math.min(99, Math.floor((100 * (now - task.beginsAt)) / (task.endsAt - task.beginsAt)));
}
/** Creates a task from an entry of `pastTasks` in a seed, which imported what SWR has at the start. The id is derived from `word`. */
function createPastTask(seed, images, word, now) {
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
        images,
    };
}
/** The images that HSS can import: all tags of the region's SWR. */
function imagesOf(organizations) {
    return [...organizations].flatMap(([namespace, repositories]) => [...repositories].flatMap(([repository, { tags }]) => [...tags].map(([tag, { digest }]) => ({ namespace, repository, tag, digest }))));
}
/** The images that a task cannot import, once it has ended. */
function failedImagesOf(task, { failedImages }) {
    if (failedImages.length > 0)
        return task.images.filter(({ tag }) => failedImages.includes(tag));
    return task.outcome === 'partial' ? task.images.slice(0, 1) : [];
}
/** What the tasks have imported by a time: each replaces the list of its type and enterprise project. */
function importedImagesAt(tasks, settings, now) {
    const shown = now - settings.imageListSeconds * 1000;
    let imported = [];
    for (const task of tasks.toSorted((left, right) => left.endsAt - right.endsAt)) {
        if (task.endsAt > shown || taskStatusAt(task, now) !== 100)
            continue;
        const { imageType, enterpriseProject, endsAt: syncedAt } = task;
        const failed = failedImagesOf(task, settings);
        const isReplaced = (image) => image.imageType === imageType &&
            image.enterpriseProject === enterpriseProject &&
            !failed.some((one) => isSameTag(one, image));
        const added = task.images.filter((image) => !failed.includes(image));
        imported = [
            ...imported.filter((image) => !isReplaced(image)),
            ...added.map((image) => ({ ...image, imageType, enterpriseProject, syncedAt })),
        ];
    }
    return imported;
}
function isSameTag(left, right) {
    return left.namespace === right.namespace && left.repository === right.repository && left.tag === right.tag;
}


/***/ }),

/***/ 184:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JW: () => (/* binding */ imageNamespace),
/* harmony export */   bl: () => (/* binding */ imageStatusAt),
/* harmony export */   jQ: () => (/* binding */ IMAGE_ID_PATTERN),
/* harmony export */   lO: () => (/* binding */ modelArtsFields),
/* harmony export */   mF: () => (/* binding */ createImage),
/* harmony export */   rK: () => (/* binding */ parseSwrPath),
/* harmony export */   xU: () => (/* binding */ createModelArtsSettings)
/* harmony export */ });
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(798);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(583);


/** The states of an image. ModelArts, "Obtaining Details of an Image". */
const IMAGE_STATUSES = ['INIT', 'CREATING', 'CREATE_FAILED', 'ERROR', 'DELETED', 'ACTIVE'];
/** The form of an image id. ModelArts, "Obtaining Details of an Image". */
const IMAGE_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A status that an image has from `after` seconds on, with the message that replies then carry. */
const timelineEntry = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    after: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .number */ .ai)(),
    status: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)(...IMAGE_STATUSES),
    message: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .anyText */ .Ae),
});
/** Documented fields that an image may have. Replies leave out those that the seed does not give. */
const detailFields = {
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
const imageSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    id: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(IMAGE_ID_PATTERN, 'a UUID in lower case'),
    name: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    tag: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    swr_path: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)()),
    type: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('BUILD_IN', 'DEDICATED')),
    status: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)(...IMAGE_STATUSES)),
    timeline: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(timelineEntry)),
    on: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('sync', 'start')),
    ...detailFields,
});
/** The fields of a region's seed that concern ModelArts. */
const modelArtsFields = {
    images: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(imageSeed)),
    imageNotFound: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('400-6404', '400-6797', '404')),
    deleteReply: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOf */ .yL)('object', '204')),
    registerTimeline: (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)(timelineEntry)),
};
const modelArtsSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)(modelArtsFields);
/** Reads the settings from a region's seed and adds the defaults. */
function createModelArtsSettings(seed) {
    return {
        notFound: seed.imageNotFound ?? '400-6404',
        deleteReply: seed.deleteReply ?? 'object',
        registerTimeline: seed.registerTimeline ?? [
            { after: 0, status: 'CREATING' },
            { after: 1, status: 'ACTIVE' },
        ],
    };
}
/**
 * Creates an image from an entry of `images` in a seed. Name, tag and path are derived from each other where they are missing.
 * The timeline starts at the first `…/sync` call, or for `on: start` at `startedAt`.
 */
function createImage(seed, region, startedAt) {
    const { id, name, tag, swr_path: path, type, status, timeline, on, ...details } = seed;
    const ref = path === undefined ? undefined : parseSwrPath(path);
    const givenName = name ?? ref?.repository ?? 'image';
    const givenTag = tag ?? ref?.tag ?? 'latest';
    return {
        id,
        name: givenName,
        tag: givenTag,
        swrPath: path ?? `${(0,_address_js__WEBPACK_IMPORTED_MODULE_1__/* .registryHost */ .U$)(region)}/${details.namespace ?? 'team'}/${givenName}:${givenTag}`,
        type: type ?? 'DEDICATED',
        details,
        firstStatus: status ?? 'ACTIVE',
        timeline: (timeline ?? []).toSorted((left, right) => left.after - right.after),
        timelineFrom: on === 'start' ? startedAt : undefined,
        createdAt: details.create_at ?? startedAt,
    };
}
/** The parts of `registry[:port]/organization/repository:tag`; undefined for any other form. */
function parseSwrPath(path) {
    const [, namespace, repository, tag] = /^[^/]+\/([^/]+)\/([^:]+):([^:/]+)$/.exec(path) ?? [];
    if (namespace === undefined || repository === undefined || tag === undefined)
        return undefined;
    return { namespace, repository, tag };
}
/** The organization of an image: the given one, or else that of its path. */
function imageNamespace(image) {
    return image.details.namespace ?? parseSwrPath(image.swrPath)?.namespace;
}
/** The status of an image at a time, its message, and since when (epoch milliseconds) it has it. */
function imageStatusAt(image, now) {
    const { timelineFrom } = image;
    const first = { status: image.firstStatus, message: image.details.status_message, since: image.createdAt };
    if (timelineFrom === undefined)
        return first;
    const reached = image.timeline.findLast((entry) => timelineFrom + entry.after * 1000 <= now);
    if (reached === undefined)
        return first;
    return { status: reached.status, message: reached.message, since: timelineFrom + reached.after * 1000 };
}


/***/ }),

/***/ 594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BD: () => (/* binding */ createOrganizations),
/* harmony export */   G_: () => (/* binding */ REPOSITORY_PATTERN),
/* harmony export */   M5: () => (/* binding */ writeTag),
/* harmony export */   O3: () => (/* binding */ organizationsSeed),
/* harmony export */   PV: () => (/* binding */ NAMESPACE_PATTERN)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(708);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(583);


/** Organization names. SWR, "Manually Synchronizing Images", path parameter `namespace`. */
const NAMESPACE_PATTERN = /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|_{1,2})(?=[a-z0-9]))*$/;
/** Repository names, which may contain `/`. SWR, "Manually Synchronizing Images", path parameter `repository`. */
const REPOSITORY_PATTERN = /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|_{1,2})(?=[a-z0-9]))*$/;
/**
 * Sets a tag to a digest and creates the repository where it does not exist.
 *
 * @param organizations those of the target region; undefined if there is no such region
 * @returns false if the region or the organization does not exist
 */
function writeTag(organizations, { namespace, repository: name, tag }, digest, at) {
    const organization = organizations?.get(namespace);
    if (organization === undefined)
        return false;
    const repository = organization.get(name) ?? { createdAt: at, tags: new Map() };
    organization.set(name, repository);
    repository.tags.set(tag, { digest, createdAt: repository.tags.get(tag)?.createdAt ?? at, updatedAt: at });
    return true;
}
/** A digest; the empty string stands for one that is derived from organization, repository and tag. */
const digest = (value, path) => {
    if (value !== '' && (typeof value !== 'string' || !_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .DIGEST_PATTERN */ .WA.test(value))) {
        throw (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .validationError */ .cJ)(path, 'a digest (sha256: and 64 lower-case hexadecimal digits) or an empty string', value);
    }
    return value;
};
/** `organizations` of a region's seed: organizations, repositories, and tags as a list of names or an object with digests. */
const organizationsSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .dictionary */ .zz)((0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .dictionary */ .zz)((0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .either */ .gP)((0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)((0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)()), (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .dictionary */ .zz)(digest)), (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(REPOSITORY_PATTERN, 'a repository name (lower-case letters, digits and single separators)')), (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(NAMESPACE_PATTERN, 'an organization name (lower-case letters, digits and single separators)'));
/**
 * Creates the organizations of a seed, all with the time `at`. A derived digest does not depend on the region: the same tag in
 * two regions without digests is the same image.
 */
function createOrganizations(seed, at) {
    const createTags = (repository, tags) => {
        const digests = Array.isArray(tags) ? tags.map((tag) => [tag, '']) : Object.entries(tags);
        return new Map(digests.map(([tag, given]) => {
            const value = given === '' ? (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(`${repository}:${(0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .anyText */ .Ae)(tag, repository)}`) : (0,_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .anyText */ .Ae)(given, repository);
            return [tag, { digest: value, createdAt: at, updatedAt: at }];
        }));
    };
    return new Map(Object.entries(seed ?? {}).map(([namespace, repositories]) => [
        namespace,
        new Map(Object.entries(repositories).map(([name, tags]) => [
            name,
            { createdAt: at, tags: createTags(`${namespace}/${name}`, tags) },
        ])),
    ]));
}


/***/ }),

/***/ 622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $T: () => (/* binding */ pastJobSeed),
/* harmony export */   CD: () => (/* binding */ jobUpdatedAt),
/* harmony export */   Yd: () => (/* binding */ createPastJob),
/* harmony export */   r0: () => (/* binding */ jobStatusAt),
/* harmony export */   sF: () => (/* binding */ JOB_OUTCOMES),
/* harmony export */   sQ: () => (/* binding */ settleJobs)
/* harmony export */ });
/* unused harmony export JOB_STATUSES */
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(708);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(583);
/* harmony import */ var _repositories_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(594);



/** The states of a synchronization job. SWR, "Obtaining Image Synchronization Task Information". */
const JOB_STATUSES = ['waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed'];
/**
 * How a job ends, as a seed says. The first five are the job's final status. `stuck` stays `running`; `lie` reports success
 * and copies nothing; `wrong-digest` reports success and writes another digest; `silent` copies and is never listed.
 */
const JOB_OUTCOMES = [
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
/** The status of a job at a time. Call `settleJobs` for that time first. */
function jobStatusAt(job, now) {
    return job.finalStatus ?? (now < job.runsAt ? 'waiting' : 'running');
}
/** When the status of a job last changed. Call `settleJobs` first. */
function jobUpdatedAt(job, now) {
    if (job.finalStatus !== undefined)
        return job.endsAt;
    return now < job.runsAt ? job.createdAt : job.runsAt;
}
function findDigest(state, region, namespace, job) {
    return state.regions.get(region)?.organizations.get(namespace)?.get(job.repository)?.tags.get(job.tag)?.digest;
}
/** Decides how a job ends. Reads the source only now: a tag that moved while the job ran is copied as it is now. */
function finishJob(state, job) {
    if (job.outcome === 'past' || job.outcome === 'stuck')
        return;
    if (job.outcome === 'lie')
        job.finalStatus = 'success';
    else if (job.outcome !== 'success' && job.outcome !== 'silent' && job.outcome !== 'wrong-digest') {
        job.finalStatus = job.outcome;
    }
    else {
        const source = findDigest(state, job.region, job.namespace, job);
        if (source === undefined)
            job.finalStatus = 'failed';
        else if (!job.override && findDigest(state, job.remoteRegionId, job.remoteNamespace, job) !== undefined) {
            job.finalStatus = 'existed';
        }
        else {
            job.finalStatus = 'success';
            const digest = job.outcome === 'wrong-digest' ? (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(`something else than ${source}`) : source;
            job.pendingWrite = { digest, at: job.endsAt + job.lagMs };
        }
    }
}
function applyWrite(state, job, { digest, at }) {
    job.pendingWrite = undefined;
    const target = { namespace: job.remoteNamespace, repository: job.repository, tag: job.tag };
    (0,_repositories_js__WEBPACK_IMPORTED_MODULE_1__/* .writeTag */ .M5)(state.regions.get(job.remoteRegionId)?.organizations, target, digest, at);
}
/** When the next event of a job is due: its write, its end, or Infinity. */
function nextEventAt(job) {
    return job.pendingWrite?.at ?? (job.finalStatus === undefined ? job.endsAt : Number.POSITIVE_INFINITY);
}
/**
 * Applies all job events that were due by `now`, in the order of their times. Called before every request and snapshot, so
 * that no timers are needed and a virtual clock may jump.
 */
function settleJobs(state, now) {
    // Sort once: a cloud may have thousands of jobs, and most of them have ended.
    const due = state.jobs.filter((job) => nextEventAt(job) <= now).toSorted(byNextEvent);
    for (let next = 0; next < due.length; next++) {
        const job = due[next];
        if (job === undefined)
            return;
        if (job.pendingWrite === undefined)
            finishJob(state, job);
        else
            applyWrite(state, job, job.pendingWrite);
        // The write of a job that has just ended may also be due: insert it in order.
        if (nextEventAt(job) > now)
            continue;
        let position = next + 1;
        for (let other = due[position]; other !== undefined && byNextEvent(other, job) < 0; other = due[position]) {
            position += 1;
        }
        due.splice(position, 0, job);
    }
}
function byNextEvent(left, right) {
    return nextEventAt(left) - nextEventAt(right) || left.id - right.id;
}
/** An entry of `jobs` in a region's seed: a job that existed before the emulator started. */
const pastJobSeed = (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ik)({
    namespace: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
    repository: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
    tag: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
    remoteRegionId: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
    remoteNamespace: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
    status: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(...JOB_STATUSES),
    secondsAgo: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)((0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai)()),
    override: (0,_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt),
});
/** Creates a job from an entry of `jobs` in a seed. The caller sets the id. */
function createPastJob(seed, region, now) {
    const { secondsAgo, status, override, ...place } = seed;
    const at = now - (secondsAgo ?? 3600) * 1000;
    const times = { createdAt: at, runsAt: at, endsAt: at, lagMs: 0 };
    const end = { finalStatus: status, outcome: 'past', pendingWrite: undefined };
    return { ...place, ...times, ...end, id: 0, region, override: override ?? false };
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
/******/ var __webpack_exports__ = __nccwpck_require__(177);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
