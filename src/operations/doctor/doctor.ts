/** `doctor`: what works with these credentials, regions and permissions, and what does not. Changes nothing. */
import {
  type Permission,
  READ_IMAGES,
  READ_JOBS,
  READ_ORGANIZATION,
  READ_QUOTAS,
  READ_SCANS,
  READ_TAGS,
} from '../../cloud/permission.ts';
import { describeRepository, type RepositoryRef } from '../../copy/copy-spec.ts';
import { readOptionalList } from '../../inputs/optional-list.ts';
import type { InputReader } from '../../inputs/reader.ts';
import { plainEntry, readSource } from '../../inputs/reference.ts';
import { ORGANIZATION, REGION, REPOSITORY } from '../../inputs/rules.ts';
import { readSettings, type Settings } from '../../inputs/settings.ts';
import type { TagEntry } from '../../inputs/tag-entries.ts';
import { checkNoTarget, readTargetProjects } from '../copy-inputs.ts';
import { defineOperation, type Event } from '../operation.ts';
import { type DoctorPlan, examine } from './examine.ts';
import type { WantedTag } from './tags.ts';

/** How long a request may take, and how long outages are endured: whoever waits for the checks sits before the screen. */
const REQUEST_MS = 10_000;
const PATIENCE_MS = 30_000;

/** Its step has no items: it records checks, and the exit code is 1 if one fails that the inputs need. */
export const doctor = defineOperation({
  name: 'doctor',
  isShareable: true,
  readInputs(reader, event) {
    const projects = readTargetProjects(reader);
    const given = readSource(reader);
    const regions = readOptionalList(reader, 'target-regions', REGION);
    const settings = patient(readSettings(reader, regions.length > 0 ? projects : undefined, given.region));
    checkNoTarget(reader, regions, settings.region, given.region !== '');
    checkNames(reader, given);
    const { namespace, repository } = given;
    const targetNamespace = reader.text('target-namespace', ORGANIZATION) || namespace;
    if (!reader.flag('wait')) reader.addError('wait', 'must be true with doctor, which reads the targets', 'false');
    const place = { region: settings.region, namespace, repository };
    return {
      settings,
      options: { wait: true, dryRun: false, pollIntervalMs: 0 },
      place,
      ...(repository === '' ? {} : { source: place }),
      ...tagsOf(given.tags, repository, event),
      targets: regions.map((region) => ({ region, namespace: targetNamespace, repository })),
    };
  },
  plan: ({ place, tags, areTagsGiven, targets }): DoctorPlan => ({ source: place, tags, areTagsGiven, targets }),
  permissions,
  steps: (plan) => [{ title: titleOf(plan), items: [], run: (context) => examine(plan, context) }],
});

function patient(settings: Settings): Settings {
  return {
    ...settings,
    timeoutMs: Math.min(settings.timeoutMs, PATIENCE_MS),
    requestTimeoutMs: Math.min(settings.requestTimeoutMs, REQUEST_MS),
  };
}

/** Each name is optional, and needs the one around it. */
function checkNames(reader: InputReader, { namespace, repository, tags }: ReturnType<typeof readSource>): void {
  if (namespace !== '') reader.checkValue('namespace', namespace, ORGANIZATION);
  if (repository !== '') reader.checkValue('repository', repository, REPOSITORY);
  if (namespace === '' && repository !== '') reader.addError('namespace', 'is required with repository', '');
  if (repository === '' && tags.length > 0) reader.addError('repository', 'is required with tags', '');
}

/** Without `tags`, those of the event, which need not have been pushed yet. */
function tagsOf(given: readonly TagEntry[], repository: string, event: Event) {
  if (given.length > 0) return { tags: given.map(wantedOf), areTagsGiven: true };
  const { tag, event: cause } = repository === '' ? { event: '' } : event.eventTag();
  const notes = tag === undefined ? [] : [`The tag ${tag} comes from ${cause}, because the input tags is empty.`];
  return { tags: tag === undefined ? [] : [wantedOf(plainEntry(tag))], areTagsGiven: false, notes };
}

function wantedOf({ source, target, digest }: TagEntry): WantedTag {
  return { source, target, ...(digest === undefined ? {} : { digest }) };
}

/** Reads alone. */
function permissions({ source, targets }: DoctorPlan): readonly Permission[] {
  const regions = [source.region, ...targets.map(({ region }) => region)];
  const account = { actions: [...READ_ORGANIZATION, ...READ_QUOTAS, ...READ_IMAGES, ...READ_SCANS], regions };
  if (source.repository === '') return [account];
  const inSource = {
    actions: [...READ_TAGS, ...READ_JOBS],
    regions: [source.region],
    repository: describeRepository(source),
  };
  const byRepository = Map.groupBy(targets, describeRepository);
  const inTargets = [...byRepository].map(([repository, members]) => ({
    actions: READ_TAGS,
    regions: members.map(({ region }) => region),
    repository,
  }));
  return [inSource, ...inTargets, account];
}

function titleOf({ source, targets }: DoctorPlan): string {
  const what = nameOf(source);
  const to = targets.map(({ region }) => region).join(', ');
  return `check ${what === '' ? '' : `${what} in `}${source.region}${to === '' ? '' : ` and the way to ${to}`}, without changing anything`;
}

function nameOf({ namespace, repository }: RepositoryRef): string {
  return repository === '' ? namespace : `${namespace}/${repository}`;
}
