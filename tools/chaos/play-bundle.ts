/** Plays a story with the bundle in a process of its own, over real sockets and in real time. */
import { startEmulator } from '../../emulator/start.ts';
import { runAction } from '../runner/run-action.ts';
import type { Evidence } from './evidence.ts';
import type { Story } from './story/story.ts';
import { remember } from './truth.ts';

/** What was true for a shorter time than this may go unseen. */
const SAMPLE_MS = 20;

/** Stories of one run without pushes; the requests do not tell what they were signed by. */
export async function playBundle(story: Story): Promise<Evidence> {
  const emulator = await startEmulator({ seed: story.seed });
  emulator.setScript(story.script);
  const seen = new Set<string>();
  const before = emulator.state();
  remember(before, seen);
  const sampling = setInterval(() => remember(emulator.state(), seen), SAMPLE_MS);
  const inputs = { endpoint: emulator.endpoint, ...story.inputs };
  const begunAt = Date.now();
  let stoppedAt: number | undefined;
  let isBegun = false;
  try {
    const run = await runAction({
      with: inputs,
      onLine(_, stop) {
        const stopAtMs = story.runs[0]?.stopAtMs;
        if (isBegun || stopAtMs === undefined) return;
        isBegun = true;
        setTimeout(() => {
          stoppedAt = Date.now();
          stop('SIGINT');
        }, stopAtMs).unref();
      },
    });
    const after = emulator.state();
    remember(after, seen);
    return {
      story,
      seen,
      runs: [
        {
          inputs,
          exitCode: run.exitCode,
          outputs: run.outputs,
          stdout: run.stdout + run.stderr,
          summary: run.summary,
          report: run.reportText,
          begunAt,
          endedAt: Date.now(),
          stoppedAt,
          // A request that is on its way when the signal comes arrives after it.
          requests: emulator.requests().map((entry) => ({ ...entry, credential: 'whoever' })),
          before,
          after,
          askedAgain: [],
          slackMs: 5000,
        },
      ],
    };
  } finally {
    clearInterval(sampling);
    await emulator.close();
  }
}
