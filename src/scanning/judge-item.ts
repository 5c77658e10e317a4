/** What the lists of HSS mean for one item of a synchronization. */
import type { FailedImage } from '../cloud/hss.ts';
import type { Item } from '../engine/item.ts';
import { isOk, type Verdict } from '../engine/verdict.ts';
import type { Failure } from '../errors.ts';
import { escapeInvisible } from '../escape.ts';
import { type ImageList, type ListedTag, type ListedTags, mayBeNamed, type ScannedRepository } from './image-list.ts';
import { describeTasks, failedCountOf, judgeTasks, taskFailed } from './judge-tasks.ts';
import type { CandidateTask, RequestMoment } from './own-tasks.ts';

/** A tag that was promoted, and the digest with which HSS is to list it. */
export interface PromotedTag {
  readonly tag: string;
  readonly digest: string | undefined;
}

/** An item of a synchronization: one tag, or the whole image list of the region, which the tasks alone decide. */
export interface ScanItem {
  readonly item: Item;
  readonly promoted?: PromotedTag | undefined;
}

/** The part of a synchronization that the verdict of an item depends on. */
export interface JudgedSync {
  readonly region: string;
  /** The tasks that may be its own; undefined where the region lists no tasks. */
  readonly since: RequestMoment | undefined;
  /** Where tags are looked for; undefined where the region has no list of images, and for items that are no tags. */
  readonly images: ImageList | undefined;
  readonly repository: ScannedRepository | undefined;
  /** Set when the reply was lost, so that the request may or may not have taken effect. */
  readonly ambiguousFailure: Failure | undefined;
}

/** What a check saw. */
export interface Evidence {
  readonly tasks: readonly CandidateTask[];
  /** Whether there can be no other task of the request: among those that HSS does not give may be one that has failed. */
  readonly areAllTasks: boolean;
  readonly listed: ListedTags;
}

/**
 * The verdict of an item; undefined while it is open.
 * @param isWatched whether the tasks have been read for long enough to hold the one of the request
 */
export function judgeItem(
  sync: JudgedSync,
  { promoted }: ScanItem,
  evidence: Evidence,
  isWatched: boolean,
): Verdict | undefined {
  const { tasks, listed } = evidence;
  const byTasks = judgeTasks(tasks);
  if (promoted !== undefined) {
    const { tag, digest } = promoted;
    const failed = tasks.flatMap((task) => task.failedImages).find((image) => isTag(sync, image, tag));
    if (failed !== undefined) {
      const reason = failed.reason === undefined ? '' : `: ${failed.reason}`;
      return taskFailed(`HSS in ${sync.region} could not import ${tag}${reason}.`);
    }
    const shown = listed.tags.get(tag);
    if (digest !== undefined && shown !== undefined && isShownWith(shown, digest))
      return { kind: 'synchronized', digest };
    // The list decides wherever it can: a digest that is not the promoted one disproves whatever a task says.
    const isDecidedByList = shown === undefined || shown.digests.length > 0;
    if (sync.images !== undefined && isDecidedByList) return byTasks && isOk(byTasks) ? undefined : byTasks;
  }
  if (sync.since === undefined) return sync.ambiguousFailure === undefined ? accept(sync) : undefined;
  if (byTasks === undefined || !isOk(byTasks)) return byTasks;
  if (!isWatched || !evidence.areAllTasks) return undefined;
  if (promoted === undefined) return byTasks;
  if (tasks.some((task) => failedCountOf(task) > task.failedImages.length))
    return taskFailed(
      `HSS in ${sync.region} could not import some images, and does not say whether ${promoted.tag} is one.`,
    );
  const message = `HSS shows no digest of ${promoted.tag} that can be compared; its task ended, and has imported it.`;
  return { ...byTasks, message: byTasks.message === undefined ? message : `${message} ${byTasks.message}` };
}

/** Entries of one tag with different digests prove none of these. */
function isShownWith({ digests, platformDigests }: ListedTag, digest: string): boolean {
  return digests.length === 0 ? platformDigests.includes(digest) : digests.every((one) => one === digest);
}

/** The verdict where the region gives no report that could prove anything. */
function accept({ region, images, repository }: JudgedSync): Verdict {
  const digests = repository === undefined ? '' : ' no digests that can be compared, and';
  const lists = images === undefined && repository !== undefined ? ' no images, and' : digests;
  return { kind: 'accepted', message: `HSS in ${region} shows${lists} no synchronization tasks.` };
}

/** For digests that HSS shows: characters of one, and how many. */
const [MAX_SHOWN, MAX_NAMED] = [100, 3];

/** What was observed of an item. */
export function describeItem(
  { images, since }: Pick<JudgedSync, 'images' | 'since'>,
  { promoted }: ScanItem,
  { tasks, areAllTasks, listed }: Evidence,
): string {
  const ofTasks = `${describeTasks(tasks)}${areAllTasks ? '' : ', in a list that is not complete'}`;
  if (promoted === undefined || images === undefined) return ofTasks;
  const shown = listed.tags.get(promoted.tag);
  if (shown === undefined)
    return listed.isComplete ? 'not listed by HSS' : 'not in the list of HSS, which gives fewer images than it has';
  const state = `listed by HSS ${describeDigests([...shown.digests, ...shown.platformDigests])}`;
  return shown.digests.length > 0 || since === undefined ? state : `${state}, and ${ofTasks}`;
}

function describeDigests(digests: readonly string[]): string {
  if (digests.length === 0) return 'without a digest';
  const named = digests.slice(0, MAX_NAMED).map((digest) => escapeInvisible(digest, MAX_SHOWN));
  const more = digests.length > MAX_NAMED ? `, and ${digests.length - MAX_NAMED} more` : '';
  return `with ${named.join(' and ')}${more}`;
}

/** Whether an image that could not be imported may be the tag. */
export function isTag(
  { repository }: Pick<JudgedSync, 'repository'>,
  image: FailedImage,
  tag: string | undefined,
): boolean {
  return repository !== undefined && image.tag.trim() === tag && mayBeNamed(image, repository);
}
