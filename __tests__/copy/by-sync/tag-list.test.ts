import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Swr, TagPage } from '../../../src/cloud/swr.ts';
import { createTagListReader } from '../../../src/copy/by-sync/tag-list.ts';
import type { TagSnapshot } from '../../../src/copy/digest-reader.ts';

const REPOSITORY = { region: 'cn-north-4', namespace: 'team', repository: 'app' };

const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Reads from pages that a function makes; gives the offsets that were requested. */
async function read(
  wanted: readonly string[],
  page: (offset: number) => TagPage,
): Promise<{
  found: Omit<TagSnapshot, 'locations'>;
  locations: TagSnapshot['locations'];
  offsets: number[];
  regions: string[];
}> {
  const offsets: number[] = [];
  const regions: string[] = [];
  const swr: Swr = {
    tagPage(_, { offset }) {
      offsets.push(offset);
      // A list that never ends must fail the test instead of blocking it.
      return offsets.length > 50 ? unused() : Promise.resolve(page(offset));
    },
    syncJobPage: unused,
    syncImages: unused,
    createTag: unused,
  };
  const reader = createTagListReader({
    swr(region) {
      regions.push(region);
      return Promise.resolve(swr);
    },
  });
  const { locations, ...found } = await reader.read(REPOSITORY, wanted);
  expect([...locations.keys()]).toEqual([...found.digests.keys()]);
  return { found, locations, offsets, regions };
}

const tag = (name: string) => ({ name, digest: `sha256:${name}` });
const TAGS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(tag);
const digests = (...names: readonly string[]) => new Map(names.map((name) => [name, `sha256:${name}`]));

const ABSENT = { what: 'repository', reason: 'HTTP 404' } as const;

describe('createTagListReader', () => {
  test('requests no page when no tag is wanted', async () => {
    expect(await read([], () => ({ tags: TAGS }))).toMatchObject({
      found: { digests: new Map() },
      locations: new Map(),
      offsets: [],
    });
  });

  test('reads in the region of the repository', async () => {
    expect((await read(['a'], () => ({ tags: TAGS }))).regions).toEqual(['cn-north-4']);
  });

  test('stops as soon as every wanted tag is found', async () => {
    const { found, offsets } = await read(['a', 'd'], (offset) => ({ tags: TAGS.slice(offset, offset + 2) }));
    expect([found, offsets]).toEqual([{ digests: digests('a', 'd') }, [0, 2]]);
  });

  test('returns the locations of each tag that is found, empty where the list has none', async () => {
    const { locations } = await read(['a', 'b'], () => ({
      tags: [{ ...tag('a'), paths: ['swr.x/team/app:a'] }, tag('b')],
    }));
    expect([...locations]).toEqual([
      ['a', ['swr.x/team/app:a']],
      ['b', []],
    ]);
  });

  test('reads on after a page that is not full, and stops after an empty one', async () => {
    const { found, offsets } = await read(['g', 'x'], (offset) => ({ tags: TAGS.slice(offset, offset + 3) }));
    expect([found, offsets]).toEqual([{ digests: digests('g') }, [0, 3, 6, 7]]);
  });

  test('stops at the total, where the list has one', async () => {
    const { offsets } = await read(['x'], (offset) => ({ tags: TAGS.slice(offset, offset + 4), total: 7 }));
    expect(offsets).toEqual([0, 4]);
  });

  test('stops after an empty page before a total that is too large', async () => {
    const { offsets } = await read(['x'], (offset) => ({ tags: TAGS.slice(offset, offset + 4), total: 99 }));
    expect(offsets).toEqual([0, 4, 7]);
  });

  test('stops after a page without new tags', async () => {
    const { found, offsets } = await read(['x', 'b'], () => ({ tags: TAGS.slice(0, 3) }));
    expect([found, offsets]).toEqual([{ digests: digests('b') }, [0, 3]]);
  });

  test('keeps the digest of the first page that has the tag', async () => {
    const pages = [[{ name: 'a', digest: 'fresh' }], [{ name: 'a', digest: 'stale' }, tag('b')]];
    const { found } = await read(['a', 'b'], (offset) => ({ tags: pages[offset] ?? [] }));
    expect(found.digests).toEqual(
      new Map([
        ['a', 'fresh'],
        ['b', 'sha256:b'],
      ]),
    );
  });

  test('reports a repository that does not exist', async () => {
    const { found, offsets } = await read(['a'], () => ({ tags: [], absent: ABSENT }));
    expect([found, offsets]).toEqual([{ digests: new Map(), absent: ABSENT }, [0]]);
  });

  test('keeps what was found before the repository was deleted', async () => {
    const { found } = await read(['a', 'x'], (offset) =>
      offset === 0 ? { tags: TAGS.slice(0, 2) } : { tags: [], absent: ABSENT },
    );
    expect(found).toEqual({ digests: digests('a'), absent: ABSENT });
  });
});

test('createTagListReader: finds exactly the wanted tags that exist, whatever the size of the pages', async () => {
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
        const expected = digests(...wanted.filter((name) => present.includes(name)));
        expect(found.digests).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});
