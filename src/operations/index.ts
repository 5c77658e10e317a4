/** The registry: one line an operation. */
import { deleteImage } from './delete-image.ts';
import type { Operation } from './operation.ts';
import { promote } from './promote/promote.ts';
import { refreshImage } from './refresh-image.ts';
import { syncHss } from './sync-hss.ts';
import { syncTags } from './sync-tags.ts';
import { waitImage } from './wait-image.ts';

export const OPERATIONS: readonly Operation[] = [syncTags, refreshImage, waitImage, syncHss, deleteImage, promote];
