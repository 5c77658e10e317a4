import { describe, expect, test } from '@jest/globals';
import type { Hss, HssImageFilter, ListedImage } from '../../src/cloud/hss.ts';
import { createImageList, type ScannedRepository } from '../../src/scanning/image-list.ts';
import { createDeadline } from '../../src/deadline.ts';
import { Failure } from '../../src/errors.ts';
import { listedImage } from '../support/hss-tasks.ts';
import { createManualClock } from '../support/manual-clock.ts';

const PLACE: ScannedRepository = { imageType: 'private_image', namespace: 'team', repository: 'app/api' };
const [A, B] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const ONLY_A = { digests: [A], platformDigests: [] };

type Pages = (
  list: string,
  filter: HssImageFilter,
  page: { readonly offset: number; readonly limit: number },
) => ReturnType<Hss['imagePage']>;

const notPart = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Finds tags in lists, as often as `times` says; `asked` is what was requested. */
async function find(tags: readonly string[], pages: Pages, place: ScannedRepository = PLACE, times = 1) {
  const clock = createManualClock();
  const asked: string[] = [];
  const hss: Hss = {
    synchronize: notPart,
    startSyncTask: notPart,
    syncTasks: notPart,
    imagePage(list, filter, page) {
      asked.push(`${list} ${filter.name} ${filter.tag ?? '*'} ${page.offset}+${page.limit}`);
      return pages(list, filter, page);
    },
  };
  const deadline = createDeadline(clock, 60_000, 1000);
  const list = createImageList({ clock, deadline, signal: new AbortController().signal }, hss, place);
  let found: Awaited<ReturnType<typeof list.find>>;
  for (let time = 0; time < times; time++) found = await clock.run(list.find(tags));
  return { found: found && Object.fromEntries(found.tags), isComplete: found?.isComplete, asked };
}

const pageOf = (images: readonly ListedImage[], total: number | undefined = images.length) =>
  Promise.resolve({ images, length: images.length, total });

test('tags are asked for by name, and by the name with the organization where they are not found', async () => {
  const { found, asked } = await find(['v1', 'v2', 'v3'], (_, { name, tag }) =>
    pageOf(
      [listedImage({ tag: 'v1', digest: A }), listedImage({ tag: 'v2', digest: A, name: 'team/app/api' })].filter(
        (image) => image.name === name && image.tag === tag,
      ),
    ),
  );
  expect(found).toEqual({ v1: ONLY_A, v2: ONLY_A });
  expect(asked).toEqual([
    ...['v1', 'v2', 'v3'].map((tag) => `swr-repository app/api ${tag} 0+200`),
    ...['v2', 'v3'].map((tag) => `swr-repository team/app/api ${tag} 0+200`),
  ]);
});

test.each([
  ['many tags', ['1', '2', '3', '4', '5', '6']],
  ['a tag longer than the filter takes', ['x'.repeat(65)]],
])('%s are looked for in the list of the whole repository', async (_, tags) => {
  const all = tags.map((tag) => listedImage({ tag, digest: A }));
  const { found, asked } = await find(tags, () => pageOf(all));
  expect([Object.keys(found ?? {}), asked]).toEqual([tags, ['swr-repository app/api * 0+200']]);
});

test.each<[string, number | undefined, readonly number[]]>([
  ['until the total', 450, [0, 200, 400]],
  ['until an empty page, whatever the total says', 1000, [0, 200, 400, 450]],
  ['until a short page, where there is no total', undefined, [0, 200, 400, 450]],
])('all pages are read %s', async (_, total, offsets) => {
  const all = Array.from({ length: 450 }, (_unused, index) => listedImage({ tag: `t${index}`, digest: A }));
  const { found, asked } = await find(['t449', 'x'.repeat(65)], (_list, _filter, { offset, limit }) =>
    Promise.resolve({
      images: all.slice(offset, offset + limit),
      length: all.slice(offset, offset + limit).length,
      total,
    }),
  );
  expect(Object.keys(found ?? {})).toEqual(['t449']);
  const first = asked.filter((request) => request.startsWith('swr-repository app/api'));
  expect(first).toEqual(offsets.map((offset) => `swr-repository app/api * ${offset}+200`));
});

test('a region without the older list has the newer one, which is asked from then on', async () => {
  const { found, asked } = await find(['v1'], (list) =>
    list === 'swr-repository' ? Promise.resolve(undefined) : pageOf([listedImage({ digest: A, name: 'team/app/api' })]),
  );
  expect(found).toEqual({ v1: ONLY_A });
  // One reply alone does not prove that there is no such route.
  expect(asked).toEqual([
    'swr-repository app/api v1 0+200',
    'swr-repository app/api v1 0+200',
    'registries/images app/api v1 0+200',
  ]);
});

test('a route that is missing once is not missing', async () => {
  let requests = 0;
  const { found } = await find(['v1'], () =>
    (requests += 1) === 1 ? Promise.resolve(undefined) : pageOf([listedImage({ digest: A })]),
  );
  expect([found, requests]).toEqual([{ v1: ONLY_A }, 2]);
});

test('a region may have neither list', async () => {
  const { found, asked } = await find(['v1'], () => Promise.resolve(undefined));
  expect([found, asked.length]).toEqual([undefined, 4]);
});

test.each<[string, readonly ListedImage[], unknown]>([
  ['nothing', [], {}],
  ['another tag', [listedImage({ tag: 'v10', digest: A })], {}],
  ['another repository', [listedImage({ name: 'api', digest: A })], {}],
  ['another organization', [listedImage({ namespace: 'other', digest: A })], {}],
  ['the organization in the name alone', [listedImage({ namespace: '', name: 'team/app/api', digest: A })], ONLY_A],
  ['no organization', [listedImage({ namespace: '', digest: A })], {}],
  ['an image of another type', [listedImage({ imageType: 'instance_image', digest: A })], {}],
  ['an image of another registry', [listedImage({ registryType: 'Harbor', digest: A })], {}],
  [
    'an image of the right type',
    [listedImage({ imageType: 'private_image', registryType: 'SwrPrivate', digest: A })],
    ONLY_A,
  ],
  ['no digest', [listedImage()], { digests: [], platformDigests: [] }],
  ['the same digest twice', [listedImage({ digest: A }), listedImage({ digest: A })], ONLY_A],
  ['two digests', [listedImage({ digest: A }), listedImage({ digest: B })], { digests: [A, B], platformDigests: [] }],
  ['a digest, and none', [listedImage({ digest: A }), listedImage()], ONLY_A],
  [
    'several platforms',
    [listedImage({ digest: B, isMultiArch: true }), listedImage({ digest: A, isMultiArch: true })],
    { digests: [], platformDigests: [B, A] },
  ],
  [
    'one platform, and one with several',
    [listedImage({ digest: A }), listedImage({ digest: B, isMultiArch: true })],
    { digests: [A], platformDigests: [B] },
  ],
])('an entry with %s', async (_, images, expected) => {
  const { found } = await find(['v1'], () => pageOf(images));
  const isListed = Object.keys(Object(expected)).length > 0;
  expect(found).toEqual(isListed ? { v1: expected } : {});
});

test('the size of a page that works is kept for all tags and all checks', async () => {
  const tags = ['v1', 'v2'];
  const { asked } = await find(
    tags,
    (_, { tag }, { limit }) =>
      limit > 10
        ? Promise.reject(new Failure('reply-too-large', 'Too large.'))
        : pageOf(tag === undefined ? [] : [listedImage({ tag, digest: A })]),
    PLACE,
    2,
  );
  expect(asked.map((request) => request.slice('swr-repository app/api '.length))).toEqual([
    'v1 0+200',
    'v1 0+50',
    'v1 0+10',
    'v2 0+10',
    'v1 0+10',
    'v2 0+10',
  ]);
});

const rest = (length: number, total: number | undefined) => Promise.resolve({ images: [], length, total });

describe('whether the lists are complete', () => {
  const one = [listedImage({ tag: 'v1', digest: A })];
  test.each<[string, Pages, boolean]>([
    ['they give what they have', () => pageOf(one), true],
    ['they do not tell how many they have', () => pageOf(one, undefined), true],
    ['they are empty', () => pageOf([]), true],
    ['they give more than they have', () => pageOf(one, 0), true],
    ['they give entries that cannot be read', () => rest(3, 3), true],
    ['they have more than they give', (_, __, { offset }) => pageOf(offset === 0 ? one : [], 9), false],
    ['they give nothing, and have something', () => pageOf([], 9), false],
    ['they shrink while they are read', (_, __, { offset }) => rest(200, offset === 0 ? 450 : 300), false],
    [
      'a later page says that there is no list',
      (_, __, { offset }) => (offset === 0 ? rest(200, 450) : Promise.resolve(undefined)),
      false,
    ],
    ['they never end', () => rest(200, undefined), false],
  ])('where %s', async (_, pages, expected) => {
    const { isComplete } = await find(['v1'], pages);
    expect(isComplete).toBe(expected);
  });

  test('does not matter for a tag that is shown', async () => {
    const { found, isComplete } = await find(['v1', 'v2'], (_, { tag }, { offset }) =>
      tag === 'v1' && offset === 0 ? pageOf(one, 9) : pageOf([], tag === 'v1' ? 9 : 0),
    );
    expect([found, isComplete]).toEqual([{ v1: ONLY_A }, false]);
  });
});
