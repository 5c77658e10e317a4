/** The action beside what else one would do. */
import { exponential } from '../baselines/exponential.ts';
import { fiveWorkers } from '../baselines/five-workers.ts';
import { fixed5s } from '../baselines/fixed-5s.ts';
import { type Baseline, plainCloud } from '../baselines/program.ts';
import { sdkLoop } from '../baselines/sdk-loop.ts';
import { terraformTiming } from '../baselines/terraform-timing.ts';
import { type Finding, type Row, times } from '../row.ts';
import { copyLengths, mean, seeded } from '../world/lengths.ts';
import { playSync } from '../world/promote.ts';
import { createWorld, tagsOf, targetsOf, type World } from '../world/world.ts';

const BASELINES: readonly Baseline[] = [sdkLoop, terraformTiming, fiveWorkers, fixed5s, exponential];
const LATENCY_MS = 50;
const SEEDS = 40;
/** Less than a whole: at some lengths a fixed poll is lucky. */
const LEAST = 0.97;

export const baselinesRow: Row = {
  name: 'baselines',
  title: 'Beside other strategies',
  how: `Each strategy is a program in tools/bench/baselines, over the same wire (latency ${LATENCY_MS} ms) and in the same virtual time; copies of 1 s to as long as said; means of ${SEEDS} seeds, over the action's. Where the slowest copy takes 40 to 60 s, a fixed poll of 5 s is as fast as the law of the pauses and asks less than half as often; it pays for that with short copies and with very long ones. The strategies prove what the action proves, and read no failures.`,
  async run() {
    const findings: Finding[] = [];
    for (const [tags, targets, most] of [
      [1, 1, 60],
      [20, 3, 10],
      [20, 3, 60],
      [200, 5, 60],
    ] as const) {
      const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
      const ours = await averaged(seeds, { tags, targets, most }, async (world, seed) => {
        const { exitCode } = await playSync(world, seeded(seed));
        if (exitCode !== 0) throw new Error('the promotion failed');
      });
      for (const { name, run } of BASELINES) {
        const theirs = await averaged(seeds, { tags, targets, most }, (world) =>
          world.clock.run(run(plainCloud(world))),
        );
        const wall = theirs.wall / ours.wall;
        findings.push({
          what: `${tags} tags × ${targets} regions, to ${most} s: ${name}`,
          measured: `${times(wall)} the wall time, ${times(theirs.requests / ours.requests)} the requests`,
          goal: `wall time ≥ ${LEAST.toFixed(2)} ×`,
          met: wall >= LEAST,
        });
      }
    }
    return findings;
  },
};

async function averaged(
  seeds: readonly number[],
  size: { readonly tags: number; readonly targets: number; readonly most: number },
  play: (world: World, seed: number) => Promise<void>,
): Promise<{ readonly wall: number; readonly requests: number }> {
  const [walls, requests]: [number[], number[]] = [[], []];
  for (const seed of seeds) {
    const random = seeded(seed);
    const tags = tagsOf(size.tags);
    const lengths = copyLengths(random, size.tags, size.most);
    const outcomes = tags.map((tag, index) => ({ tag, seconds: lengths[index] ?? 0 }));
    const world = createWorld({ tags, targets: targetsOf(size.targets), outcomes, latencyMs: LATENCY_MS });
    const begun = world.clock.now();
    await play(world, seed);
    walls.push(world.clock.now() - begun);
    requests.push(world.emulator.requests().length);
  }
  return { wall: mean(walls), requests: mean(requests) };
}
