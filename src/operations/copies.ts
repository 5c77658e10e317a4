/** The inputs of a copy, and its routes: what `sync-tags` is, and what `promote` begins with. */
import { COPY_TAGS, LOG_IN, type Permission, READ_TAGS } from '../cloud/permission.ts';
import type { InputReader } from '../inputs/reader.ts';
import { ORGANIZATION, PROJECT, REGION, REGION_PROJECT, REPOSITORY, TAG } from '../inputs/rules.ts';
import { readSettings, readWaiting, type Settings, type Waiting } from '../inputs/settings.ts';
import type { Item } from '../engine/item.ts';
import { createRhythm } from '../engine/poll.ts';
import type { Step } from '../engine/step.ts';
import type { Planning } from './operation.ts';
import { createJobFeed } from '../copy/by-sync/job-tracker.ts';
import type { Route } from '../copy/route.ts';
import { runRoute } from '../copy/run-route.ts';
import { createSource } from '../copy/source.ts';

export const SYNC_TAGS = 'sync-tags';

export interface Copies {
  readonly settings: Settings;
  readonly waiting: Waiting;
  readonly routes: readonly Route[];
  /** One a route, in their order. */
  readonly steps: readonly Step[];
  readonly permissions: readonly Permission[];
  readonly notes: readonly string[];
}

/** Reads what is to be copied, from where to where, and plans it. */
export async function planCopies({ inputs, releaseTag }: Planning): Promise<Copies> {
  const projects = readTargetProjects(inputs);
  const settings = readSettings(inputs, { severalRegions: true, projects });
  const waiting = readWaiting(inputs);
  const namespace = inputs.required('namespace', ORGANIZATION);
  const repository = inputs.required('repository', REPOSITORY);
  const tags = await readTags(inputs, releaseTag);
  const targetRegions = inputs.requiredList('target-regions', REGION);
  const targetNamespace = inputs.text('target-namespace', ORGANIZATION) || namespace;
  const override = inputs.flag('override');
  if (targetNamespace === namespace && targetRegions.includes(settings.region)) {
    inputs.complain(
      'target-regions',
      'must not hold the source region, unless target-namespace differs',
      settings.region,
    );
  }

  const source = createSource({ region: settings.region, namespace, repository, tags });
  const jobs = createJobFeed({ region: settings.region, namespace, repository }, tags.length * targetRegions.length);
  const rhythm = createRhythm();
  const routes = targetRegions.map((region): Route => ({
    ...waiting,
    source,
    jobs,
    rhythm,
    region,
    namespace: targetNamespace,
    repository,
    override,
    items: new Map(tags.map((tag): [string, Item] => [tag, { operation: SYNC_TAGS, region, subject: tag, tag }])),
    paths: new Map(),
  }));
  const permissions: readonly Permission[] = [
    { actions: [...READ_TAGS, ...COPY_TAGS], regions: [settings.region], repository: `${namespace}/${repository}` },
    { actions: LOG_IN, regions: [settings.region] },
    {
      actions: [...READ_TAGS, 'swr:repo:upload'],
      regions: targetRegions,
      repository: `${targetNamespace}/${repository}`,
    },
  ];
  // Neither a complaint nor a warning: a matrix may give all of them to each of its jobs.
  const notes = [...projects.keys()]
    .filter((region) => !targetRegions.includes(region))
    .map((region) => `target-project-ids names ${region}, which is not in target-regions.`);
  return { settings, waiting, routes, steps: routes.map(stepOf), permissions, notes };
}

function stepOf(route: Route): Step {
  const { source, region, namespace, repository, override } = route;
  const tags = [...route.items.keys()];
  return {
    title:
      `copy ${tags.length} ${tags.length === 1 ? 'tag' : 'tags'} of ${source.namespace}/${repository} ` +
      `from ${source.region} to ${namespace}/${repository} in ${region}` +
      `${override ? ', replacing what differs' : ''}: ${tags.join(', ')}`,
    items: [...route.items.values()],
    run: (context) => runRoute(route, context),
  };
}

/** The given tags, or the one that started the workflow. */
async function readTags(inputs: InputReader, releaseTag: Planning['releaseTag']): Promise<readonly string[]> {
  const tags = inputs.list('tags', TAG);
  if (tags.length > 0) return tags;
  const tag = await releaseTag();
  if (tag === undefined) {
    inputs.complain('tags', 'is required when the workflow was not started by a release or a pushed tag', '');
    return [];
  }
  if (!TAG.pattern.test(tag)) {
    inputs.complain('tags', `is not given, and the git tag that started the workflow must be ${TAG.words}`, tag);
  }
  return [tag];
}

/** Lines of `region=project-id`. */
function readTargetProjects(inputs: InputReader): ReadonlyMap<string, string> {
  const projects = new Map<string, string>();
  for (const entry of inputs.list('target-project-ids', REGION_PROJECT)) {
    const [region = '', project = ''] = entry.split('=').map((part) => part.trim());
    const earlier = projects.get(region);
    if (earlier !== undefined && earlier !== project)
      inputs.complain('target-project-ids', `names two projects for ${region}`, entry);
    if (REGION.pattern.test(region) && PROJECT.pattern.test(project)) projects.set(region, project);
  }
  return projects;
}
