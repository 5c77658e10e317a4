/** The action beside the official Python SDK in a loop, over real sockets and in real time: a small case alone. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmulator } from '../../../emulator/start.ts';
import { createPythonEnvironment, MissingTool } from '../../python-environment.ts';
import { LEFT_OUT, type Row, times } from '../row.ts';
import { copying } from '../start/copying.ts';
import { start } from '../start/spawned.ts';
import { mean } from '../world/lengths.ts';
import { KEY, REPOSITORY, seedOf, SOURCE, tagsOf, targetsOf, TEAM } from '../world/world.ts';

const [TAGS, TARGETS, LENGTHS] = [tagsOf(6), targetsOf(2), [6, 7, 8.5]] as const;
const LOOP = resolve(import.meta.dirname, '..', 'baselines', 'sdk_loop.py');

export const pythonRow: Row = {
  name: 'python',
  title: 'Beside the official SDK',
  how: `tools/bench/baselines/sdk_loop.py (trigger each tag, then poll each tag every 5 s) with the vendor's Python SDK, real sockets and real time: ${TAGS.length} tags × ${TARGETS.length} regions, copies of ${LENGTHS.join(', ')} s; mean of the three.`,
  async run(say) {
    let python: string;
    try {
      python = createPythonEnvironment('tools/conformance', say)('python');
    } catch (problem) {
      if (!(problem instanceof MissingTool)) throw problem;
      return [{ what: problem.message.split('\n')[0] ?? '', measured: LEFT_OUT, goal: 'measured', met: false }];
    }
    const [walls, requests]: [number[], number[]] = [[], []];
    for (const seconds of LENGTHS) {
      const ours = await measured(seconds, (url) => runAction(url));
      const theirs = await measured(seconds, (url) => runLoop(python, url));
      walls.push(theirs.ms / ours.ms);
      requests.push(theirs.requests / ours.requests);
    }
    return [
      {
        what: "the SDK's wall time over the action's",
        measured: times(mean(walls)),
        goal: '≥ 1.00 ×',
        met: mean(walls) >= 1,
      },
      {
        what: "the SDK's requests over the action's",
        measured: times(mean(requests)),
        goal: '≥ 1.00 ×',
        met: mean(requests) >= 1,
      },
    ];
  },
};

async function measured(jobSeconds: number, run: (url: string) => Promise<number | null>) {
  const emulator = await startEmulator({ seed: seedOf({ tags: TAGS, targets: TARGETS, jobSeconds }) });
  try {
    const begun = performance.now();
    const exitCode = await run(emulator.url);
    if (exitCode !== 0) throw new Error(`a promotion ended with ${exitCode}`);
    return { ms: performance.now() - begun, requests: emulator.requests().length };
  } finally {
    await emulator.close();
  }
}

function runAction(url: string): Promise<number | null> {
  return start(copying(TAGS, TARGETS, `${url}/{service}/{region}`)).ended;
}

function runLoop(python: string, url: string): Promise<number | null> {
  // The SDK keeps a file in the home.
  const home = mkdtempSync(join(tmpdir(), 'bench-sdk-'));
  const of = [url, KEY.accessKey, KEY.secretKey, SOURCE, TARGETS.join(','), TEAM, REPOSITORY, TAGS.join(',')];
  const child = spawn(python, ['-B', LOOP, ...of], {
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, NO_PROXY: '127.0.0.1', PYTHONUTF8: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise<number | null>((fulfil, reject) => {
    child.once('error', reject);
    child.once('close', fulfil);
  }).finally(() => rmSync(home, { recursive: true, force: true }));
}
