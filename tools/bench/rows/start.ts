import { createServer } from 'node:http';
import { listening } from '../../../__tests__/support/listening.ts';
import { uuidOf } from '../../../emulator/digest.ts';
import { renderBars } from '../plots/bars.ts';
import { ACTION, buildBareBundle } from '../processes/bare-bundle.ts';
import { type Bundle, startBundle } from '../processes/bundle-process.ts';
import { type Row, times } from '../row.ts';
import { median } from '../simulation/statistics.ts';

const RUNS = 31;
const WARM_UP = 3;
const GOAL = 1.4;

const ignore = (): void => undefined;

/** The time from the start of the process to its first request. */
export const startRow: Row = {
  name: 'start',
  title: 'Start to first request',
  how: `The time from the start of the process to the arrival of its first request at a local server: of dist/index.js with an access key, and of a bare bundle, which is @actions/core and one request with node:http, built by the same bundler and run on the same Node. Medians of ${RUNS} runs of each in turn.`,
  async run({ isQuick }) {
    const bare = buildBareBundle();
    const server = createServer((request, reply) => {
      request.resume();
      onRequest();
      reply.writeHead(404).end();
    });
    let onRequest = ignore;
    const { port, close } = await listening(server);
    const url = `http://127.0.0.1:${port}`;
    const measure = async (bundle: Bundle): Promise<number> => {
      const arrived = new Promise<number>((resolve) => {
        onRequest = () => resolve(performance.now());
      });
      const startedAt = performance.now();
      const { child, ended } = startBundle(bundle);
      const arrivedAt = await Promise.race([arrived, ended.then(() => Number.NaN)]);
      child.kill('SIGKILL');
      await ended;
      if (Number.isNaN(arrivedAt)) throw new Error(`${bundle.entry} sent no request`);
      return arrivedAt - startedAt;
    };
    const bundles = [actionBundle(url), { entry: bare, inputs: { 'bare-url': url } }] as const;
    const durations: readonly [number[], number[]] = [[], []];
    try {
      for (let run = 0; run < WARM_UP + (isQuick ? 3 : RUNS); run++) {
        for (const [index, bundle] of bundles.entries()) {
          const ms = await measure(bundle);
          if (run >= WARM_UP) durations[index]?.push(ms);
        }
      }
    } finally {
      await close();
    }
    const [actionMs, bareMs] = [median(durations[0]), median(durations[1])];
    const ratio = actionMs / bareMs;
    return {
      measurements: [
        {
          subject: 'the action over the bare bundle',
          value: times(ratio),
          goal: `≤ ${times(GOAL)}`,
          isMet: ratio <= GOAL,
        },
      ],
      plots: [
        {
          file: 'start-time.svg',
          alt: `The action sends its first request after ${times(ratio)} the time of a bare bundle of the same toolkit.`,
          caption: `The action takes ${times(ratio)} the time of a bare bundle of the same toolkit; the goal is at most ${times(GOAL)}. The milliseconds are those of the machine that ran the benchmark.`,
          svg: renderBars('Start of the process to its first request', 'milliseconds', [
            { label: 'bare bundle (@actions/core alone)', value: bareMs, text: milliseconds(bareMs), series: 'limit' },
            {
              label: 'this action',
              value: actionMs,
              text: `${milliseconds(actionMs)} (${times(ratio)})`,
              series: 'action',
            },
          ]),
        },
      ],
    };
  },
};

function milliseconds(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

function actionBundle(url: string): Bundle {
  return {
    entry: ACTION,
    inputs: {
      operation: 'wait-image',
      region: 'cn-north-4',
      'project-id': 'project',
      'image-ids': uuidOf('image'),
      'access-key': 'BENCHMARKKEY',
      'secret-key': 'benchmark-secret-key',
      endpoint: `${url}/{service}/{region}`,
    },
  };
}
