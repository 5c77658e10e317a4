/** A chart of horizontal bars that start at zero. */
import { renderChart, type Scale, type Series, type Tick, WIDTH } from './chart.ts';
import { element, label } from './svg.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as text, at the end of the bar. */
  readonly text: string;
  readonly series: Series;
}

const [ROW_HEIGHT, BAR_HEIGHT, LEFT, RIGHT, TOP] = [36, 20, 300, 130, 52] as const;

/** The chart as the text of an SVG file. `unit` names the quantity and its unit. */
export function renderBars(title: string, unit: string, bars: readonly Bar[]): string {
  const height = bars.length * ROW_HEIGHT;
  const ticks = ticksUpTo(Math.max(...bars.map(({ value }) => value)));
  const panel = {
    left: LEFT,
    top: TOP,
    width: WIDTH - LEFT - RIGHT,
    height,
    x: { title: unit, kind: 'linear', from: 0, to: ticks.at(-1)?.at ?? 1, ticks },
    y: {
      title: '',
      kind: 'linear',
      from: bars.length - 0.5,
      to: -0.5,
      hasGrid: false,
      ticks: bars.map((bar, index) => ({ at: index, label: bar.label })),
    },
    marks: (x: Scale, y: Scale): readonly string[] =>
      bars.flatMap(({ value, text, series }, index) => [
        element('rect', {
          class: `${series} bar`,
          x: x(0),
          y: y(index) - BAR_HEIGHT / 2,
          width: x(value) - x(0),
          height: BAR_HEIGHT,
        }),
        label(x(value) + 8, y(index) + 4, text),
      ]),
  } as const;
  return renderChart({ title, height: TOP + height + 56, legend: [], panels: [panel] });
}

/** About five round ticks from zero to at least `most`. */
function ticksUpTo(most: number): readonly Tick[] {
  const magnitude = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => size * 5 >= most) ?? most;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => ({
    at: index * step,
    label: String(Number((index * step).toPrecision(6))),
  }));
}
