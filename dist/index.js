import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 140:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(759);


/***/ }),

/***/ 759:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 235:
/***/ ((module) => {

/**
 * Stands in for undici where the toolkit of GitHub imports it. The toolkit needs it for the fetch that it gives to
 * octokit; the action gives octokit a fetch of its own (src/runner/github-fetch.ts), so that the real one, most of
 * the bundle, would be read at every start and never used. Whoever uses it nevertheless is told.
 */


const NOT_HERE = 'undici is not part of this bundle: give octokit a fetch (request.fetch)';

/** Made when @actions/github is loaded behind a proxy, for the fetch below. */
class ProxyAgent {
  dispatch() {
    throw new Error(NOT_HERE);
  }
}

function fetch() {
  return Promise.reject(new Error(NOT_HERE));
}

module.exports = { ProxyAgent, fetch };


/***/ }),

/***/ 378:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ POLICY_REFUSED),
/* harmony export */   l: () => (/* binding */ sessionPolicy)
/* harmony export */ });
/** What to do when STS refuses it. */
const POLICY_REFUSED = 'The session policy that narrows the keys was not understood; session-policy: false sends none.';
/** STS takes no longer one. */
const LIMIT = 2048;
/** JSON text; without the regions where it would be too long with them, and empty where it is so even then. */
function sessionPolicy(permissions) {
    const merged = mergedByPlace(permissions);
    const narrow = policyOf(merged, true);
    if (narrow.length <= LIMIT)
        return narrow;
    const wide = policyOf(merged, false);
    return wide.length <= LIMIT ? wide : '';
}
/** One for each repository and its regions: that is shorter, and a dozen regions have room. */
function mergedByPlace(permissions) {
    const merged = new Map();
    for (const permission of permissions) {
        const place = JSON.stringify([permission.repository, permission.regions]);
        const actions = new Set([...(merged.get(place)?.actions ?? []), ...permission.actions]);
        merged.set(place, { ...permission, actions: [...actions] });
    }
    return [...merged.values()];
}
function policyOf(permissions, byRegion) {
    const statements = permissions.map(({ actions, regions, repository }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: [repository === undefined ? '*' : `swr:*:*:repo:${repository}`],
        ...(byRegion ? { Condition: { StringEquals: { 'g:RequestedRegion': regions } } } : {}),
    }));
    // IAM is one for all regions; the names of its actions differ between editions of the documents.
    const projects = { Effect: 'Allow', Action: ['iam:projects:list*'], Resource: ['*'] };
    return JSON.stringify({ Version: '5.0', Statement: [projects, ...statements] });
}


/***/ }),

/***/ 498:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   ux: () => (/* binding */ within),
/* harmony export */   yy: () => (/* binding */ sleep)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(956);
/** Time, handed in: nothing else in the product reads a clock or sets a timer. */

/** The machine's own time. */
const systemClock = {
    now: () => performance.now(),
    date: () => new Date(),
    after(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
    },
};
/** Waits `ms`; rejects at once with `cancelled` when the signal fires, and leaves no timer and no listener behind. */
function sleep(clock, ms, signal) {
    return new Promise((resolve, reject) => {
        if (signal.aborted) {
            reject(new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('cancelled', 'The job was cancelled.'));
            return;
        }
        const stop = () => {
            cancelTimer();
            reject(new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('cancelled', 'The job was cancelled.'));
        };
        const cancelTimer = clock.after(Math.max(0, ms), () => {
            signal.removeEventListener('abort', stop);
            resolve();
        });
        signal.addEventListener('abort', stop, { once: true });
    });
}
/** What `promise` resolves to, or undefined when that takes longer than `ms`; rejects at once when the signal fires. */
function within(clock, ms, promise, signal) {
    return new Promise((resolve, reject) => {
        const leave = () => {
            cancelTimer();
            signal?.removeEventListener('abort', stop);
        };
        const stop = () => {
            leave();
            reject(new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('cancelled', 'The job was cancelled.'));
        };
        const cancelTimer = clock.after(ms, () => {
            leave();
            resolve(undefined);
        });
        if (signal?.aborted === true)
            stop();
        else
            signal?.addEventListener('abort', stop, { once: true });
        promise.then(resolve, reject).finally(leave);
    });
}


/***/ }),

/***/ 223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ lenient),
/* harmony export */   e: () => (/* binding */ shaped)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(436);
/** Reads a reply by its schema. */

/** A reader for {@link ServiceCall.read}: the typed value, or an Error that names the first field that is wrong. */
function shaped(schema) {
    return (body) => {
        const result = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(schema, body, { abortEarly: true });
        if (result.success)
            return result.output;
        const [issue] = result.issues;
        const field = valibot__WEBPACK_IMPORTED_MODULE_0__/* .getDotPath */ .BuJ(issue);
        throw new Error(`${field === null ? 'the body' : `field '${field}'`} is not as documented: ${issue.message}`);
    };
}
/** Documents and service disagree about many fields: whatever is missing, null or of another type reads as undefined. */
function lenient(schema) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .fallback */ .NpB(valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(schema), undefined));
}


/***/ }),

/***/ 971:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   aG: () => (/* binding */ jobsOf),
/* harmony export */   bk: () => (/* binding */ FAILED_JOB_STATES),
/* harmony export */   j1: () => (/* binding */ KEEP_OF_JOBS),
/* harmony export */   y8: () => (/* binding */ OPEN_JOB_STATES)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(436);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(223);
/** Synchronization jobs as SWR lists them. */


/** The states of a job that has not come to an end. */
const OPEN_JOB_STATES = new Set(['waiting', 'running']);
/** The end states of a job that are failures. `success` and `existed` are ends as well, which the digest has yet to confirm. */
const FAILED_JOB_STATES = new Set(['failed', 'timeout', 'cancel']);
const JobSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    id: valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()]),
    tag: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    status: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    remoteRegionId: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    remoteNamespace: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    override: (0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .lenient */ .W)(valibot__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY()),
    createdAt: (0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .lenient */ .W)(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    updatedAt: (0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .lenient */ .W)(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
});
/** What is read of a job. */
const KEEP_OF_JOBS = { members: Object.keys(JobSchema.entries) };
function jobOf(job, headers) {
    // All times are the cloud's: the clock of this machine may be wrong.
    const since = (moment = '') => {
        const ms = Date.parse(headers['date'] ?? '') - Date.parse(moment);
        return Number.isNaN(ms) ? undefined : ms;
    };
    return {
        id: String(job.id),
        tag: job.tag,
        status: job.status.toLowerCase(),
        region: job.remoteRegionId,
        organization: job.remoteNamespace,
        override: job.override ?? false,
        ageMs: since(job.createdAt),
        quietMs: since(job.updatedAt),
    };
}
const JobsSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(JobSchema), []);
/** Reads a page of the list; the headers tell the time at which it was true. */
function jobsOf(body, headers) {
    return (0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .shaped */ .e)(JobsSchema)(body).map((job) => jobOf(job, headers));
}


/***/ }),

/***/ 158:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  _O: () => (/* binding */ USER_AGENT),
  EM: () => (/* binding */ connectThrough)
});

// UNUSED EXPORTS: connectOver

// EXTERNAL MODULE: ./build/inputs/defaults.js
var defaults = __nccwpck_require__(272);
;// CONCATENATED MODULE: ./build/http/percent-encoding.js
/** Percent-encodes all but A-Z a-z 0-9 - _ . ~, as signatures want it; encodeURIComponent leaves five more characters alone. */
function strictEncode(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

;// CONCATENATED MODULE: ./build/cloud/endpoints.js
/** Where the services are reached. */


const SERVICES = ['swr-api', 'modelarts', 'hss', 'iam', 'sts'];
/** Regions of the public cloud that have an IAM of their own; the others use the global one. Source: the SDKs' IAM map. */
const IAM_REGIONS = /^(ae-ad-1|af-south-1|ap-southeast-[1-4]|cn-east-[2-5]|cn-north-(1|2|4|9|12)|cn-south-[12]|cn-southwest-2|eu-west-(0|101)|la-north-2|la-south-2|me-east-1|my-kualalumpur-1|na-mexico-1|ru-moscow-1|sa-brazil-1|tr-west-1)$/;
/** The base address of a service in a region, without a trailing slash. */
function endpointOf(template, service, region) {
    if (template !== defaults/* INPUTS */.m.endpoint)
        return template.replaceAll('{service}', service).replaceAll('{region}', region);
    if (service === 'iam' && !IAM_REGIONS.test(region))
        return globalIamNear(region);
    return `https://${service}.${region}.${domainOf(region)}`;
}
/**
 * The one IAM whose keys serve all regions: those of a region's own serve that region alone. Undefined for a template of
 * one's own, which has no place for it. Source: IAM, "Constraints".
 */
function globalIamOf(template, home) {
    return template === defaults/* INPUTS */.m.endpoint ? globalIamNear(home) : undefined;
}
function globalIamNear(region) {
    return `https://iam.${domainOf(region)}`;
}
/** The European site lives under another domain; `eu-west-0` is not part of it. */
function domainOf(region) {
    return region.startsWith('eu-west-1') ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
}
/** The URL of a call. `$` stays literal in a path, as most SDKs send it; in the signature it is encoded anyway. */
function urlOf(base, { path, query }) {
    const segments = path.map((segment) => strictEncode(segment).replaceAll('%24', '$'));
    const pairs = Object.entries(query ?? {}).map(([key, value]) => `${strictEncode(key)}=${strictEncode(value)}`);
    return new URL(`${base}/${segments.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`);
}

// EXTERNAL MODULE: ../../../work/main/node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(436);
// EXTERNAL MODULE: ./build/http/refusal.js
var http_refusal = __nccwpck_require__(913);
// EXTERNAL MODULE: ./build/errors.js + 1 modules
var errors = __nccwpck_require__(956);
// EXTERNAL MODULE: ./build/escape.js
var build_escape = __nccwpck_require__(117);
// EXTERNAL MODULE: ./build/cloud/schema.js
var schema = __nccwpck_require__(223);
;// CONCATENATED MODULE: ./build/cloud/hss.js
/** HSS, host security: its list of images. One function an API call. */





const MANUAL = 'manualSync';
const NEEDS_PERMISSION = 'HSS needs the permission to operate its images, and an agency of its own with SWROperatePolicy to read the registry.';
/** A number, which some replies put in quotes. */
const count = () => dist/* pipe */.FsL(dist/* union */.KCZ([dist/* number */.aig(), dist/* string */.YjP()]), dist/* transform */.pdi(Number), dist/* number */.aig('not a number'));
const TaskSchema = dist/* looseObject */._H3({
    task_id: dist/* union */.KCZ([dist/* string */.YjP(), dist/* number */.aig()]),
    // Queried with words, reported as a number.
    task_status: count(),
    task_type: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    total_num: (0,schema/* lenient */.W)(count()),
    success_num: (0,schema/* lenient */.W)(count()),
    failed_num: (0,schema/* lenient */.W)(count()),
    failed_reason: (0,schema/* lenient */.W)(dist/* string */.YjP()),
});
function syncTaskOf(task) {
    return {
        id: String(task.task_id),
        status: task.task_status,
        total: task.total_num,
        succeeded: task.success_num,
        failed: task.failed_num,
        reason: task.failed_reason,
    };
}
const OutcomeSchema = dist/* looseObject */._H3({
    error_code: dist/* optional */.lqM(dist/* union */.KCZ([dist/* number */.aig(), dist/* string */.YjP()])),
    error_description: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    error_msg: (0,schema/* lenient */.W)(dist/* string */.YjP()),
});
// An empty list must be said, not only left out: tasks that were there before would look like new ones afterwards.
const TasksSchema = dist/* looseObject */._H3({
    ...OutcomeSchema.entries,
    total_num: (0,schema/* lenient */.W)(count()),
    data_list: dist/* nullish */.cl6(dist/* array */.YOg(TaskSchema)),
});
/** A region without the route says so in several ways. */
function isGone(refusal) {
    return (0,http_refusal/* isNoSuchApi */.Jb)(refusal) || (0,http_refusal/* isNotThere */.kN)(refusal);
}
function createHss(call, projectId, options) {
    const path = (...rest) => ['v5', projectId, 'image', ...rest];
    const headers = { region: options.region };
    const scope = options.enterpriseProject === '' ? {} : { enterprise_project_id: options.enterpriseProject };
    return {
        /** HSS, "Synchronizing the Image List from SWR": fails with a non-zero `error_code` inside a 200. */
        async synchronize(type) {
            const doing = `synchronize the image list of HSS in ${options.region}`;
            const answer = await call({
                doing,
                method: 'POST',
                path: path('synchronize'),
                query: scope,
                headers,
                body: { image_type: type },
                repeatable: false,
                read: readOutcome,
            });
            if (answer.ok) {
                requireSuccess(doing, answer.value);
                return true;
            }
            if (isGone(answer.refusal))
                return false;
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, NEEDS_PERMISSION);
        },
        /** HSS, "Creating an Image Synchronization Task". */
        async startSyncTask() {
            const doing = `start an image synchronization task of HSS in ${options.region}`;
            const answer = await call({
                doing,
                method: 'POST',
                path: path('image-sync', 'tasks'),
                query: scope,
                headers,
                body: { sync_all_registries: true },
                repeatable: false,
                read: readOutcome,
            });
            if (!answer.ok)
                throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, NEEDS_PERMISSION);
            requireSuccess(doing, answer.value);
        },
        /** HSS, "Querying the Image Task List". */
        async syncTasks() {
            const doing = `list the image synchronization tasks of HSS in ${options.region}`;
            const answer = await call({
                doing,
                method: 'GET',
                path: path('tasks'),
                query: { ...scope, type: 'image_sync', task_type: MANUAL, limit: '200', offset: '0' },
                headers,
                repeatable: true,
                read(body) {
                    const list = (0,schema/* shaped */.e)(TasksSchema)(body);
                    requireSuccess(doing, list);
                    if (list.data_list)
                        return list.data_list.filter(({ task_type: type = MANUAL }) => type === MANUAL).map(syncTaskOf);
                    if (list.total_num === 0)
                        return [];
                    throw new Error("field 'data_list' is missing");
                },
            });
            if (answer.ok)
                return answer.value;
            if (isGone(answer.refusal))
                return undefined;
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Following the synchronization needs the permission to read images in HSS.');
        },
    };
}
/** An empty body, and an `error_code` of zero in any spelling, are successes; any other code is a failure inside a 200. */
function readOutcome(body) {
    return body === undefined || body === null ? {} : (0,schema/* shaped */.e)(OutcomeSchema)(body);
}
function requireSuccess(doing, outcome) {
    const code = String(outcome.error_code ?? 0);
    if (/^0+$/.test(code))
        return;
    const description = outcome.error_description ?? outcome.error_msg ?? 'without a description';
    throw new errors/* Failure */.HR('service-refused', `Could not ${doing}: HTTP 200 with error_code ${(0,build_escape/* visible */.RK)(code, 100)}, ${(0,build_escape/* visible */.RK)(description, 300)}.`, { hint: NEEDS_PERMISSION });
}

;// CONCATENATED MODULE: ./build/cloud/lifetime.js
/**
 * How long something lasts, by two times that are both the cloud's: the clock of this machine may be wrong. Undefined
 * where they make no sense, such as an end before the issue: what was just issued would have to be had anew every time.
 */
function lifetimeMs(issued, end) {
    const ms = Date.parse(end ?? '') - Date.parse(issued ?? '');
    return ms > 0 ? ms : undefined;
}

;// CONCATENATED MODULE: ./build/cloud/iam.js
/** IAM: projects, tokens of users, and temporary keys for a token. One function an API call. */




// It becomes part of paths, where two dots would climb.
const ProjectIdSchema = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[A-Za-z0-9_-]{1,64}$/, 'not a project id'));
const ProjectsSchema = dist/* looseObject */._H3({ projects: dist/* array */.YOg(dist/* looseObject */._H3({ id: ProjectIdSchema, name: dist/* string */.YjP() })) });
const CredentialSchema = dist/* looseObject */._H3({
    credential: dist/* looseObject */._H3({
        access: dist/* string */.YjP(),
        secret: dist/* string */.YjP(),
        securitytoken: dist/* string */.YjP(),
        expires_at: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    }),
});
const UserTokenSchema = dist/* looseObject */._H3({
    token: dist/* looseObject */._H3({
        expires_at: (0,schema/* lenient */.W)(dist/* string */.YjP()),
        issued_at: (0,schema/* lenient */.W)(dist/* string */.YjP()),
        project: dist/* looseObject */._H3({ id: ProjectIdSchema }),
    }),
});
/** The token itself is a header, and the body is about it. */
function userTokenOf(body, headers) {
    const { token } = (0,schema/* shaped */.e)(UserTokenSchema)(body);
    const subject = headers['x-subject-token'] ?? '';
    if (!/^[\x21-\x7e]+$/.test(subject))
        throw new Error('the header X-Subject-Token is not as documented');
    return {
        token: subject,
        projectId: token.project.id,
        lifetimeMs: lifetimeMs(token.issued_at ?? headers['date'], token.expires_at),
    };
}
function keyOf({ credential }, headers) {
    return {
        accessKey: credential.access,
        secretKey: credential.secret,
        securityToken: credential.securitytoken,
        lifetimeMs: lifetimeMs(headers['date'], credential.expires_at),
    };
}
function createIam(call) {
    return {
        /** IAM, "Querying Project Information", and where that is not permitted "Querying the Projects Accessible to a User". */
        async projectsNamed(name) {
            const doing = `look up the project of ${name}`;
            const list = { doing, method: 'GET', repeatable: true, read: (0,schema/* shaped */.e)(ProjectsSchema) };
            let answer = await call({ ...list, path: ['v3', 'projects'], query: { name } });
            if (!answer.ok && answer.refusal.status === 403)
                answer = await call({ ...list, path: ['v3', 'auth', 'projects'] });
            if (!answer.ok) {
                throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Give the id with project-id or target-project-ids to do without IAM.');
            }
            // Sub-projects begin with the name of their region, and the second list is not filtered at all.
            return answer.value.projects.filter((project) => project.name === name).map((project) => project.id);
        },
        /** IAM, "Obtaining a User Token Through Password Authentication". */
        async tokenOf({ user, password, domain }, project, notAccepted) {
            const answer = await call({
                doing: `sign in the IAM user '${user}'`,
                method: 'POST',
                path: ['v3', 'auth', 'tokens'],
                // The list of all services is left out of the reply.
                query: { nocatalog: 'true' },
                body: {
                    auth: {
                        identity: { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } },
                        scope: { project },
                    },
                },
                // Another token does no harm, and does not end the first.
                repeatable: true,
                read: userTokenOf,
                notAccepted,
            });
            return answer.ok ? { token: answer.value } : { refusal: answer.refusal };
        },
        /** IAM, "Obtaining a Temporary Access Key and Security Token Through a Token". */
        async exchangeToken(seconds) {
            const answer = await call({
                doing: 'exchange the token for temporary keys',
                method: 'POST',
                path: ['v3.0', 'OS-CREDENTIAL', 'securitytokens'],
                body: { auth: { identity: { methods: ['token'], token: { duration_seconds: seconds } } } },
                // A second set of keys does no harm; both end by themselves.
                repeatable: true,
                givesSecret: true,
                read: (body, headers) => keyOf((0,schema/* shaped */.e)(CredentialSchema)(body), headers),
            });
            return answer.ok ? { key: answer.value } : { refusal: answer.refusal };
        },
    };
}

;// CONCATENATED MODULE: ./build/cloud/modelarts-images.js
/** Images as ModelArts shows and lists them. */


/** The longest text that is documented is one of 3000 characters; more is cut, so that one image cannot fill an output. */
const TEXT_LIMIT = 4000;
const modelarts_images_text = () => dist/* pipe */.FsL(dist/* string */.YjP(), dist/* transform */.pdi((value) => value.slice(0, TEXT_LIMIT)));
/** Examples of the documents leave out most fields, so only two are relied on. Sizes and times stay as the cloud says. */
const ImageSchema = dist/* object */.Ikc({
    id: modelarts_images_text(),
    name: (0,schema/* lenient */.W)(modelarts_images_text()),
    namespace: (0,schema/* lenient */.W)(modelarts_images_text()),
    tag: (0,schema/* lenient */.W)(modelarts_images_text()),
    swr_path: (0,schema/* lenient */.W)(modelarts_images_text()),
    status: modelarts_images_text(),
    status_message: (0,schema/* lenient */.W)(modelarts_images_text()),
    type: (0,schema/* lenient */.W)(modelarts_images_text()),
    arch: (0,schema/* lenient */.W)(modelarts_images_text()),
    origin: (0,schema/* lenient */.W)(modelarts_images_text()),
    service_type: (0,schema/* lenient */.W)(modelarts_images_text()),
    resource_categories: (0,schema/* lenient */.W)(dist/* array */.YOg(modelarts_images_text())),
    dev_services: (0,schema/* lenient */.W)(dist/* array */.YOg(modelarts_images_text())),
    visibility: (0,schema/* lenient */.W)(modelarts_images_text()),
    workspace_id: (0,schema/* lenient */.W)(modelarts_images_text()),
    flavor_type: (0,schema/* lenient */.W)(modelarts_images_text()),
    description: (0,schema/* lenient */.W)(modelarts_images_text()),
    size: (0,schema/* lenient */.W)(dist/* number */.aig()),
    create_at: (0,schema/* lenient */.W)(dist/* number */.aig()),
    update_at: (0,schema/* lenient */.W)(dist/* number */.aig()),
});
const ListSchema = dist/* pipe */.FsL(dist/* object */.Ikc({
    data: dist/* array */.YOg(dist/* unknown */.L5J()),
    total: (0,schema/* lenient */.W)(dist/* pipe */.FsL(dist/* number */.aig(), dist/* integer */.ndf(), dist/* minValue */.Wwf(0))),
}), 
// One odd image must not hide the others.
dist/* transform */.pdi(({ data, total }) => ({
    images: data.flatMap((entry) => {
        const image = dist/* safeParse */.xLC(ImageSchema, entry);
        return image.success ? [image.output] : [];
    }),
    length: data.length,
    total,
})));
/** Reads a page of the list. `length` is that of the page, with entries that cannot be read. */
const imageListOf = (0,schema/* shaped */.e)(ListSchema);

;// CONCATENATED MODULE: ./build/cloud/modelarts.js



/** Documented as 404; the service answers 400 with a code of its own. */
function isMissing(refusal) {
    return (0,http_refusal/* isNotThere */.kN)(refusal) || (refusal.status === 400 && /^ModelArts\.(6404|6797)$/.test(refusal.code));
}
/** Name and tag of an image exist already. ModelArts, "Error Codes". */
function isTaken({ code }) {
    return code === 'ModelArts.2884' || code === 'ModelArts.6737';
}
/** `projectId` is part of every path; `region` is for messages. */
function createModelArts(call, projectId, region) {
    const path = (...rest) => ['v1', projectId, 'images', ...rest];
    return {
        /** ModelArts, "Listing Images". Three defaults hide images: built-in ones only, names by part, workspace `0`. */
        async listImages({ name, namespace, workspace }, { offset, limit }) {
            const doing = `list the images of ${namespace}${name === undefined ? '' : `/${name}`} in ${region}`;
            const answer = await call({
                doing,
                method: 'GET',
                path: path(),
                query: {
                    type: 'DEDICATED',
                    ...(name === undefined ? {} : { name, name_fuzzy_match: 'false' }),
                    namespace,
                    workspace_id: workspace,
                    limit: String(limit),
                    offset: String(offset),
                },
                repeatable: true,
                read: imageListOf,
            });
            if (answer.ok)
                return answer.value;
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Listing images needs modelarts:image:list.');
        },
        /**
         * ModelArts, "Registering an Image". The tag must be in the SWR of the same region. Request and reply name the same
         * things differently.
         */
        async registerImage({ swrPath, arch, flavors, services, visibility, description, workspace }) {
            const doing = `register ${swrPath} in ${region}`;
            const answer = await call({
                doing,
                method: 'POST',
                path: path(),
                body: {
                    swr_path: swrPath,
                    arch,
                    resource_category: flavors,
                    services,
                    visibility,
                    ...(description === '' ? {} : { description }),
                    workspace_id: workspace,
                    origin: 'CUSTOMIZE',
                },
                repeatable: false,
                read(body) {
                    const image = (0,schema/* shaped */.e)(ImageSchema)(body);
                    if (image.swr_path !== undefined && image.swr_path !== swrPath)
                        throw new Error('the reply is about another image');
                    return image;
                },
            });
            if (answer.ok)
                return { image: answer.value };
            if (isTaken(answer.refusal))
                return { taken: (0,http_refusal/* refused */.J5)(doing, answer.refusal) };
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Registering images needs modelarts:image:register, and of SWR swr:repo:listRepos, listRepoTags, getRepo, getRepoDomain and createRepoDomain.');
        },
        /** ModelArts, "Obtaining Details of an Image". */
        async showImage(id) {
            const doing = `read image ${id} in ${region}`;
            const answer = await call({
                doing,
                method: 'GET',
                path: path(id),
                repeatable: true,
                read(body) {
                    const image = (0,schema/* shaped */.e)(ImageSchema)(body);
                    // The status of another image, from a cache or a proxy on the way, would prove nothing.
                    if (image.id.toLowerCase() !== id.toLowerCase())
                        throw new Error('the reply is about another image');
                    return image;
                },
            });
            if (answer.ok)
                return answer.value;
            if (isMissing(answer.refusal))
                return undefined;
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Reading images needs modelarts:image:get.');
        },
        /** ModelArts, "Synchronizing the Image Status". The reply is not used: the status is read again, afterwards. */
        async syncImage(id) {
            const doing = `refresh the status of image ${id} in ${region}`;
            const answer = await call({
                doing,
                method: 'POST',
                path: path(id, 'sync'),
                repeatable: false,
                read: () => undefined,
            });
            if (answer.ok)
                return true;
            if (isMissing(answer.refusal))
                return false;
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, 'Refreshing images needs modelarts:image:sync.');
        },
        /** ModelArts, "Deleting an Image". Documents take `force` from the query, the SDKs send `is_force` in a body: both are sent. */
        async deleteImage(id, force) {
            const doing = `delete image ${id} in ${region}`;
            const answer = await call({
                doing,
                method: 'DELETE',
                path: path(id),
                query: { force: String(force) },
                body: { is_force: force },
                repeatable: true,
                read: (0,schema/* shaped */.e)((0,schema/* lenient */.W)(ImageSchema)),
            });
            if (answer.ok)
                return { existed: true, image: answer.value };
            if (isMissing(answer.refusal))
                return { existed: answer.afterUncertainTry };
            const hint = force
                ? 'Deleting images with force needs modelarts:image:delete and swr:repo:deleteRepoTag.'
                : 'Deleting images needs modelarts:image:delete.';
            throw (0,http_refusal/* refused */.J5)(doing, answer.refusal, hint);
        },
    };
}

// EXTERNAL MODULE: ./build/cloud/swr-jobs.js
var swr_jobs = __nccwpck_require__(971);
;// CONCATENATED MODULE: ./build/cloud/swr-tags.js
/** Tags as SWR lists them. */


// The list spells the name `Tag`, showing one tag and the API v3 spell it `tag`.
const TagSchema = dist/* pipe */.FsL(
// What is not asked for is not kept: a page carries a manifest for every tag.
dist/* object */.Ikc({
    Tag: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    tag: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    digest: (0,schema/* lenient */.W)(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[a-z0-9]+:[0-9a-f]{32,}$/))),
    path: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    internal_path: (0,schema/* lenient */.W)(dist/* string */.YjP()),
}), dist/* check */.z6Y(({ Tag, tag }) => (Tag ?? tag ?? '') !== '', 'a tag without a name'), 
// One odd tag must not hold up the others of its repository: without a digest it is listed, and equal to nothing.
dist/* transform */.pdi(({ Tag, tag, digest, path, internal_path: internal }) => {
    const paths = [path, internal].flatMap((place) => place || []);
    return { name: Tag ?? tag ?? '', digest: digest ?? '', ...(paths.length === 0 ? {} : { paths }) };
}));
/** Of a tag that is not wanted the name alone is kept, so that pages can be counted. */
function keepOf(wanted) {
    return {
        members: ['Tag', 'tag', 'digest', 'path', 'internal_path'],
        only: { named: ['Tag', 'tag'], wanted },
    };
}
/** Reads a page of the list. */
const tagsOf = (0,schema/* shaped */.e)(dist/* array */.YOg(TagSchema));

;// CONCATENATED MODULE: ./build/cloud/swr.js



/**
 * Missing things come as 404, and as 400 with codes of their own: image 4040010 and 4040113, tag 4040048, 4040115 and
 * 4041056, organization 4040058 and 4041061, and 4000014, which also says that parameters are wrong.
 */
function isAbsent(refusal) {
    return (0,http_refusal/* isNotThere */.kN)(refusal) || (refusal.status === 400 && /^SVCSTG\.SWR\.(404\d{4}|4000014)$/.test(refusal.code));
}
/** `Content-Range: <offset>-<count>/<total>`: not the header of RFC 7233, and not always there. */
function totalOf(headers) {
    const total = /\/(\d{1,9})$/.exec(headers['content-range'] ?? '')?.[1];
    return total === undefined ? undefined : Number(total);
}
function inRepository({ namespace, repository }, ...rest) {
    // "Replace a slash (/) with a dollar sign ($) before you send the request."
    return ['v2', 'manage', 'namespaces', namespace, 'repos', repository.split('/').join('$'), ...rest];
}
/** `region` is for messages. */
function createSwr(call, region) {
    return {
        /** SWR, "Querying the Tag List of an Image Repository". */
        async tagPage(repository, { offset, limit, wanted }) {
            const answer = await call({
                doing: `list the tags of ${repository.namespace}/${repository.repository} in ${region}`,
                method: 'GET',
                path: inRepository(repository, 'tags'),
                // Some documents know only the plain parameters, some only the filter, which overrides them where both exist.
                query: { filter: `offset::${offset}|limit::${limit}`, limit: String(limit), offset: String(offset) },
                repeatable: true,
                keep: wanted && keepOf(wanted),
                read: (body, headers) => ({ tags: tagsOf(body), total: totalOf(headers) }),
            });
            if (answer.ok)
                return answer.value;
            if (isAbsent(answer.refusal)) {
                const isOrganization = /^SVCSTG\.SWR\.(4040058|4041061)$/.test(answer.refusal.code);
                return {
                    tags: [],
                    absent: { what: isOrganization ? 'organization' : 'repository', reason: (0,http_refusal/* reasonOf */.A3)(answer.refusal) },
                };
            }
            throw (0,http_refusal/* refused */.J5)(`list the tags of ${repository.namespace}/${repository.repository} in ${region}`, answer.refusal, 'Reading tags needs swr:repo:listRepoTags, or at least read permission in the organization.');
        },
        /** SWR, "Querying Image Synchronization Task Information". The filter and both of its numbers are compulsory. */
        async syncJobPage(repository, { offset, limit }) {
            const answer = await call({
                doing: `list the synchronization jobs of ${repository.namespace}/${repository.repository} in ${region}`,
                method: 'GET',
                path: inRepository(repository, 'sync_job'),
                query: { filter: `limit::${limit}|offset::${offset}|order::desc` },
                repeatable: true,
                keep: swr_jobs/* KEEP_OF_JOBS */.j1,
                read: (body, headers) => ({
                    jobs: (0,swr_jobs/* jobsOf */.aG)(body, headers),
                    total: totalOf(headers),
                }),
            });
            // The jobs are a hint, never the proof: where they may not be read, the digests alone decide.
            return answer.ok ? answer.value : undefined;
        },
        /** SWR, "Manually Synchronizing Images". */
        syncImages({ namespace, repository, tags, targetRegion, targetNamespace, override }) {
            return call({
                doing: `synchronize ${tags.length === 1 ? `tag ${tags[0]}` : `${tags.length} tags`} to ${targetRegion}`,
                method: 'POST',
                path: inRepository({ namespace, repository }, 'sync_images'),
                body: { imageTag: tags, override, remoteNamespace: targetNamespace, remoteRegionId: targetRegion },
                // With another copy on its way, a second request might overwrite what was pushed in between.
                repeatable: false,
                read(body) {
                    if (body !== undefined && body !== null && !Array.isArray(body))
                        throw new Error('the body is not an array');
                    return undefined;
                },
            });
        },
    };
}

;// CONCATENATED MODULE: ../../../work/main/node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ../../../work/main/node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}

// EXTERNAL MODULE: ./build/clock.js
var build_clock = __nccwpck_require__(498);
;// CONCATENATED MODULE: ./build/http/retry.js
/** When to try again, and after how long: pure functions, and the allowance that all requests to one host share. */
const BASE_MS = { transient: 250, throttled: 1000 };
const CAP_MS = 20_000;
/** Longer than this nobody is made to wait, whatever Retry-After says. */
const RETRY_AFTER_CAP_MS = 60_000;
/**
 * The pause before try number `attempt + 1`, in milliseconds. Exponential with full jitter; throttling keeps a floor of
 * half, because jitter near zero would burn all tries inside one window of the throttle. Retry-After only lengthens.
 */
function retryPauseMs(trouble, attempt, wantedMs, random) {
    const ceiling = Math.min(CAP_MS, BASE_MS[trouble] * 2 ** (attempt - 1));
    const pause = trouble === 'throttled' ? ceiling / 2 + (random() * ceiling) / 2 : random() * ceiling;
    return Math.max(pause, Math.min(wantedMs ?? 0, RETRY_AFTER_CAP_MS));
}
/**
 * Retry-After in milliseconds: seconds, or an HTTP date, which is compared with the reply's own Date header, because
 * the clock of the runner may be wrong. Undefined where there is none or it makes no sense.
 */
function retryAfterMs(headers) {
    const value = headers['retry-after']?.trim() ?? '';
    if (/^\d{1,9}(\.\d{1,3})?$/.test(value))
        return Number(value) * 1000;
    const [until, now] = [Date.parse(value), Date.parse(headers['date'] ?? '')];
    return until > now ? until - now : undefined;
}
const ALLOWANCE = 500;
const COST = { transient: 14, throttled: 5 };
/** A token bucket: a service that is broken for everybody is not hammered by hundreds of retries. */
function createRetryAllowance() {
    let tokens = ALLOWANCE;
    return {
        take(trouble) {
            if (tokens < COST[trouble])
                return false;
            tokens -= COST[trouble];
            return true;
        },
        giveBack() {
            tokens = Math.min(ALLOWANCE, tokens + 1);
        },
    };
}

;// CONCATENATED MODULE: ./build/http/classify-reply.js
/** What one attempt means: a pure function of what came back and of whether the request may be repeated. */




/** Statuses under which a repeatable request is worth another try. */
const TRANSIENT = new Set([408, 425, 500, 502, 503, 504]);
function assessReply(call, reply) {
    const { status } = reply;
    if (status >= 200 && status < 300)
        return assessSuccess(call, reply);
    if (status >= 300 && status < 400) {
        return { next: 'fail', failure: redirected(call, reply) };
    }
    const refusal = (0,http_refusal/* refusalOf */.Of)(reply);
    if (status === 401)
        return { next: 'unauthorized', refusal };
    if ((0,http_refusal/* isThrottled */.B5)(refusal)) {
        const failure = unavailable(call, 'throttled', `the cloud throttles (${(0,http_refusal/* describeRefusal */.a2)(refusal)})`, {
            uncertain: false,
        });
        return { next: 'retry', trouble: 'throttled', failure, retryAfterMs: retryAfterMs(reply.headers) };
    }
    if (TRANSIENT.has(status)) {
        if (!call.repeatable && ((0,http_refusal/* isServiceCode */.$1)(refusal.code) || refusal.names !== undefined)) {
            return { next: 'answer', finding: { ok: false, refusal } };
        }
        return classify_reply_transient(call, 'service-error', (0,http_refusal/* describeRefusal */.a2)(refusal), retryAfterMs(reply.headers));
    }
    return { next: 'answer', finding: { ok: false, refusal } };
}
function assessNetworkError(call, error) {
    const { code, message, unsent, hint, permanent } = error;
    const failure = unavailable(call, code, message, { uncertain: !unsent, hint, permanent });
    if (permanent || (!unsent && !call.repeatable))
        return { next: 'fail', failure };
    return { next: 'retry', trouble: 'transient', failure };
}
/** A 2xx counts only when it can be read: an HTML page or half a JSON text is no answer, whatever its status says. */
function assessSuccess(call, reply) {
    let body;
    try {
        body = reply.body.trim() === '' ? undefined : JSON.parse(reply.body);
    }
    catch {
        const start = call.givesSecret === true ? '' : `: ${(0,http_refusal/* refusalOf */.Of)(reply).message}`;
        return classify_reply_transient(call, 'reply-invalid', `HTTP ${reply.status} with a body that is not JSON${start}`);
    }
    try {
        return { next: 'answer', finding: { ok: true, value: call.read(body, reply.headers) } };
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        // The name of a field is no secret; what it holds may be one.
        const shown = call.givesSecret === true ? reason.replace(/ but received .*/s, '') : reason;
        return classify_reply_transient(call, 'reply-invalid', `HTTP ${reply.status} with an unexpected body: ${(0,build_escape/* visible */.RK)(shown, 300)}`);
    }
}
function classify_reply_transient(call, code, what, after) {
    const failure = unavailable(call, code, what, { uncertain: true });
    return call.repeatable
        ? { next: 'retry', trouble: 'transient', failure, retryAfterMs: after }
        : { next: 'fail', failure };
}
function unavailable(call, code, what, options) {
    return new errors/* Failure */.HR(code, `Could not ${call.doing}: ${what}.`, options);
}
/** Only the host of the target is told: the rest of a Location may hold anything. */
function redirected(call, reply) {
    const location = reply.headers['location'] ?? '';
    const isAddress = location !== '' && URL.canParse(location, call.url.href);
    const target = (isAddress && new URL(location, call.url).host) || 'nowhere';
    return new errors/* Failure */.HR('redirect-refused', `Could not ${call.doing}: ${call.url.host} redirects to '${(0,build_escape/* visible */.RK)(target, 200)}' (HTTP ${reply.status}), which is never followed.`, { hint: 'Signed requests go to the endpoint alone: correct the input endpoint.' });
}

// EXTERNAL MODULE: ./build/http/client-errors.js
var client_errors = __nccwpck_require__(80);
// EXTERNAL MODULE: ./build/http/clock-skew.js
var clock_skew = __nccwpck_require__(426);
;// CONCATENATED MODULE: ./build/http/credential-gate.js
function createCredentialGate() {
    const state = { accepted: false };
    return {
        async pass(attempt) {
            // A probe may end without an answer; then the next one in line becomes the probe.
            while (!state.accepted && state.refusal === undefined && state.probe !== undefined)
                await state.probe;
            if (state.refusal !== undefined)
                throw state.refusal;
            if (state.accepted)
                return attempt();
            const { promise, resolve } = Promise.withResolvers();
            state.probe = promise;
            try {
                return await attempt();
            }
            finally {
                state.probe = undefined;
                resolve();
            }
        },
        get isAccepted() {
            return state.accepted;
        },
        check() {
            if (state.refusal !== undefined)
                throw state.refusal;
        },
        accept() {
            state.accepted = true;
        },
        refuse(failure, byService = false) {
            if (byService && state.accepted)
                return;
            state.refusal ??= failure;
        },
    };
}

;// CONCATENATED MODULE: ./build/http/rate-limiter.js
/** Limits are told in requests a second. */
const WINDOW_MS = 1000;
/** A little less than what was accepted in the second before a refusal: others may use the same account. */
const MARGIN = 0.9;
/** A single refusal says nothing about the limit. */
const UNKNOWN_GAP_MS = 500;
const LONGEST_GAP_MS = 2000;
/** After so long without a refusal the limit is felt for. */
const CALM_MS = 30_000;
const SLOWER = 1.25;
const FASTER = 0.8;
const SHORTEST_GAP_MS = 20;
function createHosts(clock) {
    const lanes = new Map();
    const laneOf = (host) => {
        const lane = lanes.get(host) ?? { closedUntil: 0, next: 0, gapMs: 0, slowedAt: 0, starts: [] };
        lanes.set(host, lane);
        return lane;
    };
    return {
        turn(host) {
            const lane = laneOf(host);
            const now = clock.now();
            if (lane.gapMs > 0 && now - lane.slowedAt >= CALM_MS) {
                lane.slowedAt = now;
                lane.gapMs = lane.gapMs * FASTER < SHORTEST_GAP_MS ? 0 : lane.gapMs * FASTER;
            }
            const start = Math.max(now, lane.closedUntil, lane.gapMs > 0 ? lane.next : 0);
            lane.next = start + lane.gapMs;
            return start;
        },
        isClosed: (host) => laneOf(host).closedUntil > clock.now(),
        started(host) {
            const lane = laneOf(host);
            const now = clock.now();
            lane.starts = [...lane.starts.filter((at) => now - at < WINDOW_MS), now];
        },
        refused(host, startedAt) {
            const lane = laneOf(host);
            const now = clock.now();
            const own = lane.starts.indexOf(startedAt);
            if (own !== -1)
                lane.starts.splice(own, 1);
            const accepted = lane.starts.filter((at) => Math.abs(startedAt - at) < WINDOW_MS).length;
            const gapMs = accepted < 2 ? UNKNOWN_GAP_MS : WINDOW_MS / (accepted * MARGIN);
            // The refusals of one burst are one complaint.
            const isAnother = now - lane.slowedAt >= WINDOW_MS;
            lane.gapMs = Math.min(LONGEST_GAP_MS, Math.max(gapMs, isAnother ? lane.gapMs * SLOWER : lane.gapMs));
            lane.slowedAt = now;
        },
        close(host, until) {
            const lane = laneOf(host);
            lane.closedUntil = Math.max(lane.closedUntil, until);
            lane.next = Math.max(lane.next, lane.closedUntil);
        },
    };
}

// EXTERNAL MODULE: ./build/http/network-error.js
var network_error = __nccwpck_require__(284);
;// CONCATENATED MODULE: ./build/http/client.js
/**
 * The loop around one attempt: authorize, send, assess, and try again where the policy allows it. Everything that is
 * shared by the requests of a run lives here: the limit of requests in flight, the retry allowance of each host, the pause
 * that a throttling host asked for, and the gate of each credential.
 */











function createClient(parts) {
    const { transport, clock, budget, signal } = parts;
    const inFlight = pLimit(parts.concurrency);
    /** Per host: a region that is out of order takes no retry from the others. */
    const allowances = new Map();
    const gates = new WeakMap();
    const hosts = createHosts(clock);
    const gateOf = (authorizer) => {
        const gate = gates.get(authorizer) ?? createCredentialGate();
        gates.set(authorizer, gate);
        return gate;
    };
    const allowanceOf = ({ host }) => {
        const allowance = allowances.get(host) ?? createRetryAllowance();
        allowances.set(host, allowance);
        return allowance;
    };
    async function send(call) {
        const body = call.body === undefined ? '' : JSON.stringify(call.body);
        const goodUntil = clock.now() + (call.goodForMs ?? Infinity);
        let afterUncertainTry = false;
        for (let attempt = 1;; attempt++) {
            await waitForHost(call.url.host);
            // Outside the limit of requests in flight, because a renewal is a request of its own.
            await call.authorizer.prepare?.();
            const assessment = await gateOf(call.authorizer).pass(() => inFlight(() => attemptOnce(call, body)));
            if (assessment === 'closed')
                attempt -= 1;
            if (assessment === 'closed' || assessment === 'corrected')
                continue;
            if (assessment.next === 'answer') {
                allowanceOf(call.url).giveBack();
                return { ...assessment.finding, afterUncertainTry };
            }
            if (assessment.next === 'fail')
                throw assessment.failure;
            afterUncertainTry ||= assessment.failure.uncertain;
            await pauseBeforeRetry(call, attempt, assessment, Math.min(goodUntil, budget.end));
        }
    }
    /**
     * `corrected`: the clock was to blame, and the next try is signed with the server's time. `closed`: nothing was sent,
     * because the host has begun to throttle while this request stood in the queue.
     */
    async function attemptOnce(call, body) {
        if (signal.aborted)
            throw new errors/* Failure */.HR('cancelled', 'The job was cancelled.');
        if (hosts.isClosed(call.url.host) && clock.now() < budget.end)
            return 'closed';
        const gate = gateOf(call.authorizer);
        gate.check();
        const timeoutMs = Math.min(parts.requestTimeoutMs, budget.hardEnd - clock.now());
        if (timeoutMs <= 0)
            throw new errors/* Failure */.HR('timeout', `The time ran out before it was possible to ${call.doing}.`);
        // One signal for the whole attempt, body included: whichever comes first of the deadline and the end of the job.
        const attempt = new AbortController();
        const abort = () => attempt.abort();
        const cancelTimer = clock.after(timeoutMs, abort);
        signal.addEventListener('abort', abort, { once: true });
        const signedWith = call.authorizer.skew?.ms;
        const startedAt = clock.now();
        hosts.started(call.url.host);
        try {
            const reply = await transport.send(wireRequest(call, body), attempt.signal);
            const assessment = assessReply(call, reply);
            if (assessment.next === 'retry' && assessment.trouble === 'throttled')
                hosts.refused(call.url.host, startedAt);
            // Only an answer of the service itself shows that the credential was recognised; a 502 or a 429 may come before.
            if (assessment.next === 'answer')
                gate.accept();
            if (assessment.next !== 'unauthorized')
                return assessment;
            const { refusal } = assessment;
            if ((0,clock_skew/* isClockRefusal */.X)(refusal) && correctsClock(call, signedWith, (0,clock_skew/* serverDateOf */.H)(refusal, reply.headers)))
                return 'corrected';
            const failure = call.notAccepted?.(refusal) ?? (0,client_errors/* notAccepted */.LA)(call, refusal, gate.isAccepted);
            // What is in a body is judged by the one service that it is meant for.
            if (failure.kind === 'auth')
                gate.refuse(failure, call.notAccepted === undefined && (0,http_refusal/* isServiceCode */.$1)(refusal.code));
            return { next: 'fail', failure };
        }
        catch (error) {
            if (signal.aborted)
                throw (0,client_errors/* stoppedDuring */.b_)(call);
            if (attempt.signal.aborted)
                return assessNetworkError(call, (0,client_errors/* tooLate */.Bg)(error, call.url.host, timeoutMs));
            if (error instanceof network_error/* NetworkError */.Dr)
                return assessNetworkError(call, error);
            throw error;
        }
        finally {
            cancelTimer();
            signal.removeEventListener('abort', abort);
        }
    }
    /** True when another try would be signed with another time than this one was. */
    function correctsClock({ authorizer: { skew } }, signedWith, serverDate) {
        if (skew === undefined)
            return false;
        // Somebody else's refusal may have led to the correction meanwhile.
        if (skew.ms !== signedWith)
            return true;
        if (serverDate === undefined || !skew.correct(serverDate))
            return false;
        const minutes = Math.round(Math.abs(skew.ms) / 60_000);
        parts.onRetry(`The clock of this machine is ${minutes} minutes ${skew.ms > 0 ? 'slow' : 'fast'}; signing with the cloud's time from here on.`);
        return true;
    }
    /** Sleeps until the retry is due, or throws the failure that stands when there will be none. */
    async function pauseBeforeRetry(call, attempt, { trouble, failure, retryAfterMs: wanted }, until) {
        const pause = retryPauseMs(trouble, attempt, wanted, parts.random);
        const due = clock.now() + pause;
        const attempts = Math.min(parts.maxAttempts, call.attempts ?? Infinity);
        if (attempt >= attempts || due > until || !allowanceOf(call.url).take(trouble))
            throw (0,client_errors/* exhausted */.uW)(failure, attempt);
        if (trouble === 'throttled')
            hosts.close(call.url.host, due);
        parts.onRetry(`${failure.message} Trying again in ${(pause / 1000).toFixed(1)} s (try ${attempt + 1} of ${attempts}).`);
        await (0,build_clock/* sleep */.yy)(clock, pause, signal);
    }
    /** When a host throttles one request, the others of the run hold back as well; but the last look is on the deadline. */
    async function waitForHost(host) {
        const pause = Math.min(hosts.turn(host), budget.end) - clock.now();
        if (pause > 0)
            await (0,build_clock/* sleep */.yy)(clock, pause, signal);
    }
    return { send };
}
function wireRequest(call, body) {
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...call.headers };
    const proof = call.authorizer.authorize({ method: call.method, url: call.url, body, headers });
    return {
        method: call.method,
        url: call.url,
        headers: { ...headers, ...proof },
        body,
        fresh: !call.repeatable,
        keep: call.keep,
    };
}

// EXTERNAL MODULE: ./build/http/proxy.js
var proxy = __nccwpck_require__(849);
// EXTERNAL MODULE: ./build/http/transport.js + 8 modules
var transport = __nccwpck_require__(364);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: ./build/auth/signature.js
/**
 * SDK-HMAC-SHA256, Huawei Cloud's request signature for access keys: a pure function of the request, the keys and the
 * date. Source: API Gateway developer guide, "API request signing"; checked against the vectors of the official SDKs.
 */


const ALGORITHM = 'SDK-HMAC-SHA256';
/** The headers that make the request a signed one: `x-sdk-date`, `authorization`. */
function sign(request, keys, date) {
    const timestamp = `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const headers = new Map([
        ['host', request.url.host],
        ['x-sdk-date', timestamp],
    ]);
    for (const [name, value] of Object.entries(request.headers))
        headers.set(name.toLowerCase(), value.trim());
    const names = [...headers.keys()].toSorted(byCodeUnit);
    const canonicalRequest = [
        request.method.toUpperCase(),
        canonicalPath(request.url.pathname),
        canonicalQuery(request.url.searchParams),
        names.map((name) => `${name}:${headers.get(name)}\n`).join(''),
        names.join(';'),
        sha256(request.body),
    ].join('\n');
    const stringToSign = [ALGORITHM, timestamp, sha256(canonicalRequest)].join('\n');
    const signature = (0,external_node_crypto_.createHmac)('sha256', keys.secretKey).update(stringToSign).digest('hex');
    return {
        'x-sdk-date': timestamp,
        authorization: `${ALGORITHM} Access=${keys.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    };
}
/** The slash at the end belongs to the signed text only, never to the URL. */
function canonicalPath(pathname) {
    const path = pathname
        .split('/')
        .map((segment) => strictEncode(decodeURIComponent(segment)))
        .join('/');
    return path.endsWith('/') ? path : `${path}/`;
}
/** Keys by code unit, and the values of one key as texts: 10 comes before 2. */
function canonicalQuery(query) {
    return [...query]
        .toSorted(([keyA, valueA], [keyB, valueB]) => byCodeUnit(keyA, keyB) || byCodeUnit(valueA, valueB))
        .map(([key, value]) => `${strictEncode(key)}=${strictEncode(value)}`)
        .join('&');
}
function byCodeUnit(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function sha256(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text, 'utf8').digest('hex');
}

;// CONCATENATED MODULE: ./build/auth/access-key.js

/** Headers that no proxy changes, so that signing them is safe. */
const SIGNED = ['content-type', 'x-project-id', 'x-security-token'];
/**
 * `current` gives the key to sign with, which may be another one each time. Authorizers that share a `skew` need to learn of
 * a wrong clock only once.
 */
function createAccessKeyAuthorizer(current, clock, skew = createSkew(clock)) {
    return {
        skew,
        authorize(request) {
            const key = current();
            const security = key.securityToken === '' ? {} : { 'x-security-token': key.securityToken };
            const headers = { ...request.headers, ...security };
            const signed = {};
            for (const name of SIGNED) {
                const value = headers[name];
                if (value !== undefined)
                    signed[name] = value;
            }
            return { ...security, ...sign({ ...request, headers: signed }, key, new Date(clock.date().getTime() + skew.ms)) };
        },
    };
}
/** Clocks that differ by less are not why a signature is refused; the limit is fifteen minutes. */
const LEAST_SKEW_MS = 240_000;
/** No correction yet. */
function createSkew(clock) {
    const skew = { ms: 0, isCorrected: false };
    return {
        get ms() {
            return skew.ms;
        },
        correct(serverDate) {
            const ms = serverDate.getTime() - clock.date().getTime();
            if (skew.isCorrected || Math.abs(ms) < LEAST_SKEW_MS)
                return false;
            skew.ms = ms;
            skew.isCorrected = true;
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./build/auth/refreshing-credential.js
/** Proofs of identity that end: had on demand, and had anew before they do. */



/** A proof with less left than this is renewed: long enough for the retries of one look and for its replacement. */
const MARGIN_MS = 300_000;
/** So long the requests wait for a renewal while the old proof is still good; a source that hangs must not stop them. */
const PATIENCE_MS = 10_000;
/** Signs with keys from the source. */
function createRenewingAuthorizer(source, clock, skew) {
    const { prepare, current } = createRenewing(source, clock);
    return { ...createAccessKeyAuthorizer(current, clock, skew), prepare };
}
/**
 * What is left of the old proof is used while a renewal takes its time, and when it fails. Then it is tried again, unless
 * it was refused: a wrong password that is sent again and again locks the user.
 */
function createRenewing(source, clock) {
    const state = {};
    let renewal;
    /** The moment before which a renewal is not tried again. */
    let notBefore = -Infinity;
    /** Stands for good: nothing is issued any more. */
    let refusal;
    /** The refusal of a renewal, while the old proof lasts. */
    let coming;
    async function renew() {
        const earlier = state.held;
        try {
            const { proof, lifetimeMs } = await source.issue();
            // A short-lived one is used for two thirds of its life.
            state.held = { proof, endsAt: clock.now() + lifetimeMs, marginMs: Math.min(MARGIN_MS, lifetimeMs / 3) };
            if (earlier !== undefined)
                source.say(`Renewed the ${source.what}.`);
        }
        catch (error) {
            const failure = (0,errors/* failureOf */.g5)(error);
            if (failure.kind === 'cancelled' || failure.kind === 'bug')
                throw failure;
            const leftMs = (earlier?.endsAt ?? 0) - clock.now();
            if (earlier === undefined || leftMs <= 0) {
                if (failure.kind === 'auth' || failure.permanent)
                    refusal = earlier === undefined ? failure : ended(failure, source);
                throw refusal ?? failure;
            }
            source.say(`The ${source.what} end in ${Math.round(leftMs / 1000)} s and could not be renewed. ${(0,errors/* explain */.WE)(failure)}${failure.kind === 'auth' ? ` ${source.remedy}` : ''}`);
            notBefore = clock.now() + leftMs / 2;
            if (failure.kind === 'auth')
                coming = ended(failure, source);
        }
    }
    function begin() {
        const done = renew().finally(() => {
            renewal = undefined;
        });
        // Those who wait are told; where nobody does, it is the next one who meets it.
        done.catch(() => undefined);
        return { done, begunAt: clock.now() };
    }
    return {
        current() {
            if (state.held === undefined)
                throw new Error('a request was to be sent without what proves who we are');
            return state.held.proof;
        },
        async prepare() {
            const { held } = state;
            const leftMs = (held?.endsAt ?? -Infinity) - clock.now();
            if (leftMs <= 0)
                refusal ??= coming;
            if (refusal !== undefined)
                throw refusal;
            if (held !== undefined && leftMs >= held.marginMs)
                return;
            if (leftMs > 0 && (coming !== undefined || clock.now() < notBefore))
                return;
            // One renewal serves everybody who waits for it.
            renewal ??= begin();
            const goodMs = leftMs - (held?.marginMs ?? 0) / 5;
            const patienceMs = renewal.begunAt + PATIENCE_MS - clock.now();
            if (goodMs <= 0)
                await renewal.done;
            else if (patienceMs > 0)
                await (0,build_clock/* within */.ux)(clock, Math.min(goodMs, patienceMs), renewal.done);
        },
    };
}
function ended(failure, { what, remedy }) {
    return new errors/* Failure */.HR('credential-expired', `The ${what} have ended and could not be renewed. ${failure.message}`, {
        hint: remedy,
        cause: failure,
    });
}

;// CONCATENATED MODULE: ./build/cloud/sts.js
/** STS: temporary keys of an agency. One function an API call. */



const CredentialsSchema = dist/* looseObject */._H3({
    credentials: dist/* looseObject */._H3({
        access_key_id: dist/* string */.YjP(),
        secret_access_key: dist/* string */.YjP(),
        security_token: dist/* string */.YjP(),
        expiration: (0,schema/* lenient */.W)(dist/* string */.YjP()),
    }),
});
function sts_keyOf(body, headers) {
    const { credentials } = (0,schema/* shaped */.e)(CredentialsSchema)(body);
    return {
        accessKey: credentials.access_key_id,
        secretKey: credentials.secret_access_key,
        securityToken: credentials.security_token,
        lifetimeMs: lifetimeMs(headers['date'], credentials.expiration),
    };
}
function fieldsOf({ agencyUrn, sessionName, seconds, policy }) {
    return {
        agency_urn: agencyUrn,
        agency_session_name: sessionName,
        duration_seconds: seconds,
        ...(policy === '' ? {} : { policy }),
    };
}
/** An ID token of GitHub's lives for five minutes, which is observed, not documented. */
const ID_TOKEN_MS = 240_000;
/** `region` is for messages. */
function createSts(call, region) {
    // A second set of keys does no harm; both end by themselves.
    const exchange = { method: 'POST', repeatable: true, givesSecret: true, read: sts_keyOf };
    return {
        /** STS, "Obtaining Temporary Security Credentials Through a Trust Agency with OIDC" (AssumeAgencyWithOIDC). */
        async assumeWithOidc(request, notAccepted) {
            const answer = await call({
                ...exchange,
                goodForMs: ID_TOKEN_MS,
                doing: `exchange GitHub's ID token for temporary keys at STS in ${region}`,
                attempts: request.attempts,
                path: ['v5', 'agencies', 'assume-with-oidc'],
                body: { provider_urn: request.providerUrn, id_token: request.idToken, ...fieldsOf(request) },
                notAccepted,
            });
            return answer.ok ? { key: answer.value } : { refusal: answer.refusal };
        },
        /** STS, "Obtaining Temporary Security Credentials Through an Agency or Trust Agency" (AssumeAgency). */
        async assume(request) {
            const { externalId } = request;
            const answer = await call({
                ...exchange,
                doing: `assume the agency ${request.agencyUrn} at STS in ${region}`,
                attempts: request.attempts,
                path: ['v5', 'agencies', 'assume'],
                body: { ...fieldsOf(request), ...(externalId === '' ? {} : { external_id: externalId }) },
            });
            return answer.ok ? { key: answer.value } : { refusal: answer.refusal };
        },
    };
}

;// CONCATENATED MODULE: ./build/auth/issued-key.js
/** Masks what is secret of them. `askedMs` is how long they live where the cloud does not tell. */
function issuedKey(key, askedMs, { mask }) {
    for (const secret of [key.secretKey, key.securityToken])
        mask(secret);
    return { proof: key, lifetimeMs: key.lifetimeMs ?? askedMs };
}

;// CONCATENATED MODULE: ./build/auth/sts-regions.js
/** Where STS can be asked for temporary keys. They work in every region, wherever they were issued. */
/** STS exists in these regions alone. Source: the SDKs' map of STS endpoints. */
const STS_REGIONS = new Set([
    'cn-north-4',
    'cn-east-3',
    'cn-south-1',
    'cn-southwest-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'sa-brazil-1',
    'la-south-2',
    'af-south-1',
    'tr-west-1',
]);
/** One near `region`, and another in case that it gives no answer; both on the same side of the Chinese border. */
function stsRegionsNear(region) {
    const usual = region.startsWith('cn-') ? ['cn-north-4', 'cn-east-3'] : ['ap-southeast-3', 'ap-southeast-1'];
    const near = STS_REGIONS.has(region) ? [region] : [];
    return [...new Set([...near, ...usual])].slice(0, 2);
}

;// CONCATENATED MODULE: ./build/auth/providers/sts-keys.js






/** A region that gives no answer is not asked for as long as one that is the only one. */
const TRIES_OF_TWO = 2;
/** The regions take turns until one has answered, or all tries are used up. */
async function askSts(question, parts) {
    const { session } = question;
    const given = session.stsRegions.length > 0 ? session.stsRegions : stsRegionsNear(parts.home);
    const asked = new Set();
    for (let regions = given, tried = 0;; tried += TRIES_OF_TWO) {
        const [region = '', next] = regions;
        await question.ready?.();
        try {
            return await askRegion(region, question, parts, next === undefined ? undefined : TRIES_OF_TWO);
        }
        catch (error) {
            const failure = (0,errors/* failureOf */.g5)(error);
            asked.add(region);
            const isUsedUp = tried + TRIES_OF_TWO >= parts.maxAttempts && asked.size === given.length;
            if (failure.kind !== 'unavailable' || next === undefined || isUsedUp)
                throw failure;
            parts.say(`${failure.message} Asking STS in ${next} instead.`);
            regions = failure.permanent ? regions.slice(1) : [...regions.slice(1), region];
            // Where it was asked already, it is given the time that a further try of one region would be given.
            if (asked.has(next))
                await pause(tried + TRIES_OF_TWO, failure, parts);
        }
    }
}
/** Throws the failure where there is no time for a pause. */
async function pause(tried, failure, { clock, budget, random, signal }) {
    const ms = retryPauseMs('transient', tried, undefined, random);
    if (clock.now() + ms > budget.end)
        throw failure;
    await (0,build_clock/* sleep */.yy)(clock, ms, signal);
}
async function askRegion(region, { session, ask, refused }, parts, attempts) {
    const { agencyUrn, durationMs } = session;
    const policy = session.isNarrowed ? parts.policy : '';
    const { sessionName } = parts;
    const seconds = Math.round(durationMs / 1000);
    const answer = await ask(region, { agencyUrn, sessionName, seconds, policy, attempts });
    if ('refusal' in answer)
        throw isOfSts(answer.refusal) ? refused(answer.refusal) : noSts(region, answer.refusal);
    const issue = issuedKey(answer.key, durationMs, parts);
    const narrowed = policy === '' ? '' : ', narrowed down to what this step needs';
    parts.say(`STS in ${region} gave temporary keys of ${agencyUrn}${narrowed}.`);
    return issue;
}
/** The code was published by others who met it: "this API is not supported in this region". */
const NOT_HERE = 'STS5.1007';
/** Whether it is STS that says no: neither a gateway that does not know it, nor a proxy with a page of its own. */
function isOfSts(refusal) {
    return !(0,http_refusal/* isNoSuchApi */.Jb)(refusal) && refusal.code !== NOT_HERE && refusal.isPage !== true;
}
function noSts(region, refusal) {
    return new errors/* Failure */.HR('service-missing', `There seems to be no STS in ${region}: ${(0,http_refusal/* describeRefusal */.a2)(refusal)}.`, {
        permanent: true,
        hint: 'Name one region or two that have it with sts-regions.',
    });
}

// EXTERNAL MODULE: ./build/auth/session-policy.js
var session_policy = __nccwpck_require__(378);
;// CONCATENATED MODULE: ./build/auth/providers/agency.js
/** An access key that assumes an agency, usually one of another account. */







function signInWithAgency(credentials, parts) {
    const { key, agencyUrn, externalId } = credentials;
    const skew = createSkew(parts.clock);
    const own = createAccessKeyAuthorizer(() => key, parts.clock, skew);
    const authorizer = createRenewingAuthorizer({
        what: 'temporary keys',
        issue: () => askSts({
            session: credentials,
            ask: (region, request) => createSts(parts.callerOf('sts', region, own), region).assume({ ...request, externalId }),
            refused: (refusal) => notAssumed(agencyUrn, refusal),
        }, parts),
        remedy: 'May the access key still assume the agency?',
        say: parts.say,
    }, parts.clock, skew);
    return { authorizerOf: () => authorizer };
}
function notAssumed(agencyUrn, refusal) {
    return new errors/* Failure */.HR('agency-refused', `STS did not let the access key assume ${agencyUrn}: ${(0,http_refusal/* describeRefusal */.a2)(refusal)}.`, {
        hint: hintFor(refusal),
    });
}
function hintFor({ status, message }) {
    if (/duration/i.test(message))
        return "session-duration must not be longer than the agency's maximum session duration.";
    if (/policy/i.test(message) && status === 400)
        return session_policy/* POLICY_REFUSED */.S;
    if (status === 404 || /not (exist|found)|no such|(could not|cannot) be found/i.test(message))
        return 'Check assume-agency-urn: iam::ACCOUNT-ID:agency:NAME.';
    return ("The agency's trust policy must name the account or the user of the access key (and the external-id, where it asks " +
        'for one), and the user needs the permission sts:agencies:assume.');
}

;// CONCATENATED MODULE: ./build/auth/anonymous.js
/** One of its own for every credential, because what is refused once is not sent again. */
function createAnonymousAuthorizer() {
    return { authorize: () => ({}) };
}

;// CONCATENATED MODULE: ./build/github/id-token.js
/** GitHub's ID token: got anew right before every exchange, because it lives for minutes only. */




/** A no that stays one: all of these but a request that was slow (408), too early (425) or one too many (429). */
const REFUSED = /^HTTP 4(?!08|25|29)\d\d\b/;
/** Tries as often as any request is tried; a token endpoint that hangs or breaks is not uncommon. */
async function getIdToken(audience, parts) {
    const { idToken, clock, budget, signal } = parts;
    if (idToken === undefined)
        throw noPermission();
    for (let attempt = 1;; attempt++) {
        let reason;
        try {
            const token = await (0,build_clock/* within */.ux)(clock, parts.requestTimeoutMs, idToken(audience), signal);
            if (token !== undefined)
                return token;
            reason = `no answer within ${parts.requestTimeoutMs / 1000} s`;
        }
        catch (error) {
            reason = reasonOf(error);
        }
        if (signal.aborted)
            throw new errors/* Failure */.HR('cancelled', 'The job was cancelled.');
        if (REFUSED.test(reason))
            throw notGiven(audience, reason);
        const pause = retryPauseMs('transient', attempt, undefined, parts.random);
        if (attempt >= parts.maxAttempts || clock.now() + pause > budget.end) {
            throw new errors/* Failure */.HR('id-token-unavailable', `GitHub gave no ID token for the audience '${audience}': ${reason} (after ${attempt} tries).`);
        }
        parts.say(`GitHub gave no ID token: ${reason}. Trying again in ${(pause / 1000).toFixed(1)} s (try ${attempt + 1} of ${parts.maxAttempts}).`);
        await (0,build_clock/* sleep */.yy)(clock, pause, signal);
    }
}
/** Read without any check: it is the cloud that checks. For messages alone. */
function claimsOf(token) {
    let claims;
    try {
        claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    }
    catch {
        claims = undefined;
    }
    return { subject: claim(claims, 'sub'), audience: claim(claims, 'aud'), issuer: claim(claims, 'iss') };
}
function claim(claims, name) {
    if (typeof claims !== 'object' || claims === null)
        return '';
    const value = Object.getOwnPropertyDescriptor(claims, name)?.value;
    if (Array.isArray(value))
        return value.filter((entry) => typeof entry === 'string').join(', ');
    return typeof value === 'string' ? value : '';
}
/** The toolkit's words come in three lines; the status and the reason are what counts. */
function reasonOf(error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message
        .replaceAll(/\s+/g, ' ')
        .replace(/^Error message: (Failed to get ID Token\. )?/, '')
        .replace(/^Error Code : undefined Error Message: /, '')
        .replace(/^Error Code : (\d+) Error Message: /, 'HTTP $1 ')
        .trim();
    // It may be a whole page.
    return (0,build_escape/* visible */.RK)(reason, 300);
}
function noPermission() {
    return new errors/* Failure */.HR('id-token-not-offered', "The job may not have an ID token of GitHub's: the runner offers none.", {
        hint: 'Give the job `permissions:` with `id-token: write` (and `contents: read` where it checks out: naming one permission ' +
            'drops the others). Pull requests from forks never get one.',
    });
}
function notGiven(audience, reason) {
    return new errors/* Failure */.HR('id-token-refused', `GitHub refused an ID token for the audience '${audience}': ${reason}.`, {
        hint: 'Has the job `permissions:` with `id-token: write`? Pull requests from forks never get one.',
    });
}

;// CONCATENATED MODULE: ./build/auth/providers/oidc-refusal.js



function tokenRefused(asked, claims, refusal) {
    return new errors/* Failure */.HR('oidc-refused', `STS did not take GitHub's ID token: ${(0,http_refusal/* describeRefusal */.a2)(refusal)}.`, {
        hint: oidc_refusal_hintFor(asked, claims, refusal),
    });
}
function oidc_refusal_hintFor(asked, claims, { status, message }) {
    const { agencyUrn, providerUrn } = asked;
    const says = (words) => words.test(message);
    const isNoSuch = says(/not (exist|found)|no such|unknown|cannot be found|could not be found|\bno\b.*\bfound\b|invalid|malformed|illegal/i);
    if (says(/trust polic|identity-based policy|\bcondition/i))
        return trustHint(asked, claims);
    if (says(/expired|\bexp\b|validity period|not yet valid|\bnbf\b|\biat\b|too old/i)) {
        return 'An ID token lives for five minutes, and this one was got right before: is a clock wrong? Run the step again.';
    }
    if (says(/audience|\baud\b|client.?id/i))
        return audienceHint(asked, claims);
    if (says(/signature|jwks|thumbprint|issuer|\biss\b|verification key/i)) {
        return `The identity provider ${providerUrn} must have the URL '${claims.issuer || GITHUB}', whose keys the cloud reads.`;
    }
    if (says(/duration/i))
        return `session-duration must not be longer than the maximum session duration of ${agencyUrn}.`;
    if (says(/provider/i) && isNoSuch)
        return `Check provider-urn: there seems to be no identity provider ${providerUrn}.`;
    if (says(/agency/i) && isNoSuch)
        return `Check agency-urn: there seems to be no agency ${agencyUrn}.`;
    if (says(/polic/i) && status === 400) {
        return session_policy/* POLICY_REFUSED */.S;
    }
    if (status === 403 || says(/\bsub\b|subject|access denied|not (authorized|allowed|permitted)/i))
        return trustHint(asked, claims);
    return (`STS does not say what is wrong. Check agency-urn (${agencyUrn}) and provider-urn (${providerUrn}), that '${claims.audience}' ` +
        `is a client id of the provider, and the trust policy. ${trustHint(asked, claims)}`);
}
/** Where the ID token cannot be read. */
const GITHUB = 'https://token.actions.githubusercontent.com';
function audienceHint({ providerUrn, agencyUrn }, { audience }) {
    return (`The audience that was sent is '${audience}': it must be a client id of ${providerUrn}, and be allowed by oidc:aud in ` +
        `the trust policy of ${agencyUrn}. Another one can be given with the input audience.`);
}
/** The most frequent fault by far, and the one that the cloud says least about. */
function trustHint({ agencyUrn, providerUrn }, { subject, audience }) {
    const other = otherShape(subject);
    return (`The trust policy of ${agencyUrn} must allow sts:agencies:assumeWithOIDC for ${providerUrn} with oidc:aud '${audience}' and ` +
        `oidc:sub '${subject}' (upper and lower case count). ${other}`);
}
/** GitHub has two shapes of subjects: with names, and since July 2026 for new or renamed repositories with ids too. */
function otherShape(subject) {
    const { owner, repository, rest } = /^repo:(?<owner>[^/@:]+)(@\d+)?\/(?<repository>[^@:]+)(@\d+)?:(?<rest>.*)$/.exec(subject)?.groups ?? {};
    if (owner === undefined || repository === undefined)
        return 'The subject has an unusual shape: see the OIDC settings of the repository.';
    return subject.includes('@')
        ? `This repository has subjects with ids; a policy with the older shape 'repo:${owner}/${repository}:${rest}' does not match.`
        : `A policy with the newer shape 'repo:${owner}@ID/${repository}@ID:${rest}' does not match; jobs with an environment have a subject that ends in 'environment:NAME'.`;
}

;// CONCATENATED MODULE: ./build/auth/providers/oidc.js
/** OIDC: GitHub's ID token is exchanged for temporary keys of a trust agency, so that no key is stored anywhere. */






function signInWithOidc(credentials, parts) {
    let told = '';
    const tell = ({ subject, audience, issuer }) => {
        // A trust policy compares these letter by letter: whoever writes one wants to see them.
        const line = `GitHub's ID token: subject '${subject}', audience '${audience}', issuer '${issuer}'.`;
        if (line !== told)
            parts.say(line);
        told = line;
    };
    const authorizer = createRenewingAuthorizer({
        what: 'temporary keys',
        issue() {
            let idToken = '';
            let claims = { subject: '', audience: '', issuer: '' };
            return askSts({
                session: credentials,
                async ready() {
                    idToken = await getIdToken(credentials.audience, parts);
                    claims = claimsOf(idToken);
                    tell(claims);
                },
                ask(region, request) {
                    // A credential of its own: that one token was refused says nothing of the next.
                    const sts = createSts(parts.callerOf('sts', region, createAnonymousAuthorizer()), region);
                    const { providerUrn } = credentials;
                    return sts.assumeWithOidc({ ...request, providerUrn, idToken }, (refusal) => tokenRefused(credentials, claims, refusal));
                },
                refused: (refusal) => tokenRefused(credentials, claims, refusal),
            }, parts);
        },
        remedy: 'Does the trust policy still allow this workflow?',
        say: parts.say,
    }, parts.clock);
    return { authorizerOf: () => authorizer };
}

;// CONCATENATED MODULE: ./build/auth/token.js
/** `current` gives the token to send, which may be another one each time. */
function createTokenAuthorizer(current) {
    return { authorize: () => ({ 'x-auth-token': current() }) };
}

;// CONCATENATED MODULE: ./build/auth/providers/password.js
/** User name and password of an IAM user: a token for every region, because each is bound to one project. */






/** Documented: a user token lives for a day. */
const USUAL_LIFETIME_MS = 86_400_000;
function signInWithPassword(credentials, parts) {
    const { user } = credentials;
    // One for all regions: a password that was refused once is not sent again, so that the user is not locked.
    const authorizer = createAnonymousAuthorizer();
    // And one after the other, for the same reason: what is under way is not held back any more.
    let turn = Promise.resolve();
    let barred;
    const sessions = new Map();
    const sessionOf = (region) => {
        const known = sessions.get(region);
        if (known !== undefined)
            return known;
        // A token of a region's own IAM serves that region only. Source: IAM API, "Constraints".
        const iam = createIam(parts.callerOf('iam', region, authorizer));
        const renewing = createRenewing({
            what: `tokens for ${region}`,
            async issue() {
                const id = parts.projects.get(region);
                const project = id === undefined ? { name: region } : { id };
                const mine = turn.then(() => {
                    if (barred !== undefined)
                        throw barred;
                    return iam.tokenOf(credentials, project, (refusal) => wrongPassword(user, region, refusal));
                });
                turn = mine.catch(() => undefined);
                const answer = await mine;
                if ('refusal' in answer) {
                    if (!isOfPassword(answer.refusal))
                        throw noToken(user, region, answer.refusal);
                    barred = wrongPassword(user, region, answer.refusal);
                    throw barred;
                }
                parts.mask(answer.token.token);
                parts.say(`Signed in the IAM user '${user}' for ${region}.`);
                return { proof: answer.token, lifetimeMs: answer.token.lifetimeMs ?? USUAL_LIFETIME_MS };
            },
            remedy: 'Was the password changed, or the user disabled?',
            say: parts.say,
        }, parts.clock);
        const session = {
            ...createTokenAuthorizer(() => renewing.current().token),
            renewing,
            prepare: () => renewing.prepare(),
        };
        sessions.set(region, session);
        return session;
    };
    return {
        authorizerOf: sessionOf,
        async boundProject(region) {
            const { renewing } = sessionOf(region);
            await renewing.prepare();
            return renewing.current().projectId;
        },
    };
}
/** Documented is 401; the words count, whatever the status. */
function isOfPassword({ message }) {
    return /password|\block|authentication fail/i.test(message);
}
function wrongPassword(user, region, refusal) {
    const isLocked = /\block/i.test(refusal.message);
    // Of one region alone: the password is right.
    if (/\brole\b|\bproject\b|\bscope\b/i.test(refusal.message) && !isOfPassword(refusal))
        return noToken(user, region, refusal);
    return new errors/* Failure */.HR(isLocked ? 'credential-locked' : 'password-refused', `IAM did not accept the password of '${user}': ${(0,http_refusal/* describeRefusal */.a2)(refusal)}.`, {
        hint: isLocked
            ? 'The user is locked after repeated failures; it is free again after fifteen minutes.'
            : 'Check iam-user, iam-password and iam-domain (the name of the account). It must be an IAM user: a HUAWEI ID, a federated user and one with multi-factor authentication cannot sign in this way.',
    });
}
function noToken(user, region, refusal) {
    return new errors/* Failure */.HR('user-token-refused', `IAM gave '${user}' no token for ${region}: ${(0,http_refusal/* describeRefusal */.a2)(refusal)}.`, {
        permanent: true,
        hint: 'Is the region activated for the account, and has the user permissions in it? A user with multi-factor authentication cannot sign in this way.',
    });
}

;// CONCATENATED MODULE: ./build/auth/providers/token.js
/** A given IAM token: used as it is at home, and exchanged for temporary keys to work in other regions. */






/** Temporary keys outlive the budget by this much, for the last look and a slow clock. */
const KEY_MARGIN_S = 600;
function signInWithToken({ token }, parts) {
    const { home, clock, budget, say } = parts;
    const atHome = createTokenAuthorizer(() => token);
    // A proof of its own, because a no of the global IAM says nothing of the token at home.
    const iam = createIam(parts.globalIam?.(createTokenAuthorizer(() => token)) ?? parts.callerOf('iam', home, atHome));
    const away = createRenewingAuthorizer({
        what: 'temporary keys',
        async issue() {
            const seconds = Math.ceil((budget.hardEnd - clock.now()) / 1000) + KEY_MARGIN_S;
            const asked = Math.min(86_400, Math.max(900, seconds));
            const exchange = await iam.exchangeToken(asked);
            if ('refusal' in exchange) {
                throw new errors/* Failure */.HR('token-not-exchanged', 'The auth-token is bound to one project, so it cannot be used in another region, ' +
                    `and IAM did not exchange it for temporary keys: ${(0,http_refusal/* describeRefusal */.a2)(exchange.refusal)}.`, { hint: 'Give access-key and secret-key instead, or set wait to false so that no target region is read.' });
            }
            const issue = issuedKey(exchange.key, asked * 1000, parts);
            say('Exchanged the auth-token for temporary keys, to read the target regions.');
            return issue;
        },
        remedy: 'Give access-key and secret-key, or a token that lives longer than the step.',
        say,
    }, clock);
    return { authorizerOf: (region) => (region === home ? atHome : away) };
}

;// CONCATENATED MODULE: ./build/auth/sign-in.js
/** From credentials to an identity: one file a way to sign in. */





/** Asks nothing yet: what must be had first is had when the first request needs it. */
function signIn(credentials, parts) {
    if (credentials.mode === 'auth-token')
        return signInWithToken(credentials, parts);
    if (credentials.mode === 'oidc')
        return signInWithOidc(credentials, parts);
    if (credentials.mode === 'agency')
        return signInWithAgency(credentials, parts);
    if (credentials.mode === 'password')
        return signInWithPassword(credentials, parts);
    const authorizer = createAccessKeyAuthorizer(() => credentials, parts.clock);
    return { authorizerOf: () => authorizer };
}

// EXTERNAL MODULE: ./build/redaction.js
var redaction = __nccwpck_require__(469);
;// CONCATENATED MODULE: ./build/connect.js











/** How the action introduces itself, wherever it sends a request. */
const USER_AGENT = 'huaweicloud-image-promotion';
/** Connects over the network, through the proxy that the environment names. */
function connectThrough(env) {
    return (parts) => {
        const proxyFor = (0,proxy/* createProxyFor */.a)(env);
        // A proxy that makes no sense is told before anything is sent.
        for (const service of SERVICES) {
            const proxy = proxyFor(new URL(endpointOf(parts.settings.endpoint, service, parts.settings.region)));
            if (proxy !== undefined)
                parts.redactor.add(decodeURIComponent(proxy.url.password));
        }
        return connectOver((0,transport/* createTransport */.o)(USER_AGENT, proxyFor), parts);
    };
}
/** {@link connectThrough}, over any transport. */
function connectOver(wire, parts) {
    const { settings, credentials } = parts;
    const transport = (0,redaction/* redactingTransport */.fh)(wire, parts.redactor);
    // After the end nothing is tried again: what is still under way, a hint that came too late, is of no use any more.
    const over = new AbortController();
    const signal = AbortSignal.any([parts.signal, over.signal]);
    const client = createClient({ ...parts, ...settings, signal, transport, onRetry: parts.say });
    const callerAt = (base, authorizer, projectId) => {
        const project = projectId === undefined ? {} : { 'x-project-id': projectId };
        return (call) => client.send({ ...call, authorizer, url: urlOf(base, call), headers: { ...project, ...call.headers } });
    };
    const callerFor = (service, region, authorizer, projectId) => callerAt(endpointOf(settings.endpoint, service, region), authorizer, projectId);
    const globalIam = globalIamOf(settings.endpoint, settings.region);
    const identity = signIn(credentials, {
        ...parts,
        ...settings,
        home: settings.region,
        callerOf: callerFor,
        globalIam: globalIam === undefined ? undefined : (authorizer) => callerAt(globalIam, authorizer),
        signal,
    });
    // IAM is one for all regions, and every identity is accepted in its own region at any rate: so it is asked at home.
    const iam = createIam(callerFor('iam', settings.region, identity.authorizerOf(settings.region)));
    const projectOf = perKey(async (region) => {
        const given = settings.projects.get(region);
        if (given !== undefined)
            return given;
        const bound = await identity.boundProject?.(region);
        if (bound !== undefined)
            return bound;
        const ids = await iam.projectsNamed(region);
        const [id] = ids;
        if (id !== undefined && ids.length === 1)
            return id;
        const found = ids.length === 0 ? 'knows no project' : `knows ${ids.length} projects`;
        const input = region === settings.region ? 'project-id' : 'target-project-ids';
        throw new errors/* Failure */.HR('project-missing', `IAM ${found} named '${region}' that these credentials may use.`, {
            hint: `Is the region activated for the account? The id can be given with ${input}.`,
        });
    });
    const service = async (name, region) => {
        const projectId = await projectOf(region);
        return { call: callerFor(name, region, identity.authorizerOf(region), projectId), projectId };
    };
    const cloud = {
        async swr(region) {
            return createSwr((await service('swr-api', region)).call, region);
        },
        async modelArts(region) {
            const { call, projectId } = await service('modelarts', region);
            return createModelArts(call, projectId, region);
        },
        async hss(region, enterpriseProject) {
            const { call, projectId } = await service('hss', region);
            return createHss(call, projectId, { region, enterpriseProject });
        },
    };
    return {
        cloud,
        close() {
            over.abort();
            transport.close();
        },
    };
}
function perKey(produce) {
    const outcomes = new Map();
    return (key) => {
        const outcome = outcomes.get(key) ?? produce(key);
        outcomes.set(key, outcome);
        return outcome;
    };
}


/***/ }),

/***/ 956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  HR: () => (/* binding */ Failure),
  WE: () => (/* binding */ explain),
  g5: () => (/* binding */ failureOf),
  yH: () => (/* binding */ stackLines)
});

;// CONCATENATED MODULE: ./build/error-codes.js
/**
 * Every error code with its kind. Codes are stable: they are in `results` and in the report file, and
 * docs/troubleshooting.md explains each of them.
 */
const ERROR_CODES = {
    'input-invalid': 'input',
    'proxy-invalid': 'input',
    'credential-refused': 'auth',
    'credential-expired': 'auth',
    'credential-locked': 'auth',
    'clock-skewed': 'auth',
    'agency-refused': 'auth',
    'oidc-refused': 'auth',
    'id-token-not-offered': 'auth',
    'id-token-refused': 'auth',
    'token-not-exchanged': 'auth',
    'password-refused': 'auth',
    'permission-denied': 'refused',
    'project-missing': 'refused',
    'project-mismatch': 'refused',
    'user-token-refused': 'refused',
    'organization-missing': 'refused',
    'region-unsupported': 'refused',
    'redirect-refused': 'refused',
    'service-refused': 'refused',
    'job-failed': 'refused',
    'scan-task-failed': 'refused',
    'image-taken': 'refused',
    unreachable: 'unavailable',
    'connection-lost': 'unavailable',
    'request-timeout': 'unavailable',
    'tls-failed': 'unavailable',
    'proxy-failed': 'unavailable',
    throttled: 'unavailable',
    'service-error': 'unavailable',
    'reply-invalid': 'unavailable',
    'reply-too-large': 'unavailable',
    'service-missing': 'unavailable',
    'id-token-unavailable': 'unavailable',
    'effect-unknown': 'unavailable',
    'digest-unreadable': 'unavailable',
    'tag-missing': 'gate',
    'image-missing': 'gate',
    'image-not-registered': 'gate',
    'target-differs': 'gate',
    'digest-mismatch': 'gate',
    'image-failed': 'gate',
    'dependency-failed': 'gate',
    timeout: 'timeout',
    cancelled: 'cancelled',
    'internal-error': 'bug',
};

;// CONCATENATED MODULE: ./build/errors.js
/**
 * The expected failures. The code is decided at the place that knows; anything else that is thrown becomes an
 * `internal-error` of this action.
 */

/** An expected failure. The message is a sentence for the workflow author, values in quotes. */
class Failure extends Error {
    code;
    hint;
    uncertain;
    permanent;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'Failure';
        this.code = code;
        this.hint = options.hint;
        this.uncertain = options.uncertain ?? false;
        this.permanent = options.permanent ?? false;
    }
    get kind() {
        return ERROR_CODES[this.code];
    }
}
/** Turns anything thrown into a {@link Failure}; what nobody foresaw becomes a `bug` that keeps its stack as cause. */
function failureOf(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return new Failure('internal-error', `This is a fault of the action itself: ${text}`, {
        cause: thrown,
        hint: 'Please report it with the log of this step.',
    });
}
/** The lines of the stack of a bug; none for any other failure. */
function stackLines({ kind, cause }) {
    return kind === 'bug' && cause instanceof Error ? (cause.stack ?? '').split('\n') : [];
}
/** The message with its hint, as one line of prose. */
function explain(failure) {
    return failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
}


/***/ }),

/***/ 117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   xR: () => (/* binding */ tableCell)
/* harmony export */ });
/**
 * Text that somebody else wrote (the cloud, a tag, an input) made safe to show.
 *
 * The runner reads commands from stdout in two grammars: `::name::` at the start of a line, after trimming, and
 * `##[name]` anywhere in it; and its lines also end at a lone carriage return. See the runner's ActionCommand.cs.
 */
/** Controls, format and ignorable characters, line separators, lone surrogates: invisible, or the end of a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** One visible line: what cannot be seen is spelled out (`\u000d`), and the whole is cut to `limit` characters. */
function visible(text, limit = 1000) {
    // Cut before replacing, so that a body of megabytes costs nothing, and after it, because spelling out makes longer.
    const spelled = text.slice(0, limit + 1).replace(INVISIBLE, (character) => {
        const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
        return `\\u${code}`;
    });
    if (spelled.length <= limit)
        return spelled;
    // Never through the middle of a character.
    return `${spelled.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…`;
}
/** A line for stdout that the runner cannot take for a command, whatever it holds. */
function logLine(text) {
    return visible(text, 4000)
        .replace(/##\[/g, '## [')
        .replace(/^(\s*):(?=:)/u, '$1: ');
}
/** What GitHub's Markdown could take for markup, inside a line: plain names such as `cn-east-3` or `app_v1.2` stay as they are. */
const MARKUP = /[\\`*{}[\]()#+!|~<>&$]|:(?=\/\/)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|@(?=[A-Za-z0-9])|(?<=www)\./gi;
/** A cell of a Markdown table, or a part of a heading: HTML and Markdown lose their meaning, the text keeps its look. */
function tableCell(text, limit = 500) {
    return visible(text, limit).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}


/***/ }),

/***/ 927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  q: () => (/* binding */ actionsHost)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
// EXTERNAL MODULE: ../../../work/main/node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __nccwpck_require__(776);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/http-client/lib/auth.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new lib/* HttpClient */.Qq('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
// EXTERNAL MODULE: external "events"
var external_events_ = __nccwpck_require__(434);
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
// EXTERNAL MODULE: external "assert"
var external_assert_ = __nccwpck_require__(613);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/io/lib/io-util.js
var io_util_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_.constants.O_RDONLY;
function exists(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return io_util_awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_.EOL.length);
                n = s.indexOf(external_os_.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec_exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = tr.argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new tr.ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new StringDecoder('utf8');
        const stderrDecoder = new StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec_exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_.platform();
const arch = external_os_.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
// EXTERNAL MODULE: ./build/escape.js
var build_escape = __nccwpck_require__(117);
;// CONCATENATED MODULE: ./build/github/actions-host.js
/** The GitHub runner as a {@link Host}: the only place that loads @actions/core. */






/** Annotations longer than this are cut by the runner, mid-word. */
const ANNOTATION_LIMIT = 4000;
/** The host that the action runs on. Every line is made safe here, so that no caller can forget it. */
const actionsHost = {
    input: (name) => getInput(name),
    env: (name) => process.env[name]?.trim() ?? '',
    mask: (secret) => setSecret(secret),
    releaseTag,
    idToken: (audience) => getIDToken(audience),
    deployments,
    info: (line) => info((0,build_escape/* logLine */.BP)(line)),
    warning: (message) => warning((0,build_escape/* visible */.RK)(message, ANNOTATION_LIMIT)),
    error: (message) => error((0,build_escape/* visible */.RK)(message, ANNOTATION_LIMIT)),
    openGroup: (title) => startGroup((0,build_escape/* visible */.RK)(title)),
    closeGroup: () => endGroup(),
    setOutput: (name, value) => setOutput(name, value),
    // Not core.summary: it throws where there is no summary file, and its buffer escapes nothing anyway.
    async writeSummary(markdown) {
        const file = process.env['GITHUB_STEP_SUMMARY'];
        if (file !== undefined && file !== '')
            await (0,promises_namespaceObject.appendFile)(file, `${markdown}\n`, 'utf8');
    },
    async writeReport(parts) {
        // A name of its own: two steps of one job may run at the same time.
        const folder = process.env['RUNNER_TEMP'] || (0,external_node_os_namespaceObject.tmpdir)();
        const path = (0,external_node_path_namespaceObject.join)(folder, `image-promotion-${(0,external_node_crypto_.randomUUID)()}.json`);
        await (0,promises_namespaceObject.writeFile)(path, parts, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
        return path;
    },
};
/** Loads @actions/github only when a workflow relies on the tag: it is large, and reads the event file on import. */
async function releaseTag() {
    const { context } = await __nccwpck_require__.e(/* import() */ 31).then(__nccwpck_require__.bind(__nccwpck_require__, 31));
    const release = context.payload['release'];
    if (typeof release === 'object' && release !== null && 'tag_name' in release) {
        const name = release.tag_name;
        if (typeof name === 'string' && name !== '')
            return name;
    }
    const prefix = 'refs/tags/';
    return context.ref?.startsWith(prefix) ? context.ref.slice(prefix.length) : undefined;
}
/** A module of its own, and loaded only here: most runs make no deployment. */
async function deployments(token, parts) {
    setSecret(token);
    const { createGitHubDeployments } = await __nccwpck_require__.e(/* import() */ 777).then(__nccwpck_require__.bind(__nccwpck_require__, 777));
    return createGitHubDeployments(token, { ...parts, env: actionsHost.env });
}


/***/ }),

/***/ 77:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ stopped)
/* harmony export */ });
/**
 * Hears that the job is stopped. A module of its own, and the first that main.ts imports: a signal that comes while the
 * rest is being loaded would otherwise end the process without a word.
 */
const stop = new AbortController();
// The runner sends SIGINT, then SIGTERM 7.5 s later; Windows has SIGBREAK. All mean the same, however often they come.
for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
    process.on(name, () => stop.abort());
/** Fires when the job is stopped. */
const stopped = stop.signal;


/***/ }),

/***/ 80:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ tooLate),
/* harmony export */   LA: () => (/* binding */ notAccepted),
/* harmony export */   b_: () => (/* binding */ stoppedDuring),
/* harmony export */   uW: () => (/* binding */ exhausted)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(956);
/* harmony import */ var _clock_skew_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(426);
/* harmony import */ var _network_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(284);
/* harmony import */ var _refusal_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(913);
/** What the client tells when a request has come to nothing, in words that help. */




/** The job was stopped while the request was on its way. */
function stoppedDuring({ doing, repeatable }) {
    const doubt = repeatable ? '' : ` It was just about to ${doing}, which may have taken effect.`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('cancelled', `The job was cancelled.${doubt}`, { uncertain: !repeatable });
}
/** An attempt that was cut off: of a proxy that opened no tunnel that is known, anything else may have gone through. */
function tooLate(error, host, ms) {
    const within = `within ${Math.round(ms) / 1000} s`;
    return error instanceof _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr && error.unsent
        ? new _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr(`${error.message} ${within}`, {
            code: error.code,
            unsent: true,
            permanent: false,
            hint: error.hint,
        })
        : new _network_error_js__WEBPACK_IMPORTED_MODULE_1__/* .NetworkError */ .Dr(`no complete reply from ${host} ${within}`, {
            code: 'request-timeout',
            unsent: false,
            permanent: false,
        });
}
/** The failure of the last try, once there will be no other. */
function exhausted(failure, attempts) {
    if (attempts === 1)
        return failure;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(failure.code, `${failure.message.replace(/\.$/, '')} (after ${attempts} tries).`, failure);
}
/** A 401: there are few causes, and trying again makes every one of them worse. */
function notAccepted({ doing }, refusal, wasAccepted) {
    const how = wasAccepted ? 'were accepted before and are not any more' : 'were not accepted';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(refusalCode(refusal, wasAccepted), `Could not ${doing}: the credentials ${how} (${(0,_refusal_js__WEBPACK_IMPORTED_MODULE_2__/* .describeRefusal */ .a2)(refusal)}).`, {
        hint: hintOf(refusal, wasAccepted),
    });
}
function refusalCode(refusal, wasAccepted) {
    if ((0,_clock_skew_js__WEBPACK_IMPORTED_MODULE_3__/* .isClockRefusal */ .X)(refusal))
        return 'clock-skewed';
    if (isLocked(refusal))
        return 'credential-locked';
    return wasAccepted || isExpiredToken(refusal) ? 'credential-expired' : 'credential-refused';
}
function isLocked({ message }) {
    return /limit|forbidden|lock/i.test(message);
}
function isExpiredToken({ code }) {
    return /^APIGW?\.0307$/.test(code);
}
function hintOf(refusal, wasAccepted) {
    if ((0,_clock_skew_js__WEBPACK_IMPORTED_MODULE_3__/* .isClockRefusal */ .X)(refusal))
        return 'Is the clock of the runner right? Signatures are refused when it is off by 15 minutes or more.';
    if (isLocked(refusal))
        return 'The access key is locked after repeated failures; it is free again after five minutes.';
    if (wasAccepted) {
        return ('Temporary keys and tokens expire, in the middle of a wait too: give this step credentials that live longer than ' +
            'its timeout. A key may also have been disabled meanwhile.');
    }
    return isExpiredToken(refusal)
        ? 'The token has expired, or belongs to a project of another region.'
        : 'Check the credentials: a secret that belongs to another key, a key pasted with a space, a temporary key without its security-token, or one that has expired.';
}


/***/ }),

/***/ 426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ serverDateOf),
/* harmony export */   X: () => (/* binding */ isClockRefusal)
/* harmony export */ });
/** True for the refusal that minds the time of a signature, and nothing else about it. */
function isClockRefusal({ status, message }) {
    return status === 401 && /signature (has )?expired/i.test(message);
}
/** The server's time, from the text of the refusal or else from its Date header; undefined where neither has it. */
function serverDateOf({ message }, headers) {
    const compact = /server time:\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(message);
    const text = compact === null ? headers['date'] : `${compact.slice(1, 4).join('-')}T${compact.slice(4, 7).join(':')}Z`;
    const date = new Date(text ?? '');
    return Number.isNaN(date.getTime()) ? undefined : date;
}


/***/ }),

/***/ 284:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dr: () => (/* binding */ NetworkError),
/* harmony export */   YO: () => (/* binding */ proxyErrorOf),
/* harmony export */   mG: () => (/* binding */ networkErrorOf)
/* harmony export */ });
/** Why a request has no reply, told apart by the two things that matter: was it sent, and is another try of any use? */
class NetworkError extends Error {
    code;
    /** True when the connection was provably never opened, so that the cloud cannot have seen the request. */
    unsent;
    /** True when trying again cannot help. */
    permanent;
    hint;
    constructor(message, options) {
        super(message, { cause: options.cause });
        this.name = 'NetworkError';
        this.code = options.code;
        this.unsent = options.unsent;
        this.permanent = options.permanent;
        this.hint = options.hint;
    }
}
const NEVER_CONNECTED = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
]);
/** The other side could not prove who it is: the connection ended before anything was sent over it. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Any other fault of TLS, in its handshake or later. Like those it does not go away by itself. */
const TLS = /^(ERR_TLS_|ERR_SSL_|EPROTO$)/;
const TRUST = 'If it comes from a proxy or a server with a certificate authority of its own, set NODE_EXTRA_CA_CERTS for the job.';
/** What is wrong with a certificate, and what to do; of any other code, that nobody vouches for it. */
const FLAWS = {
    CERT_HAS_EXPIRED: ['has expired', 'It has to be renewed, unless the clock of the runner is wrong.'],
    CERT_NOT_YET_VALID: ['is not valid yet', 'Is the clock of the runner right?'],
    ERR_TLS_CERT_ALTNAME_INVALID: ['was issued for other names', 'Is its name spelled right?'],
    HOSTNAME_MISMATCH: ['was issued for other names', 'Is its name spelled right?'],
};
/** Classifies what node:http or node:https threw. */
function networkErrorOf(error, host) {
    const text = error instanceof Error ? error.message : String(error);
    const code = propertyOf(error, 'code');
    const syscall = propertyOf(error, 'syscall');
    if (CERTIFICATE.test(code)) {
        const [flaw, hint] = FLAWS[code] ?? ['is not trusted', TRUST];
        const message = `the certificate of ${host} ${flaw} (${code})`;
        return new NetworkError(message, { code: 'tls-failed', unsent: true, permanent: true, hint, cause: error });
    }
    if (TLS.test(code)) {
        const message = `the TLS connection to ${host} failed (${code})`;
        return new NetworkError(message, { code: 'tls-failed', unsent: false, permanent: true, hint: TRUST, cause: error });
    }
    const unsent = NEVER_CONNECTED.has(code) ||
        syscall === 'connect' ||
        syscall === 'getaddrinfo' ||
        // Without its handshake nothing was sent.
        text.includes('before secure TLS connection was established');
    const hint = code === 'ENOTFOUND' ? 'Is the region, or the endpoint, spelled right?' : undefined;
    return new NetworkError(`${unsent ? `no connection to ${host}` : `the connection to ${host} broke`} (${code || text})`, { code: unsent ? 'unreachable' : 'connection-lost', unsent, permanent: false, hint, cause: error });
}
/** Statuses with which a proxy says that it is not to blame, or not for long. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Why a proxy opened no tunnel: the status that it answered with, or what was thrown. The request was never sent. */
function proxyErrorOf(reason, { url, variable }, target) {
    const hint = `Look at ${variable} of the runner; hosts that are reached without the proxy belong into no_proxy.`;
    if (typeof reason === 'number') {
        return new NetworkError(`the proxy ${url.host} answered HTTP ${reason} for ${target}`, {
            code: 'proxy-failed',
            unsent: true,
            permanent: !PASSING.has(reason),
            hint: reason === 407
                ? `It asks for a user name and a password, or for other ones: put them into ${variable}, percent-encoded.`
                : hint,
        });
    }
    const message = `the proxy ${url.host} opened no tunnel to ${target}`;
    if (reason.name === 'AbortError')
        return new NetworkError(message, { code: 'proxy-failed', unsent: true, permanent: false, hint });
    const cause = networkErrorOf(reason, url.host);
    const { permanent } = cause;
    return new NetworkError(`${message}: ${cause.message}`, {
        code: 'proxy-failed',
        unsent: true,
        permanent,
        hint: permanent ? (cause.hint ?? hint) : hint,
        cause: reason,
    });
}
function propertyOf(error, name) {
    if (typeof error !== 'object' || error === null)
        return '';
    // A host with several addresses fails with all their errors in one; the first tells the story.
    if (error instanceof AggregateError && error.errors.length > 0)
        return propertyOf(error.errors[0], name);
    const value = Object.getOwnPropertyDescriptor(error, name)?.value;
    return typeof value === 'string' ? value : '';
}


/***/ }),

/***/ 849:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ createProxyFor)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(956);
/**
 * Which proxy a request goes through: the runner's own variables, read by the rules of the actions toolkit, except that
 * a value that nobody can use is told. The toolkit would go around the proxy without a word.
 */

/** `env` gives an environment variable, or an empty text. */
function createProxyFor(env) {
    const variable = env('https_proxy') === '' ? 'HTTPS_PROXY' : 'https_proxy';
    const value = env(variable);
    const exceptions = (env('no_proxy') || env('NO_PROXY'))
        .toLowerCase()
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
    if (value === '')
        return () => undefined;
    let proxy;
    return (url) => (isDirect(url, exceptions) ? undefined : (proxy ??= readProxy(variable, value)));
}
/** Plain http is allowed to a loopback host alone, and those are never proxied: so http_proxy has nothing to say. */
function isDirect({ protocol, hostname, port }, exceptions) {
    if (protocol !== 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname))
        return true;
    const names = [hostname, `${hostname}:${port || '443'}`];
    return exceptions.some((exception) => {
        // `example.com` and `.example.com` stand for everything under it, the first one for itself as well.
        const suffix = exception.replace(/^\*?\.?/, '.');
        return exception === '*' || names.some((name) => name === exception || name.endsWith(suffix));
    });
}
function readProxy(variable, value) {
    // `proxy.example:8080` is a URL too, of the scheme `proxy.example`; what is meant is a host.
    const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const login = url === undefined ? undefined : loginOf(url);
    const wrong = (fault) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('proxy-invalid', `The environment variable ${variable} ${fault}.`, {
        hint: 'It takes http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with percent-encoding; no_proxy names the hosts that are reached without a proxy.',
    });
    if (url !== undefined && url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw wrong(`names a proxy of the kind ${url.protocol.slice(0, -1)}, and only those of http and https are supported`);
    }
    if (url === undefined || url.hostname === '' || login === undefined) {
        throw wrong('is not the URL of a proxy (value not shown: it may hold a password)');
    }
    return { variable, url, authorization: login === ':' ? '' : `Basic ${Buffer.from(login).toString('base64')}` };
}
/** `user:password`, decoded; undefined where that is not possible. */
function loginOf({ username, password }) {
    try {
        return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 913:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $1: () => (/* binding */ isServiceCode),
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   B5: () => (/* binding */ isThrottled),
/* harmony export */   J5: () => (/* binding */ refused),
/* harmony export */   Jb: () => (/* binding */ isNoSuchApi),
/* harmony export */   Of: () => (/* binding */ refusalOf),
/* harmony export */   a2: () => (/* binding */ describeRefusal),
/* harmony export */   kN: () => (/* binding */ isNotThere)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(956);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(117);
/**
 * What the cloud says when it says no. Seven shapes of error body are known for the services that we use, one of them
 * an array of strings; see SWR, ModelArts, HSS, IAM and API Gateway, "Error Codes".
 */


/** Reads any error body; never throws. */
function refusalOf(reply) {
    const base = {
        status: reply.status,
        requestId: reply.headers['x-request-id'] ?? reply.headers['x-iam-trace-id'] ?? '',
    };
    let parsed;
    try {
        parsed = JSON.parse(reply.body);
    }
    catch {
        const page = reply.body.trim() === '' ? {} : { isPage: true };
        return { ...base, ...page, code: '', message: plainText(reply.body) };
    }
    if (isStrings(parsed))
        return { ...base, code: '', message: '', names: parsed };
    const detail = detailOf(parsed);
    const code = textOf(detail, ['error_code', 'errorCode', 'code']);
    const message = textOf(detail, [
        'error_msg',
        'error_message',
        'errorMessage',
        'errorMsg',
        'error_description',
        'message',
    ]);
    return {
        ...base,
        requestId: base.requestId || textOf(parsed, ['request_id', 'requestId']),
        code,
        message: message || (code === '' ? plainText(reply.body) : ''),
    };
}
/**
 * The three faces of throttling, all of which mean "not accepted, come again": 429 everywhere, and on SWR two codes
 * under 403 and one under 409.
 */
function isThrottled({ status, code }) {
    if (status === 429 || /^APIGW?\.0308$/.test(code))
        return true;
    if (status === 403)
        return code === 'SVCSTG.SWR.4031032' || code === 'SVCSTG.SWR.4031042';
    return status === 409 && code === 'SVCSTG.SWR.4090023';
}
/** A code of a service itself, not of the gateway before it: its own considered answer, even under 500. */
function isServiceCode(code) {
    return /^(SVCSTG|ModelArts|HSS|IAM|[A-Z]{3}5)\./i.test(code);
}
/** The route itself is missing: the service, or this call of it, does not exist in the region. */
function isNoSuchApi({ status, code }) {
    return status === 410 || /^APIGW?\.0101$/.test(code);
}
/** The thing that was asked for is not there, and it is the service that says so: neither a gateway nor a proxy. */
function isNotThere({ status, code, isPage = false }) {
    return status === 404 && !isPage && !/^APIGW?\./.test(code);
}
/** One line: status, code, message. */
function reasonOf(refusal) {
    const names = refusal.names === undefined ? '' : `names ${JSON.stringify(refusal.names)}`;
    // IAM repeats the status as its code.
    const code = refusal.code === String(refusal.status) ? '' : refusal.code;
    const words = [`HTTP ${refusal.status}`, code, refusal.message || names].filter((word) => word !== '');
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(words.join(' '), 600);
}
/** The reason and the request id, which the cloud's support asks for. */
function describeRefusal(refusal) {
    return `${reasonOf(refusal)}${refusal.requestId === '' ? '' : ` (request id ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(refusal.requestId, 100)})`}`;
}
/** The failure for a refusal that nothing can be made of. `doing` completes "Could not …". */
function refused(doing, refusal, hint) {
    const isProject = /^(APIGW?\.0310|ModelArts\.0210)$/.test(refusal.code);
    const better = isProject ? 'Is project-id, or the line of target-project-ids, the project of this region?' : hint;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(isProject ? 'project-mismatch' : refusal.status === 403 ? 'permission-denied' : 'service-refused', `Could not ${doing}: ${describeRefusal(refusal)}.`, { hint: better });
}
function isStrings(value) {
    return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
/** Where the code and message of a body lie: itself, its `error`, or the first of its `errors` or of the array it is. */
function detailOf(body) {
    if (Array.isArray(body))
        return body[0];
    if (typeof body !== 'object' || body === null)
        return undefined;
    if ('errors' in body && Array.isArray(body.errors))
        return body.errors[0];
    if ('error' in body && typeof body.error === 'object')
        return body.error;
    return body;
}
function textOf(value, names) {
    if (typeof value !== 'object' || value === null)
        return '';
    for (const name of names) {
        const found = Object.getOwnPropertyDescriptor(value, name)?.value;
        if (typeof found === 'string' && found !== '')
            return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(found, 500);
        if (typeof found === 'number')
            return String(found);
    }
    return '';
}
/** The start of a body that is no JSON; an HTML page is known by its title. */
function plainText(body) {
    const head = body.slice(0, 2000);
    const title = /<title[^>]*>([^<]{0,200})/i.exec(head)?.[1]?.trim();
    if (title !== undefined)
        return `an HTML page titled '${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(title, 200)}'`;
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(head.trim(), 300);
}


/***/ }),

/***/ 364:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  o: () => (/* binding */ createTransport)
});

// UNUSED EXPORTS: MAX_REPLY_BYTES

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
var external_node_http_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_http_namespaceObject, 2);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
var external_node_https_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_https_namespaceObject, 2);
// EXTERNAL MODULE: ../../../work/main/node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __nccwpck_require__(776);
// EXTERNAL MODULE: ./build/http/network-error.js
var network_error = __nccwpck_require__(284);
;// CONCATENATED MODULE: ./build/http/bytes.js
function createBytes() {
    let held = Buffer.allocUnsafe(256);
    let used = 0;
    const reserve = (more) => {
        if (used + more <= held.length)
            return;
        const larger = Buffer.allocUnsafe(Math.max(used + more, held.length * 2));
        held.copy(larger, 0, 0, used);
        held = larger;
    };
    return {
        length: () => used,
        put(sign) {
            reserve(1);
            held[used++] = sign;
        },
        append(source, from, to) {
            reserve(to - from);
            used += source.copy(held, used, from, to);
        },
        pull(from, to) {
            held.copyWithin(used, from, to);
            used += to - from;
        },
        cut(length) {
            used = length;
        },
        last: () => (used === 0 ? undefined : held[used - 1]),
        enclose(inner) {
            if (used !== inner.length + 2)
                return false;
            for (let at = 0; at < inner.length; at++)
                if (held[at + 1] !== inner[at])
                    return false;
            return true;
        },
        appendTo: (other) => other.append(held, 0, used),
        text: (from = 0, to = used) => held.toString('utf8', from, to),
    };
}

;// CONCATENATED MODULE: ./build/http/signs.js
/** The bytes that mean something in JSON. */
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

;// CONCATENATED MODULE: ./build/http/kept.js
/** What stays of a list: the members of its objects that are kept, put together again. */


const NOT_THERE = -1;
/** No JSON text ends like this. */
const NONSENSE = '!';
function createKept({ members, only }) {
    const keys = members.map((member) => Buffer.from(member));
    const named = only?.named.map((member) => members.indexOf(member)) ?? [];
    const out = createBytes();
    const key = createBytes();
    /** Whether the key is what it says: no escape in it, and nothing that a string may not hold. */
    let isPlain = true;
    let isSpoilt = false;
    /** Where in `out` the present object begins; and each of its members that is there, its colon, and its end. */
    let objectAt = 0;
    const begins = keys.map(() => NOT_THERE);
    const colons = keys.map(() => NOT_THERE);
    const ends = keys.map(() => NOT_THERE);
    /** The present member, by its place among those that are kept. */
    let member = NOT_THERE;
    const memberOf = () => {
        if (isPlain)
            return placeOf(key, keys);
        const text = stringOf(key.text());
        isSpoilt ||= text === undefined;
        return members.findIndex((name) => name === text);
    };
    return {
        append: (bytes, from, to) => out.append(bytes, from, to),
        beginObject() {
            objectAt = out.length();
            out.put(OPEN_OBJECT);
            begins.fill(NOT_THERE);
        },
        keyByte(sign) {
            key.put(sign);
            if (sign === BACKSLASH || sign < SPACE)
                isPlain = false;
        },
        endKey() {
            member = memberOf();
            if (member !== NOT_THERE) {
                // Something of the object stands behind its bracket already.
                if (out.length() > objectAt + 1)
                    out.put(COMMA);
                begins[member] = out.length();
                key.appendTo(out);
                colons[member] = out.length();
            }
            key.cut(0);
            isPlain = true;
            return member !== NOT_THERE;
        },
        endValue() {
            if (member !== NOT_THERE)
                ends[member] = out.length();
        },
        endObject() {
            const name = named.find((candidate) => begins[candidate] !== NOT_THERE);
            if (only === undefined || name === undefined)
                return;
            const from = begins[name] ?? 0;
            const to = ends[name] ?? 0;
            const text = stringOf(out.text(colons[name], to).replace(':', ''));
            if (text === undefined || text === '' || only.wanted.has(text))
                return;
            // After the bracket of the object.
            out.cut(objectAt + 1);
            out.pull(from, to);
        },
        spoil() {
            isSpoilt = true;
        },
        text: () => out.text() + (isSpoilt ? NONSENSE : ''),
    };
}
function placeOf(key, keys) {
    for (let index = 0; index < keys.length; index++) {
        const candidate = keys[index];
        if (candidate !== undefined && key.enclose(candidate))
            return index;
    }
    return NOT_THERE;
}
/** The string that a JSON text is; undefined for anything else. */
function stringOf(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'string' ? value : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/http/sieve.js
/**
 * Keeps of a long list what is read of it, byte by byte while it arrives: a page of a thousand tags carries a manifest for
 * each of them, and many pages at once would cost memory by the size of the repository instead of by the work at hand.
 */



function createSieve(keep) {
    const kept = createKept(keep);
    /** The brackets that are open. */
    const open = createBytes();
    let place = 'outside';
    let inString = false;
    let isEscaped = false;
    /** Whether what comes goes into what is kept. */
    let isCopied = true;
    /** Whether the rest is for nobody here to judge: no list, broken, or after the list. */
    let isRaw = false;
    const isAtKey = () => place === 'key' || place === 'next key';
    /** Takes one byte of a string; true where that ends a key. */
    function endsKey(sign) {
        if (isAtKey())
            kept.keyByte(sign);
        if (isEscaped)
            isEscaped = false;
        else if (sign === BACKSLASH)
            isEscaped = true;
        else if (sign === QUOTE) {
            inString = false;
            return isAtKey();
        }
        return false;
    }
    /** Whether the sign has no business where it stands in an object. */
    function isOutOfPlace(sign) {
        if (isSpace(sign))
            return false;
        if (place === 'colon')
            return sign !== COLON;
        return isAtKey() && sign !== QUOTE && (sign !== CLOSE_OBJECT || place === 'next key');
    }
    return {
        push(bytes) {
            let from = 0;
            const flush = (to) => {
                if (isCopied)
                    kept.append(bytes, from, to);
                from = to;
            };
            const giveUp = (at) => {
                flush(at);
                kept.spoil();
                isCopied = true;
                isRaw = true;
            };
            for (let at = 0; at < bytes.length && !isRaw; at++) {
                const sign = bytes[at] ?? 0;
                if (place === 'outside') {
                    // What is no list must arrive unchanged, above all when it is a refusal.
                    if (sign === OPEN_LIST) {
                        open.put(sign);
                        place = 'list';
                    }
                    else
                        isRaw = !isSpace(sign);
                }
                else if (inString) {
                    if (!endsKey(sign))
                        continue;
                    isCopied = kept.endKey();
                    place = 'colon';
                    from = at + 1;
                }
                else if (isOutOfPlace(sign)) {
                    giveUp(at);
                }
                else if (sign === QUOTE) {
                    inString = true;
                    if (isAtKey())
                        kept.keyByte(sign);
                }
                else if (sign === COLON && place === 'colon') {
                    place = 'value';
                }
                else if (sign === COMMA && place === 'value' && open.length() === 2) {
                    flush(at);
                    kept.endValue();
                    isCopied = false;
                    place = 'next key';
                }
                else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
                    open.put(sign);
                    if (open.length() !== 2)
                        continue;
                    if (sign === OPEN_LIST)
                        place = 'nested';
                    else {
                        flush(at);
                        kept.beginObject();
                        isCopied = false;
                        place = 'key';
                    }
                }
                else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) {
                    if (open.last() === (sign === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT))
                        open.cut(open.length() - 1);
                    else
                        giveUp(at);
                    if (open.length() === 0)
                        isRaw = true;
                    if (isRaw || open.length() !== 1)
                        continue;
                    if (place !== 'nested') {
                        flush(at);
                        kept.endValue();
                        kept.endObject();
                    }
                    isCopied = true;
                    place = 'list';
                }
            }
            flush(bytes.length);
        },
        end: () => kept.text(),
    };
}
/** JSON knows four, and no other sign that shows nothing. */
function isSpace(sign) {
    return sign === SPACE || sign === LINE_FEED || sign === CARRIAGE_RETURN || sign === TAB;
}

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: ./build/http/tunnel.js
/** Connections through a proxy: CONNECT first, then TLS to the other side through what it opens. */




class TunnelAgent extends external_node_https_namespaceObject.Agent {
    #proxy;
    constructor(proxy, options) {
        super(options);
        this.#proxy = proxy;
    }
    /** Gives the connection, or a NetworkError, to the callback. */
    createConnection(options, give) {
        const { url, authorization } = this.#proxy;
        const host = options.host ?? '';
        const hostname = url.hostname.replace(/^\[|\]$/g, '');
        const target = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`;
        const asking = (url.protocol === 'https:' ? external_node_https_namespaceObject_0 : external_node_http_namespaceObject_0).request({
            method: 'CONNECT',
            hostname,
            // Node would take the Host header, and expect the certificate of the other side.
            servername: (0,external_node_net_namespaceObject.isIP)(hostname) === 0 ? hostname : '',
            port: url.port,
            path: target,
            headers: { host: target, ...(authorization === '' ? {} : { 'proxy-authorization': authorization }) },
            agent: false,
            ...('attempt' in options && options.attempt instanceof AbortSignal && { signal: options.attempt }),
        });
        asking.once('error', (error) => give((0,network_error/* proxyErrorOf */.YO)(error, this.#proxy, target)));
        asking.once('connect', ({ statusCode = 0 }, socket, head) => {
            if (statusCode < 200 || statusCode > 299) {
                socket.destroy();
                give((0,network_error/* proxyErrorOf */.YO)(statusCode, this.#proxy, target));
                return;
            }
            socket.unshift(head);
            // The path of the request would be taken for that of a Unix socket.
            give(null, super.createConnection(Object.assign({}, options, { path: undefined, socket })) ?? undefined);
        });
        asking.end();
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/http/transport.js
/**
 * One attempt: the whole reply, or an error. Only sockets are known here; nothing is repeated, no redirect is followed.
 *
 * Requests are built by hand and sent through `HttpClient.requestRaw`, with agents of our own: the library's tunnel tells
 * neither which proxy said no nor why. Its `readBody` listens to `data` and `end` only: a reply that is cut short would
 * never settle, and Node would end with exit code 0.
 */






/** A page of 1000 tags carries a manifest each and may weigh tens of megabytes; more than this is no honest reply. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;
/** IAM gives a token as a header, and services declare tokens of up to 100 kB; Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 128 * 1024;
function createTransport(userAgent, proxyFor) {
    // The signal is the deadline; the library's own, of three minutes without traffic, stays out of its way.
    const client = new lib/* HttpClient */.Qq(userAgent, [], { socketTimeout: 2 ** 31 - 1 });
    const kept = createPool({ keepAlive: true });
    const fresh = createPool({ keepAlive: false });
    return {
        async send(request, signal) {
            const agent = (request.fresh ? fresh : kept).agentFor(request.url, proxyFor(request.url));
            const options = {
                method: request.method,
                hostname: request.url.hostname.replace(/^\[|\]$/g, ''),
                port: request.url.port,
                path: request.url.pathname + request.url.search,
                headers: { ...request.headers, host: request.url.host, 'user-agent': userAgent },
                agent,
                signal,
                attempt: signal,
                maxHeaderSize: MAX_HEADER_BYTES,
            };
            const httpModule = request.url.protocol === 'https:' ? external_node_https_namespaceObject_0 : external_node_http_namespaceObject_0;
            try {
                const { message } = await client.requestRaw({ parsedUrl: request.url, httpModule, options }, request.body);
                const { statusCode: status = 0 } = message;
                const body = await bodyOf(message, status >= 200 && status < 300 ? request.keep : undefined);
                return { status, headers: headersOf(message), body };
            }
            catch (error) {
                throw error instanceof network_error/* NetworkError */.Dr ? error : (0,network_error/* networkErrorOf */.mG)(error, request.url.host);
            }
        },
        close() {
            kept.close();
            fresh.close();
        },
    };
}
/** Connections of one kind: of plain http, of https, and of https through each proxy. */
function createPool(options) {
    const plain = new external_node_http_namespaceObject.Agent(options);
    const secure = new external_node_https_namespaceObject.Agent(options);
    const tunnels = new Map();
    return {
        agentFor({ protocol }, proxy) {
            if (proxy === undefined)
                return protocol === 'https:' ? secure : plain;
            const tunnel = tunnels.get(proxy) ?? new TunnelAgent(proxy, options);
            tunnels.set(proxy, tunnel);
            return tunnel;
        },
        close() {
            for (const agent of [plain, secure, ...tunnels.values()])
                agent.destroy();
        },
    };
}
/** Reads to the end; iterating a reply that is cut rejects with ECONNRESET, as it should. */
async function bodyOf(message, keep) {
    const chunks = [];
    const sieve = keep && createSieve(keep);
    let size = 0;
    for await (const chunk of message) {
        size += chunk.length;
        if (size > MAX_REPLY_BYTES) {
            message.destroy();
            throw new network_error/* NetworkError */.Dr(`the reply is larger than ${MAX_REPLY_BYTES / 1024 / 1024} MiB`, {
                code: 'reply-too-large',
                unsent: false,
                permanent: false,
            });
        }
        if (sieve === undefined)
            chunks.push(chunk);
        else
            sieve.push(chunk);
    }
    return sieve === undefined ? Buffer.concat(chunks).toString('utf8') : sieve.end();
}
function headersOf(message) {
    const headers = {};
    for (const [name, value] of Object.entries(message.headers)) {
        if (value !== undefined)
            headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    return headers;
}


/***/ }),

/***/ 272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ INPUT_NAMES),
/* harmony export */   m: () => (/* binding */ INPUTS)
/* harmony export */ });
/**
 * Every input with its default. The runner drops the default of action.yml as soon as a workflow writes `with: x: ''`,
 * so the defaults are applied here again; a test holds the two lists against each other.
 */
const INPUTS = {
    operation: '',
    region: '',
    'project-id': '',
    'access-key': '',
    'secret-key': '',
    'security-token': '',
    'auth-token': '',
    'agency-urn': '',
    'provider-urn': '',
    audience: 'sts.myhuaweicloud.com',
    'session-duration': '1h',
    'session-policy': 'true',
    'assume-agency-urn': '',
    'external-id': '',
    'sts-regions': '',
    'iam-user': '',
    'iam-password': '',
    'iam-domain': '',
    endpoint: 'https://{service}.{region}.myhuaweicloud.com',
    wait: 'true',
    timeout: '30m',
    'poll-interval': '10s',
    'request-timeout': '30s',
    'max-attempts': '5',
    concurrency: '8',
    'fail-on': 'any',
    'dry-run': 'false',
    namespace: '',
    repository: '',
    tags: '',
    'target-regions': '',
    'target-namespace': '',
    'target-project-ids': '',
    override: 'false',
    'image-ids': '',
    force: 'false',
    'image-type': 'private_image',
    'enterprise-project-id': '',
    modelarts: 'skip',
    hss: 'false',
    'image-arch': 'X86_64',
    'image-flavors': 'CPU, GPU',
    'image-services': 'NOTEBOOK, SSH',
    'image-visibility': 'PRIVATE',
    'image-description': '',
    'workspace-id': '0',
    'github-token': '',
    'environment-prefix': '',
};
/** All names, in the order of action.yml. */
const INPUT_NAMES = Object.keys(INPUTS).filter(isInputName);
function isInputName(name) {
    return name in INPUTS;
}


/***/ }),

/***/ 603:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _github_stop_signal_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77);
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(498);
/* harmony import */ var _github_actions_host_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(927);
/* harmony import */ var _connect_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(158);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9);
/**
 * The entry. The exit code is pessimistic and the call is awaited: a promise that gets lost lets Node end quietly with
 * code 0, and the step would be green.
 */





/** Everything is written by then; only what nobody waits for any more is left. */
const LEFT_BEHIND_MS = 500;
process.exitCode = 1;
const { exitCode } = await (0,_run_js__WEBPACK_IMPORTED_MODULE_4__/* .run */ .e)(_github_actions_host_js__WEBPACK_IMPORTED_MODULE_2__/* .actionsHost */ .q, {
    clock: _clock_js__WEBPACK_IMPORTED_MODULE_1__/* .systemClock */ .ml,
    random: Math.random,
    signal: _github_stop_signal_js__WEBPACK_IMPORTED_MODULE_0__/* .stopped */ .c,
    connect: (0,_connect_js__WEBPACK_IMPORTED_MODULE_3__/* .connectThrough */ .EM)(_github_actions_host_js__WEBPACK_IMPORTED_MODULE_2__/* .actionsHost */ .q.env),
});
process.exitCode = exitCode;
// The toolkit's own requests, for an ID token, cannot be taken back: one that hangs must not hold up the job.
setTimeout(() => process.exit(), LEFT_BEHIND_MS).unref();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 469:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   fh: () => (/* binding */ redactingTransport),
/* harmony export */   lY: () => (/* binding */ createRedactor),
/* harmony export */   ou: () => (/* binding */ redactingHost)
/* harmony export */ });
/** Real secrets are longer; replacing shorter texts would ruin more than it protects. */
const SHORTEST = 8;
function createRedactor() {
    let forms = [];
    return {
        add(secret) {
            if (secret.length < SHORTEST)
                return;
            const added = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
            // The longest first: of two secrets, one may be a part of the other.
            forms = [...new Set([...forms, ...added])].toSorted((a, b) => b.length - a.length);
        },
        redact(text) {
            let clean = text;
            for (const form of forms)
                clean = clean.replaceAll(form, '***');
            return clean;
        },
    };
}
/** A host that writes nothing unredacted. What is masked on it is known to the redactor. */
function redactingHost(host, { add, redact }) {
    return {
        ...host,
        mask(secret) {
            add(secret);
            host.mask(secret);
        },
        async idToken(audience) {
            // What the runner signs us in with, to be given an ID token; the runner masks it in the log alone.
            add(host.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN'));
            // Before it is cut, for half a secret is no longer recognised; and without a cause, which would hold it still.
            const token = await host
                .idToken(audience)
                .catch((error) => Promise.reject(new Error(redact(error instanceof Error ? error.message : String(error)))));
            add(token);
            return token;
        },
        async deployments(token, parts) {
            add(token);
            const made = await host.deployments(token, { ...parts, warn: (message) => parts.warn(redact(message)) });
            return redactingDeployments(made, redact);
        },
        info: (line) => host.info(redact(line)),
        warning: (message) => host.warning(redact(message)),
        error: (message) => host.error(redact(message)),
        openGroup: (title) => host.openGroup(redact(title)),
        setOutput: (name, value) => host.setOutput(name, redact(value)),
        writeSummary: (markdown) => host.writeSummary(redact(markdown)),
        writeReport: (parts) => host.writeReport(redactedParts(parts, redact)),
    };
}
function* redactedParts(parts, redact) {
    for (const part of parts)
        yield redact(part);
}
/** What is told to GitHub is seen by everybody who sees the repository, and no runner masks it. */
function redactingDeployments(deployments, redact) {
    const clean = (told) => ({
        ...told,
        description: redact(told.description),
    });
    return {
        async open(facts) {
            const opened = await deployments.open(clean(facts));
            return opened && { close: (end) => opened.close(clean(end)) };
        },
    };
}
/** Replies are freed of secrets as they arrive: later they are cut, and half a secret is no longer recognised. */
function redactingTransport(transport, { redact }) {
    return {
        async send(request, signal) {
            const reply = await transport.send(request, signal);
            const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, redact(value)]));
            return { ...reply, headers, body: redact(reply.body) };
        },
        close: () => transport.close(),
    };
}


/***/ }),

/***/ 9:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

;// CONCATENATED MODULE: ./build/inputs/rules.js
/** Three parts or more, the last a number of any length: `eu-west-0`, `eu-west-101`, `cn-north-11`, `my-kualalumpur-1`. */
const REGION = {
    pattern: /^(?=.{1,64}$)[a-z]{2,}(-[a-z]+)+-\d+$/,
    words: 'a region id such as cn-north-4',
};
/** SWR, "Manually Synchronizing Images", parameter `namespace`. */
const ORGANIZATION = {
    pattern: /^(?=.{1,64}$)[a-z](?:[a-z0-9]|(?:[.-]|__?)(?=[a-z0-9]))*$/,
    words: 'an organization: 1 to 64 lowercase letters, digits and single . _ - (two underscores may touch), ' +
        'starting with a letter and ending with a letter or digit',
};
/** SWR, "Manually Synchronizing Images", parameter `repository`. */
const REPOSITORY = {
    pattern: /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9]|(?:[./-]|__?)(?=[a-z0-9]))*$/,
    words: 'a repository: 1 to 128 lowercase letters, digits and single . / _ - (two underscores may touch), ' +
        'starting and ending with a letter or digit',
};
/** The tag grammar of the OCI distribution specification. */
const TAG = {
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
    words: 'an image tag: 1 to 128 letters, digits and _ . -, not starting with . or -',
};
/** ModelArts, "Synchronizing the Image Status", parameter `project_id`. */
const PROJECT = {
    pattern: /^[A-Za-z0-9-]{1,64}$/,
    words: 'a project id: 1 to 64 letters, digits and hyphens',
};
const REGION_PROJECT = {
    pattern: /^[a-z]{2,}(-[a-z]+)+-\d+\s*=\s*[A-Za-z0-9-]{1,64}$/,
    words: 'region=project-id',
};
/** ModelArts, "Obtaining Details of an Image": the id is a UUID. */
const IMAGE_ID = {
    pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    words: 'an image id (a UUID)',
};
/** ModelArts, "Listing Images", parameter `workspace_id`: an id, or `0` for the default one. */
const WORKSPACE = {
    pattern: /^(?:0|[a-z0-9]{32})$/,
    words: 'a workspace id of 32 lowercase letters and digits, or 0',
};
/** ModelArts, "Registering an Image", parameter `resource_category`. */
const IMAGE_FLAVOR = {
    pattern: /^(?:CPU|GPU|ASCEND)$/,
    words: 'CPU, GPU or ASCEND',
};
/** ModelArts, "Registering an Image", parameter `services`. */
const IMAGE_SERVICE = {
    pattern: /^(?:NOTEBOOK|SSH)$/,
    words: 'NOTEBOOK or SSH',
};
/** ModelArts, "Registering an Image", parameter `description`. */
const IMAGE_DESCRIPTION = {
    pattern: /^.{0,512}$/su,
    words: 'at most 512 characters long',
};
/** GitHub, "Managing environments for deployment": at most 255 characters, and a region has up to 64 of them. */
const ENVIRONMENT_PREFIX = {
    pattern: /^[^\p{C}'"`,;\\]{1,191}$/u,
    words: 'at most 191 characters, without quotes, commas, semicolons, backslashes and control characters',
};
/** HSS: an id, `0` for the default one, or `all_granted_eps`. */
const ENTERPRISE_PROJECT = {
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    words: 'an enterprise project id, 0 or all_granted_eps',
};
/** IAM, "Assuming an Agency or Trust Agency", parameter `agency_urn`. */
const AGENCY_URN = {
    pattern: /^(?=.{1,1500}$)iam::[A-Za-z0-9_-]+:agency:[\x21-\x7e]+$/,
    words: 'the URN of an agency, such as iam::ACCOUNT-ID:agency:NAME',
};
/** IAM, "Assuming a Trust Agency with an OIDC Identity Provider", parameter `provider_urn`. */
const PROVIDER_URN = {
    pattern: /^(?=.{1,1500}$)iam::[A-Za-z0-9_-]+:[A-Za-z-]*[pP]rovider:[\x21-\x7e]+$/,
    words: 'the URN of an OIDC identity provider, such as iam::ACCOUNT-ID:oidcProvider:NAME',
};
/** IAM, "Assuming an Agency or Trust Agency", parameter `external_id`. */
const EXTERNAL_ID = {
    pattern: /^[\x20-\x7e]{2,1224}$/,
    words: '2 to 1224 characters on one line',
};

;// CONCATENATED MODULE: ./build/inputs/agencies.js

/** GitHub's ID token is exchanged for keys of the agency; no stored key is needed. */
function readOidc(inputs) {
    const agencyUrn = inputs.text('agency-urn', AGENCY_URN);
    const providerUrn = inputs.text('provider-urn', PROVIDER_URN);
    if (agencyUrn === '')
        inputs.complain('agency-urn', 'is missing: provider-urn is of no use without it');
    if (providerUrn === '')
        inputs.complain('provider-urn', 'is missing: agency-urn is of no use without it');
    return {
        mode: 'oidc',
        ...readSession(inputs, agencyUrn),
        providerUrn,
        audience: inputs.text('audience', AUDIENCE),
        origin: `OIDC: GitHub's ID token, as the agency ${agencyUrn} (inputs agency-urn and provider-urn)`,
    };
}
/** The given key assumes the agency, usually one of another account. */
function readAssumedAgency(inputs, key) {
    const session = readSession(inputs, inputs.text('assume-agency-urn', AGENCY_URN));
    // Documented: who holds temporary keys gets no others for longer than an hour.
    if (key.securityToken !== '' && session.durationMs > CHAINED_LIMIT_MS) {
        inputs.complain('session-duration', 'must be at most 1h where the access key is a temporary one');
    }
    return {
        mode: 'agency',
        ...session,
        key,
        externalId: inputs.text('external-id', EXTERNAL_ID),
        origin: `${key.origin}, as the agency ${session.agencyUrn} (input assume-agency-urn)`,
    };
}
const CHAINED_LIMIT_MS = 3_600_000;
const AUDIENCE = { pattern: /^[\x21-\x7e]{1,255}$/, words: 'one line of 1 to 255 visible ASCII characters' };
function readSession(inputs, agencyUrn) {
    const stsRegions = inputs.list('sts-regions', REGION);
    if (stsRegions.length > 2)
        inputs.complain('sts-regions', 'must be one region, or two: the second is asked when the first gives no answer');
    return {
        agencyUrn,
        durationMs: inputs.duration('session-duration', { min: '15m', max: '12h' }),
        isNarrowed: inputs.flag('session-policy'),
        stsRegions,
    };
}

;// CONCATENATED MODULE: ./build/inputs/access-keys.js
/** Read-only fallbacks, the SDKs' names before Terraform's. */
const ENVIRONMENT_KEYS = [
    { access: 'HUAWEICLOUD_SDK_AK', secret: 'HUAWEICLOUD_SDK_SK', token: 'HUAWEICLOUD_SDK_SECURITY_TOKEN' },
    { access: 'HW_ACCESS_KEY', secret: 'HW_SECRET_KEY', token: 'HW_SECURITY_TOKEN' },
];
const NOTHING_GIVEN = 'and `secret-key` are required, or `agency-urn` and `provider-urn`, or another way to sign in: no credentials were given';
/** The key from one place as a whole; complaints stay in the reader. `without` words that there is none. */
function readKeys(inputs, environment, without = NOTHING_GIVEN) {
    const accessKey = inputs.identifier('access-key');
    const secretKey = inputs.secret('secret-key');
    const securityToken = inputs.secret('security-token');
    if (accessKey === '' && secretKey === '' && securityToken === '')
        return keysFromEnvironment(inputs, environment, without);
    if (accessKey === '')
        inputs.complain('access-key', 'is missing: secret-key and security-token are of no use without it');
    if (secretKey === '')
        inputs.complain('secret-key', 'is missing: access-key is of no use without it');
    return { mode: 'access-key', accessKey, secretKey, securityToken, origin: 'the inputs access-key and secret-key' };
}
function keysFromEnvironment(inputs, environment, without) {
    for (const names of ENVIRONMENT_KEYS) {
        const accessKey = environment.env(names.access);
        const secretKey = environment.env(names.secret);
        if (accessKey === '' && secretKey === '')
            continue;
        const securityToken = environment.env(names.token);
        for (const secret of [secretKey, securityToken])
            if (secret !== '')
                environment.mask(secret);
        if (accessKey === '')
            inputs.complain('access-key', `is not given, and the environment has ${names.secret} without ${names.access}`);
        if (secretKey === '')
            inputs.complain('secret-key', `is not given, and the environment has ${names.access} without ${names.secret}`);
        if (!/^[\x21-\x7e]*$/.test(accessKey + secretKey + securityToken)) {
            inputs.complain('access-key', `comes from ${names.access} and its fellows, which must be one line of visible ASCII characters each`);
        }
        const origin = `the environment variables ${names.access} and ${names.secret}`;
        return { mode: 'access-key', accessKey, secretKey, securityToken, origin };
    }
    inputs.complain('access-key', without);
    return { mode: 'access-key', accessKey: '', secretKey: '', securityToken: '', origin: 'nowhere' };
}

;// CONCATENATED MODULE: ./build/inputs/credentials.js


/** The ways to sign in, and the inputs that choose each. */
const WAYS = {
    oidc: ['agency-urn', 'provider-urn'],
    keys: ['access-key', 'secret-key', 'security-token', 'assume-agency-urn'],
    token: ['auth-token'],
    password: ['iam-user', 'iam-password', 'iam-domain'],
};
const FOR_AGENCY = 'and `secret-key` are required: the agency of assume-agency-urn is assumed with them';
const SECRETS = ['secret-key', 'security-token', 'auth-token', 'iam-password'];
/**
 * Picks exactly one mode. Inputs win over the environment as a whole: an access key from one place is never paired with
 * a secret from another. Complaints stay in the reader, and a stand-in is given.
 */
function readCredentials(inputs, environment) {
    const given = Object.values(WAYS).map((names) => names.filter((name) => inputs.isGiven(name)));
    const [first, ...others] = given.filter((names) => names.length > 0).map((names) => names[0] ?? 'access-key');
    for (const other of others) {
        inputs.complain(other, `and \`${first}\` are two ways to sign in: give the inputs of one of them`);
    }
    // Masked although they will not be used.
    if (others.length > 0)
        for (const name of SECRETS)
            inputs.password(name);
    if (isAnyGiven(inputs, WAYS.oidc))
        return readOidc(inputs);
    const token = inputs.secret('auth-token');
    if (token !== '')
        return { mode: 'auth-token', token, origin: 'the input auth-token' };
    if (isAnyGiven(inputs, WAYS.password))
        return readPassword(inputs);
    const isAssumed = inputs.isGiven('assume-agency-urn');
    const keys = readKeys(inputs, environment, isAssumed ? FOR_AGENCY : undefined);
    return isAssumed ? readAssumedAgency(inputs, keys) : keys;
}
function readPassword(inputs) {
    // A password may hold spaces and letters of any script; it travels in a body.
    const password = inputs.password('iam-password');
    for (const name of WAYS.password) {
        if (!inputs.isGiven(name))
            inputs.complain(name, 'is missing: iam-user, iam-password and iam-domain go together');
    }
    const user = inputs.text('iam-user');
    return {
        mode: 'password',
        user,
        password,
        domain: inputs.text('iam-domain'),
        origin: `the password of the IAM user '${user}' (inputs iam-user, iam-password and iam-domain)`,
    };
}
function isAnyGiven(inputs, names) {
    return names.some((name) => inputs.isGiven(name));
}

;// CONCATENATED MODULE: ./build/deadline.js
/** A budget that starts now. With `timeoutMs` 0 everything is still tried and looked at once, but nothing is awaited. */
function createBudget(clock, timeoutMs, requestTimeoutMs) {
    const start = clock.now();
    return { start, end: start + timeoutMs, hardEnd: start + timeoutMs + requestTimeoutMs };
}

// EXTERNAL MODULE: ./build/errors.js + 1 modules
var errors = __nccwpck_require__(956);
// EXTERNAL MODULE: ./build/escape.js
var build_escape = __nccwpck_require__(117);
// EXTERNAL MODULE: ./build/inputs/defaults.js
var defaults = __nccwpck_require__(272);
;// CONCATENATED MODULE: ./build/duration.js
/** Durations as workflow authors write them, and as they read them. */
const UNIT_MS = new Map([
    ['', 1000],
    ['s', 1000],
    ['m', 60_000],
    ['h', 3_600_000],
]);
/** Milliseconds of `90s`, `30m`, `2h` or plain seconds; undefined for anything else. */
function durationMs(text) {
    const [, number, unit = ''] = /^(\d{1,9})([smh]?)$/.exec(text) ?? [];
    const unitMs = UNIT_MS.get(unit);
    return number === undefined || unitMs === undefined ? undefined : Number(number) * unitMs;
}
/** `45s`, `3m 05s` or `1h 02m`. */
function durationWords(ms) {
    const seconds = Math.round(ms / 1000);
    if (seconds < 60)
        return `${seconds}s`;
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
    return `${Math.floor(seconds / 3600)}h ${pad(Math.floor((seconds % 3600) / 60))}m`;
}
function pad(value) {
    return String(value).padStart(2, '0');
}

;// CONCATENATED MODULE: ./build/inputs/reader.js
/**
 * Reads inputs strictly and gathers every complaint, so that a workflow author mends them all in one go.
 *
 * A reading that is refused gives a stand-in value of the right type; nobody uses it, because {@link InputReader.check}
 * throws before anything is done.
 */




function createInputReader(source) {
    const complaints = [];
    const read = new Set();
    const complain = (name, rule, seen) => {
        complaints.push(`\`${name}\` ${rule}${seen === undefined ? '' : `, but is '${(0,build_escape/* visible */.RK)(seen, 200)}'`}`);
    };
    const given = (name) => {
        read.add(name);
        return source.input(name).trim() || defaults/* INPUTS */.m[name];
    };
    const matching = (name, value, rule) => {
        if (value !== '' && rule !== undefined && !rule.pattern.test(value))
            complain(name, `must be ${rule.words}`, value);
        return value;
    };
    /** Headers carry visible ASCII only; a line break inside a pasted key would otherwise fail in the middle of the run. */
    const sendable = (name, value) => {
        if (!/^[\x21-\x7e]*$/.test(value))
            complain(name, 'must be one line of visible ASCII characters (value not shown)');
        return value;
    };
    const masked = (name) => {
        const value = given(name);
        if (value !== '')
            source.mask(value);
        return value;
    };
    const list = (name, rule) => {
        const entries = given(name)
            .split(/[\n\r,]/)
            .map((entry) => entry.trim())
            .filter((entry) => entry !== '');
        const unique = [...new Set(entries)];
        for (const entry of unique) {
            if (!rule.pattern.test(entry))
                complain(name, `must have entries that are each ${rule.words}`, entry);
        }
        return unique;
    };
    return {
        complain,
        isGiven: (name) => source.input(name).trim() !== '',
        text: (name, rule) => matching(name, given(name), rule),
        required(name, rule) {
            const value = given(name);
            if (value === '')
                complain(name, 'is required', '');
            return matching(name, value, rule);
        },
        secret: (name) => sendable(name, masked(name)),
        password: masked,
        identifier: (name) => sendable(name, given(name)),
        choice(name, choices) {
            const value = given(name);
            const found = choices.find((choice) => choice === value);
            if (found === undefined)
                complain(name, `must be one of ${choices.join(', ')}`, value);
            return found ?? choices[0];
        },
        flag(name) {
            const value = given(name);
            const lower = value.toLowerCase();
            if (lower !== 'true' && lower !== 'false')
                complain(name, 'must be true or false', value);
            return lower === 'true';
        },
        duration(name, { min, max }) {
            const value = given(name);
            const ms = durationMs(value);
            const [least, most] = [durationMs(min) ?? 0, durationMs(max) ?? 0];
            if (ms === undefined)
                complain(name, 'must be a duration such as 90s, 30m, 2h or plain seconds', value);
            else if (ms < least || ms > most)
                complain(name, `must be between ${min} and ${max}`, value);
            return ms ?? least;
        },
        count(name, { min, max }) {
            const value = given(name);
            const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
            if (!(number >= min && number <= max))
                complain(name, `must be a whole number from ${min} to ${max}`, value);
            return number >= min ? number : min;
        },
        list,
        requiredList(name, rule) {
            const entries = list(name, rule);
            if (entries.length === 0)
                complain(name, 'is required and must have at least one entry', '');
            return entries;
        },
        unused: () => defaults/* INPUT_NAMES */.Q.filter((name) => {
            const value = source.input(name).trim();
            return value !== '' && value !== defaults/* INPUTS */.m[name] && !read.has(name);
        }),
        check() {
            if (complaints.length === 0)
                return;
            const noun = complaints.length === 1 ? 'input is' : `${complaints.length} inputs are`;
            throw new errors/* Failure */.HR('input-invalid', `The ${noun} wrong: ${complaints.join('; ')}.`);
        },
    };
}

;// CONCATENATED MODULE: ./build/inputs/endpoint.js
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** The template, checked. `{region}` may be left out only by an operation that works in one region. */
function readEndpoint(inputs, severalRegions) {
    const template = inputs.text('endpoint');
    const fault = endpointFault(template, severalRegions);
    if (fault !== undefined)
        inputs.complain('endpoint', fault, withoutUserInfo(template));
    return template.replace(/\/+$/, '');
}
function endpointFault(template, severalRegions) {
    if (!template.includes('{service}'))
        return 'must contain {service}';
    if (severalRegions && !template.includes('{region}'))
        return 'must contain {region}';
    const sample = sampleOf(template, 'swr-api', 'cn-north-4');
    if (/[{}\s]/.test(sample))
        return 'must have no other placeholders than {service} and {region}, and no white space';
    if (!URL.canParse(sample))
        return 'must be a URL';
    const url = new URL(sample);
    if (url.username !== '' || url.password !== '')
        return 'must not contain a user name or password';
    if (/[?#]/.test(sample))
        return 'must not contain a query or a fragment';
    if (!isDecodable(url.pathname))
        return 'must have a path that can be decoded';
    // One address for two regions would compare the source with itself and call everything unchanged; dots in a path can
    // fold a placeholder away.
    const otherRegion = new URL(sampleOf(template, 'swr-api', 'cn-east-3')).href;
    if (severalRegions && otherRegion === url.href)
        return 'must give every region an address of its own';
    const plainLoopback = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
    if (url.protocol !== 'https:' && !plainLoopback)
        return 'must use https (plain http only to a loopback host)';
    return undefined;
}
function sampleOf(template, service, region) {
    return template.replaceAll('{service}', service).replaceAll('{region}', region);
}
function isDecodable(path) {
    try {
        decodeURIComponent(path);
        return true;
    }
    catch {
        return false;
    }
}
/** A refused address is quoted in the log, its password must not be. */
function withoutUserInfo(template) {
    return template.replace(/^(.*?\/\/)?.*@/s, '$1***@');
}

;// CONCATENATED MODULE: ./build/inputs/settings.js
/** The inputs that every operation has: where, how long, how hard. */


const FAIL_ON = ['any', 'all', 'never'];
/** Reads them; complaints stay in the reader. */
function readSettings(inputs, options) {
    const region = inputs.required('region', REGION);
    const project = inputs.text('project-id', PROJECT);
    const projects = new Map(options.projects);
    if (project !== '')
        projects.set(region, project);
    return {
        region,
        projects,
        endpoint: readEndpoint(inputs, options.severalRegions),
        // A job may last five days on a machine of one's own; Node's timers reach further.
        timeoutMs: inputs.duration('timeout', { min: '0s', max: '120h' }),
        requestTimeoutMs: inputs.duration('request-timeout', { min: '1s', max: '10m' }),
        maxAttempts: inputs.count('max-attempts', { min: 1, max: 100 }),
        concurrency: inputs.count('concurrency', { min: 1, max: 64 }),
        failOn: inputs.choice('fail-on', FAIL_ON),
    };
}
function readWaiting(inputs) {
    return { wait: inputs.flag('wait'), pollIntervalMs: readPollInterval(inputs), dryRun: inputs.flag('dry-run') };
}
function readPollInterval(inputs) {
    return inputs.duration('poll-interval', { min: '1s', max: '1h' });
}

;// CONCATENATED MODULE: ./build/cloud/permission.js
/** What an operation must be allowed to do, in the cloud's words: for narrowed keys, and for the documents. */
/** SWR, "Actions Supported by Identity Policy-based Authorization". */
const READ_TAGS = ['swr:repo:listRepoTags'];
const COPY_TAGS = [
    'swr:repo:createManualSyncRepoJob',
    'swr:repo:getSyncRepoJobInfo',
    'swr:repo:download',
    'swr:repo:upload',
];
/** Needed by the synchronization as well; its resource is no repository. */
const LOG_IN = ['swr::createLoginSecret'];
const DELETE_TAGS = ['swr:repo:deleteRepoTag'];
/** ModelArts, "Permissions and Supported Actions", images. */
const READ_IMAGES = ['modelarts:image:get', 'modelarts:image:list'];
const REFRESH_IMAGES = ['modelarts:image:sync'];
const REGISTER_IMAGES = ['modelarts:image:register'];
/** Documented as what a registration depends on, besides {@link READ_TAGS}. */
const REGISTER_TAGS = ['swr:repo:getRepo', 'swr:repo:getRepoDomain', 'swr:repo:createRepoDomain'];
/** Another of these; it lists repositories, so it cannot be narrowed down to one. */
const LIST_REPOSITORIES = ['swr:repo:listRepos'];
const DELETE_IMAGES = ['modelarts:image:delete'];
/** HSS documents no action for its list of images, so that all of them are asked for. */
const HSS_IMAGES = ['hss:*:*'];

// EXTERNAL MODULE: ./build/clock.js
var build_clock = __nccwpck_require__(498);
;// CONCATENATED MODULE: ./build/engine/poll.js
/** Look, judge, wait: until it is decided or the time is up. */


/**
 * Looks, and looks again in growing pauses; the last look is on the deadline. A look that finds the service
 * unavailable is followed by another, so that one number, the budget, says how long an outage is endured.
 *
 * @returns undefined when the looking ended by itself, and how it stood when the budget ran out.
 */
async function poll(context, { look, intervalMs, ...options }) {
    const { clock, budget, signal } = context;
    const { atOnce = true, rhythm = createRhythm(clock.now()) } = options;
    const rest = () => (0,build_clock/* sleep */.yy)(clock, Math.min(rhythm.pauseMs(context, intervalMs), Math.max(0, budget.end - clock.now())), signal);
    let answered = false;
    if (!atOnce)
        await rest();
    for (;;) {
        const isLast = clock.now() >= budget.end;
        let trouble;
        try {
            if (await look())
                return undefined;
            answered = true;
        }
        catch (error) {
            const failure = (0,errors/* failureOf */.g5)(error);
            const isPassing = failure.kind === 'unavailable' || failure.kind === 'timeout';
            if (!isPassing || failure.permanent)
                throw failure;
            trouble = failure;
        }
        if (isLast)
            return { trouble, answered };
        await rest();
    }
}
/** The end of a message about a wait that nothing decided. `seen` is what was last seen. */
function lastWords({ trouble }, seen) {
    return `Last seen: ${seen}.${trouble === undefined ? '' : ` The last look had no answer: ${trouble.message}`}`;
}
/** A rhythm whose pauses grow with the time since `start`, or since it was first asked. */
function createRhythm(start) {
    let begun = start;
    let due = 0;
    return {
        pauseMs({ clock, random }, intervalMs) {
            const now = clock.now();
            begun ??= now;
            if (due <= now)
                due = now + pauseMs(now - begun, intervalMs, random);
            return due - now;
        },
    };
}
const SHORTEST_MS = 1000;
/**
 * Two seconds after ten, and with the square root of the time from there: the law that spends the fewest looks for the
 * time that it loses, where nobody knows how long a job takes. Before that a fifth of the time, so that no end is seen
 * late by more than that, or by a second. The page on performance in docs/ has the reasoning. Never more than the interval; the
 * jitter, which keeps runs that began together from looking together, only shortens.
 */
function pauseMs(waitedMs, intervalMs, random) {
    const pause = Math.max(SHORTEST_MS, Math.min(waitedMs / 5, 2000 * Math.sqrt(waitedMs / 10_000)));
    return Math.min(intervalMs, pause) * (0.9 + 0.1 * random());
}

;// CONCATENATED MODULE: ./build/images/await-active.js


const ON_THE_WAY = new Set(['INIT', 'CREATING']);
const FINAL_FAULTS = new Set(['CREATE_FAILED', 'ERROR', 'DELETED']);
/** The sentence for an image that is not there. */
function noSuchImage({ id, region }) {
    return `ModelArts in ${region} has no image ${id}.`;
}
/** What a status means; undefined while the image is on its way, or in a state that nobody knows. */
function judgeImage(image, { id, region }) {
    if (image === undefined)
        return { kind: 'missing', message: noSuchImage({ id, region }) };
    const { status } = image;
    if (status === 'ACTIVE')
        return { kind: 'active', status };
    if (!FINAL_FAULTS.has(status))
        return undefined;
    const said = image.status_message ? `: ${image.status_message}` : ', without a message';
    return { kind: 'bad-status', status, message: `ModelArts says ${status}${said}.` };
}
async function awaitActive(context, awaited) {
    const { ids, region, item, modelArts, unseenMs = 0 } = awaited;
    const begun = context.clock.now();
    const open = new Set(ids);
    const last = new Map();
    // Where the item is called by something else, the log and the verdict say which image it is.
    const named = (id) => (item.subject === id ? '' : `image ${id} `);
    /** The verdict of the item, when this image decides it. */
    const lookAt = async (id) => {
        const image = await modelArts.showImage(id);
        if (image === undefined && !last.has(id) && context.clock.now() - begun < unseenMs) {
            context.see(item, `${named(id)}not shown yet`);
            return undefined;
        }
        if (image !== undefined) {
            last.set(id, image);
            context.see(item, `${named(id)}status ${image.status}`, { image, status: image.status });
        }
        const verdict = judgeImage(image, { id, region });
        // The same text for every image, so that many of them make one warning.
        if (verdict === undefined && image !== undefined && !ON_THE_WAY.has(image.status)) {
            context.log.warnOnce(`ModelArts reports the unknown status '${image.status}'; waiting for ACTIVE goes on.`);
        }
        if (verdict?.kind !== 'active')
            return verdict && about(id, verdict);
        open.delete(id);
        return open.size > 0 ? undefined : about(ids.join(' and '), verdict);
    };
    const about = (id, verdict) => {
        if (item.subject === id || verdict.kind === 'missing')
            return verdict;
        return { ...verdict, message: verdict.message === undefined ? `Image ${id}.` : `Image ${id}: ${verdict.message}` };
    };
    const expired = await poll(context, {
        intervalMs: awaited.pollIntervalMs,
        async look() {
            const verdicts = await Promise.all([...open].map(lookAt));
            const [bad, good] = [verdicts.find((verdict) => verdict && verdict.kind !== 'active'), verdicts.find(Boolean)];
            const verdict = bad ?? good;
            if (verdict !== undefined)
                context.settle(item, verdict);
            return verdict !== undefined;
        },
    });
    if (expired === undefined)
        return;
    const { trouble, answered } = expired;
    if (!answered && trouble !== undefined) {
        context.settle(item, { kind: 'unavailable', message: (0,errors/* explain */.WE)(trouble), failure: 'unavailable' });
        return;
    }
    const [late = ''] = open;
    const status = last.get(late)?.status;
    context.settle(item, {
        kind: 'timeout',
        status,
        message: `The time ran out before image ${late} was ACTIVE. ${lastWords(expired, status === undefined ? 'nothing' : `status ${status}`)}`,
    });
}

;// CONCATENATED MODULE: ./build/operations/images.js


/** A plan with one step an image, so that none holds up another. `verb` is for the titles: "refresh image …". */
function planImages({ inputs }, operation, run) {
    const settings = readSettings(inputs, { severalRegions: false, projects: new Map() });
    const { region } = settings;
    // UUIDs are written in lower case and read in any.
    const ids = new Set(inputs.requiredList('image-ids', IMAGE_ID).map((id) => id.toLowerCase()));
    const steps = [...ids].map((id) => {
        const item = { operation: operation.name, region, subject: id };
        return {
            title: `${operation.verb} ${id} in ${region}`,
            items: [item],
            run: (context) => run({ id, region, item }, context),
        };
    });
    return { settings, steps, permissions: [{ actions: operation.actions, regions: [region] }] };
}
/** A dry run: looks at the image, and says what would be done with it, or what it means that it is not there. */
async function rehearse(context, { id, item }, modelArts, { planned, missing }) {
    const image = await modelArts.showImage(id);
    if (image !== undefined)
        context.see(item, `status ${image.status}`, { image, status: image.status });
    context.settle(item, image === undefined ? missing : { kind: 'planned', message: planned });
}

;// CONCATENATED MODULE: ./build/operations/delete-image.js
/** `delete-image`: deletes ModelArts images; with `force` their content in SWR as well. */






const deleteImage = {
    name: 'delete-image',
    plan(planning) {
        const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
        const force = planning.inputs.flag('force');
        const verb = force ? 'delete image, with its content in SWR,' : 'delete image';
        const actions = [...READ_IMAGES, ...DELETE_IMAGES, ...(force ? [...READ_TAGS, ...DELETE_TAGS] : [])];
        return planImages(planning, { name: 'delete-image', verb, actions }, async (target, context) => {
            const { id, region, item } = target;
            const modelArts = await context.cloud.modelArts(region);
            const absent = { kind: 'absent', message: noSuchImage(target) };
            if (dryRun) {
                await rehearse(context, target, modelArts, { planned: 'Would be deleted.', missing: absent });
                return;
            }
            const { existed, image } = await modelArts.deleteImage(id, force);
            const said = existed ? 'deleted' : 'absent';
            context.see(item, existed ? 'deletion confirmed' : 'said not to be there', { image });
            if (wait)
                await awaitGone(context, target, { modelArts, said, intervalMs: pollIntervalMs });
            else
                context.settle(item, existed ? { kind: 'accepted', message: 'Triggered, not proved.' } : absent);
        });
    },
};
/** Looks whether the image is gone indeed; who may delete but not read has the reply alone. */
async function awaitGone(context, { id, item }, { modelArts, said, intervalMs }) {
    let status = '';
    const expired = await poll(context, {
        intervalMs,
        async look() {
            try {
                const image = await modelArts.showImage(id);
                status = image?.status ?? 'DELETED';
            }
            catch (error) {
                const failure = (0,errors/* failureOf */.g5)(error);
                if (failure.kind !== 'refused')
                    throw failure;
                context.settle(item, {
                    kind: said,
                    message: `ModelArts said so; a look was not possible. ${(0,errors/* explain */.WE)(failure)}`,
                });
                return true;
            }
            if (status === 'DELETED') {
                context.settle(item, said === 'deleted' ? { kind: said, status } : { kind: said, message: 'There is no such image.' });
                return true;
            }
            // Nothing was deleted, so there is nothing to wait for.
            if (said === 'absent') {
                const message = `ModelArts said that there is no image ${id}, and shows it with status ${status}. Run the step again.`;
                context.settle(item, { kind: 'unavailable', status, message });
                return true;
            }
            context.see(item, `deletion confirmed, status still ${status}`);
            return false;
        },
    });
    if (expired === undefined)
        return;
    const { trouble, answered } = expired;
    const kind = answered || trouble === undefined ? 'timeout' : 'unavailable';
    const seen = lastWords(expired, status === '' ? 'nothing' : `status ${status}`);
    const message = `ModelArts answered the deletion, but the image was not seen to be gone. ${seen}`;
    context.settle(item, { kind, ...(status === '' ? {} : { status }), message });
}

;// CONCATENATED MODULE: ./build/engine/verdict.js
/** How items end. */

/** Every end that an item can come to, and whether it is a good one. */
const VERDICTS = {
    copied: true,
    overwritten: true,
    unchanged: true,
    active: true,
    synchronized: true,
    deleted: true,
    absent: true,
    accepted: true,
    planned: true,
    missing: false,
    conflict: false,
    mismatch: false,
    'bad-status': false,
    refused: false,
    unavailable: false,
    timeout: false,
    cancelled: false,
    skipped: false,
};
/** How often each kind occurs, in the order of their first: `3 copied, 1 unchanged`. */
function tallyOf(kinds) {
    const counts = new Map();
    for (const kind of kinds)
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
function isOk(verdict) {
    return VERDICTS[verdict.kind];
}
const FAILURE_OF = {
    missing: 'gate',
    conflict: 'gate',
    mismatch: 'gate',
    'bad-status': 'gate',
    refused: 'refused',
    unavailable: 'unavailable',
    timeout: 'timeout',
    cancelled: 'cancelled',
    skipped: 'gate',
};
/** The kind of failure that a verdict stands for; undefined for a good one. */
function failureKindOf(verdict) {
    return isOk(verdict) ? undefined : (verdict.failure ?? FAILURE_OF[verdict.kind] ?? 'bug');
}
const KIND_OF = {
    input: 'refused',
    auth: 'refused',
    refused: 'refused',
    unavailable: 'unavailable',
    gate: 'bad-status',
    timeout: 'timeout',
    cancelled: 'cancelled',
    bug: 'unavailable',
};
const ENDS_A_WAIT = new Set(['timeout', 'cancelled', 'auth']);
/** The verdict for a failure; for one that ends a wait, with what was last seen. */
function verdictOf(failure, lastSeen) {
    const seen = ENDS_A_WAIT.has(failure.kind) && lastSeen !== undefined ? ` Last seen: ${lastSeen}.` : '';
    return { kind: KIND_OF[failure.kind], message: (0,errors/* explain */.WE)(failure) + seen, failure: failure.kind };
}

;// CONCATENATED MODULE: ./build/scanning/judge-task.js
const FAULTS = new Map([
    [-1, 'was stopped'],
    [-2, 'timed out'],
    [-3, 'failed'],
]);
/** The verdict, or undefined while the task is running or in a state that nobody knows. */
function judgeTask(task) {
    const status = String(task.status);
    const fault = FAULTS.get(task.status);
    const why = task.reason ? `: ${task.reason}` : '';
    if (fault !== undefined)
        return { kind: 'refused', status, message: `The synchronization of HSS ${fault}${why}.` };
    if (task.status !== 100)
        return undefined;
    const { total, succeeded, failed = (total ?? 0) - (succeeded ?? total ?? 0) } = task;
    if (failed <= 0)
        return { kind: 'synchronized', status };
    const count = `${failed} of ${total ?? (succeeded ?? 0) + failed} images failed${why}.`;
    // An old image of somebody else that HSS cannot read must not bar every release; if all of them failed, nothing was taken over.
    if ((succeeded ?? 0) === 0)
        return { kind: 'refused', status, message: `The synchronization of HSS ended, but ${count}` };
    return { kind: 'synchronized', status, message: `The synchronization of HSS ended; ${count}` };
}

;// CONCATENATED MODULE: ./build/scanning/follow-task.js




/** A request without an answer leaves a task within seconds, or did not arrive; it is given this long. */
const TRACE_MS = 120_000;
async function followTask(context, followed) {
    const { item, hss, before, doubt } = followed;
    const begun = context.clock.now();
    let tasks = [];
    let endedBefore = '';
    const expired = await poll(context, {
        intervalMs: followed.pollIntervalMs,
        async look() {
            const listed = (await hss.syncTasks()) ?? [];
            tasks = listed.filter(({ id }) => !before.has(id));
            if (tasks.length > 0)
                context.see(item, stateOf(tasks));
            const verdict = tasks.length === 0 ? lostRequest(doubt, context.clock.now() - begun) : judgeAll(tasks);
            if (verdict === undefined)
                return false;
            // Another run may have started a task as well, and ended it before ours is even listed: a good end must stand
            // for two looks.
            const ended = tasks.map(({ id }) => id).join();
            if (isOk(verdict) && ended !== endedBefore) {
                endedBefore = ended;
                return false;
            }
            context.settle(item, verdict);
            return true;
        },
    });
    if (expired === undefined)
        return;
    const { trouble } = expired;
    const last = judgeAll(tasks) ?? (tasks.length === 0 ? lostRequest(doubt, TRACE_MS, trouble) : undefined);
    // A good end must stand for two looks also where an outage has prevented the second.
    if (last !== undefined && (trouble === undefined || !isOk(last))) {
        context.settle(item, last);
        return;
    }
    const seen = tasks.length === 0 ? 'no task of this synchronization' : stateOf(tasks);
    const message = `The time ran out before HSS reported the end. ${lastWords(expired, seen)}`;
    const status = tasks.map((task) => task.status).join(', ');
    context.settle(item, { kind: 'timeout', ...(status === '' ? {} : { status }), message });
}
/** Which of the new tasks is ours cannot be told, so that all of them must have ended well, and one that has not decides. */
function judgeAll(tasks) {
    const verdicts = tasks.map(judgeTask);
    const bad = verdicts.find((verdict) => verdict !== undefined && !isOk(verdict));
    return bad ?? (verdicts.includes(undefined) ? undefined : verdicts[0]);
}
function stateOf(tasks) {
    return tasks.map(({ status }) => (status >= 0 ? `task ${status} % done` : `task status ${status}`)).join(', ');
}
/** The verdict on a request that had no answer and has left no task either, as far as the list could be read. */
function lostRequest(doubt, sinceMs, trouble) {
    if (doubt === undefined || sinceMs < TRACE_MS)
        return undefined;
    const trace = trouble === undefined
        ? 'HSS lists no task of it either.'
        : `Whether HSS has a task of it is not known: ${(0,errors/* explain */.WE)(trouble)}`;
    return { kind: 'unavailable', message: `${(0,errors/* explain */.WE)(doubt)} ${trace} Run the step again.` };
}

;// CONCATENATED MODULE: ./build/operations/sync-hss.js





const IMAGE_TYPES = ['private_image', 'shared_image'];
const SYNC_HSS = 'sync-hss';
const syncHss = {
    name: SYNC_HSS,
    plan({ inputs }) {
        const settings = readSettings(inputs, { severalRegions: false, projects: new Map() });
        const { region } = settings;
        const scope = readHssScope(inputs);
        const item = { operation: SYNC_HSS, region, subject: scope.imageType };
        const steps = [hssStep({ ...readWaiting(inputs), ...scope, item, region })];
        return { settings, steps, permissions: [{ actions: HSS_IMAGES, regions: [region] }] };
    },
};
/** Which list of HSS is meant. */
function readHssScope(inputs) {
    const imageType = inputs.choice('image-type', IMAGE_TYPES);
    return { imageType, enterpriseProject: inputs.text('enterprise-project-id', ENTERPRISE_PROJECT) };
}
/** The step of one synchronization. */
function hssStep(sync) {
    const { item, region, imageType } = sync;
    const title = `synchronize the ${imageType} list of HSS in ${region} from SWR`;
    return { title, items: [item], run: (context) => runSync(sync, context) };
}
async function runSync(sync, context) {
    const { item, region, wait } = sync;
    if (sync.dryRun) {
        context.settle(item, { kind: 'planned', message: 'Would be synchronized.' });
        return;
    }
    const hss = await context.cloud.hss(region, sync.enterpriseProject);
    const before = wait ? await hss.syncTasks() : undefined;
    const doubt = await trigger(sync, hss, context);
    if (before !== undefined) {
        const ids = new Set(before.map(({ id }) => id));
        await followTask(context, { item, hss, before: ids, doubt, pollIntervalMs: sync.pollIntervalMs });
        return;
    }
    if (doubt !== undefined)
        throw doubt;
    const why = wait ? `HSS in ${region} does not report its synchronization tasks.` : 'Triggered, not proved.';
    context.settle(item, { kind: 'accepted', message: why });
}
/** Gives the failure, when there was no answer and the request may have taken effect. */
async function trigger({ item, region, imageType }, hss, context) {
    try {
        if (!(await hss.synchronize(imageType))) {
            context.log.info(`  HSS in ${region} no longer has image/synchronize; image/image-sync/tasks takes over, which covers all registries.`);
            await hss.startSyncTask();
        }
    }
    catch (error) {
        const failure = (0,errors/* failureOf */.g5)(error);
        if (failure.kind !== 'unavailable' || !failure.uncertain)
            throw failure;
        context.see(item, `synchronization requested, without an answer: ${(0,errors/* explain */.WE)(failure)}`);
        return failure;
    }
    context.see(item, 'synchronization requested');
    return undefined;
}

// EXTERNAL MODULE: ./build/cloud/swr-jobs.js
var swr_jobs = __nccwpck_require__(971);
;// CONCATENATED MODULE: ./build/copy/judge.js
/** What a look at one tag means: a pure function. The target's digest decides; the job only says when to stop hoping. */

/** After its job has ended well, a tag may take this long to show in the list of the target region. */
const SETTLING_MS = 30_000;
/** The verdict, or undefined while it is still open. With `isLast` there will be no further look. */
function judge(sent, sight, isLast) {
    const { digest, previousDigest } = sent;
    if (sight.targetDigest === digest) {
        return previousDigest === undefined ? { kind: 'copied', digest } : { kind: 'overwritten', digest, previousDigest };
    }
    const status = sight.job;
    if (status === undefined)
        return undefined;
    if (swr_jobs/* FAILED_JOB_STATES */.bk.has(status)) {
        const message = `The synchronization job ended with status ${status}; the target ${shows(sight.targetDigest)}.`;
        return { kind: 'refused', digest, previousDigest, status, message };
    }
    // Somebody else put the tag there between our look and our request; the cloud left it alone, as it was told to.
    if (status === 'existed' && !sent.override && sight.targetDigest !== undefined) {
        const message = `The target got another digest, ${sight.targetDigest}, while this run was at work; set override to true to replace it.`;
        return { kind: 'conflict', digest, previousDigest: sight.targetDigest, status, message };
    }
    if (hasEnded(status) && (isLast || sight.endedMs >= SETTLING_MS)) {
        const message = `The cloud says ${status}, but the target ${shows(sight.targetDigest)} instead of ${digest}.`;
        return { kind: 'mismatch', digest, previousDigest, status, message };
    }
    return undefined;
}
/** The two ends that the digest has yet to confirm. */
function hasEnded(status) {
    return status === 'success' || status === 'existed';
}
function shows(digest) {
    return digest === undefined ? 'shows no such tag' : `shows ${digest}`;
}

;// CONCATENATED MODULE: ./build/copy/by-sync/job-status.js
/** What the jobs that are listed for a tag say together. */


/** There may be tens of thousands of jobs: of each of them its hint alone is kept, and equal ones are one. */
function createHints() {
    const byTarget = new Map();
    const ofOne = new Map();
    const hintOf = (status) => {
        const hint = ofOne.get(status) ?? { status, isAtWork: swr_jobs/* OPEN_JOB_STATES */.y8.has(status) };
        ofOne.set(status, hint);
        return hint;
    };
    return {
        add({ region, organization, tag, status }) {
            const key = keyOf({ region, namespace: organization });
            const byTag = byTarget.get(key) ?? new Map();
            byTarget.set(key, byTag);
            const before = byTag.get(tag);
            byTag.set(tag, before === undefined ? hintOf(status) : combined(before, hintOf(status)));
        },
        of: (target, tag) => byTarget.get(keyOf(target))?.get(tag),
    };
}
/** No region has a slash in its name. */
function keyOf({ region, namespace }) {
    return `${region}/${namespace}`;
}
function combined(newer, older) {
    const { status } = hopeOf(older.status) > hopeOf(newer.status) ? older : newer;
    return { status, isAtWork: newer.isAtWork && older.isAtWork };
}
/** One that is at work, or in a state that nobody knows, may still bring the bytes; one that has failed will not. */
function hopeOf(status) {
    if (swr_jobs/* FAILED_JOB_STATES */.bk.has(status))
        return 0;
    return hasEnded(status) ? 1 : 2;
}

;// CONCATENATED MODULE: ./build/copy/by-sync/job-tracker.js




/** A page serves most runs. Where one is not enough, the pages are as large as those of tags may be, if the cloud allows it. */
const PAGE = 100;
const LARGE_PAGE = 1000;
/** A list that takes longer than this is done without. */
const BEGIN_MS = 5000;
/** Looks of several routes that fall together are served by one list. */
const FRESH_MS = 500;
/** 50 pages hold more jobs than one run can start within a budget; a list that goes on for ever is not followed. */
const MAX_PAGES = 50;
/** `most`: as many jobs as this run may start. */
function createJobFeed(origin, most = 0) {
    /** By id. */
    let begun;
    let latest;
    let hasShown = false;
    /** How many jobs of this run the last reading found; undefined before it. */
    let found;
    let isLargeRefused = false;
    /** By id, as they were last seen. */
    const adopted = new Map();
    /** The pages of the list from its start, for as long as `isWanted` says so of what has been read. */
    async function readPages(context, size, isWanted) {
        let limit = isLargeRefused ? PAGE : size.first;
        const swr = await context.cloud.swr(origin.region);
        // What is known to be there is asked for together: a look must not last as long as all its pages.
        const ahead = new Map();
        for (let offset = 0; offset < size.known && ahead.size < MAX_PAGES; offset += limit) {
            const page = swr.syncJobPage(origin, { offset, limit });
            page.catch(() => undefined); // Awaited below, unless an earlier one fails first.
            ahead.set(offset, page);
        }
        for (let pages = 0, offset = 0; pages < MAX_PAGES; pages++) {
            const page = await (ahead.get(offset) ?? swr.syncJobPage(origin, { offset, limit }));
            if (page === undefined && limit === PAGE)
                return false;
            if (page === undefined) {
                [limit, isLargeRefused] = [PAGE, true];
                ahead.clear();
                continue;
            }
            offset += page.jobs.length;
            // The documents name no largest page: one that holds fewer than were asked for may have been cut.
            const isLast = offset >= (page.total ?? (page.jobs.length < PAGE ? 0 : Infinity));
            if (!isWanted(page.jobs) || isLast || page.jobs.length === 0)
                break;
            limit = isLargeRefused ? PAGE : size.rest;
        }
        return true;
    }
    /** Undefined where the list cannot be read: then old jobs cannot be told from ours, and no job is listened to. */
    async function remember(context) {
        const all = new Map();
        try {
            const isListed = await readPages(context, { first: PAGE, rest: PAGE, known: 0 }, (jobs) => {
                for (const job of jobs)
                    all.set(job.id, job);
                // Jobs end about in the order in which they began: behind a page without an open one there is none.
                return jobs.some(isOpen);
            });
            if (isListed)
                return all;
            context.log.info(`  ${origin.region} does not list its synchronization jobs: the digests alone will tell.`);
        }
        catch (error) {
            context.log.info(`  The digests alone will tell: ${hinderance(error)}`);
        }
        return undefined;
    }
    async function readNow(context) {
        const before = await begun;
        const fresh = createHints();
        if (before === undefined)
            return { fresh, adopted };
        const ids = new Set();
        // Those that have ended do not change any more.
        const sought = new Set([...adopted.values()].filter(isOpen).map(({ id }) => id));
        const first = (found ?? most) > PAGE ? LARGE_PAGE : PAGE;
        try {
            const isListed = await readPages(context, { first, rest: LARGE_PAGE, known: found ?? 0 }, (jobs) => {
                const unknown = jobs.filter(({ id }) => !before.has(id) && !ids.has(id));
                for (const job of unknown) {
                    ids.add(job.id);
                    fresh.add(job);
                }
                for (const job of jobs)
                    if (sought.delete(job.id))
                        adopted.set(job.id, job);
                hasShown ||= unknown.length > 0;
                // Newest first: behind a page with an old job on it there is nothing new.
                return unknown.length === jobs.length || sought.size > 0;
            });
            // Not sought for again: the way to the end of a long list is not to be gone at every look.
            found = ids.size;
            for (const id of sought) {
                const job = adopted.get(id);
                if (isListed && job !== undefined)
                    adopted.set(id, { ...job, status: 'no longer listed' });
            }
        }
        catch (error) {
            hinderance(error);
        }
        return { fresh, adopted };
    }
    return {
        async begin(context) {
            const earlier = await (begun ??= (0,build_clock/* within */.ux)(context.clock, BEGIN_MS, remember(context)));
            return [...(earlier?.values() ?? [])];
        },
        adopt(job) {
            adopted.set(job.id, job);
        },
        hasShownAny: () => hasShown,
        read(context) {
            const { clock } = context;
            const isStale = latest?.endedAt !== undefined && clock.now() - latest.endedAt > FRESH_MS;
            if (latest !== undefined && !isStale)
                return latest.jobs;
            const reading = { jobs: readNow(context) };
            latest = reading;
            const end = () => {
                reading.endedAt = clock.now();
            };
            reading.jobs.then(end, end);
            return reading.jobs;
        },
    };
}
function isOpen({ status }) {
    return swr_jobs/* OPEN_JOB_STATES */.y8.has(status);
}
/** Why the hint could not be had. What concerns the whole run, or is a bug, is not for this place to endure. */
function hinderance(error) {
    const failure = (0,errors/* failureOf */.g5)(error);
    if (failure.kind === 'unavailable' || failure.kind === 'refused' || failure.kind === 'timeout')
        return failure.message;
    throw failure;
}

;// CONCATENATED MODULE: ./build/copy/by-sync/tag-list.js
/** The most that a page may hold. */
const tag_list_PAGE = 1000;
/**
 * Reads until every wanted tag is found or the list has ended. A page that is not full ends nothing, because a server
 * may hold back more than it was asked to; an empty page does, and so does one that brings nothing new.
 */
async function readDigests(swr, repository, wanted) {
    const missing = new Set(wanted);
    const byTag = new Map();
    const paths = new Map();
    const seen = new Set();
    let offset = 0;
    while (missing.size > 0) {
        const { tags, total, absent } = await swr.tagPage(repository, { offset, limit: tag_list_PAGE, wanted: missing });
        if (absent !== undefined)
            return { byTag, paths, absent };
        const before = seen.size;
        for (const { name, digest, paths: places = [] } of tags) {
            seen.add(name);
            // Offsets shift while tags are pushed, so that a tag may come twice; the first page to show it is the freshest.
            if (!missing.delete(name))
                continue;
            byTag.set(name, digest);
            paths.set(name, places);
        }
        offset += tags.length;
        if (seen.size === before || (total !== undefined && offset >= total))
            break;
    }
    return { byTag, paths };
}

;// CONCATENATED MODULE: ./build/copy/route.js

/** Reads tags of the target. */
async function readTarget(route, target, wanted) {
    const digests = await readDigests(target, route, wanted);
    for (const [tag, places] of digests.paths)
        route.paths.set(tag, places);
    return digests;
}

;// CONCATENATED MODULE: ./build/copy/compare.js

/** Settles the tags that the source does not have: the service would accept them, and do nothing. */
async function presentInSource(route, context) {
    const { source } = route;
    const { byTag, absent } = await source.digests(context.cloud);
    const present = [];
    for (const [tag, item] of route.items) {
        const digest = byTag.get(tag);
        if (digest === '') {
            const message = `${source.namespace}/${source.repository} in ${source.region} lists tag ${tag} without a digest.`;
            context.settle(item, { kind: 'unavailable', message });
            continue;
        }
        if (digest !== undefined) {
            present.push({ item, tag, digest, previousDigest: undefined, override: route.override });
            continue;
        }
        const what = absent === undefined ? '' : ` (${absent.reason})`;
        const message = `${source.namespace}/${source.repository} in ${source.region} has no tag ${tag}${what}.`;
        context.settle(item, { kind: 'missing', message });
    }
    return present;
}
/** Settles the tags that need no copy or may not be replaced. */
async function differingInTarget(route, context, target, tags) {
    const names = tags.map(({ tag }) => tag);
    const { byTag, absent } = await readTarget(route, target, names);
    if (absent?.what === 'organization') {
        context.log.warnOnce(`The organization ${route.namespace} was not found in ${route.region}. If it does not exist there, the cloud accepts the copy all the same, and does nothing.`);
    }
    const differing = [];
    for (const { tag, ...rest } of tags) {
        const { item, digest } = rest;
        const previousDigest = byTag.get(tag);
        const candidate = { tag, ...rest, previousDigest };
        if (previousDigest === digest) {
            context.settle(item, { kind: 'unchanged', digest });
        }
        else if (!isConflict(context, candidate)) {
            differing.push(candidate);
            const notYet = absent === undefined ? 'not in the target yet' : `not in the target yet (${absent.reason})`;
            const state = previousDigest === undefined ? notYet : `the target has ${previousDigest}`;
            context.see(item, state, { digest, previousDigest });
        }
    }
    return differing;
}
/** Settles a tag that the target has with another digest and that may not be replaced. */
function isConflict(context, { item, digest, previousDigest, override }) {
    if (previousDigest === undefined || override)
        return false;
    const message = `The target has another digest, ${previousDigest || 'which is not listed'}; set override to true to replace it with ${digest}.`;
    context.settle(item, { kind: 'conflict', digest, previousDigest, message });
    return true;
}

;// CONCATENATED MODULE: ./build/copy/by-sync/own-jobs.js
/** Which of the listed jobs a tag of a route hangs on. */


/** No stuck job holds up its tag for longer than this: a request of our own is sent instead. */
const OLDEST_MS = 6 * 3_600_000;
/** The earlier job that will do for a tag what a request of this run would do: then none is sent. */
function jobToAdopt({ region, namespace, override }, { tag, previousDigest }, earlier) {
    return earlier.find((job) => job.tag === tag &&
        job.region === region &&
        job.organization === namespace &&
        (previousDigest === undefined
            ? isAtWork(job) || isAboutToShow(job)
            : // Without override it will leave alone what is there.
                isAtWork(job) && (job.override || !override)));
}
function isAtWork({ status, ageMs = 0 }) {
    return swr_jobs/* OPEN_JOB_STATES */.y8.has(status) && ageMs <= OLDEST_MS;
}
/** It has ended well a moment ago: after the target was read, or before the target shows it. */
function isAboutToShow({ status, quietMs }) {
    return hasEnded(status) && quietMs !== undefined && quietMs <= SETTLING_MS;
}
/** Reads the jobs. */
async function readOwnJobs(route, context) {
    const { fresh, adopted } = await route.jobs.read(context);
    const statusOf = (sought) => sought.adopted === undefined ? fresh.of(route, sought.tag)?.status : adopted.get(sought.adopted)?.status;
    return {
        statusOf,
        isAtWork(sought) {
            if (sought.adopted === undefined)
                return fresh.of(route, sought.tag)?.isAtWork === true;
            return swr_jobs/* OPEN_JOB_STATES */.y8.has(statusOf(sought) ?? '');
        },
    };
}

;// CONCATENATED MODULE: ./build/copy/by-sync/check.js



/** The proof does not wait for the hint: a list that comes later than this after the digests waits for the next look. */
const JOBS_LATE_MS = 1000;
/** The list may be stale, or lie: however busy all jobs seem, the target is read at one look in so many. */
const LOOKS_A_PROOF = 8;
/**
 * Looks at the tags that are still open. As long as each of them has its job at work, the list of jobs alone is read,
 * which all routes share; the target is read as soon as one has not, and on the deadline.
 */
function createLook(route, context, target) {
    const { clock, budget } = context;
    /** Looks since the target was read; undefined unless all jobs were at work when they were last seen. */
    let unproved;
    return async (open) => {
        const read = () => readTarget(route, target, open.map(({ tag }) => tag));
        if (unproved !== undefined && unproved + 1 < LOOKS_A_PROOF && clock.now() < budget.end) {
            const jobs = await (0,build_clock/* within */.ux)(clock, JOBS_LATE_MS, readOwnJobs(route, context));
            const areAtWork = jobs !== undefined && open.every(jobs.isAtWork);
            unproved = areAtWork ? unproved + 1 : undefined;
            return { digests: areAtWork ? undefined : await read(), jobs };
        }
        // The proof is asked for first, so that the hint never stands before it in the queue of requests.
        const [proof, hint] = [read(), readOwnJobs(route, context)];
        hint.catch(() => undefined); // Awaited below, unless reading the digests fails first.
        const digests = await proof;
        const jobs = await (0,build_clock/* within */.ux)(clock, JOBS_LATE_MS, hint);
        unproved = jobs !== undefined && open.every(jobs.isAtWork) ? 0 : undefined;
        return { digests, jobs };
    };
}

;// CONCATENATED MODULE: ./build/copy/follow.js




/** Where the jobs of other requests show, one of a request without an answer shows within this time, or did not arrive. */
const follow_TRACE_MS = 120_000;
async function follow(route, context, target, tags, sendAnew) {
    const { clock, budget } = context;
    const open = new Map(tags.map((sent) => [sent.tag, pursued(sent)]));
    let absent;
    const lookAt = createLook(route, context, target);
    const settle = (sent, verdict) => {
        open.delete(sent.tag);
        context.settle(sent.item, verdict);
    };
    // A region that lists no jobs at all gives no trace of any; then only the budget ends the search for it.
    const isTraceOverdue = ({ since }) => route.jobs.hasShownAny() && clock.now() - since >= follow_TRACE_MS;
    const expired = await poll(context, {
        intervalMs: route.pollIntervalMs,
        rhythm: route.rhythm,
        // The target was read a moment ago, and what was asked for since has hardly begun.
        atOnce: false,
        async look() {
            const { digests, jobs } = await lookAt([...open.values()].map(({ sent }) => sent));
            if (digests !== undefined)
                absent = digests.absent;
            const lapsed = [];
            for (const pursuit of open.values()) {
                const { sent, sight: before } = pursuit;
                const job = jobs?.statusOf(sent) ?? before.job;
                if (hasEnded(job))
                    pursuit.endedAt ??= clock.now();
                const targetDigest = digests === undefined ? before.targetDigest : digests.byTag.get(sent.tag);
                const sight = { targetDigest, job, endedMs: clock.now() - (pursuit.endedAt ?? clock.now()) };
                pursuit.sight = sight;
                const verdict = judge(sent, sight, false);
                if (verdict !== undefined && isLapse(sent, verdict) && clock.now() < budget.end) {
                    context.see(sent.item, `the earlier ${follow_stateOf(sent, sight, absent)}`);
                    lapsed.push({ ...sent, previousDigest: targetDigest });
                }
                else if (verdict !== undefined)
                    settle(sent, verdict);
                else if (sent.doubt !== undefined && isWithoutTrace(sent, sight) && isTraceOverdue(sent))
                    settle(sent, withoutTrace(sent.doubt, sent));
                else
                    context.see(sent.item, follow_stateOf(sent, sight, absent));
            }
            for (const { tag } of lapsed)
                open.delete(tag);
            if (lapsed.length > 0)
                for (const sent of await sendAnew(lapsed))
                    open.set(sent.tag, pursued(sent));
            return open.size === 0;
        },
    });
    if (expired === undefined)
        return;
    for (const { sent, sight } of open.values()) {
        settle(sent, judge(sent, sight, true) ??
            outOfTime(sent, sight, lastWords(expired, context.lastSeen(sent.item) ?? 'nothing'), nextStep(route, absent)));
    }
}
function pursued(sent) {
    return { sent, sight: { targetDigest: sent.previousDigest, job: undefined, endedMs: 0 }, endedAt: undefined };
}
/** What was asked for before this run has come to nothing, which says little about a request of our own. */
function isLapse({ adopted }, { kind }) {
    return adopted !== undefined && (kind === 'refused' || kind === 'mismatch');
}
function isWithoutTrace(sent, { job, targetDigest }) {
    return job === undefined && targetDigest === sent.previousDigest;
}
function withoutTrace(doubt, { digest, previousDigest }) {
    const message = `${(0,errors/* explain */.WE)(doubt)} No trace of it was found since: no job, and no change in the target. Run the step again.`;
    return { kind: 'unavailable', digest, previousDigest, message };
}
function outOfTime(sent, sight, last, next) {
    if (sent.doubt !== undefined && isWithoutTrace(sent, sight))
        return withoutTrace(sent.doubt, sent);
    const { digest, previousDigest } = sent;
    const message = `The time ran out before the target showed ${digest}. ${last} ${next}`;
    return { kind: 'timeout', digest, previousDigest, status: sight.job, message };
}
/** What to do about a copy that did not come in time. */
function nextStep({ namespace, region }, absent) {
    return absent?.what === 'organization'
        ? `The organization ${namespace} does not seem to exist in ${region}: create it, then run the step again.`
        : 'The copy may still be on its way: run the step again, and what has arrived is unchanged.';
}
function follow_stateOf(sent, { job, targetDigest }, absent) {
    if (job === undefined && absent !== undefined)
        return `no job listed, not in the target yet (${absent.reason})`;
    const status = job === undefined ? 'no job listed' : `job ${job}`;
    if (targetDigest === undefined)
        return `${status}, not in the target yet`;
    return targetDigest === sent.previousDigest
        ? `${status}, the target has its old digest`
        : `${status}, the target shows ${targetDigest}`;
}

// EXTERNAL MODULE: ./build/http/refusal.js
var http_refusal = __nccwpck_require__(913);
;// CONCATENATED MODULE: ./build/copy/send.js


/** The console's own limit of a batch; the API documents none. */
const BATCH = 50;
const REGION_HINT = 'Can SWR synchronize to this region? Documented targets are cn-north-1, cn-north-4, cn-north-9, cn-east-2, cn-east-3, cn-south-1, ' +
    'cn-southwest-2, ap-southeast-1 to 3 and af-south-1.';
const PERMISSION_HINT = 'Synchronizing needs swr:repo:createManualSyncRepoJob, swr:repo:download and swr:repo:upload, or an administrator of the organization.';
/** Sends one batch. Rejects only for what concerns the whole run: credentials, cancellation, a bug. */
async function sendBatch(swr, request) {
    const all = (sending) => new Map(request.tags.map((tag) => [tag, sending]));
    const doing = `synchronize to ${request.targetRegion}`;
    let answer;
    try {
        answer = await swr.syncImages(request);
    }
    catch (error) {
        const failure = (0,errors/* failureOf */.g5)(error);
        // What concerns this request alone must not take the batches before it along.
        if (!['unavailable', 'refused', 'timeout'].includes(failure.kind))
            throw failure;
        return all({ state: failure.uncertain ? 'unknown' : 'refused', failure });
    }
    if (answer.ok)
        return all({ state: 'accepted' });
    const { refusal } = answer;
    const hint = refusal.code.endsWith('5001101') ? REGION_HINT : refusal.status === 403 ? PERMISSION_HINT : undefined;
    const failure = (0,http_refusal/* refused */.J5)(doing, refusal, hint);
    if (refusal.names === undefined)
        return all({ state: 'refused', failure });
    // An array names the failed tags of the batch, and the others go on being followed; when it names none of them, it
    // has said nothing about them.
    const named = new Set(refusal.names);
    const other = request.tags.some((tag) => named.has(tag))
        ? { state: 'accepted' }
        : { state: 'unknown', failure };
    return new Map(request.tags.map((tag) => [tag, named.has(tag) ? { state: 'refused', failure } : other]));
}

;// CONCATENATED MODULE: ./build/copy/run-route.js






async function runRoute(route, context) {
    const begun = await begin(route, context);
    if (begun === undefined)
        return;
    await follow(route, context, begun.target, begun.tags, (tags) => sendAnew(route, context, tags));
}
/** Compares, and asks for what differs. Gives what is to be followed, and nothing else that would be held in memory meanwhile. */
async function begin(route, context) {
    const present = await presentInSource(route, context);
    if (present.length === 0)
        return undefined;
    // Without waiting, the target is not read at all: its region may not even grant that.
    const target = route.wait ? await context.cloud.swr(route.region) : undefined;
    const differing = target === undefined ? present : await differingInTarget(route, context, target, present);
    if (differing.length === 0)
        return undefined;
    if (route.dryRun) {
        for (const { item, digest, previousDigest } of differing) {
            const message = previousDigest === undefined ? 'Would be copied.' : `Would replace ${previousDigest}.`;
            context.settle(item, { kind: 'planned', digest, previousDigest, message });
        }
        return undefined;
    }
    if (target === undefined) {
        await send(route, context, differing);
        return undefined;
    }
    const earlier = await route.jobs.begin(context);
    const adopted = [];
    const unasked = [];
    for (const candidate of differing) {
        const job = jobToAdopt(route, candidate, earlier);
        if (job === undefined)
            unasked.push(candidate);
        else
            adopted.push(adopt(route, context, candidate, job));
    }
    const tags = [...adopted, ...(await send(route, context, unasked))];
    return tags.length === 0 ? undefined : { target, tags };
}
/** A job of an earlier run that is still at work is followed instead of being asked for again. */
function adopt({ jobs }, context, candidate, job) {
    jobs.adopt(job);
    context.see(candidate.item, `following job ${job.id} of an earlier request (${job.status})`);
    return { ...candidate, adopted: job.id, since: context.clock.now(), doubt: undefined };
}
/** The adopted jobs of these tags have ended, and the targets do not show the source's digests. */
async function sendAnew(route, context, tags) {
    return send(route, context, tags.filter((candidate) => !isConflict(context, candidate)));
}
/** Sends the rest in batches; settles what was refused, and with `wait: false` everything. Gives what is to be followed. */
async function send(route, context, tags) {
    const { source } = route;
    const swr = await source.swr(context.cloud);
    const followed = [];
    for (let start = 0; start < tags.length; start += BATCH) {
        const batch = tags.slice(start, start + BATCH);
        if (start > 0 && context.clock.now() > context.budget.end) {
            const late = new errors/* Failure */.HR('timeout', 'The time ran out before the tag was sent.');
            for (const { item } of batch)
                context.settle(item, verdictOf(late));
            continue;
        }
        const sendings = await sendBatch(swr, {
            namespace: source.namespace,
            repository: source.repository,
            tags: batch.map(({ tag }) => tag),
            targetRegion: route.region,
            targetNamespace: route.namespace,
            override: route.override,
        });
        for (const sent of batch) {
            const sending = sendings.get(sent.tag);
            if (sending === undefined)
                throw new Error(`tag ${sent.tag} was not sent`);
            const { item, digest, previousDigest } = sent;
            if (sending.state === 'refused' || (sending.state === 'unknown' && !route.wait)) {
                context.settle(item, { ...verdictOf(sending.failure), digest, previousDigest });
            }
            else if (!route.wait) {
                context.settle(item, { kind: 'accepted', digest, message: 'Triggered, not proved.' });
            }
            else {
                const doubt = sending.state === 'unknown' ? sending.failure : undefined;
                context.see(item, doubt === undefined ? 'sent' : `sent, without an answer: ${(0,errors/* explain */.WE)(doubt)}`);
                followed.push({ ...sent, doubt, adopted: undefined, since: context.clock.now() });
            }
        }
    }
    return followed;
}

;// CONCATENATED MODULE: ./build/copy/source.js

function createSource(origin) {
    let digests;
    const swr = (cloud) => cloud.swr(origin.region);
    return {
        ...origin,
        swr,
        digests: (cloud) => (digests ??= swr(cloud).then((service) => readDigests(service, origin, origin.tags))),
    };
}

;// CONCATENATED MODULE: ./build/operations/copies.js
/** The inputs of a copy, and its routes: what `sync-tags` is, and what `promote` begins with. */







const SYNC_TAGS = 'sync-tags';
/** Reads what is to be copied, from where to where, and plans it. */
async function planCopies({ inputs, releaseTag }) {
    const projects = readTargetProjects(inputs);
    const settings = readSettings(inputs, { severalRegions: true, projects });
    const waiting = readWaiting(inputs);
    const namespace = inputs.required('namespace', ORGANIZATION);
    const repository = inputs.required('repository', REPOSITORY);
    const tags = await readTags(inputs, releaseTag);
    const targetRegions = inputs.requiredList('target-regions', REGION);
    const targetNamespace = inputs.text('target-namespace', ORGANIZATION) || namespace;
    const override = inputs.flag('override');
    if (targetNamespace === namespace && targetRegions.includes(settings.region)) {
        inputs.complain('target-regions', 'must not hold the source region, unless target-namespace differs', settings.region);
    }
    const source = createSource({ region: settings.region, namespace, repository, tags });
    const jobs = createJobFeed({ region: settings.region, namespace, repository }, tags.length * targetRegions.length);
    const rhythm = createRhythm();
    const routes = targetRegions.map((region) => ({
        ...waiting,
        source,
        jobs,
        rhythm,
        region,
        namespace: targetNamespace,
        repository,
        override,
        items: new Map(tags.map((tag) => [tag, { operation: SYNC_TAGS, region, subject: tag, tag }])),
        paths: new Map(),
    }));
    const permissions = [
        { actions: [...READ_TAGS, ...COPY_TAGS], regions: [settings.region], repository: `${namespace}/${repository}` },
        { actions: LOG_IN, regions: [settings.region] },
        {
            actions: [...READ_TAGS, 'swr:repo:upload'],
            regions: targetRegions,
            repository: `${targetNamespace}/${repository}`,
        },
    ];
    // Neither a complaint nor a warning: a matrix may give all of them to each of its jobs.
    const notes = [...projects.keys()]
        .filter((region) => !targetRegions.includes(region))
        .map((region) => `target-project-ids names ${region}, which is not in target-regions.`);
    return { settings, waiting, routes, steps: routes.map(stepOf), permissions, notes };
}
function stepOf(route) {
    const { source, region, namespace, repository, override } = route;
    const tags = [...route.items.keys()];
    return {
        title: `copy ${tags.length} ${tags.length === 1 ? 'tag' : 'tags'} of ${source.namespace}/${repository} ` +
            `from ${source.region} to ${namespace}/${repository} in ${region}` +
            `${override ? ', replacing what differs' : ''}: ${tags.join(', ')}`,
        items: [...route.items.values()],
        run: (context) => runRoute(route, context),
    };
}
/** The given tags, or the one that started the workflow. */
async function readTags(inputs, releaseTag) {
    const tags = inputs.list('tags', TAG);
    if (tags.length > 0)
        return tags;
    const tag = await releaseTag();
    if (tag === undefined) {
        inputs.complain('tags', 'is required when the workflow was not started by a release or a pushed tag', '');
        return [];
    }
    if (!TAG.pattern.test(tag)) {
        inputs.complain('tags', `is not given, and the git tag that started the workflow must be ${TAG.words}`, tag);
    }
    return [tag];
}
/** Lines of `region=project-id`. */
function readTargetProjects(inputs) {
    const projects = new Map();
    for (const entry of inputs.list('target-project-ids', REGION_PROJECT)) {
        const [region = '', project = ''] = entry.split('=').map((part) => part.trim());
        const earlier = projects.get(region);
        if (earlier !== undefined && earlier !== project)
            inputs.complain('target-project-ids', `names two projects for ${region}`, entry);
        if (REGION.pattern.test(region) && PROJECT.pattern.test(project))
            projects.set(region, project);
    }
    return projects;
}

;// CONCATENATED MODULE: ./build/operations/promote/deployment.js
/** The GitHub deployment of one region: two steps that decide nothing, and that no item waits for. */


/** The digests are good to have; a source that takes longer does not keep the deployment from being opened. */
const DIGESTS_MS = 10_000;
/** Opens the deployment, and closes it when all items of the region have ended. */
function announced(route, { token, prefix }, items) {
    const environment = `${prefix}${route.region}`;
    let opening;
    const open = (context) => (opening ??= openDeployment(route, context, token, environment));
    return [
        {
            title: `open the GitHub deployment to ${environment}`,
            items: [],
            async run(context) {
                await open(context);
            },
        },
        {
            title: `close the GitHub deployment to ${environment}`,
            items: [],
            needs: { how: 'ended', items },
            async run(context) {
                // That it could not be opened was said when it was tried.
                const deployment = await open(context).catch(() => undefined);
                await deployment?.close(endOf(context, items));
            },
        },
    ];
}
async function openDeployment(route, context, token, environment) {
    const { source, region, namespace, repository, items } = route;
    const read = (0,build_clock/* within */.ux)(context.clock, DIGESTS_MS, source.digests(context.cloud));
    const digests = (await read.catch(() => undefined))?.byTag;
    const tags = [...items.keys()];
    const deployments = await context.openDeployments(token);
    return deployments.open({
        environment,
        description: `${repository} ${tags.join(', ')} from ${source.region}`,
        payload: {
            repository,
            namespace,
            region,
            tags: Object.fromEntries(tags.map((tag) => [tag, digests?.get(tag) || null])),
        },
    });
}
function endOf(context, items) {
    const ends = items.map((item) => ({ item, verdict: context.verdictOf(item) }));
    const failed = ends.filter(({ verdict }) => verdict === undefined || !isOk(verdict));
    const [first] = failed;
    if (first !== undefined) {
        const { item, verdict } = first;
        const why = verdict?.message === undefined ? '' : `: ${verdict.message}`;
        const count = `${failed.length} of ${items.length} failed`;
        return {
            good: false,
            description: `${count}. ${item.operation} of ${item.subject} ${verdict?.kind ?? 'open'}${why}`,
        };
    }
    return { good: true, description: tallyOf(ends.flatMap(({ verdict }) => verdict?.kind ?? [])) };
}

;// CONCATENATED MODULE: ./build/images/image-index.js
/** The most that a page may hold. */
const image_index_PAGE = 200;
/** A list that goes on for ever is not followed. */
const image_index_MAX_PAGES = 100;
/** How often a list that changes under the reading is read. */
const MAX_READINGS = 3;
/** Looks of several tags that fall together are served by one list. */
const image_index_FRESH_MS = 500;
function createImageFeed(region, filter) {
    // What ModelArts makes of a repository's name is not documented, and an image that is overlooked is registered twice.
    const byAnyName = createReading({ ...filter, name: undefined });
    // ModelArts, "Listing Images", parameter `name`: no slash.
    const readings = filter.name.includes('/') ? [byAnyName] : [createReading(filter), byAnyName];
    return {
        async find(context, paths, since) {
            const modelArts = await context.cloud.modelArts(region);
            for (const reading of readings) {
                const images = await reading(context, modelArts, since);
                const found = images.filter(({ swr_path: path = '' }) => paths.includes(path));
                // One that was deleted is of no account, unless there is no other: then its status may be what is wrong.
                const alive = found.filter(({ status }) => status !== 'DELETED');
                if (found.length > 0)
                    return alive.length > 0 ? alive : found;
            }
            return [];
        },
    };
}
function createReading(filter) {
    let latest;
    return ({ clock }, modelArts, since = -Infinity) => {
        const isStale = latest?.endedAt !== undefined && clock.now() - latest.endedAt > image_index_FRESH_MS;
        if (latest !== undefined && !isStale && latest.begunAt > since)
            return latest.images;
        const reading = { images: readAll(modelArts, filter), begunAt: clock.now() };
        latest = reading;
        // What could not be read is not shared with those who come later.
        const end = (at) => () => {
            reading.endedAt = at;
        };
        reading.images.then(() => end(clock.now())(), end(-Infinity));
        return reading.images;
    };
}
/** The whole list, read again where it changed between two pages, so that what moved is not missed. */
async function readAll(modelArts, filter) {
    const images = new Map();
    for (let readings = 0; readings < MAX_READINGS; readings++) {
        if (await readOnce(modelArts, filter, images))
            break;
    }
    return [...images.values()];
}
/** Adds what it reads to `images`; false when the list has changed meanwhile. */
async function readOnce(modelArts, filter, images) {
    const seen = new Set();
    const totals = new Set();
    let isRepeated = false;
    for (let pages = 0, offset = 0; pages < image_index_MAX_PAGES; pages++) {
        const page = await modelArts.listImages(filter, { offset, limit: image_index_PAGE });
        const known = seen.size;
        for (const image of page.images) {
            isRepeated ||= seen.has(image.id);
            seen.add(image.id);
            images.set(image.id, image);
        }
        offset += page.length;
        // An empty page is often without a total.
        if (page.length > 0)
            totals.add(page.total);
        // Neither a short page nor the total is trusted alone; a page that brings nothing new ends every list.
        const isSaidToEnd = page.length < image_index_PAGE && page.total !== undefined && offset >= page.total;
        if (isSaidToEnd || page.length === 0 || (seen.size === known && page.images.length > 0))
            break;
    }
    return totals.size <= 1 && !isRepeated;
}

;// CONCATENATED MODULE: ./build/images/register.js



/** A registration without an answer shows in the list within this time, or did not arrive. */
const register_TRACE_MS = 60_000;
/** Undefined when it came to nothing; then the item is settled. */
async function register(stage, context, modelArts, registration) {
    const { item } = stage;
    // What was listed before this moment tells nothing of the request.
    const since = context.clock.now();
    const answer = await register_send(modelArts, registration);
    if ('image' in answer) {
        context.see(item, 'registered');
        return { images: [answer.image], isOurs: true };
    }
    const isTaken = 'taken' in answer;
    const failure = isTaken ? answer.taken : answer.doubt;
    const state = isTaken
        ? 'said to be registered already'
        : `registration requested, without an answer: ${(0,errors/* explain */.WE)(failure)}`;
    context.see(item, state);
    const { images, trouble } = await look(stage, context, since);
    if (images.length > 0)
        return { images, isOurs: !isTaken };
    if (trouble !== undefined) {
        const message = `${(0,errors/* explain */.WE)(failure)} Whether there is an image of it is not known: ${(0,errors/* explain */.WE)(trouble)} Run the step again.`;
        context.settle(item, { kind: 'unavailable', message });
    }
    else if (isTaken) {
        const message = `${failure.message} The list does not show it under ${registration.swrPath}: is it in another workspace than workspace-id, or registered under another address?`;
        context.settle(item, { ...verdictOf(failure), message });
    }
    else {
        const message = `${(0,errors/* explain */.WE)(failure)} No image of it was listed since. Run the step again.`;
        context.settle(item, { kind: 'unavailable', message });
    }
    return undefined;
}
/** `doubt`: the request may or may not have taken effect, and there is time to find out. */
async function register_send(modelArts, registration) {
    try {
        return await modelArts.registerImage(registration);
    }
    catch (error) {
        const failure = (0,errors/* failureOf */.g5)(error);
        if (!failure.uncertain || failure.kind === 'cancelled' || failure.kind === 'auth')
            throw failure;
        return { doubt: failure };
    }
}
/** What the list shows under the paths within {@link TRACE_MS}, or what kept the last look from an answer. */
async function look({ feed, paths, pollIntervalMs }, context, since) {
    const begun = context.clock.now();
    let images = [];
    const expired = await poll(context, {
        intervalMs: pollIntervalMs,
        async look() {
            images = await feed.find(context, paths(), since);
            return images.length > 0 || context.clock.now() - begun >= register_TRACE_MS;
        },
    });
    return { images, trouble: expired?.trouble };
}

;// CONCATENATED MODULE: ./build/images/promote-image.js



/** An image that was made a moment ago may take this long to be shown. */
const UNSEEN_MS = 60_000;
async function runImageStage(stage, context) {
    const { item, region, feed, registration } = stage;
    const paths = stage.paths();
    const modelArts = await context.cloud.modelArts(region);
    const found = await feed.find(context, paths);
    for (const image of found)
        note(context, item, image);
    if (stage.dryRun) {
        promote_image_rehearse(stage, context, found);
        return;
    }
    if (found.length > 0) {
        await refresh(stage, context, modelArts, found);
    }
    else if (registration === undefined) {
        context.settle(item, { kind: 'missing', message: notRegistered(stage) });
    }
    else {
        const [swrPath] = paths;
        const outcome = await register(stage, context, modelArts, { swrPath, ...registration });
        if (outcome === undefined)
            return;
        for (const image of outcome.images)
            note(context, item, image);
        if (outcome.isOurs)
            await untilActive(stage, context, modelArts, outcome.images);
        else
            await refresh(stage, context, modelArts, outcome.images);
    }
}
/** ACTIVE may be what ModelArts recorded of the bytes that the tag had before: only after a refresh it is a proof. */
async function refresh(stage, context, modelArts, images) {
    const { item, region, pollIntervalMs } = stage;
    const open = new Set(images.map(({ id }) => id));
    let gone;
    const expired = await poll(context, {
        intervalMs: pollIntervalMs,
        // A second request corrects the same record once more, so that one without an answer is made again.
        async look() {
            for (const id of open) {
                if (!(await modelArts.syncImage(id)))
                    gone = id;
                open.delete(id);
            }
            return true;
        },
    });
    if (expired?.trouble !== undefined)
        throw expired.trouble;
    if (gone !== undefined) {
        const message = `ModelArts in ${region} listed image ${gone}, and has it no longer. Run the step again.`;
        context.settle(item, { kind: 'missing', message });
        return;
    }
    context.see(item, 'refresh requested');
    await untilActive(stage, context, modelArts, images);
}
function untilActive({ item, region, pollIntervalMs }, context, modelArts, images) {
    const ids = images.map(({ id }) => id);
    return awaitActive(context, { ids, region, item, modelArts, pollIntervalMs, unseenMs: UNSEEN_MS });
}
function promote_image_rehearse(stage, context, found) {
    const { item, registration } = stage;
    if (found.length > 0) {
        const ids = found.map(({ id }) => id).join(' and ');
        context.settle(item, { kind: 'planned', message: `Would be refreshed: image ${ids}.` });
    }
    else if (registration !== undefined) {
        context.settle(item, { kind: 'planned', message: 'Would be registered.' });
    }
    else if (stage.isThere()) {
        context.settle(item, { kind: 'missing', message: notRegistered(stage) });
    }
    else {
        const message = 'Would be refreshed, if it is registered by then: nothing is registered under it now.';
        context.settle(item, { kind: 'planned', message });
    }
}
function note(context, item, image) {
    context.see(item, `image ${image.id} status ${image.status}`, { image, status: image.status });
}
function notRegistered(stage) {
    const [path] = stage.paths();
    return `ModelArts in ${stage.region} has no image registered under ${path}. Set modelarts to register to have it registered.`;
}

;// CONCATENATED MODULE: ./build/operations/promote/stages.js


function readStages(inputs, { wait }) {
    const images = readImages(inputs);
    const hss = inputs.flag('hss') ? readHssScope(inputs) : undefined;
    const environments = readEnvironments(inputs);
    if (!wait && (images !== undefined || hss !== undefined)) {
        inputs.complain('wait', 'must be true with modelarts or hss, because each stage needs the proof of the one before', 'false');
    }
    else if (!wait && environments !== undefined) {
        inputs.complain('wait', 'must be true with environment-prefix, because a deployment says what was proved', 'false');
    }
    return { images, hss, environments };
}
function readImages(inputs) {
    const mode = inputs.choice('modelarts', ['skip', 'refresh', 'register']);
    if (mode === 'skip')
        return undefined;
    const workspace = inputs.text('workspace-id', WORKSPACE);
    if (mode === 'refresh')
        return { workspace, registration: undefined };
    const registration = {
        arch: inputs.choice('image-arch', ['X86_64', 'AARCH64']),
        flavors: inputs.requiredList('image-flavors', IMAGE_FLAVOR),
        services: inputs.requiredList('image-services', IMAGE_SERVICE),
        visibility: inputs.choice('image-visibility', ['PRIVATE', 'PUBLIC']),
        description: inputs.text('image-description', IMAGE_DESCRIPTION),
        workspace,
    };
    return { workspace, registration };
}
function readEnvironments(inputs) {
    const token = inputs.secret('github-token');
    const prefix = inputs.text('environment-prefix', ENVIRONMENT_PREFIX);
    if (token === '' && prefix !== '')
        inputs.complain('github-token', 'is required with environment-prefix', '');
    if (token !== '' && prefix === '')
        inputs.complain('environment-prefix', 'is required with github-token', '');
    return token === '' || prefix === '' ? undefined : { token, prefix };
}

;// CONCATENATED MODULE: ./build/operations/promote/promote.js
/** `promote`: copies tags to every target region, then takes them over into ModelArts and HSS there. */







const promote = {
    name: 'promote',
    async plan(planning) {
        const { settings, waiting, routes, steps, permissions, notes } = await planCopies(planning);
        const stages = readStages(planning.inputs, waiting);
        const all = routes.flatMap((route, index) => stepsOf(route, steps.slice(index, index + 1), stages));
        return { settings, steps: all, permissions: [...permissions, ...permissionsOf(routes, stages)], notes };
    },
};
/** What the stages after the copy need in the target regions. */
function permissionsOf(routes, { images, hss }) {
    const regions = routes.map(({ region }) => region);
    const [route] = routes;
    const registers = images?.registration !== undefined && route !== undefined;
    return [
        ...(images === undefined ? [] : [{ actions: [...READ_IMAGES, ...REFRESH_IMAGES], regions }]),
        ...(registers ? [{ actions: [...REGISTER_IMAGES, ...LIST_REPOSITORIES], regions }] : []),
        ...(registers ? [{ actions: REGISTER_TAGS, regions, repository: `${route.namespace}/${route.repository}` }] : []),
        ...(hss === undefined ? [] : [{ actions: HSS_IMAGES, regions }]),
    ];
}
/** Everything that is done in one region: no step of it waits for another region. */
function stepsOf(route, copies, { images, hss, environments }) {
    const ofImages = images === undefined ? [] : imageSteps(route, images);
    const proving = ofImages.length > 0 ? ofImages : copies;
    const stages = [...copies, ...ofImages];
    if (hss !== undefined) {
        const item = {
            operation: SYNC_HSS,
            region: route.region,
            subject: hss.imageType,
            tags: [...route.items.keys()],
            service: 'HSS',
        };
        // One tag that has come through is reason enough: HSS takes over the list as a whole.
        const needs = { how: 'any', items: proving.flatMap(({ items }) => items) };
        stages.push({ ...hssStep({ ...route, ...hss, item }), needs });
    }
    if (environments === undefined || route.dryRun)
        return stages;
    const [open, close] = announced(route, environments, stages.flatMap(({ items }) => items));
    return [open, ...stages, close];
}
/** A step a tag, each behind the copy of its own tag alone. */
function imageSteps(route, { workspace, registration }) {
    const { region, namespace, repository } = route;
    const feed = createImageFeed(region, { name: repository, namespace, workspace });
    const verb = registration === undefined ? 'refresh' : 'register';
    return [...route.items].map(([tag, copy]) => {
        const item = { operation: `${verb}-image`, region, subject: tag, tag, service: 'ModelArts' };
        const stage = {
            ...route,
            item,
            feed,
            registration,
            isThere: () => route.paths.has(tag),
            paths: () => pathsOf(route, tag),
        };
        return {
            title: `${verb} ${tag} in ModelArts of ${region}`,
            items: [item],
            needs: { how: 'every', items: [copy] },
            run: (context) => runImageStage(stage, context),
        };
    });
}
/** Where SWR says that the tag lies, or where it lies in the public cloud. */
function pathsOf({ paths, region, namespace, repository }, tag) {
    const [first, ...others] = paths.get(tag) ?? [];
    return first === undefined
        ? [`swr.${region}.myhuaweicloud.com/${namespace}/${repository}:${tag}`]
        : [first, ...others];
}

;// CONCATENATED MODULE: ./build/operations/refresh-image.js
/** `refresh-image`: asks ModelArts to correct the recorded status of images, then waits until it is ACTIVE. */





const refreshImage = {
    name: 'refresh-image',
    plan(planning) {
        const { wait, dryRun, pollIntervalMs } = readWaiting(planning.inputs);
        const actions = [...READ_IMAGES, ...REFRESH_IMAGES];
        return planImages(planning, { name: 'refresh-image', verb: 'refresh image', actions }, async (target, context) => {
            const { id, region, item } = target;
            const modelArts = await context.cloud.modelArts(region);
            const missing = { kind: 'missing', message: noSuchImage(target) };
            if (dryRun) {
                await rehearse(context, target, modelArts, { planned: 'Would be refreshed.', missing });
                return;
            }
            try {
                if (!(await modelArts.syncImage(id))) {
                    context.settle(item, missing);
                    return;
                }
                context.see(item, 'refresh requested');
            }
            catch (error) {
                const failure = (0,errors/* failureOf */.g5)(error);
                // Without an answer nobody knows whether the refresh was taken; it is not sent again, its effect is looked for.
                if (!failure.uncertain || failure.kind !== 'unavailable' || !wait)
                    throw failure;
                context.see(item, `refresh requested, without an answer: ${(0,errors/* explain */.WE)(failure)}`);
            }
            if (!wait) {
                context.settle(item, { kind: 'accepted', message: 'Triggered, not proved.' });
                return;
            }
            await awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
        });
    },
};

;// CONCATENATED MODULE: ./build/operations/sync-tags.js

const syncTags = {
    name: SYNC_TAGS,
    plan: planCopies,
};

;// CONCATENATED MODULE: ./build/operations/wait-image.js
/** `wait-image`: the gate. Waits, read-only, until images are ACTIVE. */




const waitImage = {
    name: 'wait-image',
    plan(planning) {
        const pollIntervalMs = readPollInterval(planning.inputs);
        const dryRun = planning.inputs.flag('dry-run');
        return planImages(planning, { name: 'wait-image', verb: 'wait for image', actions: READ_IMAGES }, async ({ id, region, item }, context) => {
            const modelArts = await context.cloud.modelArts(region);
            if (!dryRun)
                return awaitActive(context, { ids: [id], region, item, modelArts, pollIntervalMs });
            const image = await modelArts.showImage(id);
            if (image !== undefined)
                context.see(item, `status ${image.status}`, { image, status: image.status });
            const planned = { kind: 'planned', status: image?.status, message: 'Would be waited for.' };
            context.settle(item, judgeImage(image, { id, region }) ?? planned);
        });
    },
};

;// CONCATENATED MODULE: ./build/operations/index.js
/** The registry: one line an operation. */






const OPERATIONS = [syncTags, refreshImage, waitImage, syncHss, deleteImage, promote];

;// CONCATENATED MODULE: ./build/engine/item.js
/** How an item is called in the log: only a tag that is copied goes somewhere. */
function labelOf({ subject, region, tag, service }) {
    if (service !== undefined)
        return `${subject} in ${service} of ${region}`;
    return tag === undefined ? `${subject} in ${region}` : `${subject} → ${region}`;
}

;// CONCATENATED MODULE: ./build/engine/needs.js

/** The steps that do not wait in a circle, nor for items of no step: those would wait for ever. */
function startable(steps) {
    const able = new Set();
    const coming = new Set();
    for (let known = -1; able.size > known;) {
        known = able.size;
        for (const step of steps) {
            if (able.has(step) || !(step.needs?.items ?? []).every((item) => coming.has(item)))
                continue;
            able.add(step);
            for (const item of step.items)
                coming.add(item);
        }
    }
    return able;
}
/** Why a step is not tried after all; undefined when it is. Only when everything that it needs has ended. */
function hindranceOf({ needs }, progress) {
    if (needs === undefined || needs.how === 'ended')
        return undefined;
    const bad = needs.items.filter((item) => {
        const verdict = progress.verdictOf(item);
        return verdict === undefined || !isOk(verdict);
    });
    const [first] = bad;
    if (first === undefined || (needs.how === 'any' && bad.length < needs.items.length))
        return undefined;
    const end = progress.verdictOf(first)?.kind ?? 'without a verdict';
    const others = needs.how === 'any' && bad.length > 1 ? `, and none of the ${bad.length - 1} others ended well` : '';
    return `Not tried: ${first.operation} of ${first.subject} ended ${end}${others}.`;
}

;// CONCATENATED MODULE: ./build/engine/progress.js
const NO_FACTS = {};
const NO_IMAGES = [];
function createProgress(allItems, clock) {
    const entries = new Map(allItems.map((item) => [item, unseen()]));
    return {
        begin(items) {
            for (const item of items) {
                const entry = entries.get(item);
                if (entry !== undefined)
                    entry.begun = clock.now();
            }
        },
        hasBegun: (item) => entries.get(item)?.begun !== undefined,
        see(item, state, facts) {
            const entry = entries.get(item);
            if (entry === undefined)
                return false;
            const isNews = entry.state !== state;
            entry.state = state;
            if (facts !== undefined)
                entry.facts = { ...entry.facts, ...facts };
            if (facts?.image !== undefined)
                (entry.images ??= new Map()).set(facts.image.id, facts.image);
            return isNews;
        },
        lastSeen: (item) => entries.get(item)?.state,
        settle(item, verdict) {
            const entry = entries.get(item);
            if (entry === undefined || entry.outcome !== undefined)
                return false;
            const seconds = Math.round(clock.now() - (entry.begun ?? clock.now())) / 1000;
            const { image: _, ...facts } = entry.facts;
            const images = entry.images === undefined ? NO_IMAGES : [...entry.images.values()];
            entry.outcome = { item, verdict: { ...facts, ...verdict }, seconds, images };
            entry.ended?.resolve();
            return true;
        },
        verdictOf: (item) => entries.get(item)?.outcome?.verdict,
        async allSettled(items) {
            for (const item of items) {
                const entry = entries.get(item);
                if (entry !== undefined && entry.outcome === undefined) {
                    await (entry.ended ??= Promise.withResolvers()).promise;
                }
            }
        },
        unsettled: (items = allItems) => items.filter((item) => entries.get(item)?.outcome === undefined),
        outcomes: () => [...entries.values()].flatMap((entry) => entry.outcome ?? []),
    };
}
function unseen() {
    return {
        begun: undefined,
        state: undefined,
        facts: NO_FACTS,
        outcome: undefined,
        images: undefined,
        ended: undefined,
    };
}

;// CONCATENATED MODULE: ./build/engine/execute.js
/**
 * Runs any plan: a step starts when the items that it needs have ended, and every item ends in exactly one verdict,
 * whatever a step does, forgets or throws.
 */







const HEARTBEAT_MS = 30_000;
/** A step that does not heed its signal is left behind after this long: the runner kills us soon after. */
const GRACE_MS = 1000;
/** What decides nothing holds up nothing: a step without items is left behind after this long. */
const ASIDE_MS = 60_000;
/** The outcome of every item, in the order of the plan. Never rejects for what a step does. */
async function execute(steps, world) {
    const items = steps.flatMap((step) => step.items);
    const progress = createProgress(items, world.clock);
    const done = new AbortController();
    const heart = beat(world, progress, items.length, done.signal);
    const able = startable(steps);
    await Promise.all(steps.map((step) => runStep(step, able.has(step), world, progress)));
    done.abort();
    await heart;
    return progress.outcomes();
}
async function runStep(step, isAble, world, progress) {
    const context = contextOf(world, progress);
    let failure;
    try {
        if (!isAble)
            throw new Error(`the step '${step.title}' waits for what never comes`);
        await progress.allSettled(step.needs?.items ?? []);
        progress.begin(step.items);
        const message = hindranceOf(step, progress);
        if (message !== undefined) {
            for (const item of step.items)
                context.settle(item, { kind: 'skipped', message });
            return;
        }
        if (step.items.length === 0) {
            await withinReach(step.run(context), world, ASIDE_MS);
            return;
        }
        await withinReach(step.run(context), world, world.budget.hardEnd - world.clock.now() + GRACE_MS);
        failure = new errors/* Failure */.HR('internal-error', `The step '${step.title}' ended without a verdict.`);
    }
    catch (error) {
        failure = (0,errors/* failureOf */.g5)(error);
    }
    for (const line of (0,errors/* stackLines */.yH)(failure))
        world.log.info(line);
    if (step.items.length === 0)
        world.log.warnOnce(`Could not ${step.title}: ${(0,errors/* explain */.WE)(failure)}`);
    for (const item of progress.unsettled(step.items))
        context.settle(item, verdictOf(failure, progress.lastSeen(item)));
}
/** Waits for a step, but not beyond the point where waiting makes no sense any more. */
async function withinReach(step, { clock, signal }, ms) {
    const { promise: leftBehind, reject } = Promise.withResolvers();
    const timers = [clock.after(ms, () => reject(new errors/* Failure */.HR('timeout', 'The time ran out.')))];
    const onStop = () => {
        timers.push(clock.after(GRACE_MS, () => reject(new errors/* Failure */.HR('cancelled', 'The job was cancelled.'))));
    };
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted)
        onStop();
    try {
        await Promise.race([step, leftBehind]);
    }
    finally {
        for (const cancelTimer of timers)
            cancelTimer();
        signal.removeEventListener('abort', onStop);
    }
}
function contextOf(world, progress) {
    return {
        ...world,
        settle(item, verdict) {
            if (!progress.settle(item, verdict))
                return;
            const words = verdict.message === undefined ? '' : `: ${verdict.message}`;
            world.log.info(`${isOk(verdict) ? '✓' : '✗'} ${nameOf(item)} ${verdict.kind}${words}`);
        },
        see(item, state, facts) {
            if (progress.see(item, state, facts))
                world.log.info(`  ${nameOf(item)} ${state}`);
        },
        lastSeen: (item) => progress.lastSeen(item),
        verdictOf: (item) => progress.verdictOf(item),
    };
}
function nameOf(item) {
    return `${labelOf(item)}:`;
}
/** A line every half minute, so that nobody takes a waiting step for a dead one. */
async function beat({ log, clock, budget }, progress, total, done) {
    for (;;) {
        try {
            await (0,build_clock/* sleep */.yy)(clock, HEARTBEAT_MS, done);
        }
        catch {
            return;
        }
        const waiting = progress.unsettled();
        if (waiting.length === 0)
            continue;
        const elapsed = durationWords(clock.now() - budget.start);
        const of = durationWords(budget.end - budget.start);
        // Of those that have begun: one that waits for another has no news of its own.
        const first = waiting.find((item) => progress.hasBegun(item)) ?? waiting[0];
        const example = first === undefined ? '' : ` ${nameOf(first)} ${progress.lastSeen(first) ?? 'no answer yet'}.`;
        log.info(`… ${waiting.length} of ${total} still open after ${elapsed} of ${of}.${example}`);
    }
}

;// CONCATENATED MODULE: ./build/report/conclusion.js

/** Whatever `fail-on` says, these fail the step: the result means nothing. */
const ALWAYS_FATAL = new Set(['input', 'auth', 'bug']);
/** `failure` is what ended the run outside any item. */
function conclude(outcomes, failure, failOn) {
    const kinds = outcomes.flatMap(({ verdict }) => failureKindOf(verdict) ?? []);
    const all = failure === undefined ? kinds : [failure.kind, ...kinds];
    const tags = groupedBy(outcomes, tagsOf);
    const regions = groupedBy(outcomes, ({ item }) => [item.region]);
    return {
        status: statusOf(outcomes.length, all),
        failureKind: all[0],
        exitCode: isRed(outcomes.length, all, failOn) ? 1 : 0,
        succeededTags: keysWhere(tags, true),
        failedTags: keysWhere(tags, false),
        readyRegions: keysWhere(regions, true),
    };
}
/** `total` items, and the kinds of all failures. */
function statusOf(total, failures) {
    if (failures.includes('cancelled'))
        return 'cancelled';
    // A run that worked on nothing has proved nothing.
    if (total > 0 && failures.length === 0)
        return 'succeeded';
    return failures.length < total ? 'partial' : 'failed';
}
function isRed(total, failures, failOn) {
    if (total === 0 || failures.some((kind) => ALWAYS_FATAL.has(kind)))
        return true;
    if (failOn === 'never')
        return false;
    return failOn === 'any' ? failures.length > 0 : failures.length >= total;
}
/** The tags that an item speaks of: its own, those that depend on it, or that of the image that it turned out to be. */
function tagsOf({ item, images }) {
    if (item.tag !== undefined)
        return [item.tag];
    return item.tags ?? [...new Set(images.flatMap(({ tag }) => tag ?? []))];
}
function groupedBy(outcomes, keysOf) {
    const groups = new Map();
    for (const outcome of outcomes) {
        for (const key of keysOf(outcome)) {
            const group = groups.get(key) ?? [];
            group.push(outcome);
            groups.set(key, group);
        }
    }
    return groups;
}
/** The keys of the groups in which everything is ok, or of those in which something is not. */
function keysWhere(groups, good) {
    return [...groups].filter(([, group]) => group.every(({ verdict }) => isOk(verdict)) === good).map(([key]) => key);
}

;// CONCATENATED MODULE: ./build/report/lines.js
/** Sentences about a run, for the log, the annotation and the summary. */


/** `sync-tags partial: 2 of 6 items failed`. */
function headline({ operation, conclusion }, results) {
    const name = operation === '' ? 'image promotion' : operation;
    const failed = results.filter(({ ok }) => !ok).length;
    if (results.length === 0)
        return `${name} ${conclusion.status}`;
    if (failed === 0)
        return `${name} ${conclusion.status}: ${count(results.length, 'item')} ok`;
    return `${name} ${conclusion.status}: ${failed} of ${count(results.length, 'item')} failed`;
}
/** The one annotation for the verdict, the reason of the first failure included. */
function annotation(story, results) {
    const first = results.find(({ ok }) => !ok);
    const reason = story.failure !== undefined
        ? (0,errors/* explain */.WE)(story.failure)
        : first === undefined
            ? ''
            : `First: ${stageOf(story, first)}${first.subject} in ${first.region} ${first.verdict}. ${first.message ?? ''}`;
    return `${headline(story, results)}. ${reason}`.trim();
}
/** Which of several operations of the run a result is of. */
function stageOf({ operation }, result) {
    return result.operation === operation ? '' : `${result.operation} of `;
}
/** How many items came to which verdict. */
function tally(results) {
    return tallyOf(results.map(({ verdict }) => verdict));
}
/** The plan, a line a step. */
function planLines(steps) {
    return steps.map(({ title }, index) => `${index + 1}. ${title}`);
}
function count(number, noun) {
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/report/results.js


function resultOf({ item, verdict, seconds }) {
    return {
        operation: item.operation,
        region: item.region,
        subject: item.subject,
        verdict: verdict.kind,
        ok: isOk(verdict),
        digest: verdict.digest,
        previousDigest: verdict.previousDigest,
        status: verdict.status && (0,build_escape/* visible */.RK)(verdict.status, 200),
        message: verdict.message && (0,build_escape/* visible */.RK)(verdict.message, 2000),
        seconds,
    };
}
/** The failures first, otherwise in the order of the plan. */
function failuresFirst(results) {
    return [...results.filter(({ ok }) => !ok), ...results.filter(({ ok }) => ok)];
}

;// CONCATENATED MODULE: ./build/report/outputs.js

const OUTPUT_NAMES = [
    'status',
    'succeeded-tags',
    'failed-tags',
    'ready-regions',
    'results',
    'images',
    'failure-kind',
    'report-file',
];
/** GitHub takes a megabyte of outputs a job, counted in UTF-16; a later step may need some of it too. */
const RESULTS_LIMIT = 200_000;
function outputsOf(conclusion, results, images, reportFile) {
    const inOrder = fitted(results);
    const fitting = inOrder.length === results.length ? results : fitted(failuresFirst(results));
    const fittingImages = fitted(images);
    const outputs = {
        status: conclusion.status,
        'succeeded-tags': JSON.stringify(conclusion.succeededTags),
        'failed-tags': JSON.stringify(conclusion.failedTags),
        'ready-regions': JSON.stringify(conclusion.readyRegions),
        results: JSON.stringify(fitting),
        images: JSON.stringify(fittingImages),
        'failure-kind': conclusion.failureKind ?? '',
        'report-file': reportFile,
    };
    return { outputs, left: { results: results.length - fitting.length, images: images.length - fittingImages.length } };
}
/** As many rows from the start as fit into the limit as a JSON array. */
function fitted(rows) {
    // The brackets, less the comma that the last row has not.
    let length = 1;
    const end = rows.findIndex((row) => {
        length += JSON.stringify(row).length + 1;
        return length > RESULTS_LIMIT;
    });
    return end === -1 ? rows : rows.slice(0, end);
}

;// CONCATENATED MODULE: ./build/report/report-file.js
/** As much text as is worth a write of its own. */
const PART = 64 * 1024;
/**
 * JSON, readable by people too, in parts: a report of ten thousand rows need not be in memory as one text. No value is cut
 * by the end of a part. `version` is that of the format.
 */
function* reportOf(report) {
    let part = '';
    for (const piece of piecesOf(report)) {
        part += piece;
        if (part.length < PART)
            continue;
        yield part;
        part = '';
    }
    yield part;
}
function* piecesOf({ story, steps, results, images, startedAt, finishedAt }) {
    const { conclusion, failure } = story;
    const head = {
        version: 1,
        operation: story.operation,
        status: conclusion.status,
        failureKind: conclusion.failureKind ?? '',
        failure: failure === undefined ? null : { kind: failure.kind, message: failure.message, hint: failure.hint ?? '' },
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
        succeededTags: conclusion.succeededTags,
        failedTags: conclusion.failedTags,
        readyRegions: conclusion.readyRegions,
    };
    yield JSON.stringify(head, null, 2).replace(/\n\}$/, '');
    yield* listOf('plan', steps, (step) => ({
        title: step.title,
        items: step.items,
        after: earlierOf(step, steps).map(({ title }) => title),
    }));
    yield* listOf('results', results, (result) => result);
    yield* listOf('images', images, (image) => image);
    yield '\n}\n';
}
/** One more member of the report, row by row. */
function* listOf(name, rows, shownAs) {
    yield `,\n  "${name}": [`;
    for (const [index, row] of rows.entries()) {
        yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(shownAs(row), null, 2).replaceAll('\n', '\n    ')}`;
    }
    yield rows.length === 0 ? ']' : '\n  ]';
}
/** The steps whose items a step needs. */
function earlierOf({ needs }, steps) {
    const needed = new Set(needs?.items);
    return steps.filter(({ items }) => items.some((item) => needed.has(item)));
}

;// CONCATENATED MODULE: ./build/report/summary.js
/** The job summary: one line of verdict and a table of items, the failures first. */





/** The runner drops a summary over a mebibyte whole; nobody reads one of more than this. */
const SUMMARY_LIMIT = 60_000;
function summaryOf(story, results) {
    const head = [
        `### ${story.conclusion.status === 'succeeded' ? '✅' : '❌'} ${(0,build_escape/* tableCell */.xR)(headline(story, results))}`,
        '',
        ...(story.failure === undefined ? [] : [(0,build_escape/* tableCell */.xR)((0,errors/* explain */.WE)(story.failure), 4000), '']),
    ];
    if (results.length === 0)
        return head.join('\n');
    // A run of several operations has rows about the same tag.
    const hasStages = results.some(({ operation }) => operation !== story.operation);
    const columns = ['', 'Region', ...(hasStages ? ['Stage'] : []), 'Item', 'Verdict', 'Took', 'Details'];
    const lines = [
        ...head,
        `|${columns.map((column) => ` ${column}`.trimEnd()).join(' |')} |`,
        `|${'---|'.repeat(columns.length)}`,
    ];
    let length = lines.join('\n').length;
    const rows = failuresFirst(results);
    for (const [index, result] of rows.entries()) {
        const row = rowOf(result, hasStages);
        // Bytes, not characters: the limit of the runner is one of bytes.
        length += Buffer.byteLength(row) + 1;
        if (length > SUMMARY_LIMIT) {
            lines.push('', `${rows.length - index} more rows are in the output \`results\` and in the report file.`);
            break;
        }
        lines.push(row);
    }
    return lines.join('\n');
}
function rowOf(result, hasStages) {
    const details = [
        result.message ?? '',
        result.message === undefined && result.status !== undefined ? `status ${result.status}` : '',
        result.message === undefined && result.digest !== undefined ? result.digest : '',
        result.verdict === 'overwritten' ? `instead of ${result.previousDigest}` : '',
    ].filter((detail) => detail !== '');
    const cells = [
        result.ok ? '✅' : '❌',
        (0,build_escape/* tableCell */.xR)(result.region),
        ...(hasStages ? [(0,build_escape/* tableCell */.xR)(result.operation)] : []),
        (0,build_escape/* tableCell */.xR)(result.subject),
        (0,build_escape/* tableCell */.xR)(result.verdict),
        durationWords(result.seconds * 1000),
        (0,build_escape/* tableCell */.xR)(details.join(', '), 1000),
    ];
    return `| ${cells.join(' | ')} |`;
}

;// CONCATENATED MODULE: ./build/github/job.js
/** The runner offers ID tokens only to jobs with `permissions: id-token: write`, and to no pull request from a fork. */
function idTokenOf(host) {
    const isOffered = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'].every((name) => host.env(name) !== '');
    return isOffered ? (audience) => host.idToken(audience) : undefined;
}
/** By this name the audit log of the cloud leads to the run: `github-RUN-ATTEMPT`. */
function sessionNameOf(host) {
    const parts = ['github', host.env('GITHUB_RUN_ID'), host.env('GITHUB_RUN_ATTEMPT')];
    return parts.filter((part) => /^[A-Za-z0-9]{1,40}$/.test(part)).join('-');
}

// EXTERNAL MODULE: ./build/redaction.js
var redaction = __nccwpck_require__(469);
// EXTERNAL MODULE: ./build/auth/session-policy.js
var session_policy = __nccwpck_require__(378);
;// CONCATENATED MODULE: ./build/run.js
/** The whole story: inputs → plan → outcomes → report. */
















/** Runs the operation that the inputs select. Never rejects: what goes wrong is part of the report. */
async function run(rawHost, surroundings) {
    const redactor = (0,redaction/* createRedactor */.lY)();
    const host = (0,redaction/* redactingHost */.ou)(rawHost, redactor);
    const startedAt = surroundings.clock.date();
    const course = { operation: '', failOn: 'any', steps: [], outcomes: [], failure: undefined };
    try {
        await perform(course, host, redactor, surroundings);
    }
    catch (error) {
        course.failure = (0,errors/* failureOf */.g5)(error);
    }
    try {
        return { exitCode: await report(course, host, startedAt, surroundings.clock) };
    }
    catch (error) {
        host.error(`The result could not be reported: ${(0,errors/* explain */.WE)((0,errors/* failureOf */.g5)(error))}`);
        return { exitCode: 1 };
    }
}
async function perform(course, host, redactor, surroundings) {
    const { clock, random, signal, connect } = surroundings;
    const inputs = createInputReader(host);
    const plan = await planOf(course, inputs, host);
    const credentials = readCredentials(inputs, host);
    inputs.check();
    const { settings } = plan;
    course.failOn = settings.failOn;
    course.steps = plan.steps;
    warnOfUnused(inputs, course.operation, host);
    showPlan(plan, credentials, host);
    const budget = createBudget(clock, settings.timeoutMs, settings.requestTimeoutMs);
    const log = { info: host.info, warnOnce: onceEach(host.warning) };
    const connection = connect({
        settings,
        credentials,
        policy: (0,session_policy/* sessionPolicy */.l)(plan.permissions),
        idToken: idTokenOf(host),
        sessionName: sessionNameOf(host),
        clock,
        budget,
        signal,
        random,
        say: (line) => log.info(`  ${line}`),
        mask: host.mask,
        redactor,
    });
    host.openGroup(course.operation);
    try {
        const openDeployments = (token) => host.deployments(token, { clock, signal, warn: log.warnOnce });
        const { cloud } = connection;
        course.outcomes = await execute(plan.steps, { cloud, clock, budget, signal, random, log, openDeployments });
    }
    finally {
        host.closeGroup();
        connection.close();
    }
}
async function planOf(course, inputs, host) {
    const name = inputs.text('operation');
    const operation = OPERATIONS.find((candidate) => candidate.name === name);
    if (operation === undefined) {
        inputs.complain('operation', `must be one of ${OPERATIONS.map((known) => known.name).join(', ')}`, name);
        // Without an operation the rest can still be checked, as far as it concerns every one of them.
        readWaiting(inputs);
        return {
            settings: readSettings(inputs, { severalRegions: false, projects: new Map() }),
            steps: [],
            permissions: [],
        };
    }
    course.operation = name;
    return operation.plan({ inputs, releaseTag: () => host.releaseTag() });
}
function warnOfUnused(inputs, operation, host) {
    const unused = inputs.unused();
    if (unused.length > 0)
        host.warning(`${operation} does not use the input${unused.length === 1 ? '' : 's'} ${unused.join(', ')}.`);
}
function showPlan({ steps, notes = [] }, credentials, host) {
    host.openGroup('Plan');
    host.info(`Signing in with ${credentials.origin}.`);
    for (const line of [...planLines(steps), ...notes])
        host.info(line);
    host.closeGroup();
}
/** Report first, fail last. */
async function report(course, host, startedAt, clock) {
    const { operation, failOn, steps, outcomes, failure } = course;
    const conclusion = conclude(outcomes, failure, failOn);
    const story = { operation, conclusion, failure };
    const results = outcomes.map(resultOf);
    const images = outcomes.flatMap((outcome) => outcome.images);
    for (const line of failure === undefined ? [] : (0,errors/* stackLines */.yH)(failure))
        host.info(line);
    const parts = reportOf({ story, steps, results, images, startedAt, finishedAt: clock.date() });
    const reportFile = await orWarn('', 'report file', host, () => host.writeReport(parts));
    await orWarn(undefined, 'job summary', host, () => host.writeSummary(summaryOf(story, results)));
    const { outputs, left } = outputsOf(conclusion, results, images, reportFile);
    for (const name of OUTPUT_NAMES)
        host.setOutput(name, outputs[name]);
    if (left.results + left.images > 0) {
        host.warning(`The outputs are too large: ${left.results} results and ${left.images} images are only in ${reportFile}.`);
    }
    host.info(results.length === 0 ? headline(story, results) : `${headline(story, results)} (${tally(results)}).`);
    if (conclusion.exitCode === 1)
        host.error(annotation(story, results));
    else if (conclusion.status !== 'succeeded')
        host.warning(annotation(story, results));
    return conclusion.exitCode;
}
/** The report and the summary are for people; that they cannot be written changes no verdict. */
async function orWarn(otherwise, what, host, write) {
    try {
        return await write();
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        host.warning(`The ${what} could not be written: ${reason}`);
        return otherwise;
    }
}
/** The runner shows ten warnings of a step; one that repeats itself must not use them up. */
function onceEach(warn) {
    const said = new Set();
    return (message) => {
        if (!said.has(message))
            warn(message);
        said.add(message);
    };
}


/***/ }),

/***/ 776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Qq: () => (/* binding */ HttpClient)
});

// UNUSED EXPORTS: Headers, HttpClientError, HttpClientResponse, HttpCodes, MediaTypes, getProxyUrl, isHttps

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ../../../work/main/node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(140);
// EXTERNAL MODULE: ../../../work/main/shims/undici/index.js
var undici = __nccwpck_require__(235);
;// CONCATENATED MODULE: ../../../work/main/node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new undici.ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map

/***/ }),

/***/ 436:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BuJ: () => (/* binding */ getDotPath),
/* harmony export */   FsL: () => (/* binding */ pipe),
/* harmony export */   Ikc: () => (/* binding */ object),
/* harmony export */   KCZ: () => (/* binding */ union),
/* harmony export */   L5J: () => (/* binding */ unknown),
/* harmony export */   NpB: () => (/* binding */ fallback),
/* harmony export */   Wwf: () => (/* binding */ minValue),
/* harmony export */   YOg: () => (/* binding */ array),
/* harmony export */   YjP: () => (/* binding */ string),
/* harmony export */   _H3: () => (/* binding */ looseObject),
/* harmony export */   aig: () => (/* binding */ number),
/* harmony export */   cl6: () => (/* binding */ nullish),
/* harmony export */   lqM: () => (/* binding */ optional),
/* harmony export */   ndf: () => (/* binding */ integer),
/* harmony export */   pdi: () => (/* binding */ transform),
/* harmony export */   xLC: () => (/* binding */ safeParse),
/* harmony export */   yGV: () => (/* binding */ regex),
/* harmony export */   z6Y: () => (/* binding */ check),
/* harmony export */   zMY: () => (/* binding */ boolean)
/* harmony export */ });
/* unused harmony exports BASE64_REGEX, BIC_REGEX, CUID2_REGEX, DECIMAL_REGEX, DIGITS_REGEX, DOMAIN_REGEX, EMAIL_REGEX, EMOJI_REGEX, HEXADECIMAL_REGEX, HEX_COLOR_REGEX, IMEI_REGEX, IPV4_REGEX, IPV6_REGEX, IP_REGEX, ISO_DATE_REGEX, ISO_DATE_TIME_REGEX, ISO_DATE_TIME_SECOND_REGEX, ISO_TIMESTAMP_REGEX, ISO_TIME_REGEX, ISO_TIME_SECOND_REGEX, ISO_WEEK_REGEX, ISRC_REGEX, JWS_COMPACT_REGEX, KSUID_REGEX, MAC48_REGEX, MAC64_REGEX, MAC_REGEX, NANO_ID_REGEX, OCTAL_REGEX, RFC_EMAIL_REGEX, SLUG_REGEX, ULID_REGEX, UUID_REGEX, ValiError, _addIssue, _cloneDataset, _formatCase, _getByteCount, _getCodePointCount, _getGraphemeCount, _getLastMetadata, _getWordCount, _isLuhnAlgo, _isSameValueZero, _isValidObjectKey, _isValueMatch, _joinExpects, _standardSchema, _stringify, any, args, argsAsync, arrayAsync, assert, awaitAsync, base64, bic, bigint, blob, brand, bytes, cache, cacheAsync, checkAsync, checkItems, checkItemsAsync, codePoints, config, creditCard, cuid2, custom, customAsync, date, decimal, deleteGlobalConfig, deleteGlobalMessage, deleteSchemaMessage, deleteSpecificMessage, description, digits, domain, email, emoji, empty, endsWith, entries, entriesFromList, entriesFromObjects, enum, enum_, everyItem, exactOptional, exactOptionalAsync, examples, excludes, fallbackAsync, file, filterItems, findItem, finite, flatten, flavor, forward, forwardAsync, function, function_, getDefault, getDefaults, getDefaultsAsync, getDescription, getExamples, getFallback, getFallbacks, getFallbacksAsync, getGlobalConfig, getGlobalMessage, getMetadata, getSchemaMessage, getSpecificMessage, getTitle, graphemes, gtValue, guard, hash, hexColor, hexadecimal, imei, includes, instance, intersect, intersectAsync, ip, ipv4, ipv6, is, isOfKind, isOfType, isValiError, isbn, isoDate, isoDateTime, isoDateTimeSecond, isoTime, isoTimeSecond, isoTimestamp, isoWeek, isrc, jwsCompact, keyof, ksuid, lazy, lazyAsync, length, literal, looseObjectAsync, looseTuple, looseTupleAsync, ltValue, mac, mac48, mac64, map, mapAsync, mapItems, maxBytes, maxCodePoints, maxEntries, maxGraphemes, maxLength, maxSize, maxValue, maxWords, message, metadata, mimeType, minBytes, minCodePoints, minEntries, minGraphemes, minLength, minSize, minWords, multipleOf, nan, nanoid, never, nonEmpty, nonNullable, nonNullableAsync, nonNullish, nonNullishAsync, nonOptional, nonOptionalAsync, normalize, notBytes, notCodePoints, notEntries, notGraphemes, notLength, notSize, notValue, notValues, notWords, null, null_, nullable, nullableAsync, nullishAsync, objectAsync, objectWithRest, objectWithRestAsync, octal, omit, optionalAsync, parse, parseAsync, parseBoolean, parseJson, parser, parserAsync, partial, partialAsync, partialCheck, partialCheckAsync, pick, picklist, pipeAsync, promise, rawCheck, rawCheckAsync, rawTransform, rawTransformAsync, readonly, record, recordAsync, reduceItems, required, requiredAsync, returns, returnsAsync, rfcEmail, safeInteger, safeParseAsync, safeParser, safeParserAsync, set, setAsync, setGlobalConfig, setGlobalMessage, setSchemaMessage, setSpecificMessage, size, slug, someItem, sortItems, startsWith, strictObject, strictObjectAsync, strictTuple, strictTupleAsync, stringifyJson, summarize, symbol, title, toBigint, toBoolean, toCamelCase, toDate, toKebabCase, toLowerCase, toMaxValue, toMinValue, toNumber, toPascalCase, toSnakeCase, toString, toUpperCase, transformAsync, trim, trimEnd, trimStart, tuple, tupleAsync, tupleWithRest, tupleWithRestAsync, ulid, undefined, undefined_, undefinedable, undefinedableAsync, unionAsync, unwrap, url, uuid, value, values, variant, variantAsync, void, void_, words */
//#region src/storages/globalConfig/globalConfig.ts
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/**
* Sets the global configuration.
*
* @param config The configuration.
*/
function setGlobalConfig(config$1) {
	store$4 = {
		...store$4,
		...config$1
	};
}
/**
* Returns the global configuration.
*
* @param config The config to merge.
*
* @returns The configuration.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
/**
* Deletes the global configuration.
*/
function deleteGlobalConfig() {
	store$4 = void 0;
}

//#endregion
//#region src/storages/globalMessage/globalMessage.ts
let store$3;
/**
* Sets a global error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setGlobalMessage(message$1, lang) {
	if (!store$3) store$3 = /* @__PURE__ */ new Map();
	store$3.set(lang, message$1);
}
/**
* Returns a global error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
/**
* Deletes a global error message.
*
* @param lang The language of the message.
*/
function deleteGlobalMessage(lang) {
	store$3?.delete(lang);
}

//#endregion
//#region src/storages/schemaMessage/schemaMessage.ts
let store$2;
/**
* Sets a schema error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setSchemaMessage(message$1, lang) {
	if (!store$2) store$2 = /* @__PURE__ */ new Map();
	store$2.set(lang, message$1);
}
/**
* Returns a schema error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
/**
* Deletes a schema error message.
*
* @param lang The language of the message.
*/
function deleteSchemaMessage(lang) {
	store$2?.delete(lang);
}

//#endregion
//#region src/storages/specificMessage/specificMessage.ts
let store$1;
/**
* Sets a specific error message.
*
* @param reference The identifier reference.
* @param message The error message.
* @param lang The language of the message.
*/
function setSpecificMessage(reference, message$1, lang) {
	if (!store$1) store$1 = /* @__PURE__ */ new Map();
	if (!store$1.get(reference)) store$1.set(reference, /* @__PURE__ */ new Map());
	store$1.get(reference).set(lang, message$1);
}
/**
* Returns a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/**
* Deletes a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*/
function deleteSpecificMessage(reference, lang) {
	store$1?.get(reference)?.delete(lang);
}

//#endregion
//#region src/utils/_stringify/_stringify.ts
/**
* Stringifies an unknown input to a literal or type string.
*
* @param input The unknown input.
*
* @returns A literal or type string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}

//#endregion
//#region src/utils/_addIssue/_addIssue.ts
/**
* Adds an issue to the dataset.
*
* @param context The issue context.
* @param label The issue label.
* @param dataset The input dataset.
* @param config The configuration.
* @param other The optional props.
*
* @internal
*/
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
		kind: context.kind,
		type: context.type,
		input,
		expected,
		received,
		message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
		requirement: context.requirement,
		path: other?.path,
		issues: other?.issues,
		lang: config$1.lang,
		abortEarly: config$1.abortEarly,
		abortPipeEarly: config$1.abortPipeEarly
	};
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}

//#endregion
//#region src/utils/_cloneDataset/_cloneDataset.ts
/**
* Creates a shallow copy of a dataset.
*
* Hint: The `value` is copied by reference, but the `issues` array, its issues
* and their `path` arrays are cloned to avoid reusing mutable dataset state
* across multiple runs. Mutating a returned object or array value can
* therefore affect later cache hits that reuse the same cached output.
*
* @param dataset The output dataset.
*
* @returns The copied output dataset.
*/
/* @__NO_SIDE_EFFECTS__ */
function _cloneDataset(dataset) {
	return {
		typed: dataset.typed,
		value: dataset.value,
		issues: dataset.issues?.map((issue) => ({
			...issue,
			path: issue.path && [...issue.path]
		}))
	};
}

//#endregion
//#region src/utils/_formatCase/_formatCase.ts
/**
* Splits a string into lowercase words and rejoins them with the given
* separator and capitalization rules.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries. Whether the first or subsequent words are
* capitalized is controlled by `capFirst` and `capRest`.
*
* Hint: Implemented in a single pass that emits directly to the result
* string to avoid an intermediate `string[]` allocation. ASCII chars are
* classified via char codes to skip `.toLowerCase()` and `.toUpperCase()`
* method calls in the common case.
*
* Hint: Digits are treated as a separate character class, so `item2Name`
* yields `item2` and `name` rather than `item`, `2` and `name`.
*
* @param input The input string.
* @param separator The string inserted between words.
* @param capFirst Whether to capitalize the first word.
* @param capRest Whether to capitalize subsequent words.
*
* @returns The formatted string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _formatCase(input, separator, capFirst, capRest) {
	let result = "";
	let firstWord = true;
	let start = 0;
	let prev = 0;
	let prevPrev = 0;
	const flush = (end) => {
		if (end > start) {
			let word = input.slice(start, end).toLowerCase();
			if (firstWord ? capFirst : capRest) {
				const firstCode = word.charCodeAt(0);
				if (firstCode >= 97 && firstCode <= 122) word = String.fromCharCode(firstCode - 32) + word.slice(1);
				else {
					const charLen = firstCode >= 55296 && firstCode <= 56319 ? 2 : 1;
					word = word.slice(0, charLen).toUpperCase() + word.slice(charLen);
				}
			}
			result += firstWord ? word : separator + word;
			firstWord = false;
		}
	};
	for (let index = 0; index < input.length; index++) {
		const code = input.charCodeAt(index);
		let type;
		if (code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 45 || code === 95) {
			flush(index);
			start = index + 1;
			type = 0;
		} else if (code < 128) type = code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
		else {
			const char = input[index];
			const charLower = char.toLowerCase();
			type = charLower === char.toUpperCase() ? 3 : char === charLower ? 2 : 1;
		}
		if (type === 1 && (prev === 2 || prev === 3) && index > start) {
			flush(index);
			start = index;
		} else if (type === 2 && prev === 1 && prevPrev === 1 && index - 1 > start) {
			flush(index - 1);
			start = index - 1;
		}
		prevPrev = prev;
		prev = type;
	}
	flush(input.length);
	return result;
}

//#endregion
//#region src/utils/_getByteCount/_getByteCount.ts
let textEncoder;
/**
* Returns the byte count of the input.
*
* @param input The input to be measured.
*
* @returns The byte count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getByteCount(input) {
	if (!textEncoder) textEncoder = new TextEncoder();
	return textEncoder.encode(input).length;
}

//#endregion
//#region src/utils/_getCodePointCount/_getCodePointCount.ts
/**
* Returns the code point count of the input.
*
* @param input The input to be measured.
*
* @returns The code point count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getCodePointCount(input) {
	let count = input.length;
	const lengthMinus1 = input.length - 1;
	for (let i = 0; i < lengthMinus1;) if (input.codePointAt(i) <= 65535) i++;
	else {
		i += 2;
		count--;
	}
	return count;
}

//#endregion
//#region src/utils/_getGraphemeCount/_getGraphemeCount.ts
let segmenter;
/**
* Returns the grapheme count of the input.
*
* @param input The input to be measured.
*
* @returns The grapheme count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getGraphemeCount(input) {
	if (!segmenter) segmenter = new Intl.Segmenter();
	const segments = segmenter.segment(input);
	let count = 0;
	for (const _ of segments) count++;
	return count;
}

//#endregion
//#region src/utils/_getLastMetadata/_getLastMetadata.ts
/**
* Returns the last top-level value of a given metadata type from a schema
* using a breadth-first search that starts with the last item in the pipeline.
*
* @param schema The schema to search.
* @param type The metadata type.
*
* @returns The value, if any.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getLastMetadata(schema, type) {
	if ("pipe" in schema) {
		const nestedSchemas = [];
		for (let index = schema.pipe.length - 1; index >= 0; index--) {
			const item = schema.pipe[index];
			if (item.kind === "schema" && "pipe" in item) nestedSchemas.push(item);
			else if (item.kind === "metadata" && item.type === type) return item[type];
		}
		for (const nestedSchema of nestedSchemas) {
			const result = /* @__PURE__ */ _getLastMetadata(nestedSchema, type);
			if (result !== void 0) return result;
		}
	}
}

//#endregion
//#region src/utils/_getWordCount/_getWordCount.ts
let store;
/**
* Returns the word count of the input.
*
* @param locales The locales to be used.
* @param input The input to be measured.
*
* @returns The word count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getWordCount(locales, input) {
	if (!store) store = /* @__PURE__ */ new Map();
	const key = String(locales);
	let segmenter$1 = store.get(key);
	if (!segmenter$1) {
		segmenter$1 = new Intl.Segmenter(locales, { granularity: "word" });
		store.set(key, segmenter$1);
	}
	const segments = segmenter$1.segment(input);
	let count = 0;
	for (const segment of segments) if (segment.isWordLike) count++;
	return count;
}

//#endregion
//#region src/utils/_isLuhnAlgo/_isLuhnAlgo.ts
/**
* Non-digit regex.
*/
const NON_DIGIT_REGEX = /\D/gu;
/**
* Checks whether a string with numbers corresponds to the luhn algorithm.
*
* @param input The input to be checked.
*
* @returns Whether input is valid.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isLuhnAlgo(input) {
	const number$1 = input.replace(NON_DIGIT_REGEX, "");
	let length$1 = number$1.length;
	let bit = 1;
	let sum = 0;
	while (length$1) {
		const value$1 = +number$1[--length$1];
		bit ^= 1;
		sum += bit ? [
			0,
			2,
			4,
			6,
			8,
			1,
			3,
			5,
			7,
			9
		][value$1] : value$1;
	}
	return sum % 10 === 0;
}

//#endregion
//#region src/utils/_isSameValueZero/_isSameValueZero.ts
/**
* Compares two values using the SameValueZero algorithm, which treats `NaN`
* as equal to itself unlike `===`.
*
* @param value1 The first value.
* @param value2 The second value.
*
* @returns Whether the values are equal.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isSameValueZero(value1, value2) {
	return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}

//#endregion
//#region src/utils/_isValidObjectKey/_isValidObjectKey.ts
/**
* Disallows inherited object properties and prevents object prototype
* pollution by disallowing certain keys.
*
* @param object The object to check.
* @param key The key to check.
*
* @returns Whether the key is allowed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}

//#endregion
//#region src/utils/_isValueMatch/_isValueMatch.ts
/**
* Checks whether a value matches a value action requirement.
*
* @param requirement The value action requirement.
* @param value The value to check.
*
* @returns Whether the value matches the requirement.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValueMatch(requirement, value$1) {
	return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}

//#endregion
//#region src/utils/_joinExpects/_joinExpects.ts
/**
* Joins multiple `expects` values with the given separator.
*
* @param values The `expects` values.
* @param separator The separator.
*
* @returns The joined `expects` property.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _joinExpects(values$1, separator) {
	const list = [...new Set(values$1)];
	if (list.length > 1) return `(${list.join(` ${separator} `)})`;
	return list[0] ?? "never";
}

//#endregion
//#region src/utils/_standardSchema/_standardSchema.ts
/**
* Eagerly creates and attaches the Standard Schema properties of a schema.
*
* Hint: The contextual `this` type includes the standard properties that are
* attached before the schema is returned.
*
* @param schema The schema to attach standard properties to.
*
* @returns The schema with standard properties attached.
*
* @internal
*/
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}

//#endregion
//#region src/utils/entriesFromList/entriesFromList.ts
/**
* Creates an object entries definition from a list of keys and a schema.
*
* @param list A list of keys.
* @param schema The schema of the keys.
*
* @returns The object entries.
*/
/* @__NO_SIDE_EFFECTS__ */
function entriesFromList(list, schema) {
	const entries$1 = {};
	for (const key of list) entries$1[key] = schema;
	return entries$1;
}

//#endregion
//#region src/utils/entriesFromObjects/entriesFromObjects.ts
/* @__NO_SIDE_EFFECTS__ */
function entriesFromObjects(schemas) {
	const entries$1 = {};
	for (const schema of schemas) Object.assign(entries$1, schema.entries);
	return entries$1;
}

//#endregion
//#region src/utils/getDotPath/getDotPath.ts
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}

//#endregion
//#region src/utils/isOfKind/isOfKind.ts
/**
* A generic type guard to check the kind of an object.
*
* @param kind The kind to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfKind(kind, object$1) {
	return object$1.kind === kind;
}

//#endregion
//#region src/utils/isOfType/isOfType.ts
/**
* A generic type guard to check the type of an object.
*
* @param type The type to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfType(type, object$1) {
	return object$1.type === type;
}

//#endregion
//#region src/utils/ValiError/ValiError.ts
/**
* A Valibot error with useful information.
*/
var ValiError = class extends Error {
	/**
	* Creates a Valibot error with useful information.
	*
	* @param issues The error issues.
	*/
	constructor(issues) {
		super(issues[0].message);
		this.name = "ValiError";
		this.issues = issues;
	}
};

//#endregion
//#region src/utils/isValiError/isValiError.ts
/**
* A type guard to check if an error is a ValiError.
*
* @param error The error to check.
*
* @returns Whether its a ValiError.
*/
/* @__NO_SIDE_EFFECTS__ */
function isValiError(error) {
	return error instanceof ValiError;
}

//#endregion
//#region src/actions/args/args.ts
/* @__NO_SIDE_EFFECTS__ */
function args(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: args,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const argsDataset = this.schema["~run"]({ value: args_ }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/args/argsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function argsAsync(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: argsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args$1) => {
				const argsDataset = await schema["~run"]({ value: args$1 }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/await/awaitAsync.ts
/**
* Creates an await transformation action.
*
* @returns An await action.
*/
/* @__NO_SIDE_EFFECTS__ */
function awaitAsync() {
	return {
		kind: "transformation",
		type: "await",
		reference: awaitAsync,
		async: true,
		async "~run"(dataset) {
			dataset.value = await dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/regex.ts
/**
* [Base64](https://en.wikipedia.org/wiki/Base64) regex.
*/
const BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
/**
* [BIC](https://en.wikipedia.org/wiki/ISO_9362) regex.
*/
const BIC_REGEX = /^[A-Z]{6}(?!00)[\dA-Z]{2}(?:[\dA-Z]{3})?$/u;
/**
* [Cuid2](https://github.com/paralleldrive/cuid2) regex.
*/
const CUID2_REGEX = /^[a-z][\da-z]*$/u;
/**
* [Decimal](https://en.wikipedia.org/wiki/Decimal) regex.
*/
const DECIMAL_REGEX = /^[+-]?(?:\d*\.)?\d+$/u;
/**
* [Digits](https://en.wikipedia.org/wiki/Numerical_digit) regex.
*/
const DIGITS_REGEX = /^\d+$/u;
/**
* [Domain name](https://en.wikipedia.org/wiki/Domain_name) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* ASCII-only validation. Internationalized domain names (IDNs) are not
* supported, including Punycode-encoded labels.
*/
const DOMAIN_REGEX = /^(?=.{1,253}$)(?:(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;
/**
* [Email address](https://en.wikipedia.org/wiki/Email_address) regex.
*
* Hint: We decided against the `i` flag to avoid matching non-ASCII characters.
*/
const EMAIL_REGEX = /^[\w+-]+(?:\.[\w+-]+)*@[\da-zA-Z]+(?:[.-][\da-zA-Z]+)*\.[a-zA-Z]{2,}$/u;
/**
* Emoji regex from [emoji-regex-xs](https://github.com/slevithan/emoji-regex-xs) v1.0.0 (MIT license).
*
* Hint: We decided against the newer `/^\p{RGI_Emoji}+$/v` regex because it is
* not supported in older runtimes and does not match all emoji.
*/
const EMOJI_REGEX = /^(?:[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}))*)+$/u;
/**
* [Hexadecimal](https://en.wikipedia.org/wiki/Hexadecimal) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEXADECIMAL_REGEX = /^(?:0[hx])?[\da-fA-F]+$/u;
/**
* [Hex color](https://en.wikipedia.org/wiki/Web_colors#Hex_triplet) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEX_COLOR_REGEX = /^#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8})$/u;
/**
* [IMEI](https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity) regex.
*/
const IMEI_REGEX = /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/u;
/**
* [IPv4](https://en.wikipedia.org/wiki/IPv4) regex.
*/
const IPV4_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$/u;
/**
* [IPv6](https://en.wikipedia.org/wiki/IPv6) regex.
*/
const IPV6_REGEX = /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [IP](https://en.wikipedia.org/wiki/IP_address) regex.
*/
const IP_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$|^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date regex.
*/
const ISO_DATE_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time regex.
*/
const ISO_DATE_TIME_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time with seconds regex.
*/
const ISO_DATE_TIME_SECOND_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time regex.
*/
const ISO_TIME_REGEX = /^(?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time with seconds regex.
*/
const ISO_TIME_SECOND_REGEX = /^(?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) timestamp regex. Allows a
* space as a date/time separator and an optional space before the UTC offset.
*/
const ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) week regex.
*/
const ISO_WEEK_REGEX = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u;
/**
* [JWS compact serialization](https://datatracker.ietf.org/doc/html/rfc7515#section-3.1)
* regex.
*
* Hint: Empty payload and signature segments are allowed because the
* Base64URL-encoded representation of an empty octet sequence is an empty
* string.
*/
const JWS_COMPACT_REGEX = /^(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?$/u;
/**
* [ISRC](https://en.wikipedia.org/wiki/International_Standard_Recording_Code) regex.
*/
const ISRC_REGEX = /^(?:[A-Z]{2}[A-Z\d]{3}\d{7}|[A-Z]{2}-[A-Z\d]{3}-\d{2}-\d{5})$/u;
/**
* [KSUID](https://github.com/segmentio/ksuid) regex.
*/
const KSUID_REGEX = /^[a-zA-Z0-9]{27}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 48 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC48_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 64 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC64_REGEX = /^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$|^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [Nano ID](https://github.com/ai/nanoid) regex.
*/
const NANO_ID_REGEX = /^[\w-]+$/u;
/**
* [Octal](https://en.wikipedia.org/wiki/Octal) regex.
*/
const OCTAL_REGEX = /^(?:0o)?[0-7]+$/u;
/**
* [RFC 5322 email address](https://datatracker.ietf.org/doc/html/rfc5322#section-3.4.1) regex.
*
* Hint: This regex was taken from the [HTML Living Standard Specification](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address) and does not perfectly represent RFC 5322.
*/
const RFC_EMAIL_REGEX = /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/**
* [Slug](https://en.wikipedia.org/wiki/Clean_URL#Slug) regex.
*/
const SLUG_REGEX = /^[\da-z]+(?:[-_][\da-z]+)*$/u;
/**
* [ULID](https://github.com/ulid/spec) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* Hint: The first character is restricted to `[0-7]` because the 48-bit
* timestamp cannot exceed 2^48-1, making the maximum valid ULID
* `7ZZZZZZZZZZZZZZZZZZZZZZZZZ` in Crockford's Base32 encoding.
*/
const ULID_REGEX = /^[0-7][\da-hjkmnp-tv-zA-HJKMNP-TV-Z]{25}$/u;
/**
* [UUID](https://en.wikipedia.org/wiki/Universally_unique_identifier) regex.
*/
const UUID_REGEX = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

//#endregion
//#region src/actions/base64/base64.ts
/* @__NO_SIDE_EFFECTS__ */
function base64(message$1) {
	return {
		kind: "validation",
		type: "base64",
		reference: base64,
		async: false,
		expects: null,
		requirement: BASE64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bic/bic.ts
/* @__NO_SIDE_EFFECTS__ */
function bic(message$1) {
	return {
		kind: "validation",
		type: "bic",
		reference: bic,
		async: false,
		expects: null,
		requirement: BIC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "BIC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/brand/brand.ts
/**
* Creates a brand transformation action.
*
* @param name The brand name.
*
* @returns A brand action.
*/
/* @__NO_SIDE_EFFECTS__ */
function brand(name) {
	return {
		kind: "transformation",
		type: "brand",
		reference: brand,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bytes/bytes.ts
/* @__NO_SIDE_EFFECTS__ */
function bytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "bytes",
		reference: bytes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 !== this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/check.ts
/* @__NO_SIDE_EFFECTS__ */
function check(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: check,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/checkAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: checkAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItems.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItems(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItems,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) for (let index = 0; index < dataset.value.length; index++) {
				const item = dataset.value[index];
				if (!this.requirement(item, index, dataset.value)) _addIssue(this, "item", dataset, config$1, {
					input: item,
					path: [{
						type: "array",
						origin: "value",
						input: dataset.value,
						key: index,
						value: item
					}]
				});
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItemsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItemsAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItemsAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed) {
				const requirementResults = await Promise.all(dataset.value.map(this.requirement));
				for (let index = 0; index < dataset.value.length; index++) if (!requirementResults[index]) {
					const item = dataset.value[index];
					_addIssue(this, "item", dataset, config$1, {
						input: item,
						path: [{
							type: "array",
							origin: "value",
							input: dataset.value,
							key: index,
							value: item
						}]
					});
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/codePoints/codePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function codePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "code_points",
		reference: codePoints,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/creditCard/creditCard.ts
/**
* Credit card regex.
*/
const CREDIT_CARD_REGEX = /^(?:\d{13,19}|\d{4}(?: \d{3,6}){2,4}|\d{4}(?:-\d{3,6}){2,4})$/u;
/**
* Sanitize regex.
*/
const SANITIZE_REGEX = /[- ]/gu;
/**
* Provider regex list.
*/
const PROVIDER_REGEX_LIST = (/* unused pure expression or super */ null && ([
	/^3[47]\d{13}$/u,
	/^3(?:0[0-5]|[68]\d)\d{11,13}$/u,
	/^6(?:011|5\d{2})\d{12,15}$/u,
	/^(?:2131|1800|35\d{3})\d{11}$/u,
	/^(?:5[1-5]\d{2}|222\d|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/u,
	/^(?:6[27]\d{14,17}|81\d{14,17})$/u,
	/^4\d{12}(?:\d{3,6})?$/u
]));
/* @__NO_SIDE_EFFECTS__ */
function creditCard(message$1) {
	return {
		kind: "validation",
		type: "credit_card",
		reference: creditCard,
		async: false,
		expects: null,
		requirement(input) {
			let sanitized;
			return CREDIT_CARD_REGEX.test(input) && (sanitized = input.replace(SANITIZE_REGEX, "")) && PROVIDER_REGEX_LIST.some((regex$1) => regex$1.test(sanitized)) && /* @__PURE__ */ _isLuhnAlgo(sanitized);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "credit card", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/cuid2/cuid2.ts
/* @__NO_SIDE_EFFECTS__ */
function cuid2(message$1) {
	return {
		kind: "validation",
		type: "cuid2",
		reference: cuid2,
		async: false,
		expects: null,
		requirement: CUID2_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Cuid2", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/decimal/decimal.ts
/* @__NO_SIDE_EFFECTS__ */
function decimal(message$1) {
	return {
		kind: "validation",
		type: "decimal",
		reference: decimal,
		async: false,
		expects: null,
		requirement: DECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "decimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/description/description.ts
/**
* Creates a description metadata action.
*
* @param description_ The description text.
*
* @returns A description action.
*/
/* @__NO_SIDE_EFFECTS__ */
function description(description_) {
	return {
		kind: "metadata",
		type: "description",
		reference: description,
		description: description_
	};
}

//#endregion
//#region src/actions/digits/digits.ts
/* @__NO_SIDE_EFFECTS__ */
function digits(message$1) {
	return {
		kind: "validation",
		type: "digits",
		reference: digits,
		async: false,
		expects: null,
		requirement: DIGITS_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "digits", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/domain/domain.ts
/* @__NO_SIDE_EFFECTS__ */
function domain(message$1) {
	return {
		kind: "validation",
		type: "domain",
		reference: domain,
		expects: null,
		async: false,
		requirement: DOMAIN_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "domain", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/email/email.ts
/* @__NO_SIDE_EFFECTS__ */
function email(message$1) {
	return {
		kind: "validation",
		type: "email",
		reference: email,
		expects: null,
		async: false,
		requirement: EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/emoji/emoji.ts
/* @__NO_SIDE_EFFECTS__ */
function emoji(message$1) {
	return {
		kind: "validation",
		type: "emoji",
		reference: emoji,
		async: false,
		expects: null,
		requirement: EMOJI_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "emoji", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/empty/empty.ts
/* @__NO_SIDE_EFFECTS__ */
function empty(message$1) {
	return {
		kind: "validation",
		type: "empty",
		reference: empty,
		async: false,
		expects: "0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/endsWith/endsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function endsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "ends_with",
		reference: endsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.endsWith(this.requirement)) _addIssue(this, "end", dataset, config$1, { received: `"${dataset.value.slice(-this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/entries/entries.ts
/* @__NO_SIDE_EFFECTS__ */
function entries(requirement, message$1) {
	return {
		kind: "validation",
		type: "entries",
		reference: entries,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count !== this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/everyItem/everyItem.ts
/* @__NO_SIDE_EFFECTS__ */
function everyItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "every_item",
		reference: everyItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.every(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/examples/examples.ts
/**
* Creates an examples metadata action.
*
* @param examples_ The examples.
*
* @returns An examples action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function examples(examples_) {
	return {
		kind: "metadata",
		type: "examples",
		reference: examples,
		examples: examples_
	};
}

//#endregion
//#region src/actions/excludes/excludes.ts
/* @__NO_SIDE_EFFECTS__ */
function excludes(requirement, message$1) {
	const received = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "excludes",
		reference: excludes,
		async: false,
		expects: `!${received}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/filterItems/filterItems.ts
/* @__NO_SIDE_EFFECTS__ */
function filterItems(operation) {
	return {
		kind: "transformation",
		type: "filter_items",
		reference: filterItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.filter(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/findItem/findItem.ts
/* @__NO_SIDE_EFFECTS__ */
function findItem(operation) {
	return {
		kind: "transformation",
		type: "find_item",
		reference: findItem,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.find(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/finite/finite.ts
/* @__NO_SIDE_EFFECTS__ */
function finite(message$1) {
	return {
		kind: "validation",
		type: "finite",
		reference: finite,
		async: false,
		expects: null,
		requirement: Number.isFinite,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/flavor/flavor.ts
/**
* Creates a flavor transformation action.
*
* @param name The flavor name.
*
* @returns A flavor action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function flavor(name) {
	return {
		kind: "transformation",
		type: "flavor",
		reference: flavor,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/graphemes/graphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function graphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "graphemes",
		reference: graphemes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/gtValue/gtValue.ts
/* @__NO_SIDE_EFFECTS__ */
function gtValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "gt_value",
		reference: gtValue,
		async: false,
		expects: `>${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value > this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/guard/guard.ts
/* @__NO_SIDE_EFFECTS__ */
function guard(requirement, message$1) {
	return {
		kind: "transformation",
		type: "guard",
		reference: guard,
		async: false,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) {
				_addIssue(this, "input", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hash/hash.ts
/**
* Hash lengths object.
*/
const HASH_LENGTHS = {
	md4: 32,
	md5: 32,
	sha1: 40,
	sha256: 64,
	sha384: 96,
	sha512: 128,
	ripemd128: 32,
	ripemd160: 40,
	tiger128: 32,
	tiger160: 40,
	tiger192: 48,
	crc32: 8,
	crc32b: 8,
	adler32: 8
};
/* @__NO_SIDE_EFFECTS__ */
function hash(types, message$1) {
	return {
		kind: "validation",
		type: "hash",
		reference: hash,
		expects: null,
		async: false,
		requirement: RegExp(types.map((type) => `^[a-fA-F0-9]{${HASH_LENGTHS[type]}}$`).join("|"), "u"),
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hash", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexadecimal/hexadecimal.ts
/* @__NO_SIDE_EFFECTS__ */
function hexadecimal(message$1) {
	return {
		kind: "validation",
		type: "hexadecimal",
		reference: hexadecimal,
		async: false,
		expects: null,
		requirement: HEXADECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hexadecimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexColor/hexColor.ts
/* @__NO_SIDE_EFFECTS__ */
function hexColor(message$1) {
	return {
		kind: "validation",
		type: "hex_color",
		reference: hexColor,
		async: false,
		expects: null,
		requirement: HEX_COLOR_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hex color", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/imei/imei.ts
/* @__NO_SIDE_EFFECTS__ */
function imei(message$1) {
	return {
		kind: "validation",
		type: "imei",
		reference: imei,
		async: false,
		expects: null,
		requirement(input) {
			return IMEI_REGEX.test(input) && /* @__PURE__ */ _isLuhnAlgo(input);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "IMEI", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/includes/includes.ts
/* @__NO_SIDE_EFFECTS__ */
function includes(requirement, message$1) {
	const expects = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "includes",
		reference: includes,
		async: false,
		expects,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received: `!${expects}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/integer/integer.ts
/* @__NO_SIDE_EFFECTS__ */
function integer(message$1) {
	return {
		kind: "validation",
		type: "integer",
		reference: integer,
		async: false,
		expects: null,
		requirement: Number.isInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ip/ip.ts
/* @__NO_SIDE_EFFECTS__ */
function ip(message$1) {
	return {
		kind: "validation",
		type: "ip",
		reference: ip,
		async: false,
		expects: null,
		requirement: IP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IP", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv4/ipv4.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv4(message$1) {
	return {
		kind: "validation",
		type: "ipv4",
		reference: ipv4,
		async: false,
		expects: null,
		requirement: IPV4_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv4", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv6/ipv6.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv6(message$1) {
	return {
		kind: "validation",
		type: "ipv6",
		reference: ipv6,
		async: false,
		expects: null,
		requirement: IPV6_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv6", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn10.ts
/**
* [Validates an ISBN-10](https://en.wikipedia.org/wiki/ISBN#ISBN-10_check_digits).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-10, `false` otherwise.
*
* @internal
*/
function _isIsbn10(input) {
	const digits$1 = input.split("").map((c) => c === "X" ? 10 : parseInt(c));
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += digits$1[i] * (10 - i);
	return sum % 11 === 0;
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn13.ts
/**
* [Validates an ISBN-13](https://en.wikipedia.org/wiki/ISBN#ISBN-13_check_digit_calculation).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-13, `false` otherwise.
*
* @internal
*/
function _isIsbn13(input) {
	const digits$1 = input.split("").map((c) => parseInt(c));
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += digits$1[i] * (i % 2 === 0 ? 1 : 3);
	return sum % 10 === 0;
}

//#endregion
//#region src/actions/isbn/isbn.ts
/**
* ISBN separator regex.
*/
const ISBN_SEPARATOR_REGEX = /[- ]/gu;
/**
* ISBN-10 detection regex.
*/
const ISBN_10_DETECTION_REGEX = /^\d{9}[\dX]$/u;
/**
* ISBN-13 detection regex.
*/
const ISBN_13_DETECTION_REGEX = /^\d{13}$/u;
/* @__NO_SIDE_EFFECTS__ */
function isbn(message$1) {
	return {
		kind: "validation",
		type: "isbn",
		reference: isbn,
		async: false,
		expects: null,
		requirement(input) {
			const replacedInput = input.replace(ISBN_SEPARATOR_REGEX, "");
			if (ISBN_10_DETECTION_REGEX.test(replacedInput)) return _isIsbn10(replacedInput);
			else if (ISBN_13_DETECTION_REGEX.test(replacedInput)) return _isIsbn13(replacedInput);
			return false;
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "ISBN", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isrc/isrc.ts
/* @__NO_SIDE_EFFECTS__ */
function isrc(message$1) {
	return {
		kind: "validation",
		type: "isrc",
		reference: isrc,
		async: false,
		expects: null,
		requirement: ISRC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ISRC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDate/isoDate.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDate(message$1) {
	return {
		kind: "validation",
		type: "iso_date",
		reference: isoDate,
		async: false,
		expects: null,
		requirement: ISO_DATE_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTime/isoDateTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTime(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time",
		reference: isoDateTime,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTimeSecond/isoDateTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time_second",
		reference: isoDateTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTime/isoTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTime(message$1) {
	return {
		kind: "validation",
		type: "iso_time",
		reference: isoTime,
		async: false,
		expects: null,
		requirement: ISO_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimeSecond/isoTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_time_second",
		reference: isoTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimestamp/isoTimestamp.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimestamp(message$1) {
	return {
		kind: "validation",
		type: "iso_timestamp",
		reference: isoTimestamp,
		async: false,
		expects: null,
		requirement: ISO_TIMESTAMP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoWeek/isoWeek.ts
/* @__NO_SIDE_EFFECTS__ */
function isoWeek(message$1) {
	return {
		kind: "validation",
		type: "iso_week",
		reference: isoWeek,
		async: false,
		expects: null,
		requirement: ISO_WEEK_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "week", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/jwsCompact/jwsCompact.ts
/* @__NO_SIDE_EFFECTS__ */
function jwsCompact(message$1) {
	return {
		kind: "validation",
		type: "jws_compact",
		reference: jwsCompact,
		async: false,
		expects: null,
		requirement: JWS_COMPACT_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "JWS compact", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ksuid/ksuid.ts
/* @__NO_SIDE_EFFECTS__ */
function ksuid(message$1) {
	return {
		kind: "validation",
		type: "ksuid",
		reference: ksuid,
		async: false,
		expects: null,
		requirement: KSUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "KSUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/length/length.ts
/* @__NO_SIDE_EFFECTS__ */
function length(requirement, message$1) {
	return {
		kind: "validation",
		type: "length",
		reference: length,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length !== this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ltValue/ltValue.ts
/* @__NO_SIDE_EFFECTS__ */
function ltValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "lt_value",
		reference: ltValue,
		async: false,
		expects: `<${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value < this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac/mac.ts
/* @__NO_SIDE_EFFECTS__ */
function mac(message$1) {
	return {
		kind: "validation",
		type: "mac",
		reference: mac,
		async: false,
		expects: null,
		requirement: MAC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac48/mac48.ts
/* @__NO_SIDE_EFFECTS__ */
function mac48(message$1) {
	return {
		kind: "validation",
		type: "mac48",
		reference: mac48,
		async: false,
		expects: null,
		requirement: MAC48_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "48-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac64/mac64.ts
/* @__NO_SIDE_EFFECTS__ */
function mac64(message$1) {
	return {
		kind: "validation",
		type: "mac64",
		reference: mac64,
		async: false,
		expects: null,
		requirement: MAC64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "64-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mapItems/mapItems.ts
/* @__NO_SIDE_EFFECTS__ */
function mapItems(operation) {
	return {
		kind: "transformation",
		type: "map_items",
		reference: mapItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.map(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxBytes/maxBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_bytes",
		reference: maxBytes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 > this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxCodePoints/maxCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function maxCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_code_points",
		reference: maxCodePoints,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxEntries/maxEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function maxEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_entries",
		reference: maxEntries,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count > this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxGraphemes/maxGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_graphemes",
		reference: maxGraphemes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxLength/maxLength.ts
/* @__NO_SIDE_EFFECTS__ */
function maxLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_length",
		reference: maxLength,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxSize/maxSize.ts
/* @__NO_SIDE_EFFECTS__ */
function maxSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_size",
		reference: maxSize,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size > this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxValue/maxValue.ts
/* @__NO_SIDE_EFFECTS__ */
function maxValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_value",
		reference: maxValue,
		async: false,
		expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxWords/maxWords.ts
/* @__NO_SIDE_EFFECTS__ */
function maxWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "max_words",
		reference: maxWords,
		async: false,
		expects: `<=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count > this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/metadata/metadata.ts
/**
* Creates a custom metadata action.
*
* @param metadata_ The metadata object.
*
* @returns A metadata action.
*/
/* @__NO_SIDE_EFFECTS__ */
function metadata(metadata_) {
	return {
		kind: "metadata",
		type: "metadata",
		reference: metadata,
		metadata: metadata_
	};
}

//#endregion
//#region src/actions/mimeType/mimeType.ts
/* @__NO_SIDE_EFFECTS__ */
function mimeType(requirement, message$1) {
	return {
		kind: "validation",
		type: "mime_type",
		reference: mimeType,
		async: false,
		expects: /* @__PURE__ */ _joinExpects(requirement.map((option) => `"${option}"`), "|"),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.includes(dataset.value.type)) _addIssue(this, "MIME type", dataset, config$1, { received: `"${dataset.value.type}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minBytes/minBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function minBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_bytes",
		reference: minBytes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 < this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minCodePoints/minCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function minCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_code_points",
		reference: minCodePoints,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minEntries/minEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function minEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_entries",
		reference: minEntries,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count < this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minGraphemes/minGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function minGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_graphemes",
		reference: minGraphemes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minLength/minLength.ts
/* @__NO_SIDE_EFFECTS__ */
function minLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_length",
		reference: minLength,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minSize/minSize.ts
/* @__NO_SIDE_EFFECTS__ */
function minSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_size",
		reference: minSize,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size < this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minValue/minValue.ts
/* @__NO_SIDE_EFFECTS__ */
function minValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_value",
		reference: minValue,
		async: false,
		expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minWords/minWords.ts
/* @__NO_SIDE_EFFECTS__ */
function minWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "min_words",
		reference: minWords,
		async: false,
		expects: `>=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count < this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/multipleOf/multipleOf.ts
/* @__NO_SIDE_EFFECTS__ */
function multipleOf(requirement, message$1) {
	return {
		kind: "validation",
		type: "multiple_of",
		reference: multipleOf,
		async: false,
		expects: `%${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value % this.requirement != 0) _addIssue(this, "multiple", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nanoid/nanoid.ts
/* @__NO_SIDE_EFFECTS__ */
function nanoid(message$1) {
	return {
		kind: "validation",
		type: "nanoid",
		reference: nanoid,
		async: false,
		expects: null,
		requirement: NANO_ID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Nano ID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nonEmpty/nonEmpty.ts
/* @__NO_SIDE_EFFECTS__ */
function nonEmpty(message$1) {
	return {
		kind: "validation",
		type: "non_empty",
		reference: nonEmpty,
		async: false,
		expects: "!0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/normalize/normalize.ts
/* @__NO_SIDE_EFFECTS__ */
function normalize(form) {
	return {
		kind: "transformation",
		type: "normalize",
		reference: normalize,
		async: false,
		form,
		"~run"(dataset) {
			dataset.value = dataset.value.normalize(this.form);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notBytes/notBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function notBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_bytes",
		reference: notBytes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 === this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notCodePoints/notCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function notCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_code_points",
		reference: notCodePoints,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notEntries/notEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function notEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_entries",
		reference: notEntries,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count === this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notGraphemes/notGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function notGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_graphemes",
		reference: notGraphemes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notLength/notLength.ts
/* @__NO_SIDE_EFFECTS__ */
function notLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_length",
		reference: notLength,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notSize/notSize.ts
/* @__NO_SIDE_EFFECTS__ */
function notSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_size",
		reference: notSize,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size === this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValue/notValue.ts
/* @__NO_SIDE_EFFECTS__ */
function notValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_value",
		reference: notValue,
		async: false,
		expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${/* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && /* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValues/notValues.ts
/* @__NO_SIDE_EFFECTS__ */
function notValues(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_values",
		reference: notValues,
		async: false,
		expects: `!${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notWords/notWords.ts
/* @__NO_SIDE_EFFECTS__ */
function notWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "not_words",
		reference: notWords,
		async: false,
		expects: `!${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count === this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/octal/octal.ts
/* @__NO_SIDE_EFFECTS__ */
function octal(message$1) {
	return {
		kind: "validation",
		type: "octal",
		reference: octal,
		async: false,
		expects: null,
		requirement: OCTAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "octal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseBoolean/parseBoolean.ts
const TRUTHY = (/* unused pure expression or super */ null && ([
	true,
	1,
	"true",
	"1",
	"yes",
	"y",
	"on",
	"enabled"
]));
const FALSY = (/* unused pure expression or super */ null && ([
	false,
	0,
	"false",
	"0",
	"no",
	"n",
	"off",
	"disabled"
]));
/* @__NO_SIDE_EFFECTS__ */
function parseBoolean(config$1, message$1) {
	const normalize$1 = (v) => typeof v === "string" ? v.toLowerCase() : v;
	const truthyRaw = config$1?.truthy ?? TRUTHY;
	const falsyRaw = config$1?.falsy ?? FALSY;
	const truthy = config$1?.truthy ? config$1.truthy.map(normalize$1) : TRUTHY;
	const falsy = config$1?.falsy ? config$1.falsy.map(normalize$1) : FALSY;
	return {
		kind: "transformation",
		type: "parse_boolean",
		reference: parseBoolean,
		expects: /* @__PURE__ */ _joinExpects([...truthyRaw, ...falsyRaw].map(_stringify), "|"),
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			const input = normalize$1(dataset.value);
			if (truthy.includes(input)) dataset.value = true;
			else if (falsy.includes(input)) dataset.value = false;
			else {
				_addIssue(this, "boolean", dataset, config$2);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseJson/parseJson.ts
/* @__NO_SIDE_EFFECTS__ */
function parseJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "parse_json",
		reference: parseJson,
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				dataset.value = JSON.parse(dataset.value, this.config?.reviver);
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/utils/_isPartiallyTyped/_isPartiallyTyped.ts
/**
* Checks if a dataset is partially typed.
*
* @param dataset The dataset to check.
* @param paths The paths to check.
*
* @returns Whether it is partially typed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isPartiallyTyped(dataset, paths) {
	if (dataset.issues) for (const path of paths) for (const issue of dataset.issues) {
		let typed = false;
		const bound = Math.min(path.length, issue.path?.length ?? 0);
		for (let index = 0; index < bound; index++) if (path[index] !== issue.path[index].key && (path[index] !== "$" || issue.path[index].type !== "array")) {
			typed = true;
			break;
		}
		if (!typed) return false;
	}
	return true;
}

//#endregion
//#region src/actions/partialCheck/partialCheck.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheck(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheck,
		async: false,
		expects: null,
		paths,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/partialCheckAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheckAsync(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheckAsync,
		async: true,
		expects: null,
		paths,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheck.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheck(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheck,
		async: false,
		expects: null,
		"~run"(dataset, config$1) {
			action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheckAsync.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheckAsync(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheckAsync,
		async: true,
		expects: null,
		async "~run"(dataset, config$1) {
			await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransform.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransform(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransform,
		async: false,
		"~run"(dataset, config$1) {
			const output = action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransformAsync.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransformAsync(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransformAsync,
		async: true,
		async "~run"(dataset, config$1) {
			const output = await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/readonly/readonly.ts
/* @__NO_SIDE_EFFECTS__ */
function readonly() {
	return {
		kind: "transformation",
		type: "readonly",
		reference: readonly,
		async: false,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/reduceItems/reduceItems.ts
/* @__NO_SIDE_EFFECTS__ */
function reduceItems(operation, initial) {
	return {
		kind: "transformation",
		type: "reduce_items",
		reference: reduceItems,
		async: false,
		operation,
		initial,
		"~run"(dataset) {
			dataset.value = dataset.value.reduce(this.operation, this.initial);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/regex/regex.ts
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returns.ts
/* @__NO_SIDE_EFFECTS__ */
function returns(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returns,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const returnsDataset = this.schema["~run"]({ value: func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returnsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function returnsAsync(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returnsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args_) => {
				const returnsDataset = await this.schema["~run"]({ value: await func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rfcEmail/rfcEmail.ts
/* @__NO_SIDE_EFFECTS__ */
function rfcEmail(message$1) {
	return {
		kind: "validation",
		type: "rfc_email",
		reference: rfcEmail,
		expects: null,
		async: false,
		requirement: RFC_EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/safeInteger/safeInteger.ts
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/size/size.ts
/* @__NO_SIDE_EFFECTS__ */
function size(requirement, message$1) {
	return {
		kind: "validation",
		type: "size",
		reference: size,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size !== this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/slug/slug.ts
/* @__NO_SIDE_EFFECTS__ */
function slug(message$1) {
	return {
		kind: "validation",
		type: "slug",
		reference: slug,
		async: false,
		expects: null,
		requirement: SLUG_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "slug", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/someItem/someItem.ts
/* @__NO_SIDE_EFFECTS__ */
function someItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "some_item",
		reference: someItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.some(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/sortItems/sortItems.ts
/* @__NO_SIDE_EFFECTS__ */
function sortItems(operation) {
	return {
		kind: "transformation",
		type: "sort_items",
		reference: sortItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.sort(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/startsWith/startsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function startsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "starts_with",
		reference: startsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.startsWith(this.requirement)) _addIssue(this, "start", dataset, config$1, { received: `"${dataset.value.slice(0, this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/stringifyJson/stringifyJson.ts
/* @__NO_SIDE_EFFECTS__ */
function stringifyJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "stringify_json",
		reference: stringifyJson,
		message: message$1,
		config: config$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				const output = JSON.stringify(dataset.value, this.config?.replacer, this.config?.space);
				if (output === void 0) {
					_addIssue(this, "JSON", dataset, config$2);
					dataset.typed = false;
				} else dataset.value = output;
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/title/title.ts
/**
* Creates a title metadata action.
*
* @param title_ The title text.
*
* @returns A title action.
*/
/* @__NO_SIDE_EFFECTS__ */
function title(title_) {
	return {
		kind: "metadata",
		type: "title",
		reference: title,
		title: title_
	};
}

//#endregion
//#region src/actions/toBigint/toBigint.ts
/* @__NO_SIDE_EFFECTS__ */
function toBigint(message$1) {
	return {
		kind: "transformation",
		type: "to_bigint",
		reference: toBigint,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = BigInt(dataset.value);
			} catch {
				_addIssue(this, "bigint", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toBoolean/toBoolean.ts
/**
* Creates a to boolean transformation action.
*
* @returns A to boolean action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toBoolean() {
	return {
		kind: "transformation",
		type: "to_boolean",
		reference: toBoolean,
		async: false,
		"~run"(dataset) {
			dataset.value = Boolean(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toCamelCase/toCamelCase.ts
/**
* Creates a to camel case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2Name`).
*
* @returns A to camel case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toCamelCase() {
	return {
		kind: "transformation",
		type: "to_camel_case",
		reference: toCamelCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", false, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toDate/toDate.ts
/* @__NO_SIDE_EFFECTS__ */
function toDate(message$1) {
	return {
		kind: "transformation",
		type: "to_date",
		reference: toDate,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = new Date(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "date", dataset, config$1, { received: "\"Invalid Date\"" });
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "date", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toKebabCase/toKebabCase.ts
/**
* Creates a to kebab case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse-url-value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2-name`).
*
* @returns A to kebab case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toKebabCase() {
	return {
		kind: "transformation",
		type: "to_kebab_case",
		reference: toKebabCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "-", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toLowerCase/toLowerCase.ts
/**
* Creates a to lower case transformation action.
*
* @returns A to lower case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toLowerCase() {
	return {
		kind: "transformation",
		type: "to_lower_case",
		reference: toLowerCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toLowerCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMaxValue/toMaxValue.ts
/**
* Creates a to max value transformation action.
*
* @param requirement The maximum value.
*
* @returns A to max value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMaxValue(requirement) {
	return {
		kind: "transformation",
		type: "to_max_value",
		reference: toMaxValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value > this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMinValue/toMinValue.ts
/**
* Creates a to min value transformation action.
*
* @param requirement The minimum value.
*
* @returns A to min value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMinValue(requirement) {
	return {
		kind: "transformation",
		type: "to_min_value",
		reference: toMinValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value < this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toNumber/toNumber.ts
/* @__NO_SIDE_EFFECTS__ */
function toNumber(message$1) {
	return {
		kind: "transformation",
		type: "to_number",
		reference: toNumber,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = Number(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "number", dataset, config$1);
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "number", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toPascalCase/toPascalCase.ts
/**
* Creates a to pascal case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `ParseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `Item2Name`).
*
* @returns A to pascal case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toPascalCase() {
	return {
		kind: "transformation",
		type: "to_pascal_case",
		reference: toPascalCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", true, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toSnakeCase/toSnakeCase.ts
/**
* Creates a to snake case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse_url_value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2_name`).
*
* @returns A to snake case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toSnakeCase() {
	return {
		kind: "transformation",
		type: "to_snake_case",
		reference: toSnakeCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "_", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toString/toString.ts
/* @__NO_SIDE_EFFECTS__ */
function toString(message$1) {
	return {
		kind: "transformation",
		type: "to_string",
		reference: toString,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = String(dataset.value);
			} catch {
				_addIssue(this, "string", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toUpperCase/toUpperCase.ts
/**
* Creates a to upper case transformation action.
*
* @returns A to upper case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toUpperCase() {
	return {
		kind: "transformation",
		type: "to_upper_case",
		reference: toUpperCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toUpperCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transform.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transform(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transform,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transformAsync.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transformAsync(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transformAsync,
		async: true,
		operation,
		async "~run"(dataset) {
			dataset.value = await this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trim/trim.ts
/**
* Creates a trim transformation action.
*
* @returns A trim action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trim() {
	return {
		kind: "transformation",
		type: "trim",
		reference: trim,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trim();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimEnd/trimEnd.ts
/**
* Creates a trim end transformation action.
*
* @returns A trim end action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimEnd() {
	return {
		kind: "transformation",
		type: "trim_end",
		reference: trimEnd,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimEnd();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimStart/trimStart.ts
/**
* Creates a trim start transformation action.
*
* @returns A trim start action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimStart() {
	return {
		kind: "transformation",
		type: "trim_start",
		reference: trimStart,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimStart();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ulid/ulid.ts
/* @__NO_SIDE_EFFECTS__ */
function ulid(message$1) {
	return {
		kind: "validation",
		type: "ulid",
		reference: ulid,
		async: false,
		expects: null,
		requirement: ULID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ULID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/url/url.ts
/* @__NO_SIDE_EFFECTS__ */
function url(message$1) {
	return {
		kind: "validation",
		type: "url",
		reference: url,
		async: false,
		expects: null,
		requirement(input) {
			try {
				if (URL.canParse) return URL.canParse(input);
				new URL(input);
				return true;
			} catch {
				return false;
			}
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "URL", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/uuid/uuid.ts
/* @__NO_SIDE_EFFECTS__ */
function uuid(message$1) {
	return {
		kind: "validation",
		type: "uuid",
		reference: uuid,
		async: false,
		expects: null,
		requirement: UUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "UUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/value/value.ts
/* @__NO_SIDE_EFFECTS__ */
function value(requirement, message$1) {
	return {
		kind: "validation",
		type: "value",
		reference: value,
		async: false,
		expects: requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !/* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/values/values.ts
/* @__NO_SIDE_EFFECTS__ */
function values(requirement, message$1) {
	return {
		kind: "validation",
		type: "values",
		reference: values,
		async: false,
		expects: `${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/words/words.ts
/* @__NO_SIDE_EFFECTS__ */
function words(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "words",
		reference: words,
		async: false,
		expects: `${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count !== this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/const.ts
const ABORT_EARLY_CONFIG = { abortEarly: true };

//#endregion
//#region src/methods/assert/assert.ts
/**
* Checks if the input matches the schema. As this is an assertion function, it
* can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*/
function assert(schema, input) {
	const issues = schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
	if (issues) throw new ValiError(issues);
}

//#endregion
//#region src/methods/cache/_LruCache.ts
/**
* Efficient LRU cache using Map iteration order.
*/
var _LruCache = class {
	constructor(config$1) {
		this.refCount = 0;
		this.maxSize = config$1?.maxSize ?? 1e3;
		this.maxAge = config$1?.maxAge ?? Infinity;
		this.hasMaxAge = isFinite(this.maxAge);
	}
	/**
	* Stringifies an unknown input to a cache key component.
	*
	* @param input The unknown input.
	*
	* @returns A cache key component.
	*/
	stringify(input) {
		const type = typeof input;
		if (type === "string") return `"${input}"`;
		if (type === "number" || type === "boolean") return `${input}`;
		if (type === "bigint") return `${input}n`;
		if (type === "object" || type === "function") {
			if (input) {
				this.refIds ?? (this.refIds = /* @__PURE__ */ new WeakMap());
				let id = this.refIds.get(input);
				if (!id) {
					id = ++this.refCount;
					this.refIds.set(input, id);
				}
				return `#${id}`;
			}
			return "null";
		}
		return type;
	}
	/**
	* Creates a cache key from input and config.
	*
	* @param input The input value.
	* @param config The parse configuration.
	*
	* @returns The cache key.
	*/
	key(input, config$1 = {}) {
		return `${this.stringify(input)}|${this.stringify(config$1.lang)}|${this.stringify(config$1.message)}|${this.stringify(config$1.abortEarly)}|${this.stringify(config$1.abortPipeEarly)}`;
	}
	/**
	* Gets a value from the cache by key.
	*
	* @param key The cache key.
	*
	* @returns The cached value.
	*/
	get(key) {
		if (!this.store) return void 0;
		const entry = this.store.get(key);
		if (!entry) return void 0;
		if (this.hasMaxAge && Date.now() - entry[1] > this.maxAge) {
			this.store.delete(key);
			return;
		}
		this.store.delete(key);
		this.store.set(key, entry);
		return entry[0];
	}
	/**
	* Sets a value in the cache by key.
	*
	* @param key The cache key.
	* @param value The cached value.
	*/
	set(key, value$1) {
		this.store ?? (this.store = /* @__PURE__ */ new Map());
		this.store.delete(key);
		const timestamp = this.hasMaxAge ? Date.now() : 0;
		this.store.set(key, [value$1, timestamp]);
		if (this.store.size > this.maxSize) this.store.delete(this.store.keys().next().value);
	}
	/**
	* Clears all entries from the cache.
	*/
	clear() {
		this.store?.clear();
	}
};

//#endregion
//#region src/methods/cache/cache.ts
/* @__NO_SIDE_EFFECTS__ */
function cache(schema, config$1) {
	return _standardSchema({
		...schema,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		"~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			let outputDataset = this.cache.get(key);
			if (!outputDataset) this.cache.set(key, outputDataset = schema["~run"](dataset, runConfig));
			return /* @__PURE__ */ _cloneDataset(outputDataset);
		}
	});
}

//#endregion
//#region src/methods/cache/cacheAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function cacheAsync(schema, config$1) {
	let activeRuns;
	return _standardSchema({
		...schema,
		async: true,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		async "~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			const cached = this.cache.get(key);
			if (cached) return /* @__PURE__ */ _cloneDataset(cached);
			let promise$1 = activeRuns?.get(key);
			if (!promise$1) {
				activeRuns ?? (activeRuns = /* @__PURE__ */ new Map());
				promise$1 = Promise.resolve(schema["~run"](dataset, runConfig));
				activeRuns.set(key, promise$1);
			}
			try {
				const outputDataset = await promise$1;
				this.cache.set(key, outputDataset);
				return /* @__PURE__ */ _cloneDataset(outputDataset);
			} finally {
				activeRuns?.delete(key);
			}
		}
	});
}

//#endregion
//#region src/methods/config/config.ts
/**
* Changes the local configuration of a schema.
*
* @param schema The schema to configure.
* @param config The parse configuration.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function config(schema, config$1) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config_) {
			return schema["~run"](dataset, {
				...config_,
				...config$1
			});
		}
	});
}

//#endregion
//#region src/methods/getFallback/getFallback.ts
/**
* Returns the fallback value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The output dataset if available.
* @param config The config if available.
*
* @returns The fallback value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}

//#endregion
//#region src/methods/fallback/fallback.ts
/**
* Returns a fallback value as output if the input does not match the schema.
*
* @param schema The schema to catch.
* @param fallback The fallback value.
*
* @returns The passed schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/fallback/fallbackAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function fallbackAsync(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		async: true,
		async "~run"(dataset, config$1) {
			const outputDataset = await schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: await /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/flatten/flatten.ts
/* @__NO_SIDE_EFFECTS__ */
function flatten(issues) {
	const flatErrors = {};
	for (const issue of issues) if (issue.path) {
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) {
			if (!flatErrors.nested) flatErrors.nested = {};
			if (Object.prototype.hasOwnProperty.call(flatErrors.nested, dotPath)) flatErrors.nested[dotPath].push(issue.message);
			else flatErrors.nested[dotPath] = [issue.message];
		} else if (flatErrors.other) flatErrors.other.push(issue.message);
		else flatErrors.other = [issue.message];
	} else if (flatErrors.root) flatErrors.root.push(issue.message);
	else flatErrors.root = [issue.message];
	return flatErrors;
}

//#endregion
//#region src/methods/forward/forward.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forward(action, path) {
	return {
		...action,
		"~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/forward/forwardAsync.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forwardAsync(action, path) {
	return {
		...action,
		async: true,
		async "~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = await action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/getDefault/getDefault.ts
/**
* Returns the default value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The input dataset if available.
* @param config The config if available.
*
* @returns The default value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}

//#endregion
//#region src/methods/getDefaults/getDefaults.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefaults(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getDefaults(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getDefaults);
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDefaults/getDefaultsAsync.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getDefaultsAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getDefaultsAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getDefaultsAsync));
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDescription/getDescription.ts
/**
* Returns the description of the schema.
*
* If multiple descriptions are defined, the last one of the highest level is
* returned. If no description is defined, `undefined` is returned.
*
* @param schema The schema to get the description from.
*
* @returns The description, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getDescription(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "description");
}

//#endregion
//#region src/methods/getExamples/getExamples.ts
/**
* Returns the examples of a schema.
*
* If multiple examples are defined, it concatenates them using depth-first
* search. If no examples are defined, an empty array is returned.
*
* @param schema The schema to get the examples from.
*
* @returns The examples, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getExamples(schema) {
	const examples$1 = [];
	function depthFirstCollect(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstCollect(item);
			else if (item.kind === "metadata" && item.type === "examples") for (const example of item.examples) examples$1.push(example);
		}
	}
	depthFirstCollect(schema);
	return examples$1;
}

//#endregion
//#region src/methods/getFallbacks/getFallbacks.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallbacks(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getFallbacks(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getFallbacks);
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getFallbacks/getFallbacksAsync.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getFallbacksAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getFallbacksAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getFallbacksAsync));
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getMetadata/getMetadata.ts
/**
* Returns the metadata of a schema.
*
* If multiple metadata are defined, it shallowly merges them using depth-first
* search. If no metadata is defined, an empty object is returned.
*
* @param schema Schema to get the metadata from.
*
* @returns The metadata, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getMetadata(schema) {
	const result = {};
	function depthFirstMerge(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstMerge(item);
			else if (item.kind === "metadata" && item.type === "metadata") Object.assign(result, item.metadata);
		}
	}
	depthFirstMerge(schema);
	return result;
}

//#endregion
//#region src/methods/getTitle/getTitle.ts
/**
* Returns the title of the schema.
*
* If multiple titles are defined, the last one of the highest level is
* returned. If no title is defined, `undefined` is returned.
*
* @param schema The schema to get the title from.
*
* @returns The title, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getTitle(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "title");
}

//#endregion
//#region src/methods/is/is.ts
/**
* Checks if the input matches the schema. By using a type predicate, this
* function can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*
* @returns Whether the input matches the schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function is(schema, input) {
	return !schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
}

//#endregion
//#region src/schemas/any/any.ts
/**
* Creates an any schema.
*
* Hint: This schema function exists only for completeness and is not
* recommended in practice. Instead, `unknown` should be used to accept
* unknown data.
*
* @returns An any schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function any() {
	return _standardSchema({
		kind: "schema",
		type: "any",
		reference: any,
		expects: "any",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/array.ts
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/arrayAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function arrayAsync(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: arrayAsync,
		expects: "Array",
		async: true,
		item,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(input.map((value$1) => this.item["~run"]({ value: value$1 }, config$1)));
				for (let key = 0; key < itemDatasets.length; key++) {
					const itemDataset = itemDatasets[key];
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: input[key]
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/bigint/bigint.ts
/* @__NO_SIDE_EFFECTS__ */
function bigint(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "bigint",
		reference: bigint,
		expects: "bigint",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "bigint") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/blob/blob.ts
/* @__NO_SIDE_EFFECTS__ */
function blob(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "blob",
		reference: blob,
		expects: "Blob",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Blob) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/boolean/boolean.ts
/* @__NO_SIDE_EFFECTS__ */
function boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/custom.ts
/* @__NO_SIDE_EFFECTS__ */
function custom(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: custom,
		expects: "unknown",
		async: false,
		check: check$1,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/customAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function customAsync(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: customAsync,
		expects: "unknown",
		async: true,
		check: check$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (await this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/date/date.ts
/* @__NO_SIDE_EFFECTS__ */
function date(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "date",
		reference: date,
		expects: "Date",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Date) if (!isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1, { received: "\"Invalid Date\"" });
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/enum/enum.ts
/* @__NO_SIDE_EFFECTS__ */
function enum_(enum__, message$1) {
	const options = [];
	for (const key in enum__) if (`${+key}` !== key || typeof enum__[key] !== "string" || !Object.is(enum__[enum__[key]], +key)) options.push(enum__[key]);
	return _standardSchema({
		kind: "schema",
		type: "enum",
		reference: enum_,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		enum: enum__,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptional,
		expects: wrapped.expects,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptionalAsync,
		expects: wrapped.expects,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/file/file.ts
/* @__NO_SIDE_EFFECTS__ */
function file(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "file",
		reference: file,
		expects: "File",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof File) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/function/function.ts
/* @__NO_SIDE_EFFECTS__ */
function function_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "function",
		reference: function_,
		expects: "Function",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "function") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/instance/instance.ts
/* @__NO_SIDE_EFFECTS__ */
function instance(class_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "instance",
		reference: instance,
		expects: class_.name,
		async: false,
		class: class_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof this.class) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/utils/_merge/_merge.ts
/**
* Merges two values into one single output.
*
* @param value1 First value.
* @param value2 Second value.
*
* @returns The merge dataset.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _merge(value1, value2) {
	if (typeof value1 === typeof value2) {
		if (/* @__PURE__ */ _isSameValueZero(value1, value2) || value1 instanceof Date && value2 instanceof Date && /* @__PURE__ */ _isSameValueZero(+value1, +value2)) return { value: value1 };
		if (value1 && value2 && value1.constructor === Object && value2.constructor === Object) {
			const nextValue = {
				...value1,
				...value2
			};
			for (const key in value2) if (Object.prototype.hasOwnProperty.call(value1, key) && Object.prototype.hasOwnProperty.call(value2, key)) {
				const dataset = /* @__PURE__ */ _merge(value1[key], value2[key]);
				if (dataset.issue) return dataset;
				nextValue[key] = dataset.value;
			}
			return { value: nextValue };
		}
		if (Array.isArray(value1) && Array.isArray(value2)) {
			if (value1.length === value2.length) {
				const nextValue = [...value1];
				for (let index = 0; index < value1.length; index++) {
					const dataset = /* @__PURE__ */ _merge(value1[index], value2[index]);
					if (dataset.issue) return dataset;
					nextValue[index] = dataset.value;
				}
				return { value: nextValue };
			}
		}
	}
	return { issue: true };
}

//#endregion
//#region src/schemas/intersect/intersect.ts
/* @__NO_SIDE_EFFECTS__ */
function intersect(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersect,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				for (const schema of this.options) {
					const optionDataset = schema["~run"]({ value: input }, config$1);
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/intersectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function intersectAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersectAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				const optionDatasets = await Promise.all(this.options.map((schema) => schema["~run"]({ value: input }, config$1)));
				for (const optionDataset of optionDatasets) {
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazy.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazy(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazy,
		expects: "unknown",
		async: false,
		getter,
		"~run"(dataset, config$1) {
			return this.getter(dataset.value)["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazyAsync.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazyAsync(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazyAsync,
		expects: "unknown",
		async: true,
		getter,
		async "~run"(dataset, config$1) {
			return (await this.getter(dataset.value))["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/literal/literal.ts
/* @__NO_SIDE_EFFECTS__ */
function literal(literal_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "literal",
		reference: literal,
		expects: /* @__PURE__ */ _stringify(literal_),
		async: false,
		literal: literal_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObject.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/map.ts
/* @__NO_SIDE_EFFECTS__ */
function map(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: map,
		expects: "Map",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				for (const [inputKey, inputValue] of input) {
					const keyDataset = this.key["~run"]({ value: inputKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/mapAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function mapAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: mapAsync,
		expects: "Map",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				const datasets = await Promise.all([...input].map(([inputKey, inputValue]) => Promise.all([
					inputKey,
					inputValue,
					this.key["~run"]({ value: inputKey }, config$1),
					this.value["~run"]({ value: inputValue }, config$1)
				])));
				for (const [inputKey, inputValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nan/nan.ts
/* @__NO_SIDE_EFFECTS__ */
function nan(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "nan",
		reference: nan,
		expects: "NaN",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (Number.isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/never/never.ts
/* @__NO_SIDE_EFFECTS__ */
function never(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "never",
		reference: never,
		expects: "never",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			_addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullable(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullable,
		expects: "!null",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullableAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullableAsync,
		expects: "!null",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullish(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullish,
		expects: "(!null & !undefined)",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullishAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullishAsync,
		expects: "(!null & !undefined)",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptional(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptional,
		expects: "!undefined",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptionalAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptionalAsync,
		expects: "!undefined",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/null/null.ts
/* @__NO_SIDE_EFFECTS__ */
function null_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "null",
		reference: null_,
		expects: "null",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === null) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullableAsync,
		expects: `(${wrapped.expects} | null)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nullish(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullish,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullishAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullishAsync,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/number/number.ts
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/object.ts
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/objectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: objectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRest(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRest,
		expects: "Object",
		async: false,
		entries: entries$1,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) {
						const valueDataset = this.rest["~run"]({ value: input[key] }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: input[key]
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRestAsync(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRestAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				})), Promise.all(Object.entries(input).filter(([key]) => /* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)).map(async ([key, value$1]) => [
					key,
					value$1,
					await this.rest["~run"]({ value: value$1 }, config$1)
				]))]);
				for (const [key, value$1, valueSchema, valueDataset] of normalDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, valueDataset] of restDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/optional/optional.ts
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/optional/optionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function optionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optionalAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/picklist/picklist.ts
/* @__NO_SIDE_EFFECTS__ */
function picklist(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "picklist",
		reference: picklist,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/promise/promise.ts
/* @__NO_SIDE_EFFECTS__ */
function promise(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "promise",
		reference: promise,
		expects: "Promise",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Promise) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/record.ts
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/recordAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function recordAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: recordAsync,
		expects: "Object",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const datasets = await Promise.all(Object.entries(input).filter(([key$1]) => /* @__PURE__ */ _isValidObjectKey(input, key$1)).map(([entryKey, entryValue]) => Promise.all([
					entryKey,
					entryValue,
					this.key["~run"]({ value: entryKey }, config$1),
					this.value["~run"]({ value: entryValue }, config$1)
				])));
				for (const [entryKey, entryValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/set.ts
/* @__NO_SIDE_EFFECTS__ */
function set(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: set,
		expects: "Set",
		async: false,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				for (const inputValue of input) {
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/setAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function setAsync(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: setAsync,
		expects: "Set",
		async: true,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				const valueDatasets = await Promise.all([...input].map(async (inputValue) => [inputValue, await this.value["~run"]({ value: inputValue }, config$1)]));
				for (const [inputValue, valueDataset] of valueDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObject.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/string/string.ts
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/symbol/symbol.ts
/* @__NO_SIDE_EFFECTS__ */
function symbol(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "symbol",
		reference: symbol,
		expects: "symbol",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "symbol") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tuple.ts
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRest(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRest,
		expects: "Array",
		async: false,
		items,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.rest["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRestAsync(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRestAsync,
		expects: "Array",
		async: true,
		items,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				})), Promise.all(input.slice(this.items.length).map(async (value$1, key) => {
					return [
						key + this.items.length,
						value$1,
						await this.rest["~run"]({ value: value$1 }, config$1)
					];
				}))]);
				for (const [key, value$1, itemDataset] of normalDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, itemDataset] of restDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefined/undefined.ts
/* @__NO_SIDE_EFFECTS__ */
function undefined_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "undefined",
		reference: undefined_,
		expects: "undefined",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedable.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedable,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedableAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/union/utils/_subIssues/_subIssues.ts
/**
* Returns the sub issues of the provided datasets for the union issue.
*
* @param datasets The datasets.
*
* @returns The sub issues.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _subIssues(datasets) {
	let issues;
	if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
	else issues = dataset.issues;
	return issues;
}

//#endregion
//#region src/schemas/union/union.ts
/* @__NO_SIDE_EFFECTS__ */
function union(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: union,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/union/unionAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function unionAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: unionAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = await schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/unknown/unknown.ts
/**
* Creates a unknown schema.
*
* @returns A unknown schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variant.ts
/* @__NO_SIDE_EFFECTS__ */
function variant(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variant,
		expects: "Object",
		async: false,
		key,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variantAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function variantAsync(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variantAsync,
		expects: "Object",
		async: true,
		key,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = async (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") await parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? (await discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG)).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = await schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				await parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/void/void.ts
/* @__NO_SIDE_EFFECTS__ */
function void_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "void",
		reference: void_,
		expects: "void",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/keyof/keyof.ts
/* @__NO_SIDE_EFFECTS__ */
function keyof(schema, message$1) {
	return /* @__PURE__ */ picklist(Object.keys(schema.entries), message$1);
}

//#endregion
//#region src/methods/message/message.ts
/**
* Changes the local message configuration of a schema.
*
* @param schema The schema to configure.
* @param message_ The error message.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function message(schema, message_) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config$1) {
			return schema["~run"](dataset, {
				...config$1,
				message: message_
			});
		}
	});
}

//#endregion
//#region src/methods/omit/omit.ts
/**
* Creates a modified copy of an object schema that does not contain the
* selected entries.
*
* @param schema The schema to omit from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function omit(schema, keys) {
	const entries$1 = { ...schema.entries };
	for (const key of keys) delete entries$1[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/parse/parse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
function parse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parse/parseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
async function parseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parser/parser.ts
/* @__NO_SIDE_EFFECTS__ */
function parser(schema, config$1) {
	const func = (input) => parse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/parser/parserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function parserAsync(schema, config$1) {
	const func = (input) => parseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/partial/partial.ts
/* @__NO_SIDE_EFFECTS__ */
function partial(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optional(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/partial/partialAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialAsync(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optionalAsync(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pick/pick.ts
/**
* Creates a modified copy of an object schema that contains only the selected
* entries.
*
* @param schema The schema to pick from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function pick(schema, keys) {
	const entries$1 = {};
	for (const key of keys) entries$1[key] = schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pipe/pipe.ts
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/pipe/pipeAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function pipeAsync(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		async: true,
		async "~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = await item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/required/required.ts
/* @__NO_SIDE_EFFECTS__ */
function required(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptional(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/required/requiredAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function requiredAsync(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptionalAsync(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/safeParse/safeParse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParse/safeParseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
async function safeParseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParser/safeParser.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParser(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/safeParser/safeParserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParserAsync(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/summarize/summarize.ts
/**
* Summarize the error messages of issues in a pretty-printable multi-line string.
*
* @param issues The list of issues.
*
* @returns A summary of the issues.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function summarize(issues) {
	let summary = "";
	for (const issue of issues) {
		if (summary) summary += "\n";
		summary += `× ${issue.message}`;
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) summary += `\n  → at ${dotPath}`;
	}
	return summary;
}

//#endregion
//#region src/methods/unwrap/unwrap.ts
/**
* Unwraps the wrapped schema.
*
* @param schema The schema to be unwrapped.
*
* @returns The unwrapped schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unwrap(schema) {
	return schema.wrapped;
}

//#endregion


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
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
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
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
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
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(603);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
