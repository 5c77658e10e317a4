import { describe, expect, test } from '@jest/globals';
import type { Deletion, Image } from '../../src/cloud/modelarts.ts';
import { Failure } from '../../src/errors.ts';
import { deleteImage } from '../../src/operations/delete-image.ts';
import { cloudOfImages, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { runOperation } from '../support/run-operation.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const OTHER = 'e0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const seen = (status: string): Image => ({ id: ID, status });
const confirmed: Deletion = { existed: true };
type Looks = [Image | undefined | Error, ...(Image | undefined | Error)[]];

describe('the deletion of an image', () => {
  test.each<[string, Given, Deletion | Error, Looks, string]>([
    ['confirmed and gone', {}, confirmed, [undefined], 'deleted'],
    ['gone after a while', {}, confirmed, [seen('ACTIVE'), seen('ACTIVE'), undefined], 'deleted'],
    ['left behind as DELETED', {}, confirmed, [seen('DELETED')], 'deleted'],
    ['not there', {}, { existed: false }, [undefined], 'absent'],
    ['not there, and not to be looked at', {}, { existed: false }, [new Failure('service-refused', 'No.')], 'absent'],
    ['said not to be there, and there', {}, { existed: false }, [seen('ACTIVE')], 'unavailable'],
    ['still there when the time is up', {}, confirmed, [seen('ACTIVE')], 'timeout'],
    ['never seen again', {}, confirmed, [new Failure('service-error', 'Gone.')], 'unavailable'],
    ['not to be looked at', {}, confirmed, [new Failure('service-refused', 'No.')], 'deleted'],
    ['refused', {}, new Failure('service-refused', 'No.'), [undefined], 'refused'],
    ['without waiting', { wait: 'false' }, confirmed, [seen('ACTIVE')], 'accepted'],
    ['not there, without waiting', { wait: 'false' }, { existed: false }, [seen('ACTIVE')], 'absent'],
    ['a dry run', { 'dry-run': 'true' }, new Error('must not be sent'), [seen('ACTIVE')], 'planned'],
    ['a dry run without the image', { 'dry-run': 'true' }, new Error('must not be sent'), [undefined], 'absent'],
  ])('%s', async (_, given, reply, looks, kind) => {
    const [first, ...further] = looks;
    const cloud = cloudOfImages({ deleteImage: inTurn(reply), showImage: lookingAt(first, further) });
    expect((await runOperation(deleteImage, { 'image-ids': ID, ...given }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });

  test('one image that is refused holds up no other', async () => {
    const cloud = cloudOfImages({
      deleteImage: (id) =>
        id === ID ? Promise.reject(new Failure('service-refused', 'No.')) : Promise.resolve(confirmed),
      showImage: () => Promise.resolve(undefined),
    });
    const { verdicts } = await runOperation(deleteImage, { 'image-ids': `${ID},${OTHER}` }, cloud);
    expect(verdicts).toEqual([`${ID} → cn-north-4 refused`, `${OTHER} → cn-north-4 deleted`]);
  });

  test('force reaches the cloud', async () => {
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

/** A gone image is undefined, which no list of turns can tell from its end. */
function lookingAt(
  first: Image | undefined | Error,
  further: readonly (Image | undefined | Error)[],
): () => Promise<Image | undefined> {
  const looks = [first, ...further];
  let turn = 0;
  return () => {
    const look = looks[Math.min(turn, looks.length - 1)];
    turn += 1;
    return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
  };
}
