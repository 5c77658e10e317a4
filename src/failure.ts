/**
 * Everything that can go wrong, in eight words. The kind is decided at the place that knows; whatever reaches the top
 * without one is a bug of ours and says so.
 */

/**
 * - `input`: the workflow file is wrong
 * - `auth`: who you are was not accepted
 * - `refused`: the cloud understood, and said no
 * - `unavailable`: no useful answer after all tries
 * - `gate`: the cloud is fine, the image is not
 * - `timeout`: useful answers, but the awaited state did not come within the budget
 * - `cancelled`: the job was stopped
 * - `bug`: a fault of this action
 */
export type FailureKind = 'input' | 'auth' | 'refused' | 'unavailable' | 'gate' | 'timeout' | 'cancelled' | 'bug';

export interface FailureOptions {
  /** What to do next: the permission to grant, the input to set. A sentence. */
  readonly hint?: string | undefined;
  /** True when the request that failed may nevertheless have taken effect in the cloud. */
  readonly uncertain?: boolean | undefined;
  /** True when neither another try nor waiting can help. */
  readonly permanent?: boolean | undefined;
  readonly cause?: unknown;
}

/** An expected failure. The message is a sentence for the workflow author, values in quotes. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly hint: string | undefined;
  readonly uncertain: boolean;
  readonly permanent: boolean;

  constructor(kind: FailureKind, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.hint = options.hint;
    this.uncertain = options.uncertain ?? false;
    this.permanent = options.permanent ?? false;
  }
}

/** Turns anything thrown into a {@link Failure}; what nobody foresaw becomes a `bug` that keeps its stack as cause. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new Failure('bug', `This is a fault of the action itself: ${text}`, {
    cause: thrown,
    hint: 'Please report it with the log of this step.',
  });
}

/** The lines of the stack of a bug; none for any other failure. */
export function stackLines({ kind, cause }: Failure): readonly string[] {
  return kind === 'bug' && cause instanceof Error ? (cause.stack ?? '').split('\n') : [];
}

/** The message with its hint, as one line of prose. */
export function explain(failure: Failure): string {
  return failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
}
