import { calculate, tidy } from './arithmetic.ts';
import { comparePathValues } from './equality.ts';
import { one, single } from './collections.ts';
import { ExpressionError } from './expression-error.ts';
import { isNumber, type PathValue } from './path-value.ts';
import { parameter, type PathFunction } from './scope.ts';

/** A function of one number and of parameters that are numbers; empty where one of them is, or where it has no result. */
function onNumber(
  type: 'integer' | 'decimal' | 'same',
  run: (input: number, ...parameters: number[]) => number,
): PathFunction {
  return (input, syntax, scope) => {
    const value = single(input);
    const parameters = syntax.map((each) => parameter(each, scope));
    if (!value || !parameters.every((each) => each !== undefined)) return [];
    if (!isNumber(value.type) || typeof value.value !== 'number')
      throw new ExpressionError(`A number is needed here, not ${value.type}.`);
    const result = run(value.value, ...parameters.map((each) => Number(each.value)));
    if (!Number.isFinite(result)) return [];
    return [{ type: type === 'same' ? value.type : type, value: tidy(result) }];
  };
}

const fold =
  (pick: (left: PathValue, right: PathValue) => PathValue | undefined): PathFunction =>
  (input) =>
    one(
      input.reduce<PathValue | undefined>(
        (left, right, index) => (index === 0 ? right : left && pick(left, right)),
        undefined,
      ),
    );

const lesser = (sign: 1 | -1) => (left: PathValue, right: PathValue) =>
  (comparePathValues(left, right) ?? 0) * sign <= 0 ? left : right;
const sum = fold((left, right) => calculate('+', left, right));

/** Functions of numbers, and of lists of them. */
export const numberFunctions: Readonly<Record<string, PathFunction>> = {
  abs: onNumber('same', Math.abs),
  ceiling: onNumber('integer', Math.ceil),
  floor: onNumber('integer', Math.floor),
  truncate: onNumber('integer', Math.trunc),
  round: onNumber('decimal', (value, digits = 0) => Math.round(tidy(value * 10 ** digits)) / 10 ** digits),
  sqrt: onNumber('decimal', Math.sqrt),
  exp: onNumber('decimal', Math.exp),
  ln: onNumber('decimal', Math.log),
  log: onNumber('decimal', (value, base = Number.NaN) => Math.log(value) / Math.log(base)),
  power: onNumber('same', (value, exponent = Number.NaN) => value ** exponent),
  sum,
  min: fold(lesser(1)),
  max: fold(lesser(-1)),
  avg: (input, parameters, scope) => {
    const [total] = sum(input, parameters, scope);
    return total ? one(calculate('/', total, { type: 'integer', value: input.length })) : [];
  },
};
