/** New names that copies need in the source repository. */
import { isOk, type Verdict } from '../engine/verdict.ts';
import type { CopySpec } from './copy-spec.ts';

/** A new name in the source repository. The copies to all targets share it, and it is given once one of them needs it. */
export interface Naming {
  /**
   * Waits until the name has been given, which begins with the first copy that needs it.
   * @returns the verdict: the copy can be made under the name where it is ok
   */
  need(digest: string): Promise<Verdict>;
  /** The copy does without the name, because it has ended; without a verdict it is about to fail. Where all do, it is not given. */
  release(copy: CopySpec, verdict: Verdict | undefined): void;
  /** Whether a copy was released that is not ok. */
  readonly hasFailed: boolean;
  /** The digest to give the name to, once a copy needs it; undefined once none does. */
  readonly wanted: Promise<string | undefined>;
  /** Ends {@link need}. */
  end(verdict: Verdict): void;
}

/** `copies`: those that are to be made under the name. */
export function createNaming(copies: readonly CopySpec[]): Naming {
  const waiting = new Set(copies);
  let hasFailed = false;
  const wanted = Promise.withResolvers<string | undefined>();
  const given = Promise.withResolvers<Verdict>();
  return {
    wanted: wanted.promise,
    need(digest) {
      wanted.resolve(digest);
      return given.promise;
    },
    release(copy, verdict) {
      if (!waiting.delete(copy)) return;
      hasFailed ||= verdict === undefined || !isOk(verdict);
      if (waiting.size === 0) wanted.resolve(undefined);
    },
    get hasFailed() {
      return hasFailed;
    },
    end: given.resolve,
  };
}
