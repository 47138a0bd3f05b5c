/** An expression that is not of this subset, or that fails on what it is given. The message holds no answer. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}
