/** Plots over the size of a promotion: groups of tags, and in each group a column per number of regions. */
import { type Axis, dashes, line, mark, renderChart } from './chart.ts';
import { label } from './svg.ts';

/** The size of a promotion. */
export interface Size {
  readonly tags: number;
  readonly targets: number;
}

/** The requests of one size: measured, the fewest possible, and those of a second run. */
export interface RequestSample extends Size {
  readonly first: number;
  readonly fewest: number;
  readonly second: number;
}

/** The wall time of one size over the ideal, by latency, and the goal for the mean. */
export interface WallSample extends Size {
  readonly goal: number;
  readonly ratios: readonly { readonly latencyMs: number; readonly mean: number; readonly worst: number }[];
}

const PANEL = { left: 56, top: 92, width: 724, height: 240 } as const;
const HEIGHT = 410;

/** Requests of the first and of the second run, with the fewest possible. */
export function requestsPlot(samples: readonly RequestSample[]): string {
  return renderChart({
    title: 'Requests of a promotion whose copies take 30 s',
    height: HEIGHT,
    legend: [
      { symbol: 'circle', series: 'action', label: 'first run' },
      { symbol: 'tick', series: 'limit', label: 'fewest possible for this polling interval' },
      { symbol: 'ring', series: 'second', label: 'second run, nothing left to copy' },
    ],
    panels: [
      {
        ...PANEL,
        x: sizeAxis(samples),
        y: {
          title: 'requests (logarithmic)',
          kind: 'log',
          from: 1,
          to: 1000,
          ticks: [1, 10, 100, 1000].map((at) => ({ at, label: String(at) })),
        },
        marks: (x, y) =>
          samples.flatMap((sample) => {
            const at = x(columnOf(sample, samples));
            return [
              line('limit', [at - 13, y(sample.fewest)], [at + 13, y(sample.fewest)]),
              mark('circle', at, y(sample.first), 'action'),
              label(at, y(sample.first) - 10, String(sample.first), { 'text-anchor': 'middle' }),
              mark('ring', at, y(sample.second), 'second', 8),
              label(at, y(sample.second) - 9, String(sample.second), { 'text-anchor': 'middle' }),
            ];
          }),
      },
    ],
  });
}

/** Mean and worst ratio of wall time to the ideal. */
export function wallPlot(samples: readonly WallSample[]): string {
  const latencies = samples[0]?.ratios ?? [];
  const highest = Math.max(...samples.flatMap(({ ratios }) => ratios.map((ratio) => ratio.worst)));
  // Ticks every 0.05, up to 1.2 or above the worst ratio.
  const steps = Math.max(4, Math.ceil((highest - 1) / 0.05));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => 1 + index * 0.05);
  const series = ['action', 'second'] as const;
  return renderChart({
    title: 'Wall time over the ideal (the slowest copy and one reply)',
    height: HEIGHT,
    legend: [
      ...latencies.map(({ latencyMs }, index) => ({
        symbol: index === 0 ? ('circle' as const) : ('square' as const),
        series: series[index] ?? 'action',
        label: `latency ${latencyMs} ms: mean, up to the worst`,
      })),
      { symbol: 'dashes', series: 'limit', label: 'goal for the mean' },
    ],
    panels: [
      {
        ...PANEL,
        x: sizeAxis(samples),
        y: {
          title: 'times the ideal',
          kind: 'linear',
          from: 1,
          to: 1 + steps * 0.05,
          ticks: ticks.map((at) => ({ at, label: at.toFixed(2) })),
        },
        marks: (x, y) =>
          samples.flatMap((sample) => {
            const column = columnOf(sample, samples);
            return [
              dashes('limit', [x(column - 0.5), y(sample.goal)], [x(column + 0.5), y(sample.goal)]),
              ...sample.ratios.flatMap(({ mean, worst }, index) =>
                whisker(x(column) + (index === 0 ? -7 : 7), y(mean), y(worst), series[index] ?? 'action'),
              ),
            ];
          }),
      },
    ],
  });
}

function whisker(x: number, from: number, to: number, series: 'action' | 'second'): readonly string[] {
  return [
    line(series, [x, from], [x, to]),
    line(series, [x - 3, to], [x + 3, to]),
    mark(series === 'action' ? 'circle' : 'square', x, from, series),
  ];
}

const unique = (values: readonly number[]): readonly number[] => [...new Set(values)];

/** The column of a size: its place within its group, and a gap between the groups. */
function columnOf({ tags, targets }: Size, sizes: readonly Size[]): number {
  const regions = unique(sizes.map((size) => size.targets));
  return unique(sizes.map((size) => size.tags)).indexOf(tags) * (regions.length + 1) + regions.indexOf(targets);
}

function sizeAxis(sizes: readonly Size[]): Axis {
  const middle = (unique(sizes.map((size) => size.targets)).length - 1) / 2;
  const first = sizes[0]?.targets;
  return {
    title: 'target regions, in groups of tags',
    kind: 'linear',
    from: -0.8,
    to: Math.max(...sizes.map((size) => columnOf(size, sizes))) + 0.8,
    hasGrid: false,
    ticks: sizes.map((size) => ({ at: columnOf(size, sizes), label: String(size.targets) })),
    groups: sizes
      .filter(({ targets }) => targets === first)
      .map((size) => ({ at: columnOf(size, sizes) + middle, label: `${size.tags} tag${size.tags === 1 ? '' : 's'}` })),
  };
}
