/**
 * The expected failures. The code is decided at the place that knows; anything else that is thrown becomes an
 * `internal-error` of this action.
 */
import { ERROR_CODES, type ErrorCode, type FailureKind } from './error-codes.ts';

export type { ErrorCode, FailureKind } from './error-codes.ts';

/** What a failure says besides its code and message. */
export interface FailureOptions {
  /** What to do next: the permission to grant, the input to set. A sentence. */
  readonly hint?: string | undefined;
  /** True when the request that failed may nevertheless have taken effect in the cloud. */
  readonly uncertain?: boolean | undefined;
  /** True when neither another try nor waiting can help. */
  readonly permanent?: boolean | undefined;
  /** True when the service answered, with an error or not as documented; false for an outage or a fault on the way. */
  readonly answered?: boolean | undefined;
  /** The parts of the message, where it is a list. */
  readonly details?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/** An expected failure. The message is a sentence for the workflow author, values in quotes. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly uncertain: boolean;
  readonly permanent: boolean;
  readonly answered: boolean;
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.hint = options.hint;
    this.uncertain = options.uncertain ?? false;
    this.permanent = options.permanent ?? false;
    this.answered = options.answered ?? false;
    this.details = options.details ?? [];
  }

  get kind(): FailureKind {
    return ERROR_CODES[this.code];
  }
}

/** What a copy of a failure may have instead. */
export interface FailureChanges extends FailureOptions {
  readonly code?: ErrorCode;
  readonly message?: string;
}

/**
 * A copy of a failure with `changes`. Everything else stays: its options, its cause, its class, and what that adds.
 * @param type another class for the copy, one that adds nothing
 */
export function copyFailure<F extends Failure>(failure: F, changes: FailureChanges, type?: typeof Failure): F {
  const copy = new Failure(failure.code, failure.message, { cause: failure.cause });
  Object.setPrototypeOf(copy, type?.prototype ?? Object.getPrototypeOf(failure));
  return Object.assign(copy, failure, changes);
}

/** Turns anything thrown into a {@link Failure}; what nobody foresaw becomes a `bug` that keeps its stack as cause. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new Failure('internal-error', `This is a fault of the action itself: ${text}`, {
    cause: thrown,
    hint: 'Please report it with the log of this step.',
  });
}

/** These failures end the whole run. */
const CONCERNS_RUN: ReadonlySet<FailureKind> = new Set(['input', 'auth', 'cancelled', 'bug']);

/** Whether a failure says nothing about other requests, as refused credentials, a cancelled job and a bug do. */
export function concernsOneRequest({ kind }: Failure): boolean {
  return !CONCERNS_RUN.has(kind);
}

/** The lines of the stack of a bug; none for any other failure. */
export function stackLines({ kind, cause }: Failure): readonly string[] {
  return kind === 'bug' && cause instanceof Error ? (cause.stack ?? '').split('\n') : [];
}

/** The message with its hint, as one line of prose. */
export function explain(failure: Failure): string {
  return failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
}
