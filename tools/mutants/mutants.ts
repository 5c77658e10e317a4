/**
 * Faults to put into the source, one at a time; a test has to fail for each. Every one breaks a promise of the README or
 * of docs/reliability.md.
 */

/** A fault: one text of the source replaced by another. */
export interface Mutant {
  /** What the broken action does. */
  readonly title: string;
  /** Occurs exactly once in the files of `src`. */
  readonly from: string;
  readonly to: string;
}

/** In the order of the promises: what counts as proof, what is sent, credentials, limits, results. */
export const MUTANTS: readonly Mutant[] = [
  {
    title: "The job's success counts as proof, not the digest",
    from: 'if (targetDigest === digest) {',
    to: "if (targetDigest === digest || status?.state === 'succeeded') {",
  },
  {
    title: 'Any digest in the target counts as proof',
    from: 'if (targetDigest === digest) {',
    to: 'if (targetDigest !== undefined) {',
  },
  {
    title: 'A 200 for the synchronization request counts as proof',
    from: 'pending.push({ ...copy, attachedTo, submittedAt: context.clock.now(), ambiguousFailure });',
    to: "context.settle(item, { kind: 'copied', digest });",
  },
  {
    title: 'A synchronization job that failed is ignored',
    from: "new Set(['failed', 'timeout', 'cancel'])",
    to: "new Set(['timeout', 'cancel'])",
  },
  {
    title: 'A tag that the source does not have is sent',
    from: 'if (digest === undefined) missing.push([spec, item]);',
    to: "if (digest === undefined) found.push({ item, spec, digest: 'sha256:none', previousDigest: undefined });",
  },
  {
    title: 'A tag with another digest is overwritten without `override`',
    from: "if (previousDigest === undefined || spec.policy === 'replace') return undefined;",
    to: "if (previousDigest === undefined || spec.policy === 'replace' || digest !== '') return undefined;",
  },
  {
    title: 'A tag that appears after the comparison is replaced with `override`',
    from: 'mayReplace: previousDigest !== undefined });',
    to: "mayReplace: spec.policy === 'replace' });",
  },
  {
    title: 'A tag whose backup was not proved is replaced',
    from: 'return isOk(verdict) ? undefined : refuse(verdict.message ?? verdict.kind);',
    to: 'return undefined;',
  },
  {
    title: 'A moving tag moves back to an older version',
    from: 'if (semver.compare(newest, current) <= 0)',
    to: 'if (semver.compare(newest, current) === 0)',
  },
  {
    title: 'A moving tag is sent although its version failed',
    from: 'if (verdict === undefined || isOk(verdict)) continue;\n    const message = `Not attempted',
    to: 'if (verdict !== undefined) continue;\n    const message = `Not attempted',
  },
  {
    title: 'A synchronization is sent twice when its reply is lost',
    from: 'a second request might overwrite what was pushed in between.\n        repeatable: false,',
    to: 'a second request might overwrite what was pushed in between.\n        repeatable: true,',
  },
  {
    title: 'A registration is sent twice when its reply is lost',
    from: 'return { ambiguousFailure: failure };',
    to: 'return modelArts.registerImage(registration);',
  },
  {
    title: 'A tag whose synchronization is running is sent again',
    from: 'return OPEN_JOB_STATES.has(status) &&',
    to: "return status === 'never' &&",
  },
  {
    title: '`ERROR` counts as `ACTIVE`',
    from: "if (status === 'ACTIVE')",
    to: "if (status === 'ACTIVE' || status === 'ERROR')",
  },
  {
    title: 'An image that was `ACTIVE` before its tag moved is not refreshed',
    from: 'if (!(await modelArts.syncImage(id))) missing = id;',
    to: '',
  },
  {
    title: 'A deletion is believed before ModelArts reports it',
    from: "if (status === 'DELETED') {",
    to: "if (status !== 'never') {",
  },
  {
    title: 'A failure of HSS in a reply with status 200 is ignored',
    from: "hasErrorCode(body) ||\n    hasErrorCode(fieldOf(body, 'data')) ||\n    isBareError(body) ||",
    to: '',
  },
  {
    title: 'A task of HSS that began before the request counts as its own',
    from: '!isBefore(beganAtMs) &&',
    to: '',
  },
  {
    title: 'A task of HSS that does not say when it began counts as its own',
    from: 'beganAtMs = NaN, endedAtMs = Infinity',
    to: 'beganAtMs = nowMs, endedAtMs = Infinity',
  },
  {
    title: 'A tag that HSS lists with another digest is synchronized',
    from: 'digest !== undefined && shown !== undefined && isShownWith(shown, digest)',
    to: 'digest !== undefined && shown !== undefined',
  },
  {
    title: 'A task proves a tag that HSS lists with another digest',
    from: 'shown === undefined || shown.digests.length > 0',
    to: 'shown === undefined',
  },
  {
    title: 'A tag is registered before its copy is verified',
    from: "needs: { how: 'every', items: earlier.filter(",
    to: "needs: { how: 'ended', items: earlier.filter(",
  },
  {
    title: 'A 404 of a proxy means that the image does not exist',
    from: '=== 404 && error.code.toLowerCase()',
    to: '=== 404 || error.code.toLowerCase()',
  },
  {
    title: 'One reply that there is no such image is believed',
    from: 'return (await modelArts.showImage(id)) ?? readAgain(context, { id, modelArts });',
    to: 'return context && modelArts.showImage(id);',
  },
  {
    title: 'A tag is registered in ModelArts under any address that SWR shows',
    from: 'location.endsWith(end)',
    to: 'location.length >= end.length',
  },
  {
    title: 'A list of images that says more than it gives is complete',
    from: ' && offset >= least',
    to: ' && offset >= 0 * least',
  },
  {
    title: 'A refused credential is sent again',
    from: 'state.refusal ??= failure;',
    to: 'state.refusal = undefined; void failure;',
  },
  {
    title: 'The session policy is not sent to STS',
    from: "session.isNarrowed ? options.policy : ''",
    to: "''",
  },
  {
    title: 'Secrets that a reply quotes are shown',
    from: "if (trimmed !== '' && text.length >= GRAM) index.add(foldText(text));",
    to: "if (trimmed === '') index.add(foldText(text));",
  },
  {
    title: 'Secrets of the inputs are not masked in the log',
    from: '      host.mask(secret);',
    to: "      if (secret === '') host.mask(secret);",
  },
  {
    title: 'Text of replies is not escaped in annotations',
    from: 'const text = escapeInvisible(message, 4000);',
    to: 'const text = message;',
  },
  {
    title: 'A redirect counts as a success',
    from: 'const isSuccess = status >= 200 && status < 300;',
    to: 'const isSuccess = status >= 200 && status < 400;',
  },
  {
    title: 'More requests are in flight than `concurrency` allows',
    from: 'pLimit(options.concurrency)',
    to: 'pLimit(options.concurrency + 1)',
  },
  {
    title: 'Requests to a host that throttles are not spaced',
    from: 'state.nextSlot = slot + state.gapMs;',
    to: 'state.nextSlot = slot;',
  },
  {
    title: '`dry-run` changes something',
    from: 'if (work.dryRun) {',
    to: 'if (work.dryRun && differing.length === 0) {',
  },
  {
    title: '`wait: false` reports `copied`',
    from: "{ kind: 'accepted', digest, message: 'Triggered, not proved.' }",
    to: "{ kind: 'copied', digest }",
  },
  {
    title: '`timeout` is exceeded',
    from: 'const waitUntil = startedAt + timeoutMs;',
    to: 'const waitUntil = startedAt + 2 * timeoutMs;',
  },
  {
    title: 'A cancelled job goes on',
    from: "else signal?.addEventListener('abort', onAbort, { once: true });",
    to: '',
  },
  {
    title: 'An output is not set',
    from: "    'ready-regions': list('ready-regions', conclusion.readyRegions),\n",
    to: '',
  },
  {
    title: 'A failed tag is missing in `failed-tags`',
    from: 'failedTags: tags.failed,',
    to: 'failedTags: tags.failed.slice(1),',
  },
  {
    title: 'The step always succeeds',
    from: '  return exitCode;\n',
    to: '  return 0;\n',
  },
  {
    title: 'A region whose items are only accepted is ready',
    from: 'const proved = separate(results, isProved,',
    to: 'const proved = separate(results, isOk,',
  },
  {
    title: 'Outputs that cannot be written leave the step green',
    from: 'outputFailure === undefined ? conclusion.exitCode : 1',
    to: 'conclusion.exitCode',
  },
];
