/**
 * `npm run step -- operation=wait-image region=cn-east-3 …` runs one step on this machine as the runner does, and prints
 * its log and its outputs. Credentials and proxies may also come from the environment.
 */
import { readActionFile } from './action-file.ts';
import { runAction } from './run-action.ts';

const PASSED_VARIABLES = /^(HUAWEICLOUD_SDK_|HW_|ACTIONS_ID_TOKEN_|GITHUB_|NODE_EXTRA_CA_CERTS$|(https?|no)_proxy$)/i;

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
    hangLimitMs: null,
    onLine: (line) => {
      if (!/^::(add-mask|debug)::/.test(line)) process.stdout.write(`${line}\n`);
    },
  });
  process.stdout.write('\n');
  for (const [name, value] of Object.entries(run.outputs)) process.stdout.write(`${name}: ${value}\n`);
  process.exitCode = run.exitCode ?? 1;
}
