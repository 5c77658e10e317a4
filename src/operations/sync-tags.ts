/** `sync-tags`: copies tags of one repository to an organization in one or more target regions. */
import type { Operation } from './operation.ts';
import { planCopies, SYNC_TAGS } from './copies.ts';

export const syncTags: Operation = {
  name: SYNC_TAGS,
  plan: planCopies,
};
