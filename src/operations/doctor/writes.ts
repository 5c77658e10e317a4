/** What cannot be tried without changing something, and the permissions that it needs. */
import {
  COPY_TAGS,
  HSS_IMAGES,
  LIST_REPOSITORIES,
  LOG_IN,
  READ_JOBS,
  REFRESH_IMAGES,
  REGISTER_IMAGES,
  REGISTER_TAGS,
  TAG_IMAGES,
  UPLOAD_TAGS,
} from '../../cloud/permission.ts';
import type { Examination } from './examination.ts';
import { unknown } from './findings.ts';

/** Adds a check of each kind of change. They are not needed: nothing says that they are not permitted. */
function addWrite(examination: Examination, region: string, what: string, actions: readonly string[]): void {
  // A comma would become part of the name in the summary, where markup is shown as code up to the next blank.
  const remedy = `Grant ${actions.join(' and ')} for it.`;
  examination.add(region, 'writes', false).settle(unknown(`${what} is a change, and was not tried.`, remedy));
}

/** Starting copies, in the source. */
export function addCopyWrites(examination: Examination, region: string): void {
  const read: ReadonlySet<string> = new Set(READ_JOBS);
  addWrite(examination, region, 'Starting copies', [...COPY_TAGS.filter((action) => !read.has(action)), ...LOG_IN]);
}

/** Giving tags new names, in the source. */
export function addNameWrites(examination: Examination, region: string): void {
  addWrite(examination, region, 'Giving tags new names', TAG_IMAGES);
}

/** Receiving copies, in a target. */
export function addTargetWrites(examination: Examination, region: string): void {
  addWrite(examination, region, 'Receiving copies', UPLOAD_TAGS);
}

/** ModelArts and HSS of a region. */
export function addStageWrites(examination: Examination, region: string): void {
  const register = [...REGISTER_IMAGES, ...LIST_REPOSITORIES, ...REGISTER_TAGS];
  addWrite(examination, region, 'Refreshing images in ModelArts', REFRESH_IMAGES);
  addWrite(examination, region, 'Registering images in ModelArts', register);
  addWrite(examination, region, 'Synchronizing HSS', HSS_IMAGES);
}
