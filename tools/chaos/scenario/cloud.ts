/** Random regions: their tags, jobs and images, and how each request to them turns out. */
import * as fc from 'fast-check';
import { digestOf } from '../../../emulator/digest.ts';
import { JOB_OUTCOMES, JOB_STATUSES } from '../../../emulator/state/sync-jobs.ts';
import { IMAGES, REPOSITORY, TAGS, TARGETS, TEAM } from './names.ts';
import { text } from './texts.ts';

/** The digests that tags have. */
export const digest = fc.constantFrom('a', 'b', 'c').map(digestOf);

/** The tags of the source. It has nine of ten, as otherwise most verdicts would be `missing`. */
export const sourceTags = sourceTagsOf(TAGS);

/** {@link sourceTags} with other names. */
export function sourceTagsOf(names: readonly string[]): fc.Arbitrary<Readonly<Record<string, string>>> {
  return fc
    .tuple(
      ...names.map((tag) =>
        fc.tuple(
          fc.integer({ min: 0, max: 9 }),
          digest.map((value) => [tag, value] as const),
        ),
      ),
    )
    .map((all) => Object.fromEntries(all.filter(([dice]) => dice > 0).map(([, entry]) => entry)));
}

const organizationsOf = (tags: fc.Arbitrary<Readonly<Record<string, string>>>) =>
  fc.oneof(
    { weight: 6, arbitrary: tags.map((all) => ({ [TEAM]: { [REPOSITORY]: all } })) },
    { weight: 2, arbitrary: fc.constant({ [TEAM]: {} }) },
    { weight: 1, arbitrary: fc.constant({}) },
  );

const status = fc.constantFrom('INIT', 'CREATING', 'ACTIVE', 'CREATE_FAILED', 'ERROR', 'DELETED');
const image = fc.record({
  status,
  on: fc.constantFrom('sync', 'start'),
  // Some images belong to the scenarios' repository and tags.
  name: fc.oneof(
    text.map((name) => name || 'training'),
    fc.constant(REPOSITORY),
  ),
  tag: fc.constantFrom('t0', ...TAGS),
  status_message: text,
  later: fc.array(fc.record({ after: fc.integer({ min: 0, max: 90 }), status, message: text }), { maxLength: 3 }),
});
const images = fc.array(image, { minLength: 0, maxLength: IMAGES.length }).map((all) =>
  all.map(({ later, ...rest }, index) => ({
    ...rest,
    id: IMAGES[index] ?? '',
    namespace: TEAM,
    timeline: untilDeleted(rest.status, later),
  })),
);

interface Stage {
  readonly after: number;
  readonly status: string;
}

/** Ends the timeline at DELETED: a deleted image does not return. */
function untilDeleted<T extends Stage>(first: string, later: readonly T[]): readonly T[] {
  const stages = first === 'DELETED' ? [] : later.toSorted((a, b) => a.after - b.after);
  const deletion = stages.findIndex(({ status: next }) => next === 'DELETED');
  return deletion === -1 ? stages : stages.slice(0, deletion + 1);
}

const outcome = fc.record(
  {
    tag: fc.constantFrom(...TAGS),
    target: fc.constantFrom(...TARGETS),
    outcome: fc.constantFrom(...JOB_OUTCOMES),
    seconds: fc.constantFrom(0, 1, 7, 60, 400),
    // Seconds from the end of the job until the target lists the tag: within the allowed time, or longer.
    lagSeconds: fc.constantFrom(0, 2, 15, 45, 200),
    times: fc.constantFrom(1, 2, 100),
  },
  { requiredKeys: ['outcome'] },
);
const pastJob = fc.record({
  namespace: fc.constant(TEAM),
  repository: fc.constant(REPOSITORY),
  tag: fc.constantFrom(...TAGS),
  remoteRegionId: fc.constantFrom(...TARGETS),
  remoteNamespace: fc.constant(TEAM),
  status: fc.constantFrom(...JOB_STATUSES),
  override: fc.boolean(),
  secondsAgo: fc.constantFrom(0, 600, 86_400),
});
const hss = fc.record(
  {
    synchronize: fc.oneof(
      fc.constantFrom<unknown>('ok', 'ok', 'gone-404', 'gone-410'),
      text.map((words) => ({ error_code: 1, error_description: words, status: 200 })),
    ),
    tasks: fc.boolean(),
    taskSeconds: fc.constantFrom(0, 3, 60),
    outcome: fc.constantFrom('success', 'partial', 'error', 'timeout', 'stopped', 'stuck', 'none'),
    failedReason: text,
    failedImages: fc.subarray([...TAGS]),
    imageLists: fc.constantFrom('both', 'both', 'older', 'newer', 'none'),
    imageNames: fc.constantFrom('without-organization', 'with-organization'),
    digests: fc.constantFrom(true, true, true, false),
    multiArch: fc.subarray([...TAGS], { maxLength: 2 }),
    imageListSeconds: fc.constantFrom(0, 0, 5, 100),
    taskListSeconds: fc.constantFrom(0, 0, 3, 15),
    beginTimes: fc.constantFrom('milliseconds', 'milliseconds', 'seconds', 'text', 'none'),
  },
  { requiredKeys: [] },
);

const settings = {
  syncSeconds: fc.constantFrom(0, 2, 30, 300),
  syncOutcomes: fc.array(outcome, { maxLength: 4 }),
  hideSyncJobs: fc.boolean(),
  jobs: fc.array(pastJob, { maxLength: 3 }),
  swrErrorShape: fc.constantFrom('array', 'errors', 'object'),
  swrNotFound: fc.constantFrom('404', '400'),
  swrEmptyList: fc.constantFrom('array', 'array', 'null', 'object', 'nothing'),
  tagPageSize: fc.constantFrom(1000, 1000, 2, 1),
  shiftingTagList: fc.boolean(),
  tagListTotal: fc.boolean(),
  images,
  imageNotFound: fc.constantFrom('400-6404', '400-6797', '404'),
  registerTimeline: fc.array(fc.record({ after: fc.integer({ min: 0, max: 90 }), status, message: text }), {
    maxLength: 3,
  }),
  deleteReply: fc.constantFrom('object', '204'),
  hss,
};

/** One region of the seed. */
export const region = regionOf(fc.dictionary(fc.constantFrom(...TAGS), digest, { noNullPrototype: true }));

/** A {@link region} with other tags. */
export function regionOf(tags: fc.Arbitrary<Readonly<Record<string, string>>>) {
  return fc.record({ organizations: organizationsOf(tags), ...settings });
}
