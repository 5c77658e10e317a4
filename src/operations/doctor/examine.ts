/** Adds all checks, in the order in which they are shown, and has them settled. */
import type { Endpoint } from '../../access.ts';
import type { Service } from '../../cloud/endpoints.ts';
import type { RepositoryRef } from '../../copy/copy-spec.ts';
import type { TagSnapshot } from '../../copy/digest-reader.ts';
import type { StepContext } from '../../engine/step.ts';
import type { Services } from '../operation.ts';
import { createSynchronizationCheck, examineJobs, examineQuotas } from './account.ts';
import { createExamination, type Examination } from './examination.ts';
import { openRegion, reach, type RegionWay } from './region.ts';
import { examineRepository } from './repository.ts';
import { addRunnerChecks, addSignIn } from './runner.ts';
import { examineHss, examineModelArts } from './stages.ts';
import { judgeSourceTags, judgeTargetTags, type WantedTag } from './tags.ts';
import { addCopyWrites, addNameWrites, addStageWrites, addTargetWrites } from './writes.ts';

/** What is examined: JSON-serialisable. Names are empty where the inputs give none. */
export interface DoctorPlan {
  readonly source: RepositoryRef;
  readonly tags: readonly WantedTag[];
  /** Whether the inputs name the tags, and not the event that started the workflow. */
  readonly areTagsGiven: boolean;
  readonly targets: readonly RepositoryRef[];
}

/** Settles every check, unless it is cut off. Never rejects because of the cloud. */
export async function examine(plan: DoctorPlan, context: StepContext<Services>): Promise<void> {
  const { source, targets } = plan;
  const { access } = context.services;
  const examination = createExamination(context);
  const regions = [source.region, ...targets.map(({ region }) => region)];
  const forSignIn = access.signInEndpoints(regions);
  const servicesOf = new Map(regions.map((region) => [region, servicesIn(region, plan)]));
  const runner = addRunnerChecks(examination, [...forSignIn, ...endpointsOf(servicesOf)]);
  const signIns = access.signIns(regions).map((signIn) => ({ signIn, check: addSignIn(examination, signIn) }));
  const reached = forSignIn.map((endpoint) => {
    const isNeeded = endpoint.service === 'iam';
    return { isNeeded, blocker: reach(examination, runner, endpoint, { isNeeded }) };
  });
  const iamBlocker = reached.find(({ isNeeded }) => isNeeded)?.blocker ?? Promise.resolve(undefined);
  const open = (region: string): RegionWay => {
    const signIn = signIns.find((each) => each.signIn.regions.includes(region))?.check;
    if (signIn === undefined) throw new Error(`no credential is for ${region}`);
    return openRegion(examination, {
      region,
      services: servicesOf.get(region) ?? new Map(),
      signIn,
      runner,
      iamBlocker,
    });
  };

  const ofSource = examineSource(examination, open(source.region), plan);
  const synchronizes = createSynchronizationCheck(examination, ofSource.way);
  const ofTargets = targets.map((target) =>
    examineTarget(examination, open(target.region), target, plan, { synchronizes, inSource: ofSource.tags }),
  );
  await Promise.all([ofSource.done, ...ofTargets]);
  runner.conclude();
  for (const { check } of signIns) check.conclude();
}

/** The services of a region, and whether the inputs need each. ModelArts and HSS are those of the targets, if there are any. */
function servicesIn(region: string, { source, targets }: DoctorPlan): ReadonlyMap<Service, boolean> {
  const isCopied = source.namespace !== '' || targets.length > 0;
  const hasStages = targets.length === 0 || region !== source.region;
  return new Map<Service, boolean>([
    ['swr-api', isCopied],
    ...(hasStages ? ([['modelarts', false], ['hss', false]] as const) : []), // prettier-ignore
  ]);
}

function endpointsOf(services: ReadonlyMap<string, ReadonlyMap<Service, boolean>>): readonly Endpoint[] {
  return [...services].flatMap(([region, ofRegion]) => [...ofRegion.keys()].map((service) => ({ service, region })));
}

/** Adds the checks of the source, all of them at once. */
function examineSource(examination: Examination, way: RegionWay, { source, tags, areTagsGiven, targets }: DoctorPlan) {
  const { region, repository } = source;
  const found = examineRepository(examination, way, {
    place: source,
    tags: [...new Set(tags.map((tag) => tag.source))],
    role: 'source',
    areTagsNeeded: areTagsGiven,
    judgeTags: (snapshot) => judgeSourceTags(source, tags, snapshot),
  });
  const others = [
    ...(repository === '' ? [] : [examineJobs(examination, way, source)]),
    examineQuotas(examination, way, source, found.total),
    ...(targets.length > 0 ? [] : [examineStages(examination, way, source)]),
  ];
  if (repository !== '') addCopyWrites(examination, region);
  if (tags.some((tag) => tag.source !== tag.target)) addNameWrites(examination, region);
  if (targets.length === 0) addStageWrites(examination, region);
  return { way, tags: found.tags, done: Promise.all([found.tags, ...others]) };
}

/** What a target is compared with. */
interface OfSource {
  readonly synchronizes: ReturnType<typeof createSynchronizationCheck>;
  readonly inSource: Promise<TagSnapshot | undefined>;
}

async function examineTarget(
  examination: Examination,
  way: RegionWay,
  target: RepositoryRef,
  { tags }: DoctorPlan,
  { synchronizes, inSource }: OfSource,
): Promise<void> {
  const found = examineRepository(examination, way, {
    place: target,
    tags: tags.map((tag) => tag.target),
    role: 'target',
    areTagsNeeded: false,
    judgeTags: async (snapshot) => judgeTargetTags(tags, await inSource, snapshot),
  });
  const others = [
    synchronizes(target.region),
    examineQuotas(examination, way, target, found.total),
    examineStages(examination, way, target),
  ];
  addTargetWrites(examination, target.region);
  addStageWrites(examination, target.region);
  await Promise.all([found.tags, ...others]);
}

async function examineStages(examination: Examination, way: RegionWay, place: RepositoryRef): Promise<void> {
  await Promise.all([examineModelArts(examination, way, place), examineHss(examination, way, place)]);
}
