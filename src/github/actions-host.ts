/** The GitHub runner as a {@link Host}: the only file that loads @actions/core and @actions/github. */
import { randomUUID } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
// Not the package's entry, which loads octokit: 220 kB that would be read at every start and are not used.
import { Context } from '../../node_modules/@actions/github/lib/context.js';
import { endOf, escapeLogLine, escapeInvisible, startOf } from '../escape.ts';
import { fieldOf } from '../http/json.ts';
import { type EventTag, readEventTag, unreadableEvent } from './event-tag.ts';
import type { Host } from './host.ts';
import { readTextFile } from './text-file.ts';

/** In characters. GitHub shows annotations one below the other on the page of the run. */
const ANNOTATION_LIMIT = 299;
/** What is left of the end of a longer one, because the end says what to do. */
const ANNOTATION_END = 80;
const TITLE_LIMIT = 120;

/** The runner of this process. Makes everything that it writes safe, so that no caller has to. */
export const actionsHost: Host = {
  input: (name) => core.getInput(name, { trimWhitespace: false }),
  env: (name) => process.env[name]?.trim() ?? '',
  mask: (secret) => core.setSecret(secret),
  eventTag: () => readEvent(process.env['GITHUB_EVENT_PATH'] ?? ''),

  info: (line) => core.info(escapeLogLine(line)),
  warning(message, title) {
    if (message.length > ANNOTATION_LIMIT) core.info(escapeLogLine(message));
    annotate(core.warning, message, title);
  },
  error: (message, title) => annotate(core.error, message, title),
  openGroup: (title) => core.startGroup(escapeInvisible(title)),
  closeGroup: () => core.endGroup(),

  setOutput(name, value) {
    const file = process.env['GITHUB_OUTPUT'];
    // A random delimiter, so that no line of the value can end it.
    const delimiter = `ghadelimiter_${randomUUID()}`;
    if (file === undefined || file === '') core.setOutput(name, value);
    else append(file, `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}${EOL}`);
  },
  async writeSummary(markdown) {
    const file = process.env['GITHUB_STEP_SUMMARY'];
    if (file !== undefined && file !== '') append(file, `${markdown}\n`, constants.O_CREAT);
    return Promise.resolve();
  },
  async writeReport(text, name) {
    // A unique name, because two steps of one job may run at the same time.
    const unique = join(process.env['RUNNER_TEMP'] || tmpdir(), `image-promotion-${randomUUID()}`);
    if (name !== undefined) mkdirSync(unique, { mode: 0o700 });
    const path = name === undefined ? `${unique}.json` : join(unique, name);
    writeFileSync(path, text, { encoding: 'utf8', flag: 'wx', mode: 0o600 });
    return Promise.resolve(path);
  },
  readFile: readTextFile,
};

/** GitHub's own limit for payloads. Source: GitHub Docs, "Webhook events and payloads". */
const MAX_EVENT_BYTES = 25_000_000;

/** The toolkit reads whatever is there: a pipe without a writer, or a device, for ever. */
function readEvent(file: string): EventTag {
  try {
    const stat = file === '' ? undefined : statSync(file);
    if (stat?.isFile() === false) return unreadableEvent('is not a regular file');
    if (stat !== undefined && stat.size > MAX_EVENT_BYTES) return unreadableEvent('is larger than 25 MB');
    return readEventTag(new Context());
  } catch (error) {
    if (error instanceof SyntaxError) return unreadableEvent('is not JSON');
    const code = fieldOf(error, 'code');
    if (typeof code !== 'string') throw error;
    return unreadableEvent(`cannot be read (${code})`);
  }
}

function annotate(write: typeof core.error, message: string, title: string): void {
  const text = escapeInvisible(message, 4000);
  const start = startOf(text, ANNOTATION_LIMIT - ANNOTATION_END - 3);
  const shown = text.length <= ANNOTATION_LIMIT ? text : `${start} … ${endOf(text, ANNOTATION_END)}`;
  write(shown.toWellFormed(), { title: escapeInvisible(title, TITLE_LIMIT) });
}

/**
 * Appends to a file of the runner without ever waiting: a pipe that nobody reads is an error. In the thread pool, the
 * opening of such a pipe could not be cancelled, and Node does not exit before it ends.
 */
function append(file: string, text: string, flags = 0): void {
  const { O_WRONLY, O_APPEND } = constants;
  // Windows has no such flag, whatever its type says.
  const O_NONBLOCK: number | undefined = constants.O_NONBLOCK;
  const descriptor = openSync(file, O_WRONLY | O_APPEND | (O_NONBLOCK ?? 0) | flags);
  try {
    writeFileSync(descriptor, text, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
