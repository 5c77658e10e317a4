import { describe, expect, test } from '@jest/globals';
import type { TagDigest, TagPage } from '../../../src/cloud/swr-tags.ts';
import { readWholeList } from '../../../src/copy/by-sync/whole-list.ts';
import { SOURCE } from '../../support/copy-target.ts';
import { failureFrom } from '../../support/outcome-of.ts';

const [A, B] = ['sha256:a', 'sha256:b'];
const FOREIGN = { code: 'evidence-foreign', reason: 'of team/other' } as const;

const tag = (name: string, digest = A): TagDigest => ({ name, digest });
const page = (names: string, more: Partial<TagPage> = {}): TagPage => ({
  tags: names === '' ? [] : names.split(' ').map((name) => tag(name)),
  ...more,
});
const EMPTY = page('');
const GONE: TagPage = { tags: [], absent: { what: 'repository', reason: 'HTTP 404' } };

/** Reads a list whose pages come in this order, whatever is asked. */
async function read(...pages: readonly TagPage[]) {
  const offsets: number[] = [];
  const left = [...pages];
  const listing = await readWholeList(SOURCE, async (offset) => {
    offsets.push(offset);
    const next = left.shift();
    if (next === undefined) throw new Error(`no page at ${offset}`);
    return Promise.resolve(next);
  });
  expect(left).toEqual([]);
  return { offsets, tags: listing.tagsOf(A), listing };
}

describe('readWholeList', () => {
  test.each<[string, readonly TagPage[], readonly number[]]>([
    ['of one page with the total', [page('v1 v2', { total: 2 })], [0]],
    ['of several pages with the total', [page('v1', { total: 2 }), page('v2', { total: 2 })], [0, 1]],
    ['that an empty page ends', [page('v1'), page('v2'), EMPTY], [0, 1, 2]],
    ['whose entries are not all tags', [page('v1', { entries: 3, total: 4 }), page('v2', { total: 4 })], [0, 3]],
    [
      'that shrank, and was read again',
      [page('v1', { total: 3 }), page('', { total: 3 }), page('v1 v2', { total: 2 })],
      [0, 1, 0],
    ],
    ['that shifted, and was read again', [page('v0 v1'), page('v1'), page('v1 v2'), EMPTY], [0, 2, 0, 2]],
    ['that was gone meanwhile', [page('v1', { total: 2 }), GONE, page('v1 v2', { total: 2 })], [0, 1, 0]],
  ])('reads a list %s', async (_, pages, offsets) => {
    expect(await read(...pages)).toMatchObject({ offsets, tags: ['v1', 'v2'] });
  });

  test('a repository that does not exist has no tags', async () => {
    expect(await read(GONE)).toMatchObject({ offsets: [0], tags: [], listing: { unreadable: [] } });
  });

  test('a list without an end is not read for ever', async () => {
    const failure = await failureFrom(readWholeList(SOURCE, async () => Promise.resolve(page('v1 v2'))));
    expect(failure).toMatchObject({ code: 'digest-unreadable', hint: 'Run the step again.' });
  });

  test('a list that changes three times is not whole', async () => {
    let [pages, readings] = [0, 0];
    const reading = readWholeList(SOURCE, async (offset) => {
      pages += 1;
      if (offset === 0) readings += 1;
      return Promise.resolve(page('v1', { total: 2 }));
    });
    expect(await failureFrom(reading)).toMatchObject({
      code: 'digest-unreadable',
      message: 'The list of the tags of team/app in cn-north-4 changed each of the 3 times that it was read.',
    });
    expect([pages, readings]).toEqual([6, 3]);
  });

  test('a tag has a digest only if nothing contradicts it', async () => {
    const tags: readonly TagDigest[] = [
      tag('v1'),
      tag('v2', B),
      tag('twice'),
      tag('twice'),
      tag('two', A),
      tag('two', B),
      { name: 'foreign', digest: '', problem: FOREIGN },
    ];
    const { listing } = await read({ tags, total: 7 });
    expect([listing.tagsOf(A), listing.tagsOf(B), listing.unreadable]).toEqual([
      ['v1', 'twice'],
      ['v2'],
      ['two', 'foreign'],
    ]);
  });

  test('a list of nothing but another place proves nothing', async () => {
    const foreign: TagPage = { tags: [{ name: 'v1', digest: '', problem: FOREIGN }] };
    expect(await failureFrom(readWholeList(SOURCE, () => Promise.resolve(foreign)))).toMatchObject({
      code: 'evidence-foreign',
      message: expect.stringContaining('the reply lists tag v1 of team/other'),
    });
  });
});
