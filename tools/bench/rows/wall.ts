/** How long a promotion takes, against the slowest copy and one look at it. */
import { type Finding, type Row, times } from '../row.ts';
import { copyLengths, mean, seeded } from '../world/lengths.ts';
import { playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

const SEEDS = 6;
const GOAL = 1.1;
/** Seconds. */
const SHORT = [
  [1, 2],
  [2, 5],
  [5, 10],
  [10, 20],
] as const;
const SHORT_SEEDS = 20;

export const wallRow: Row = {
  name: 'wall',
  title: 'Wall time over ideal',
  how: `The emulator behind a wire with latency, in virtual time. Copies last 1 to 60 s, the slowest one 40 to 60 s; the ideal is the slowest copy and one reply. The goal is for the mean of ${SEEDS} seeds; the worst of them stands beside it. In the last rows a copy is alone and shorter: the pause of a second and the requests before it weigh more then.`,
  async run() {
    const findings: Finding[] = [];
    const means: number[] = [];
    for (const latencyMs of [20, 100]) {
      for (const tags of [1, 10, 100, 1000]) {
        for (const targets of [1, 5, 10]) {
          const ratios = [];
          for (let seed = 1; seed <= SEEDS; seed++) ratios.push(await ratioOf({ tags, targets, latencyMs, seed }));
          const average = mean(ratios);
          means.push(average);
          findings.push({
            what: `${tags} tags × ${targets} regions, ${latencyMs} ms`,
            measured: `${times(average)}, at worst ${times(Math.max(...ratios))}`,
            goal: `≤ ${GOAL.toFixed(2)} ×`,
            met: average <= GOAL,
          });
        }
      }
    }
    const spread = Math.max(...means) / Math.min(...means);
    findings.push({
      what: 'the slowest size over the fastest',
      measured: times(spread),
      goal: '≤ 1.10 ×',
      met: spread <= 1.1,
    });
    for (const [from, to] of SHORT) {
      const random = seeded(from);
      const ratios = [];
      for (let seed = 1; seed <= SHORT_SEEDS; seed++) {
        ratios.push(await ratioFor([from + (to - from) * random()], { targets: 1, latencyMs: 20, seed }));
      }
      findings.push({
        what: `1 tag × 1 region, 20 ms, a copy of ${from} to ${to} s`,
        measured: `${times(mean(ratios))}, at worst ${times(Math.max(...ratios))}`,
        goal: '',
      });
    }
    return findings;
  },
};

interface Case {
  readonly tags: number;
  readonly targets: number;
  readonly latencyMs: number;
  readonly seed: number;
}

function ratioOf({ tags, ...rest }: Case): Promise<number> {
  // The same lengths in every size, so that the sizes can be compared.
  return ratioFor(copyLengths(seeded(rest.seed), tags), rest);
}

async function ratioFor(lengths: readonly number[], { targets, latencyMs, seed }: Omit<Case, 'tags'>): Promise<number> {
  const names = tagsOf(lengths.length);
  const outcomes = names.map((tag, index) => ({ tag, seconds: lengths[index] ?? 0 }));
  const world = createWorld({ tags: names, targets: targetsOf(targets), outcomes, latencyMs });
  const { tookMs, exitCode } = await playSync(world, seeded(1000 + seed));
  if (exitCode !== 0) throw new Error('the promotion failed');
  return tookMs / (Math.max(...lengths) * 1000 + latencyMs);
}
