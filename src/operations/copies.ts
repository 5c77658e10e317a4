/** Copying tags to target regions: what `sync-tags` does and what `promote` begins with. */
import { COPY_TAGS, LOG_IN, type Permission, READ_TAGS } from '../cloud/permission.ts';
import { copyGroup } from '../copy/copy-group.ts';
import {
  type CopyGroup,
  type CopySpec,
  describeRepository,
  groupCopies,
  type RepositoryRef,
} from '../copy/copy-spec.ts';
import type { CopySource } from '../copy/copy-work.ts';
import { createSources } from '../copy/source.ts';
import type { Item } from '../engine/item.ts';
import type { Step, StepContext } from '../engine/step.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ORGANIZATION, PROJECT, REGION, REGION_PROJECT, REPOSITORY, TAG } from '../inputs/rules.ts';
import { readRunOptions, readSettings, type RunOptions } from '../inputs/settings.ts';
import type { Event, OperationInputs, Services } from './operation.ts';

/** The operation that the items of copies belong to, in `promote` as well. */
export const SYNC_TAGS = 'sync-tags';

/** What copying reads. */
export interface CopyInputs extends OperationInputs {
  readonly source: RepositoryRef;
  readonly tags: readonly string[];
  readonly targets: readonly RepositoryRef[];
  readonly override: boolean;
}

/** The copies into one target, their items and the step that makes them. */
export interface CopiesOfRegion extends CopyGroup {
  readonly items: ReadonlyMap<CopySpec, Item>;
  readonly step: Step<Services>;
  /** The source of the copies in this run. */
  sourceIn(context: StepContext<Services>): CopySource;
}

/** Reads what is to be copied, from where to where. */
export function readCopyInputs(reader: InputReader, event: Event): CopyInputs {
  const projects = readTargetProjects(reader);
  const settings = readSettings(reader, projects);
  const options = readRunOptions(reader);
  const namespace = reader.required('namespace', ORGANIZATION);
  const repository = reader.required('repository', REPOSITORY);
  const tags = readTags(reader, event);
  const regions = reader.requiredList('target-regions', REGION);
  const targetNamespace = reader.text('target-namespace', ORGANIZATION) || namespace;
  const override = reader.flag('override');
  if (targetNamespace === namespace && regions.includes(settings.region)) {
    reader.addError(
      'target-regions',
      'must not hold the source region, unless target-namespace differs',
      settings.region,
    );
  }
  // Neither an error nor a warning: a matrix may give all of them to each of its jobs.
  const notes = [...projects.keys()]
    .filter((region) => !regions.includes(region))
    .map((region) => `target-project-ids names ${region}, which is not in target-regions.`);
  const source = { region: settings.region, namespace, repository };
  const targets = regions.map((region) => ({ region, namespace: targetNamespace, repository }));
  return { settings, options, notes, source, tags, targets, override };
}

/** One copy a target and tag, target by target. */
export function planCopies({ source, tags, targets, override }: CopyInputs): readonly CopySpec[] {
  return targets.flatMap((target) =>
    tags.map((tag) => ({
      source: { ...source, tag },
      target: { ...target, tag },
      policy: override ? 'replace' : 'refuse',
      backup: false,
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
          { actions: [...READ_TAGS, ...COPY_TAGS], regions: [first.source.region], repository },
          { actions: LOG_IN, regions: [first.source.region] },
        ],
  );
  const ofTargets = [...targets].map(([repository, members]) => ({
    actions: [...READ_TAGS, 'swr:repo:upload'],
    regions: members.map(({ target }) => target.region),
    repository,
  }));
  return [...ofSources, ...ofTargets];
}

/** The copies of a plan, grouped by target. They share what the run learns about their source. */
export function copyRegions(copies: readonly CopySpec[], options: RunOptions): readonly CopiesOfRegion[] {
  const sourceOf = createSources(copies);
  return groupCopies(copies).map((group) => {
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
}

function itemOf({ target: { region, namespace, repository, tag } }: CopySpec): Item {
  return { operation: SYNC_TAGS, region, namespace, repository, subject: tag, tag };
}

function titleOf({ source, target, policy, copies }: CopyGroup): string {
  const tags = copies.map((copy) => copy.target.tag);
  return (
    `copy ${tags.length} ${tags.length === 1 ? 'tag' : 'tags'} of ${describeRepository(source)} ` +
    `from ${source.region} to ${describeRepository(target)} in ${target.region}` +
    `${policy === 'replace' ? ', replacing what differs' : ''}: ${tags.join(', ')}`
  );
}

/** The given tags, or the one that started the workflow. */
function readTags(reader: InputReader, event: Event): readonly string[] {
  const tags = reader.list('tags', TAG);
  if (tags.length > 0) return tags;
  const tag = event.releaseTag();
  if (tag === undefined) {
    reader.addError('tags', 'is required when the workflow was not started by a release or a pushed tag', '');
    return [];
  }
  if (!TAG.pattern.test(tag)) {
    reader.addError('tags', `is not given, and the git tag that started the workflow must be ${TAG.description}`, tag);
  }
  return [tag];
}

/** Project ids by region, from lines of `region=project-id`. */
function readTargetProjects(reader: InputReader): ReadonlyMap<string, string> {
  const projects = new Map<string, string>();
  for (const entry of reader.list('target-project-ids', REGION_PROJECT)) {
    const [region = '', project = ''] = entry.split('=').map((part) => part.trim());
    const earlier = projects.get(region);
    if (earlier !== undefined && earlier !== project)
      reader.addError('target-project-ids', `names two projects for ${region}`, entry);
    if (REGION.pattern.test(region) && PROJECT.pattern.test(project)) projects.set(region, project);
  }
  return projects;
}
