/** What the jobs that are listed for a tag say together. */
import { FAILED_JOB_STATES, OPEN_JOB_STATES, type SyncJob } from '../../cloud/swr-jobs.ts';
import { hasEnded } from '../judge.ts';

export interface Hint {
  /** Of the job that may still bring the bytes: somebody else may have asked for the same. */
  readonly status: string;
  /** Whether every job that is listed has yet to end. */
  readonly isAtWork: boolean;
}

export interface Target {
  readonly region: string;
  readonly namespace: string;
}

export interface Hints {
  /** Undefined where no job is listed. */
  of(target: Target, tag: string): Hint | undefined;
}

export interface GrowingHints extends Hints {
  /** Newest first. */
  add(job: SyncJob): void;
}

/** There may be tens of thousands of jobs: of each of them its hint alone is kept, and equal ones are one. */
export function createHints(): GrowingHints {
  const byTarget = new Map<string, Map<string, Hint>>();
  const ofOne = new Map<string, Hint>();
  const hintOf = (status: string): Hint => {
    const hint = ofOne.get(status) ?? { status, isAtWork: OPEN_JOB_STATES.has(status) };
    ofOne.set(status, hint);
    return hint;
  };
  return {
    add({ region, organization, tag, status }) {
      const key = keyOf({ region, namespace: organization });
      const byTag = byTarget.get(key) ?? new Map<string, Hint>();
      byTarget.set(key, byTag);
      const before = byTag.get(tag);
      byTag.set(tag, before === undefined ? hintOf(status) : combined(before, hintOf(status)));
    },
    of: (target, tag) => byTarget.get(keyOf(target))?.get(tag),
  };
}

/** No region has a slash in its name. */
function keyOf({ region, namespace }: Target): string {
  return `${region}/${namespace}`;
}

function combined(newer: Hint, older: Hint): Hint {
  const { status } = hopeOf(older.status) > hopeOf(newer.status) ? older : newer;
  return { status, isAtWork: newer.isAtWork && older.isAtWork };
}

/** One that is at work, or in a state that nobody knows, may still bring the bytes; one that has failed will not. */
function hopeOf(status: string): number {
  if (FAILED_JOB_STATES.has(status)) return 0;
  return hasEnded(status) ? 1 : 2;
}
