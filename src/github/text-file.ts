/** Reads a file that an input names. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fieldOf } from '../http/json.ts';

/** In bytes. */
const MAX_FILE = 10_000_000;

/**
 * The text of a regular file of at most 10 MB.
 * @throws Error whose message completes "the file …"; it quotes nothing of the file, which may hold secrets
 */
export function readTextFile(path: string): string {
  const { O_RDONLY } = constants;
  // A pipe without a writer must not block. Windows has no such flag, whatever its type says.
  const O_NONBLOCK: number | undefined = constants.O_NONBLOCK;
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | (O_NONBLOCK ?? 0));
  } catch (error) {
    throw new Error(describe(error), { cause: error });
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Error('is not a regular file');
    // One byte more shows whether the file grows beyond the limit meanwhile.
    const bytes = Buffer.alloc(Math.min(stat.size, MAX_FILE) + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, null);
      length += read;
      if (read === 0 || length === bytes.length) break;
    }
    if (length > MAX_FILE || stat.size > MAX_FILE) throw new Error('is larger than 10 MB');
    return bytes.toString('utf8', 0, Math.min(length, stat.size));
  } finally {
    closeSync(descriptor);
  }
}

function describe(error: unknown): string {
  const code = fieldOf(error, 'code');
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  return code === 'EISDIR' ? 'is not a regular file' : `cannot be read (${String(code)})`;
}
