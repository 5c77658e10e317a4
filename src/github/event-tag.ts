/** Which tag the event that started the workflow stands for. Source: GitHub Docs, "Events that trigger workflows". */
import { fieldOf } from '../http/json.ts';

/** What an event says of a tag. */
export interface EventTag {
  /** Undefined where the event promotes nothing. */
  readonly tag: string | undefined;
  /** The event in words, such as `the event release (published)`. */
  readonly event: string;
}

/** An event as the runner describes it. */
export interface WorkflowEvent {
  /** Undefined outside of a workflow. */
  readonly eventName?: string;
  readonly payload: object;
  /** `refs/tags/TAG` for a pushed tag. */
  readonly ref?: string;
}

/**
 * The others (deleted, unpublished) take a release away. An event file without an action may be that of any of them: GitHub
 * always gives one, and a file that is written by hand, as for act, needs one.
 */
const PROMOTING_ACTIONS: ReadonlySet<unknown> = new Set(['published', 'released', 'prereleased', 'created', 'edited']);

/**
 * The tag of a release that exists, or a pushed tag. Other events can run on a tag too (one that was started by hand, the
 * status of a deployment), which does not say that it is to be promoted.
 */
export function readEventTag({ eventName = '', payload, ref = '' }: WorkflowEvent): EventTag {
  if (eventName === 'release') return readRelease(payload);
  // GitHub runs no workflow when a tag is deleted, but others that run actions do.
  const isPushed = eventName === 'push' && fieldOf(payload, 'deleted') !== true;
  const isCreated = eventName === 'create' && fieldOf(payload, 'ref_type') === 'tag';
  const [, tag] = (isPushed || isCreated ? /^refs\/tags\/(.+)$/s.exec(ref) : null) ?? [];
  return { tag, event: tag === undefined ? `the event ${eventName}` : `the event ${eventName} of a tag` };
}

function readRelease(payload: object): EventTag {
  const action = fieldOf(payload, 'action');
  const release = fieldOf(payload, 'release');
  const isDraft = fieldOf(release, 'draft') === true;
  const words = [
    typeof action === 'string' && action !== '' ? action : 'without an action',
    ...(isDraft ? ['draft'] : []),
  ];
  const event = `the event release (${words.join(', ')})`;
  const name = fieldOf(release, 'tag_name');
  const promotes = PROMOTING_ACTIONS.has(action) && !isDraft;
  return { tag: promotes && typeof name === 'string' && name !== '' ? name : undefined, event };
}

/** What is said of a tag by an event whose file cannot be read; `fault` completes "which …". */
export function unreadableEvent(fault: string): EventTag {
  return { tag: undefined, event: `the event file that GITHUB_EVENT_PATH names, which ${fault},` };
}
