/** Copying tags to target regions: what `sync-tags` does and what `promote` begins with. */
import { COPY_TAGS, LOG_IN, type Permission, READ_ORGANIZATION, READ_TAGS, TAG_IMAGES } from '../cloud/permission.ts';
import { copyGroup } from '../copy/copy-group.ts';
import {
  type CopyGroup,
  type CopySpec,
  describeCopy,
  describeRepository,
  groupCopies,
  inPlace,
  isRenamed,
} from '../copy/copy-spec.ts';
import type { CopySource } from '../copy/copy-work.ts';
import { giveName } from '../copy/give-name.ts';
import { createSources } from '../copy/source.ts';
import type { Item } from '../engine/item.ts';
import type { Step, StepContext } from '../engine/step.ts';
import type { RunOptions } from '../inputs/settings.ts';
import { type CopyInputs, policyOf } from './copy-inputs.ts';
import type { Services } from './operation.ts';

/** The operation that the items of copies belong to, in `promote` as well. */
export const SYNC_TAGS = 'sync-tags';

/** The operation that the items of new names belong to, in every operation. */
export const RETAG = 'retag';

/** The copies into one target, their items and the step that makes them. */
export interface CopiesOfRegion extends CopyGroup {
  readonly items: ReadonlyMap<CopySpec, Item>;
  readonly step: Step<Services>;
  /** The source of the copies in this run. */
  sourceIn(context: StepContext<Services>): CopySource;
}

/** One copy a target and tag, target by target. */
export function planCopies({
  source,
  tags,
  targets,
  replacing,
}: Pick<CopyInputs, 'source' | 'tags' | 'targets' | 'replacing'>): readonly CopySpec[] {
  return targets.flatMap((target) =>
    tags.map(({ source: tag, digest, target: name }) => ({
      source: { ...source, tag, ...(digest === undefined ? {} : { digest }) },
      target: { ...target, tag: name },
      ...policyOf(name, replacing),
    })),
  );
}

/** What copying needs in the source and in the targets. */
export function copyPermissions(copies: readonly CopySpec[]): readonly Permission[] {
  const groups = groupCopies(copies);
  const sources = Map.groupBy(groups, ({ source }) => describeRepository(source));
  const targets = Map.groupBy(groups, ({ target }) => describeRepository(target));
  const ofSources = [...sources].flatMap(([repository, [first]]): readonly Permission[] =>
    first === undefined
      ? []
      : [
          {
            actions: [...READ_TAGS, ...COPY_TAGS, ...(copies.some(isRenamed) ? TAG_IMAGES : [])],
            regions: [first.source.region],
            repository,
          },
          { actions: LOG_IN, regions: [first.source.region] },
        ],
  );
  const ofTargets = [...targets].map(([repository, members]) => ({
    actions: [...READ_TAGS, 'swr:repo:upload', ...(copies.some(({ backup }) => backup) ? TAG_IMAGES : [])],
    regions: members.map(({ target }) => target.region),
    repository,
  }));
  const regions = [...new Set(groups.map(({ target }) => target.region))];
  return [...ofSources, ...ofTargets, { actions: READ_ORGANIZATION, regions }];
}

/** The steps of copies. */
export interface CopySteps {
  /** Give the new names in the source repository. */
  readonly naming: readonly Step<Services>[];
  /** The copies, grouped by target. They share what the run learns about their source. */
  readonly regions: readonly CopiesOfRegion[];
}

/**
 * The steps of a plan's copies.
 * @param names what their new names must have in the source, by name
 */
export function copySteps(
  copies: readonly CopySpec[],
  options: RunOptions,
  names?: ReadonlyMap<string, string>,
): CopySteps {
  const sourceOf = createSources(copies);
  const naming = inPlace(copies, names).map((spec): Step<Services> => {
    const item = namingItem(spec);
    return {
      title: `give ${describeRepository(spec.source)} in ${spec.source.region} new names: ${describeCopy(spec)}`,
      items: [item],
      run: (context) => giveName(spec, item, sourceOf(spec.source, context), context, options),
    };
  });
  const regions = groupCopies(copies).map((group): CopiesOfRegion => {
    const { source, target } = group;
    const items = new Map(group.copies.map((copy) => [copy, itemOf(copy)]));
    const sourceIn = (context: StepContext<Services>): CopySource => sourceOf(source, context);
    const step: Step<Services> = {
      title: titleOf(group),
      items: [...items.values()],
      run: (context) => copyGroup({ source: sourceIn(context), target, items, ...options }, context),
    };
    return { ...group, items, step, sourceIn };
  });
  return { naming, regions };
}

function itemOf({ source, target: { region, namespace, repository, tag } }: CopySpec): Item {
  const sourceTag = source.tag === tag ? {} : { sourceTag: source.tag };
  return { operation: SYNC_TAGS, region, namespace, repository, subject: tag, tag, ...sourceTag };
}

/** The item of a new name. */
export function namingItem(spec: CopySpec): Item {
  const { region, tag } = spec.target;
  return { ...itemOf(spec), operation: RETAG, label: `${tag} in ${region}` };
}

function titleOf({ source, target, copies }: CopyGroup): string {
  const tags = copies.map(describeCopy);
  return (
    `copy ${tags.length} ${tags.length === 1 ? 'tag' : 'tags'} of ${describeRepository(source)} ` +
    `from ${source.region} to ${describeRepository(target)} in ${target.region}${describePolicies(copies)}: ${tags.join(', ')}`
  );
}

/** What may be replaced, as an addition to the title of a step. */
export function describePolicies(copies: readonly CopySpec[]): string {
  const moving = copies.filter(({ policy }) => policy === 'forward').map(({ target }) => target.tag);
  return [
    copies.some(({ policy }) => policy === 'replace') ? ', replacing what differs' : '',
    moving.length === 0 ? '' : `, moving ${moving.join(', ')} forward only`,
    copies.some(({ backup }) => backup) ? ', keeping what is replaced' : '',
  ].join('');
}
