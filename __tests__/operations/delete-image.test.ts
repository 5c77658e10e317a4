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
const confirmed: Deletion = { existed: true, isConfirmed: true };
const UNCONFIRMED = new Failure('reply-invalid', 'Not as documented.', { uncertain: true });
const GONE = new Failure('service-error', 'Gone.');
const FORBIDDEN = new Failure('permission-denied', 'No.');
const FOREIGN = new Failure('service-refused', 'HTTP 404.');
type Shown = [Image | undefined | Error, ...(Image | undefined | Error)[]];

describe('delete-image', () => {
  test.each<[string, string, Given, Deletion | Error, Shown]>([
    ['deleted', 'the deletion is confirmed and the image is gone', {}, confirmed, [undefined]],
    ['deleted', 'the image is gone after a while', {}, confirmed, [image('ACTIVE'), image('ACTIVE'), undefined]],
    ['deleted', 'the image stays with status DELETED', {}, confirmed, [image('DELETED')]],
    ['deleted', 'the image may not be read', {}, confirmed, [FORBIDDEN]],
    ['refused', 'something else answers for ModelArts when the image is read', {}, confirmed, [FOREIGN]],
    ['refused', 'the read after the deletion is redirected', {}, confirmed, [new Failure('redirect-refused', 'No.')]],
    ['absent', 'there is no such image', {}, { existed: false, isConfirmed: false }, [undefined]],
    [
      'absent',
      'there is no such image, and it may not be read',
      {},
      { existed: false, isConfirmed: false },
      [FORBIDDEN],
    ],
    [
      'refused',
      'there is no such image, and something else answers for ModelArts',
      {},
      { existed: false, isConfirmed: false },
      [FOREIGN],
    ],
    [
      'absent',
      'there is no such image, without waiting',
      { wait: 'false' },
      { existed: false, isConfirmed: false },
      [undefined],
    ],
    [
      'unavailable',
      'the image is said not to exist and is shown, without waiting',
      { wait: 'false' },
      { existed: false, isConfirmed: false },
      [image('ACTIVE')],
    ],
    ['unavailable', 'a second look at an absent image fails', {}, { existed: false, isConfirmed: false }, [GONE]],
    [
      'unavailable',
      'the image is said not to exist and is shown',
      {},
      { existed: false, isConfirmed: false },
      [image('ACTIVE')],
    ],
    ['unavailable', 'the image can never be read again', {}, confirmed, [GONE]],
    ['timeout', 'the image is still there at the deadline', {}, confirmed, [image('ACTIVE')]],
    ['deleted', 'no reply confirms the deletion and the image is gone', {}, UNCONFIRMED, [undefined]],
    [
      'deleted',
      'no reply confirms the deletion and the image stays with status DELETED',
      {},
      UNCONFIRMED,
      [image('DELETED')],
    ],
    ['unavailable', 'no reply confirms the deletion and the image is there', {}, UNCONFIRMED, [image('ACTIVE')]],
    [
      'unavailable',
      'no reply confirms the deletion and one read finds it',
      {},
      UNCONFIRMED,
      [undefined, image('ACTIVE')],
    ],
    ['unavailable', 'no reply confirms the deletion and the image may not be read', {}, UNCONFIRMED, [FORBIDDEN]],
    ['unavailable', 'no reply confirms the deletion and something else answers the read', {}, UNCONFIRMED, [FOREIGN]],
    ['unavailable', 'no reply confirms the deletion, without waiting', { wait: 'false' }, UNCONFIRMED, [undefined]],
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
    [
      'planned',
      'it is a dry run and only one read says that there is no such image',
      { 'dry-run': 'true' },
      new Error('must not be sent'),
      [undefined, image('ACTIVE')],
    ],
    ['unavailable', 'it is a dry run and the second look fails', { 'dry-run': 'true' }, confirmed, [undefined, GONE]],
  ])('reports %s when %s', async (kind, _, given, reply, shown) => {
    const [first, ...further] = shown;
    const cloud = cloudOfImages({ deleteImage: inTurn(reply), showImage: showInTurn(first, further) });
    expect((await runOperation(deleteImage, { 'image-ids': ID, ...given }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });

  test('looks again after a pause before an image counts as absent', async () => {
    const cloud = cloudOfImages({
      deleteImage: inTurn({ existed: false, isConfirmed: false }),
      showImage: () => Promise.resolve(undefined),
    });
    const { tookMs } = await runOperation(deleteImage, { 'image-ids': ID, wait: 'false' }, cloud);
    expect(tookMs).toBeGreaterThanOrEqual(900);
  });

  test.each<[string, Deletion | Error]>([
    ['deleted', { existed: false, isConfirmed: false }],
    ['deleted', confirmed],
    ['refused', FOREIGN],
  ])(
    'reports %s when it is missing after a lost reply, may not be read, and another deletion says %j',
    async (kind, second) => {
      const cloud = cloudOfImages({
        deleteImage: inTurn<Deletion>({ existed: true, isConfirmed: false }, second),
        showImage: showInTurn(FORBIDDEN, []),
      });
      const { verdicts } = await runOperation(deleteImage, { 'image-ids': ID }, cloud);
      expect(verdicts).toEqual([`${ID} → cn-north-4 ${kind}`]);
    },
  );

  test('reports deleted when the image may not be read, and a second deletion finds it', async () => {
    const cloud = cloudOfImages({
      deleteImage: inTurn({ existed: false, isConfirmed: false }, confirmed),
      showImage: showInTurn(FORBIDDEN, []),
    });
    expect((await runOperation(deleteImage, { 'image-ids': ID }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 deleted`,
    ]);
  });

  test.each<[Given]>([[{}], [{ wait: 'false' }], [{ 'dry-run': 'true' }]])(
    'warns once of all absent images, naming region and project: %j',
    async (given) => {
      const cloud = cloudOfImages({
        deleteImage: inTurn({ existed: false, isConfirmed: false }),
        showImage: () => Promise.resolve(undefined),
      });
      const { log, messages } = await runOperation(deleteImage, { 'image-ids': `${ID},${OTHER}`, ...given }, cloud);
      const warnings = log.filter((line) => line.startsWith('warning: '));
      expect([...new Set(warnings)]).toEqual([expect.stringMatching(/ModelArts in cn-north-4 .* in project project/)]);
      expect(messages[0]).toBe(`ModelArts in cn-north-4 has no image ${ID} in project project.`);
    },
  );

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
        return Promise.resolve({ existed: false, isConfirmed: false });
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
