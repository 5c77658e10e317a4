/** Plans an operation from inputs and runs it against a cloud in virtual time. */
import { createDeadline } from '../../src/deadline.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Image } from '../../src/cloud/modelarts.ts';
import { createImageDetails } from '../../src/images/image-details.ts';
import {
  defineOperation,
  type Operation,
  type OperationInputs,
  type Services,
} from '../../src/operations/operation.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/item.ts';
import { givenInputs, type Given } from './given-inputs.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface Ran {
  readonly outcomes: readonly Outcome[];
  /** The images that were read for each item, in the order of the outcomes. */
  readonly images: readonly (readonly Image[])[];
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
  readonly openDeployments?: Services['openDeployments'];
}

export async function runOperation<I extends OperationInputs, P>(
  operation: Operation<I, P>,
  given: Given,
  cloud: Cloud,
  options: RunOptions = {},
): Promise<Ran> {
  const { inputs, complaints } = givenInputs({ region: 'cn-north-4', ...given });
  const { settings, steps } = defineOperation(operation).prepare(inputs, { releaseTag: () => undefined });
  if (complaints() !== '') throw new Error(complaints());
  const clock = options.clock ?? createManualClock();
  const deadline = createDeadline(clock, settings.timeoutMs, settings.requestTimeoutMs);
  const stop = new AbortController();
  if (options.stopAtMs !== undefined) clock.after(options.stopAtMs, () => stop.abort());
  const log: string[] = [];
  const imageDetails = createImageDetails();
  const outcomes = await clock.run(
    execute(steps(), {
      services: {
        cloud,
        imageDetails,
        openDeployments: options.openDeployments ?? (() => Promise.reject(new Error('no GitHub'))),
      },
      clock,
      deadline,
      signal: stop.signal,
      random: options.random ?? (() => 0.5),
      log: { info: (line) => log.push(line), warnOnce: (line) => log.push(`warning: ${line}`) },
    }),
  );
  return {
    outcomes,
    images: outcomes.map(({ item }) => imageDetails.of(item)),
    verdicts: outcomes.map(({ item, verdict }) => `${item.subject} → ${item.region} ${verdict.kind}`),
    messages: outcomes.map(({ verdict }) => verdict.message),
    log,
    tookMs: clock.now() - deadline.startedAt,
  };
}
