/** The registry of operations: one line each. */
import { apply } from './apply.ts';
import { deleteImage } from './delete-image.ts';
import { doctor } from './doctor/doctor.ts';
import type { AnyOperation } from './operation.ts';
import { promote } from './promote/promote.ts';
import { refreshImage } from './refresh-image.ts';
import { retag } from './retag.ts';
import { rollback } from './rollback.ts';
import { syncHss } from './sync-hss.ts';
import { syncTags } from './sync-tags.ts';
import { verifyTags } from './verify-tags.ts';
import { waitImage } from './wait-image.ts';

/** All operations, in the order of the documentation. */
export const OPERATIONS: readonly AnyOperation[] = [
  syncTags,
  refreshImage,
  waitImage,
  syncHss,
  deleteImage,
  promote,
  retag,
  apply,
  verifyTags,
  rollback,
  doctor,
];
