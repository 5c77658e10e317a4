/** Whether a region does not have a route of HSS. */
import { sleep } from '../clock.ts';
import type { RunContext } from '../engine/step.ts';

const PAUSE_MS = 1000;

/** Asks once more, a second later, where the reply says that there is no such route: one such reply is not enough. */
export async function confirmMissing<T>(
  { clock, deadline, signal }: Pick<RunContext<unknown>, 'clock' | 'deadline' | 'signal'>,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const answer = await ask();
  if (answer !== undefined) return answer;
  await sleep(clock, Math.min(PAUSE_MS, deadline.waitUntil - clock.now()), signal);
  return ask();
}
