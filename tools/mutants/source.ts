/** Finds the file of the source that holds a text, so that moving files breaks no mutant. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @returns the path, relative to `root`, of the one file in `src` that holds `text` exactly once.
 * @throws Error where no file or more than one place holds it.
 */
export function findFileWith(root: string, text: string): string {
  const holders = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', name))
    .flatMap((path) => Array<string>(readFileSync(join(root, path), 'utf8').split(text).length - 1).fill(path));
  const [file] = holders;
  if (file === undefined || holders.length > 1)
    throw new Error(`${holders.length} places in src hold the text: ${text}`);
  return file;
}
