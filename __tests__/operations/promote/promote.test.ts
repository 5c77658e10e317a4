import { describe, expect, test } from '@jest/globals';
import type { Image, ModelArts, Registered } from '../../../src/cloud/modelarts.ts';
import { Failure } from '../../../src/errors.ts';
import { promote } from '../../../src/operations/promote/promote.ts';
import { cloudOfImages, inTurn, listOf } from '../../support/fake-images.ts';
import { createFakeRegistry } from '../../support/fake-swr.ts';
import { type Ran, runOperation } from '../../support/run-operation.ts';

const PATH = 'swr.cn-east-3.myhuaweicloud.com/team/app/api:v1';
const image = (id: string, status: string): Image => ({ id, status, swr_path: PATH });
const LOST = new Failure('service-error', 'Lost.', { uncertain: true });
const GONE = new Failure('service-error', 'Gone.');

const GIVEN = { namespace: 'team', repository: 'app/api', tags: 'v1', 'target-regions': 'cn-east-3' };

/** Promotes v1, which the target has already; `stage` is the verdict of the stage after the copy. */
async function promoted(
  modelArts: Partial<ModelArts>,
  given: Readonly<Record<string, string>> = { modelarts: 'register' },
): Promise<Omit<Ran, 'verdicts'> & { readonly stage: string | undefined; readonly requests: readonly string[] }> {
  const digest = 'sha256:1';
  const { cloud } = createFakeRegistry({ 'cn-north-4/team/app/api:v1': digest, 'cn-east-3/team/app/api:v1': digest });
  const requests: string[] = [];
  const recording = <Rest extends readonly unknown[], T>(name: string, call?: (...rest: Rest) => T) =>
    call === undefined ? {} : { [name]: (...rest: Rest): T => (requests.push(name), call(...rest)) };
  const recorded = {
    ...modelArts,
    ...recording('listImages', modelArts.listImages),
    ...recording('registerImage', modelArts.registerImage),
    ...recording('syncImage', modelArts.syncImage),
  };
  const ran = await runOperation(promote, { ...GIVEN, ...given }, { ...cloudOfImages(recorded), swr: cloud.swr });
  return { ...ran, requests, stage: ran.outcomes[1]?.verdict.kind };
}

const yes = (): Promise<boolean> => Promise.resolve(true);
const registerImage = (answer: Registered | Error) => inTurn(answer);
const EMPTY = inTurn(listOf());

describe('promote: images that are registered', () => {
  test('must all be ACTIVE: the first that fails decides the verdict', async () => {
    const listImages = inTurn(listOf(image('one', 'ACTIVE'), image('two', 'CREATING')));
    const two = inTurn(image('two', 'CREATING'), image('two', 'CREATING'), image('two', 'ERROR'));
    const { stage, messages, images, log } = await promoted({
      listImages,
      syncImage: yes,
      showImage: (id) => (id === 'one' ? Promise.resolve(image('one', 'ACTIVE')) : two()),
    });
    expect([stage, messages[1]]).toEqual(['bad-status', 'Image two: ModelArts says ERROR, without a message.']);
    expect(images[1]?.map(({ id, status }) => `${id} ${status}`)).toEqual(['one ACTIVE', 'two ERROR']);
    expect(log).toEqual([
      'cn-east-3: 1 unchanged.',
      '✓ v1 → cn-east-3: unchanged',
      '  v1 in ModelArts of cn-east-3: image one status ACTIVE',
      '  v1 in ModelArts of cn-east-3: image two status CREATING',
      '  v1 in ModelArts of cn-east-3: refresh requested',
      '  v1 in ModelArts of cn-east-3: image two status ERROR',
      '✗ v1 in ModelArts of cn-east-3: bad-status: Image two: ModelArts says ERROR, without a message.',
    ]);
  });

  test('are refreshed again after a lost reply, before ACTIVE counts', async () => {
    const { stage, requests } = await promoted({
      listImages: inTurn(listOf(image('one', 'ACTIVE'))),
      syncImage: inTurn<boolean>(LOST, LOST, true),
      showImage: inTurn(image('one', 'ACTIVE')),
    });
    expect([stage, requests]).toEqual(['active', ['listImages', 'syncImage', 'syncImage', 'syncImage']]);
  });

  test('are missing when they are deleted before the refresh', async () => {
    const { stage } = await promoted({
      listImages: inTurn(listOf(image('one', 'ACTIVE'))),
      syncImage: inTurn(false),
      showImage: inTurn<Image | undefined>(undefined),
    });
    expect(stage).toBe('missing');
  });

  test('are unavailable when ModelArts says that they do not exist, and shows them', async () => {
    const { stage, messages } = await promoted({
      listImages: inTurn(listOf(image('one', 'ACTIVE'))),
      syncImage: inTurn(false),
      showImage: inTurn(image('one', 'ACTIVE')),
    });
    expect([stage, messages[1]]).toEqual(['unavailable', expect.stringContaining('shows it with status ACTIVE')]);
  });

  test.each<[Partial<Image>, string]>([
    [{ swr_path: PATH.replace('v1', 'old') }, 'swr_path'],
    [{ tag: 'old' }, 'tag'],
    [{ namespace: 'other' }, 'namespace'],
    [{ workspace_id: '7' }, 'workspace_id'],
  ])('are not ACTIVE by details of another tag: %j', async (other, field) => {
    const { stage, messages, outcomes } = await promoted(
      {
        listImages: inTurn(listOf(image('one', 'ACTIVE'))),
        syncImage: yes,
        showImage: inTurn({ ...image('one', 'ACTIVE'), ...other }),
      },
      { modelarts: 'refresh', timeout: '1m' },
    );
    expect([stage, outcomes[1]?.verdict.code]).toEqual(['unavailable', 'reply-invalid']);
    expect(messages[1]).toBe(`ModelArts shows image one with the ${field} of another tag.`);
  });

  test('are ACTIVE by details that leave out all of that, or name the tag in full', async () => {
    const full = { ...image('one', 'ACTIVE'), tag: 'v1', namespace: 'team', workspace_id: '0', name: 'api' };
    for (const shown of [{ id: 'one', status: 'ACTIVE' }, full]) {
      const listImages = inTurn(listOf(image('one', 'ACTIVE')));
      expect((await promoted({ listImages, syncImage: yes, showImage: inTurn(shown) })).stage).toBe('active');
    }
  });

  test('are named in the message when they are not ACTIVE at the deadline', async () => {
    const { stage, messages } = await promoted(
      { listImages: inTurn(listOf(image('one', 'ACTIVE'))), syncImage: yes, showImage: inTurn(image('one', 'INIT')) },
      { modelarts: 'refresh', timeout: '5m' },
    );
    expect([stage, messages[1]]).toEqual([
      'timeout',
      'The time limit was reached before image one was ACTIVE. Last observed: status INIT.',
    ]);
  });
});

describe('promote: a registration', () => {
  const MADE = { image: image('new', 'INIT') };

  test('may be absent for 60 s', async () => {
    const shown = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(MADE),
      showImage: inTurn<Image | undefined>(undefined, undefined, image('new', 'ACTIVE')),
    });
    expect([shown.stage, shown.requests]).toEqual(['active', ['listImages', 'registerImage']]);
    const never = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(MADE),
      showImage: inTurn<Image | undefined>(undefined),
    });
    expect([never.stage, never.tookMs >= 60_000, never.tookMs < 75_000]).toEqual(['missing', true, true]);
  });

  test('whose reply is lost is found in the list and not sent again', async () => {
    const { stage, requests } = await promoted({
      listImages: inTurn(listOf(), listOf(), listOf(image('new', 'INIT'))),
      registerImage: registerImage(LOST),
      showImage: inTurn(image('new', 'ACTIVE')),
    });
    expect([stage, requests.filter((name) => name !== 'listImages')]).toEqual(['active', ['registerImage']]);
  });

  test('whose reply is lost is unavailable after 60 s without an image', async () => {
    const { stage, messages, tookMs, requests } = await promoted({
      listImages: EMPTY,
      registerImage: registerImage(LOST),
    });
    expect([stage, messages[1]]).toEqual(['unavailable', 'Lost. No image of it was listed since. Run the step again.']);
    expect([tookMs >= 60_000, tookMs < 75_000]).toEqual([true, true]);
    expect(requests.filter((name) => name === 'registerImage')).toHaveLength(1);
  });

  test.each<[string, Registered | Error]>([
    ['Lost.', LOST],
    ['Taken.', { taken: new Failure('service-refused', 'Taken.') }],
  ])('that failed with %s is of unknown effect when the list cannot be read any more', async (words, answer) => {
    const { stage, messages } = await promoted({
      listImages: inTurn<ReturnType<typeof listOf>>(listOf(), listOf(), GONE),
      registerImage: registerImage(answer),
    });
    expect([stage, messages[1]]).toEqual([
      'unavailable',
      `${words} Whether the image exists is unknown: Gone. Run the step again.`,
    ]);
  });

  test('that cannot have taken effect is not looked for', async () => {
    const { stage, requests } = await promoted({ listImages: EMPTY, registerImage: registerImage(GONE) });
    expect([stage, requests]).toEqual(['unavailable', ['listImages', 'registerImage']]);
  });
});

test('promote: registers nothing when the list of images cannot be read', async () => {
  const { stage, requests } = await promoted({ listImages: inTurn<ReturnType<typeof listOf>>(GONE) });
  expect([stage, requests]).toEqual(['unavailable', ['listImages']]);
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
