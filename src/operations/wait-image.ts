/** `wait-image`: waits, read-only, until ModelArts images are `ACTIVE`. */
import { READ_IMAGES } from '../cloud/permission.ts';
import { awaitActive, judgeImage } from '../images/await-active.ts';
import { readPollInterval } from '../inputs/settings.ts';
import { defineImageOperation } from './images.ts';

/** Sends nothing but reads. */
export const waitImage = defineImageOperation({
  name: 'wait-image',
  // Waiting is what the operation is for, so the input `wait` is not read.
  readOptions: (reader) => ({ wait: true, pollIntervalMs: readPollInterval(reader), dryRun: reader.flag('dry-run') }),
  readMore: () => ({}),
  actions: () => READ_IMAGES,
  verb: () => 'wait for image',
  planned: 'Would be waited for.',
  judgeDryRun: judgeImage,
  run: (context, image) => awaitActive(context, { ...image, ids: [image.id] }),
});
