import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED, DEFAULT_SEED_TEXT } from './default-seed.ts';
import { messageOf } from './reader.ts';
import { readSeed, type Seed } from './seed.ts';
import { startEmulator } from './start.ts';

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 (any free port) to 65535, not "${text}"`);
}

function seedOf(file: string): Seed {
  try {
    return readSeed(JSON.parse(readFileSync(file, 'utf8')));
  } catch (mistake) {
    throw new Error(`--seed "${file}": ${messageOf(mistake)}`, { cause: mistake });
  }
}

try {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' }, seed: { type: 'string' } } });
  const seed = values.seed === undefined ? DEFAULT_SEED : seedOf(values.seed);
  const running = await startEmulator({ port: portOf(values.port), seed });
  // At once, for those who wait for the first line.
  process.stdout.write(
    `Huawei Cloud emulator: ${running.endpoint}\n${values.seed === undefined ? DEFAULT_SEED_TEXT : ''}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
} catch (mistake) {
  process.stderr.write(`${messageOf(mistake)}\nUsage: node emulator/main.ts [--port 8080] [--seed file.json]\n`);
  process.exitCode = 1;
}
