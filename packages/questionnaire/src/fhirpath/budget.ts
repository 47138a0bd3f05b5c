import { ExpressionError } from './expression-error.ts';

/** How much is left to do. */
export interface Budget {
  left: number;
}

/** Counts steps. @throws ExpressionError if there are none left */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new ExpressionError('The expression takes too long.');
}
