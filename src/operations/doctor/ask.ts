/** The way from a read that needs credentials to a finding. */
import type { Finding, OpenCheck } from '../../engine/check.ts';
import { type ErrorCode, type Failure, failureOf } from '../../errors.ts';
import { failed, notAsked } from './findings.ts';

/** Learns from reads whether the credential that they are sent with is accepted. */
export interface Witness {
  /** Undefined while nothing has shown it. */
  readonly isAccepted: boolean | undefined;
  accept(): void;
  refuse(failure: Failure): void;
}

/** Why nothing can be asked, completing "Not asked: …"; undefined where it can. */
export type Blocker = Promise<string | undefined>;

/** A read and what its result means. */
export interface Question<T> {
  readonly check: OpenCheck;
  readonly witness: Witness;
  readonly blocker: Blocker;
  read(): Promise<T>;
  /** Failures that it throws are those of the read. */
  judge(value: T): Finding | Promise<Finding>;
  /** Makes the finding of a failure; {@link failed} if not given. */
  judgeFailure?(failure: Failure): Finding;
}

/** Why nothing is asked with a credential that was refused. */
export const NOT_ACCEPTED = 'the credentials are not accepted';

/** Codes with which a service answers only to those whose credentials it has accepted. */
const ACCEPTING: ReadonlySet<ErrorCode> = new Set(['permission-denied', 'project-missing', 'project-mismatch']);

/** Reads and settles the check. Never rejects. @returns the value in an object; undefined where there is none */
export async function ask<T>(question: Question<T>): Promise<{ readonly value: T } | undefined> {
  const { check, witness, blocker, judgeFailure = failed } = question;
  const reason = await blocker;
  if (reason !== undefined) {
    check.settle(notAsked(reason));
    return undefined;
  }
  try {
    const value = await question.read();
    witness.accept();
    check.settle(await question.judge(value));
    return { value };
  } catch (error) {
    const failure = failureOf(error);
    if (ACCEPTING.has(failure.code)) witness.accept();
    // Where others were accepted with it, the credential is not what is wrong.
    if (failure.kind !== 'auth' || witness.isAccepted === true) {
      check.settle(judgeFailure(failure));
      return undefined;
    }
    witness.refuse(failure);
    check.settle(notAsked(NOT_ACCEPTED));
    return undefined;
  }
}
