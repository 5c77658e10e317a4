import { expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault.ts';
import { uuidOf } from '../../emulator/digest.ts';
import { NORTH, PROJECTS, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, rowsOf, tagsOf } from '../support/scenario-facts.ts';
import { DELETE, image, imageStep, SHOW } from '../support/scenario-images.ts';

const SWR = { team: { 'app/api': ['v1', 'keep'] } };

function north(more = {}) {
  return seedOf({ [NORTH]: { organizations: SWR, images: [image('v1'), image('keep')], ...more } });
}

test.concurrent.each(['object', '204'] as const)(
  'delete-image: deletes the image and reads it afterwards (reply %s)',
  async (deleteReply) => {
    const { run, requests, state } = await runInCloud({
      seed: north({ deleteReply }),
      with: imageStep('delete-image', ['v1']),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', kind: '', failed: [], ready: [NORTH] });
    expect(rowsOf(run)).toEqual([
      {
        operation: 'delete-image',
        region: NORTH,
        subject: uuidOf('v1'),
        imageId: uuidOf('v1'),
        verdict: 'deleted',
        ok: true,
        proved: true,
        status: 'DELETED',
        seconds: expect.any(Number),
      },
    ]);
    expect(callsOf(requests)).toEqual([DELETE('v1'), SHOW('v1')]);
    expect(state.regions[NORTH]?.images.map(({ tag }) => tag)).toEqual(['keep']);
  },
);

test.concurrent.each([
  { force: 'true', left: ['keep'] },
  { force: 'false', left: ['v1', 'keep'] },
])('delete-image: sends force $force in query and body, and SWR keeps or loses the tag', async ({ force, left }) => {
  const { run, requests, state } = await runInCloud({
    seed: north(),
    with: imageStep('delete-image', ['v1'], { force }),
  });
  expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'deleted' })]);
  expect(changesOf(requests).map(({ query, body }) => ({ query, body }))).toEqual([
    { query: { force }, body: { is_force: force === 'true' } },
  ]);
  expect(Object.keys(tagsOf(state, NORTH, 'team', 'app/api') ?? {})).toEqual(left);
});

test.concurrent.each(['400-6404', '400-6797', '404'] as const)(
  'delete-image: reports absent for an image that does not exist (%s)',
  async (imageNotFound) => {
    const { run, requests, state } = await runInCloud({
      seed: north({ imageNotFound }),
      with: imageStep('delete-image', ['gone', 'v1']),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [NORTH] });
    expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['absent', 'deleted']);
    expect(run.warnings).toEqual([expect.stringContaining(`ModelArts in ${NORTH}`)]);
    expect(run.warnings[0]).toContain(`project ${PROJECTS[NORTH]}`);
    expect(callsOf(changesOf(requests)).toSorted()).toEqual([DELETE('gone'), DELETE('v1')].toSorted());
    expect(state.regions[NORTH]?.images.map(({ tag }) => tag)).toEqual(['keep']);
  },
);

test.concurrent('delete-image: a dry run deletes nothing', async () => {
  const { run, requests, state } = await runInCloud({
    seed: north(),
    with: imageStep('delete-image', ['v1', 'gone'], { 'dry-run': 'true', force: 'true' }),
  });
  expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(['planned', 'absent']);
  expect(callsOf(requests).toSorted()).toEqual([SHOW('v1'), SHOW('gone'), SHOW('gone')].toSorted());
  expect(state.regions[NORTH]?.images).toHaveLength(2);
  expect(tagsOf(state, NORTH, 'team', 'app/api')).toHaveProperty('v1');
});

test.concurrent('delete-image: reports accepted with wait false', async () => {
  const { run, requests } = await runInCloud({
    seed: north(),
    with: imageStep('delete-image', ['v1'], { wait: 'false' }),
  });
  expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'accepted', ok: true })]);
  expect(callsOf(requests)).toEqual([DELETE('v1')]);
});

test.concurrent('delete-image: reports timeout when the deletion is confirmed and the image stays', async () => {
  const body = { id: uuidOf('v1'), status: 'DELETED' };
  const { run, state, script } = await runInVirtualTime({
    seed: north(),
    script: { rules: [{ match: { method: 'DELETE' }, fault: { kind: 'status', status: 200, body } }] },
    with: imageStep('delete-image', ['v1'], { timeout: '1s' }),
  });
  expect(script.rules[0]?.hits).toBe(1);
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'timeout', ready: [] });
  expect(rowsOf(run)).toEqual([
    expect.objectContaining({
      verdict: 'timeout',
      status: 'ACTIVE',
      message: expect.stringContaining('not seen to be gone'),
    }),
  ]);
  expect(state.regions[NORTH]?.images).toHaveLength(2);
});

test.concurrent('delete-image: reports refused, with the message of ModelArts, for a built-in image', async () => {
  const { run, requests, state } = await runInCloud({
    seed: seedOf({ [NORTH]: { images: [image('v1', { type: 'BUILD_IN' })] } }),
    with: imageStep('delete-image', ['v1'], { force: 'true' }),
  });
  expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'refused' });
  expect(rowsOf(run)[0]?.message).toContain('HTTP 403 ModelArts.0108 A built-in image cannot be deleted');
  expect(callsOf(requests)).toEqual([DELETE('v1')]);
  expect(state.regions[NORTH]?.images).toHaveLength(1);
});

test.concurrent(
  'delete-image: reports deleted, with the reason, when the image may not be read afterwards',
  async () => {
    const { run } = await runInCloud({
      seed: north(),
      script: {
        rules: [
          {
            match: { method: 'GET' },
            times: 'always',
            fault: { kind: 'status', status: 403, body: { error_code: 'ModelArts.0211', error_msg: 'No permission' } },
          },
        ],
      },
      with: imageStep('delete-image', ['v1']),
    });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({ verdict: 'deleted', message: expect.stringContaining('ModelArts.0211') }),
    ]);
  },
);

test.concurrent.each<[string, Fault, Fault]>([
  ['an empty 200', { kind: 'status', status: 200 }, { kind: 'html', status: 403 }],
  ['an empty 200', { kind: 'status', status: 200 }, { kind: 'status', status: 403 }],
  [
    'an error within 200',
    { kind: 'status', status: 200, body: { error_msg: 'in use' } },
    { kind: 'status', status: 403 },
  ],
])('delete-image: is not deleted where something else answers with %s and 403', async (_, deletion, reading) => {
  const { run } = await runInVirtualTime({
    seed: north(),
    script: {
      rules: [
        { match: { method: 'DELETE' }, times: 'always', fault: deletion },
        { match: { method: 'GET' }, times: 'always', fault: reading },
      ],
    },
    with: imageStep('delete-image', ['v1'], { timeout: '60s' }),
  });
  expect(run.exitCode).toBe(1);
  expect(rowsOf(run)[0]?.ok).toBe(false);
});

const DENIED: Fault = {
  kind: 'status',
  status: 403,
  body: { error_code: 'ModelArts.0108', error_msg: 'Not authorised' },
};

test.concurrent.each<[object]>([
  [{ foo: 1 }],
  [{ status: 'pending' }],
  [{ status: 'DELETED' }],
  [{ id: uuidOf('v1'), status: 'ACTIVE' }],
  [[]],
])('delete-image: a 200 with %j confirms nothing; that the image is gone does', async (body) => {
  const fault: Fault = { kind: 'status', status: 200, body };
  const [there, hidden, gone] = await Promise.all(
    [
      [{ match: { method: 'DELETE' }, times: 'always', fault } as const],
      [
        { match: { method: 'DELETE' }, times: 'always', fault } as const,
        { match: { method: 'GET' }, times: 'always', fault: DENIED } as const,
      ],
      [{ match: { method: 'DELETE' }, times: 'always', takesEffect: true, fault } as const],
    ].map((rules) =>
      runInVirtualTime({
        seed: north(),
        script: { rules },
        with: imageStep('delete-image', ['v1'], { timeout: '60s' }),
      }),
    ),
  );
  const verdictOf = (result: typeof there): unknown => result && rowsOf(result.run)[0]?.verdict;
  expect([there, hidden, gone].map(verdictOf)).toEqual(['unavailable', 'unavailable', 'deleted']);
});

test.concurrent(
  'delete-image: sends a deletion without a reply again, and reports deleted when the image is gone by then',
  async () => {
    const { run, requests, state } = await runInCloud({
      seed: north(),
      script: { rules: [{ match: { method: 'DELETE' }, takesEffect: true, fault: { kind: 'reset' } }] },
      with: imageStep('delete-image', ['v1']),
    });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'deleted' })]);
    expect(callsOf(changesOf(requests))).toEqual([DELETE('v1'), DELETE('v1')]);
    expect(state.regions[NORTH]?.images.map(({ tag }) => tag)).toEqual(['keep']);
  },
);
