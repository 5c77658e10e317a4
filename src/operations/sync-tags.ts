/** `sync-tags`: copies tags of one repository to an organization in one or more target regions. */
import { copyPermissions, copySteps, planCopies, SYNC_TAGS } from './copies.ts';
import { readCopyInputs } from './copy-inputs.ts';
import { draftPlan } from '../plan/make-plan.ts';
import { defineOperation } from './operation.ts';

/** Its plan is the copies; it ends when every target shows the digest of the source. */
export const syncTags = defineOperation({
  name: SYNC_TAGS,
  readInputs: readCopyInputs,
  plan: (inputs) => ({ copies: planCopies(inputs) }),
  permissions: ({ copies }) => copyPermissions(copies),
  steps({ copies }, options) {
    const { naming, regions } = copySteps(copies, options);
    return [...naming, ...regions.map(({ step }) => step)];
  },
  draft: ({ copies }, outcomes) =>
    draftPlan({ operation: SYNC_TAGS, stages: {}, environmentPrefix: '', copies }, outcomes),
});
