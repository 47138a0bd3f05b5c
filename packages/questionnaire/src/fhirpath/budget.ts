import { ExpressionError } from './expression-error.ts';

/** How much is left to do. */
export interface Budget {
  left: number;
}

/** So many characters are looked at in a step. */
const characters = 64;

/** Counts the steps that looking through texts costs. @throws ExpressionError if there are none left */
export function spendOnText(budget: Budget, length: number): void {
  spend(budget, length / characters);
}

/** Counts steps. @throws ExpressionError if there are none left */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new ExpressionError('The expression takes too long.');
}
