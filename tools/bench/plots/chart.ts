/** Draws charts as SVG: a title, a legend, and one or more panels with plain axes. Readable in light and dark themes. */
import { coordinate, element, escapeXml, label } from './svg.ts';

/** Maps a value of an axis to its coordinate in pixels. */
export type Scale = (value: number) => number;

/** An axis: what it measures, its range, and where it has ticks. */
export interface Axis {
  /** The quantity and its unit. */
  readonly title: string;
  readonly kind: 'linear' | 'log';
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  /** A second row of labels below the ticks of a horizontal axis. */
  readonly groups?: readonly Tick[];
  /** False for an axis of categories. */
  readonly hasGrid?: boolean;
}

/** A value of an axis and its label. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** An area with two axes. Positions are in pixels of the chart, and those of the area within the axes. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  /** Draws the marks, as SVG elements. */
  marks(x: Scale, y: Scale): readonly string[];
}

/** One entry of the legend. */
export interface LegendEntry {
  readonly symbol: Shape | 'dashes' | 'tick';
  readonly series: Series;
  readonly label: string;
}

/** A colour, the same in every chart: `action` for the action, `limit` for goals and bounds. */
export type Series = 'action' | 'second' | 'third' | 'fourth' | 'limit';

/** The shape of a mark; shapes distinguish series where colours cannot. */
export type Shape = 'circle' | 'ring' | 'square' | 'triangle' | 'diamond';

/** A whole chart. */
export interface Chart {
  readonly title: string;
  readonly height: number;
  readonly legend: readonly LegendEntry[];
  readonly panels: readonly Panel[];
}

/** The width of every chart in pixels: that of a text column on GitHub. */
export const WIDTH = 800;

/** GitHub's colours of both themes. The chart has a background of its own, so it is readable on any page. */
const STYLE = `
text { font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.muted { fill: #59636e }
.background { fill: #ffffff; stroke: #d1d9e0 }
.grid { stroke: #e4e8ec }
.axis { stroke: #818b98 }
.dashes { stroke-dasharray: 6 4 }
.action { fill: #0969da; stroke: #0969da }
.second { fill: #bc4c00; stroke: #bc4c00 }
.third { fill: #1a7f37; stroke: #1a7f37 }
.fourth { fill: #8250df; stroke: #8250df }
.limit { fill: #59636e; stroke: #59636e }
.bar { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .muted { fill: #9198a1 }
  .background { fill: #0d1117; stroke: #3d444d }
  .grid { stroke: #262c36 }
  .axis { stroke: #656c76 }
  .action { fill: #4493f8; stroke: #4493f8 }
  .second { fill: #f0883e; stroke: #f0883e }
  .third { fill: #3fb950; stroke: #3fb950 }
  .fourth { fill: #ab7df8; stroke: #ab7df8 }
  .limit { fill: #9198a1; stroke: #9198a1 }
}
.line, .ring { fill: none; stroke-width: 2 }
`;

/** The chart as the text of an SVG file. */
export function renderChart({ title, height, legend, panels }: Chart): string {
  const frame = { xmlns: 'http://www.w3.org/2000/svg', width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}` };
  const parts = [
    element('title', {}, escapeXml(title)),
    element('style', {}, STYLE),
    element('rect', { class: 'background', x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 6 }),
    label(20, 30, title, { class: 'title' }),
    ...renderLegend(legend),
    ...panels.flatMap(renderPanel),
  ];
  return `${element('svg', { ...frame, role: 'img' }, `\n${parts.join('\n')}\n`)}\n`;
}

/** A mark at a point. `size` is its width. */
export function mark(shape: Shape, x: number, y: number, series: Series, size = 9): string {
  return SHAPES[shape](x, y, size / 2, series);
}

const SHAPES: Readonly<Record<Shape, (x: number, y: number, half: number, series: Series) => string>> = {
  circle: (x, y, half, series) => element('circle', { class: series, cx: x, cy: y, r: half }),
  ring: (x, y, half, series) => element('circle', { class: `${series} ring`, cx: x, cy: y, r: half }),
  square: (x, y, half, series) =>
    element('rect', { class: series, x: x - half, y: y - half, width: 2 * half, height: 2 * half }),
  triangle: (x, y, half, series) => polygon(series, [x, y - half], [x + half, y + half], [x - half, y + half]),
  diamond: (x, y, half, series) => polygon(series, [x, y - half], [x + half, y], [x, y + half], [x - half, y]),
};

/** A point in pixels. */
export type Point = readonly [x: number, y: number];

/** A line through points. */
export function line(series: Series, ...points: readonly Point[]): string {
  return element('polyline', { class: `${series} line`, points: pointList(points) });
}

/** A dashed line through points. */
export function dashes(series: Series, ...points: readonly Point[]): string {
  return element('polyline', { class: `${series} line dashes`, points: pointList(points) });
}

function polygon(series: Series, ...points: readonly Point[]): string {
  return element('polygon', { class: series, points: pointList(points) });
}

/** @throws as `element` does, where a coordinate is not a finite number. */
function pointList(points: readonly Point[]): string {
  return points.map((point) => point.map(coordinate).join(',')).join(' ');
}

function renderLegend(entries: readonly LegendEntry[]): readonly string[] {
  let x = 20;
  return entries.flatMap(({ symbol, series, label: text }) => {
    const [left, y] = [x, 54];
    // About 7 px per character: the font, and so the width, is that of the reader's machine.
    x += 44 + text.length * 7;
    return [legendSymbol(symbol, left, y, series), label(left + 30, y + 4, text)];
  });
}

function legendSymbol(symbol: LegendEntry['symbol'], x: number, y: number, series: Series): string {
  if (symbol === 'dashes') return dashes(series, [x, y], [x + 22, y]);
  return symbol === 'tick' ? line(series, [x + 2, y], [x + 20, y]) : mark(symbol, x + 12, y, series);
}

function renderPanel({ left, top, width, height, x, y, marks }: Panel): readonly string[] {
  const [right, bottom] = [left + width, top + height];
  const [scaleX, scaleY] = [createScale(x, left, right), createScale(y, bottom, top)];
  const verticals =
    x.hasGrid === false ? [] : x.ticks.map(({ at }) => rule('grid', scaleX(at), top, scaleX(at), bottom));
  const horizontals =
    y.hasGrid === false ? [] : y.ticks.map(({ at }) => rule('grid', left, scaleY(at), right, scaleY(at)));
  const groups = x.groups ?? [];
  return [
    ...verticals,
    ...horizontals,
    rule('axis', left, bottom, right, bottom),
    rule('axis', left, top, left, bottom),
    ...x.ticks.map(({ at, label: text }) => centred(scaleX(at), bottom + 18, text, 'muted')),
    ...groups.map(({ at, label: text }) => centred(scaleX(at), bottom + 36, text, '')),
    centred((left + right) / 2, bottom + (groups.length === 0 ? 40 : 58), x.title, ''),
    ...y.ticks.map(({ at, label: text }) =>
      label(left - 8, scaleY(at) + 4, text, { class: 'muted', 'text-anchor': 'end' }),
    ),
    label(left, top - 10, y.title),
    ...marks(scaleX, scaleY),
  ];
}

function createScale({ kind, from, to }: Axis, start: number, end: number): Scale {
  const position = kind === 'log' ? Math.log : (value: number): number => value;
  const [low, high] = [position(from), position(to)];
  return (value) => start + ((position(value) - low) / (high - low)) * (end - start);
}

function rule(name: string, x1: number, y1: number, x2: number, y2: number): string {
  return element('line', { class: name, x1, y1, x2, y2 });
}

function centred(x: number, y: number, text: string, name: string): string {
  return label(x, y, text, { ...(name === '' ? {} : { class: name }), 'text-anchor': 'middle' });
}
