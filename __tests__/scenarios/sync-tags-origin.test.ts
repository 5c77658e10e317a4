import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { EAST, NORTH, seedOf, runInCloud } from '../support/scenario-cloud.ts';
import { conclusionOf, verdictsOf } from '../support/scenario-facts.ts';
import { EMPTY_TEAM, syncStep, tagged, team } from '../support/scenario-sync.ts';

const SEED = seedOf({ [NORTH]: { ...team(tagged('v1', 'v2')), syncSeconds: 0 }, [EAST]: EMPTY_TEAM });

const releaseThat = (action: string, draft = false) => ({
  name: 'release',
  ref: 'refs/tags/v1',
  payload: { action, release: { tag_name: 'v1', draft } },
});
const RELEASE = releaseThat('published');
const PUSHED_TAG = { name: 'push', ref: 'refs/tags/v2', payload: { ref: 'refs/tags/v2' } };
const BRANCH = { name: 'push', ref: 'refs/heads/v1', payload: { ref: 'refs/heads/v1' } };

test.concurrent.each([
  { what: 'the tag of the release', tags: undefined, event: RELEASE, expected: 'v1' },
  { what: 'the tag of the release, when the input is empty', tags: ' ', event: RELEASE, expected: 'v1' },
  { what: 'the tag of an edited release', tags: undefined, event: releaseThat('edited'), expected: 'v1' },
  { what: 'the pushed tag', tags: undefined, event: PUSHED_TAG, expected: 'v2' },
  { what: 'the tag of the input, not that of the release', tags: 'v2', event: RELEASE, expected: 'v2' },
])('sync-tags: copies $what', async ({ tags, event, expected }) => {
  const { run } = await runInCloud({ seed: SEED, with: { ...syncStep('', [EAST]), tags }, event });
  expect(verdictsOf(run)).toEqual([`${expected} → ${EAST}: copied`]);
  const notes = run.lines.filter((line) => line.includes('comes from the event')).map((line) => line.slice(0, 30));
  expect(notes).toEqual(tags === 'v2' ? [] : [`The tag ${expected} comes from the event `.slice(0, 30)]);
});

test.concurrent.each([
  { what: 'a push of a branch', event: BRANCH, says: '`tags` is required' },
  { what: 'workflow_dispatch', event: undefined, says: '`tags` is required' },
  {
    what: 'workflow_dispatch on a tag',
    event: { name: 'workflow_dispatch', ref: 'refs/tags/v1', payload: {} },
    says: '`tags` is required, because the event workflow_dispatch',
  },
  {
    what: 'the deletion of a tag',
    event: { name: 'delete', ref: 'refs/heads/main', payload: { ref: 'v1', ref_type: 'tag' } },
    says: '`tags` is required, because the event delete',
  },
  {
    what: 'a deleted release',
    event: releaseThat('deleted'),
    says: '`tags` is required, because the event release (deleted)',
  },
  {
    what: 'a release that is no longer published',
    event: releaseThat('unpublished'),
    says: '`tags` is required, because the event release (unpublished)',
  },
  {
    what: 'a release without an action',
    event: { ...RELEASE, payload: { release: { tag_name: 'v1', draft: false } } },
    says: '`tags` is required, because the event release (without an action) does not name one; pushed tags do, and releases that are published',
  },
  {
    what: 'an event that is a list',
    event: { ...RELEASE, payload: [] },
    says: 'because the event release (without an action)',
  },
  { what: 'a draft', event: releaseThat('created', true), says: 'the event release (created, draft)' },
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

const folder = mkdtempSync(join(tmpdir(), 'events-'));
afterAll(() => rmSync(folder, { recursive: true }));

function eventFile(name: string, text: string, bytes = text.length): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  truncateSync(path, bytes);
  return path;
}

function pipe(name: string): string {
  execFileSync('mkfifo', [join(folder, name)]);
  return join(folder, name);
}

const FILES: readonly (readonly [what: string, path: string, says: string])[] = [
  ['no JSON', eventFile('text', '{"release": {"tag_na'), 'which is not JSON,'],
  ['empty', eventFile('empty', ''), 'which is not JSON,'],
  ['a folder', folder, 'which is not a regular file,'],
  ['a pipe that nobody writes', pipe('pipe'), 'which is not a regular file,'],
  ['a device without an end', '/dev/zero', 'which is not a regular file,'],
  ['larger than GitHub makes any', eventFile('large', '{}', 25_000_001), 'which is larger than 25 MB,'],
  ['missing', join(folder, 'none'), 'which cannot be read (ENOENT),'],
];

test.concurrent.each(FILES)(
  'sync-tags: an event file that is %s is an input error without tags',
  async (_, path, says) => {
    const { run, requests } = await runInCloud({
      seed: SEED,
      with: { ...syncStep('', [EAST]), tags: undefined },
      event: RELEASE,
      env: { GITHUB_EVENT_PATH: path },
    });
    expect(conclusionOf(run)).toMatchObject({ exitCode: 1, kind: 'input' });
    expect(run.errors).toEqual([
      expect.stringContaining(
        `\`tags\` is required, because the event file that GITHUB_EVENT_PATH names, ${says} does not`,
      ),
    ]);
    expect(requests).toEqual([]);
  },
);

test.concurrent.each(FILES)('sync-tags: an event file that is %s is not read where tags are given', async (_, path) => {
  const { run } = await runInCloud({
    seed: SEED,
    with: syncStep('v1', [EAST]),
    event: RELEASE,
    env: { GITHUB_EVENT_PATH: path },
  });
  expect(verdictsOf(run)).toEqual([`v1 → ${EAST}: copied`]);
  expect(run.warnings).toEqual([]);
});
