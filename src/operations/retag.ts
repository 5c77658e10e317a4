/** `retag`: gives tags of a repository further names in the same repository. No bytes move. */
import { READ_TAGS, TAG_IMAGES } from '../cloud/permission.ts';
import { type CopySpec, describeCopy, describeRepository } from '../copy/copy-spec.ts';
import { retagGroup } from '../copy/retag.ts';
import { createSources } from '../copy/source.ts';
import type { Step } from '../engine/step.ts';
import { describeEntry } from '../inputs/tag-entries.ts';
import { describePolicies, namingItem, RETAG } from './copies.ts';
import { policyOf, readReplacing, readSourceInputs } from './copy-inputs.ts';
import { draftPlan } from '../plan/make-plan.ts';
import { defineOperation, type Services } from './operation.ts';

/** Its plan is copies within the repository; it ends when every new name shows the digest of its source. */
export const retag = defineOperation({
  name: RETAG,
  readInputs(reader) {
    const inputs = readSourceInputs(reader);
    for (const entry of inputs.tags)
      if (entry.source === entry.target)
        reader.addError('tags', 'must give each tag a new name: write SOURCE => TARGET', describeEntry(entry));
    if (inputs.tags.length === 0 && !reader.isGiven('tags')) reader.addError('tags', 'is required', '');
    return { ...inputs, replacing: readReplacing(reader, inputs.tags, inputs.options) };
  },
  plan: ({ source, tags, replacing }) => ({
    copies: tags.map(({ source: tag, digest, target }): CopySpec => ({
      source: { ...source, tag, ...(digest === undefined ? {} : { digest }) },
      target: { ...source, tag: target },
      ...policyOf(target, replacing),
    })),
  }),
  permissions: ({ copies }) =>
    copies.slice(0, 1).map(({ source }) => ({
      actions: [...READ_TAGS, ...TAG_IMAGES],
      regions: [source.region],
      repository: describeRepository(source),
    })),
  steps({ copies }, options): readonly Step<Services>[] {
    const [first] = copies;
    if (first === undefined) return [];
    const sourceOf = createSources(copies);
    const items = new Map(copies.map((copy) => [copy, namingItem(copy)]));
    const { source } = first;
    return [
      {
        title: `give ${describeRepository(source)} in ${source.region} new names${describePolicies(copies)}: ${copies.map(describeCopy).join(', ')}`,
        items: [...items.values()],
        run: (context) => retagGroup({ source: sourceOf(source, context), items, ...options }, context),
      },
    ];
  },
  draft: ({ copies }, outcomes) => draftPlan({ operation: RETAG, stages: {}, environmentPrefix: '', copies }, outcomes),
});
