import { describe, expect, test } from '@jest/globals';
import type { Image, ModelArts, Registered } from '../../../src/cloud/modelarts.ts';
import { Failure } from '../../../src/errors.ts';
import { promote } from '../../../src/operations/promote/promote.ts';
import { cloudOfImages, inTurn } from '../../support/fake-images.ts';
import { createFakeRegistry } from '../../support/fake-swr.ts';
import { type Ran, runOperation } from '../../support/run-operation.ts';

const PATH = 'swr.cn-east-3.myhuaweicloud.com/team/app/api:v1';
const image = (id: string, status: string): Image => ({ id, status, swr_path: PATH });
const listOf = (...images: readonly Image[]) => ({ images, length: images.length, total: images.length });
const LOST = new Failure('service-error', 'Lost.', { uncertain: true });
const GONE = new Failure('service-error', 'Gone.');

const GIVEN = { namespace: 'team', repository: 'app/api', tags: 'v1', 'target-regions': 'cn-east-3' };

/** Promotes v1, which the target has already; tells of the stage behind the copy. */
async function promoted(
  modelArts: Partial<ModelArts>,
  given: Readonly<Record<string, string>> = { modelarts: 'register' },
): Promise<Omit<Ran, 'verdicts'> & { readonly stage: string | undefined; readonly asked: readonly string[] }> {
  const digest = 'sha256:1';
  const { cloud } = createFakeRegistry({ 'cn-north-4/team/app/api:v1': digest, 'cn-east-3/team/app/api:v1': digest });
  const asked: string[] = [];
  const noting = <Rest extends readonly unknown[], T>(name: string, call?: (...rest: Rest) => T) =>
    call === undefined ? {} : { [name]: (...rest: Rest): T => (asked.push(name), call(...rest)) };
  const noted = {
    ...modelArts,
    ...noting('listImages', modelArts.listImages),
    ...noting('registerImage', modelArts.registerImage),
    ...noting('syncImage', modelArts.syncImage),
  };
  const images = cloudOfImages(noted);
  const ran = await runOperation(promote, { ...GIVEN, ...given }, { ...images, swr: cloud.swr });
  return { ...ran, asked, stage: ran.outcomes[1]?.verdict.kind };
}

const yes = (): Promise<boolean> => Promise.resolve(true);
const registerImage = (answer: Registered | Error) => inTurn(answer);
const EMPTY = inTurn(listOf());

describe('images that are registered', () => {
  test('all of them must be ACTIVE, and the first bad one decides', async () => {
    const listImages = inTurn(listOf(image('one', 'ACTIVE'), image('two', 'CREATING')));
    const two = inTurn(image('two', 'CREATING'), image('two', 'CREATING'), image('two', 'ERROR'));
    const { stage, messages, outcomes, log } = await promoted({
      listImages,
      syncImage: yes,
      showImage: (id) => (id === 'one' ? Promise.resolve(image('one', 'ACTIVE')) : two()),
    });
    expect([stage, messages[1]]).toEqual(['bad-status', 'Image two: ModelArts says ERROR, without a message.']);
    expect(outcomes[1]?.images.map(({ id, status }) => `${id} ${status}`)).toEqual(['one ACTIVE', 'two ERROR']);
    expect(log.slice(1)).toEqual([
      '  v1 in ModelArts of cn-east-3: image one status ACTIVE',
      '  v1 in ModelArts of cn-east-3: image two status CREATING',
      '  v1 in ModelArts of cn-east-3: refresh requested',
      '  v1 in ModelArts of cn-east-3: image one status ACTIVE',
      '  v1 in ModelArts of cn-east-3: image two status CREATING',
      '  v1 in ModelArts of cn-east-3: image two status ERROR',
      '✗ v1 in ModelArts of cn-east-3: bad-status: Image two: ModelArts says ERROR, without a message.',
    ]);
  });

  test('a refresh without an answer is asked for again before ACTIVE is believed', async () => {
    const { stage, asked } = await promoted({
      listImages: inTurn(listOf(image('one', 'ACTIVE'))),
      syncImage: inTurn<boolean>(LOST, LOST, true),
      showImage: inTurn(image('one', 'ACTIVE')),
    });
    expect([stage, asked]).toEqual(['active', ['listImages', 'syncImage', 'syncImage', 'syncImage']]);
  });

  test('and gone before the refresh are missing', async () => {
    const { stage } = await promoted({ listImages: inTurn(listOf(image('one', 'ACTIVE'))), syncImage: inTurn(false) });
    expect(stage).toBe('missing');
  });

  test('one that nobody shows within the time is a timeout that says which', async () => {
    const { stage, messages } = await promoted(
      { listImages: inTurn(listOf(image('one', 'ACTIVE'))), syncImage: yes, showImage: inTurn(image('one', 'INIT')) },
      { modelarts: 'refresh', timeout: '5m' },
    );
    expect([stage, messages[1]]).toEqual([
      'timeout',
      'The time ran out before image one was ACTIVE. Last seen: status INIT.',
    ]);
  });
});

describe('a registration', () => {
  const MADE = { image: image('new', 'INIT') };

  test('that is not shown yet is waited for, for a minute', async () => {
    const shown = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(MADE),
      showImage: inTurn<Image | undefined>(undefined, undefined, image('new', 'ACTIVE')),
    });
    expect([shown.stage, shown.asked]).toEqual(['active', ['listImages', 'registerImage']]);
    const never = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(MADE),
      showImage: inTurn<Image | undefined>(undefined),
    });
    expect([never.stage, never.tookMs >= 60_000, never.tookMs < 75_000]).toEqual(['missing', true, true]);
  });

  test('without an answer is looked for, found late, and not sent again', async () => {
    const { stage, asked } = await promoted({
      listImages: inTurn(listOf(), listOf(), listOf(image('new', 'INIT'))),
      registerImage: registerImage(LOST),
      showImage: inTurn(image('new', 'ACTIVE')),
    });
    expect([stage, asked.filter((name) => name !== 'listImages')]).toEqual(['active', ['registerImage']]);
  });

  test('without an answer and without a trace is given up after a minute', async () => {
    const { stage, messages, tookMs, asked } = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(LOST),
    });
    expect([stage, messages[1]]).toEqual(['unavailable', 'Lost. No image of it was listed since. Run the step again.']);
    expect([tookMs >= 60_000, tookMs < 75_000]).toEqual([true, true]);
    expect(asked.filter((name) => name === 'registerImage')).toHaveLength(1);
  });

  test.each<[string, Registered | Error]>([
    ['Lost.', LOST],
    ['Taken.', { taken: new Failure('service-refused', 'Taken.') }],
  ])('%s And the list cannot be read any more: it is not said that there is no image', async (words, answer) => {
    const { stage, messages } = await promoted({
      listImages: inTurn<ReturnType<typeof listOf>>(listOf(), listOf(), GONE),
      registerImage: registerImage(answer),
    });
    expect([stage, messages[1]]).toEqual([
      'unavailable',
      `${words} Whether there is an image of it is not known: Gone. Run the step again.`,
    ]);
  });

  test('that was surely not taken is not looked for', async () => {
    const { stage, asked } = await promoted({ listImages: EMPTY, registerImage: registerImage(GONE) });
    expect([stage, asked]).toEqual(['unavailable', ['listImages', 'registerImage']]);
  });
});

test('an outage of the list is an outage, and nothing is registered blindly', async () => {
  const { stage, asked } = await promoted({ listImages: inTurn<ReturnType<typeof listOf>>(GONE) });
  expect([stage, asked]).toEqual(['unavailable', ['listImages']]);
});

test('where the tag list names no path, the tag is registered by the public address of its region', async () => {
  const digest = 'sha256:1';
  const { cloud } = createFakeRegistry({ 'cn-north-4/team/app/api:v1': digest, 'eu-west-101/team/app/api:v1': digest });
  const paths: string[] = [];
  const images = cloudOfImages({
    listImages: EMPTY,
    registerImage(registration) {
      paths.push(registration.swrPath);
      return Promise.resolve({ image: image('one', 'ACTIVE') });
    },
    showImage: () => Promise.resolve(image('one', 'ACTIVE')),
  });
  const given = { ...GIVEN, 'target-regions': 'eu-west-101', modelarts: 'register' };
  await runOperation(promote, given, { ...images, swr: cloud.swr });
  expect(paths).toEqual(['swr.eu-west-101.myhuaweicloud.eu/team/app/api:v1']);
});
