import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../src/cloud/modelarts.ts';
import { Failure } from '../../src/errors.ts';
import { refreshImage } from '../../src/operations/refresh-image.ts';
import { cloudOfImages, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { runOperation } from '../support/run-operation.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const ACTIVE: Image = { id: ID, status: 'ACTIVE' };
const lost = new Failure('service-error', 'No reply.', { uncertain: true });
const unsent = new Failure('service-error', 'No connection.');

describe('refresh-image', () => {
  test.each<[string, string, Given, boolean | Error]>([
    ['active', 'the refresh is accepted and the image is ACTIVE', {}, true],
    ['active', 'the reply is lost and the image is ACTIVE', {}, lost],
    ['unavailable', 'the image is said not to exist and is shown', {}, false],
    ['unavailable', 'the image is said not to exist and is shown, without waiting', { wait: 'false' }, false],
    ['unavailable', 'the request cannot have taken effect', {}, unsent],
    ['unavailable', 'the reply is lost, without waiting', { wait: 'false' }, lost],
    ['refused', 'the refresh is refused', {}, new Failure('service-refused', 'No.')],
    ['accepted', 'it does not wait', { wait: 'false' }, true],
  ])('reports %s when %s', async (kind, _, given, reply) => {
    const cloud = cloudOfImages({ syncImage: inTurn(reply), showImage: inTurn<Image | undefined>(ACTIVE) });
    expect((await runOperation(refreshImage, { 'image-ids': ID, ...given }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });

  test.each([{}, { wait: 'false' }])('reports missing when a read says so as well: %j', async (given) => {
    const cloud = cloudOfImages({ syncImage: inTurn(false), showImage: inTurn<Image | undefined>(undefined) });
    const { verdicts, tookMs } = await runOperation(refreshImage, { 'image-ids': ID, ...given }, cloud);
    expect([verdicts, tookMs]).toEqual([[`${ID} → cn-north-4 missing`], 1000]);
  });

  test.each<[string, Image | undefined]>([
    ['planned', ACTIVE],
    ['missing', undefined],
  ])('only reads in a dry run: reports %s for the image %j', async (kind, shown) => {
    const cloud = cloudOfImages({ showImage: inTurn(shown) });
    expect((await runOperation(refreshImage, { 'image-ids': ID, 'dry-run': 'true' }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });
});
