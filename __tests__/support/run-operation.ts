/** Plans an operation from inputs and runs it against a cloud in virtual time. */
import { createDeadline } from '../../src/deadline.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/item.ts';
import type { World } from '../../src/engine/step.ts';
import { givenInputs, type Given } from './given-inputs.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface Ran {
  readonly outcomes: readonly Outcome[];
  /** `subject → region kind`, with the digests shortened to their first character. */
  readonly verdicts: readonly string[];
  readonly messages: readonly (string | undefined)[];
  readonly log: readonly string[];
  readonly tookMs: number;
}

export interface RunOptions {
  readonly clock?: ManualClock;
  readonly stopAtMs?: number;
  readonly random?: () => number;
  readonly openDeployments?: World['openDeployments'];
}

export async function runOperation(
  operation: Operation,
  given: Given,
  cloud: Cloud,
  options: RunOptions = {},
): Promise<Ran> {
  const { inputs, complaints } = givenInputs({ region: 'cn-north-4', ...given });
  const { settings, steps } = await operation.plan({ inputs, releaseTag: () => Promise.resolve(undefined) });
  if (complaints() !== '') throw new Error(complaints());
  const clock = options.clock ?? createManualClock();
  const deadline = createDeadline(clock, settings.timeoutMs, settings.requestTimeoutMs);
  const stop = new AbortController();
  if (options.stopAtMs !== undefined) clock.after(options.stopAtMs, () => stop.abort());
  const log: string[] = [];
  const outcomes = await clock.run(
    execute(steps, {
      cloud,
      clock,
      deadline,
      signal: stop.signal,
      random: options.random ?? (() => 0.5),
      log: { info: (line) => log.push(line), warnOnce: (line) => log.push(`warning: ${line}`) },
      openDeployments: options.openDeployments ?? (() => Promise.reject(new Error('no GitHub'))),
    }),
  );
  return {
    outcomes,
    verdicts: outcomes.map(({ item, verdict }) => `${item.subject} → ${item.region} ${verdict.kind}`),
    messages: outcomes.map(({ verdict }) => verdict.message),
    log,
    tookMs: clock.now() - deadline.startedAt,
  };
}
