/** What forms with expressions need (level F2), to be loaded only for them: `needsExpressions` tells. */
export { prepareExpressions } from './expressions/prepare-expressions.ts';
export { compileExpression, type Environment, type PathExpression } from './fhirpath/compile-expression.ts';
export { ExpressionError } from './fhirpath/expression-error.ts';
export { pathValueOf, type PathValue } from './fhirpath/path-value.ts';
