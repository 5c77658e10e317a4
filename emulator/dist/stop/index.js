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

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 786:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L4: () => (/* binding */ stateOf)
/* harmony export */ });
/* unused harmony exports input, setOutput, saveState */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/** The files through which a step speaks to the runner, written by hand: the emulator needs nothing but Node. */


/** An input as the runner hands it over; empty if it is not given. */
function input(name) {
    return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}
/**
 * A line that a value brings along could otherwise name further outputs: the value stands between delimiters that
 * nobody can guess. The names are constants for the same reason.
 */
function append(variable, name, value) {
    const file = process.env[variable];
    if (file === undefined || file === '')
        throw new Error(`${variable} is not set: this is not a step of a workflow`);
    const delimiter = `ghadelimiter_${randomUUID()}`;
    appendFileSync(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`, 'utf8');
}
function setOutput(name, value) {
    append('GITHUB_OUTPUT', name, value);
}
function saveState(name, value) {
    append('GITHUB_STATE', name, value);
}
function stateOf(name) {
    return process.env[`STATE_${name}`] ?? '';
}


/***/ }),

/***/ 171:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  L: () => (/* binding */ read)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: ./build/emulator/action/local-http.js
/** Requests to the emulator on this machine. */

/** An agent of its own: one that is not told of any proxy, whatever NODE_USE_ENV_PROXY says of the usual one. */
const agent = new external_node_http_namespaceObject.Agent();
/** The body of a 200; undefined where there is none in time. */
function read(url) {
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

/***/ 399:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _x: () => (/* binding */ sayVerbatim),
/* harmony export */   cv: () => (/* binding */ say),
/* harmony export */   fz: () => (/* binding */ annotate)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/** What the two halves of the action say in the log of the step. */

function say(line) {
    process.stdout.write(`${line}\n`);
}
/** An annotation; one line to the runner, whatever the message holds. */
function annotate(level, message) {
    say(`::${level}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}
/**
 * A group of lines that come from elsewhere: seeds and requests may hold what the runner would take for a command, so it
 * is told to take none until it reads a word that nobody can guess.
 */
function sayVerbatim(title, lines) {
    const word = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    say(`::group::${title}`);
    say(`::stop-commands::${word}`);
    for (const line of lines)
        say(line);
    say(`::${word}::`);
    say('::endgroup::');
}


/***/ }),

/***/ 589:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(500);
/* harmony import */ var _reader_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(867);
/* harmony import */ var _file_commands_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(786);
/* harmony import */ var _local_http_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(171);
/* harmony import */ var _log_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(399);
/** The post step: shows what was asked of the emulator, and ends it. Nothing that goes wrong here fails a job. */






/** How long it may take to end by itself; it drops all connections at once. */
const PATIENCE_MS = 5000;
const pid = Number((0,_file_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .stateOf */ .L4)('pid'));
const url = (0,_file_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .stateOf */ .L4)('url');
try {
    if (pid > 0)
        await ended();
}
catch (problem) {
    (0,_log_js__WEBPACK_IMPORTED_MODULE_4__/* .annotate */ .fz)('warning', `The emulator was not stopped: ${(0,_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(problem)}`);
}
async function ended() {
    // Without an address the start was cut off, a moment ago.
    if (url === '') {
        kill('SIGKILL');
        return;
    }
    const requests = await (0,_local_http_js__WEBPACK_IMPORTED_MODULE_3__/* .read */ .L)(`${url}/_/requests`);
    if (requests === undefined) {
        // Not killed: the process is gone, and another one may bear its number by now.
        (0,_log_js__WEBPACK_IMPORTED_MODULE_4__/* .annotate */ .fz)('warning', 'The emulator had ended before the job did.');
        (0,_log_js__WEBPACK_IMPORTED_MODULE_4__/* .sayVerbatim */ ._x)('What the emulator said', (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)((0,_file_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .stateOf */ .L4)('log'), 'utf8').trimEnd().split('\n'));
        return;
    }
    const entries = JSON.parse(requests);
    (0,_log_js__WEBPACK_IMPORTED_MODULE_4__/* .sayVerbatim */ ._x)(`${entries.length} requests to the emulated cloud`, entries.map(lineOf));
    kill('SIGTERM');
    const deadline = performance.now() + PATIENCE_MS;
    while ((await (0,_local_http_js__WEBPACK_IMPORTED_MODULE_3__/* .read */ .L)(`${url}/_/health`)) !== undefined) {
        if (performance.now() > deadline) {
            kill('SIGKILL');
            break;
        }
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(50);
    }
    (0,_log_js__WEBPACK_IMPORTED_MODULE_4__/* .say */ .cv)('The emulator is stopped.');
}
function lineOf({ method, status, service, region, path, fault }) {
    const answer = status === 0 ? 'no status' : String(status);
    return `${answer}  ${method} ${service} ${region} ${path}${fault === null ? '' : `  (${fault})`}`;
}
function kill(signal) {
    try {
        process.kill(pid, signal);
    }
    catch (problem) {
        // Gone by itself.
        if (!(problem instanceof Error && 'code' in problem && problem.code === 'ESRCH'))
            throw problem;
    }
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf)
/* harmony export */ });
/* unused harmony exports complaint, isRecord, text, anyText, flag, number, integer, oneOf, anything, list, dictionary, optional, object, either, variants */
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
/******/ var __webpack_exports__ = __nccwpck_require__(589);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
