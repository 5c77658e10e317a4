/** The inputs of copying: what is to be copied, from where to where. */
import type { CopySpec, RepositoryRef } from '../copy/copy-spec.ts';
import type { InputReader } from '../inputs/reader.ts';
import { plainEntry, readSource } from '../inputs/reference.ts';
import type { Rule } from '../inputs/rule.ts';
import { ORGANIZATION, PROJECT, REGION, REPOSITORY, TAG } from '../inputs/rules.ts';
import { readRunOptions, readSettings, type RunOptions } from '../inputs/settings.ts';
import type { TagEntry } from '../inputs/tag-entries.ts';
import type { Event, OperationInputs } from './operation.ts';

/** What copying reads. */
export interface CopyInputs extends OperationInputs {
  readonly source: RepositoryRef;
  readonly tags: readonly TagEntry[];
  readonly targets: readonly RepositoryRef[];
  readonly replacing: Replacing;
}

/** What happens to tags that have another digest in the target. */
export interface Replacing {
  readonly override: boolean;
  /** The targets that may only move forward. */
  readonly moving: readonly string[];
  /** Whether what they have is kept first. */
  readonly backup: boolean;
}

/** The part of a copy that says what happens to its target. */
export function policyOf(tag: string, { override, moving, backup }: Replacing): Pick<CopySpec, 'policy' | 'backup'> {
  return { policy: moving.includes(tag) ? 'forward' : override ? 'replace' : 'refuse', backup };
}

/** Reads what happens to tags that have another digest in the target. `tags`: those of the operation. */
export function readReplacing(
  reader: InputReader,
  tags: readonly TagEntry[],
  { wait }: Pick<RunOptions, 'wait'>,
): Replacing {
  const moving = reader.list('moving-tags', TAG);
  const backup = reader.flag('backup');
  const targets = tags.map(({ target }) => target);
  for (const name of moving) {
    if (targets.includes(name) || !TAG.pattern.test(name)) continue;
    const rule = `must name targets of tags only${targets.length === 0 ? '' : ` (${targets.slice(0, 10).join(', ')})`}`;
    reader.addError('moving-tags', `${rule}: write SOURCE => ${name} in tags`, name);
  }
  const reason = 'because what a tag has in the target must be read before it is replaced';
  if (!wait && moving.length > 0) reader.addError('wait', `must be true with moving-tags, ${reason}`, 'false');
  if (!wait && backup) reader.addError('wait', `must be true with backup, ${reason}`, 'false');
  return { override: reader.flag('override'), moving, backup };
}

/** What every operation on tags reads. */
export interface TagInputs extends Pick<CopyInputs, 'settings' | 'options' | 'source' | 'tags'> {
  /** Whether the input `region` or a reference names the region. */
  readonly isReferred: boolean;
}

/** Reads a repository and tags of it. `projects` and `severalRegions`: as for {@link readSettings}. */
export function readSourceInputs(
  reader: InputReader,
  projects?: ReadonlyMap<string, string>,
  severalRegions?: boolean,
): TagInputs {
  const given = readSource(reader);
  const settings = readSettings(reader, projects, given.region, severalRegions);
  const options = readRunOptions(reader);
  const namespace = readName(reader, 'namespace', ORGANIZATION, given.namespace);
  const repository = readName(reader, 'repository', REPOSITORY, given.repository);
  const source = { region: settings.region, namespace, repository };
  return { settings, options, source, isReferred: given.region !== '', tags: given.tags };
}

/** Reads what is to be copied, from where to where. */
export function readCopyInputs(reader: InputReader, event: Event): CopyInputs {
  const projects = readTargetProjects(reader);
  const given = readSourceInputs(reader, projects);
  const { settings, options, source } = given;
  const { namespace, repository } = source;
  const { tags, origin } = given.tags.length > 0 ? { tags: given.tags, origin: [] } : readEventTags(reader, event);
  const regions = reader.requiredList('target-regions', REGION);
  const targetNamespace = reader.text('target-namespace', ORGANIZATION) || namespace;
  const replacing = readReplacing(reader, tags, options);
  checkNoTarget(reader, regions, settings.region, given.isReferred);
  const targets = regions.map((region) => ({ region, namespace: targetNamespace, repository }));
  return {
    settings,
    options,
    notes: [...origin, ...notesOnProjects(projects, regions, 'target-regions')],
    source,
    tags,
    targets,
    replacing,
  };
}

/** The source region is an input error as a target. `isReferred` says that a reference names it. */
export function checkNoTarget(
  reader: InputReader,
  regions: readonly string[],
  source: string,
  isReferred: boolean,
): void {
  if (!regions.includes(source)) return;
  const wayOut =
    'SWR synchronizes between regions only: push the image to the other organization, or copy it with docker';
  const where = reader.isGiven('region') || isReferred ? '' : ', which HUAWEI_CLOUD_REGION names';
  reader.addError('target-regions', `must not hold the source region${where} (${wayOut})`, source);
}

/** A part of the source: as the input gives it, or as a reference names it. */
export function readName(reader: InputReader, name: 'namespace' | 'repository', rule: Rule, value: string): string {
  if (value === '') reader.addError(name, 'is required', '');
  else reader.checkValue(name, value, rule);
  return value;
}

/** The tag that started the workflow, and a note on it. */
export function readEventTags(
  reader: InputReader,
  event: Event,
): { readonly tags: readonly TagEntry[]; readonly origin: readonly string[] } {
  const none = { tags: [], origin: [] };
  // Malformed, which is an error already.
  if (reader.isGiven('tags')) return none;
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
  return { tags: [plainEntry(tag)], origin: [`The tag ${tag} comes from ${cause}, because the input tags is empty.`] };
}

/** Project ids by region, from lines of `region=project-id`. */
export function readTargetProjects(reader: InputReader): ReadonlyMap<string, string> {
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

/** Neither errors nor warnings: a matrix may give all projects to each of its jobs. `where`: what names the regions. */
export function notesOnProjects(
  projects: ReadonlyMap<string, string>,
  regions: readonly string[],
  where: string,
): readonly string[] {
  return [...projects.keys()]
    .filter((region) => !regions.includes(region))
    .map((region) => `target-project-ids names ${region}, which is not in ${where}.`);
}
