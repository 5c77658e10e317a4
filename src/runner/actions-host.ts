/** The GitHub runner as a {@link Host}: the only place that loads @actions/core, and only for ID tokens. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import { logLine, visible } from '../untrusted.ts';
import { commandLine, outputEntry } from './commands.ts';
import type { DeploymentsParts, Host } from './host.ts';
import type { Deployments } from '../promotion/deployments.ts';

/** Annotations longer than this are cut by the runner, mid-word. */
const ANNOTATION_LIMIT = 4000;

/** The host that the action runs on. Every line is made safe here, so that no caller can forget it. */
export const actionsHost: Host = {
  input: (name) => process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '',
  env: (name) => process.env[name]?.trim() ?? '',
  mask,
  releaseTag,
  async idToken(audience) {
    const { getIDToken } = await import('@actions/core');
    return getIDToken(audience);
  },
  deployments,

  info: (line) => write(`${logLine(line)}${EOL}`),
  warning: (message) => write(commandLine('warning', visible(message, ANNOTATION_LIMIT))),
  error: (message) => write(commandLine('error', visible(message, ANNOTATION_LIMIT))),
  openGroup: (title) => write(commandLine('group', visible(title))),
  closeGroup: () => write(commandLine('endgroup')),

  setOutput(name, value) {
    const file = process.env['GITHUB_OUTPUT'];
    // A runner without the file is older than every one that this action runs on.
    if (file !== undefined && file !== '') {
      appendFileSync(file, outputEntry(name, value, `ghadelimiter_${randomUUID()}`), 'utf8');
    }
  },
  // Not core.summary: it throws where there is no summary file, and its buffer escapes nothing anyway.
  async writeSummary(markdown) {
    const file = process.env['GITHUB_STEP_SUMMARY'];
    if (file !== undefined && file !== '') await appendFile(file, `${markdown}\n`, 'utf8');
  },
  async writeReport(content) {
    // A name of its own: two steps of one job may run at the same time.
    const folder = process.env['RUNNER_TEMP'] || tmpdir();
    const path = join(folder, `image-promotion-${randomUUID()}.json`);
    await writeFile(path, content, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
    return path;
  },
};

function write(text: string): void {
  process.stdout.write(text);
}

function mask(secret: string): void {
  write(commandLine('add-mask', secret));
}

/** Loads @actions/github only when a workflow relies on the tag: it is large, and reads the event file on import. */
async function releaseTag(): Promise<string | undefined> {
  const { context } = await import('@actions/github');
  const release: unknown = context.payload['release'];
  if (typeof release === 'object' && release !== null && 'tag_name' in release) {
    const name: unknown = release.tag_name;
    if (typeof name === 'string' && name !== '') return name;
  }
  const prefix = 'refs/tags/';
  return context.ref?.startsWith(prefix) ? context.ref.slice(prefix.length) : undefined;
}

/** A module of its own, and loaded only here: most runs make no deployment. */
async function deployments(token: string, parts: DeploymentsParts): Promise<Deployments> {
  mask(token);
  const { createGitHubDeployments } = await import('./github-deployments.ts');
  return createGitHubDeployments(token, { ...parts, env: actionsHost.env });
}
