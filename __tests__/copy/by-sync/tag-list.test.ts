import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Swr } from '../../../src/cloud/swr.ts';
import type { TagDigest, TagPage } from '../../../src/cloud/swr-tags.ts';
import { createTagListReader } from '../../../src/copy/by-sync/tag-list.ts';
import type { TagSnapshot } from '../../../src/copy/digest-reader.ts';
import { Failure } from '../../../src/errors.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { failureFrom } from '../../support/outcome-of.ts';

const REPOSITORY = { region: 'cn-north-4', namespace: 'team', repository: 'app' };

const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Reads from pages that a function makes; gives the offsets that were requested. */
async function read(
  wanted: readonly string[],
  page: (offset: number) => TagPage,
  { named = () => ({ tags: [] }), details = () => undefined, lookUp }: LookUps = {},
): Promise<{
  found: Omit<TagSnapshot, 'locations' | 'others'>;
  locations: TagSnapshot['locations'];
  others: TagSnapshot['others'];
  offsets: number[];
  regions: string[];
  lookedUp: string[];
}> {
  const offsets: number[] = [];
  const regions: string[] = [];
  const lookedUp: string[] = [];
  const swr: Swr = {
    async tagPage(_, { offset }, name) {
      if (name !== undefined) {
        lookedUp.push(name);
        return Promise.resolve(named(name, offset));
      }
      offsets.push(offset);
      // A list that never ends must fail the test instead of blocking it.
      return offsets.length > 50 ? unused() : Promise.resolve(page(offset));
    },
    async showTag(_, name) {
      lookedUp.push(`details of ${name}`);
      return Promise.resolve(details(name));
    },
    syncJobPage: unused,
    syncImages: unused,
    isOrganizationMissing: unused,
    syncRegions: unused,
  };
  const swrOf = (region: string): Promise<Swr> => {
    regions.push(region);
    return Promise.resolve(swr);
  };
  const reader = createTagListReader({ swr: swrOf }, createManualClock());
  const { locations, others, ...found } = await reader.read(REPOSITORY, wanted, lookUp);
  expect([...locations.keys()]).toEqual([...found.digests.keys()]);
  return { found, locations, others, offsets, regions, lookedUp };
}

/** What the lookups by name give; nothing if not given. */
interface LookUps {
  readonly named?: (name: string, offset: number) => TagPage;
  readonly details?: (name: string) => readonly TagDigest[] | undefined;
  readonly lookUp?: readonly string[];
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

  test.each([
    ['on one page', [[tag('a'), { name: 'a', digest: 'sha256:other' }, tag('b')]]],
    ['on two pages', [[tag('a')], [{ name: 'a', digest: 'sha256:other' }, tag('b')]]],
  ])('two digests of one tag %s prove nothing', async (_, pages) => {
    const { found } = await read(['a', 'b'], (offset) => ({ tags: pages[offset] ?? [] }));
    expect(found.digests).toEqual(new Map([...digests('b'), ['a', '']]));
    expect(found.problems).toEqual(
      new Map([['a', { code: 'digest-unreadable', reason: 'with two digests, sha256:a and sha256:other' }]]),
    );
  });

  test('the same digest of one tag on two pages proves it', async () => {
    const pages = [[tag('a')], [tag('a'), tag('b')]];
    expect((await read(['a', 'b'], (offset) => ({ tags: pages[offset] ?? [] }))).found).toEqual({
      digests: digests('a', 'b'),
    });
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

const foreign = (name: string): TagDigest => ({
  name,
  digest: '',
  problem: { code: 'evidence-foreign', reason: 'at another place, swr.x/team/app:v1' },
});

const pagesOf = (offset: number): TagPage => ({ tags: TAGS.slice(offset, offset + 4), total: 7 });

describe('createTagListReader: a list that does not prove that a tag is missing', () => {
  test('a tag between two pages is looked up by its name', async () => {
    const { found, lookedUp } = await read(['hidden'], pagesOf, { named: (name) => ({ tags: [tag(name)] }) });
    expect([found.digests, lookedUp]).toEqual([digests('hidden'), ['hidden']]);
  });

  test('only an equal name counts', async () => {
    const { found, lookedUp } = await read(['v1'], pagesOf, {
      named: () => ({ tags: [tag('v1.0'), tag('rc-v1')], total: 2 }),
    });
    expect([found.digests, lookedUp]).toEqual([new Map(), ['v1']]);
  });

  const V1_TO_24 = Array.from({ length: 25 }, (_, index) => tag(`v1.${index}`));

  test.each<[string, number, number | undefined]>([
    ['full pages', 20, undefined],
    ['pages that are not full', 7, undefined],
    ['pages with a total', 20, 26],
  ])('tags whose names contain it may hide it: %s are read on', async (_, size, total) => {
    const matching = [...V1_TO_24, tag('v1')];
    const { found, lookedUp } = await read(['v1'], pagesOf, {
      named: (_name, offset) => ({ tags: matching.slice(offset, offset + size), total }),
    });
    expect([found.digests, lookedUp.includes('details of v1')]).toEqual([digests('v1'), false]);
  });

  test.each<[string, TagPage]>([
    ['is full', { tags: V1_TO_24.slice(0, 20) }],
    ['is not full, without a total', { tags: V1_TO_24.slice(0, 3) }],
    ['is empty, without a total', { tags: [] }],
    ['says that the repository does not exist', { tags: [], absent: ABSENT }],
  ])('a filtered page that %s does not prove that a tag is missing', async (_, page) => {
    const { found, lookedUp } = await read(['v1'], pagesOf, { named: () => page, details: (name) => [tag(name)] });
    expect([found.digests, lookedUp.at(-1)]).toEqual([digests('v1'), 'details of v1']);
  });

  test('an empty filtered list with a total proves it', async () => {
    const { found, lookedUp } = await read(['v1'], pagesOf, { named: () => ({ tags: [], total: 0 }) });
    expect([found.digests, lookedUp]).toEqual([new Map(), ['v1']]);
  });

  test('a filtered list that never ends is left after ten pages', async () => {
    const { lookedUp } = await read(['v1'], pagesOf, {
      named: (_name, offset) => ({ tags: Array.from({ length: 20 }, (_, index) => tag(`v1.${offset + index}`)) }),
    });
    expect(lookedUp).toEqual([...Array.from({ length: 10 }, () => 'v1'), 'details of v1']);
  });

  test.each<[string, TagPage]>([
    ['of which the rest is on further pages', { tags: [tag('v1.0')], total: 2 }],
    ['with an entry that cannot be read', { tags: [], entries: 1 }],
    ['that was not filtered', { tags: [tag('other')] }],
  ])('after a filtered page %s the details of the tag are read', async (_, page) => {
    const { found, lookedUp } = await read(['v1'], pagesOf, {
      named: () => page,
      details: (name) => [tag(name), tag('another')],
    });
    expect([found.digests, new Set(lookedUp)]).toEqual([digests('v1'), new Set(['v1', 'details of v1'])]);
  });

  test('details that name another tag prove neither of them', async () => {
    const { found } = await read(['v1', 'v2'], pagesOf, {
      details: (name) => (name === 'v1' ? [tag('v2')] : undefined),
    });
    expect(found.digests).toEqual(new Map());
  });

  test('where the filter is refused, the details are read; those that cannot be read prove nothing', async () => {
    const refusing: LookUps = {
      named() {
        throw new Failure('service-refused', 'Invalid filter.');
      },
      details() {
        throw new Failure('service-error', 'Down.');
      },
    };
    const { found, lookedUp } = await read(['v1'], pagesOf, refusing);
    expect([found.digests, lookedUp]).toEqual([new Map(), ['v1', 'details of v1']]);
  });

  test('a filtered list that cannot be read is a failure', async () => {
    const reading = read(['v1'], pagesOf, {
      named() {
        throw new Failure('service-error', 'Down.');
      },
    });
    expect((await failureFrom(reading)).message).toBe('Down.');
  });

  test.each<[string, TagPage]>([
    ['an empty page', { tags: [], total: 5 }],
    ['an empty page without entries', { tags: [], entries: 0, total: 1 }],
  ])('a tag is looked up where %s comes before the total', async (_, page) => {
    const { found, lookedUp } = await read(['v1'], () => page, { named: (name) => ({ tags: [tag(name)] }) });
    expect([found.digests, lookedUp]).toEqual([digests('v1'), ['v1']]);
  });

  test('a tag is looked up where the second page is empty, as after a deletion', async () => {
    const { lookedUp } = await read(['v1'], (offset) => ({ tags: offset === 0 ? [tag('a')] : [] }));
    expect(lookedUp).toEqual(['v1', 'details of v1']);
  });

  test.each<[string, TagPage]>([
    ['cannot be read', { tags: [tag('a')], entries: 2, total: 2 }],
    ['is about another place', { tags: [tag('a'), foreign('b')], total: 2 }],
  ])('a tag is looked up where an entry of the only page %s', async (_, page) => {
    expect((await read(['a', 'v1'], () => page)).lookedUp).toEqual(['v1', 'details of v1']);
  });

  test('a single page proves it', async () => {
    expect((await read(['x'], () => ({ tags: TAGS, total: 7 }))).lookedUp).toEqual([]);
  });

  test('only the tags that are to be looked up are', async () => {
    const { lookedUp } = await read(['a', 'x', 'y', 'z'], pagesOf, { lookUp: ['a', 'y'] });
    expect(lookedUp).toEqual(['y', 'details of y']);
  });
});

describe('createTagListReader: entries that prove nothing', () => {
  test('a list of nothing but other places is a failure', async () => {
    const { code, message, hint } = await failureFrom(read(['v1'], () => ({ tags: [foreign('v1'), foreign('v2')] })));
    expect([code, message]).toEqual([
      'evidence-foreign',
      'Could not list the tags of team/app in cn-north-4: the reply lists tag v1 at another place, swr.x/team/app:v1.',
    ]);
    expect(hint).toMatch(/private DNS zone/);
  });

  test('a tag at another place beside others has no digest', async () => {
    const { found } = await read(['a', 'v1'], () => ({ tags: [foreign('v1'), tag('a')] }));
    expect(found).toEqual({
      digests: new Map([['v1', ''], ...digests('a')]),
      problems: new Map([['v1', foreign('v1').problem]]),
    });
  });
});

test('createTagListReader: gives the names of the first five tags', async () => {
  const { others } = await read(['f', 'x'], () => ({ tags: TAGS, total: 7 }));
  expect(others).toEqual(['a', 'b', 'c', 'd', 'e']);
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
