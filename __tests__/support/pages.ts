/** The Markdown pages of the repository, for the tests that check them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Paths relative to the root, with slashes. */
export const PAGES: readonly string[] = [
  ...markdownFilesIn('.'),
  ...markdownFilesIn('docs'),
  'emulator/README.md',
  'tools/conformance/README.md',
];

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function markdownFilesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => (folder === '.' ? name : `${folder}/${name}`));
}
