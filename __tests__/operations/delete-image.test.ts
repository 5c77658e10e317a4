import { describe, expect, test } from '@jest/globals';
import type { Deletion, Image } from '../../src/cloud/modelarts.ts';
import { Failure } from '../../src/errors.ts';
import { deleteImage } from '../../src/operations/delete-image.ts';
import { cloudOfImages, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { runOperation } from '../support/run-operation.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const OTHER = 'e0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const image = (status: string): Image => ({ id: ID, status });
const confirmed: Deletion = { existed: true };
type Shown = [Image | undefined | Error, ...(Image | undefined | Error)[]];

describe('delete-image', () => {
  test.each<[string, string, Given, Deletion | Error, Shown]>([
    ['deleted', 'the deletion is confirmed and the image is gone', {}, confirmed, [undefined]],
    ['deleted', 'the image is gone after a while', {}, confirmed, [image('ACTIVE'), image('ACTIVE'), undefined]],
    ['deleted', 'the image stays with status DELETED', {}, confirmed, [image('DELETED')]],
    ['deleted', 'the image may not be read', {}, confirmed, [new Failure('service-refused', 'No.')]],
    ['absent', 'there is no such image', {}, { existed: false }, [undefined]],
    [
      'absent',
      'there is no such image, and it may not be read',
      {},
      { existed: false },
      [new Failure('service-refused', 'No.')],
    ],
    ['absent', 'there is no such image, without waiting', { wait: 'false' }, { existed: false }, [image('ACTIVE')]],
    ['unavailable', 'the image is said not to exist and is shown', {}, { existed: false }, [image('ACTIVE')]],
    ['unavailable', 'the image can never be read again', {}, confirmed, [new Failure('service-error', 'Gone.')]],
    ['timeout', 'the image is still there at the deadline', {}, confirmed, [image('ACTIVE')]],
    ['refused', 'the deletion is refused', {}, new Failure('service-refused', 'No.'), [undefined]],
    ['accepted', 'it does not wait', { wait: 'false' }, confirmed, [image('ACTIVE')]],
    ['planned', 'it is a dry run', { 'dry-run': 'true' }, new Error('must not be sent'), [image('ACTIVE')]],
    [
      'absent',
      'it is a dry run and there is no such image',
      { 'dry-run': 'true' },
      new Error('must not be sent'),
      [undefined],
    ],
  ])('reports %s when %s', async (kind, _, given, reply, shown) => {
    const [first, ...further] = shown;
    const cloud = cloudOfImages({ deleteImage: inTurn(reply), showImage: showInTurn(first, further) });
    expect((await runOperation(deleteImage, { 'image-ids': ID, ...given }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });

  test('deletes the other images when one is refused', async () => {
    const cloud = cloudOfImages({
      deleteImage: (id) =>
        id === ID ? Promise.reject(new Failure('service-refused', 'No.')) : Promise.resolve(confirmed),
      showImage: () => Promise.resolve(undefined),
    });
    const { verdicts } = await runOperation(deleteImage, { 'image-ids': `${ID},${OTHER}` }, cloud);
    expect(verdicts).toEqual([`${ID} → cn-north-4 refused`, `${OTHER} → cn-north-4 deleted`]);
  });

  test('passes force on to ModelArts', async () => {
    const sent: string[] = [];
    const cloud = cloudOfImages({
      deleteImage(id, force) {
        sent.push(`${id} ${force}`);
        return Promise.resolve({ existed: false });
      },
      showImage: () => Promise.resolve(undefined),
    });
    await runOperation(deleteImage, { 'image-ids': ID }, cloud);
    await runOperation(deleteImage, { 'image-ids': ID, force: 'true' }, cloud);
    expect(sent).toEqual([`${ID} false`, `${ID} true`]);
  });
});

/** Like `inTurn`, for entries that may be undefined. */
function showInTurn(
  first: Image | undefined | Error,
  further: readonly (Image | undefined | Error)[],
): () => Promise<Image | undefined> {
  const entries = [first, ...further];
  let turn = 0;
  return () => {
    const entry = entries[Math.min(turn, entries.length - 1)];
    turn += 1;
    return entry instanceof Error ? Promise.reject(entry) : Promise.resolve(entry);
  };
}
