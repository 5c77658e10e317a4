import { describe, expect, test } from '@jest/globals';
import { sendBatch } from '../../../src/copy/by-sync/send-batch.ts';
import type { SubmittedCopy } from '../../../src/copy/copier.ts';
import type { CopySpec } from '../../../src/copy/copy-spec.ts';
import { Failure, type FailureKind } from '../../../src/errors.ts';
import type { ServiceError } from '../../../src/http/service-error.ts';
import { type CopyFacts, fakeCopy, SOURCE } from '../../support/copy-target.ts';
import { ACCEPTED, createFakeRegistry, type SyncAnswer } from '../../support/fake-swr.ts';
import { failureOfKind } from '../../support/failure-of-kind.ts';
import { failureFrom } from '../../support/outcome-of.ts';

interface Sent {
  readonly submitted: readonly SubmittedCopy[];
  /** `tag state`, in the order of the batch. */
  readonly states: readonly string[];
  readonly requests: readonly string[];
}

async function send(
  onSync: () => SyncAnswer,
  tags: readonly string[] = ['v1', 'v2', 'v3'],
  facts: CopyFacts = {},
): Promise<Sent> {
  const { cloud, requests } = createFakeRegistry({}, { onSync });
  const copies = tags.map((tag) => fakeCopy(tag, facts));
  const { submitted, again } = await sendBatch(await cloud.swr(SOURCE.region), SOURCE, copies, undefined);
  if (again.length > 0) return { submitted, states: ['halves'], requests };
  expect(submitted.map(({ copy }) => copy)).toEqual(copies);
  return { submitted, states: submitted.map(({ copy, state }) => `${copy.spec.target.tag} ${state}`), requests };
}

const refusedBy = (error: Partial<ServiceError>): SyncAnswer => ({
  ok: false,
  error: { status: 400, code: '', message: '', requestId: '', ...error },
  afterUncertainTry: false,
});

describe('sendBatch: the request', () => {
  test.each<[CopySpec['policy'], string]>([
    ['refuse', 'sync v1,v2,v3 → cn-east-3/team'],
    ['replace', 'sync v1,v2,v3 → cn-east-3/team override'],
  ])('with the policy %s is one for all tags', async (policy, request) => {
    expect((await send(() => ACCEPTED, ['v1', 'v2', 'v3'], { policy })).requests).toEqual([request]);
  });

  test('is not sent without copies', async () => {
    expect(await send(() => ACCEPTED, [])).toEqual({ submitted: [], states: [], requests: [] });
  });
});

describe('sendBatch: a refusal of several tags asks for the halves', () => {
  test.each<[Partial<ServiceError>]>([
    [{ status: 404, code: 'SVCSTG.SWR.4040048' }],
    [{ status: 404, code: 'SVCSTG.SWR.4040115' }],
    [{ status: 400, code: 'SVCSTG.SWR.4000999' }],
    [{ status: 400, code: 'SVCSTG.SWR.4000099' }],
    [{ status: 409, code: 'SVCSTG.SWR.4090007' }],
    [{ status: 200, code: 'SVCSTG.SWR.4040048' }],
  ])('where one tag may be the reason: %j', async (error) => {
    expect((await send(() => refusedBy(error))).states).toEqual(['halves']);
    expect((await send(() => refusedBy(error), ['v1'])).states).toEqual(['v1 refused']);
  });

  test.each<[string, Partial<ServiceError>]>([
    ['the credentials', { status: 400, code: 'SVCSTG.SWR.4000031' }],
    ['the credentials', { status: 400, code: 'SVCSTG.SWR.4010000' }],
    ['the organization', { status: 404, code: 'SVCSTG.SWR.4040058' }],
    ['the organization', { status: 400, code: 'SVCSTG.SWR.4001028' }],
    ['the repository', { status: 404, code: 'SVCSTG.SWR.4040010' }],
    ['the repository', { status: 400, code: 'SVCSTG.SWR.4001029' }],
    ['the region', { status: 400, code: 'SVCSTG.SWR.5001101' }],
    ['the quota of repositories', { status: 400, code: 'SVCSTG.SWR.4000098' }],
    ['a permission', { status: 403, code: 'SVCSTG.SWR.4037020' }],
    ['a quota, with 500', { status: 500, code: 'SVCSTG.SWR.5007019' }],
    ['something before SWR', { status: 400, code: 'APIGW.0201' }],
    ['something without a code', { status: 404 }],
  ])('not where it is about %s: %j', async (_, error) => {
    expect((await send(() => refusedBy(error), ['v1', 'v2'])).states).toEqual(['v1 refused', 'v2 refused']);
  });

  test('not where it names the tags', async () => {
    expect((await send(() => refusedBy({ names: ['v2'] }), ['v1', 'v2'])).states).toEqual([
      'v1 accepted',
      'v2 refused',
    ]);
  });
});

describe('sendBatch: the state of each copy', () => {
  test.each<[string, SyncAnswer, string[]]>([
    ['accepted', ACCEPTED, ['v1 accepted', 'v2 accepted', 'v3 accepted']],
    [
      'refused without tags',
      refusedBy({ code: 'SVCSTG.SWR.4037020', status: 403 }),
      ['v1 refused', 'v2 refused', 'v3 refused'],
    ],
    ['refused naming one tag', refusedBy({ names: ['v2'] }), ['v1 accepted', 'v2 refused', 'v3 accepted']],
    ['refused naming every tag', refusedBy({ names: ['v3', 'v2', 'v1'] }), ['v1 refused', 'v2 refused', 'v3 refused']],
    [
      'refused naming only tags that were not sent',
      refusedBy({ names: ['v9'] }),
      ['v1 unknown', 'v2 unknown', 'v3 unknown'],
    ],
    ['refused with an empty array', refusedBy({ names: [] }), ['v1 unknown', 'v2 unknown', 'v3 unknown']],
    [
      'refused naming one tag and one that was not sent',
      refusedBy({ names: ['v9', 'v1'] }),
      ['v1 refused', 'v2 accepted', 'v3 accepted'],
    ],
  ])('after a request that was %s', async (_, answer, expected) => {
    expect((await send(() => answer)).states).toEqual(expected);
  });

  test.each<[string, boolean]>([
    ['unknown', true],
    ['refused', false],
  ])('is %s when the reply is lost and the request may have taken effect: %p', async (state, uncertain) => {
    const { states } = await send(() => {
      throw new Failure('service-error', 'Gone.', { uncertain });
    });
    expect(states).toEqual([`v1 ${state}`, `v2 ${state}`, `v3 ${state}`]);
  });

  test.each<FailureKind>(['refused', 'timeout'])('is refused after a failure of kind %s', async (kind) => {
    const { states } = await send(() => {
      throw failureOfKind(kind, 'No.');
    });
    expect(states).toEqual(['v1 refused', 'v2 refused', 'v3 refused']);
  });

  test.each<FailureKind>(['auth', 'cancelled', 'bug'])('is not reported after a failure of kind %s', async (kind) => {
    const sending = send(() => {
      throw failureOfKind(kind, 'No.');
    });
    expect((await failureFrom(sending)).kind).toBe(kind);
  });
});

test.each<[string, SyncAnswer, RegExp]>([
  ['region', refusedBy({ status: 500, code: 'SVCSTG.SWR.5001101' }), /Documented targets are cn-north-1/],
  ['permission', refusedBy({ status: 403, code: 'SVCSTG.SWR.4037020' }), /swr:repo:createManualSyncRepoJob/],
])('sendBatch: a refusal because of the %s has a hint', async (_, answer, hint) => {
  const [first] = (await send(() => answer)).submitted;
  expect(first !== undefined && 'failure' in first ? first.failure.hint : '').toMatch(hint);
});
