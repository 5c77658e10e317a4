/** The action's own host, with everything that it writes captured. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readActionFile } from '../runner/action-file.ts';
import { inputEnvironment } from '../runner/input-environment.ts';
import { readOutputFile } from '../runner/output-file.ts';
import { actionsHost } from '../../src/github/actions-host.ts';
import type { Host } from '../../src/github/host.ts';

/** What a run wrote, by where it wrote it. */
export interface WrittenOutput {
  readonly outputs: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly summary: string;
  readonly report: string;
}

const action = await readActionFile();

export interface CapturingHost {
  readonly host: Host;
  /** What has been written so far. */
  written(): WrittenOutput;
  /** Restores the environment and stdout of the process. */
  close(): void;
}

/** Replaces the environment and stdout of this process until `close`. Only one may be open at a time. */
export function openCapturingHost(inputs: Readonly<Record<string, string>>): CapturingHost {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const output = join(folder, 'output');
  writeFileSync(output, '');
  // Plans and reports are made and used outside of GitHub.
  const environment = { ...inputEnvironment(action, inputs), GITHUB_OUTPUT: output, GITHUB_REPOSITORY: '' };
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  const write = process.stdout.write.bind(process.stdout);
  const chunks: string[] = [];
  Object.assign(process.env, environment);
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  };
  let [summary, report] = ['', ''];
  return {
    // Kept in memory: writing a file takes real time, during which the virtual clock would advance.
    host: {
      ...actionsHost,
      writeSummary(markdown) {
        summary += markdown;
        return Promise.resolve();
      },
      writeReport(text, name) {
        if (name === 'plan.json') return Promise.resolve(name);
        report = text;
        return Promise.resolve('report.json');
      },
    },
    written: () => ({
      outputs: readOutputFile(readFileSync(output, 'utf8')),
      stdout: chunks.join(''),
      summary,
      report,
    }),
    close() {
      process.stdout.write = write;
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      rmSync(folder, { recursive: true });
    },
  };
}
