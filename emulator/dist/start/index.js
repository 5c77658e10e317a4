import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LZ: () => (/* binding */ saveState),
/* harmony export */   V4: () => (/* binding */ getInput),
/* harmony export */   uH: () => (/* binding */ setOutput)
/* harmony export */ });
/* unused harmony export getState */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/** Inputs, outputs and state of a step, without the toolkit: the emulator uses nothing but Node. */


/** The value of an input; empty if it is not given. */
function getInput(name) {
    return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}
/**
 * Appends a value to one of the runner's files. A random delimiter encloses the value, so that a line of it cannot define another
 * output. Names are constants for the same reason.
 */
function append(variable, name, value) {
    const file = process.env[variable];
    if (file === undefined || file === '')
        throw new Error(`${variable} is not set: this is not a step of a workflow`);
    const delimiter = `ghadelimiter_${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.appendFileSync)(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`, 'utf8');
}
/** Sets an output of the step. */
function setOutput(name, value) {
    append('GITHUB_OUTPUT', name, value);
}
/** Saves a value for the post step. */
function saveState(name, value) {
    append('GITHUB_STATE', name, value);
}
/** A value that the main step saved; empty if it saved none. */
function getState(name) {
    return process.env[`STATE_${name}`] ?? '';
}


/***/ }),

/***/ 123:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  S: () => (/* binding */ fetchText)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: ./build/emulator/action/local-http.js
/** Requests to the emulator on this machine. */

/** The global agent may use a proxy (NODE_USE_ENV_PROXY); this one never does. */
const agent = new external_node_http_namespaceObject.Agent();
/** The body of a GET request; undefined for another status than 200, a network error, or no reply within two seconds. */
function fetchText(url) {
    return new Promise((resolve) => {
        const request = (0,external_node_http_namespaceObject.get)(url, { agent, timeout: 2000 }, (response) => {
            const chunks = [];
            response.on('data', (chunk) => chunks.push(chunk));
            response.on('error', () => resolve(undefined));
            response.on('end', () => resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString('utf8') : undefined));
        });
        request.on('timeout', () => request.destroy());
        request.on('error', () => resolve(undefined));
    });
}


/***/ }),

/***/ 395:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Rm: () => (/* binding */ log),
/* harmony export */   fz: () => (/* binding */ annotate),
/* harmony export */   ts: () => (/* binding */ logUntrusted)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/** The log of the step. */

/** Writes a line to the log. */
function log(line) {
    process.stdout.write(`${line}\n`);
}
/** Writes an annotation. Line breaks of the message are escaped. */
function annotate(level, message) {
    log(`::${level}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}
/**
 * Writes a collapsible group of untrusted lines. Workflow commands are switched off meanwhile, until a random word: seeds and
 * requests may contain them.
 */
function logUntrusted(title, lines) {
    const word = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    log(`::group::${title}`);
    log(`::stop-commands::${word}`);
    for (const line of lines)
        log(line);
    log(`::${word}::`);
    log('::endgroup::');
}


/***/ }),

/***/ 369:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(24);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(500);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(583);
/* harmony import */ var _file_commands_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(638);
/* harmony import */ var _local_http_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(123);
/* harmony import */ var _log_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(395);
/**
 * The main step of the action. Starts the emulator as a process that outlives the step, and waits until it answers. The exit code
 * is that of a failure until then.
 */










/** How long the emulator may take to answer. */
const START_TIMEOUT_MS = 30_000;
process.exitCode = 1;
const folder = process.env['RUNNER_TEMP'] || (0,node_os__WEBPACK_IMPORTED_MODULE_3__.tmpdir)();
// Unique file names: two steps of a job may use the action.
const name = (0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(folder, `emulator-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_1__.randomUUID)()}`);
const logFile = `${name}.log`;
try {
    const server = startServer();
    try {
        const url = await waitUntilListening(server);
        (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .saveState */ .LZ)('url', url);
        (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .setOutput */ .uH)('endpoint', `${url}/{service}/{region}`);
        (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .setOutput */ .uH)('base-url', url);
        for (const line of readLog())
            (0,_log_js__WEBPACK_IMPORTED_MODULE_8__/* .log */ .Rm)(line);
        process.exitCode = 0;
    }
    catch (problem) {
        server.kill('SIGKILL');
        // The process has ended: by the time of the post step, another process may have its id.
        (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .saveState */ .LZ)('pid', '');
        (0,_log_js__WEBPACK_IMPORTED_MODULE_8__/* .logUntrusted */ .ts)('Output of the emulator', readLog());
        throw problem;
    }
}
catch (problem) {
    (0,_log_js__WEBPACK_IMPORTED_MODULE_8__/* .annotate */ .fz)('error', `The emulator did not start: ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_9__/* .messageOf */ .bD)(problem)}`);
}
function startServer() {
    // The bundle in the folder beside this one. Its output goes to a file: a pipe would close when this step ends.
    const script = (0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(import.meta.dirname, '..', 'serve', 'index.js');
    const seed = seedFile((0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .getInput */ .V4)('seed'));
    const output = (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.openSync)(logFile, 'a', 0o600);
    const server = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(process.execPath, [script, '--port', (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .getInput */ .V4)('port') || '0', ...(seed === undefined ? [] : ['--seed', seed])], { detached: true, windowsHide: true, stdio: ['ignore', output, output] });
    (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.closeSync)(output);
    // Immediately: if the job is cancelled while this step waits, the post step must know which process to stop.
    (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .saveState */ .LZ)('pid', String(server.pid ?? ''));
    (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_6__/* .saveState */ .LZ)('log', logFile);
    server.unref();
    return server;
}
/** The path of the seed file. A seed in JSON is written to a file, because other users can read command lines. */
function seedFile(seed) {
    if (!seed.startsWith('{'))
        return seed === '' ? undefined : seed;
    const file = `${name}.json`;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.writeFileSync)(file, seed, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
    return file;
}
/** Waits until the emulator answers, and returns its base URL. */
async function waitUntilListening(server) {
    let spawnError;
    server.once('error', (error) => {
        spawnError = error;
    });
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (performance.now() < deadline) {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_5__.setTimeout)(50);
        if (spawnError !== undefined)
            throw spawnError;
        if (server.exitCode !== null || server.signalCode !== null)
            throw new Error(readLog()[0] ?? 'it ended without any output');
        const url = /^Huawei Cloud emulator: (http:\/\/127\.0\.0\.1:\d+)\//m.exec(readLog().join('\n'))?.[1];
        if (url !== undefined && (await (0,_local_http_js__WEBPACK_IMPORTED_MODULE_7__/* .fetchText */ .S)(`${url}/_/health`)) !== undefined)
            return url;
    }
    throw new Error(`no answer within ${START_TIMEOUT_MS / 1000} seconds`);
}
/** The lines that the emulator has printed so far. */
function readLog() {
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.existsSync)(logFile) ? (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.readFileSync)(logFile, 'utf8').trimEnd() : '';
    return text === '' ? [] : text.split('\n');
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf)
/* harmony export */ });
/* unused harmony exports validationError, isRecord, text, anyText, flag, number, integer, oneOf, anything, list, dictionary, optional, object, either, variants */
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
/******/ var __webpack_exports__ = __nccwpck_require__(369);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
