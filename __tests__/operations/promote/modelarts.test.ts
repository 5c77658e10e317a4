import { describe, expect, test } from '@jest/globals';
import type { Image, ModelArts, Registration } from '../../../src/cloud/modelarts.ts';
import { promote } from '../../../src/operations/promote/promote.ts';
import { cloudOfImages, inTurn, listOf } from '../../support/fake-images.ts';
import { ACCEPTED, createFakeRegistry, type Behaviours } from '../../support/fake-swr.ts';
import type { Given } from '../../support/given-inputs.ts';
import { type Ran, runOperation } from '../../support/run-operation.ts';

const [A, B] = ['sha256:a', 'sha256:b'];
const TARGET = 'cn-east-3/team/app:v1';
const PUBLIC = 'swr.cn-east-3.myhuaweicloud.com/team/app:v1';
const LISTED = 'registry.example/team/app:v1';
const INTERNAL = '100.125.0.198:20202/team/app:v1';
const ACTIVE: Image = { id: 'new', status: 'ACTIVE' };

interface Promoted extends Ran {
  /** The addresses under which images were registered. */
  readonly registered: readonly string[];
  readonly refreshed: readonly string[];
}

interface Options {
  /** The digest that the target has before the run; without one it has no such tag. */
  readonly target?: string;
  /** The addresses that SWR lists for the tag in the target. */
  readonly locations?: readonly string[];
  /** The images that ModelArts has. */
  readonly images?: readonly Image[];
  readonly given?: Given;
  /** What the reply to a registration says besides; its address if not given. */
  readonly reply?: Partial<Image>;
  /** What the details of an image say besides. */
  readonly details?: readonly [Partial<Image>, ...Partial<Image>[]];
}

/** Promotes v1, which has digest A; a copy arrives at once. */
async function promoteTag({
  target,
  locations,
  images = [],
  given = {},
  reply,
  details = [{}],
}: Options): Promise<Promoted> {
  const behaviours: Behaviours = {
    ...(locations === undefined ? {} : { locations: { [TARGET]: locations } }),
    onSync(_, { tags }) {
      tags.set(TARGET, A);
      return ACCEPTED;
    },
  };
  const source = { 'cn-north-4/team/app:v1': A };
  const { cloud } = createFakeRegistry(target === undefined ? source : { ...source, [TARGET]: target }, behaviours);
  const registered: string[] = [];
  const refreshed: string[] = [];
  const shown = inTurn(...details);
  const modelArts: Partial<ModelArts> = {
    isRegistry: (host) => host === 'registry.example',
    listImages: inTurn(listOf(...images)),
    registerImage({ swrPath }: Registration) {
      registered.push(swrPath);
      return Promise.resolve({ image: { ...ACTIVE, ...(reply ?? { swr_path: swrPath }) } });
    },
    syncImage(id) {
      refreshed.push(id);
      return Promise.resolve(true);
    },
    showImage: async (id) => ({ ...ACTIVE, id, ...(await shown()) }),
  };
  const inputs = {
    namespace: 'team',
    repository: 'app',
    tags: 'v1',
    'target-regions': 'cn-east-3',
    modelarts: 'register',
    ...given,
  };
  const ran = await runOperation(promote, inputs, { ...cloudOfImages(modelArts), swr: cloud.swr });
  return { ...ran, registered, refreshed };
}

describe('promote: the address of a tag in ModelArts', () => {
  test.each<[string, string | undefined, string]>([
    ['copied', undefined, 'copied'],
    ['unchanged', A, 'unchanged'],
  ])('is the first location in the verdict of a tag that is %s', async (_, target, kind) => {
    const { outcomes, registered } = await promoteTag({
      ...(target === undefined ? {} : { target }),
      locations: [LISTED, INTERNAL],
    });
    expect(outcomes.map(({ verdict }) => verdict.kind)).toEqual([kind, 'active']);
    expect(outcomes[0]?.verdict.locations).toEqual([LISTED, INTERNAL]);
    expect(registered).toEqual([LISTED]);
  });

  test('is that of the public cloud where the verdict has no location', async () => {
    const { outcomes, registered } = await promoteTag({});
    expect(outcomes.map(({ verdict }) => verdict.kind)).toEqual(['copied', 'active']);
    expect(registered).toEqual([PUBLIC]);
  });

  test('may be any of the locations for an image that is registered already', async () => {
    const images = [
      { id: 'internal', status: 'ACTIVE', swr_path: INTERNAL },
      { id: 'public', status: 'ACTIVE', swr_path: PUBLIC },
      { id: 'elsewhere', status: 'ACTIVE', swr_path: 'elsewhere.example/team/app:v1' },
    ];
    const { registered, refreshed } = await promoteTag({ target: A, locations: [LISTED, INTERNAL], images });
    expect([registered, refreshed]).toEqual([[], ['internal', 'public']]);
  });

  test.each([
    'swr.cn-east-3.myhuaweicloud.com/team/app:old',
    'swr.cn-east-3.myhuaweicloud.com/other/app:v1',
    'swr.cn-east-3.myhuaweicloud.com/team/app/api:v1',
    'swr.cn-north-4.myhuaweicloud.com/team/app:v1',
    'registry.example/x',
    'registry.example/x/team/app:v1',
    'registry.example/team/app:v1@sha256:a',
    'evil.example/team/app:v1',
    'evil.example/registry.example/team/app:v1',
    '8.8.8.8/team/app:v1',
    '100.125.0.198/team/app:old',
    'team/app:v1',
    '/team/app:v1',
    '',
  ])('is never %j: nothing is registered there, and no image of it is refreshed', async (location) => {
    const images = [{ id: 'other', status: 'ACTIVE', swr_path: location }];
    const { outcomes, registered, refreshed } = await promoteTag({ target: A, locations: [location], images });
    expect([outcomes[1]?.verdict.kind, registered, refreshed]).toEqual(['active', [PUBLIC], []]);
  });

  test('is not an internal one for a new registration', async () => {
    const { registered } = await promoteTag({ target: A, locations: [INTERNAL] });
    expect(registered).toEqual([PUBLIC]);
  });
});

describe('promote: the ModelArts stage of a tag', () => {
  test('is skipped with the code dependency-failed when the copy is a conflict', async () => {
    const { outcomes, registered } = await promoteTag({ target: B });
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.code])).toEqual([
      ['conflict', 'target-differs'],
      ['skipped', 'dependency-failed'],
    ]);
    expect(registered).toEqual([]);
  });

  test.each<[string, string, string | undefined]>([
    ['planned', 'does not have the tag yet', undefined],
    ['missing', 'has the tag', A],
  ])('is %s in a dry run that refreshes no image, where the target %s', async (kind, _, target) => {
    const given = { modelarts: 'refresh', 'dry-run': 'true' };
    const { outcomes } = await promoteTag(target === undefined ? { given } : { given, target });
    expect(outcomes[1]?.verdict.kind).toBe(kind);
  });
});

describe('promote: a registration whose reply does not name the address of the tag', () => {
  test.each<[string, Options['details']]>([
    ['active', [{ swr_path: PUBLIC }]],
    ['active', [{ status: 'CREATING' }, { swr_path: PUBLIC }]],
    ['active', [{ status: 'CREATING', swr_path: PUBLIC }, {}]],
    ['unavailable', [{}]],
    ['unavailable', [{ namespace: 'team', tag: 'v1' }]],
    ['unavailable', [{ swr_path: 'swr.cn-east-3.myhuaweicloud.com/team/web:v1' }]],
    ['unavailable', [{ swr_path: 'swr.cn-east-3.myhuaweicloud.com/team/app:v2' }]],
    ['unavailable', [{ swr_path: PUBLIC.replace('swr.', 'evil.') }]],
    ['unavailable', [{ swr_path: '' }]],
    ['unavailable', [{ status: 'ERROR' }]],
  ])('is %s where the details of the image say %j', async (kind, details) => {
    const ran = await promoteTag({ target: A, reply: { tag: 'v1' }, ...(details && { details }) });
    const { verdict } = ran.outcomes[1] ?? {};
    expect([verdict?.kind, verdict?.code, ran.registered]).toEqual([
      kind,
      kind === 'active' ? undefined : 'reply-invalid',
      [PUBLIC],
    ]);
    expect(ran.images.flat().every(({ swr_path: path }) => kind === 'active' || path === PUBLIC)).toBe(true);
  });
});
