/**
 * The cases of the recipes. The first one of a recipe succeeds, and is in rehearse.yml as well unless it needs files; the
 * others are those that fail or need another cloud.
 */
import { digestOf } from '../../emulator/digest.ts';
import type { Seed } from '../../emulator/seed.ts';
import { PULL_REQUEST, RELEASED, startedByHand, type RecipeCase, TAG_PUSHED } from './case.ts';

const [TRAINING, OLD, BROKEN] = [
  '278e88d1-5b71-4766-8502-b3ba72e824d9',
  'c9ab2b2f-edda-4556-bdbb-494e868d043c',
  '3e5f45b2-cfb9-4721-9405-4b4087a40e8e',
] as const;
const MANY = Array.from({ length: 1001 }, (_, index) => `build-${index + 1}`);
/** Of which a plan for two regions has more than 100,000 bytes. */
const LARGE = Array.from({ length: 160 }, (_, index) => `release-${index + 1}`);
const THREE = '["cn-east-3","ap-southeast-1","cn-south-1"]';

/** In the order of the pages. */
export const RECIPE_CASES: readonly RecipeCase[] = [
  {
    recipe: 'Promote',
    title: 'a release',
    event: RELEASED,
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied', '✓ v1.4.0 → ap-southeast-1: copied'],
  },
  {
    recipe: 'Check the set-up',
    title: 'everything is set up',
    event: startedByHand({}),
    jobs: { doctor: ['success'] },
    lines: [
      '✓ runner sign-in: ',
      '✓ cn-north-4 repository: ',
      '✓ ap-southeast-1 organization: ',
      '? cn-east-3 writes: ',
    ],
  },
  {
    recipe: 'Check the set-up',
    title: 'a target without the organization',
    event: startedByHand({}),
    cloud: withoutOrganizationsInEast,
    jobs: { doctor: ['failure'] },
    lines: ['✗ cn-east-3 organization: team does not exist', '✓ ap-southeast-1 organization: '],
  },
  {
    recipe: 'Check every week',
    title: 'everything is set up',
    event: startedByHand({}),
    jobs: { doctor: ['success'] },
    lines: ['✓ cn-north-4 repository: ', '"name": "sign-in"'],
  },
  {
    recipe: 'Promote on release',
    title: 'a release',
    event: RELEASED,
    jobs: { promote: ['success'] },
    steps: {
      'promote.promote.succeeded-tags': '["v1.4.0"]',
      'promote.promote.failed-tags': '[]',
      'promote.promote.ready-regions': '["cn-east-3","ap-southeast-1"]',
    },
    deployments: ['cn-east-3', 'ap-southeast-1'].map((region) => `production-${region}: in_progress, success`),
    lines: [
      "GitHub's ID token: subject 'repo:octo-org/octo-app:environment:production'",
      '✓ v1.4.0 in ModelArts of ap-southeast-1: active',
      '✓ v1.4.0 in HSS of cn-east-3: synchronized',
      'promoted ["v1.4.0"], not promoted []',
    ],
  },
  {
    recipe: 'Promote on release',
    title: 'a release whose image was never pushed',
    event: { ...RELEASED, payload: { action: 'released', release: { tag_name: 'v9.9.9' } } },
    jobs: { promote: ['failure'] },
    deployments: ['cn-east-3', 'ap-southeast-1'].map((region) => `production-${region}: in_progress, failure`),
    lines: ['promoted [], not promoted ["v9.9.9"]'],
  },
  {
    recipe: 'Promote behind an approval',
    title: 'a pushed tag',
    event: TAG_PUSHED,
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied'],
  },
  {
    recipe: 'Promote an approved plan',
    title: 'a release',
    event: RELEASED,
    sharesCloud: true,
    jobs: { plan: ['success'], apply: ['success'], check: ['success'] },
    steps: { 'plan.plan.changes': '2' },
    needs: { 'plan.changes': '2' },
    lines: ['✓ v1.4.0 → cn-east-3: planned', '✓ v1.4.0 → ap-southeast-1: copied', '✓ v1.4.0 → cn-east-3: verified'],
  },
  {
    recipe: 'Promote an approved plan',
    title: 'a release that a target has already',
    event: RELEASED,
    cloud: (usual) => withSameDigestIn(usual, ['cn-east-3', 'ap-southeast-1']),
    jobs: { plan: ['success'], apply: [], check: [] },
    lines: ['✓ v1.4.0 → cn-east-3: unchanged'],
  },
  {
    recipe: 'Promote an approved plan',
    title: 'a release that a target has with another digest',
    event: RELEASED,
    cloud: (usual) => withOtherDigestIn(usual, 'cn-east-3'),
    jobs: { plan: ['failure'], apply: [], check: [] },
    lines: [],
  },
  {
    recipe: 'Promote an approved plan',
    title: 'a plan that is too large for an output',
    event: RELEASED,
    tags: LARGE.join(),
    sharesCloud: true,
    cloud: (usual) => withTags(usual, LARGE),
    jobs: { plan: ['success'], apply: ['success'], check: ['success'] },
    steps: { 'plan.plan.plan': '', 'plan.plan.changes': String(2 * LARGE.length) },
    lines: ['artifact plan-1 has the id 1', 'downloaded artifact 1', '✓ release-1, release-2, '],
  },
  {
    recipe: 'Promote with an approved plan',
    title: 'a release',
    event: RELEASED,
    sharesCloud: true,
    jobs: { plan: ['success'], apply: ['success'], check: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: planned', '✓ v1.4.0 → cn-east-3: copied', '✓ v1.4.0 → cn-east-3: verified'],
  },
  {
    recipe: 'Promote with an approved plan',
    title: 'a plan that is too large for an output',
    event: RELEASED,
    tags: LARGE.join(),
    sharesCloud: true,
    cloud: (usual) => withTags(usual, LARGE),
    jobs: { plan: ['success'], apply: ['success'], check: ['success'] },
    steps: { 'plan.plan.plan': '', 'plan.plan.changes': String(2 * LARGE.length) },
    lines: ['downloaded artifact 1', '✓ release-1, release-2, '],
  },
  {
    recipe: 'Check for drift',
    title: 'a tag that is as promoted',
    event: startedByHand({}),
    vars: { RELEASED_TAGS: 'v1.3.0' },
    jobs: { verify: ['success'] },
    lines: ['✓ v1.3.0 → cn-east-3: verified'],
  },
  {
    recipe: 'Check for drift',
    title: 'a tag that is missing in the target',
    event: startedByHand({}),
    vars: { RELEASED_TAGS: 'v1.4.0' },
    jobs: { verify: ['failure'] },
    lines: ['no longer as promoted ["v1.4.0"]'],
  },
  {
    recipe: 'Move latest forward',
    title: 'regions without a latest',
    event: RELEASED,
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied', '✓ latest → ap-southeast-1: copied'],
  },
  {
    recipe: 'Move latest forward',
    title: 'a region that is older, and one that is newer',
    event: RELEASED,
    cloud: withMovingTag,
    jobs: { promote: ['success'] },
    lines: ['✓ latest → cn-east-3: overwritten', '✓ latest → ap-southeast-1: kept'],
  },
  {
    recipe: 'Undo a release',
    title: 'a smoke test that succeeds',
    event: RELEASED,
    vars: { SMOKE_TEST: 'echo healthy' },
    jobs: { release: ['success'] },
    lines: ['✓ stable → cn-east-3: copied', 'healthy'],
  },
  {
    recipe: 'Undo a release',
    title: 'a smoke test that fails',
    event: RELEASED,
    vars: { SMOKE_TEST: 'exit 1' },
    cloud: (usual) => withTagIn(withTagIn(usual, 'cn-east-3', 'stable'), 'ap-southeast-1', 'stable'),
    jobs: { release: ['failure'] },
    lines: ['✓ stable in cn-east-3: restored', '✓ stable in ap-southeast-1: restored'],
  },
  {
    recipe: 'Gate a deployment',
    title: 'an image that becomes ACTIVE',
    event: startedByHand({ 'image-id': TRAINING }),
    jobs: { gate: ['success'], deploy: ['success'] },
    steps: { 'gate.gate.ready-regions': '["cn-east-3"]', 'gate.gate.failure-kind': '' },
    lines: ['deploying api-training v1.4.0-gpu'],
  },
  {
    recipe: 'Gate a deployment',
    title: 'an image that could not be created',
    event: startedByHand({ 'image-id': BROKEN }),
    jobs: { gate: ['failure'], deploy: [] },
    lines: [],
  },
  {
    recipe: 'Tell host security',
    title: 'an image whose status is refreshed',
    event: startedByHand({ 'image-id': TRAINING }),
    jobs: { prepare: ['success'], deploy: ['success'] },
    steps: { 'prepare.refresh.status': 'succeeded' },
    lines: ['refreshed ["v1.4.0-gpu"], succeeded', 'deploying'],
  },
  {
    recipe: 'Deploy where it is ready',
    title: 'three regions that are ready',
    event: RELEASED,
    jobs: { promote: ['success'], deploy: ['success', 'success', 'success'], complete: ['success'] },
    steps: { 'promote.promote.status': 'succeeded' },
    needs: { 'promote.ready-regions': THREE, 'promote.failed-tags': '[]' },
    lines: ['cn-east-3', 'ap-southeast-1', 'cn-south-1'].map((region) => `deploying to ${region}`),
  },
  {
    recipe: 'Deploy where it is ready',
    title: 'a region that has the tag with another digest',
    event: RELEASED,
    cloud: (usual) => withOtherDigestIn(usual, 'cn-south-1'),
    jobs: { promote: ['success'], deploy: ['success', 'success'], complete: ['failure'] },
    lines: ['deploying to cn-east-3', 'deploying to ap-southeast-1', 'not everywhere yet: ["v1.4.0"]'],
  },
  {
    recipe: 'Several repositories',
    title: 'a pushed tag',
    event: TAG_PUSHED,
    jobs: { promote: ['success', 'success'], deploy: ['success'] },
    lines: ['all repositories are promoted'],
  },
  {
    recipe: 'Fan out by region',
    title: 'a pushed tag',
    event: TAG_PUSHED,
    jobs: { promote: ['success', 'success', 'success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied', '✓ v1.4.0 → ap-southeast-1: copied', '✓ v1.4.0 → cn-south-1: copied'],
  },
  {
    recipe: 'Fan out by tag',
    title: 'more tags than one part holds',
    event: startedByHand({}),
    files: { 'tags.txt': MANY.join('\n') },
    cloud: (usual) => withTags(usual, MANY),
    jobs: { split: ['success'], promote: ['success', 'success'] },
    lines: ['✓ build-1, build-2, ', '✓ build-1001 → ap-southeast-1: copied'],
  },
  {
    recipe: 'Fan out by tag',
    title: 'an empty list',
    event: startedByHand({}),
    files: { 'tags.txt': '\n' },
    jobs: { split: ['failure'], promote: [] },
    lines: ['Error: there are no tags in tags.txt'],
  },
  {
    recipe: 'Self-hosted, behind a proxy',
    title: 'a release; the emulator is on a loopback address, which is reached directly',
    event: RELEASED,
    vars: { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '', CA_FILE: '' },
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied'],
  },
  {
    recipe: 'Private endpoints',
    title: 'a release',
    event: RELEASED,
    vars: {
      PROJECT_CN_NORTH_4: '0123456789abcdef0123456789abcdef',
      PROJECT_CN_EAST_3: 'fedcba9876543210fedcba9876543210',
    },
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: copied'],
  },
  {
    recipe: 'Clean up by hand',
    title: 'dry run',
    event: startedByHand({ 'image-ids': OLD, really: 'false' }),
    jobs: { delete: ['success'] },
    steps: { 'delete.delete.status': 'succeeded' },
    lines: ['the first image is planned'],
  },
  {
    recipe: 'Clean up by hand',
    title: 'deleted',
    event: startedByHand({ 'image-ids': OLD, really: 'true' }),
    jobs: { delete: ['success'] },
    lines: ['the first image is deleted'],
  },
  {
    recipe: 'From curl',
    title: 'a pushed tag',
    event: TAG_PUSHED,
    jobs: { promote: ['success'] },
    steps: { 'promote.promote.succeeded-tags': '["v1.4.0"]' },
    lines: ['✓ v1.4.0 → cn-east-3: copied', 'cn-east-3 has sha256:'],
  },
  {
    recipe: 'From curl',
    title: 'a pushed tag that the target has with another digest',
    event: TAG_PUSHED,
    cloud: (usual) => withOtherDigestIn(usual, 'cn-east-3'),
    jobs: { promote: ['success'] },
    lines: ['✓ v1.4.0 → cn-east-3: overwritten', 'cn-east-3 has sha256:'],
  },
  {
    recipe: 'From Terraform',
    title: 'a tag given by hand',
    event: startedByHand({ tag: 'v1.4.0-gpu' }),
    vars: { TARGET_REGIONS: 'cn-east-3, ap-southeast-1' },
    jobs: { promote: ['success'], apply: ['success'] },
    steps: { 'promote.promote.succeeded-tags': '["v1.4.0-gpu"]' },
    needs: { 'promote.status': 'succeeded' },
    lines: ['promotion succeeded, now terraform apply'],
  },
  {
    recipe: 'Rehearse your own release',
    title: 'a pull request',
    event: PULL_REQUEST,
    jobs: { rehearse: ['success'] },
    steps: { 'rehearse.promote.status': 'partial', 'rehearse.promote.failure-kind': 'gate' },
    lines: ['not promoted: ["v9.9.9"]'],
  },
];

function withOtherDigestIn(usual: Seed, region: string): Seed {
  const organizations = { team: { 'app/api': { 'v1.4.0': digestOf('another image') } } };
  return { ...usual, regions: { ...usual.regions, [region]: { organizations } } };
}

function withSameDigestIn(usual: Seed, regions: readonly string[]): Seed {
  const organizations = { team: { 'app/api': { 'v1.4.0': digestOf('the image') } } };
  const same = ['cn-north-4', ...regions].map((region) => [region, { organizations }] as const);
  return { ...usual, regions: { ...usual.regions, ...Object.fromEntries(same) } };
}

/** `latest` is v1.3.0 in the source and in cn-east-3, and v1.5.0 in ap-southeast-1. */
function withMovingTag(usual: Seed): Seed {
  const [old, next, newest] = [digestOf('v1.3.0'), digestOf('v1.4.0'), digestOf('v1.5.0')] as const;
  const north = { 'v1.3.0': old, 'v1.4.0': next, latest: old } as const;
  const regions = {
    'cn-north-4': { organizations: { team: { 'app/api': north } }, syncSeconds: 1 },
    'cn-east-3': { organizations: { team: { 'app/api': { 'v1.3.0': old, latest: old } } } },
    'ap-southeast-1': { organizations: { team: { 'app/api': { 'v1.5.0': newest, latest: newest } } } },
  };
  return { ...usual, regions: { ...usual.regions, ...regions } };
}

function withTagIn(usual: Seed, region: string, tag: string): Seed {
  const organizations = { team: { 'app/api': { [tag]: digestOf('the image before') } } };
  return { ...usual, regions: { ...usual.regions, [region]: { organizations } } };
}

function withoutOrganizationsInEast(usual: Seed): Seed {
  return { ...usual, regions: { ...usual.regions, 'cn-east-3': { organizations: {} } } };
}

function withTags(usual: Seed, tags: readonly string[]): Seed {
  const organizations = { team: { 'app/api': Object.fromEntries(tags.map((tag) => [tag, ''])) } };
  return { ...usual, regions: { ...usual.regions, 'cn-north-4': { organizations, syncSeconds: 1 } } };
}
