/** The plots of the benchmark as SVG, and their places in docs/performance.md. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { renderBars } from '../../../tools/bench/plots/bars.ts';
import { baselinesPlot } from '../../../tools/bench/plots/baselines-plot.ts';
import { delayPlot, pollingIntervalPlot } from '../../../tools/bench/plots/polling-plots.ts';
import { requestsPlot, wallPlot } from '../../../tools/bench/plots/size-plots.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');
const PLOTS = {
  'polling interval': pollingIntervalPlot([
    { waited: 1, pause: 1 },
    { waited: 600, pause: 9.5 },
  ]),
  delay: delayPlot([{ duration: 2, delay: 0.4 }], [{ duration: 900, delay: 9 }]),
  requests: requestsPlot([
    { tags: 1, targets: 1, first: 24, fewest: 24, second: 2 },
    { tags: 1000, targets: 10, first: 412, fewest: 410, second: 11 },
  ]),
  'wall time': wallPlot([{ tags: 1, targets: 1, goal: 1.1, ratios: [{ latencyMs: 20, mean: 1.04, worst: 1.06 }] }]),
  baselines: baselinesPlot([{ strategy: 'fixed <poll> & wait', size: '1 × 1', wallTime: 1.2, requests: 0.4 }]),
  bars: renderBars('Memory', 'MiB', [{ label: 'this action', value: 78, text: '78 MiB', series: 'action' }]),
};

describe.each(Object.entries(PLOTS))('the plot of %s', (_, svg) => {
  test('closes every element that it opens', () => {
    const open: string[] = [];
    const mismatches: string[] = [];
    for (const [, slash, name = '', end] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (slash === '') open.push(...(end === '/' ? [] : [name]));
      else if (open.pop() !== name) mismatches.push(name);
    }
    expect({ open, mismatches }).toEqual({ open: [], mismatches: [] });
  });

  test('has a title, a background and colours for the dark theme', () => {
    expect(svg).toContain('<title>');
    expect(svg).toContain('class="background"');
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
  });

  test('draws within its frame', () => {
    const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    for (const [, axis = '', value = ''] of svg.matchAll(/ (c?[xy])="([\d.-]+)"/g)) {
      expect(Number(value)).toBeGreaterThanOrEqual(0);
      expect(Number(value)).toBeLessThanOrEqual(Number(axis.endsWith('x') ? width : height));
    }
  });
});

test('text of a plot is escaped', () => {
  expect(PLOTS.baselines).toContain('fixed &lt;poll&gt; &amp; wait');
});

test('a figure that is not a number is an error', () => {
  expect(() => delayPlot([{ duration: 2, delay: Number.NaN }], [])).toThrow('NaN');
});

test('docs/performance.md shows only plots that exist', () => {
  const text = readFileSync(join(DOCS, 'performance.md'), 'utf8');
  const files = [...text.matchAll(/\]\(images\/([^)]+)\)/g)].map(([, file = '']) => file);
  expect(files.filter((file) => !existsSync(join(DOCS, 'images', file)))).toEqual([]);
});
