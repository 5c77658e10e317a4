/** Every relative link of every page leads to a file, and to a heading in it; every source that is named exists. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsIn, linksIn, sourcePathsIn } from '../support/markdown-links.ts';
import { PAGES, readPage, ROOT } from '../support/pages.ts';

describe('links', () => {
  test.each(PAGES)('of %s lead to existing files and headings', (page) => {
    expect(linksIn(readPage(page)).filter((link) => isBroken(page, link))).toEqual([]);
  });

  test('to a file or heading that does not exist are found', () => {
    const links = ['nowhere.md', 'recipes.md#nowhere', '#nowhere', '../README.md#quick-start', 'https://example.com/x'];
    expect(links.filter((link) => isBroken('docs/operations.md', link))).toEqual(links.slice(0, 3));
  });

  test.each(PAGES)('%s names only sources that exist', (page) => {
    expect(sourcePathsIn(readPage(page)).filter(isNowhere)).toEqual([]);
  });

  test('sources that do not exist are found, named from the root or from src', () => {
    const page =
      '`src/run.ts` `copy/judge.ts` `src/copy/` `src/nowhere.ts` and `nowhere/judge.ts`; `npm run x/y`, `a/b`';
    expect(sourcePathsIn(page).filter(isNowhere)).toEqual(['src/nowhere.ts', 'nowhere/judge.ts']);
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

/** Pages about `src/` name its files from there. */
function isNowhere(path: string): boolean {
  return !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'src', path));
}

function isBroken(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(posix.dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsIn(readPage(target)).has(anchor);
}
