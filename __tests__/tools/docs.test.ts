/** Finding the page of each generated part. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findPages, type Part } from '../../tools/docs/generated.ts';

const PART: Part = { name: 'inputs', origin: 'action.yml', lines: ['a line'] };
const MARKER = '<!-- inputs: generated from action.yml -->';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the texts as pages. */
function pagesWith(...texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => {
    const path = join(folder, `${index}.md`);
    writeFileSync(path, text);
    return path;
  });
}

describe('a generated part', () => {
  test('belongs to the one page that has its marker', async () => {
    const pages = pagesWith('# One\n', `# Two\n\n${MARKER}\n<!-- /inputs -->\n`);
    expect(await findPages(pages, [PART])).toEqual([{ path: pages[1], parts: [PART] }]);
  });

  test.each<[string, readonly string[]]>([
    ['stands in 0', ['# One\n', '# Two\n']],
    ['stands in 2', [`${MARKER}\n`, `${MARKER}\n`]],
    ['stands in 2', [`${MARKER}\n\n${MARKER}\n`]],
  ])('is an error where its marker %s places', async (message, texts) => {
    await expect(findPages(pagesWith(...texts), [PART])).rejects.toThrow(message);
  });
});
