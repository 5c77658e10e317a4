/** Puts the clock of the bundle's process forward, so that no test waits for a request timeout in real time. */
import { createServer, type Socket } from 'node:net';
import { listening } from './listening.ts';
import { preloading } from './preload.ts';

/** The clock of one process that is started with `env`. */
export interface ProcessClock {
  readonly env: Readonly<Record<string, string>>;
  /** Puts the clock forward. Every timer that is due then fires. */
  advance(seconds: number): void;
}

/** Provides the clock of one process for as long as `use` takes. The process connects to it when it starts. */
export async function withProcessClock<T>(use: (clock: ProcessClock) => Promise<T>): Promise<T> {
  let commands = '';
  let connection: Socket | undefined;
  const server = createServer((socket) => {
    connection = socket;
    socket.write(commands);
  });
  const { port, close } = await listening(server);
  try {
    return await use({
      env: { NODE_OPTIONS: preloading(preloadedClock(port)) },
      advance(seconds) {
        const command = `${seconds}\n`;
        commands += command;
        connection?.write(command);
      },
    });
  } finally {
    await close();
  }
}

/** The clock of src/clock.ts reads `performance.now` and `setTimeout`: this replaces both, and reads lines of seconds. */
function preloadedClock(port: number): string {
  return `
    import { connect } from 'node:net';
    const { setTimeout, clearTimeout } = globalThis;
    const realNow = performance.now.bind(performance);
    const timers = new Map();
    let aheadMs = 0;
    let received = '';
    performance.now = () => realNow() + aheadMs;
    globalThis.setTimeout = (callback, ms = 0, ...args) => {
      const fire = () => {
        timers.delete(handle);
        callback(...args);
      };
      const handle = setTimeout(fire, ms);
      timers.set(handle, { due: performance.now() + ms, fire });
      return handle;
    };
    globalThis.clearTimeout = (handle) => {
      timers.delete(handle);
      clearTimeout(handle);
    };
    connect(${port}, '127.0.0.1')
      .unref()
      .on('data', (chunk) => {
        const lines = (received + chunk).split('\\n');
        received = lines.pop();
        for (const seconds of lines) aheadMs += 1000 * seconds;
        for (const [handle, { due, fire }] of timers) {
          if (due > performance.now()) continue;
          clearTimeout(handle);
          fire();
        }
      })
      .on('error', () => undefined);
  `;
}
