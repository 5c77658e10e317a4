/** Every relative link of every page leads to a file, and to a heading in it. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsIn, linksIn } from '../support/markdown-links.ts';
import { PAGES, readPage, ROOT } from '../support/pages.ts';

describe('links', () => {
  test.each(PAGES)('of %s lead to existing files and headings', (page) => {
    expect(linksIn(readPage(page)).filter((link) => isBroken(page, link))).toEqual([]);
  });

  test('to a file or heading that does not exist are found', () => {
    const links = ['nowhere.md', 'recipes.md#nowhere', '#nowhere', '../README.md#quick-start', 'https://example.com/x'];
    expect(links.filter((link) => isBroken('docs/operations.md', link))).toEqual(links.slice(0, 3));
  });

  test('are read from text, not from code; headings get the anchors of GitHub', () => {
    const page = [
      '## `sync-tags`: one, two',
      '[a](b.md) `[not](a-link.md)` ![c](d.png)',
      '```sh',
      '# [no](heading.md)',
      '```',
      '## Again',
      '## Again',
      '### Never on `pull_request_target`',
    ].join('\n');
    expect(linksIn(page)).toEqual(['b.md', 'd.png']);
    expect([...anchorsIn(page)]).toEqual(['sync-tags-one-two', 'again', 'again-1', 'never-on-pull_request_target']);
  });
});

function isBroken(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(posix.dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsIn(readPage(target)).has(anchor);
}
