/** The parts of the pages that are made from the code: between `<!-- name: generated from origin -->` and `<!-- /name -->`. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** A part of some page. */
export interface Part {
  /** Unique among all parts. */
  readonly name: string;
  /** Where it comes from, as its marker says. */
  readonly origin: string;
  readonly lines: readonly string[];
}

/** A page and its parts. */
export interface Document {
  readonly path: string;
  readonly parts: readonly Part[];
}

/**
 * Assigns each part to the page that has its marker.
 * @param pages paths
 * @throws Error where no page or more than one place has the marker of a part.
 */
export async function findPages(pages: readonly string[], parts: readonly Part[]): Promise<readonly Document[]> {
  const texts = await Promise.all(pages.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
  const placed = parts.map((part) => {
    const places = texts.flatMap(({ path, text }) => Array<string>(text.split(startOf(part)).length - 1).fill(path));
    const [path] = places;
    if (path === undefined || places.length > 1) {
      throw new Error(`The marker ${startOf(part)} has to stand in one place, and stands in ${places.length}.`);
    }
    return { path, part };
  });
  return [...Map.groupBy(placed, ({ path }) => path)].map(([path, own]) => ({
    path,
    parts: own.map(({ part }) => part),
  }));
}

/**
 * Writes the parts of a page; with `check`, changes nothing.
 * @returns the path where page and code differed; undefined where they agree.
 */
export async function refresh({ path, parts }: Document, check: boolean): Promise<string | undefined> {
  const before = await readFile(path, 'utf8');
  let after = before;
  for (const part of parts) {
    const [start, end] = [startOf(part), `<!-- /${part.name} -->`];
    const [from, to] = [after.indexOf(start), after.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${path} has no place for the ${part.name}: ${start} … ${end}`);
    after = `${after.slice(0, from + start.length)}\n\n${part.lines.join('\n')}\n\n${after.slice(to)}`;
  }
  after = await format(after, { ...(await resolveConfig(path)), parser: 'markdown' });
  return replaceFile(path, before, after, check);
}

/** The same for a file that is generated as a whole. */
export async function rewrite(path: string, after: string, check: boolean): Promise<string | undefined> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  return replaceFile(path, before, after, check);
}

async function replaceFile(path: string, before: string | undefined, after: string, check: boolean) {
  if (after === before) return undefined;
  if (!check) await writeFile(path, after);
  return path;
}

function startOf({ name, origin }: Part): string {
  return `<!-- ${name}: generated from ${origin} -->`;
}

/** The lines of a Markdown table; in cells, `|` is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
}
