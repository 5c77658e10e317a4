/** The GitHub runner as a {@link Host}: the only file that loads @actions/core and @actions/github. */
import { randomUUID } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
// Not the package's entry, which loads octokit: 220 kB that would be read at every start and are not used.
import { Context } from '../../node_modules/@actions/github/lib/context.js';
import { escapeLogLine, escapeInvisible } from '../escape.ts';
import { readEventTag } from './event-tag.ts';
import type { Host } from './host.ts';

/** The runner cuts longer annotations, in the middle of a word. */
const ANNOTATION_LIMIT = 4000;

/** The runner of this process. Makes everything that it writes safe, so that no caller has to. */
export const actionsHost: Host = {
  input: (name) => core.getInput(name, { trimWhitespace: false }),
  env: (name) => process.env[name]?.trim() ?? '',
  mask: (secret) => core.setSecret(secret),
  eventTag: () => readEventTag(new Context()),

  info: (line) => core.info(escapeLogLine(line)),
  warning: (message) => core.warning(escapeInvisible(message, ANNOTATION_LIMIT)),
  error: (message) => core.error(escapeInvisible(message, ANNOTATION_LIMIT)),
  openGroup: (title) => core.startGroup(escapeInvisible(title)),
  closeGroup: () => core.endGroup(),

  setOutput: (name, value) => core.setOutput(name, value),
  // Not core.summary, which throws where there is no summary file.
  async writeSummary(markdown) {
    const file = process.env['GITHUB_STEP_SUMMARY'];
    if (file !== undefined && file !== '') await appendFile(file, `${markdown}\n`, 'utf8');
  },
  async writeReport(text) {
    // A unique name, because two steps of one job may run at the same time.
    const folder = process.env['RUNNER_TEMP'] || tmpdir();
    const path = join(folder, `image-promotion-${randomUUID()}.json`);
    await writeFile(path, text, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
    return path;
  },
};
