/** Copying tags to target regions: what `sync-tags` does and what `promote` begins with. */
import { COPY_TAGS, LOG_IN, type Permission, READ_ORGANIZATION, READ_TAGS } from '../cloud/permission.ts';
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
import type { Rule } from '../inputs/rule.ts';
import { readSource } from '../inputs/reference.ts';
import { ORGANIZATION, PROJECT, REGION, REPOSITORY, TAG } from '../inputs/rules.ts';
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
  const given = readSource(reader);
  const settings = readSettings(reader, projects, given.region);
  const options = readRunOptions(reader);
  const namespace = readName(reader, 'namespace', ORGANIZATION, given.namespace);
  const repository = readName(reader, 'repository', REPOSITORY, given.repository);
  const { tags, origin } = given.tags.length > 0 ? { tags: given.tags, origin: [] } : readEventTags(reader, event);
  const regions = reader.requiredList('target-regions', REGION);
  const targetNamespace = reader.text('target-namespace', ORGANIZATION) || namespace;
  const override = reader.flag('override');
  if (regions.includes(settings.region)) {
    const wayOut =
      'SWR synchronizes between regions only: push the image to the other organization, or copy it with docker';
    const where = reader.isGiven('region') || given.region !== '' ? '' : ', which HUAWEI_CLOUD_REGION names';
    reader.addError('target-regions', `must not hold the source region${where} (${wayOut})`, settings.region);
  }
  // Neither an error nor a warning: a matrix may give all of them to each of its jobs.
  const strayProjects = [...projects.keys()]
    .filter((region) => !regions.includes(region))
    .map((region) => `target-project-ids names ${region}, which is not in target-regions.`);
  const source = { region: settings.region, namespace, repository };
  const targets = regions.map((region) => ({ region, namespace: targetNamespace, repository }));
  return { settings, options, notes: [...origin, ...strayProjects], source, tags, targets, override };
}

/** One copy a target and tag, target by target. */
export function planCopies({ source, tags, targets, override }: CopyInputs): readonly CopySpec[] {
  return targets.flatMap((target) =>
    tags.map((tag) => ({
      source: { ...source, tag },
      target: { ...target, tag },
      policy: override ? 'replace' : 'refuse',
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
  const regions = [...new Set(groups.map(({ target }) => target.region))];
  return [...ofSources, ...ofTargets, { actions: READ_ORGANIZATION, regions }];
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

/** A part of the source: as the input gives it, or as a reference names it. */
function readName(reader: InputReader, name: 'namespace' | 'repository', rule: Rule, value: string): string {
  if (value === '') reader.addError(name, 'is required', '');
  else reader.checkValue(name, value, rule);
  return value;
}

/** The tag that started the workflow, and a note on it. */
function readEventTags(
  reader: InputReader,
  event: Event,
): { readonly tags: readonly string[]; readonly origin: readonly string[] } {
  const none = { tags: [], origin: [] };
  if (reader.isGiven('tags')) {
    // Whoever gives an empty list, such as the output of another step, does not mean the tag of the release.
    const text = reader.text('tags');
    if (/^[\s,[\]"'-]*$/.test(text)) reader.addError('tags', 'must have at least one entry, or not be given', text);
    return none;
  }
  const { tag, event: cause } = event.eventTag();
  if (tag === undefined) {
    const rule =
      `is required, because ${cause} does not name one; pushed tags do, and releases that are ` +
      'published, released, prereleased, created or edited';
    reader.addError('tags', rule, '');
    return none;
  }
  if (!TAG.pattern.test(tag)) {
    reader.addError('tags', `is not given, and the git tag that started the workflow must be ${TAG.description}`, tag);
  }
  return { tags: [tag], origin: [`The tag ${tag} comes from ${cause}, because the input tags is empty.`] };
}

/** Project ids by region, from lines of `region=project-id`. */
function readTargetProjects(reader: InputReader): ReadonlyMap<string, string> {
  const projects = new Map<string, string>();
  for (const entry of reader.list('target-project-ids')) {
    const [, region = '', project = ''] = /^([^=]*)=(.*)$/s.exec(entry) ?? [];
    const names = [region.trim(), project.trim()] as const;
    if (names.includes('')) {
      reader.addError('target-project-ids', 'must have entries that are each region=project-id', entry);
      continue;
    }
    reader.checkValue('target-project-ids', names[0], REGION, true);
    reader.checkValue('target-project-ids', names[1], PROJECT, true);
    if ((projects.get(names[0]) ?? names[1]) !== names[1])
      reader.addError('target-project-ids', `names two projects for ${names[0]}`, entry);
    projects.set(...names);
  }
  return projects;
}
