/** From the start of the process to its first request. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidOf } from '../../emulator/digest.ts';
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
  how: `dist/index.js with a key, and a bundle of @actions/core that sends a request by node:http, built the same way, on the same Node; ${RUNS} runs of each in turn, from the start of the process to the arrival of its first request at a local server. Medians.`,
  async run() {
    const bare = buildBare();
    const server = createServer((request, reply) => {
      request.resume();
      heard();
      reply.writeHead(404).end();
    });
    let heard = nobody;
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = addressOf(server.address());
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
    const theirs: Bundle = { entry: bare, inputs: { 'bare-url': url } };
    const [took, bareTook]: [number[], number[]] = [[], []];
    try {
      for (let index = 0; index < WARM_UP + RUNS; index++) {
        const [one, other] = [await timed(ours), await timed(theirs)];
        if (index < WARM_UP) continue;
        took.push(one);
        bareTook.push(other);
      }
    } finally {
      server.close();
    }
    const ratio = median(took) / median(bareTook);
    return [{ what: 'the action over the bare bundle', measured: times(ratio), goal: '≤ 1.10 ×', met: ratio <= 1.1 }];
  },
};

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
