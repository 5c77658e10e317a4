/** From the start of the process to its first request. */
import { createServer } from 'node:http';
import { listening } from '../../../__tests__/support/listening.ts';
import { uuidOf } from '../../../emulator/digest.ts';
import { type Row, times } from '../row.ts';
import { ACTION, buildBare } from '../start/bare.ts';
import { type Bundle, start } from '../start/spawned.ts';
import { median } from '../world/lengths.ts';

const RUNS = 31;
const WARM_UP = 3;

/** Hears a request when none is awaited. */
const nobody = (): void => undefined;

export const startRow: Row = {
  name: 'start',
  title: 'Start to first request',
  how: `dist/index.js with a key, and a bundle of @actions/core as it is published that sends a request by node:http, by the same bundler, on the same Node; ${RUNS} runs of each in turn, from the start of the process to the arrival of its first request at a local server. Medians. The bundle of the action has a stand-in for the undici of the toolkit; the second case is the bare bundle with the same stand-in.`,
  async run() {
    const [bare, lean] = [buildBare(), buildBare('stand-in')];
    const server = createServer((request, reply) => {
      request.resume();
      heard();
      reply.writeHead(404).end();
    });
    let heard = nobody;
    const { port, close } = await listening(server);
    const url = `http://127.0.0.1:${port}`;
    const timed = async (bundle: Bundle): Promise<number> => {
      const arrived = new Promise<number>((resolve) => {
        heard = () => resolve(performance.now());
      });
      const begun = performance.now();
      const { child, ended } = start(bundle);
      const at = await Promise.race([arrived, ended.then(() => Number.NaN)]);
      child.kill('SIGKILL');
      await ended;
      if (Number.isNaN(at)) throw new Error(`${bundle.entry} sent nothing`);
      return at - begun;
    };
    const ours: Bundle = {
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
    const bundles: readonly Bundle[] = [ours, ...[bare, lean].map((entry) => ({ entry, inputs: { 'bare-url': url } }))];
    const took: number[][] = bundles.map(() => []);
    try {
      for (let index = 0; index < WARM_UP + RUNS; index++) {
        for (const [place, bundle] of bundles.entries()) {
          const ms = await timed(bundle);
          if (index >= WARM_UP) took[place]?.push(ms);
        }
      }
    } finally {
      await close();
    }
    const [our = Number.NaN, published = Number.NaN, standIn = Number.NaN] = took.map(median);
    return [
      {
        what: 'the action over the bare bundle',
        measured: times(our / published),
        goal: '≤ 1.10 ×',
        met: our / published <= 1.1,
      },
      { what: 'the action over the bare bundle with the stand-in', measured: times(our / standIn), goal: '' },
    ];
  },
};
