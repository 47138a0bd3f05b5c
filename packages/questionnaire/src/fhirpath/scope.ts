import type { Budget } from './budget.ts';
import { single } from './collections.ts';
import { ExpressionError } from './expression-error.ts';
import type { PathValue } from './path-value.ts';
import type { Syntax } from './syntax.ts';

/** What an expression is evaluated in. */
export interface Scope {
  /** By name, without the percent sign. @returns undefined for a name that there is not */
  readonly variable: (name: string) => readonly PathValue[] | undefined;
  /** RFC 3339 with an offset. */
  readonly now?: string;
  /** Points of an answer, for `weight()` and `ordinal()`. */
  readonly weightOf?: (answer: PathValue) => number | undefined;
  /** Items of a value by their linkId; undefined where all have to be looked through. */
  readonly chosenFrom?: (holder: unknown, linkId: string) => readonly unknown[] | undefined;
  readonly this: readonly PathValue[];
  readonly index?: number;
  readonly total?: readonly PathValue[];
  /** Evaluates a tree in a scope: functions look at their parameters with it. */
  readonly evaluate: (syntax: Syntax, scope: Scope) => readonly PathValue[];
  /** What takes too long ends with an error. */
  readonly budget: Budget;
}

/** A function of FHIRPath: what it is called on, its parameters as they are written, and where. */
export type PathFunction = (
  input: readonly PathValue[],
  parameters: readonly Syntax[],
  scope: Scope,
) => readonly PathValue[];

/** A parameter that has one value, whatever the input. */
export function parameter(syntax: Syntax | undefined, scope: Scope): PathValue | undefined {
  return single(scope.evaluate(needed(syntax), scope));
}

export function needed(syntax: Syntax | undefined): Syntax {
  if (!syntax) throw new ExpressionError('A parameter is needed here.');
  return syntax;
}
