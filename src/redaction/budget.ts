/** How much work may be spent on one text, because texts are hostile. */

/** Counts down. */
export interface Budget {
  left: number;
}

/** Takes steps from the budget. @returns true where it did not have them, so that the work must end. */
export function isSpent(budget: Budget, steps = 1): boolean {
  budget.left -= steps;
  return budget.left < 0;
}
