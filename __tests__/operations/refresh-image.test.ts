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

describe('the refresh of an image', () => {
  test.each<[string, Given, boolean | Error, string]>([
    ['taken, and ACTIVE', {}, true, 'active'],
    ['no such image', {}, false, 'missing'],
    ['no answer: its effect is looked for', {}, lost, 'active'],
    ['never sent', {}, unsent, 'unavailable'],
    ['refused', {}, new Failure('service-refused', 'No.'), 'refused'],
    ['taken, without waiting', { wait: 'false' }, true, 'accepted'],
    ['no answer, without waiting', { wait: 'false' }, lost, 'unavailable'],
    ['no such image, without waiting', { wait: 'false' }, false, 'missing'],
  ])('%s', async (_, given, reply, kind) => {
    const cloud = cloudOfImages({ syncImage: inTurn(reply), showImage: inTurn<Image | undefined>(ACTIVE) });
    expect((await runOperation(refreshImage, { 'image-ids': ID, ...given }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });

  test.each<[Image | undefined, string]>([
    [ACTIVE, 'planned'],
    [undefined, 'missing'],
  ])('a dry run only looks: %j', async (seen, kind) => {
    const cloud = cloudOfImages({ showImage: inTurn(seen) });
    expect((await runOperation(refreshImage, { 'image-ids': ID, 'dry-run': 'true' }, cloud)).verdicts).toEqual([
      `${ID} → cn-north-4 ${kind}`,
    ]);
  });
});
