/** A runner in memory: inputs and environment go in, and everything that is written anywhere is kept. */
import type { Host } from '../../src/github/host.ts';

export interface FakeHost extends Host {
  readonly masked: readonly string[];
  /** Lines, annotations and group marks, in order. */
  readonly log: readonly string[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summaries: readonly string[];
  readonly reports: readonly string[];
}

export interface FakeHostParts {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly releaseTag?: string;
  /** What the disk says when a summary or a report is written. */
  readonly diskFault?: Error;
}

export function createFakeHost({ inputs = {}, environment = {}, releaseTag, diskFault }: FakeHostParts = {}): FakeHost {
  const masked: string[] = [];
  const log: string[] = [];
  const outputs = new Map<string, string>();
  const summaries: string[] = [];
  const reports: string[] = [];
  const write = (kept: string[], text: string): Promise<string> => {
    if (diskFault !== undefined) return Promise.reject(diskFault);
    kept.push(text);
    return Promise.resolve('report.json');
  };
  return {
    masked,
    log,
    outputs,
    summaries,
    reports,
    input: (name) => inputs[name] ?? '',
    env: (name) => environment[name] ?? '',
    mask: (secret) => masked.push(secret),
    releaseTag: () => releaseTag,
    info: (line) => log.push(line),
    warning: (message) => log.push(`warning: ${message}`),
    error: (message) => log.push(`error: ${message}`),
    openGroup: (title) => log.push(`> ${title}`),
    closeGroup: () => log.push('<'),
    setOutput: (name, value) => outputs.set(name, value),
    async writeSummary(markdown) {
      await write(summaries, markdown);
    },
    writeReport: (text) => write(reports, text),
  };
}
