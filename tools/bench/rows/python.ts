import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmulator } from '../../../emulator/start.ts';
import { createPythonEnvironment, MissingTool } from '../../python-environment.ts';
import { startBundle } from '../processes/bundle-process.ts';
import { syncStep } from '../processes/sync-step.ts';
import { LEFT_OUT, type Row, times } from '../row.ts';
import { KEY, ORGANIZATION, REPOSITORY, seedOf, SOURCE, tagNames, targetNames } from '../simulation/simulation.ts';
import { mean } from '../simulation/statistics.ts';

const [TAGS, TARGETS, DURATIONS] = [tagNames(6), targetNames(2), [6, 7, 8.5]] as const;
const SCRIPT = resolve(import.meta.dirname, '..', 'baselines', 'sdk_loop.py');

/** The vendor's Python SDK in a loop. Real sockets and real time, so a small case only. */
export const pythonRow: Row = {
  name: 'python',
  title: 'The official SDK',
  how: `tools/bench/baselines/sdk_loop.py with the vendor's Python SDK, which submits each copy and then polls each tag every 5 s. Real sockets and real time; ${TAGS.length} tags × ${TARGETS.length} regions, copies of ${DURATIONS.join(', ')} s; mean of the three.`,
  async run({ log, isQuick }) {
    let python: string;
    try {
      python = createPythonEnvironment('tools/conformance', log)('python');
    } catch (problem) {
      if (!(problem instanceof MissingTool)) throw problem;
      const subject = problem.message.split('\n')[0] ?? '';
      return { measurements: [{ subject, value: LEFT_OUT, goal: 'measured', isMet: false }] };
    }
    const [walls, requests]: [number[], number[]] = [[], []];
    for (const seconds of isQuick ? DURATIONS.slice(0, 1) : DURATIONS) {
      const action = await measure(seconds, (url) => runAction(url));
      const script = await measure(seconds, (url) => runScript(python, url));
      walls.push(script.ms / action.ms);
      requests.push(script.requests / action.requests);
    }
    return {
      measurements: [
        {
          subject: "the SDK's wall time over the action's",
          value: times(mean(walls)),
          goal: '≥ 1.00 ×',
          isMet: mean(walls) >= 1,
        },
        {
          subject: "the SDK's requests over the action's",
          value: times(mean(requests)),
          goal: '≥ 1.00 ×',
          isMet: mean(requests) >= 1,
        },
      ],
    };
  },
};

async function measure(jobSeconds: number, promote: (url: string) => Promise<number | null>) {
  const emulator = await startEmulator({ seed: seedOf({ tags: TAGS, targets: TARGETS, jobSeconds }) });
  try {
    const startedAt = performance.now();
    const exitCode = await promote(emulator.url);
    if (exitCode !== 0) throw new Error(`a promotion ended with exit code ${exitCode}`);
    return { ms: performance.now() - startedAt, requests: emulator.requests().length };
  } finally {
    await emulator.close();
  }
}

function runAction(url: string): Promise<number | null> {
  return startBundle(syncStep(TAGS, TARGETS, `${url}/{service}/{region}`)).ended;
}

function runScript(python: string, url: string): Promise<number | null> {
  // The SDK writes a file into the home folder.
  const home = mkdtempSync(join(tmpdir(), 'bench-sdk-'));
  const options = [url, KEY.accessKey, KEY.secretKey, SOURCE, TARGETS.join(','), ORGANIZATION, REPOSITORY, TAGS.join()];
  const child = spawn(python, ['-B', SCRIPT, ...options], {
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, NO_PROXY: '127.0.0.1', PYTHONUTF8: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise<number | null>((resolveCode, reject) => {
    child.once('error', reject);
    child.once('close', resolveCode);
  }).finally(() => rmSync(home, { recursive: true, force: true }));
}
