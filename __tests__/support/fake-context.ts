/** A step context in virtual time that records everything the step reports, as text. */
import { createDeadline } from '../../src/deadline.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import { createCheckList } from '../../src/engine/check.ts';
import type { Item } from '../../src/engine/item.ts';
import type { StepContext } from '../../src/engine/step.ts';
import { createImageDetails } from '../../src/images/image-details.ts';
import type { Services } from '../../src/operations/operation.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import { NO_ACCESS } from './fake-access.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** The context, and what the step has reported to it. */
export interface FakeContext extends StepContext<Services> {
  readonly clock: ManualClock;
  /** `subject → region: state`, `subject → region = kind` and log lines, in order. */
  readonly events: readonly string[];
  readonly verdicts: ReadonlyMap<Item, Verdict>;
}

/** What is other than usual. */
export interface ContextOptions {
  readonly cloud?: Cloud;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  readonly clock?: ManualClock;
}

const nowhere = (): Promise<never> => Promise.reject(new Error('no cloud was given'));

const name = ({ subject, region }: Item): string => `${subject} → ${region}`;

/** Throws from `settle` when an item gets a second verdict. */
export function createFakeContext(options: ContextOptions = {}): FakeContext {
  const clock = options.clock ?? createManualClock();
  const events: string[] = [];
  const verdicts = new Map<Item, Verdict>();
  const states = new Map<Item, string>();
  return {
    services: {
      cloud: options.cloud ?? { swr: nowhere, modelArts: nowhere, hss: nowhere },
      access: NO_ACCESS,
      checks: createCheckList(() => undefined),
      imageDetails: createImageDetails(),
      openDeployments() {
        throw new Error('no GitHub was given');
      },
    },
    clock,
    deadline: createDeadline(clock, options.timeoutMs ?? 1_800_000, 30_000),
    signal: options.signal ?? new AbortController().signal,
    random: options.random ?? (() => 0.5),
    log: {
      info: (line) => events.push(line),
      warnOnce: (message) => events.push(`warning: ${message}`),
      openGroup: () => undefined,
      closeGroup: () => undefined,
    },
    settle(item, verdict) {
      if (verdicts.has(item)) throw new Error(`a second verdict for ${item.subject}: ${verdict.kind}`);
      verdicts.set(item, verdict);
      events.push(`${name(item)} = ${verdict.kind}`);
    },
    leaveOut: (item) => events.push(`${name(item)} left out`),
    observe(item, state) {
      if (states.get(item) !== state) events.push(`${name(item)}: ${state}`);
      states.set(item, state);
    },
    lastObservation: (item) => states.get(item),
    verdictOf: (item) => verdicts.get(item),
    events,
    verdicts,
  };
}
