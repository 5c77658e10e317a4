import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/fault.ts';
import { uuidOf } from '../../emulator/digest.ts';
import { NORTH, runInCloud, runInVirtualTime, seedOf } from '../support/scenario-cloud.ts';
import { callsOf, changesOf, conclusionOf, kindsOfCalls, rowsOf } from '../support/scenario-facts.ts';
import { image, imageStep, REFRESH, SHOW, type ImageSeed } from '../support/scenario-images.ts';

const SECONDS = { seconds: expect.any(Number) };
const IN_A_SECOND = [
  { after: 0, status: 'CREATING' },
  { after: 1, status: 'ACTIVE' },
] as const;

function north(images: readonly ImageSeed[], more = {}) {
  return seedOf({ [NORTH]: { images, ...more } });
}

describe.each(['refresh-image', 'wait-image'] as const)('%s', (operation) => {
  const on = operation === 'refresh-image' ? 'sync' : 'start';
  const calls = (word: string): string[] =>
    operation === 'refresh-image' ? [SHOW(word), REFRESH(word)] : [SHOW(word)];

  test.concurrent('waits until the image is ACTIVE, and puts its details into the outputs', async () => {
    const made = { size: 7, arch: 'x86_64' } as const;
    const { run, requests, state, script } = await runInCloud({
      seed: north([image('v1', { status: 'ERROR', timeline: [{ after: 0, status: 'ACTIVE' }], on, ...made })]),
      script: {
        rules: [
          {
            match: { method: 'GET' },
            fault: { kind: 'status', status: 200, body: { id: uuidOf('v1'), status: 'CREATING' } },
          },
        ],
      },
      with: imageStep(operation, ['v1']),
    });
    expect(script.rules[0]?.hits).toBe(1);
    expect(conclusionOf(run)).toEqual({
      exitCode: 0,
      status: 'succeeded',
      kind: '',
      succeeded: ['v1'],
      failed: [],
      ready: [NORTH],
    });
    expect(rowsOf(run)).toEqual([
      {
        operation,
        region: NORTH,
        subject: uuidOf('v1'),
        imageId: uuidOf('v1'),
        verdict: 'active',
        ok: true,
        proved: true,
        status: 'ACTIVE',
        ...SECONDS,
      },
    ]);
    expect(JSON.parse(run.outputs['images'] ?? '')).toEqual([
      expect.objectContaining({
        id: uuidOf('v1'),
        name: 'app/api',
        tag: 'v1',
        status: 'ACTIVE',
        ...made,
      }),
    ]);
    expect(run.stdout).toContain('status CREATING');
    expect(kindsOfCalls(requests)).toEqual(calls('v1').toSorted());
    expect(changesOf(requests)).toHaveLength(calls('v1').length - 1);
    expect(state.regions[NORTH]?.images.map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  test.concurrent.each(['CREATE_FAILED', 'ERROR', 'DELETED'] as const)(
    'reports bad-status at the first poll that shows %s',
    async (status) => {
      const { run, requests } = await runInCloud({
        seed: north([image('v1', { timeline: [{ after: 0, status, message: 'layer 3 is broken' }], on })]),
        with: imageStep(operation, ['v1']),
      });
      expect(conclusionOf(run)).toEqual({
        exitCode: 1,
        status: 'failed',
        kind: 'gate',
        succeeded: [],
        failed: ['v1'],
        ready: [],
      });
      expect(rowsOf(run)).toEqual([
        {
          operation,
          region: NORTH,
          subject: uuidOf('v1'),
          imageId: uuidOf('v1'),
          verdict: 'bad-status',
          ok: false,
          proved: false,
          code: 'image-failed',
          status,
          message: `ModelArts says ${status}: layer 3 is broken.`,
          ...SECONDS,
        },
      ]);
      expect(callsOf(requests).toSorted()).toEqual(calls('v1').toSorted());
    },
  );

  test.concurrent.each(['400-6404', '400-6797', '404'] as const)(
    'reports missing for an image that does not exist (%s)',
    async (imageNotFound) => {
      const { run, requests } = await runInCloud({
        seed: north([], { imageNotFound }),
        with: imageStep(operation, ['v1']),
      });
      expect(conclusionOf(run)).toEqual({
        exitCode: 1,
        status: 'failed',
        kind: 'gate',
        succeeded: [],
        failed: [],
        ready: [],
      });
      expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'missing', subject: uuidOf('v1') })]);
      // One reply alone is not believed.
      expect(callsOf(requests)).toEqual([operation === 'refresh-image' ? REFRESH('v1') : SHOW('v1'), SHOW('v1')]);
    },
  );

  test.concurrent('keeps waiting in an unknown status, with one warning', async () => {
    const { run, script } = await runInCloud({
      seed: north([image('v1')]),
      script: {
        rules: [
          {
            match: { method: 'GET', path: '/images/' },
            times: 2,
            fault: { kind: 'status', status: 200, body: { id: uuidOf('v1'), status: 'POLISHING' } },
          },
        ],
      },
      with: imageStep(operation, ['v1']),
    });
    expect(script.rules[0]).toMatchObject({ seen: 3, hits: 2 });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'active' })]);
    expect(run.warnings).toEqual([expect.stringContaining("'POLISHING'")]);
  });

  test.concurrent('reports timeout with the last status; with timeout 0 it polls once', async () => {
    const seed = north([image('v1', { timeline: [{ after: 0, status: 'CREATING' }], on })]);
    const [late, once] = await Promise.all(
      ['1s', '0'].map((timeout) => runInVirtualTime({ seed, with: imageStep(operation, ['v1'], { timeout }) })),
    );
    for (const result of [late, once]) {
      expect(result && conclusionOf(result.run)).toMatchObject({
        exitCode: 1,
        status: 'failed',
        kind: 'timeout',
        failed: ['v1'],
      });
      expect(result && rowsOf(result.run)).toEqual([
        expect.objectContaining({
          verdict: 'timeout',
          status: 'CREATING',
          message: expect.stringContaining('Last observed: status CREATING.'),
        }),
      ]);
    }
    expect(callsOf(once?.requests ?? []).toSorted()).toEqual(calls('v1').toSorted());
  });

  test.concurrent('reports a verdict for each image, and the status partial', async () => {
    const { run, requests } = await runInCloud({
      seed: north([
        image('good', { on, timeline: IN_A_SECOND }),
        image('bad', { on, timeline: [{ after: 0, status: 'ERROR' }] }),
      ]),
      with: imageStep(operation, ['good', 'bad', 'gone']),
    });
    expect(conclusionOf(run)).toEqual({
      exitCode: 1,
      status: 'partial',
      kind: 'gate',
      succeeded: ['good'],
      failed: ['bad'],
      ready: [],
    });
    expect(rowsOf(run).map(({ subject, verdict }) => [subject, verdict])).toEqual([
      [uuidOf('good'), 'active'],
      [uuidOf('bad'), 'bad-status'],
      [uuidOf('gone'), 'missing'],
    ]);
    expect(run.report.images.map(({ tag, status }) => [tag, status])).toEqual([
      ['good', 'ACTIVE'],
      ['bad', 'ERROR'],
    ]);
    expect(changesOf(requests)).toHaveLength(operation === 'refresh-image' ? 3 : 0);
  });

  test.concurrent('reports unavailable for HTML replies with status 200', async () => {
    const { run, script } = await runInVirtualTime({
      seed: north([image('v1')]),
      script: { rules: [{ match: { method: 'GET' }, times: 'always', fault: { kind: 'html' } }] },
      with: imageStep(operation, ['v1'], { timeout: '1s', 'max-attempts': '2' }),
    });
    expect(script.rules[0]?.hits).toBeGreaterThan(0);
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, status: 'failed', kind: 'unavailable' });
    expect(rowsOf(run)).toEqual([
      expect.objectContaining({ verdict: 'unavailable', message: expect.stringContaining('not JSON') }),
    ]);
  });

  test.concurrent(
    'in a dry run it reads each image once, those that do not exist twice, and changes nothing',
    async () => {
      const { run, requests } = await runInCloud({
        seed: north([image('v1', { status: 'ERROR' }), image('v2', { status: 'ACTIVE' })]),
        with: imageStep(operation, ['v1', 'v2', 'gone'], { 'dry-run': 'true' }),
      });
      expect(rowsOf(run).map(({ verdict }) => verdict)).toEqual(
        operation === 'refresh-image' ? ['planned', 'planned', 'missing'] : ['bad-status', 'active', 'missing'],
      );
      expect(callsOf(requests).toSorted()).toEqual([SHOW('v1'), SHOW('v2'), SHOW('gone'), SHOW('gone')].toSorted());
    },
  );
});

describe('refresh-image', () => {
  const BROKEN = image('v1', { status: 'ERROR', timeline: IN_A_SECOND });
  const POST = { method: 'POST', path: '/sync' };

  test.concurrent('reports accepted with wait false, without reading the status', async () => {
    const { run, requests } = await runInCloud({
      seed: north([BROKEN]),
      with: imageStep('refresh-image', ['v1'], { wait: 'false' }),
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 0, status: 'succeeded', ready: [] });
    expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'accepted', ok: true, proved: false })]);
    expect(callsOf(requests)).toEqual([REFRESH('v1')]);
  });

  test.concurrent.each([{ kind: 'reset' }, { kind: 'cut', bytes: 1 }, { kind: 'status', status: 502 }] as const)(
    'does not send a refresh without a valid reply again ($kind), and waits for its effect',
    async (fault) => {
      const [done, lost] = await Promise.all([
        runInCloud({
          seed: north([BROKEN]),
          script: { rules: [{ match: POST, takesEffect: true, fault }] },
          with: imageStep('refresh-image', ['v1']),
        }),
        runInCloud({
          seed: north([BROKEN]),
          script: { rules: [{ match: POST, fault }] },
          with: imageStep('refresh-image', ['v1']),
        }),
      ]);
      expect(rowsOf(done.run)).toEqual([expect.objectContaining({ verdict: 'active' })]);
      // Nothing happened, so the image still is what it was before.
      expect(rowsOf(lost.run)).toEqual([expect.objectContaining({ verdict: 'bad-status', status: 'ERROR' })]);
      for (const { requests, script } of [done, lost]) {
        expect(script.rules[0]?.hits).toBe(1);
        expect(callsOf(changesOf(requests))).toEqual([REFRESH('v1')]);
      }
    },
  );
});

describe('refresh-image: an image that was ACTIVE before', () => {
  const POST = { service: 'modelarts', method: 'POST' } as const;
  const refresh = (fault: Fault, { takesEffect = false, image: more = {}, with: given = {} } = {}) =>
    runInVirtualTime({
      seed: north([image('v1', { status: 'ACTIVE', ...more })]),
      script: { rules: [{ match: POST, takesEffect, fault }] },
      with: imageStep('refresh-image', ['v1'], given),
    });

  test.concurrent.each<[string, Fault]>([
    ['a connection that breaks', { kind: 'reset' }],
    ['half a reply', { kind: 'cut', bytes: 1 }],
    ['a web page', { kind: 'html' }],
    ['HTTP 502', { kind: 'status', status: 502 }],
    ['an empty 200', { kind: 'status', status: 200 }],
    ['another object', { kind: 'status', status: 200, body: { foo: 1 } }],
    ['a status', { kind: 'status', status: 200, body: { status: 'ACTIVE' } }],
  ])('is not active where the refresh was answered by %s', async (_, fault) => {
    const results = await Promise.all([refresh(fault), refresh(fault, { with: { timeout: '5s' } })]);
    for (const { run, requests } of results) {
      expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'unavailable', ready: [] });
      expect(rowsOf(run)).toMatchObject([
        {
          verdict: 'unavailable',
          code: 'effect-unknown',
          message: expect.stringContaining('status ACTIVE, and nothing shows that this was corrected since'),
        },
      ]);
      expect(callsOf(changesOf(requests))).toEqual([REFRESH('v1')]);
    }
  });

  test.concurrent('is active where the reply is lost and the record changes afterwards', async () => {
    const timeline = [{ after: 3, status: 'ACTIVE' }] as const;
    const { run, requests } = await refresh({ kind: 'reset' }, { takesEffect: true, image: { timeline, on: 'sync' } });
    expect(rowsOf(run)).toMatchObject([{ verdict: 'active' }]);
    expect(callsOf(changesOf(requests))).toEqual([REFRESH('v1')]);
  });
});

test.concurrent('wait-image: sends only requests that read', async () => {
  const { run, requests } = await runInCloud({
    seed: north([image('v1', { on: 'start', timeline: IN_A_SECOND })]),
    with: imageStep('wait-image', ['v1'], { timeout: '30m' }),
  });
  expect(rowsOf(run)).toEqual([expect.objectContaining({ verdict: 'active' })]);
  expect(kindsOfCalls(requests)).toEqual([SHOW('v1')]);
});
