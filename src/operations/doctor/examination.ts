/** What the checks of one run of `doctor` share. */
import type { Finding, OpenCheck } from '../../engine/check.ts';
import type { StepContext } from '../../engine/step.ts';
import { shortenIds } from '../../ids.ts';
import type { Services } from '../operation.ts';

/** The checks, and what they have learned so far. */
export interface Examination {
  readonly context: StepContext<Services>;
  /** Adds a check. Ids in its texts are shortened. */
  add(place: string, name: string, isNeeded: boolean): OpenCheck;
  /** An id that texts may hold from now on. */
  addId(id: string): void;
}

/** Begins without checks. */
export function createExamination(context: StepContext<Services>): Examination {
  const ids = new Set<string>();
  const shorten = (finding: Finding): Finding => {
    const { message, remedy } = finding;
    return { ...finding, message: shortenIds(message, ids), remedy: remedy && shortenIds(remedy, ids) };
  };
  return {
    context,
    addId: (id) => ids.add(id),
    add(place, name, isNeeded) {
      const check = context.services.checks.add({ place, name, isNeeded });
      return { settle: (finding) => check.settle(shorten(finding)) };
    },
  };
}
