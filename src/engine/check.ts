/** What an operation without items finds out, and in which order it is reported. */
import { ERROR_CODES, type ErrorCode, type FailureKind } from '../error-codes.ts';

/** What is checked. */
export interface CheckSubject {
  /** Where: a region, or `runner`. */
  readonly place: string;
  /** What, in a word that does not change between releases. */
  readonly name: string;
  /** Whether the inputs need it, so that the step fails without it. */
  readonly isNeeded: boolean;
}

/** What was found. */
export type Finding = {
  /** What was seen, in a sentence; may quote a service. */
  readonly message: string;
  /** What to do about it; a sentence. */
  readonly remedy?: string | undefined;
  /** Overrides what the subject says. */
  readonly isNeeded?: boolean;
} & (
  | { readonly result: 'ok'; readonly code?: undefined }
  /** With a code where it could not be found out because of a failure; without one where nobody can tell. */
  | { readonly result: 'unknown'; readonly code?: ErrorCode | undefined }
  | { readonly result: 'failed'; readonly code: ErrorCode }
);

/** A subject with what was found. */
export type Check = CheckSubject & Finding;

/** A check that may be waiting for its result. */
export interface OpenCheck {
  /** Gives the check its only result; a second one is ignored. */
  settle(finding: Finding): void;
}

/** Collects checks, in the order in which they were added. */
export interface CheckList {
  add(subject: CheckSubject): OpenCheck;
  /** Closes the list. @returns all checks; those without a result were cut off, which `reason` says, and get none any more. */
  all(reason: 'timeout' | 'cancelled'): readonly Check[];
}

/** Each check is given to `report` once it has its result and all checks before it have theirs. */
export function createCheckList(report: (check: Check) => void): CheckList {
  const entries: { readonly subject: CheckSubject; finding?: Finding }[] = [];
  let reported = 0;
  let isClosed = false;
  const reportSettled = (): void => {
    for (;;) {
      const entry = entries[reported];
      if (entry?.finding === undefined) return;
      reported += 1;
      report({ ...entry.subject, ...entry.finding });
    }
  };
  return {
    add(subject) {
      const entry: (typeof entries)[number] = { subject };
      entries.push(entry);
      return {
        settle(finding) {
          if (entry.finding !== undefined || isClosed) return;
          entry.finding = finding;
          reportSettled();
        },
      };
    },
    all(reason) {
      isClosed = true;
      return entries.map(({ subject, finding }) => ({
        ...subject,
        ...(finding ?? { result: 'unknown', ...CUT_OFF[reason] }),
      }));
    },
  };
}

const CUT_OFF = {
  timeout: { code: 'timeout', message: 'There was no time left for it.' },
  cancelled: { code: 'cancelled', message: 'The job was cancelled before.' },
} as const;

/** The failure kind that a check stands for; undefined where the inputs do not need it, or nothing failed. */
export function failureKindOfCheck({ isNeeded, code }: Check): FailureKind | undefined {
  return isNeeded && code !== undefined ? ERROR_CODES[code] : undefined;
}
