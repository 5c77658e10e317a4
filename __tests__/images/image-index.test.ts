import { describe, expect, test } from '@jest/globals';
import type { Image, ImagePage } from '../../src/cloud/modelarts.ts';
import { createImageFeed } from '../../src/images/image-index.ts';
import { createFakeContext } from '../support/fake-context.ts';
import { cloudOfImages } from '../support/fake-images.ts';

const path = (tag: string): string => `swr/team/api:${tag}`;
const image = (id: string, tag = id, status = 'ACTIVE'): Image => ({ id, status, swr_path: path(tag) });

/** A feed over pages that a function makes; `asked` tells name and offset of each. */
function feedOf(
  page: (offset: number, asked: number) => Omit<ImagePage, 'length'> & { readonly length?: number },
  { name = 'api', delayMs = 0 } = {},
) {
  const asked: string[] = [];
  const context = createFakeContext({
    cloud: cloudOfImages({
      async listImages(filter, { offset }) {
        asked.push(`${filter.name ?? '*'} ${offset}`);
        const shown = page(offset, asked.length);
        if (delayMs > 0) await new Promise<void>((resolve) => context.clock.after(delayMs, resolve));
        return { length: shown.images.length, ...shown };
      },
    }),
  });
  const feed = createImageFeed('r', { name, namespace: 'team', workspace: '0' });
  const find = async (tag: string, since?: number): Promise<readonly string[]> =>
    (await feed.find(context, [path(tag)], since)).map(({ id }) => id);
  return { asked, find, clock: context.clock };
}

const full = (from: number): readonly Image[] => Array.from({ length: 200 }, (_, index) => image(`${from + index}`));

describe('the list', () => {
  test('of one page that is not full and has all is read once; what is not there is looked for under any name', async () => {
    const { asked, find } = feedOf(() => ({ images: [image('a'), image('b')], total: 2 }));
    expect([await find('a'), asked]).toEqual([['a'], ['api 0']]);
    expect([await find('x'), asked]).toEqual([[], ['api 0', '* 0']]);
  });

  test('of a repository with a slash has no name to be filtered by', async () => {
    const { asked, find } = feedOf(() => ({ images: [image('a')], total: 1 }), { name: 'app/api' });
    expect([await find('a'), asked]).toEqual([['a'], ['* 0']]);
  });

  test('gives every image under the path, but one that is deleted only where there is no other', async () => {
    const { find } = feedOf(() => ({
      images: [image('1', 'a'), image('2', 'a'), image('3', 'a', 'DELETED')],
      total: 3,
    }));
    expect(await find('a')).toEqual(['1', '2']);
    expect(await feedOf(() => ({ images: [image('3', 'a', 'DELETED')], total: 1 })).find('a')).toEqual(['3']);
  });

  test.each([[undefined], [200], [0]])('goes on behind a full page, whatever the total says (%s)', async (total) => {
    const { asked, find } = feedOf((offset) => ({ images: offset === 0 ? full(0) : [image('late')], total }));
    expect(await find('late')).toEqual(['late']);
    expect(asked.slice(0, 2)).toEqual(['api 0', 'api 200']);
  });

  test('goes on behind a short page, as long as the total says that there is more', async () => {
    const { asked, find } = feedOf((offset) => ({ images: [image(`i${offset}`)], total: 3 }));
    expect([await find('i2'), asked]).toEqual([['i2'], ['api 0', 'api 1', 'api 2']]);
  });

  test('that promises too much ends with an empty page, and the same page for ever is read twice', async () => {
    const much = feedOf((offset) => ({ images: offset === 0 ? [image('a')] : [], total: 1000 }));
    expect([await much.find('a'), much.asked]).toEqual([['a'], ['api 0', 'api 1']]);
    const same = feedOf(() => ({ images: full(0) }));
    await same.find('7');
    // The repetition may be a list that moved: it is read again, and again.
    expect(same.asked).toEqual(['api 0', 'api 200', 'api 0', 'api 200', 'api 0', 'api 200']);
  });

  test('that changes between two pages is read again, so that what has moved up is not missed', async () => {
    const { asked, find } = feedOf((offset, count) => {
      if (count === 1) return { images: full(0), total: 201 };
      // One of the first page was deleted meanwhile: the last one has moved onto it.
      if (count === 2) return { images: [], total: 200 };
      return { images: offset === 0 ? [...full(1).slice(0, 199), image('moved')] : [], total: 200 };
    });
    expect(await find('moved')).toEqual(['moved']);
    expect(asked.slice(0, 4)).toEqual(['api 0', 'api 200', '* 0', '* 200']);
  });

  test('with entries that cannot be read is followed by the number of its entries', async () => {
    const { asked, find } = feedOf((offset) =>
      offset === 0 ? { images: full(0).slice(1), length: 200, total: 201 } : { images: [image('late')], total: 201 },
    );
    expect([await find('late'), asked]).toEqual([['late'], ['api 0', 'api 200']]);
  });
});

describe('sharing', () => {
  test('those who ask at the same time, or a moment later, share a reading; later ones do not', async () => {
    const { asked, find, clock } = feedOf(() => ({ images: [image('a'), image('b')], total: 2 }), { delayMs: 2000 });
    await clock.run(Promise.all([find('a'), find('b')]));
    await clock.run(find('a'));
    expect(asked).toEqual(['api 0']);
    await clock.run(new Promise<void>((resolve) => clock.after(501, resolve)));
    await clock.run(find('a'));
    expect(asked).toEqual(['api 0', 'api 0']);
  });

  test('a reading that began before the moment in question tells nothing about it', async () => {
    const { asked, find, clock } = feedOf(() => ({ images: [image('a')], total: 1 }), { delayMs: 100 });
    const early = find('a');
    const since = clock.now();
    await clock.run(Promise.all([early, find('a', since)]));
    expect(asked).toEqual(['api 0', 'api 0']);
  });

  test('a failure is shared with those who waited for it, and not with those who come later', async () => {
    const { find } = feedOf((_, count) => {
      if (count === 1) throw new Error('down');
      return { images: [image('a')], total: 1 };
    });
    await expect(find('a')).rejects.toThrow('down');
    expect(await find('a')).toEqual(['a']);
  });
});
