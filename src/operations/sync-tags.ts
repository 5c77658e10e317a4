/** `sync-tags`: copies tags of one repository to an organization in one or more target regions. */
import {
  copyPermissions,
  type CopyInputs,
  type CopyPlan,
  copyRegions,
  planCopies,
  readCopyInputs,
  SYNC_TAGS,
} from './copies.ts';
import type { Operation } from './operation.ts';

export const syncTags: Operation<CopyInputs, CopyPlan> = {
  name: SYNC_TAGS,
  readInputs: readCopyInputs,
  plan: (inputs) => ({ copies: planCopies(inputs) }),
  permissions: ({ copies }) => copyPermissions(copies),
  steps: ({ copies }, options) => copyRegions(copies, options).flatMap(({ steps }) => steps),
};
