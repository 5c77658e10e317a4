/** The product broken on purpose, one promise at a time. A text that is no longer in its file is an error. */

export interface Mutant {
  /** What is broken, as a sentence about the broken product. */
  readonly says: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    says: 'the job is trusted, not the digest',
    file: 'src/operations/sync-tags/judge.ts',
    from: 'if (sight.targetDigest === digest) {',
    to: "if (sight.targetDigest === digest || sight.job === 'success') {",
  },
  {
    says: 'any digest will do',
    file: 'src/operations/sync-tags/judge.ts',
    from: 'if (sight.targetDigest === digest) {',
    to: 'if (sight.targetDigest !== undefined) {',
  },
  {
    says: '`existed` counts as done',
    file: 'src/operations/sync-tags/judge.ts',
    from: 'if (sight.targetDigest === digest) {',
    to: "if (sight.targetDigest === digest || sight.job === 'existed') {",
  },
  {
    says: '`existed` is forgotten, and waited on for ever',
    file: 'src/operations/sync-tags/judge.ts',
    from: "return status === 'success' || status === 'existed';",
    to: "return status === 'success';",
  },
  {
    says: '`failed` is ignored',
    file: 'src/cloud/swr-jobs.ts',
    from: "new Set(['failed', 'timeout', 'cancel'])",
    to: "new Set(['timeout', 'cancel'])",
  },
  {
    says: 'a 200 is the proof',
    file: 'src/operations/sync-tags/run-route.ts',
    from: 'if (followed.length > 0) await follow(',
    to: "for (const { item, digest } of followed) context.settle(item, { kind: 'copied', digest });\n  if (followed.length < 0) await follow(",
  },
  {
    says: 'the digest of the configuration is compared',
    file: 'src/cloud/swr-tags.ts',
    from: 'digest: lenient(v.pipe(',
    to: 'digest: lenient(v.any()),\n    image_id: lenient(v.pipe(',
  },
  {
    says: 'a missing tag is sent all the same',
    file: 'src/operations/sync-tags/compare.ts',
    from: 'if (digest !== undefined) {\n      present.push({ item, tag, digest,',
    to: "if (digest !== undefined || absent === undefined) {\n      present.push({ item, tag, digest: digest ?? 'sha256:none',",
  },
  {
    says: 'a conflict is overwritten',
    file: 'src/operations/sync-tags/compare.ts',
    from: 'if (previousDigest === undefined || override) return false;',
    to: "if (previousDigest === undefined || override || digest !== '') return false;",
  },
  {
    says: 'what is equal is sent again',
    file: 'src/operations/sync-tags/compare.ts',
    from: 'if (previousDigest === digest) {',
    to: "if (previousDigest === digest && digest === '') {",
  },
  {
    says: 'a synchronization is sent twice when its answer is lost',
    file: 'src/cloud/swr.ts',
    from: 'repeatable: false,',
    to: 'repeatable: true,',
  },
  {
    says: 'old jobs are taken for ours',
    file: 'src/operations/sync-tags/job-feed.ts',
    from: 'jobs.filter(({ id }) => !before.has(id) && !fresh.has(id))',
    to: 'jobs.filter(({ id }) => !fresh.has(id))',
  },
  {
    says: 'running jobs of before are asked for again',
    file: 'src/operations/sync-tags/own-jobs.ts',
    from: 'return OPEN_JOB_STATES.has(status) &&',
    to: "return status === 'never' &&",
  },
  {
    says: 'an adopted job that came to nothing is not asked for again',
    file: 'src/operations/sync-tags/follow.ts',
    from: 'return adopted !== undefined && (',
    to: "return adopted === 'never' && (",
  },
  {
    says: 'ERROR counts as ACTIVE',
    file: 'src/operations/await-active.ts',
    from: "if (status === 'ACTIVE')",
    to: "if (status === 'ACTIVE' || status === 'ERROR')",
  },
  {
    says: 'CREATE_FAILED is waited on for ever',
    file: 'src/operations/await-active.ts',
    from: "new Set(['CREATE_FAILED', 'ERROR', 'DELETED'])",
    to: "new Set(['ERROR', 'DELETED'])",
  },
  {
    says: 'an image that is not there is waited for',
    file: 'src/operations/await-active.ts',
    from: "if (image === undefined) return { kind: 'missing'",
    to: "if (image === undefined && id === '') return { kind: 'missing'",
  },
  {
    says: 'a deletion is believed without a look',
    file: 'src/operations/delete-image/delete-image.ts',
    from: "if (status === 'DELETED') {",
    to: "if (status !== 'never') {",
  },
  {
    says: 'one good task of HSS is enough',
    file: 'src/operations/sync-hss/follow-task.ts',
    from: 'return bad ?? (verdicts.includes(undefined) ? undefined : verdicts[0]);',
    to: 'return verdicts.find((verdict) => verdict !== undefined && isOk(verdict)) ?? bad;',
  },
  {
    says: 'a failure of HSS inside a 200 is swallowed',
    file: 'src/cloud/hss.ts',
    from: 'String(outcome.error_code ?? 0)',
    to: 'String(0 * Number(outcome.error_code ?? 0))',
  },
  {
    says: 'a task of HSS that failed is passed over',
    file: 'src/operations/sync-hss/judge-task.ts',
    from: "[-3, 'failed'],",
    to: '',
  },
  {
    says: 'a 401 is tried again',
    file: 'src/http/assess.ts',
    from: "if (status === 401) return { next: 'unauthorized', refusal };",
    to: 'if (status === 401) return transient(call, describeRefusal(refusal));',
  },
  {
    says: 'a refused credential is used on',
    file: 'src/http/credential-gate.ts',
    from: 'state.refusal ??= failure;',
    to: 'state.refusal = undefined; void failure;',
  },
  {
    says: 'all requests start at once, whatever the credential is worth',
    file: 'src/http/credential-gate.ts',
    from: 'if (state.accepted) return attempt();',
    to: 'return attempt();',
  },
  {
    says: 'a clock is corrected again and again',
    file: 'src/auth/access-key.ts',
    from: 'if (skew.isCorrected || ',
    to: 'if (',
  },
  {
    says: 'keys are not renewed',
    file: 'src/auth/renewing.ts',
    from: 'if (held !== undefined && leftMs > held.marginMs) return;',
    to: 'if (held !== undefined) return;',
  },
  {
    says: 'more requests are in flight than allowed',
    file: 'src/http/client.ts',
    from: 'pLimit(parts.concurrency)',
    to: 'pLimit(parts.concurrency + 1)',
  },
  {
    says: 'half a JSON text is an answer',
    file: 'src/http/assess.ts',
    from: 'return transient(call, `HTTP ${reply.status} with a body that is not JSON',
    to: 'body = {};\n    if (reply.status === 0) return transient(call, `HTTP ${reply.status} with a body that is not JSON',
  },
  {
    says: 'an error is swallowed: a step that throws leaves its items well',
    file: 'src/promotion/verdict.ts',
    from: "unavailable: 'unavailable',\n  gate: 'bad-status'",
    to: "unavailable: 'accepted',\n  gate: 'bad-status'",
  },
  {
    says: 'the deadline of a request is not kept',
    file: 'src/http/client.ts',
    from: 'const cancelTimer = clock.after(timeoutMs, abort);',
    to: 'const cancelTimer = clock.after(timeoutMs * 1000, abort);',
  },
  {
    says: 'the budget is not kept',
    file: 'src/budget.ts',
    from: 'end: start + timeoutMs, hardEnd: start + timeoutMs + requestTimeoutMs',
    to: 'end: start + 2 * timeoutMs, hardEnd: start + 2 * timeoutMs + requestTimeoutMs',
  },
  {
    says: 'a stopped job goes on',
    file: 'src/promotion/execute.ts',
    from: "signal.addEventListener('abort', onStop, { once: true });",
    to: '',
  },
  {
    says: 'an output is lost',
    file: 'src/report/outputs.ts',
    from: "  'ready-regions',\n  'results',",
    to: "  'results',",
  },
  {
    says: 'a failed tag is not listed',
    file: 'src/report/conclusion.ts',
    from: 'failedTags: keysWhere(tags, false),',
    to: 'failedTags: keysWhere(tags, false).slice(1),',
  },
  {
    says: 'a region counts as ready when one of its items is',
    file: 'src/report/conclusion.ts',
    from: 'group.every(({ verdict }) => isOk(verdict)) === good',
    to: 'group.some(({ verdict }) => isOk(verdict)) === good',
  },
  {
    says: 'fail-on: never keeps quiet about refused credentials',
    file: 'src/report/conclusion.ts',
    from: "new Set(['input', 'auth', 'bug'])",
    to: "new Set(['input', 'bug'])",
  },
  {
    says: 'the step is always green',
    file: 'src/run.ts',
    from: 'return conclusion.exitCode;',
    to: 'return 0;',
  },
  {
    says: 'log lines are not made safe',
    file: 'src/runner/actions-host.ts',
    from: 'core.info(logLine(line))',
    to: 'core.info(line)',
  },
  {
    says: 'annotations are not made safe',
    file: 'src/runner/actions-host.ts',
    from: 'core.error(visible(message, ANNOTATION_LIMIT))',
    to: 'core.info(message)',
  },
  {
    says: 'cells of the summary are not made safe',
    file: 'src/untrusted.ts',
    from: 'return visible(text, limit).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);',
    to: 'void MARKUP;\n  return visible(text, limit);',
  },
  {
    says: 'a header is logged',
    file: 'src/http/client.ts',
    from: 'const reply = await transport.send(wireRequest(call, body), attempt.signal);',
    to: 'const wire = wireRequest(call, body);\n      parts.onRetry(JSON.stringify(wire.headers));\n      const reply = await transport.send(wire, attempt.signal);',
  },
  {
    says: 'secrets that the cloud quotes are shown',
    file: 'src/runner/redaction.ts',
    from: "for (const form of forms) clean = clean.replaceAll(form, '***');",
    to: 'void forms;',
  },
  {
    says: 'a secret is not masked',
    file: 'src/runner/redaction.ts',
    from: '      host.mask(secret);',
    to: "      if (secret === '') host.mask(secret);",
  },
  {
    says: 'a redirect is followed in thought: it counts as an answer',
    file: 'src/http/assess.ts',
    from: 'if (status >= 200 && status < 300) return',
    to: 'if (status >= 200 && status < 400) return',
  },
  {
    says: 'a 404 of a proxy means that the image is not there',
    file: 'src/http/refusal.ts',
    from: 'return status === 404 && !isPage && ',
    to: 'return status === 404 && ',
  },
  {
    says: 'throttling under 409 is a refusal',
    file: 'src/http/refusal.ts',
    from: "return status === 409 && code === 'SVCSTG.SWR.4090023';",
    to: 'return false;',
  },
  {
    says: 'dry-run changes something',
    file: 'src/operations/sync-tags/run-route.ts',
    from: 'if (route.dryRun) {',
    to: 'if (route.dryRun && differing.length === 0) {',
  },
  {
    says: 'wait: false is called copied',
    file: 'src/operations/sync-tags/run-route.ts',
    from: "{ kind: 'accepted', digest, message: 'Triggered, not proved.' }",
    to: "{ kind: 'copied', digest }",
  },
  {
    says: 'a tag goes on to ModelArts before its copy is proved',
    file: 'src/operations/promote/promote.ts',
    from: "needs: { how: 'every', items: [copy] },",
    to: "needs: { how: 'ended', items: [copy] },",
  },
  {
    says: 'a tag waits for the other tags of its region',
    file: 'src/operations/promote/promote.ts',
    from: "needs: { how: 'every', items: [copy] },",
    to: "needs: { how: 'every', items: [...route.items.values()] },",
  },
  {
    says: 'a registration without an answer is sent again',
    file: 'src/operations/promote/register.ts',
    from: 'return { doubt: failure };',
    to: 'return modelArts.registerImage(registration);',
  },
  {
    says: 'what was ACTIVE before the tag moved is believed',
    file: 'src/operations/promote/image-stage.ts',
    from: 'if (!(await modelArts.syncImage(id))) gone = id;',
    to: '',
  },
  {
    says: 'one image of several is enough',
    file: 'src/operations/await-active.ts',
    from: 'return open.size > 0 ? undefined : about(',
    to: 'return open.size > ids.length ? undefined : about(',
  },
  {
    says: 'the failure of HSS does not fail the tags',
    file: 'src/report/conclusion.ts',
    from: 'return item.tags ?? [',
    to: 'return [',
  },
];
