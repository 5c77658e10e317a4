/** The port by which an image gets a further tag in its own repository. No bytes move. */
import type { Failure } from '../errors.ts';
import type { RepositoryRef } from './copy-spec.ts';

/** A further tag for an image. */
export interface TagRequest {
  /** A tag that the image has. */
  readonly from: string;
  readonly to: string;
  /** Whether `to` is replaced where it exists. */
  readonly override: boolean;
  /** Awaited right before the request is sent, however long it had to wait for that; sends nothing where it throws. */
  readonly confirm?: (() => Promise<void>) | undefined;
}

/** What became of the request. `exists`: there is such a tag. `unknown`: the reply was lost, so it may have taken effect. */
export type TagReply =
  { readonly state: 'accepted' } | { readonly state: 'exists' | 'refused' | 'unknown'; readonly failure: Failure };

/** Gives images further tags, in any repository of a run. */
export interface Tagger {
  /**
   * Sends one request, once.
   * @throws Failure for what concerns the whole run: credentials, cancellation, a bug; and what `confirm` throws
   */
  tag(repository: RepositoryRef, request: TagRequest): Promise<TagReply>;
}
