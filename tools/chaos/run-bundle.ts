/** Runs a scenario with the bundle in a process of its own, over real sockets and in real time. */
import { preloading } from '../../__tests__/support/preload.ts';
import { startWatchedEmulator } from '../../__tests__/support/watched-emulator.ts';
import { runAction, type Stop } from '../runner/run-action.ts';
import type { Recording } from './recording.ts';
import type { Scenario } from './scenario/scenario.ts';
import { recordStates } from './cloud-state.ts';

/** How long a busy machine may delay the process. The exact limits are checked in virtual time. */
const SLACK_MS = 20_000;
const ACKNOWLEDGEMENT = 'SIGINT received';
/** Runs in the bundle's process, and its listener before the bundle's own: nothing is sent between the two. */
const ACKNOWLEDGE = `process.on('SIGINT', () => process.stdout.write(${JSON.stringify(`${ACKNOWLEDGEMENT}\n`)}));`;

/**
 * Runs a scenario of one run and without pushes. The recorded requests do not name their credential, and no resubmitted
 * copies are recorded.
 */
export async function runBundle(scenario: Scenario): Promise<Recording> {
  const states = new Set<string>();
  const emulator = await startWatchedEmulator(scenario.seed, ({ state }) => recordStates(state(), states));
  emulator.setScript(scenario.script);
  const before = emulator.state();
  recordStates(before, states);
  const inputs = { endpoint: emulator.endpoint, ...scenario.inputs };
  const stopper = createStopper(scenario.runs[0]?.stopAtMs, `${emulator.url}/_/health`);
  const begunAt = Date.now();
  try {
    const run = await runAction({
      with: inputs,
      env: { NODE_OPTIONS: preloading(ACKNOWLEDGE) },
      onLine: stopper.onLine,
    });
    const endedAt = Date.now();
    const stoppedAt = await stopper.stoppedAt();
    const after = emulator.state();
    recordStates(after, states);
    return {
      scenario,
      states,
      runs: [
        {
          inputs,
          exitCode: run.exitCode,
          outputs: run.outputs,
          stdout: run.stdout + run.stderr,
          summary: run.summary,
          report: run.reportText,
          begunAt,
          endedAt,
          stoppedAt,
          requests: emulator.requests().map((entry) => ({ ...entry, credential: 'unknown' })),
          before,
          after,
          resubmitted: [],
          slackMs: SLACK_MS,
          readLateMs: SLACK_MS,
        },
      ],
    };
  } finally {
    await emulator.close();
  }
}

interface Stopper {
  readonly onLine: (line: string, stop: Stop) => void;
  /**
   * The moment from which no request can arrive that was sent before the process handled the signal. Undefined when the
   * process ended without handling one.
   */
  stoppedAt(): Promise<number | undefined>;
}

/**
 * Sends SIGINT `stopAtMs` after the first line. The process handles the signal at some later moment, and until then may
 * send requests. So the moment of the stop is taken after the process has acknowledged the signal and the emulator has
 * answered a request (`healthUrl`) made after that: what the process sent before has been handled by then as well.
 */
function createStopper(stopAtMs: number | undefined, healthUrl: string): Stopper {
  let isScheduled = false;
  let stopped: Promise<number> | undefined;
  return {
    onLine(line, stop) {
      if (line === ACKNOWLEDGEMENT) stopped ??= fetch(healthUrl).then(() => Date.now());
      if (isScheduled || stopAtMs === undefined) return;
      isScheduled = true;
      setTimeout(() => stop('SIGINT'), stopAtMs).unref();
    },
    stoppedAt: () => Promise.resolve(stopped),
  };
}
