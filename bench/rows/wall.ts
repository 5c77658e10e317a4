/** How long a promotion takes, against the slowest copy and one look at it. */
import { type Finding, type Row, times } from '../row.ts';
import { copyLengths, mean, seeded } from '../world/lengths.ts';
import { playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf } from '../world/world.ts';

const SEEDS = 6;
const GOAL = 1.1;

export const wallRow: Row = {
  name: 'wall',
  title: 'Wall time over ideal',
  how: `The emulator behind a wire with latency, in virtual time. Copies last 1 to 60 s, the slowest one 40 to 60 s; the ideal is the slowest copy and one reply. Mean of ${SEEDS} seeds, and the worst of them.`,
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
    return findings;
  },
};

interface Case {
  readonly tags: number;
  readonly targets: number;
  readonly latencyMs: number;
  readonly seed: number;
}

async function ratioOf({ tags, targets, latencyMs, seed }: Case): Promise<number> {
  // The same lengths in every size, so that the sizes can be compared.
  const random = seeded(seed);
  const names = tagsOf(tags);
  const lengths = copyLengths(random, tags);
  const outcomes = names.map((tag, index) => ({ tag, seconds: lengths[index] ?? 0 }));
  const world = createWorld({ tags: names, targets: targetsOf(targets), outcomes, latencyMs });
  const { tookMs, exitCode } = await playSync(world, seeded(1000 + seed));
  if (exitCode !== 0) throw new Error('the promotion failed');
  return tookMs / (Math.max(...lengths) * 1000 + latencyMs);
}
