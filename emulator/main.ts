/** The command `npm run emulator`, which is also the server of the action. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED, DEFAULT_SEED_TEXT } from './default-seed.ts';
import { messageOf } from './reader.ts';
import { readSeed, type Seed } from './seed.ts';
import { startEmulator } from './start.ts';

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 (any free port) to 65535, not "${text}"`);
}

function readSeedFile(file: string): Seed {
  try {
    return readSeed(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`--seed "${file}": ${messageOf(cause)}`, { cause });
  }
}

try {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' }, seed: { type: 'string' } } });
  const seed = values.seed === undefined ? DEFAULT_SEED : readSeedFile(values.seed);
  const running = await startEmulator({ port: parsePort(values.port), seed });
  // In one write: the action waits for the first line and then reads the rest.
  process.stdout.write(
    `Huawei Cloud emulator: ${running.endpoint}\n${values.seed === undefined ? DEFAULT_SEED_TEXT : ''}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
} catch (cause) {
  process.stderr.write(`${messageOf(cause)}\nUsage: node emulator/main.ts [--port 8080] [--seed file.json]\n`);
  process.exitCode = 1;
}
