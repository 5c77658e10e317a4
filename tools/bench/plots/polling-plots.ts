/** The plots of the polling interval and of the delay after completion, over the duration on a logarithmic axis. */
import { intervalAfter } from '../simulation/fewest-requests.ts';
import { type Axis, dashes, mark, renderChart, type Scale } from './chart.ts';

/** One poll: how long the run had waited, and how long it paused after that. Both in seconds. */
export interface PollPause {
  readonly waited: number;
  readonly pause: number;
}

/** One copy or image: how long it took, and how long after that the run ended. Both in seconds. */
export interface DelaySample {
  readonly duration: number;
  readonly delay: number;
}

const PANEL = { left: 56, top: 92, width: 716, height: 240 } as const;
const HEIGHT = 392;
/** The range of the axis in seconds: a little less than the first interval, to 20 minutes. */
const [SHORTEST, LONGEST] = [0.9, 1200] as const;

/** The pauses of one long copy, over the documented formula. */
export function pollingIntervalPlot(pauses: readonly PollPause[]): string {
  return renderChart({
    title: 'Polling interval over the time waited',
    height: HEIGHT,
    legend: [
      { symbol: 'circle', series: 'action', label: 'measured (jitter shortens a pause by up to 10 %)' },
      { symbol: 'dashes', series: 'limit', label: 'formula' },
    ],
    panels: [
      {
        ...PANEL,
        x: timeAxis('time waited'),
        y: secondsAxis('pause before the next poll (s)', 12),
        marks: (x, y) => [
          curve(intervalAfter, x, y),
          ...pauses.map(({ waited, pause }) => mark('circle', x(waited), y(pause), 'action', 7)),
        ],
      },
    ],
  });
}

/** The delay of every measured copy and image, below the polling interval. */
export function delayPlot(copies: readonly DelaySample[], images: readonly DelaySample[]): string {
  return renderChart({
    title: 'Delay between completion in the cloud and the end of the step',
    height: HEIGHT,
    legend: [
      { symbol: 'circle', series: 'action', label: 'copy arrives' },
      { symbol: 'ring', series: 'second', label: 'image becomes ACTIVE' },
      { symbol: 'dashes', series: 'limit', label: 'polling interval at that time' },
    ],
    panels: [
      {
        ...PANEL,
        x: timeAxis('duration of the copy, or of the registration of the image'),
        y: secondsAxis('delay (s)', 12),
        marks: (x, y) => [
          ...images.map(({ duration, delay }) => mark('ring', x(duration), y(delay), 'second', 5)),
          ...copies.map(({ duration, delay }) => mark('circle', x(duration), y(delay), 'action', 5)),
          curve(intervalAfter, x, y),
        ],
      },
    ],
  });
}

function curve(valueAt: (seconds: number) => number, x: Scale, y: Scale): string {
  const points = Array.from({ length: 101 }, (_, index) => SHORTEST * (LONGEST / SHORTEST) ** (index / 100));
  return dashes('limit', ...points.map((seconds) => [x(seconds), y(valueAt(seconds))] as const));
}

function timeAxis(title: string): Axis {
  const ticks = [
    [1, '1 s'],
    [2, '2 s'],
    [5, '5 s'],
    [10, '10 s'],
    [30, '30 s'],
    [60, '1 min'],
    [120, '2 min'],
    [300, '5 min'],
    [600, '10 min'],
    [1200, '20 min'],
  ] as const;
  return {
    title: `${title} (logarithmic)`,
    kind: 'log',
    from: SHORTEST,
    to: LONGEST,
    ticks: ticks.map(([at, label]) => ({ at, label })),
  };
}

function secondsAxis(title: string, to: number): Axis {
  const ticks = Array.from({ length: to / 2 + 1 }, (_, index) => ({ at: index * 2, label: String(index * 2) }));
  return { title, kind: 'linear', from: 0, to, ticks };
}
