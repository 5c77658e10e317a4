import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureKind } from '../../src/errors.ts';
import type { ServiceError } from '../../src/http/service-error.ts';
import { sendBatch } from '../../src/copy/send.ts';
import { ACCEPTED, createFakeRegistry, type SyncAnswer } from '../support/fake-swr.ts';
import { failureFrom } from '../support/outcome-of.ts';
import { failureOfKind } from '../support/failure-of-kind.ts';

const REQUEST = {
  namespace: 'team',
  repository: 'app',
  tags: ['v1', 'v2', 'v3'],
  targetRegion: 'cn-east-3',
  targetNamespace: 'team',
  override: false,
};

async function send(onSync: () => SyncAnswer) {
  const swr = await createFakeRegistry({}, { onSync }).cloud.swr('cn-north-4');
  const sendings = await sendBatch(swr, REQUEST);
  return [...sendings].map(([tag, sending]) => `${tag} ${sending.state}`);
}

const no = (error: Partial<ServiceError>): SyncAnswer => ({
  ok: false,
  error: { status: 400, code: '', message: '', requestId: '', ...error },
  afterUncertainTry: false,
});

describe('what has become of each tag of a batch', () => {
  test.each<[string, SyncAnswer, string[]]>([
    ['taken', ACCEPTED, ['v1 accepted', 'v2 accepted', 'v3 accepted']],
    ['refused', no({ code: 'SVCSTG.SWR.4037020', status: 403 }), ['v1 refused', 'v2 refused', 'v3 refused']],
    ['some named as failed', no({ names: ['v2'] }), ['v1 accepted', 'v2 refused', 'v3 accepted']],
    ['all named as failed', no({ names: ['v3', 'v2', 'v1'] }), ['v1 refused', 'v2 refused', 'v3 refused']],
    ['others named as failed: nothing is said', no({ names: ['v9'] }), ['v1 unknown', 'v2 unknown', 'v3 unknown']],
    ['nobody named: nothing is said', no({ names: [] }), ['v1 unknown', 'v2 unknown', 'v3 unknown']],
    ['some named, and others', no({ names: ['v9', 'v1'] }), ['v1 refused', 'v2 accepted', 'v3 accepted']],
  ])('%s', async (_, answer, states) => {
    expect(await send(() => answer)).toEqual(states);
  });

  test.each<[boolean, string]>([
    [true, 'unknown'],
    [false, 'refused'],
  ])('no answer, and it may have arrived: %p', async (uncertain, state) => {
    const states = await send(() => {
      throw new Failure('service-error', 'Gone.', { uncertain });
    });
    expect(states).toEqual([`v1 ${state}`, `v2 ${state}`, `v3 ${state}`]);
  });

  test.each<FailureKind>(['refused', 'timeout'])('%s concerns this batch alone', async (kind) => {
    const states = await send(() => {
      throw failureOfKind(kind, 'No.');
    });
    expect(states).toEqual(['v1 refused', 'v2 refused', 'v3 refused']);
  });

  test.each<FailureKind>(['auth', 'cancelled', 'bug'])('%s concerns the whole run', async (kind) => {
    const sending = send(() => {
      throw failureOfKind(kind, 'No.');
    });
    expect((await failureFrom(sending)).kind).toBe(kind);
  });
});

test.each([
  [no({ status: 500, code: 'SVCSTG.SWR.5001101' }), /Documented targets are cn-north-1/],
  [no({ status: 403, code: 'SVCSTG.SWR.4037020' }), /swr:repo:createManualSyncRepoJob/],
])('a refusal that has a known cause says what to do: %j', async (answer, hint) => {
  const swr = await createFakeRegistry({}, { onSync: () => answer }).cloud.swr('cn-north-4');
  const sending = (await sendBatch(swr, REQUEST)).get('v1');
  expect(sending !== undefined && sending.state !== 'accepted' ? sending.failure.hint : '').toMatch(hint);
});
