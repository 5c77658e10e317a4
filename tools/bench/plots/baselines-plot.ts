/** The plot of other strategies: wall time and requests of each, relative to the action. */
import { type Axis, dashes, mark, type Panel, renderChart, type Series, type Shape } from './chart.ts';

/** One strategy in one case, relative to the action. */
export interface StrategySample {
  readonly strategy: string;
  /** The case, as the legend names it. */
  readonly size: string;
  readonly wallTime: number;
  readonly requests: number;
}

const MARKS: readonly (readonly [Shape, Series])[] = [
  ['circle', 'action'],
  ['square', 'second'],
  ['triangle', 'third'],
  ['diamond', 'fourth'],
];
const [ROW_HEIGHT, TOP] = [44, 96] as const;

/** A row per strategy, a mark per case; the dashed line is the action. */
export function baselinesPlot(samples: readonly StrategySample[]): string {
  const strategies = [...new Set(samples.map(({ strategy }) => strategy))];
  const sizes = [...new Set(samples.map(({ size }) => size))];
  const height = strategies.length * ROW_HEIGHT;
  const rows = (isNamed: boolean): Axis => ({
    title: '',
    kind: 'linear',
    from: strategies.length - 0.5,
    to: -0.5,
    ticks: strategies.map((strategy, index) => ({ at: index, label: isNamed ? strategy : '' })),
  });
  const panel = (left: number, x: Axis, valueOf: (sample: StrategySample) => number): Panel => ({
    left,
    top: TOP,
    width: 230,
    height,
    x,
    y: rows(left < 400),
    marks: (scaleX, scaleY) => [
      dashes('limit', [scaleX(1), TOP], [scaleX(1), TOP + height]),
      ...samples.map((sample) => {
        const place = sizes.indexOf(sample.size);
        const [shape, series] = MARKS[place] ?? ['circle', 'action'];
        const offset = (place - (sizes.length - 1) / 2) * 8;
        return mark(shape, scaleX(valueOf(sample)), scaleY(strategies.indexOf(sample.strategy)) + offset, series);
      }),
    ],
  });
  return renderChart({
    title: 'Other strategies, relative to this action (tags × regions, longest copy)',
    height: TOP + height + 56,
    legend: [
      ...sizes.map((label, index) => {
        const [symbol, series] = MARKS[index] ?? ['circle', 'action'];
        return { symbol, series, label };
      }),
      { symbol: 'dashes', series: 'limit', label: 'this action' },
    ],
    panels: [
      panel(265, ratioAxis('wall time (×, logarithmic)', 0.8, [1, 2, 5, 10, 100], 150), ({ wallTime }) => wallTime),
      panel(535, ratioAxis('requests (×, logarithmic)', 0.1, [0.1, 1, 10, 100], 100), ({ requests }) => requests),
    ],
  });
}

function ratioAxis(title: string, from: number, ticks: readonly number[], to: number): Axis {
  return { title, kind: 'log', from, to, ticks: ticks.map((at) => ({ at, label: String(at) })) };
}
