import { ExpressionError } from './expression-error.ts';

/** Characters of a text that an expression puts together: as many as an answer may have. */
const longestText = 100_000;

/** Looked at before a text is made, for one that doubles is soon beyond all memory. @throws ExpressionError if it is too long */
export function checkLength(characters: number): void {
  if (characters > longestText) throw new ExpressionError('The text is too long.');
}
