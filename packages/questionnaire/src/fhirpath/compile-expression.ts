import { evaluateSyntax } from './evaluate.ts';
import { parse } from './parse.ts';
import { pathValueOf, type PathValue } from './path-value.ts';
import type { Syntax } from './syntax.ts';

/** What an expression may ask for. */
export interface Environment {
  /** Variables by name, without the percent sign; undefined for a name that there is not. */
  readonly variable?: (name: string) => readonly PathValue[] | undefined;
  /** RFC 3339 with an offset, for `now()` and `today()`. */
  readonly now?: string;
  readonly weightOf?: (answer: PathValue) => number | undefined;
  /** Items of a value by their linkId, if they can be told without looking through all of them. */
  readonly chosenFrom?: (holder: unknown, linkId: string) => readonly unknown[] | undefined;
  /** Steps that are left, where several evaluations share them: what a variable takes is taken from who asks for it. */
  readonly budget?: { left: number };
}

/** An expression, read once. */
export interface PathExpression {
  readonly syntax: Syntax;
  /** @throws ExpressionError where FHIRPath says that it fails, or where it takes too long */
  evaluate(context: PathValue | undefined, environment?: Environment): readonly PathValue[];
}

/** Steps of one evaluation: some tenths of a second at the most. */
export const mostSteps = 500_000;

const constants: Readonly<Record<string, string>> = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

/**
 * Reads an expression of the subset of FHIRPath (https://hl7.org/fhirpath/N1/) that forms use.
 *
 * Not here, on purpose: conversions between units other than of durations, terminology (`memberOf`), `resolve()`, reflection, and anything that would leave the form.
 *
 * @throws ExpressionError with the place of what does not fit
 */
export function compileExpression(expression: string): PathExpression {
  const syntax = parse(expression);
  return {
    syntax,
    evaluate: (context, environment = {}) => {
      const values = context ? [context] : [];
      return evaluateSyntax(syntax, {
        ...environment,
        this: values,
        variable: (name) => {
          const found = environment.variable?.(name);
          if (found) return found;
          if (name === 'context') return values;
          const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
          return constant === undefined ? undefined : [pathValueOf(constant)];
        },
        evaluate: evaluateSyntax,
        budget: environment.budget ?? { left: mostSteps },
      });
    },
  };
}
