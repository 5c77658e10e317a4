/**
 * `npm run step -- operation=wait-image region=cn-east-3 …` runs one step on this machine as the runner does, and prints
 * its log, its job summary and its outputs. The files of the run are kept, the report among them. Credentials and proxies may
 * also come from the environment. Only the inputs, `timeout` among them, limit how long it takes.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readActionFile } from './action-file.ts';
import { runAction } from './run-action.ts';

/** Without the files of a surrounding step. */
const PASSED_VARIABLES =
  /^(HUAWEICLOUD_SDK_|HUAWEI_CLOUD_|HW_|ACTIONS_ID_TOKEN_|GITHUB_(?!OUTPUT$|STEP_SUMMARY$)|NODE_EXTRA_CA_CERTS$|(https?|all|no)_proxy$)/i;

const known = new Set((await readActionFile()).inputs.map(({ name }) => name));
const given = process.argv.slice(2).map((argument) => {
  const at = argument.indexOf('=');
  return [argument.slice(0, Math.max(at, 0)), argument.slice(at + 1)] as const;
});
const unknown = given.filter(([name]) => !known.has(name));
if (unknown.length > 0 || given.length === 0) {
  process.stderr.write(`Give inputs of action.yml, each as name=value: npm run step -- operation=sync-tags region=…\n`);
  for (const [name, value] of unknown) process.stderr.write(`  no such input: ${name || value}\n`);
  process.exitCode = 1;
} else {
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    PASSED_VARIABLES.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  const run = await runAction({
    with: Object.fromEntries(given),
    env: Object.fromEntries(env),
    folder: await mkdtemp(join(tmpdir(), 'step-')),
    hangLimitMs: null,
    // Stopped, the step ends by itself and leaves its results.
    onStart(stop) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
      return Promise.resolve();
    },
    onLine: (line) => {
      if (!/^::(add-mask|debug)::/.test(line)) process.stdout.write(`${line}\n`);
    },
  });
  process.stdout.write(`\n${run.summary}\n`);
  for (const [name, value] of Object.entries(run.outputs)) process.stdout.write(`${name}: ${value}\n`);
  process.exitCode = run.exitCode ?? 1;
}
