/** Replies that say nothing about the image or tag that was asked for: whatever they say, the step does not succeed by them. */
import { expect, test } from '@jest/globals';
import { digestOf, uuidOf } from '../../emulator/digest.ts';
import type { Script } from '../../emulator/script.ts';
import { EAST, NORTH, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep } from '../support/scenario-images.ts';
import { pathOf, promoteStep, REGISTER } from '../support/scenario-promote.ts';

type Fault = NonNullable<Script['rules']>[number]['fault'];

const always = (fault: Fault, method: string, path = '/images'): Script => ({
  rules: [{ match: { service: 'modelarts', method, path }, times: 'always', fault }],
});
const foreign = (body?: unknown): Fault => ({ kind: 'status', status: 404, ...(body === undefined ? {} : { body }) });
const FOREIGN: readonly Fault[] = [
  foreign(),
  foreign({ message: 'no Route matched with those values' }),
  foreign({ timestamp: 1, status: 404, error: 'Not Found', path: '/v1' }),
  foreign({ error_code: 'APIGW.0101', error_msg: 'The API does not exist' }),
  { kind: 'html', status: 404 },
];
const ONE = seedOf({ [NORTH]: { images: [image('v1', { status: 'CREATING' })] } });

test.concurrent.each([
  ['wait-image', {}],
  ['refresh-image', {}],
  ['delete-image', {}],
  ['delete-image', { 'dry-run': 'true' }],
  ['delete-image', { wait: 'false' }],
] as const)('%s %j: reports refused for a 404 that ModelArts did not write', async (operation, more) => {
  for (const fault of FOREIGN) {
    const rules = ['GET', 'POST', 'DELETE'].flatMap((method) => always(fault, method).rules ?? []);
    const { run, state } = await runInVirtualTime({
      seed: ONE,
      script: { rules },
      with: imageStep(operation, ['v1'], more),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'refused' });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'refused', code: 'service-refused' })]);
    expect(rowsOf(run)[0]?.message).toContain('check the input endpoint');
    expect(state.regions[NORTH]?.images).toHaveLength(1);
  }
});

test.concurrent(
  'delete-image: reports refused when something else answers the read after a confirmed deletion',
  async () => {
    const { run } = await runInVirtualTime({
      seed: ONE,
      script: always(foreign(), 'GET'),
      with: imageStep('delete-image', ['v1']),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'refused' })]);
  },
);

test.concurrent.each(['true', 'false'])(
  'delete-image: one reply that there is no such image is not believed (dry-run %s)',
  async (dryRun) => {
    const fault: Fault = foreign({ error_code: 'ModelArts.6404', error_msg: 'not found' });
    const { run, state } = await runInVirtualTime({
      seed: ONE,
      script: { rules: [{ match: { service: 'modelarts' }, fault }] },
      with: imageStep('delete-image', ['v1'], { 'dry-run': dryRun }),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: dryRun === 'true' ? 'planned' : 'unavailable' })]);
    expect(state.regions[NORTH]?.images).toHaveLength(1);
  },
);

test.concurrent.each<[string, Readonly<Record<string, unknown>>]>([
  ['another image', { id: uuidOf('other') }],
  ['another project', { project_id: 'other' }],
  ['another region', { swr_path: pathOf(EAST, 'v1') }],
  ['another region, with a scheme', { swr_path: `https://${pathOf(EAST, 'v1')}` }],
  ['another region, with a port', { swr_path: pathOf(EAST, 'v1').replace('/', ':443/') }],
  ['another region, with a dot', { swr_path: pathOf(EAST, 'v1').replace('/', './') }],
  ['another region, in capitals', { swr_path: pathOf(EAST, 'v1').replace('swr', 'SWR') }],
  ['another tag than their address', { swr_path: pathOf(NORTH, 'v1'), tag: 'v2' }],
])('wait-image: details of %s are no evidence', async (_, set) => {
  const { run } = await runInVirtualTime({
    seed: seedOf({ [NORTH]: { images: [image('v1')] } }),
    script: always({ kind: 'edit', set }, 'GET'),
    with: imageStep('wait-image', ['v1'], { timeout: '30s' }),
  });
  expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'unavailable', code: 'reply-invalid' })]);
});

const TAGS = { organizations: { team: { 'app/api': { v1: digestOf('v1') } } } };
const promote = (images: readonly ReturnType<typeof image>[], script: Script, mode = 'register') =>
  runInVirtualTime({
    seed: seedOf({ [NORTH]: TAGS, [EAST]: { ...TAGS, images } }),
    script,
    with: promoteStep('v1', [EAST], { modelarts: mode, timeout: '30s' }),
  });
const OURS = image('v1', { swr_path: pathOf(EAST, 'v1') });
const edit = (set: Readonly<Record<string, unknown>>, path = '/images'): Script =>
  always({ kind: 'edit', set }, 'GET', path);

test.concurrent.each<[string, Readonly<Record<string, unknown>>]>([
  ['with the id ..', { 'data.0.id': '..' }],
  ['with an empty id', { 'data.0.id': '' }],
  ['without a status', { 'data.0.status': null }],
  ['of another organization', { 'data.0.namespace': 'other' }],
  ['with another tag', { 'data.0.tag': 'old' }],
  ['without its address', { 'data.0.swr_path': null }],
  ['and hides it: the total is higher', { data: [], total: 1 }],
  ['and hides it: there are more pages', { data: [], total: null, pages: 2 }],
])('promote: an image that is listed %s is neither passed over nor registered again', async (_, set) => {
  const { run, requests } = await promote([OURS], edit(set));
  expect(rowsOf(run).map(({ verdict, code }) => [verdict, code])).toEqual([
    ['unchanged', undefined],
    ['unavailable', 'reply-invalid'],
  ]);
  expect(changesOf(requests)).toEqual([]);
});

test.concurrent.each<[string, Fault]>([
  ['null', { kind: 'text', body: 'null' }],
  ['{}', { kind: 'text', body: '{}' }],
  ['nothing', { kind: 'text', body: '' }],
  ['data: null and error_code: null', { kind: 'edit', set: { data: null, error_code: null } }],
  ['an odd entry', { kind: 'edit', set: { data: [null, 7, { id: 7, tag: 'v0' }], total: 3 } }],
])('promote: a list of %s has no image of the tag', async (_, fault) => {
  const rules = always(fault, 'GET', '/images').rules?.map((rule) => ({ ...rule, times: 1 }));
  const { run, requests } = await promote([], { rules: rules ?? [] });
  expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['unchanged', 'active']);
  expect(callsOf(changesOf(requests))).toEqual([REGISTER(EAST)]);
});

test.concurrent('promote: an odd entry beside the image of the tag does no harm', async () => {
  const odd = { id: '..', status: 'ACTIVE', swr_path: pathOf(EAST, 'v0') };
  const { run } = await promote([image('v0'), OURS], edit({ 'data.1': odd, error_code: null }), 'refresh');
  expect(rowsOf(run)[1]?.verdict).toBe('active');
});

test.concurrent.each([
  [{ swr_path: pathOf(EAST, 'old') }],
  [{ swr_path: pathOf(EAST, 'old'), tag: 'old' }],
  [{ tag: 'old' }],
])('promote: details of another tag do not prove the image: %j', async (set) => {
  const { run } = await promote([OURS], edit(set, '/images/'), 'refresh');
  expect(rowsOf(run)[1]).toMatchObject({ verdict: 'unavailable', code: 'reply-invalid' });
});

test.concurrent.each(['evil.example/x', 'evil.example/team/app/api:v1', pathOf(NORTH, 'v1'), pathOf(EAST, 'old')])(
  'promote: a tag that SWR lists under %s is never registered there',
  async (path) => {
    const fault: Fault = { kind: 'edit', set: { '0.path': path, '0.internal_path': path } };
    const match = { service: 'swr-api', region: EAST, method: 'GET', path: '/tags' } as const;
    const rules = [{ match, times: 'always', fault }] as const;
    const { run, requests } = await promote([image('old', { swr_path: path })], { rules });
    expect(run.outputs['images']).not.toContain(uuidOf('old'));
    const registered = changesOf(requests).map(({ body }) => Object(body)['swr_path']);
    expect(registered.filter((one) => one !== pathOf(EAST, 'v1'))).toEqual([]);
  },
);

test.concurrent('promote: a registration whose reply has no usable id is looked for in the list', async () => {
  const { run, requests } = await promote([], always({ kind: 'edit', set: { id: '..' } }, 'POST'));
  expect(rowsOf(run)[1]?.verdict).toBe('active');
  expect(callsOf(changesOf(requests))).toEqual([REGISTER(EAST)]);
});

test.concurrent.each([
  ['active', {}],
  ['unavailable', { swr_path: null }],
  ['unavailable', { swr_path: pathOf(EAST, 'old'), tag: 'old' }],
])(
  'promote: is %s after a registration whose reply names neither address nor tag, where the details differ in %j',
  async (verdict, details) => {
    const nameless = always({ kind: 'edit', set: { swr_path: null, tag: null } }, 'POST').rules ?? [];
    const { run, requests } = await promote([], { rules: [...nameless, ...(edit(details, '/images/').rules ?? [])] });
    expect(rowsOf(run)[1]?.verdict).toBe(verdict);
    expect(callsOf(changesOf(requests))).toEqual([REGISTER(EAST)]);
  },
);
