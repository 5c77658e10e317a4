/** The product broken on purpose, one promise at a time. A text that is no longer in its file is an error. */

export interface Mutant {
  /** What is broken, as a sentence about the broken product. */
  readonly says: string;
  /** Occurs exactly once in all files of `src`, whichever it is. */
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    says: 'the job is trusted, not the digest',
    from: 'if (sight.targetDigest === digest) {',
    to: "if (sight.targetDigest === digest || sight.job === 'success') {",
  },
  {
    says: 'any digest will do',
    from: 'if (sight.targetDigest === digest) {',
    to: 'if (sight.targetDigest !== undefined) {',
  },
  {
    says: '`existed` counts as done',
    from: 'if (sight.targetDigest === digest) {',
    to: "if (sight.targetDigest === digest || sight.job === 'existed') {",
  },
  {
    says: '`existed` is forgotten, and waited on for ever',
    from: "return status === 'success' || status === 'existed';",
    to: "return status === 'success';",
  },
  {
    says: '`failed` is ignored',
    from: "new Set(['failed', 'timeout', 'cancel'])",
    to: "new Set(['timeout', 'cancel'])",
  },
  {
    says: 'a 200 is the proof',
    from: 'return tags.length === 0 ? undefined : { target, tags };',
    to: "for (const { item, digest } of tags) context.settle(item, { kind: 'copied', digest });\n  return undefined;",
  },
  {
    says: 'the digest of the configuration is compared',
    from: 'digest: optionalOrUndefined(v.pipe(',
    to: 'digest: optionalOrUndefined(v.any()),\n    image_id: optionalOrUndefined(v.pipe(',
  },
  {
    says: 'a missing tag is sent all the same',
    from: 'if (digest !== undefined) {\n      present.push({ item, tag, digest,',
    to: "if (digest !== undefined || absent === undefined) {\n      present.push({ item, tag, digest: digest ?? 'sha256:none',",
  },
  {
    says: 'a conflict is overwritten',
    from: 'if (previousDigest === undefined || override) return false;',
    to: "if (previousDigest === undefined || override || digest !== '') return false;",
  },
  {
    says: 'what is equal is sent again',
    from: 'if (previousDigest === digest) {',
    to: "if (previousDigest === digest && digest === '') {",
  },
  {
    says: 'a synchronization is sent twice when its answer is lost',
    from: 'a second request might overwrite what was pushed in between.\n        repeatable: false,',
    to: 'a second request might overwrite what was pushed in between.\n        repeatable: true,',
  },
  {
    says: 'old jobs are taken for ours',
    from: 'jobs.filter(({ id }) => !before.has(id) && !ids.has(id))',
    to: 'jobs.filter(({ id }) => !ids.has(id))',
  },
  {
    says: 'a job at work hides that another of the same tag has ended',
    from: 'isAtWork: newer.isAtWork && older.isAtWork',
    to: 'isAtWork: newer.isAtWork || older.isAtWork',
  },
  {
    says: 'the list of jobs is believed for ever',
    from: 'unproved + 1 < LOOKS_A_PROOF && ',
    to: '',
  },
  {
    says: 'a page that is too large or too slow is not asked for in a smaller size',
    from: 'TOO_MUCH.has(failure.code) || failure instanceof PageRefused',
    to: 'failure instanceof PageRefused',
  },
  {
    says: 'a host that throttles is asked in bursts',
    from: 'state.nextSlot = slot + state.gapMs;',
    to: 'state.nextSlot = slot;',
  },
  {
    says: 'running jobs of before are asked for again',
    from: 'return OPEN_JOB_STATES.has(status) &&',
    to: "return status === 'never' &&",
  },
  {
    says: 'an adopted job that came to nothing is not asked for again',
    from: 'return adopted !== undefined && (',
    to: "return adopted === 'never' && (",
  },
  {
    says: 'ERROR counts as ACTIVE',
    from: "if (status === 'ACTIVE')",
    to: "if (status === 'ACTIVE' || status === 'ERROR')",
  },
  {
    says: 'CREATE_FAILED is waited on for ever',
    from: "new Set(['CREATE_FAILED', 'ERROR', 'DELETED'])",
    to: "new Set(['ERROR', 'DELETED'])",
  },
  {
    says: 'an image that is not there is waited for',
    from: "if (image === undefined) return { kind: 'missing'",
    to: "if (image === undefined && id === '') return { kind: 'missing'",
  },
  {
    says: 'a deletion is believed without a look',
    from: "if (status === 'DELETED') {",
    to: "if (status !== 'never') {",
  },
  {
    says: 'one good task of HSS is enough',
    from: 'return bad ?? (verdicts.includes(undefined) ? undefined : verdicts[0]);',
    to: 'return verdicts.find((verdict) => verdict !== undefined && isOk(verdict)) ?? bad;',
  },
  {
    says: 'a failure of HSS inside a 200 is swallowed',
    from: 'String(outcome.error_code ?? 0)',
    to: 'String(0 * Number(outcome.error_code ?? 0))',
  },
  {
    says: 'a task of HSS that failed is passed over',
    from: "[-3, 'failed'],",
    to: '',
  },
  {
    says: 'a 401 is tried again',
    from: "if (rules.isUnauthorized(error)) return { next: 'unauthorized', error };",
    to: "if (rules.isUnauthorized(error)) return transient(call, 'service-error', describeServiceError(error));",
  },
  {
    says: 'a refused credential is used on',
    from: 'state.refusal ??= failure;',
    to: 'state.refusal = undefined; void failure;',
  },
  {
    says: 'all requests start at once, whatever the credential is worth',
    from: 'if (state.accepted) return attempt();',
    to: 'return attempt();',
  },
  {
    says: 'a clock is corrected again and again',
    from: 'if (skew.isCorrected || ',
    to: 'if (',
  },
  {
    says: 'keys are not renewed',
    from: 'if (held !== undefined && leftMs >= held.marginMs) return;',
    to: 'if (held !== undefined) return;',
  },
  {
    says: 'more requests are in flight than allowed',
    from: 'pLimit(options.concurrency)',
    to: 'pLimit(options.concurrency + 1)',
  },
  {
    says: 'half a JSON text is an answer',
    from: "return transient(call, 'reply-invalid', `HTTP ${reply.status} with a body that is not JSON",
    to: "body = {};\n    if (reply.status === 0) return transient(call, 'reply-invalid', `HTTP ${reply.status} with a body that is not JSON",
  },
  {
    says: 'an error is swallowed: a step that throws leaves its items well',
    from: "unavailable: 'unavailable',\n  gate: 'bad-status'",
    to: "unavailable: 'accepted',\n  gate: 'bad-status'",
  },
  {
    says: 'the deadline of a request is not kept',
    from: 'withTimeout(clock, { ms: timeoutMs, signal }',
    to: 'withTimeout(clock, { ms: timeoutMs * 1000, signal }',
  },
  {
    says: 'the deadline is not kept',
    from: 'const waitUntil = startedAt + timeoutMs;',
    to: 'const waitUntil = startedAt + 2 * timeoutMs;',
  },
  {
    says: 'a stopped job goes on',
    from: "signal.addEventListener('abort', onStop, { once: true });",
    to: '',
  },
  {
    says: 'an output is lost',
    from: "  'ready-regions',\n  'results',",
    to: "  'results',",
  },
  {
    says: 'a failed tag is not listed',
    from: 'failedTags: keysWhere(tags, false),',
    to: 'failedTags: keysWhere(tags, false).slice(1),',
  },
  {
    says: 'a region counts as ready when one of its items is',
    from: 'group.every(({ verdict }) => isOk(verdict)) === good',
    to: 'group.some(({ verdict }) => isOk(verdict)) === good',
  },
  {
    says: 'fail-on: never keeps quiet about refused credentials',
    from: "new Set(['input', 'auth', 'bug'])",
    to: "new Set(['input', 'bug'])",
  },
  {
    says: 'the step is always green',
    from: 'return conclusion.exitCode;',
    to: 'return 0;',
  },
  {
    says: 'log lines are not made safe',
    from: 'core.info(logLine(line))',
    to: 'core.info(line)',
  },
  {
    says: 'annotations are not made safe',
    from: 'core.error(visible(message, ANNOTATION_LIMIT))',
    to: 'core.info(message)',
  },
  {
    says: 'cells of the summary are not made safe',
    from: 'return visible(text, limit).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);',
    to: 'void MARKUP;\n  return visible(text, limit);',
  },
  {
    says: 'a header is logged',
    from: 'reply = await transport.send(wireRequest(call, body), over);',
    to: 'const wire = wireRequest(call, body);\n        options.onRetry(JSON.stringify(wire.headers));\n        reply = await transport.send(wire, over);',
  },
  {
    says: 'secrets that the cloud quotes are shown',
    from: "for (const form of forms) clean = clean.replaceAll(form, '***');",
    to: 'void forms;',
  },
  {
    says: 'a secret is not masked',
    from: '      host.mask(secret);',
    to: "      if (secret === '') host.mask(secret);",
  },
  {
    says: 'a redirect is followed in thought: it counts as an answer',
    from: 'if (status >= 200 && status < 300) return',
    to: 'if (status >= 200 && status < 400) return',
  },
  {
    says: 'a 404 of a proxy means that the image is not there',
    from: 'return status === 404 && !isPage && ',
    to: 'return status === 404 && ',
  },
  {
    says: 'throttling under 409 is a refusal',
    from: "return status === 409 && code === 'SVCSTG.SWR.4090023';",
    to: 'return false;',
  },
  {
    says: 'dry-run changes something',
    from: 'if (route.dryRun) {',
    to: 'if (route.dryRun && differing.length === 0) {',
  },
  {
    says: 'wait: false is called copied',
    from: "{ kind: 'accepted', digest, message: 'Triggered, not proved.' }",
    to: "{ kind: 'copied', digest }",
  },
  {
    says: 'a tag goes on to ModelArts before its copy is proved',
    from: "needs: { how: 'every', items: [copy] },",
    to: "needs: { how: 'ended', items: [copy] },",
  },
  {
    says: 'a tag waits for the other tags of its region',
    from: "needs: { how: 'every', items: [copy] },",
    to: "needs: { how: 'every', items: [...route.items.values()] },",
  },
  {
    says: 'a registration without an answer is sent again',
    from: 'return { doubt: failure };',
    to: 'return modelArts.registerImage(registration);',
  },
  {
    says: 'what was ACTIVE before the tag moved is believed',
    from: 'if (!(await modelArts.syncImage(id))) gone = id;',
    to: '',
  },
  {
    says: 'one image of several is enough',
    from: 'return open.size > 0 ? undefined : about(',
    to: 'return open.size > ids.length ? undefined : about(',
  },
  {
    says: 'the failure of HSS does not fail the tags',
    from: 'return item.tags ?? [',
    to: 'return [',
  },
  {
    says: 'a password that was refused is sent for the next region too',
    from: 'return iam.tokenOf(',
    to: "return createIam(options.callerFor('iam', region, createAnonymousAuthorizer())).tokenOf(",
  },
  {
    says: 'an ID token is kept for the next exchange',
    from: 'idToken = await options.idToken(credentials.audience);',
    to: "idToken = Reflect.get(options, 'kept') ?? (await options.idToken(credentials.audience));\n              Reflect.set(options, 'kept', idToken);",
  },
  {
    says: 'the keys of an agency are not narrowed down',
    from: "session.isNarrowed ? options.policy : ''",
    to: "''",
  },
  {
    says: 'the secrets of temporary keys are not masked',
    from: 'for (const secret of [key.secretKey, key.securityToken]) mask(secret);',
    to: '',
  },
  {
    says: 'STS is asked in one region alone',
    from: "if (failure.kind !== 'unavailable' || !hasOthers) return { next: 'fail', failure };",
    to: "return { next: 'fail', failure };",
  },
  {
    says: 'an ID token that GitHub refuses is asked for again',
    from: 'isTransient: ({ status }) => status >= 500 || TRANSIENT_STATUSES.has(status),',
    to: 'isTransient: ({ status }) => status >= 400,',
  },
  {
    says: 'an ID token that GitHub does not give is taken for a fault of STS',
    from: '      await call.prepare?.();\n      try {',
    to: '      try {\n        await call.prepare?.();',
  },
  {
    says: 'a credential that was refused when it was renewed is sent again',
    from: "if (failure.kind === 'auth') refreshRefusal = expired(failure, source);",
    to: '',
  },
  {
    says: 'a renewal that hangs stops all requests',
    from: 'if (usableMs <= 0) await refresh.done;',
    to: 'if (usableMs < Infinity) await refresh.done;',
  },
  {
    says: 'keys in a reply that cannot be read are shown',
    from: 'repeatable: true, responseIsSecret: true, read: keyOf',
    to: 'repeatable: true, responseIsSecret: false, read: keyOf',
  },
];
