/**
 * A cloud for a benchmark: the emulator behind a wire with latency, all in virtual time. The action and the baselines
 * meet the same one.
 */
import { createEmulator, type Emulator } from '../../../emulator/emulator.ts';
import type { Seed } from '../../../emulator/seed.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createManualClock, type ManualClock } from '../../../__tests__/support/manual-clock.ts';

export const SOURCE = 'cn-north-4';
export const TEAM = 'team';
export const REPOSITORY = 'app/api';
export const KEY = { accessKey: 'BENCHMARKKEY', secretKey: 'benchmark-secret-key' } as const;

/** Names of so many target regions. */
export function targetsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `cn-east-${index + 1}`);
}

export function tagsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `v${index + 1}`);
}

export interface WorldParts {
  readonly tags: readonly string[];
  readonly targets: readonly string[];
  /** How long a copy lasts. */
  readonly jobSeconds?: number;
  readonly outcomes?: readonly {
    readonly tag: string;
    readonly target?: string;
    readonly seconds: number;
    readonly outcome?: 'success' | 'failed';
  }[];
  /** Tags of the repository that nobody asks for. */
  readonly otherTags?: number;
  readonly rateLimit?: number;
  /** From the request to the reply. */
  readonly latencyMs?: number;
  readonly images?: NonNullable<Seed['regions'][string]['images']>;
}

export interface World {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly wire: Transport;
  readonly parts: WorldParts;
  projectOf(region: string): string;
  tokenOf(region: string): string;
}

export function createWorld(parts: WorldParts): World {
  const clock = createManualClock();
  const emulator = createEmulator({ seed: seedOf(parts), now: () => clock.date().getTime() });
  let inFlight = 0;
  const wire: Transport = {
    async send({ method, url, headers, body }, signal) {
      const half = (parts.latencyMs ?? 0) / 2;
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
  return { clock, emulator, wire, parts, projectOf, tokenOf };
}

export function seedOf({ tags, targets, jobSeconds = 20, outcomes = [], ...parts }: WorldParts): Seed {
  const others = Array.from({ length: parts.otherTags ?? 0 }, (_, index) => `old-${index + 1}`);
  const organizations = { [TEAM]: { [REPOSITORY]: [...tags, ...others] } };
  const target = { organizations: { [TEAM]: others.length === 0 ? {} : { [REPOSITORY]: others } } };
  const images = parts.images === undefined ? {} : { images: parts.images };
  const regions = [SOURCE, ...targets];
  return {
    accessKeys: [KEY],
    projects: regions.map((name) => ({ id: projectOf(name), name })),
    tokens: regions.map((name) => ({ token: tokenOf(name), project: projectOf(name) })),
    ...(parts.rateLimit === undefined ? {} : { rateLimits: { 'swr-api': parts.rateLimit } }),
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

/** Lets time pass, unless the attempt is given up before. */
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
