import { describe, expect, test } from '@jest/globals';
import type { Image, ImagePage, ListedImage } from '../../src/cloud/modelarts.ts';
import { refusedPage } from '../../src/cloud/pages.ts';
import { createImageIndex } from '../../src/images/image-index.ts';
import { cloudOfImages, listed } from '../support/fake-images.ts';
import { createManualClock } from '../support/manual-clock.ts';

const path = (tag: string): string => `swr/team/api:${tag}`;
const image = (id: string, tag = id, status = 'ACTIVE'): Image => ({ id, status, swr_path: path(tag) });

const PLACE = { namespace: 'team', workspace: '0' };

/** A page, with further entries that cannot be read as images. */
interface Page extends Pick<ImagePage, 'total' | 'pages'> {
  readonly images: readonly Image[];
  readonly odd?: readonly ListedImage[];
  readonly length?: number;
}

/** An index over pages that `page` makes; `requests` has the filter by name and the offset of each. */
function indexOf(page: (offset: number, requestNumber: number) => Page, { name = 'api', delayMs = 0 } = {}) {
  const requests: string[] = [];
  const clock = createManualClock();
  const cloud = cloudOfImages({
    async listImages(filter, { offset }) {
      requests.push(`${filter.name ?? '*'} ${offset}`);
      const { images, odd = [], length, ...shown } = page(offset, requests.length);
      if (delayMs > 0) await new Promise<void>((resolve) => clock.after(delayMs, resolve));
      const entries = [...images.map(listed), ...odd];
      return { ...shown, entries, length: length ?? entries.length };
    },
  });
  const creating = cloud
    .modelArts('r')
    .then((modelArts) => createImageIndex(clock, modelArts, { name, namespace: 'team', workspace: '0' }));
  const find = async (tag: string, after?: number): Promise<readonly string[]> =>
    (await (await creating).find({ ...PLACE, tag, locations: [path(tag)] }, after)).map(({ id }) => id);
  return { requests, find, clock };
}

const full = (from: number): readonly Image[] => Array.from({ length: 200 }, (_, index) => image(`${from + index}`));

describe('reading the list', () => {
  test('a list of one short page is read once; an image that is not in it is looked for without the filter by name', async () => {
    const { requests, find } = indexOf(() => ({ images: [image('a'), image('b')], total: 2 }));
    expect([await find('a'), requests]).toEqual([['a'], ['api 0']]);
    expect([await find('x'), requests]).toEqual([[], ['api 0', '* 0']]);
  });

  test('a repository with a slash in its name is read without the filter by name', async () => {
    const { requests, find } = indexOf(() => ({ images: [image('a')], total: 1 }), { name: 'app/api' });
    expect([await find('a'), requests]).toEqual([['a'], ['* 0']]);
  });

  test('finds every image of the address, and a deleted one only where there is no other', async () => {
    const { find } = indexOf(() => ({
      images: [image('1', 'a'), image('2', 'a'), image('3', 'a', 'DELETED')],
      total: 3,
    }));
    expect(await find('a')).toEqual(['1', '2']);
    expect(await indexOf(() => ({ images: [image('3', 'a', 'DELETED')], total: 1 })).find('a')).toEqual(['3']);
  });

  test.each([[undefined], [200], [0]])(
    'a full page is followed by another, whatever the total says (%s)',
    async (total) => {
      const { requests, find } = indexOf((offset) => ({ images: offset === 0 ? full(0) : [image('late')], total }));
      expect(await find('late')).toEqual(['late']);
      expect(requests.slice(0, 2)).toEqual(['api 0', 'api 200']);
    },
  );

  test('a short page is followed by another as long as the total says that there is more', async () => {
    const { requests, find } = indexOf((offset) => ({ images: [image(`i${offset}`)], total: 3 }));
    expect([await find('i2'), requests]).toEqual([['i2'], ['api 0', 'api 1', 'api 2']]);
  });

  test('a list that repeats its page is read three times', async () => {
    const repeated = indexOf(() => ({ images: full(0) }));
    expect(await repeated.find('7')).toEqual(['7']);
    // The repeated page may be a list that changed meanwhile.
    expect(repeated.requests).toEqual(['api 0', 'api 200', 'api 0', 'api 200', 'api 0', 'api 200']);
  });

  test.each<[string, (offset: number) => Page]>([
    ['a total of more than it gives', (offset) => ({ images: offset === 0 ? [image('a')] : [], total: 2 })],
    ['a total, and no entries', () => ({ images: [], total: 1 })],
    ['two pages, and gives one', (offset) => ({ images: offset === 0 ? full(0) : [], pages: 2 })],
    [
      'one total and then another',
      (offset) => ({ images: offset === 0 ? full(0) : [image('b')], total: 201 + offset }),
    ],
    ['the same page again and again', () => ({ images: full(0) })],
    ['another full page each time', (offset) => ({ images: full(offset) })],
  ])('a list with %s proves no absence', async (_, page) => {
    const { find } = indexOf(page);
    await expect(find('none')).rejects.toMatchObject({ code: 'reply-invalid' });
  });

  test('a list that says more than it gives shows what it gives', async () => {
    const { requests, find } = indexOf((offset) => ({ images: offset === 0 ? [image('a')] : [], total: 1000 }));
    expect(await find('a')).toEqual(['a']);
    expect(requests.slice(0, 2)).toEqual(['api 0', 'api 1']);
  });

  test('pages of fewer entries than requested are a complete list', async () => {
    const { find } = indexOf((offset) => ({
      images: offset < 4 ? [image(`${offset}`), image(`${offset + 1}`)] : [],
      pages: 2,
    }));
    expect([await find('3'), await find('none')]).toEqual([['3'], []]);
  });

  test('a list that changes between two pages is read again, so that an image that moved to an earlier page is found', async () => {
    const { requests, find } = indexOf((offset, count) => {
      if (count === 1) return { images: full(0), total: 201 };
      // An image of the first page was deleted, so the last one has moved onto that page.
      if (count === 2) return { images: [], total: 200 };
      return { images: offset === 0 ? [...full(1).slice(0, 199), image('moved')] : [], total: 200 };
    });
    expect(await find('moved')).toEqual(['moved']);
    expect(requests.slice(0, 4)).toEqual(['api 0', 'api 200', 'api 0', 'api 200']);
  });

  test('pages that are refused above ten entries are read in tens', async () => {
    const images = full(0).slice(0, 25);
    const limits: number[] = [];
    const cloud = cloudOfImages({
      listImages(_, { offset, limit }) {
        limits.push(limit);
        const refusal = { status: 400, code: 'ModelArts.0104', message: 'limit', requestId: '' };
        if (limit > 10) return Promise.reject(refusedPage('list', refusal));
        const entries = images.slice(offset, offset + limit).map(listed);
        return Promise.resolve({ entries, length: entries.length, total: images.length });
      },
    });
    const filter = { name: 'api', namespace: 'team', workspace: '0' };
    const index = createImageIndex(createManualClock(), await cloud.modelArts('r'), filter);
    const found = await index.find({ ...PLACE, tag: '24', locations: [path('24')] });
    expect([found.map(({ id }) => id), limits]).toEqual([['24'], [200, 20, 10, 10, 10]]);
  });

  test('the next offset counts entries that cannot be read', async () => {
    const { requests, find } = indexOf((offset) =>
      offset === 0 ? { images: full(0).slice(1), length: 200, total: 201 } : { images: [image('late')], total: 201 },
    );
    expect([await find('late'), requests]).toEqual([['late'], ['api 0', 'api 200']]);
  });
});

/** Finds the images of tag a in a list of one page. */
const findA = (images: readonly Image[], ...odd: readonly ListedImage[]): Promise<readonly string[]> =>
  indexOf((offset) => (offset === 0 ? { images, odd } : { images: [] })).find('a');

describe('an entry that cannot be read', () => {
  const UNREADABLE: readonly [string, ListedImage][] = [
    ['without id or status', {}],
    ['with another tag', { tag: 'b', image: image('id', 'a') }],
    ['with another organization', { namespace: 'other', image: image('id', 'a') }],
    ['in another workspace', { workspace_id: '7', image: image('id', 'a') }],
  ];
  test.each(UNREADABLE)('is a failure where it has the address, %s', async (_, entry) => {
    for (const images of [[], [image('good', 'a')]]) {
      const { find } = indexOf(() => ({ images, odd: [{ swr_path: path('a'), ...entry }] }));
      await expect(find('a')).rejects.toMatchObject({ code: 'reply-invalid' });
    }
  });

  test('is passed over where it has the address of another tag', async () => {
    const { find } = indexOf((offset) => ({ images: [], odd: offset === 0 ? [{ swr_path: path('b') }] : [] }));
    expect(await find('a')).toEqual([]);
  });

  test('without an address is a failure only where it may be of the tag, and nothing else is', async () => {
    await expect(findA([], {})).rejects.toMatchObject({ code: 'reply-invalid' });
    await expect(findA([], { tag: 'a' })).rejects.toMatchObject({ code: 'reply-invalid' });
    await expect(findA([image('b')], { namespace: 'team' })).rejects.toMatchObject({ code: 'reply-invalid' });
    expect(await findA([], { tag: 'b' }, { namespace: 'other' })).toEqual([]);
    expect(await findA([image('a')], {}, { tag: 'a' })).toEqual(['a']);
  });
});

describe('sharing a reading', () => {
  test('searches at the same time or within 500 ms after it share a reading, later ones do not', async () => {
    const { requests, find, clock } = indexOf(() => ({ images: [image('a'), image('b')], total: 2 }), {
      delayMs: 2000,
    });
    await clock.run(Promise.all([find('a'), find('b')]));
    await clock.run(find('a'));
    expect(requests).toEqual(['api 0']);
    await clock.run(new Promise<void>((resolve) => clock.after(501, resolve)));
    await clock.run(find('a'));
    expect(requests).toEqual(['api 0', 'api 0']);
  });

  test('a reading that began at or before `after` is not used', async () => {
    const { requests, find, clock } = indexOf(() => ({ images: [image('a')], total: 1 }), { delayMs: 100 });
    const early = find('a');
    const after = clock.now();
    await clock.run(Promise.all([early, find('a', after)]));
    expect(requests).toEqual(['api 0', 'api 0']);
  });

  test('a failure is not kept for later searches', async () => {
    const { find } = indexOf((_, count) => {
      if (count === 1) throw new Error('down');
      return { images: [image('a')], total: 1 };
    });
    await expect(find('a')).rejects.toThrow('down');
    expect(await find('a')).toEqual(['a']);
  });
});
