/** What a step is given, with everything that it tells kept as text. */
import { createDeadline } from '../../src/deadline.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import type { Item } from '../../src/engine/item.ts';
import type { StepContext } from '../../src/engine/step.ts';
import { createImageDetails } from '../../src/images/image-details.ts';
import type { Services } from '../../src/operations/operation.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface FakeContext extends StepContext<Services> {
  readonly clock: ManualClock;
  /** `subject → region: state`, `subject → region = kind` and log lines, in order. */
  readonly told: readonly string[];
  readonly verdicts: ReadonlyMap<Item, Verdict>;
}

export interface ContextOptions {
  readonly cloud?: Cloud;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  readonly clock?: ManualClock;
}

const nowhere = (): Promise<never> => Promise.reject(new Error('no cloud was given'));

const name = ({ subject, region }: Item): string => `${subject} → ${region}`;

export function createFakeContext(options: ContextOptions = {}): FakeContext {
  const clock = options.clock ?? createManualClock();
  const told: string[] = [];
  const verdicts = new Map<Item, Verdict>();
  const states = new Map<Item, string>();
  return {
    services: {
      cloud: options.cloud ?? { swr: nowhere, modelArts: nowhere, hss: nowhere },
      imageDetails: createImageDetails(),
      openDeployments() {
        throw new Error('no GitHub was given');
      },
    },
    clock,
    deadline: createDeadline(clock, options.timeoutMs ?? 1_800_000, 30_000),
    signal: options.signal ?? new AbortController().signal,
    random: options.random ?? (() => 0.5),
    log: { info: (line) => told.push(line), warnOnce: (message) => told.push(`warning: ${message}`) },
    settle(item, verdict) {
      if (verdicts.has(item)) throw new Error(`a second verdict for ${item.subject}: ${verdict.kind}`);
      verdicts.set(item, verdict);
      told.push(`${name(item)} = ${verdict.kind}`);
    },
    observe(item, state) {
      if (states.get(item) !== state) told.push(`${name(item)}: ${state}`);
      states.set(item, state);
    },
    lastObservation: (item) => states.get(item),
    verdictOf: (item) => verdicts.get(item),
    told,
    verdicts,
  };
}
