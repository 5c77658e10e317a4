import { describe, expect, test } from '@jest/globals';
import type { Image } from '../../src/cloud/modelarts.ts';
import type { Dated } from '../../src/cloud/dated.ts';
import { Failure } from '../../src/errors.ts';
import { refreshImage } from '../../src/operations/refresh-image.ts';
import { cloudOfImages, inTurn } from '../support/fake-images.ts';
import type { Given } from '../support/given-inputs.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { runOperation } from '../support/run-operation.ts';

const ID = 'd0967a73-5ec6-4d43-8b2c-30bd17a1cf13';
const ACTIVE: Image = { id: ID, status: 'ACTIVE' };
const lost = new Failure('service-error', 'No reply.', { uncertain: true });
const unsent = new Failure('service-error', 'No connection.');

describe('refresh-image', () => {
  test.each<[string, string, Given, boolean | Error]>([
    ['active', 'the refresh is accepted and the image is ACTIVE', {}, true],
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

  const AT = 1_700_000_000_000;
  /** What ModelArts shows; the date of the reply tells the service's time, in whole seconds, from the run's clock. */
  const dated =
    (clock: ManualClock, first: Partial<Image>, ...further: readonly Partial<Image>[]) =>
    async (): Promise<Dated<Image>> => {
      const next = further.length > 0 && clock.now() - startedAt >= 5000 ? further[0] : first;
      return { value: { ...ACTIVE, ...next }, dateMs: Math.floor((AT + clock.now() - startedAt) / 1000) * 1000 };
    };
  let startedAt = 0;

  test.each<[string, string, readonly [Partial<Image>, ...Partial<Image>[]]]>([
    ['unavailable', 'is ACTIVE, and does not tell when it changed', [{}]],
    ['unavailable', 'is ACTIVE since long ago', [{ update_at: AT - 86_400_000 }]],
    ['unavailable', 'is ACTIVE since a moment before the request', [{ update_at: AT - 1 }]],
    ['unavailable', 'changes in the future', [{ update_at: AT + 86_400_000 }]],
    ['active', 'has changed a second after the request', [{}, { update_at: AT + 1001 }]],
    ['active', 'has changed since it was read first', [{ update_at: 1 }, { update_at: 2 }]],
    ['active', 'becomes ACTIVE', [{ status: 'CREATING' }, {}]],
    ['bad-status', 'is not corrected', [{ status: 'ERROR', update_at: 1 }]],
  ])('reports %s where its reply is lost and the image %s', async (kind, _, shown) => {
    const clock = createManualClock();
    startedAt = clock.now();
    const show = dated(clock, ...shown);
    const sent: string[] = [];
    const cloud = cloudOfImages({
      syncImage(id) {
        sent.push(id);
        return Promise.reject(lost);
      },
      showDatedImage: show,
      showImage: async () => (await show()).value,
    });
    const { outcomes } = await runOperation(refreshImage, { 'image-ids': ID }, cloud, { clock });
    expect(outcomes[0]?.verdict).toMatchObject({ kind, ...(kind === 'unavailable' ? { code: 'effect-unknown' } : {}) });
    expect(sent).toEqual([ID]);
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
