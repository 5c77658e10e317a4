/** `rollback`: gives the tags that a run replaced the digests back that its backups kept. */
import { READ_TAGS, TAG_IMAGES } from '../cloud/permission.ts';
import { createSwrTagger } from '../copy/by-sync/swr-tagger.ts';
import { createTagListReader } from '../copy/by-sync/tag-list.ts';
import { describeRepository } from '../copy/copy-spec.ts';
import { type Restore, restoreTags } from '../copy/restore.ts';
import type { Item } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import { readJobContext } from '../github/job-context.ts';
import type { InputReader } from '../inputs/reader.ts';
import { readRepository } from '../inputs/reference.ts';
import { ORGANIZATION, REPOSITORY } from '../inputs/rules.ts';
import { readRunOptions, readSettings } from '../inputs/settings.ts';
import { notesOnProjects, readName, readTargetProjects } from './copy-inputs.ts';
import { defineOperation, type Event, type Services } from './operation.ts';
import { readReport, type RunToUndo } from './report-input.ts';

/** How many tags a note names. */
const MAX_NAMES = 10;

/** Its plan is the tags to restore; it ends when each of them shows what it had before the run. */
export const rollback = defineOperation({
  name: 'rollback',
  readInputs(reader, event) {
    const place = readRepository(reader);
    const namespace = readName(reader, 'namespace', ORGANIZATION, place.namespace);
    const repository = readName(reader, 'repository', REPOSITORY, place.repository);
    const report = readReport(reader, { namespace, repository });
    checkOrigin(reader, event, report);
    const projects = readTargetProjects(reader);
    const region = place.region || report.region;
    const named = new Set(
      [region, ...report.restores.map(({ target }) => target.region)].filter((name) => name !== ''),
    );
    const settings = readSettings(reader, projects, region, named.size > 1);
    const options = readRunOptions(reader);
    if (!options.wait)
      reader.addError('wait', 'must be true with rollback, because a tag is read before it is restored', 'false');
    const source = { region: settings.region, namespace, repository };
    return {
      settings,
      options,
      notes: [...notesOn(report), ...notesOnProjects(projects, [...named], 'the report')],
      source,
      restores: report.restores,
    };
  },
  plan: ({ restores }) => ({ restores }),
  permissions: ({ restores }) =>
    [...groupByPlace(restores)].map(([repository, members]) => ({
      actions: [...READ_TAGS, ...TAG_IMAGES],
      regions: [...new Set(members.map(({ target }) => target.region))],
      repository,
    })),
  steps: ({ restores }, options) =>
    [...Map.groupBy(restores, ({ target }) => JSON.stringify([target.region, describeRepository(target)]))].flatMap(
      ([, members]): readonly Step<Services>[] => {
        const [first] = members;
        if (first === undefined) return [];
        const { region, namespace, repository } = first.target;
        const items = new Map(members.map((restore) => [restore, itemOf(restore)]));
        const tags = members.map(({ target }) => target.tag);
        return [
          {
            title: `restore tags of ${namespace}/${repository} in ${region} from their backups: ${tags.join(', ')}`,
            items: [...items.values()],
            run(context) {
              const { cloud } = context.services;
              const ports = { tagger: createSwrTagger(cloud), reader: createTagListReader(cloud, context.clock) };
              return restoreTags({ repository: { region, namespace, repository }, items, ports, ...options }, context);
            },
          },
        ];
      },
    ),
});

function groupByPlace(restores: readonly Restore[]): ReadonlyMap<string, readonly Restore[]> {
  return Map.groupBy(restores, ({ target }) => describeRepository(target));
}

function itemOf({ target: { region, namespace, repository, tag } }: Restore): Item {
  return { operation: 'rollback', region, namespace, repository, subject: tag, tag, label: `${tag} in ${region}` };
}

/** A report of another repository is an error. */
function checkOrigin(reader: InputReader, event: Event, { github, restores }: RunToUndo): void {
  const { owner, repository } = readJobContext((name) => event.env(name));
  const here = owner === '' ? '' : `${owner}/${repository}`;
  if (restores.length > 0 && github.toLowerCase() !== here.toLowerCase())
    reader.addError('report', `must be that of a run of this GitHub repository (${here || 'none'})`);
}

/** What a rollback leaves as it is. */
function notesOn({ made, lost }: RunToUndo): readonly string[] {
  return [
    made.length === 0 ? '' : `Tags that were new in that run stay: ${listOf(made)}.`,
    lost.length === 0 ? '' : `Tags that were replaced without a backup stay: ${listOf(lost)}.`,
  ].filter((note) => note !== '');
}

function listOf(names: readonly string[]): string {
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `${names.slice(0, MAX_NAMES).join(', ')}${rest}`;
}
