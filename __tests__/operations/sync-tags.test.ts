import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/errors.ts';
import type { SyncRequest } from '../../src/cloud/swr.ts';
import { syncTags } from '../../src/operations/sync-tags.ts';
import { ACCEPTED, createFakeRegistry, fakeJob, type FakeRegistry, type SyncAnswer } from '../support/fake-swr.ts';
import { givenInputs, type Given } from '../support/given-inputs.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { runOperation } from '../support/run-operation.ts';

const A = 'sha256:a';
const B = 'sha256:b';
const GIVEN: Given = { namespace: 'team', repository: 'app', tags: 'v1', 'target-regions': 'cn-east-3' };
const SOURCE = 'cn-north-4/team/app';
const TARGET = 'cn-east-3/team/app';

/** Copies the tags of a request after a delay, with a job for each that succeeds then. */
function copies(clock: ManualClock, afterMs: number, digest = A) {
  return (request: SyncRequest, registry: FakeRegistry): SyncAnswer => {
    for (const tag of request.tags) {
      const job = fakeJob({
        id: `job-${request.targetRegion}-${tag}`,
        tag,
        region: request.targetRegion,
        organization: request.targetNamespace,
      });
      registry.jobs.unshift(job);
      clock.after(afterMs, () => {
        registry.jobs.splice(
          registry.jobs.findIndex(({ id }) => id === job.id),
          1,
          { ...job, status: 'success' },
        );
        registry.tags.set(`${request.targetRegion}/${request.targetNamespace}/app:${tag}`, digest);
      });
    }
    return ACCEPTED;
  };
}

describe('sync-tags: before a request is sent', () => {
  test('settles missing, unchanged and conflicting tags and sends only the others', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(
      {
        [`${SOURCE}:same`]: A,
        [`${SOURCE}:differs`]: A,
        [`${SOURCE}:new`]: A,
        [`${TARGET}:same`]: A,
        [`${TARGET}:differs`]: B,
      },
      { onSync: copies(clock, 5000) },
    );
    const { outcomes, verdicts } = await runOperation(
      syncTags,
      { ...GIVEN, tags: 'same,gone,differs,new' },
      registry.cloud,
      { clock },
    );
    expect(verdicts).toEqual([
      'same → cn-east-3 unchanged',
      'gone → cn-east-3 missing',
      'differs → cn-east-3 conflict',
      'new → cn-east-3 copied',
    ]);
    expect(outcomes.map(({ verdict }) => verdict)).toMatchObject([
      { digest: A },
      { message: 'team/app in cn-north-4 has no tag gone; it has same, differs, new.' },
      { digest: A, previousDigest: B },
      { digest: A },
    ]);
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toEqual(['sync new → cn-east-3/team']);
  });

  test('reports unavailable for a tag without a digest and goes on with the others', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:odd`]: '', [`${SOURCE}:v1`]: A, [`${TARGET}:v1`]: A });
    const { verdicts, messages } = await runOperation(syncTags, { ...GIVEN, tags: 'odd,v1' }, registry.cloud);
    expect(verdicts).toEqual(['odd → cn-east-3 unavailable', 'v1 → cn-east-3 unchanged']);
    expect(messages).toEqual(['team/app in cn-north-4 lists tag odd without a digest.']);
  });

  test('reports missing with the reason when the source repository does not exist', async () => {
    const { messages, verdicts } = await runOperation(syncTags, GIVEN, createFakeRegistry({}).cloud);
    expect([verdicts, messages]).toEqual([
      ['v1 → cn-east-3 missing'],
      ['team/app in cn-north-4 has no tag v1 (HTTP 404 no such repository).'],
    ]);
  });

  test('reports a tag as missing 10 s after the others have been sent, in all regions', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: copies(clock, 1000) });
    const given = { ...GIVEN, tags: 'v1,gone', 'target-regions': 'cn-east-3,cn-south-1' };
    const { outcomes } = await runOperation(syncTags, given, registry.cloud, { clock });
    expect(outcomes.map(({ verdict, seconds }) => [verdict.kind, seconds >= 10])).toEqual([
      ['copied', false],
      ['missing', true],
      ['copied', false],
      ['missing', true],
    ]);
    expect(registry.requests.filter((request) => request.startsWith(`tags ${SOURCE}`))).toEqual(
      [
        `tags ${SOURCE} from 0`,
        `tags ${SOURCE} from 1`,
        `tags ${SOURCE} named gone`,
        // Without a total, the end of the list is an empty page.
        ...Array.from({ length: 5 }, () => [
          `tags ${SOURCE} from 0`,
          `tags ${SOURCE} from 1`,
          `tags ${SOURCE} named gone`,
        ]),
      ].flat(),
    );
  });

  test('copies a tag that is listed 5 s late', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: copies(clock, 1000) });
    clock.after(5000, () => registry.tags.set(`${SOURCE}:v2`, B));
    const { verdicts } = await runOperation(syncTags, { ...GIVEN, tags: 'v1,v2' }, registry.cloud, { clock });
    // The copies of both have the digest of v1, which is not that of v2.
    expect(verdicts).toEqual(['v1 → cn-east-3 copied', 'v2 → cn-east-3 mismatch']);
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toEqual([
      'sync v1 → cn-east-3/team',
      'sync v2 → cn-east-3/team',
    ]);
  });

  test('looks once for a tag that is missing, and does not wait, with timeout 0', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A });
    const given = { ...GIVEN, tags: 'gone', timeout: '0' };
    const { verdicts, tookMs } = await runOperation(syncTags, given, registry.cloud);
    expect([verdicts, tookMs]).toEqual([['gone → cn-east-3 missing'], 0]);
    expect(registry.requests.at(-1)).toBe(`tag ${SOURCE}:gone`);
  });

  test('fails only the tag that is missing where the source cannot be read again', async () => {
    const clock = createManualClock();
    let reads = 0;
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync: copies(clock, 1000),
        onTags(region) {
          if (region === 'cn-north-4' && ++reads > 2) throw new Failure('service-error', 'Down.');
        },
      },
    );
    const { outcomes } = await runOperation(syncTags, { ...GIVEN, tags: 'v1,gone' }, registry.cloud, { clock });
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.message])).toEqual([
      ['copied', undefined],
      ['unavailable', 'Down.'],
    ]);
  });

  test('refuses a region that the source does not synchronize to, in a dry run as well, and copies to others', async () => {
    for (const dryRun of ['true', 'false']) {
      const clock = createManualClock();
      const registry = createFakeRegistry(
        { [`${SOURCE}:v1`]: A },
        { onSync: copies(clock, 1000), syncRegions: ['cn-east-3', 'la-north-2'] },
      );
      const given = { ...GIVEN, 'target-regions': 'la-north-2,la-south-2', 'dry-run': dryRun };
      const { outcomes } = await runOperation(syncTags, given, registry.cloud, { clock });
      expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.code])).toEqual([
        [dryRun === 'true' ? 'planned' : 'copied', undefined],
        ['refused', 'region-unsupported'],
      ]);
    }
  });

  test('asks which regions the source synchronizes to only where something is to be sent', async () => {
    const target = 'la-south-2/team/app';
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A, [`${target}:v1`]: A },
      { syncRegions: ['cn-east-3'] },
    );
    const given = { ...GIVEN, 'target-regions': 'la-south-2' };
    const equal = await runOperation(syncTags, given, registry.cloud);
    expect(equal.verdicts).toEqual(['v1 → la-south-2 unchanged']);
    expect(registry.requests.filter((request) => !request.startsWith('tags'))).toEqual([]);
    for (const options of [{}, { 'dry-run': 'true' }]) {
      const { outcomes } = await runOperation(syncTags, { ...given, ...options, tags: 'v1,v2' }, registry.cloud);
      expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.code, verdict.message])).toEqual([
        ['unchanged', undefined, undefined],
        [
          'refused',
          'region-unsupported',
          'SWR in cn-north-4 does not synchronize images to la-south-2. cn-north-4 can synchronize to cn-east-3.',
        ],
      ]);
    }
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toEqual([]);
  });

  test('reads the source once for all regions, and copies to the others when one region refuses', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync: copies(clock, 1000),
        onTags(region) {
          if (region === 'cn-south-1') throw new Failure('service-refused', 'No permission.');
        },
      },
    );
    const { verdicts } = await runOperation(
      syncTags,
      { ...GIVEN, 'target-regions': 'cn-east-3,cn-south-1,ap-southeast-1' },
      registry.cloud,
      { clock },
    );
    expect(verdicts).toEqual(['v1 → cn-east-3 copied', 'v1 → cn-south-1 refused', 'v1 → ap-southeast-1 copied']);
    expect(registry.requests.filter((request) => request.startsWith(`tags ${SOURCE}`))).toHaveLength(1);
  });

  test('sends nothing in a dry run', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A, [`${TARGET}:v2`]: B });
    const { outcomes } = await runOperation(
      syncTags,
      { ...GIVEN, tags: 'v1,v2', override: 'true', 'dry-run': 'true' },
      registry.cloud,
    );
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.message])).toEqual([
      ['planned', 'Would be copied.'],
      ['planned', `Would replace ${B}.`],
    ]);
    expect(registry.requests.filter((request) => !request.startsWith('tag'))).toEqual([]);
  });
});

describe('sync-tags: requests', () => {
  test('have at most 50 tags each', async () => {
    const clock = createManualClock();
    const tags = Array.from({ length: 101 }, (_, index) => `v${index}`);
    const registry = createFakeRegistry(Object.fromEntries(tags.map((tag) => [`${SOURCE}:${tag}`, A])), {
      onSync: copies(clock, 1000),
    });
    const { verdicts } = await runOperation(syncTags, { ...GIVEN, tags: tags.join('\n') }, registry.cloud, { clock });
    expect(verdicts).toEqual(tags.map((tag) => `${tag} → cn-east-3 copied`));
    const sizes = registry.requests.flatMap((request) =>
      request.startsWith('sync') ? [request.split(',').length] : [],
    );
    expect(sizes).toEqual([50, 50, 1]);
  });

  test('without waiting are sent without reading the target, and accepted tags are reported as accepted', async () => {
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A },
      {
        onSync: () => ({
          ok: false,
          error: { status: 400, code: '', message: '', requestId: '', names: ['v2'] },
          afterUncertainTry: false,
        }),
      },
    );
    const { verdicts } = await runOperation(syncTags, { ...GIVEN, tags: 'v1,v2,v3', wait: 'false' }, registry.cloud);
    expect(verdicts).toEqual(['v1 → cn-east-3 accepted', 'v2 → cn-east-3 refused', 'v3 → cn-east-3 missing']);
    expect(registry.requests.filter((request) => !/^tags? cn-north-4/.test(request))).toEqual([
      'sync v1,v2 → cn-east-3/team',
    ]);
  });

  test('without waiting whose reply is lost are reported as unavailable', async () => {
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync() {
          throw new Failure('service-error', 'Gone.', { uncertain: true });
        },
      },
    );
    expect((await runOperation(syncTags, { ...GIVEN, wait: 'false' }, registry.cloud)).verdicts).toEqual([
      'v1 → cn-east-3 unavailable',
    ]);
  });

  test('that fail do not affect the tags of other requests', async () => {
    const clock = createManualClock();
    const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
    const copy = copies(clock, 5000);
    const registry = createFakeRegistry(Object.fromEntries(names.map((name) => [`${SOURCE}:${name}`, A])), {
      onSync(request, state) {
        if (request.tags.includes('v59')) throw new Failure('service-refused', 'A redirect.');
        return copy(request, state);
      },
    });
    const { verdicts } = await runOperation(syncTags, { ...GIVEN, tags: names.join(',') }, registry.cloud, { clock });
    expect(verdicts.map((verdict) => verdict.split(' ').at(-1))).toEqual(
      names.map((_, index) => (index < 50 ? 'copied' : 'refused')),
    );
  });

  test('are sent while the job list hangs, and not begun after the deadline', async () => {
    const clock = createManualClock();
    const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
    const registry = createFakeRegistry(Object.fromEntries(names.map((name) => [`${SOURCE}:${name}`, A])));
    const slow: typeof registry.cloud = {
      ...registry.cloud,
      async swr(region) {
        const swr = await registry.cloud.swr(region);
        return {
          ...swr,
          syncJobPage: () => new Promise(() => undefined),
          async syncImages(request) {
            const answer = await swr.syncImages(request);
            await new Promise<void>((resolve) => {
              clock.after(10_000, resolve);
            });
            return answer;
          },
        };
      },
    };
    const given = { ...GIVEN, tags: names.join(','), timeout: '12s' };
    const { verdicts, messages } = await runOperation(syncTags, given, slow, { clock });
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toHaveLength(1);
    expect(new Set(verdicts.map((verdict) => verdict.split(' ').at(-1)))).toEqual(new Set(['timeout']));
    expect(messages.at(-1)).toBe('The time limit was reached before the tag was sent.');
  });

  test('whose credentials are refused end every open tag with the failure kind auth', async () => {
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A, [`${TARGET}:v2`]: A },
      {
        onSync() {
          throw new Failure('credential-refused', 'Who?');
        },
      },
    );
    const { outcomes } = await runOperation(syncTags, { ...GIVEN, tags: 'v1,v2' }, registry.cloud);
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.failure])).toEqual([
      ['refused', 'auth'],
      ['unchanged', undefined],
    ]);
  });
});

describe('sync-tags: following copies', () => {
  test('reports overwritten when the copy arrives after a minute', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${TARGET}:v1`]: B },
      { onSync: copies(clock, 60_000) },
    );
    const { outcomes, log } = await runOperation(syncTags, { ...GIVEN, override: 'true' }, registry.cloud, { clock });
    expect(outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'overwritten', digest: A, previousDigest: B, locations: [] },
    ]);
    expect(log.filter((line) => !line.startsWith('…'))).toEqual([
      'cn-east-3: 1 to replace.',
      `  v1 → cn-east-3: the target has ${B}`,
      '  v1 → cn-east-3: submitted',
      '  v1 → cn-east-3: job running, the target has its old digest',
      '✓ v1 → cn-east-3: overwritten',
    ]);
  });

  test('reports mismatch when the job succeeded and the target shows another digest', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: copies(clock, 2000, B) });
    const { outcomes, tookMs } = await runOperation(syncTags, GIVEN, registry.cloud, { clock });
    expect(outcomes.map(({ verdict }) => verdict)).toMatchObject([
      {
        kind: 'mismatch',
        digest: A,
        status: 'success',
        message: `The service reports success, but the target shows ${B} instead of ${A}.`,
      },
    ]);
    expect(tookMs).toBeLessThan(60_000);
  });

  test('reports refused at once when a job fails, and follows the other tags', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A },
      {
        onSync(request, state) {
          copies(clock, 20_000)({ ...request, tags: ['v2'] }, state);
          state.jobs.unshift(fakeJob({ id: '9', status: 'failed' }));
          return ACCEPTED;
        },
      },
    );
    const { outcomes } = await runOperation(syncTags, { ...GIVEN, tags: 'v1,v2' }, registry.cloud, { clock });
    expect(outcomes.map(({ verdict, seconds }) => [verdict.kind, seconds < 1])).toEqual([
      ['refused', true],
      ['copied', false],
    ]);
  });

  test('ignores failed jobs of earlier requests, other regions and other organizations', async () => {
    const clock = createManualClock();
    const other = fakeJob({ status: 'failed' });
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync(request, state) {
          state.jobs.unshift(
            { ...other, id: '8', region: 'cn-south-1' },
            { ...other, id: '9', organization: 'others' },
          );
          return copies(clock, 9000)(request, state);
        },
      },
    );
    registry.jobs.push({ ...other, id: '7' });
    expect((await runOperation(syncTags, GIVEN, registry.cloud, { clock })).verdicts).toEqual([
      'v1 → cn-east-3 copied',
    ]);
  });

  test('follows the tags that a refusal does not name', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A, [`${SOURCE}:v2`]: A },
      {
        onSync(request, state) {
          copies(clock, 3000)({ ...request, tags: ['v1'] }, state);
          return {
            ok: false,
            error: { status: 500, code: '', message: '', requestId: '', names: ['v2'] },
            afterUncertainTry: false,
          };
        },
      },
    );
    expect((await runOperation(syncTags, { ...GIVEN, tags: 'v1,v2' }, registry.cloud, { clock })).verdicts).toEqual([
      'v1 → cn-east-3 copied',
      'v2 → cn-east-3 refused',
    ]);
  });

  test('continues through an outage of the target, and without the job list', async () => {
    const clock = createManualClock();
    let reads = 0;
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync: copies(clock, 9000),
        onTags(region) {
          reads += region === 'cn-east-3' ? 1 : 0;
          if (reads > 1 && reads < 6) throw new Failure('service-error', 'Gone.');
        },
        onJobs() {
          throw new Failure('service-error', 'No jobs.');
        },
      },
    );
    expect((await runOperation(syncTags, GIVEN, registry.cloud, { clock })).verdicts).toEqual([
      'v1 → cn-east-3 copied',
    ]);
  });

  test('reports at the deadline what was observed last and that the copy may still be running', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A });
    const { outcomes, tookMs } = await runOperation(syncTags, { ...GIVEN, timeout: '5m' }, registry.cloud);
    expect([outcomes[0]?.verdict, tookMs]).toEqual([
      {
        kind: 'timeout',
        code: 'timeout',
        digest: A,
        previousDigest: undefined,
        status: undefined,
        message:
          `The time limit was reached before the target showed ${A}. Last observed: no job listed, not in the target yet (HTTP 404 no such repository).` +
          ' The copy may still be running: run the step again, and tags that have arrived are unchanged.',
      },
      300_000,
    ]);
  });

  test('warns at once that the organization does not exist, and says at the deadline what to do', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A });
    const cloud: typeof registry.cloud = {
      ...registry.cloud,
      async swr(region) {
        const swr = await registry.cloud.swr(region);
        if (region === 'cn-north-4') return swr;
        const absent = { what: 'organization', reason: 'HTTP 404 SVCSTG.SWR.4040058 no such organization' } as const;
        return { ...swr, tagPage: () => Promise.resolve({ tags: [], absent }) };
      },
    };
    const { messages, log } = await runOperation(syncTags, { ...GIVEN, timeout: '20s' }, cloud);
    expect(log.filter((line) => line.startsWith('warning'))).toEqual([
      'warning: The organization team was not found in cn-east-3 (HTTP 404 SVCSTG.SWR.4040058 no such organization). If it does not exist there, the service accepts the copy all the same and does nothing.',
    ]);
    expect(messages[0]).toMatch(
      /The organization team does not seem to exist in cn-east-3: create it, then run the step again\.$/,
    );
  });

  test('reports the digests that are known when the job is cancelled', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A, [`${TARGET}:v1`]: B });
    const { outcomes, tookMs } = await runOperation(syncTags, { ...GIVEN, override: 'true' }, registry.cloud, {
      stopAtMs: 7000,
    });
    expect([outcomes.map(({ verdict }) => verdict), tookMs]).toMatchObject([
      [{ kind: 'cancelled', digest: A, previousDigest: B, failure: 'cancelled' }],
      7000,
    ]);
  });
});

describe('sync-tags: locations', () => {
  const PUBLIC = 'swr.cn-east-3.myhuaweicloud.com/team/app';
  const INTERNAL = '100.125.0.198:20202/team/app';
  const locations = Object.fromEntries(
    ['v1', 'v2', 'v3'].map((tag) => [`${TARGET}:${tag}`, [`${PUBLIC}:${tag}`, `${INTERNAL}:${tag}`]]),
  );
  const tags = {
    [`${SOURCE}:v1`]: A,
    [`${SOURCE}:v2`]: A,
    [`${SOURCE}:v3`]: A,
    [`${TARGET}:v2`]: A,
    [`${TARGET}:v3`]: B,
  };
  const given = { ...GIVEN, tags: 'v1,v2,v3', override: 'true' };

  test('are reported for copied, unchanged and overwritten tags', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry(tags, { onSync: copies(clock, 5000), locations });
    const { outcomes } = await runOperation(syncTags, given, registry.cloud, { clock });
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.locations])).toEqual([
      ['copied', [`${PUBLIC}:v1`, `${INTERNAL}:v1`]],
      ['unchanged', [`${PUBLIC}:v2`, `${INTERNAL}:v2`]],
      ['overwritten', [`${PUBLIC}:v3`, `${INTERNAL}:v3`]],
    ]);
  });

  test('are reported in a dry run where the target has the tag', async () => {
    const registry = createFakeRegistry(tags, { locations });
    const { outcomes } = await runOperation(syncTags, { ...given, 'dry-run': 'true' }, registry.cloud);
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.locations])).toEqual([
      ['planned', undefined],
      ['unchanged', [`${PUBLIC}:v2`, `${INTERNAL}:v2`]],
      ['planned', [`${PUBLIC}:v3`, `${INTERNAL}:v3`]],
    ]);
  });

  test('are empty where the target has the tag and lists no address', async () => {
    const registry = createFakeRegistry(tags);
    const { outcomes } = await runOperation(syncTags, { ...given, tags: 'v2' }, registry.cloud);
    expect(outcomes.map(({ verdict }) => verdict.locations)).toEqual([[]]);
  });

  test('are absent where the target was not read', async () => {
    const registry = createFakeRegistry(tags, { locations });
    const { outcomes } = await runOperation(syncTags, { ...given, tags: 'v2', wait: 'false' }, registry.cloud);
    expect(outcomes.map(({ verdict }) => [verdict.kind, verdict.locations])).toEqual([['accepted', undefined]]);
  });
});

const lost =
  (then?: (request: SyncRequest, registry: FakeRegistry) => unknown) =>
  (request: SyncRequest, registry: FakeRegistry) => {
    then?.(request, registry);
    throw new Failure('service-error', 'No complete reply.', { uncertain: true });
  };

describe('sync-tags: a request whose reply is lost', () => {
  test('is not sent again, and its effect is reported as copied', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: lost(copies(clock, 30_000)) });
    expect((await runOperation(syncTags, GIVEN, registry.cloud, { clock })).verdicts).toEqual([
      'v1 → cn-east-3 copied',
    ]);
    expect(registry.requests.filter((request) => request.startsWith('sync'))).toEqual(['sync v1 → cn-east-3/team']);
  });

  const WITHOUT_EVIDENCE = {
    kind: 'unavailable',
    code: 'effect-unknown',
    message:
      'No complete reply. No effect of it was found since: no job, and no change in the target. Run the step again.',
  };

  test('is unavailable after 2 min without evidence, where other jobs of this run are listed', async () => {
    const clock = createManualClock();
    const [copy, lose] = [copies(clock, 5000), lost()];
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync: (request, state) =>
          request.targetRegion === 'cn-east-3' ? lose(request, state) : copy(request, state),
      },
    );
    const given = { ...GIVEN, 'target-regions': 'cn-east-3,cn-south-1' };
    const { outcomes, verdicts, tookMs } = await runOperation(syncTags, given, registry.cloud, { clock });
    expect(verdicts).toEqual(['v1 → cn-east-3 unavailable', 'v1 → cn-south-1 copied']);
    expect(outcomes[0]?.verdict).toMatchObject(WITHOUT_EVIDENCE);
    expect(tookMs).toBeLessThanOrEqual(140_000);
  });

  test('is followed to the deadline where no job of this run is listed', async () => {
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: lost() });
    const { outcomes, tookMs } = await runOperation(syncTags, GIVEN, registry.cloud);
    expect(outcomes[0]?.verdict).toMatchObject(WITHOUT_EVIDENCE);
    expect(tookMs).toBeGreaterThanOrEqual(30 * 60_000);
  });

  test('is followed to its end where its job is listed', async () => {
    const clock = createManualClock();
    const registry = createFakeRegistry({ [`${SOURCE}:v1`]: A }, { onSync: lost(copies(clock, 600_000)) });
    const { verdicts, tookMs } = await runOperation(syncTags, GIVEN, registry.cloud, { clock });
    expect([verdicts, tookMs >= 600_000]).toEqual([['v1 → cn-east-3 copied'], true]);
  });

  test('is unavailable at once when it cannot have taken effect', async () => {
    const registry = createFakeRegistry(
      { [`${SOURCE}:v1`]: A },
      {
        onSync() {
          throw new Failure('service-error', 'No connection.');
        },
      },
    );
    const { verdicts, tookMs } = await runOperation(syncTags, GIVEN, registry.cloud);
    expect([verdicts, tookMs]).toEqual([['v1 → cn-east-3 unavailable'], 0]);
  });
});

/** What is planned when a workflow gives these inputs and was started by this git tag. */
function plan(given: Given, tag?: string, event = tag === undefined ? 'the event push' : 'the event push of a tag') {
  const { inputs, errors } = givenInputs({ region: 'cn-north-4', ...GIVEN, ...given });
  const planned = syncTags.prepare(inputs, { eventTag: () => ({ tag, event }) });
  return {
    titles: planned.steps().map(({ title }) => title),
    projects: planned.inputs.settings.projects,
    notes: planned.inputs.notes,
    errors: errors(),
  };
}

describe('sync-tags: the plan', () => {
  test('has one step per target region', () => {
    expect(plan({ tags: 'v1,v2', 'target-regions': 'cn-east-3,cn-south-1', override: 'true' })).toEqual({
      titles: [
        'copy 2 tags of team/app from cn-north-4 to team/app in cn-east-3, replacing what differs: v1, v2',
        'copy 2 tags of team/app from cn-north-4 to team/app in cn-south-1, replacing what differs: v1, v2',
      ],
      projects: new Map(),
      notes: [],
      errors: '',
    });
  });

  test('copies the tag that started the workflow, unless others are given', () => {
    expect(plan({ tags: '' }, 'v9').titles).toEqual([
      'copy 1 tag of team/app from cn-north-4 to team/app in cn-east-3: v9',
    ]);
    expect(plan({ tags: 'v1' }, 'v9').titles).toEqual([
      'copy 1 tag of team/app from cn-north-4 to team/app in cn-east-3: v1',
    ]);
  });

  test('notes where the tag comes from', () => {
    expect(plan({ tags: '' }, 'v9', 'the event release (published)').notes).toEqual([
      'The tag v9 comes from the event release (published), because the input tags is empty.',
    ]);
    expect(plan({ tags: 'v1' }, 'v9').notes).toEqual([]);
  });

  test('takes region, organization, repository and tag from a reference', () => {
    const reference = 'swr.cn-north-4.myhuaweicloud.com/team/app:v1';
    const empty = { region: '', namespace: '', repository: '' };
    expect(plan({ ...empty, tags: reference })).toMatchObject({
      titles: ['copy 1 tag of team/app from cn-north-4 to team/app in cn-east-3: v1'],
      errors: '',
    });
    expect(plan({ ...empty, repository: reference, tags: '' }, 'v9')).toMatchObject({
      titles: ['copy 1 tag of team/app from cn-north-4 to team/app in cn-east-3: v1'],
      notes: [],
      errors: '',
    });
  });

  test.each(['[]', ' [ ] ', ',', "''"])('does not take the tag of the event where the list %j is empty', (tags) => {
    expect(plan({ tags }, 'v9').errors).toBe(
      `The input is wrong: \`tags\` must have at least one entry, or not be given, but is '${tags.trim()}'.`,
    );
  });

  test('notes a project id for a region that is not a target', () => {
    expect(plan({ 'target-project-ids': 'cn-east-3=p1,cn-south-1=p2' }).notes).toEqual([
      'target-project-ids names cn-south-1, which is not in target-regions.',
    ]);
  });

  test('has the project ids by region', () => {
    expect(plan({ 'project-id': 'p0', 'target-project-ids': 'cn-east-3=p1\ncn-south-1 = p2' }).projects).toEqual(
      new Map([
        ['cn-east-3', 'p1'],
        ['cn-south-1', 'p2'],
        ['cn-north-4', 'p0'],
      ]),
    );
  });

  test.each<[Given, string | undefined, string]>([
    [
      { tags: '' },
      undefined,
      "`tags` is required, because the event push does not name one; pushed tags do, and releases that are published, released, prereleased, created or edited, but is ''",
    ],
    [
      { tags: '' },
      'feature/x',
      "`tags` is not given, and the git tag that started the workflow must be an image tag: 1 to 128 letters, digits and _ . -, not starting with . or -, but is 'feature/x'",
    ],
    [{ 'target-regions': '' }, undefined, "`target-regions` is required and must have at least one entry, but is ''"],
    [
      { 'target-regions': 'cn-north-4' },
      undefined,
      "`target-regions` must not hold the source region (SWR synchronizes between regions only: push the image to the other organization, or copy it with docker), but is 'cn-north-4'",
    ],
    [
      { 'target-project-ids': 'cn-east-3=p1,cn-east-3=p2' },
      undefined,
      "`target-project-ids` names two projects for cn-east-3, but is 'cn-east-3=p2'",
    ],
    [
      { 'target-project-ids': 'CN-EAST-3=p1' },
      undefined,
      "`target-project-ids` must have entries that are each a region id such as cn-north-4 (did you mean cn-east-3?), but is 'CN-EAST-3'",
    ],
    [
      { 'target-project-ids': 'cn-east-3=a/b' },
      undefined,
      "`target-project-ids` must have entries that are each a project id: 1 to 64 letters, digits and hyphens, but is 'a/b'",
    ],
    [
      { tags: '["v1"' },
      'v9',
      '`tags` must be a JSON array of strings, such as ["a", "b"], because it starts with [, but is \'["v1"\'',
    ],
    [
      { 'target-project-ids': 'cn-east-3' },
      undefined,
      "`target-project-ids` must have entries that are each region=project-id, but is 'cn-east-3'",
    ],
  ])('is refused for %j', (given, tag, complaint) => {
    expect(plan(given, tag).errors).toBe(`The input is wrong: ${complaint}.`);
  });

  test('does not copy into the source region, not even under another organization', () => {
    expect(plan({ 'target-regions': 'cn-north-4', 'target-namespace': 'release' }).errors).toMatch(
      /`target-regions` must not hold the source region/,
    );
  });
});
