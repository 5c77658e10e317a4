import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../src/cloud/modelarts.ts';
import { Failure } from '../../src/errors.ts';
import { judgeImage } from '../../src/images/await-active.ts';
import { waitImage } from '../../src/operations/wait-image.ts';
import { cloudOfImages, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { runOperation } from '../support/run-operation.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const image = (status: string, more: Partial<Image> = {}): Image => ({ id: ID, status, ...more });
const GIVEN = { 'image-ids': ID };
const IMAGE_REF = { id: ID, region: 'cn-north-4', modelArts: await cloudOfImages({}).modelArts('cn-north-4') };
const GONE = new Failure('service-error', 'Gone.');

describe('what a status means', () => {
  test.each(['INIT', 'CREATING', '', 'UNKNOWN'])('%j: pending', (status) => {
    expect(judgeImage(image(status), IMAGE_REF)).toBeUndefined();
  });

  test.each<[string, Image | undefined, object]>([
    ['ACTIVE', image('ACTIVE'), { kind: 'active', status: 'ACTIVE' }],
    [
      'CREATE_FAILED with a message',
      image('CREATE_FAILED', { status_message: 'no space' }),
      {
        kind: 'bad-status',
        code: 'image-failed',
        status: 'CREATE_FAILED',
        message: 'ModelArts says CREATE_FAILED: no space.',
      },
    ],
    [
      'ERROR',
      image('ERROR'),
      {
        kind: 'bad-status',
        code: 'image-failed',
        status: 'ERROR',
        message: 'ModelArts says ERROR, without a message.',
      },
    ],
    [
      'DELETED',
      image('DELETED', { status_message: '' }),
      {
        kind: 'bad-status',
        code: 'image-failed',
        status: 'DELETED',
        message: 'ModelArts says DELETED, without a message.',
      },
    ],
    [
      'no image',
      undefined,
      {
        kind: 'missing',
        code: 'image-missing',
        message: `ModelArts in cn-north-4 has no image ${ID} in project project.`,
      },
    ],
  ])('%s', (_, shown, verdict) => {
    expect(judgeImage(shown, IMAGE_REF)).toEqual(verdict);
  });
});

describe('wait-image', () => {
  test('waits through every status until the image is ACTIVE, and records its details', async () => {
    const showImage = inTurn<Image | undefined>(image('INIT'), image('CREATING'), image('ACTIVE', { tag: 'v1' }));
    const { outcomes, images, log } = await runOperation(waitImage, GIVEN, cloudOfImages({ showImage }));
    expect(outcomes).toMatchObject([{ verdict: { kind: 'active', status: 'ACTIVE' } }]);
    expect(images).toEqual([[image('ACTIVE', { tag: 'v1' })]]);
    expect(log).toEqual([
      `  ${ID} in cn-north-4: status INIT`,
      `  ${ID} in cn-north-4: status CREATING`,
      `  ${ID} in cn-north-4: status ACTIVE`,
      `✓ ${ID} in cn-north-4: active`,
    ]);
  });

  test('keeps waiting at an unknown status, and warns of it', async () => {
    const showImage = inTurn<Image | undefined>(
      image('ODD'),
      image('ODD'),
      image('OTHER'),
      image('ODD'),
      image('ACTIVE'),
    );
    const { verdicts, log } = await runOperation(waitImage, GIVEN, cloudOfImages({ showImage }));
    expect(verdicts).toEqual([`${ID} → cn-north-4 active`]);
    expect([...new Set(log.filter((line) => line.startsWith('warning')))]).toEqual([
      `warning: ModelArts reports the unknown status 'ODD'; still waiting for ACTIVE.`,
      `warning: ModelArts reports the unknown status 'OTHER'; still waiting for ACTIVE.`,
    ]);
  });

  test('keeps waiting while ModelArts is unavailable', async () => {
    const showImage = inTurn<Image | undefined>(GONE, GONE, image('ACTIVE'));
    expect((await runOperation(waitImage, GIVEN, cloudOfImages({ showImage }))).verdicts).toEqual([
      `${ID} → cn-north-4 active`,
    ]);
  });

  test('at the time limit the verdict says what was observed last', async () => {
    const creating = await runOperation(
      waitImage,
      { ...GIVEN, timeout: '90s' },
      cloudOfImages({ showImage: inTurn(image('CREATING')) }),
    );
    expect([creating.outcomes[0]?.verdict, creating.tookMs]).toEqual([
      {
        kind: 'timeout',
        code: 'timeout',
        status: 'CREATING',
        message: `The time limit was reached before image ${ID} was ACTIVE. Last observed: status CREATING.`,
      },
      90_000,
    ]);
    const silent = await runOperation(
      waitImage,
      { ...GIVEN, timeout: '90s' },
      cloudOfImages({ showImage: inTurn<Image | undefined>(GONE) }),
    );
    expect(silent.outcomes[0]?.verdict).toEqual({
      kind: 'unavailable',
      code: 'service-error',
      message: 'Gone.',
      failure: 'unavailable',
    });
    const lost = await runOperation(
      waitImage,
      { ...GIVEN, timeout: '90s' },
      cloudOfImages({ showImage: inTurn<Image | undefined>(image('INIT'), GONE) }),
    );
    expect(lost.messages).toEqual([
      `The time limit was reached before image ${ID} was ACTIVE. Last observed: status INIT. The last check failed: Gone.`,
    ]);
  });

  test('a missing permission ends the wait at once', async () => {
    const showImage = inTurn<Image | undefined>(new Failure('service-refused', 'No.'));
    const { verdicts, tookMs } = await runOperation(waitImage, GIVEN, cloudOfImages({ showImage }));
    expect([verdicts, tookMs]).toEqual([[`${ID} → cn-north-4 refused`], 0]);
  });

  test.each<[Image | undefined, string]>([
    [image('ACTIVE'), 'active'],
    [image('CREATING'), 'planned'],
    [image('ERROR'), 'bad-status'],
  ])('a dry run reads the image once: %j', async (shown, kind) => {
    const { verdicts, tookMs } = await runOperation(
      waitImage,
      { ...GIVEN, 'dry-run': 'true' },
      cloudOfImages({ showImage: inTurn<Image | undefined>(shown) }),
    );
    expect([verdicts, tookMs]).toEqual([[`${ID} → cn-north-4 ${kind}`], 0]);
  });

  test.each<[string, Given, readonly [Image | undefined | Error, ...(Image | undefined | Error)[]], string, number]>([
    ['is missing when two reads say so', {}, [undefined], 'missing', 1000],
    ['is missing in a dry run when two reads say so', { 'dry-run': 'true' }, [undefined], 'missing', 1000],
    ['is missing without time for a pause', { timeout: '0' }, [undefined], 'missing', 0],
    ['is not missing when one read says so', {}, [undefined, image('ACTIVE')], 'active', 1000],
    ['is not missing in a dry run either', { 'dry-run': 'true' }, [undefined, image('CREATING')], 'planned', 1000],
    ['is not missing while it cannot be read', {}, [undefined, GONE, image('ACTIVE')], 'active', 2000],
  ])('an image %s', async (_, given, [first, ...further], kind, atLeastMs) => {
    const showImage = inTurn<Image | undefined>(first, ...further);
    const { verdicts, tookMs } = await runOperation(waitImage, { ...GIVEN, ...given }, cloudOfImages({ showImage }));
    expect([verdicts, tookMs]).toEqual([[`${ID} → cn-north-4 ${kind}`], expect.any(Number)]);
    expect(tookMs).toBeGreaterThanOrEqual(atLeastMs * 0.9);
    expect(tookMs).toBeLessThanOrEqual(atLeastMs);
  });
});
