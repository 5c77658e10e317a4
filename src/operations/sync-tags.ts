/** `sync-tags`: copies tags of one repository to an organization in one or more target regions. */
import { copyPermissions, copyRegions, planCopies, readCopyInputs, SYNC_TAGS } from './copies.ts';
import { defineOperation } from './operation.ts';

/** Its plan is the copies; it ends when every target shows the digest of the source. */
export const syncTags = defineOperation({
  name: SYNC_TAGS,
  readInputs: readCopyInputs,
  plan: (inputs) => ({ copies: planCopies(inputs) }),
  permissions: ({ copies }) => copyPermissions(copies),
  steps: ({ copies }, options) => copyRegions(copies, options).map(({ step }) => step),
});
