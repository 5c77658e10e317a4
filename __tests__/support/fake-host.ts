/** A host in memory. It has the inputs and variables of a test, and records everything that is written to it. */
import type { Host } from '../../src/github/host.ts';

/** The host, and what was written to it. */
export interface FakeHost extends Host {
  readonly masked: readonly string[];
  /** Log lines, `warning: …`, `error: …`, `> group` and `<` for the end of a group, in order. */
  readonly log: readonly string[];
  /** The titles of warnings and errors, in order. */
  readonly titles: readonly string[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summaries: readonly string[];
  readonly reports: readonly string[];
  readonly plans: readonly string[];
}

/** What the host has. */
export interface FakeHostParts {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Thrown when a summary or a report is written. */
  readonly diskFault?: Error;
}

/** A host without inputs and variables, unless they are given. */
export function createFakeHost({ inputs = {}, environment = {}, diskFault }: FakeHostParts = {}): FakeHost {
  const masked: string[] = [];
  const log: string[] = [];
  const titles: string[] = [];
  const outputs = new Map<string, string>();
  const summaries: string[] = [];
  const reports: string[] = [];
  const plans: string[] = [];
  const write = (kept: string[], text: string): Promise<string> => {
    if (diskFault !== undefined) return Promise.reject(diskFault);
    kept.push(text);
    return Promise.resolve('report.json');
  };
  return {
    masked,
    log,
    titles,
    outputs,
    summaries,
    reports,
    plans,
    input: (name) => inputs[name] ?? '',
    env: (name) => environment[name] ?? '',
    mask: (secret) => masked.push(secret),
    eventTag: () => ({ tag: undefined, event: 'the event push' }),
    info: (line) => log.push(line),
    warning(message, title) {
      log.push(`warning: ${message}`);
      titles.push(title);
    },
    error(message, title) {
      log.push(`error: ${message}`);
      titles.push(title);
    },
    openGroup: (title) => log.push(`> ${title}`),
    closeGroup: () => log.push('<'),
    setOutput: (name, value) => outputs.set(name, value),
    async writeSummary(markdown) {
      await write(summaries, markdown);
    },
    writeReport: (text, name) => write(name === 'plan.json' ? plans : reports, text),
    readFile() {
      throw new Error('does not exist');
    },
  };
}
