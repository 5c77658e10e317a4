/** How long after completion in the cloud a run ends, and how many requests it makes until then. */
import { uuidOf } from '../../../emulator/digest.ts';
import { delayPlot, type DelaySample, pollingIntervalPlot, type PollPause } from '../plots/polling-plots.ts';
import { type Measurement, percent, type Row, type RunOptions, times } from '../row.ts';
import { type SimulatedRun, simulateRun, simulateSync } from '../simulation/run.ts';
import { createSimulation, SOURCE, targetNames } from '../simulation/simulation.ts';
import { createRandom, logUniform, mean, quantile } from '../simulation/statistics.ts';

const JOBS = 400;
const LATENCY_MS = 20;
/** The default of the input poll-interval. */
const INTERVAL_MS = 10_000;
/** 20 minutes. */
const LONGEST_MS = 1_200_000;
const SPANS = [
  [1, 10],
  [10, 60],
  [60, 1200],
] as const;

/** What completes: a copy that arrives or fails, an image that becomes ACTIVE or ERROR. */
type Kind = 'copied' | 'failed' | 'active' | 'error';

interface Sample {
  /** From the request to its completion in the cloud. */
  readonly durationMs: number;
  /** From then to the end of the run. */
  readonly delayMs: number;
  /** Requests after the one that started it. */
  readonly requests: number;
}

const NAMES = {
  copied: 'a copy arrives',
  failed: 'a copy fails',
  active: 'an image becomes ACTIVE',
  error: 'an image becomes ERROR',
} as const;

const HOW = `${JOBS} random durations from 1 s to 20 min of each kind, every order of magnitude as likely as the others; latency ${LATENCY_MS} ms, virtual time. The mean delay is relative to the duration, or to 10 s if that is more; the 95th percentile to the duration, or to 5 s. Requests are relative to a poll at once and every 2 s.`;

/** Successful ends, with the plots of the polling interval and of the delay. */
export const delayRow: Row = {
  name: 'delay',
  title: 'Delay after completion',
  how: HOW,
  async run(options) {
    const [copies, images] = [await sample('copied', options), await sample('active', options)];
    return {
      measurements: [...measure('copied', copies), ...measure('active', images)],
      plots: [
        {
          file: 'polling-interval.svg',
          alt: 'The pause between polls is 1 s at first, grows with the square root of the time waited, and is at most 10 s.',
          caption: 'One copy of 20 minutes with the default `poll-interval` of 10 s.',
          svg: pollingIntervalPlot(await measurePauses()),
        },
        {
          file: 'delay.svg',
          alt: 'The delay after completion is shorter than the polling interval: below 1 s for short copies, below 10 s for long ones.',
          caption: `${copies.length} copies and ${images.length} images with random durations. Copies of 10 to 60 s are reported after ${percent(meanDelay(inSpan(copies, 10, 60)))} of their duration on average; the longest delay of all is ${longestDelay([...copies, ...images]).toFixed(1)} s.`,
          svg: delayPlot(copies.map(pointOf), images.map(pointOf)),
        },
      ],
    };
  },
};

/** Failed ends, which must be noticed as early as successful ones. */
export const failedEndRow: Row = {
  name: 'failed-end',
  title: 'Delay after a failure',
  how: HOW,
  async run(options) {
    return {
      measurements: [
        ...measure('failed', await sample('failed', options)),
        ...measure('error', await sample('error', options)),
      ],
    };
  },
};

async function sample(kind: Kind, { isQuick }: RunOptions): Promise<readonly Sample[]> {
  const random = createRandom(7);
  const samples: Sample[] = [];
  for (let job = 0; job < (isQuick ? JOBS / 10 : JOBS); job++) {
    const durationMs = logUniform(random, 1000, LONGEST_MS);
    samples.push(
      kind === 'copied' || kind === 'failed'
        ? await sampleCopy(kind, durationMs, random)
        : await sampleImage(kind, durationMs, random),
    );
  }
  return samples;
}

function pointOf({ durationMs, delayMs }: Sample): DelaySample {
  return { duration: durationMs / 1000, delay: delayMs / 1000 };
}

/** In seconds. */
function longestDelay(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ delayMs }) => delayMs)) / 1000;
}

function measure(kind: Kind, samples: readonly Sample[]): readonly Measurement[] {
  const longestMs = longestDelay(samples) * 1000;
  return [
    ...SPANS.flatMap(([from, to]) =>
      measureSpan(`${NAMES[kind]}, ${from} to ${to} s`, inSpan(samples, from, to), from),
    ),
    {
      subject: `${NAMES[kind]}: the longest delay over poll-interval`,
      value: times(longestMs / INTERVAL_MS),
      goal: '≤ 1.00 ×',
      isMet: longestMs <= INTERVAL_MS + 3 * LATENCY_MS,
    },
  ];
}

function inSpan(samples: readonly Sample[], from: number, to: number): readonly Sample[] {
  return samples.filter(({ durationMs }) => durationMs >= from * 1000 && durationMs < to * 1000);
}

function meanDelay(samples: readonly Sample[]): number {
  return mean(samples.map(({ delayMs, durationMs }) => delayMs / Math.max(durationMs, 10_000)));
}

function measureSpan(subject: string, samples: readonly Sample[], from: number): readonly Measurement[] {
  const average = meanDelay(samples);
  const high = quantile(
    samples.map(({ delayMs, durationMs }) => delayMs / Math.max(durationMs, 5000)),
    0.95,
  );
  const fixedPoll = mean(samples.map(({ durationMs }) => 1 + Math.ceil(durationMs / 2000)));
  const requests = mean(samples.map((one) => one.requests)) / fixedPoll;
  const isShort = from < 60;
  return [
    { subject: `${subject}: mean`, value: percent(average), goal: '≤ 10 %', isMet: average <= 0.1 },
    { subject: `${subject}: 95th percentile`, value: percent(high), goal: '≤ 20 %', isMet: high <= 0.2 },
    {
      subject: `${subject}: requests`,
      value: times(requests),
      goal: isShort ? '≤ 2.00 × the fixed poll' : '< 1.00 × the fixed poll',
      isMet: isShort ? requests <= 2 : requests < 1,
    },
  ];
}

async function sampleCopy(kind: 'copied' | 'failed', durationMs: number, random: () => number): Promise<Sample> {
  const { run, endMs } = await runCopy(kind, durationMs, random);
  const posted = run.requests.findIndex(({ method }) => method === 'POST');
  const startMs = run.requests[posted]?.at ?? 0;
  return { durationMs, delayMs: endMs - startMs - durationMs, requests: run.requests.length - posted - 1 };
}

async function runCopy(kind: 'copied' | 'failed', durationMs: number, random: () => number) {
  const outcome = { tag: 'v1', seconds: durationMs / 1000, outcome: kind === 'failed' ? 'failed' : 'success' } as const;
  const simulation = createSimulation({
    tags: ['v1'],
    targets: targetNames(1),
    outcomes: [outcome],
    latencyMs: LATENCY_MS,
  });
  const run = await simulateSync(simulation, random);
  requireVerdict(run, kind === 'failed' ? 'refused' : 'copied');
  return { run, endMs: simulation.clock.date().getTime() };
}

async function sampleImage(kind: 'active' | 'error', durationMs: number, random: () => number): Promise<Sample> {
  const id = uuidOf('image');
  const timeline = [
    { after: 0, status: 'CREATING' as const },
    { after: durationMs / 1000, status: kind === 'error' ? ('ERROR' as const) : ('ACTIVE' as const) },
  ];
  const image = { id, name: 'app/api', tag: 'v1', namespace: 'team', on: 'start' as const, timeline };
  const simulation = createSimulation({
    tags: ['v1'],
    targets: targetNames(1),
    latencyMs: LATENCY_MS,
    images: [image],
  });
  const run = await simulateRun(simulation, random, { operation: 'wait-image', region: SOURCE, 'image-ids': id });
  requireVerdict(run, kind === 'error' ? 'bad-status' : 'active');
  return { durationMs, delayMs: run.durationMs - durationMs, requests: run.requests.length };
}

/** The pauses between the polls of one long copy. Each poll reads the job list. */
async function measurePauses(): Promise<readonly PollPause[]> {
  const { run } = await runCopy('copied', LONGEST_MS, createRandom(7));
  const startMs = run.requests.find(({ method }) => method === 'POST')?.at ?? 0;
  const polls = run.requests.filter(({ path, at }) => path.endsWith('/sync_job') && at > startMs).map(({ at }) => at);
  return polls.slice(1).map((at, index) => {
    const before = polls[index] ?? at;
    return { waited: (before - startMs) / 1000, pause: (at - before) / 1000 };
  });
}

function requireVerdict({ results }: SimulatedRun, verdict: string): void {
  if (results[0]?.verdict !== verdict) throw new Error(`the verdict is ${results[0]?.verdict}, not ${verdict}`);
}
