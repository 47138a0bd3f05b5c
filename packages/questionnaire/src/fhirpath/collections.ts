import { spend, type Budget } from './budget.ts';
import { equalPathValues } from './equality.ts';
import { ExpressionError } from './expression-error.ts';
import { pathValueOf, type PathValue } from './path-value.ts';

/** So many values are compared in a step. */
export const comparisons = 8;

/** The only value of a collection. @throws ExpressionError if there are several */
export function single(values: readonly PathValue[]): PathValue | undefined {
  if (values.length > 1) throw new ExpressionError('One value is needed here, not several.');
  return values[0];
}

/** A single value that is no truth value counts as true (https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections). */
export function asTruth(values: readonly PathValue[]): boolean | undefined {
  const value = single(values);
  return value && (value.type === 'boolean' ? value.value === true : true);
}

export const truth = (value: boolean): PathValue => pathValueOf(value);

export function maybe(value: boolean | undefined): readonly PathValue[] {
  return value === undefined ? [] : [truth(value)];
}

export function one(value: PathValue | undefined): readonly PathValue[] {
  return value ? [value] : [];
}

/** Each value once, by `=`. Each is compared with all that are kept, which is paid for. */
export function distinct(values: readonly PathValue[], budget: Budget): readonly PathValue[] {
  return values.reduce<PathValue[]>((kept, value) => {
    spend(budget, kept.length / comparisons);
    if (!kept.some((each) => equalPathValues(each, value) === true)) kept.push(value);
    return kept;
  }, []);
}
