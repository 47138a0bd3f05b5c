import { isObject } from '../fhir/json.ts';
import { spend } from './budget.ts';
import { chosenLinkId } from './chosen-link-id.ts';
import { equalPathValues } from './equality.ts';
import { asTruth, comparisons, distinct, maybe, one, single, truth } from './collections.ts';
import { ExpressionError } from './expression-error.ts';
import { numberFunctions } from './number-functions.ts';
import { childrenNamed, childrenOf, isOfType, pathValueOf, type PathValue } from './path-value.ts';
import { needed, parameter, type PathFunction, type Scope } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { textFunctions } from './text-functions.ts';

type Values = readonly PathValue[];

/** A parameter that is looked at for each value of the input. */
function each(input: Values, criterion: Syntax, scope: Scope): readonly Values[] {
  return input.map((value, index) => scope.evaluate(criterion, { ...scope, this: [value], index }));
}

function filter(input: Values, criterion: Syntax | undefined, scope: Scope): Values {
  if (!criterion) return input;
  const holds = each(input, criterion, scope).map(asTruth);
  return input.filter((_value, index) => holds[index] === true);
}

function list(syntax: Syntax | undefined, scope: Scope): Values {
  return scope.evaluate(needed(syntax), scope);
}

function count(syntax: Syntax | undefined, scope: Scope): number {
  const { value } = parameter(syntax, scope) ?? { value: 0 };
  if (typeof value !== 'number') throw new ExpressionError('A number is needed here.');
  return value;
}

function has(values: Values, value: PathValue, { budget }: Scope): boolean {
  spend(budget, values.length / comparisons);
  return values.some((other) => equalPathValues(other, value) === true);
}

const isTrue = ({ value }: PathValue) => value === true;
const isFalse = ({ value }: PathValue) => value === false;

function typeName(syntax: Syntax | undefined): string {
  if (syntax?.kind === 'member') return syntax.name;
  throw new ExpressionError('A type is needed here.');
}

function descend(input: Values, scope: Scope): Values {
  const found: PathValue[] = [];
  for (let level = input.flatMap(childrenOf); level.length > 0; level = level.flatMap(childrenOf)) {
    found.push(...level);
    spend(scope.budget, level.length);
  }
  return found;
}

function repeat(input: Values, projection: Syntax, scope: Scope): Values {
  let found: Values = [];
  let level: Values = input;
  while (level.length > 0) {
    const next = each(level, projection, scope).flat();
    level = distinct(next, scope.budget).filter((value) => !has(found, value, scope));
    found = [...found, ...level];
  }
  return found;
}

function aggregate(input: Values, [step, start]: readonly Syntax[], scope: Scope): Values {
  let total = start ? scope.evaluate(start, scope) : [];
  input.forEach((value, index) => {
    total = scope.evaluate(needed(step), { ...scope, this: [value], index, total });
  });
  return total;
}

function time(scope: Scope, from: number, to: number | undefined, type: string): Values {
  if (scope.now === undefined) throw new ExpressionError('There is no time here.');
  return [{ type, value: scope.now.slice(from, to) }];
}

/** What runs here of FHIRPath (https://hl7.org/fhirpath/N1/), by name. */
export const functions: Readonly<Record<string, PathFunction>> = {
  ...textFunctions,
  ...numberFunctions,
  empty: (input) => [truth(input.length === 0)],
  exists: (input, [criterion], scope) => [truth(filter(input, criterion, scope).length > 0)],
  not: (input, [more]) => {
    if (more) throw new ExpressionError('No parameter is needed here.');
    const value = asTruth(input);
    return maybe(value === undefined ? undefined : !value);
  },
  all: (input, [criterion], scope) => [truth(filter(input, needed(criterion), scope).length === input.length)],
  allTrue: (input) => [truth(input.every(isTrue))],
  anyTrue: (input) => [truth(input.some(isTrue))],
  allFalse: (input) => [truth(input.every(isFalse))],
  anyFalse: (input) => [truth(input.some(isFalse))],
  count: (input) => [pathValueOf(input.length)],
  distinct: (input, _parameters, scope) => distinct(input, scope.budget),
  isDistinct: (input, _parameters, scope) => [truth(distinct(input, scope.budget).length === input.length)],
  subsetOf: (input, [other], scope) => {
    const whole = list(other, scope);
    return [truth(input.every((value) => has(whole, value, scope)))];
  },
  supersetOf: (input, [other], scope) => [truth(list(other, scope).every((value) => has(input, value, scope)))],
  where: (input, [criterion], scope) => {
    const linkId = chosenLinkId(criterion);
    return linkId === undefined
      ? filter(input, needed(criterion), scope)
      : input.filter(({ value }) => isObject(value) && value['linkId'] === linkId);
  },
  select: (input, [projection], scope) => each(input, needed(projection), scope).flat(),
  repeat: (input, [projection], scope) => repeat(input, needed(projection), scope),
  ofType: (input, [type]) => input.filter((value) => isOfType(value, typeName(type))),
  is: (input, [type]) => {
    const value = single(input);
    return value ? [truth(isOfType(value, typeName(type)))] : [];
  },
  as: (input, [type]) => {
    const value = single(input);
    return value && isOfType(value, typeName(type)) ? [value] : [];
  },
  single: (input) => one(single(input)),
  first: (input) => input.slice(0, 1),
  last: (input) => input.slice(-1),
  tail: (input) => input.slice(1),
  skip: (input, [number], scope) => input.slice(Math.max(0, count(number, scope))),
  take: (input, [number], scope) => input.slice(0, Math.max(0, count(number, scope))),
  intersect: (input, [other], scope) => {
    const whole = list(other, scope);
    return distinct(
      input.filter((value) => has(whole, value, scope)),
      scope.budget,
    );
  },
  exclude: (input, [other], scope) => {
    const whole = list(other, scope);
    return input.filter((value) => !has(whole, value, scope));
  },
  union: (input, [other], scope) => distinct([...input, ...list(other, scope)], scope.budget),
  combine: (input, [other], scope) => [...input, ...list(other, scope)],
  iif: (input, [criterion, then, otherwise], scope) => {
    const value = single(input);
    const within = value ? { ...scope, this: [value] } : scope;
    if (asTruth(scope.evaluate(needed(criterion), within)) === true) return scope.evaluate(needed(then), within);
    return otherwise ? scope.evaluate(otherwise, within) : [];
  },
  children: (input) => input.flatMap(childrenOf),
  descendants: (input, _parameters, scope) => descend(input, scope),
  aggregate: (input, parameters, scope) => aggregate(input, parameters, scope),
  trace: (input) => input,
  hasValue: (input) => [truth(input.length === 1 && typeof input[0]?.value !== 'object')],
  extension: (input, [url], scope) => {
    const wanted = parameter(url, scope)?.value;
    return input
      .flatMap((value) => childrenNamed(value, 'extension'))
      .filter((extension) => childrenNamed(extension, 'url')[0]?.value === wanted);
  },
  weight: weights,
  ordinal: weights,
  now: (_input, _parameters, scope) => time(scope, 0, undefined, 'dateTime'),
  today: (_input, _parameters, scope) => time(scope, 0, 10, 'date'),
  timeOfDay: (_input, _parameters, scope) => time(scope, 11, 19, 'time'),
};

/** The points of answers, by the form's options. */
function weights(input: Values, _parameters: readonly Syntax[], scope: Scope): Values {
  return input.flatMap((answer) => {
    const weight = scope.weightOf?.(answer);
    return weight === undefined ? [] : [{ type: 'decimal', value: weight }];
  });
}
