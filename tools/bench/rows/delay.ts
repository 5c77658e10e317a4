/** How late an end in the cloud is seen, and how many requests that takes. */
import { uuidOf } from '../../../emulator/digest.ts';
import { type Finding, percent, type Row, times } from '../row.ts';
import { logUniform, mean, quantile, seeded } from '../world/lengths.ts';
import { play, type Played, playSync } from '../world/promote.ts';
import { createWorld, SOURCE, targetsOf } from '../world/world.ts';

const JOBS = 400;
const LATENCY_MS = 20;
/** The default of the input poll-interval. */
const INTERVAL_MS = 10_000;
const SPANS = [
  [1, 10],
  [10, 60],
  [60, 1200],
] as const;

/** What ends: a copy that arrives, one that fails, an image that becomes ACTIVE, one that becomes ERROR. */
type Kind = 'copied' | 'failed' | 'active' | 'error';

interface Seen {
  readonly lengthMs: number;
  readonly delayMs: number;
  readonly requests: number;
}

const HOW = `Random lengths from 1 s to 20 min, every order of magnitude as likely as the others, ${JOBS} of each kind, latency ${LATENCY_MS} ms, virtual clock. Mean delay in shares of the job's length, or of 10 s where that is more; the 95th percentile in shares of it, or of 5 s. The requests are those after the trigger, all together against those of a poll of one request at once and every 2 s.`;

export const delayRow: Row = {
  name: 'delay',
  title: 'Delay between the end in the cloud and our seeing it',
  how: HOW,
  run: () => rows(['copied', 'active']),
};

export const failedEndRow: Row = {
  name: 'failed-end',
  title: 'Seeing a failed end',
  how: HOW,
  run: () => rows(['failed', 'error']),
};

const NAMES = {
  copied: 'a copy arrives',
  failed: 'a copy fails',
  active: 'an image becomes ACTIVE',
  error: 'an image becomes ERROR',
} as const;

async function rows(kinds: readonly Kind[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const kind of kinds) {
    const random = seeded(7);
    const all: Seen[] = [];
    for (let job = 0; job < JOBS; job++) all.push(await seen(kind, logUniform(random, 1000, 1_200_000), random));
    for (const [from, to] of SPANS) {
      const some = all.filter(({ lengthMs }) => lengthMs >= from * 1000 && lengthMs < to * 1000);
      findings.push(...judged(`${NAMES[kind]}, ${from} to ${to} s`, some, from));
    }
    const most = Math.max(...all.map(({ delayMs }) => delayMs));
    findings.push({
      what: `${NAMES[kind]}: the longest delay over poll-interval`,
      measured: times(most / INTERVAL_MS),
      goal: '≤ 1.00 ×',
      met: most <= INTERVAL_MS + 3 * LATENCY_MS,
    });
  }
  return findings;
}

function judged(what: string, some: readonly Seen[], from: number): readonly Finding[] {
  const average = mean(some.map(({ delayMs, lengthMs }) => delayMs / Math.max(lengthMs, 10_000)));
  const high = quantile(
    some.map(({ delayMs, lengthMs }) => delayMs / Math.max(lengthMs, 5000)),
    0.95,
  );
  const fixed = mean(some.map(({ lengthMs }) => 1 + Math.ceil(lengthMs / 2000)));
  const requests = mean(some.map((one) => one.requests)) / fixed;
  const isShort = from < 60;
  return [
    { what: `${what}: mean`, measured: percent(average), goal: '≤ 10 %', met: average <= 0.1 },
    { what: `${what}: 95th percentile`, measured: percent(high), goal: '≤ 20 %', met: high <= 0.2 },
    {
      what: `${what}: requests`,
      measured: times(requests),
      goal: isShort ? '≤ 2.00 × the fixed poll' : '< 1.00 × the fixed poll',
      met: isShort ? requests <= 2 : requests < 1,
    },
  ];
}

function seen(kind: Kind, lengthMs: number, random: () => number): Promise<Seen> {
  return kind === 'copied' || kind === 'failed' ? copySeen(kind, lengthMs, random) : imageSeen(kind, lengthMs, random);
}

async function copySeen(kind: 'copied' | 'failed', lengthMs: number, random: () => number): Promise<Seen> {
  const outcome = { tag: 'v1', seconds: lengthMs / 1000, outcome: kind === 'failed' ? 'failed' : 'success' } as const;
  const world = createWorld({ tags: ['v1'], targets: targetsOf(1), outcomes: [outcome], latencyMs: LATENCY_MS });
  const played = await playSync(world, random);
  expectVerdict(played, kind === 'failed' ? 'refused' : 'copied');
  const posted = played.requests.findIndex(({ method }) => method === 'POST');
  const begun = played.requests[posted]?.at ?? 0;
  const ended = world.clock.date().getTime();
  return { lengthMs, delayMs: ended - begun - lengthMs, requests: played.requests.length - posted - 1 };
}

async function imageSeen(kind: 'active' | 'error', lengthMs: number, random: () => number): Promise<Seen> {
  const id = uuidOf('image');
  const timeline = [
    { after: 0, status: 'CREATING' as const },
    { after: lengthMs / 1000, status: kind === 'error' ? ('ERROR' as const) : ('ACTIVE' as const) },
  ];
  const image = { id, name: 'app/api', tag: 'v1', namespace: 'team', on: 'start' as const, timeline };
  const world = createWorld({ tags: ['v1'], targets: targetsOf(1), latencyMs: LATENCY_MS, images: [image] });
  const played = await play(world, random, { operation: 'wait-image', region: SOURCE, 'image-ids': id });
  expectVerdict(played, kind === 'error' ? 'bad-status' : 'active');
  return { lengthMs, delayMs: played.tookMs - lengthMs, requests: played.requests.length };
}

function expectVerdict({ results }: Played, verdict: string): void {
  if (results[0]?.verdict !== verdict) throw new Error(`the verdict is ${results[0]?.verdict}, not ${verdict}`);
}
