import { describe, expect, test } from '@jest/globals';
import type { Hss, ListedImage } from '../../../src/cloud/hss.ts';
import { Failure } from '../../../src/errors.ts';
import { promote } from '../../../src/operations/promote/promote.ts';
import type { DeploymentFacts, Deployments } from '../../../src/github/deployment.ts';
import { cloudOfHss } from '../../support/fake-images.ts';
import { createFakeRegistry, type FakeRegistry } from '../../support/fake-swr.ts';
import { dated, listedImage } from '../../support/hss-tasks.ts';
import { runOperation } from '../../support/run-operation.ts';

const GIVEN = {
  namespace: 'team',
  repository: 'app/api',
  tags: 'v1,v2',
  'target-regions': 'cn-east-3,cn-south-1',
  'github-token': 'token-of-github',
  'environment-prefix': 'prod-',
};
const SOURCE = { 'cn-north-4/team/app/api:v1': 'sha256:1', 'cn-north-4/team/app/api:v2': 'sha256:2' };

/** The targets have both tags, with another digest of v2 in cn-south-1. */
const registry = (): FakeRegistry =>
  createFakeRegistry({
    ...SOURCE,
    'cn-east-3/team/app/api:v1': 'sha256:1',
    'cn-east-3/team/app/api:v2': 'sha256:2',
    'cn-south-1/team/app/api:v1': 'sha256:1',
    'cn-south-1/team/app/api:v2': 'sha256:other',
  });

/** GitHub in memory: the deployments that were opened and closed, in order. */
function github(refuses: 'nothing' | 'to open' | 'the token' = 'nothing') {
  const opened: DeploymentFacts[] = [];
  const closed: string[] = [];
  const deployments: Deployments = {
    open(facts) {
      opened.push(facts);
      if (refuses === 'to open') return Promise.resolve(undefined);
      return Promise.resolve({
        close({ good, description }) {
          closed.push(`${facts.environment} ${good ? 'good' : 'bad'}: ${description}`);
          return Promise.resolve();
        },
      });
    },
  };
  const openDeployments = (token: string | undefined): Deployments => {
    expect(token).toBe('token-of-github');
    if (refuses === 'the token') throw new Failure('service-refused', 'Bad token.');
    return deployments;
  };
  return { opened, closed, openDeployments };
}

const listing = (image: Partial<ListedImage>) => () =>
  Promise.resolve({ images: [listedImage(image)], length: 1, total: 1 });

const neverOpening = (): Deployments => ({ open: () => new Promise<never>(() => undefined) });

describe('promote: the GitHub deployment of a region', () => {
  test('is opened with the digests of the source and closed with the verdicts', async () => {
    const { opened, closed, openDeployments } = github();
    const { verdicts } = await runOperation(promote, GIVEN, registry().cloud, { openDeployments });
    expect(verdicts).toEqual([
      'v1 → cn-east-3 unchanged',
      'v2 → cn-east-3 unchanged',
      'v1 → cn-south-1 unchanged',
      'v2 → cn-south-1 conflict',
    ]);
    const payload = { repository: 'app/api', namespace: 'team', tags: { v1: 'sha256:1', v2: 'sha256:2' } };
    const description = 'app/api v1, v2 from cn-north-4';
    expect(opened).toEqual([
      { environment: 'prod-cn-east-3', description, payload: { ...payload, region: 'cn-east-3' } },
      { environment: 'prod-cn-south-1', description, payload: { ...payload, region: 'cn-south-1' } },
    ]);
    expect(closed.map((line) => line.slice(0, 85))).toEqual([
      'prod-cn-east-3 good: 2 unchanged',
      'prod-cn-south-1 bad: 1 of 2 failed. sync-tags of v2 conflict: The target has another ',
    ]);
  });

  test('is opened without digests where the source cannot be read', async () => {
    const { opened, closed, openDeployments } = github();
    const { cloud } = createFakeRegistry(SOURCE, {
      onTags() {
        throw new Failure('service-error', 'Down.');
      },
    });
    const { verdicts } = await runOperation(promote, { ...GIVEN, 'target-regions': 'cn-east-3' }, cloud, {
      openDeployments,
    });
    expect(verdicts).toEqual(['v1 → cn-east-3 unavailable', 'v2 → cn-east-3 unavailable']);
    expect(opened.map(({ payload }) => payload['tags'])).toEqual([{ v1: null, v2: null }]);
    expect(closed).toEqual(['prod-cn-east-3 bad: 2 of 2 failed. sync-tags of v1 unavailable: Down.']);
  });

  test.each(['to open', 'the token'] as const)('changes no verdict where GitHub refuses %s', async (refuses) => {
    const { closed, openDeployments } = github(refuses);
    const { verdicts, log } = await runOperation(promote, { ...GIVEN, tags: 'v1' }, registry().cloud, {
      openDeployments,
    });
    expect(verdicts).toEqual(['v1 → cn-east-3 unchanged', 'v1 → cn-south-1 unchanged']);
    expect(closed).toEqual([]);
    expect(log.filter((line) => line.startsWith('warning'))).toEqual(
      refuses === 'to open'
        ? []
        : [
            'warning: Could not open the GitHub deployment to prod-cn-east-3: Bad token.',
            'warning: Could not open the GitHub deployment to prod-cn-south-1: Bad token.',
          ],
    );
  });

  test.each<[string, Partial<Hss>, string, string]>([
    [
      'lists the digest',
      { imagePage: listing({ digest: 'sha256:1' }), syncTasks: () => Promise.resolve(undefined) },
      'synchronized',
      'prod-cn-east-3 good: 1 unchanged, 1 synchronized',
    ],
    [
      'gives no report',
      { imagePage: listing({}), syncTasks: () => Promise.resolve(undefined) },
      'accepted',
      'prod-cn-east-3 bad: 1 of 2 not proved. sync-hss of v1 accepted: HSS in cn-east-3 shows no digests that can be ' +
        'compared, and no synchronization tasks.',
    ],
  ])('is closed with what is proved where HSS %s', async (_, hss, verdict, end) => {
    const { closed, openDeployments } = github();
    const cloud = {
      ...registry().cloud,
      hss: cloudOfHss({ synchronize: () => Promise.resolve(dated(true as const, 0)), ...hss }).hss,
    };
    const { verdicts } = await runOperation(
      promote,
      { ...GIVEN, tags: 'v1', 'target-regions': 'cn-east-3', hss: 'true' },
      cloud,
      { openDeployments },
    );
    expect(verdicts).toEqual(['v1 → cn-east-3 unchanged', `v1 → cn-east-3 ${verdict}`]);
    expect(closed).toEqual([end]);
  });

  test('is not opened in a dry run', async () => {
    const { opened, openDeployments } = github();
    await runOperation(promote, { ...GIVEN, 'dry-run': 'true' }, registry().cloud, { openDeployments });
    expect(opened).toEqual([]);
  });

  test('delays no verdict and ends after 60 s where GitHub never answers', async () => {
    const { outcomes, tookMs } = await runOperation(promote, { ...GIVEN, tags: 'v1' }, registry().cloud, {
      openDeployments: neverOpening,
    });
    expect(outcomes.map(({ verdict, seconds }) => [verdict.kind, seconds])).toEqual([
      ['unchanged', 0],
      ['unchanged', 0],
    ]);
    expect(tookMs).toBe(60_000);
  });
});
