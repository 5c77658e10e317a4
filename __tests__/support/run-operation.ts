/** Plans an operation from inputs and runs it against a cloud in virtual time. */
import { expect } from '@jest/globals';
import { createDeadline } from '../../src/deadline.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Image } from '../../src/cloud/modelarts.ts';
import { createCheckList } from '../../src/engine/check.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/item.ts';
import type { Step } from '../../src/engine/step.ts';
import { failureKindOf, isOk, type Verdict } from '../../src/engine/verdict.ts';
import { ERROR_CODES } from '../../src/error-codes.ts';
import { createImageDetails } from '../../src/images/image-details.ts';
import type { AnyOperation, Services } from '../../src/operations/operation.ts';
import { NO_ACCESS } from './fake-access.ts';
import { givenInputs, type Given } from './given-inputs.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface Ran {
  readonly outcomes: readonly Outcome[];
  /** The images that were read for each item, in the order of the outcomes. */
  readonly images: readonly (readonly Image[])[];
  /** `subject → region kind`. */
  readonly verdicts: readonly string[];
  readonly messages: readonly (string | undefined)[];
  readonly log: readonly string[];
  readonly tookMs: number;
}

export interface RunOptions {
  readonly clock?: ManualClock;
  readonly stopAtMs?: number;
  readonly random?: () => number;
  /** Is given the input `github-token`. */
  readonly openDeployments?: (githubToken: string | undefined) => ReturnType<Services['openDeployments']>;
}

export async function runOperation(
  operation: AnyOperation,
  given: Given,
  cloud: Cloud,
  options: RunOptions = {},
): Promise<Ran> {
  const { inputs, errors } = givenInputs({ region: 'cn-north-4', ...given });
  const { inputs: read, steps } = operation.prepare(inputs, {
    eventTag: () => ({ tag: undefined, event: 'the event push' }),
    env: () => '',
  });
  if (errors() !== '') throw new Error(errors());
  const { openDeployments = noGitHub } = options;
  return runSteps(steps(), cloud, {
    ...options,
    timeoutMs: read.settings.timeoutMs,
    requestTimeoutMs: read.settings.requestTimeoutMs,
    openDeployments: () => openDeployments(read.githubToken),
  });
}

export interface StepOptions extends Omit<RunOptions, 'openDeployments'> {
  readonly timeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly openDeployments: Services['openDeployments'];
}

/** Runs steps against a cloud in virtual time. */
export async function runSteps(steps: readonly Step<Services>[], cloud: Cloud, options: StepOptions): Promise<Ran> {
  const { clock = createManualClock(), openDeployments } = options;
  const deadline = createDeadline(clock, options.timeoutMs, options.requestTimeoutMs);
  const stop = new AbortController();
  if (options.stopAtMs !== undefined) clock.after(options.stopAtMs, () => stop.abort());
  const log: string[] = [];
  const imageDetails = createImageDetails();
  const outcomes = await clock.run(
    execute(steps, {
      services: { cloud, access: NO_ACCESS, checks: createCheckList(() => undefined), imageDetails, openDeployments },
      clock,
      deadline,
      signal: stop.signal,
      random: options.random ?? (() => 0.5),
      log: {
        info: (line) => log.push(line),
        warnOnce: (line) => log.push(`warning: ${line}`),
        openGroup: () => undefined,
        closeGroup: () => undefined,
      },
    }),
  );
  for (const { verdict } of outcomes) expectCode(verdict);
  return {
    outcomes,
    images: outcomes.map(({ item }) => imageDetails.of(item)),
    verdicts: outcomes.map(({ item, verdict }) => `${item.subject} → ${item.region} ${verdict.kind}`),
    messages: outcomes.map(({ verdict }) => verdict.message),
    log,
    tookMs: clock.now() - deadline.startedAt,
  };
}

/** Whatever is not ok has an error code, of the failure kind that the verdict stands for; nothing else has one. */
function expectCode(verdict: Verdict): void {
  const { code } = verdict;
  const kind = code === undefined ? undefined : ERROR_CODES[code];
  expect([verdict, code !== undefined, kind]).toEqual([verdict, !isOk(verdict), failureKindOf(verdict)]);
}

function noGitHub(): never {
  throw new Error('no GitHub');
}
