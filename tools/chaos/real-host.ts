/** The host that the action runs on, with everything that it writes caught. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readActionFile } from '../runner/action-file.ts';
import { inputEnvironment } from '../runner/input-environment.ts';
import { readOutputFile } from '../runner/output-file.ts';
import { actionsHost } from '../../src/github/actions-host.ts';
import type { Host } from '../../src/github/host.ts';

export interface Written {
  readonly outputs: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly summary: string;
  readonly report: string;
}

const action = await readActionFile();

export interface RealHost {
  readonly host: Host;
  written(): Written;
  /** Gives the process back what was lent. */
  close(): void;
}

/** Takes the process's environment and stdout until it is closed; one at a time. */
export function openRealHost(inputs: Readonly<Record<string, string>>): RealHost {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const environment = { ...inputEnvironment(action, inputs), GITHUB_OUTPUT: output };
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
    // Files that are written in the background take real time, in which the virtual one would run on.
    host: {
      ...actionsHost,
      writeSummary(markdown) {
        summary += markdown;
        return Promise.resolve();
      },
      writeReport(parts) {
        report = [...parts].join('');
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
