import { expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({ [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM });

const RELEASE = { name: 'release', ref: 'refs/tags/v1', payload: { action: 'published', release: { tag_name: 'v1' } } };
const PUSHED_TAG = { name: 'push', ref: 'refs/tags/v2', payload: { ref: 'refs/tags/v2' } };
const BRANCH = { name: 'push', ref: 'refs/heads/v1', payload: { ref: 'refs/heads/v1' } };

test.concurrent.each([
  { what: 'the tag of the release', tags: undefined, event: RELEASE, expected: 'v1' },
  { what: 'the tag of the release, when the input is empty', tags: ' ', event: RELEASE, expected: 'v1' },
  { what: 'the pushed tag', tags: undefined, event: PUSHED_TAG, expected: 'v2' },
  { what: 'the tag of the input, not that of the release', tags: 'v2', event: RELEASE, expected: 'v2' },
])('sync-tags: copies $what', async ({ tags, event, expected }) => {
  const { run } = await runInCloud({ seed: SEED, with: { ...syncStep('', [EAST]), tags }, event });
  expect(verdictsOf(run)).toEqual([`${expected} → ${EAST}: copied`]);
});

test.concurrent.each([
  { what: 'a push of a branch', event: BRANCH, says: '`tags` is required' },
  { what: 'workflow_dispatch', event: undefined, says: '`tags` is required' },
  {
    what: 'a git tag that is no image tag',
    event: { name: 'push', ref: 'refs/tags/release/1', payload: {} },
    says: "but is 'release/1'",
  },
])('sync-tags: without tags and with $what it is an input error before any request', async ({ event, says }) => {
  const step = { seed: SEED, with: { ...syncStep('', [EAST]), tags: undefined } };
  const { run, requests } = await runInCloud(event === undefined ? step : { ...step, event });
  expect(conclusionOf(run)).toEqual({
    exitCode: 1,
    status: 'failed',
    kind: 'input',
    succeeded: [],
    failed: [],
    ready: [],
  });
  expect(run.errors).toEqual([expect.stringContaining(says)]);
  expect(requests).toEqual([]);
});
