/** `verify-tags`: whether the targets show the digests that they should. Read-only. */
import { type Permission, READ_TAGS } from '../cloud/permission.ts';
import { type CopySpec, describeCopy, describeRepository, groupCopies, type RepositoryRef } from '../copy/copy-spec.ts';
import { createSources } from '../copy/source.ts';
import { verifyGroup } from '../copy/verify.ts';
import type { Item } from '../engine/item.ts';
import type { Step } from '../engine/step.ts';
import { readOptionalList } from '../inputs/optional-list.ts';
import type { InputReader } from '../inputs/reader.ts';
import { readSource } from '../inputs/reference.ts';
import { ORGANIZATION, REGION } from '../inputs/rules.ts';
import { readPollInterval, readSettings } from '../inputs/settings.ts';
import { describeEntry, type TagEntry } from '../inputs/tag-entries.ts';
import { planCopies } from './copies.ts';
import {
  type CopyInputs,
  notesOnProjects,
  readEventTags,
  readSourceInputs,
  readTargetProjects,
  type Replacing,
} from './copy-inputs.ts';
import { defineOperation, type Event, type OperationInputs, type Services } from './operation.ts';
import type { PlanFile } from '../plan/plan-file.ts';
import { checkAgreement, describePlan, readPlan } from './plan-input.ts';

const VERIFY_TAGS = 'verify-tags';

/** It replaces no tag. */
const NOTHING: Replacing = { override: false, moving: [], backup: false };

/** What is verified: the copies of a plan, or what the inputs name. */
interface Verification extends OperationInputs {
  readonly source: RepositoryRef;
  readonly copies: readonly CopySpec[];
  readonly given?: PlanFile;
}

/** Its plan is copies whose targets are read; a copy without a digest expects the one that its source has. */
export const verifyTags = defineOperation({
  name: VERIFY_TAGS,
  readInputs: (reader, event) => (reader.isGiven('plan') ? readPlanned(reader) : readNamed(reader, event)),
  // One group a target, so that every target is read once.
  plan: ({ source, copies, given }) => ({
    source,
    copies: copies.map((copy): CopySpec => ({
      ...copy,
      policy: copy.policy === 'forward' ? 'forward' : 'refuse',
      backup: false,
    })),
    ...(given === undefined ? {} : { given }),
  }),
  permissions: ({ source, copies }) => permissionsOf(source, copies),
  steps({ copies }) {
    // Whether the source has the new names as well does not matter here.
    const sourceOf = createSources(
      copies.map((copy) => ({ ...copy, target: { ...copy.target, tag: copy.source.tag } })),
    );
    return groupCopies(copies).map((group): Step<Services> => {
      const { source, target } = group;
      const items = new Map(group.copies.map((copy) => [copy, itemOf(copy)]));
      return {
        title: `verify ${describeRepository(target)} in ${target.region}: ${group.copies.map(describeCopy).join(', ')}`,
        items: [...items.values()],
        run: (context) => verifyGroup({ source: sourceOf(source, context), target, items }, context),
      };
    });
  },
  subject: ({ given }) => ({ performs: VERIFY_TAGS, given }),
});

/** The digests of a plan; with `tags`, only those of these. */
function readPlanned(reader: InputReader): Verification {
  const given = readPlan(reader);
  const { plan, source, regions } = given;
  const projects = readTargetProjects(reader);
  const settings = readSettings(reader, projects, source.region, regions.length > 1);
  checkAgreement(reader, given);
  const named = reader.isGiven('tags') ? readSource(reader).tags : [];
  for (const entry of named) checkEntry(reader, entry, plan);
  const targets = groupCopies(plan.copies).map(({ target }) => target);
  const copies =
    named.length === 0
      ? plan.copies
      : planCopies({ source, tags: named, targets, replacing: NOTHING }).map(planned(plan));
  const notes = [`The plan: ${describePlan(given)}.`, ...notesOnProjects(projects, regions, 'the plan')];
  return { settings, options: readOptions(reader), notes, source, copies, given: plan };
}

/** An entry that says something else of a name than the plan is an error. */
function checkEntry(reader: InputReader, entry: TagEntry, { copies }: PlanFile): void {
  const { source, digest, target } = entry;
  const copy = copies.find((each) => each.target.tag === target);
  if (copy === undefined) return;
  const isOther = (digest ?? copy.source.digest) !== copy.source.digest || ![copy.source.tag, target].includes(source);
  if (!isOther) return;
  const inPlan = describeEntry({ source: copy.source.tag, digest: copy.source.digest, target });
  const rule = `must agree with the plan (${inPlan})`;
  reader.addError('tags', `${rule}, or leave out what differs`, describeEntry(entry));
}

/** The copy of the plan to the same target, where it has one. */
function planned({ copies }: PlanFile): (copy: CopySpec) => CopySpec {
  const known = new Map<string, CopySpec>(copies.map((copy) => [keyOf(copy), copy]));
  return (copy) => known.get(keyOf(copy)) ?? copy;
}

/** Without `target-regions`, the tags of the repository itself. */
function readNamed(reader: InputReader, event: Event): Verification {
  const projects = readTargetProjects(reader);
  const regions = readOptionalList(reader, 'target-regions', REGION);
  const { settings, source, tags: named } = readSourceInputs(reader, projects, regions.length > 0);
  const { tags, origin } = named.length > 0 ? { tags: named, origin: [] } : readEventTags(reader, event);
  const namespace = reader.text('target-namespace', ORGANIZATION) || source.namespace;
  const targets = (regions.length === 0 ? [source.region] : regions).map((region) => ({
    ...source,
    region,
    namespace,
  }));
  const inputs: CopyInputs = { settings, options: readOptions(reader), source, tags, targets, replacing: NOTHING };
  return { settings, options: inputs.options, notes: origin, source, copies: planCopies(inputs) };
}

/** It sends nothing, so there is nothing to plan. */
function readOptions(reader: InputReader): CopyInputs['options'] {
  if (!reader.flag('wait'))
    reader.addError('wait', 'must be true with verify-tags, because it reads the targets', 'false');
  return { wait: true, pollIntervalMs: readPollInterval(reader), dryRun: false };
}

function permissionsOf(source: RepositoryRef, copies: readonly CopySpec[]): readonly Permission[] {
  // Moving tags are compared by the versions that the source has for their digests.
  const isRead = copies.some((copy) => copy.source.digest === undefined || copy.policy === 'forward');
  const reads = isRead ? [source] : [];
  const places = Map.groupBy([...reads, ...groupCopies(copies).map(({ target }) => target)], describeRepository);
  return [...places].map(([repository, members]) => ({
    actions: READ_TAGS,
    regions: [...new Set(members.map(({ region }) => region))],
    repository,
  }));
}

function itemOf({ source, target: { region, namespace, repository, tag } }: CopySpec): Item {
  const sourceTag = source.tag === tag ? {} : { sourceTag: source.tag };
  return { operation: VERIFY_TAGS, region, namespace, repository, subject: tag, tag, ...sourceTag };
}

function keyOf({ target }: CopySpec): string {
  return JSON.stringify([target.region, describeRepository(target), target.tag]);
}
