/**
 * Random stories: several runs on one cloud, which hand plans and reports to each other. A run copies under new names, with
 * pins, moving tags and backups; others apply its plan, verify, examine, and undo it; tags are pushed in between.
 */
import * as fc from 'fast-check';
import { digest, regionOf, sourceTagsOf } from './cloud.ts';
import { REPOSITORY, STORY_TAGS, TARGETS, TEAM } from './names.ts';
import {
  few,
  partsOf,
  pushOf,
  type Raw,
  type RunPlan,
  type Scenario,
  scenarioOf,
  stopAtMs,
  timedPushOf,
} from './scenario.ts';
import { accessKey, settings } from './workflow.ts';

const PLACE = { namespace: TEAM, repository: REPOSITORY } as const;
const NAMES = ['v1.2.0', 'stable', 'latest', 'v1'] as const;

/** Backups of other runs: one that keeps what it says, and one that shows something else. */
const backups = fc.subarray([...NAMES, ...STORY_TAGS], { maxLength: 2 }).chain((tags) =>
  fc.tuple(...tags.map(() => fc.tuple(digest, digest))).map((digests) =>
    Object.fromEntries(
      tags.flatMap((tag, index) => {
        const [kept = '', shown = ''] = digests[index] ?? [];
        return [[`backup-${kept.slice(7, 23)}-${tag}`, shown]];
      }),
    ),
  ),
);
const targetTags = fc
  .tuple(fc.dictionary(fc.constantFrom(...STORY_TAGS, ...NAMES), digest, { noNullPrototype: true }), backups)
  .map(([tags, kept]) => ({ ...kept, ...tags }));

const pin = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: digest.map((value) => `@${value}`) },
);

interface Entry {
  readonly source: string;
  readonly target: string;
  readonly pin: string;
}

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.tuple(fc.constantFrom(...STORY_TAGS), pin).map(([tag, pinned]) => ({ source: tag, target: tag, pin: pinned })),
  fc
    .tuple(fc.constantFrom(...STORY_TAGS), fc.constantFrom(...NAMES), pin)
    .map(([source, target, pinned]) => ({ source, target, pin: pinned })),
);

/** Without those that are input errors: a name that is given must not be what another entry copies from. */
const entriesOf = (isRetag: boolean) =>
  fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ({ target }) => target }).map((all) => {
    const renamed = all.map((each) => (isRetag && each.source === each.target ? { ...each, target: 'stable' } : each));
    const unique = [...new Map(renamed.map((each) => [each.target, each])).values()];
    const sources = new Set(unique.map(({ source }) => source));
    const valid = unique.filter(({ source, target }) => source === target || !sources.has(target));
    return valid.length > 0 ? valid : [{ source: 'sha-1', target: 'stable', pin: '' }];
  });

const describe = (entries: readonly Entry[]): string =>
  entries
    .map(({ source, target, pin: pinned }) =>
      source === target ? `${source}${pinned}` : `${source}${pinned} => ${target}`,
    )
    .join('\n');

const regions = fc.subarray([...TARGETS], { minLength: 1 }).map((all) => all.join(','));

const replacing = {
  override: fc.constantFrom('true', 'false'),
  backup: fc.constantFrom('true', 'true', 'false'),
  isMoving: fc.boolean(),
};

/** The inputs of a run that copies or names tags. */
const change = fc
  .constantFrom('sync-tags', 'sync-tags', 'promote', 'retag')
  .chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      entries: entriesOf(operation === 'retag'),
      regions,
      modelarts: fc.constantFrom('skip', 'skip', 'refresh', 'register'),
      hss: fc.constantFrom('true', 'false', 'false'),
      ...replacing,
    }),
  )
  .map(({ operation, entries, regions: targets, modelarts, hss, override, backup, isMoving }) => ({
    operation,
    ...PLACE,
    tags: describe(entries),
    override,
    backup,
    'moving-tags': isMoving
      ? entries
          .map(({ target }) => target)
          .filter((tag) => /^(latest|v1|stable)$/.test(tag))
          .join(',')
      : '',
    ...(operation === 'retag' ? {} : { 'target-regions': targets }),
    ...(operation === 'promote' ? { modelarts, hss } : {}),
  }));

const verification = fc.record({ entries: entriesOf(false), regions }).map(({ entries, regions: targets }) => ({
  operation: 'verify-tags',
  ...PLACE,
  tags: describe(entries),
  'target-regions': targets,
}));
const examination = regions.map((targets) => ({
  operation: 'doctor',
  ...PLACE,
  tags: 'sha-1,v1.0.0',
  'target-regions': targets,
}));

type Later = Pick<RunPlan, 'inputs' | 'takes'>;

/** What follows the first run, which has made a plan or changed something. */
const later = (isPlan: boolean): fc.Arbitrary<Later> =>
  fc.oneof(
    { weight: isPlan ? 6 : 0, arbitrary: fc.constant({ inputs: { operation: 'apply' }, takes: 'plan' }) },
    { weight: isPlan ? 2 : 0, arbitrary: fc.constant({ inputs: { operation: 'verify-tags' }, takes: 'plan' }) },
    { weight: 6, arbitrary: fc.constant({ inputs: { operation: 'rollback', ...PLACE }, takes: 'report' }) },
    { weight: 2, arbitrary: change.map((inputs) => ({ inputs })) },
    { weight: 1, arbitrary: verification.map((inputs) => ({ inputs })) },
    { weight: 1, arbitrary: examination.map((inputs) => ({ inputs })) },
  );

const pushes = few(pushOf([...STORY_TAGS, ...NAMES]), 2);

const story = fc.boolean().chain((isPlan) =>
  fc
    .record({
      first: fc.oneof(
        { weight: 8, arbitrary: change.map((inputs) => ({ ...inputs, 'dry-run': String(isPlan) })) },
        { weight: 1, arbitrary: verification },
        { weight: 1, arbitrary: examination },
      ),
      stopAtMs,
      rest: fc.array(fc.tuple(later(isPlan), pushes, stopAtMs, fc.constantFrom('false', 'false', 'false', 'true')), {
        minLength: isPlan ? 1 : 0,
        maxLength: 3,
      }),
    })
    .map(({ first, stopAtMs: stop, rest }): readonly RunPlan[] => [
      { begins: 'after', stopAtMs: isPlan ? undefined : stop, inputs: { 'dry-run': 'false', ...first } },
      ...rest.map(([run, pushed, moment, dryRun]): RunPlan => ({
        begins: 'after',
        stopAtMs: moment,
        ...run,
        inputs: { 'dry-run': isDryRunnable(run.inputs) ? dryRun : 'false', ...run.inputs },
        pushes: pushed,
      })),
    ]),
);

/** What reads alone has no dry run. */
function isDryRunnable(inputs: RunPlan['inputs']): boolean {
  return !/^(verify-tags|doctor)$/.test(inputs?.['operation'] ?? '');
}

const raw = fc.record({
  ...partsOf(sourceTagsOf(STORY_TAGS), regionOf(targetTags), fc.constant({ wait: 'true', 'dry-run': 'false' })),
  settings: settings.map((all) => ({ ...all, wait: 'true' })),
  pushes: few(timedPushOf([...STORY_TAGS, ...NAMES]), 5),
  runs: story,
});

/** In half of the stories nothing fails but what the inputs and the tags make fail, so that most of their runs do something. */
const calm = fc.tuple(raw, targetTags, targetTags, targetTags).map(([all, ...tags]): Raw => {
  const [home, ...targets] = all.regions.map(({ syncSeconds, tagPageSize, hss }) => ({
    syncSeconds: Math.min(syncSeconds, 30),
    tagPageSize,
    hss: { ...hss, outcome: 'success', synchronize: 'ok', imageLists: 'both', failedImages: [] },
  }));
  return {
    ...all,
    regions: [
      { ...home },
      ...targets.map((target, index) => ({
        ...target,
        organizations: { [TEAM]: { [REPOSITORY]: tags[index] ?? {} } },
      })),
    ],
    lostProject: undefined,
    clockSkewSeconds: 0,
    rateLimits: undefined,
    rules: [],
    signIn: accessKey,
    settings: { ...all.settings, timeout: '10m' },
    pushes: [],
  };
});

/** Stories for virtual time. Every run waits, because what most of them do reads the targets. */
export const stories: fc.Arbitrary<Scenario> = fc.oneof(raw, calm).map((all) => scenarioOf(all));
