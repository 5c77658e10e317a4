/** The emulator behind a transport with latency, in virtual time. The action and the baselines use the same one. */
import { createEmulator, type Emulator } from '../../../emulator/emulator.ts';
import type { Seed } from '../../../emulator/seed.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createManualClock, type ManualClock } from '../../../__tests__/support/manual-clock.ts';

/** The region that is copied from. */
export const SOURCE = 'cn-north-4';
/** The organization in SWR, in every region. */
export const ORGANIZATION = 'team';
/** The repository that is copied from and to. */
export const REPOSITORY = 'app/api';
/** The access key that the emulator accepts. */
export const KEY = { accessKey: 'BENCHMARKKEY', secretKey: 'benchmark-secret-key' } as const;

/** Names of `count` target regions. */
export function targetNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `cn-east-${index + 1}`);
}

/** Names of `count` tags. */
export function tagNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `v${index + 1}`);
}

/** What there is to copy, and how the cloud behaves. */
export interface SimulationOptions {
  readonly tags: readonly string[];
  readonly targets: readonly string[];
  /** How long a copy lasts that `outcomes` does not name. */
  readonly jobSeconds?: number;
  /** How single copies end, and after how long. */
  readonly outcomes?: readonly {
    readonly tag: string;
    readonly target?: string;
    readonly seconds: number;
    readonly outcome?: 'success' | 'failed';
  }[];
  /** How many tags the repository has that are not copied. */
  readonly otherTags?: number;
  /** Requests per second that SWR accepts, in all regions together; unlimited if left out. */
  readonly rateLimit?: number;
  /** Time from a request to its reply. */
  readonly latencyMs?: number;
  /** ModelArts images in the source's region. */
  readonly images?: NonNullable<Seed['regions'][string]['images']>;
}

/** A simulated cloud. */
export interface Simulation {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly transport: Transport;
  readonly options: SimulationOptions;
  /** The project id of a region. */
  projectOf(region: string): string;
  /** A token that is valid in a region. */
  tokenOf(region: string): string;
}

/** Creates a simulated cloud whose time advances with `clock.run`. */
export function createSimulation(options: SimulationOptions): Simulation {
  const clock = createManualClock();
  const emulator = createEmulator({ seed: seedOf(options), now: () => clock.date().getTime() });
  let inFlight = 0;
  const transport: Transport = {
    async send({ method, url, headers, body }, signal) {
      const half = (options.latencyMs ?? 0) / 2;
      inFlight += 1;
      try {
        await pass(clock, half, signal);
        const sent = { method, url: url.pathname + url.search, headers: { ...headers, host: url.host }, body };
        const reply = emulator.handle(sent, inFlight);
        await pass(clock, half, signal);
        return { status: reply.status, headers: { ...reply.headers }, body: reply.body };
      } finally {
        inFlight -= 1;
      }
    },
    close: () => undefined,
  };
  return { clock, emulator, transport, options, projectOf, tokenOf };
}

/** The emulator's seed for these options. */
export function seedOf({ tags, targets, jobSeconds = 20, outcomes = [], ...options }: SimulationOptions): Seed {
  const others = Array.from({ length: options.otherTags ?? 0 }, (_, index) => `old-${index + 1}`);
  const organizations = { [ORGANIZATION]: { [REPOSITORY]: [...tags, ...others] } };
  const target = { organizations: { [ORGANIZATION]: others.length === 0 ? {} : { [REPOSITORY]: others } } };
  const images = options.images === undefined ? {} : { images: options.images };
  const regions = [SOURCE, ...targets];
  return {
    accessKeys: [KEY],
    projects: regions.map((name) => ({ id: projectOf(name), name })),
    tokens: regions.map((name) => ({ token: tokenOf(name), project: projectOf(name) })),
    ...(options.rateLimit === undefined ? {} : { rateLimits: { 'swr-api': options.rateLimit } }),
    regions: {
      ...Object.fromEntries(targets.map((region) => [region, target])),
      [SOURCE]: { organizations, syncSeconds: jobSeconds, syncOutcomes: [...outcomes], ...images },
    },
  };
}

function projectOf(region: string): string {
  return `project-of-${region}`;
}

function tokenOf(region: string): string {
  return `token-of-${region}`;
}

/** Waits `ms`; rejects when the attempt is aborted. */
function pass(clock: ManualClock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(new Error('aborted'));
  const cancelTimer = clock.after(ms, resolve);
  signal.addEventListener('abort', abort, { once: true });
  return promise.finally(() => {
    cancelTimer();
    signal.removeEventListener('abort', abort);
  });
}
