/** The GitHub runner as a {@link Host}: the only place that loads @actions/core. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { logLine, visible } from '../escape.ts';
import type { DeploymentsParts, Host } from './host.ts';
import type { Deployments } from './deployment.ts';

/** Annotations longer than this are cut by the runner, mid-word. */
const ANNOTATION_LIMIT = 4000;

/** The host that the action runs on. Every line is made safe here, so that no caller can forget it. */
export const actionsHost: Host = {
  input: (name) => core.getInput(name),
  env: (name) => process.env[name]?.trim() ?? '',
  mask: (secret) => core.setSecret(secret),
  releaseTag,
  idToken: (audience) => core.getIDToken(audience),
  deployments,

  info: (line) => core.info(logLine(line)),
  warning: (message) => core.warning(visible(message, ANNOTATION_LIMIT)),
  error: (message) => core.error(visible(message, ANNOTATION_LIMIT)),
  openGroup: (title) => core.startGroup(visible(title)),
  closeGroup: () => core.endGroup(),

  setOutput: (name, value) => core.setOutput(name, value),
  // Not core.summary: it throws where there is no summary file, and its buffer escapes nothing anyway.
  async writeSummary(markdown) {
    const file = process.env['GITHUB_STEP_SUMMARY'];
    if (file !== undefined && file !== '') await appendFile(file, `${markdown}\n`, 'utf8');
  },
  async writeReport(parts) {
    // A name of its own: two steps of one job may run at the same time.
    const folder = process.env['RUNNER_TEMP'] || tmpdir();
    const path = join(folder, `image-promotion-${randomUUID()}.json`);
    await writeFile(path, parts, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
    return path;
  },
};

/** From the event file and the ref; see GitHub, "Variables". */
function releaseTag(): string | undefined {
  const file = process.env['GITHUB_EVENT_PATH'];
  const payload: unknown = file === undefined || file === '' ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const release: unknown =
    typeof payload === 'object' && payload !== null && 'release' in payload ? payload.release : {};
  if (typeof release === 'object' && release !== null && 'tag_name' in release) {
    const name: unknown = release.tag_name;
    if (typeof name === 'string' && name !== '') return name;
  }
  const ref = process.env['GITHUB_REF'] ?? '';
  const prefix = 'refs/tags/';
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}

/** A module of its own, and loaded only here: most runs make no deployment. */
async function deployments(token: string, parts: DeploymentsParts): Promise<Deployments> {
  core.setSecret(token);
  const { createGitHubDeployments } = await import('./deployments.ts');
  return createGitHubDeployments(token, { ...parts, env: actionsHost.env });
}
