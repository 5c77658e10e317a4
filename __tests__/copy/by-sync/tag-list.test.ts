import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Swr, TagPage } from '../../../src/cloud/swr.ts';
import { type Digests, readDigests } from '../../../src/copy/by-sync/tag-list.ts';

const REPOSITORY = { namespace: 'team', repository: 'app' };

const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Reads from pages that a function makes; tells the offsets that were asked for. */
async function read(
  wanted: readonly string[],
  page: (offset: number) => TagPage,
): Promise<{ found: Omit<Digests, 'paths'>; paths: Digests['paths']; offsets: number[] }> {
  const offsets: number[] = [];
  const swr: Swr = {
    tagPage(_, { offset }) {
      offsets.push(offset);
      // A list that never ends would keep a test for ever.
      return offsets.length > 50 ? unused() : Promise.resolve(page(offset));
    },
    syncJobPage: unused,
    syncImages: unused,
  };
  const { paths, ...found } = await readDigests(swr, REPOSITORY, wanted);
  expect([...paths.keys()]).toEqual([...found.byTag.keys()]);
  return { found, paths, offsets };
}

const tag = (name: string) => ({ name, digest: `sha256:${name}` });
const TAGS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(tag);
const byTag = (...names: readonly string[]) => new Map(names.map((name) => [name, `sha256:${name}`]));

const ABSENT = { what: 'repository', reason: 'HTTP 404' } as const;

describe('pages', () => {
  test('nothing is read when nothing is wanted', async () => {
    expect(await read([], () => ({ tags: TAGS }))).toEqual({
      found: { byTag: new Map() },
      paths: new Map(),
      offsets: [],
    });
  });

  test('reading stops as soon as everything is found', async () => {
    const { found, offsets } = await read(['a', 'd'], (offset) => ({ tags: TAGS.slice(offset, offset + 2) }));
    expect([found, offsets]).toEqual([{ byTag: byTag('a', 'd') }, [0, 2]]);
  });

  test('where a tag lies is told where the list tells it', async () => {
    const { paths } = await read(['a', 'b'], () => ({
      tags: [{ ...tag('a'), paths: ['swr.x/team/app:a'] }, tag('b')],
    }));
    expect([...paths]).toEqual([
      ['a', ['swr.x/team/app:a']],
      ['b', []],
    ]);
  });

  test('short pages end nothing, an empty one does', async () => {
    const { found, offsets } = await read(['g', 'x'], (offset) => ({ tags: TAGS.slice(offset, offset + 3) }));
    expect([found, offsets]).toEqual([{ byTag: byTag('g') }, [0, 3, 6, 7]]);
  });

  test('the total, where it is said, saves the last page', async () => {
    const { offsets } = await read(['x'], (offset) => ({ tags: TAGS.slice(offset, offset + 4), total: 7 }));
    expect(offsets).toEqual([0, 4]);
  });

  test('a total that is too large does no harm', async () => {
    const { offsets } = await read(['x'], (offset) => ({ tags: TAGS.slice(offset, offset + 4), total: 99 }));
    expect(offsets).toEqual([0, 4, 7]);
  });

  test('the same page for ever is read twice', async () => {
    const { found, offsets } = await read(['x', 'b'], () => ({ tags: TAGS.slice(0, 3) }));
    expect([found, offsets]).toEqual([{ byTag: byTag('b') }, [0, 3]]);
  });

  test('a tag that comes twice keeps the digest of the first page', async () => {
    const pages = [[{ name: 'a', digest: 'fresh' }], [{ name: 'a', digest: 'stale' }, tag('b')]];
    const { found } = await read(['a', 'b'], (offset) => ({ tags: pages[offset] ?? [] }));
    expect(found.byTag).toEqual(
      new Map([
        ['a', 'fresh'],
        ['b', 'sha256:b'],
      ]),
    );
  });

  test('a repository that is not there', async () => {
    const { found, offsets } = await read(['a'], () => ({ tags: [], absent: ABSENT }));
    expect([found, offsets]).toEqual([{ byTag: new Map(), absent: ABSENT }, [0]]);
  });

  test('a repository that goes away in the middle keeps what was found', async () => {
    const { found } = await read(['a', 'x'], (offset) =>
      offset === 0 ? { tags: TAGS.slice(0, 2) } : { tags: [], absent: ABSENT },
    );
    expect(found).toEqual({ byTag: byTag('a'), absent: ABSENT });
  });
});

test('whatever the size of the pages: exactly the wanted tags that are there are found', async () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,2}$/), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(
      names,
      names,
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      async (present, wanted, size, saysTotal) => {
        const { found } = await read(wanted, (offset) => ({
          tags: present.slice(offset, offset + size).map(tag),
          ...(saysTotal ? { total: present.length } : {}),
        }));
        const expected = byTag(...wanted.filter((name) => present.includes(name)));
        expect(found.byTag).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});
