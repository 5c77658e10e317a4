/** The parts of a document that are made from the code: between `<!-- name: generated from origin -->` and `<!-- /name -->`. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

export interface Document {
  readonly path: string;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly name: string;
  /** Where it comes from, as the document says. */
  readonly origin: string;
  readonly lines: readonly string[];
}

/** Writes the parts; with `check`, changes nothing. Gives the path where document and code differ, or undefined. */
export async function refresh({ path, parts }: Document, check: boolean): Promise<string | undefined> {
  const before = await readFile(path, 'utf8');
  let after = before;
  for (const { name, origin, lines } of parts) {
    const [start, end] = [`<!-- ${name}: generated from ${origin} -->`, `<!-- /${name} -->`];
    const [from, to] = [after.indexOf(start), after.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${path} has no place for the ${name}: ${start} … ${end}`);
    after = `${after.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${after.slice(to)}`;
  }
  after = await format(after, { ...(await resolveConfig(path)), parser: 'markdown' });
  return written(path, before, after, check);
}

/** The same for a file that is generated as a whole. */
export async function rewrite(path: string, after: string, check: boolean): Promise<string | undefined> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  return written(path, before, after, check);
}

async function written(path: string, before: string | undefined, after: string, check: boolean) {
  if (after === before) return undefined;
  if (!check) await writeFile(path, after);
  return path;
}

/** The lines of a table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
}
