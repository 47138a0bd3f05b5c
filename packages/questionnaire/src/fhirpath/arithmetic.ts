import { readTime } from '../fhir/compare-times.ts';
import { durations, lengthOf } from './calendar-units.ts';
import { amountOf, inOneUnit, type Amount } from './equality.ts';
import { ExpressionError } from './expression-error.ts';
import { isNumber, isText, isTime, type PathValue } from './path-value.ts';
import { checkLength } from './text-limit.ts';

/** Binary fractions are not decimal ones: what lies beyond the fifteenth digit is noise (0.1 + 0.2 is 0.3). */
export function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** `+ - * / div mod` of two single values. @returns undefined for an empty result, as of a division by zero */
export function calculate(operator: string, left: PathValue, right: PathValue): PathValue | undefined {
  if (operator === '+' && isText(left.type) && isText(right.type)) {
    const [first, second] = [String(left.value), String(right.value)];
    checkLength(first.length + second.length);
    return { type: 'string', value: first + second };
  }
  if (isTime(left.type) && right.type === 'Quantity' && (operator === '+' || operator === '-')) {
    return shiftTime(left, right, operator === '+' ? 1 : -1);
  }
  const [a, b] = [amountOf(left), amountOf(right)];
  if (!a || !b) throw new ExpressionError(`${left.type} ${operator} ${right.type} has no result.`);
  if (left.type === 'Quantity' || right.type === 'Quantity') return calculateAmounts(operator, a, b);
  const result = calculateNumbers(operator, a.value, b.value);
  if (!Number.isFinite(result)) return undefined;
  const isWhole = operator === 'div' || (operator !== '/' && isInteger(left) && isInteger(right));
  return { type: isWhole ? 'integer' : 'decimal', value: tidy(result) };
}

const isInteger = ({ type }: PathValue) => isNumber(type) && type !== 'decimal';

/** By nothing: no finite number, which is no result. */
function calculateNumbers(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case 'div':
      return Math.trunc(left / right);
    case 'mod':
      return left % right;
    default:
      throw new ExpressionError(`There is no ${operator} of numbers.`);
  }
}

function calculateAmounts(operator: string, a: Amount, b: Amount): PathValue | undefined {
  if (operator === '+' || operator === '-') {
    const found = inOneUnit(a, b);
    return found && quantity(calculateNumbers(operator, found.left, found.right), found.unit);
  }
  const isRatio = operator === '/' && a.unit === b.unit;
  if (a.unit !== '1' && b.unit !== '1' && !isRatio) {
    throw new ExpressionError('A number is needed here.');
  }
  return quantity(calculateNumbers(operator, a.value, b.value), isRatio ? '1' : a.unit === '1' ? b.unit : a.unit);
}

function quantity(value: number, code: string): PathValue | undefined {
  return Number.isFinite(value) ? { type: 'Quantity', value: { value: tidy(value), code } } : undefined;
}

const order = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** A date and a time of the calendar: 31 January and a month is the last of February. Nothing beyond the years 1 to 9999, which are all that FHIR can write. */
function shiftTime(time: PathValue, by: PathValue, sign: 1 | -1): PathValue | undefined {
  const amount = amountOf(by);
  const read = readTime(String(time.value));
  if (!amount || !read) return undefined;
  const isClock = time.type === 'time';
  const known = durations.get(amount.unit);
  if (known === undefined) throw new ExpressionError('A duration is needed here.');
  // What is added counts in the smallest part that the time has: 2020 and 12 months is 2021.
  const finest = order[(isClock ? 3 : 0) + read.parts.length - 1] ?? 'second';
  const [count, unit] = inPartsOf(finest, amount.value * sign, known);
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = isClock
    ? [1970, 1, 1, ...read.parts]
    : read.parts;
  const months = unit === 'year' ? count * 12 : unit === 'month' ? count : 0;
  const moved = new Date(0);
  moved.setUTCFullYear(year, month - 1 + months, 1);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay));
  const added = months === 0 ? count * lengthOf(unit) : 0;
  moved.setTime(moved.getTime() + Math.round(((hour * 60 + minute) * 60 + second) * 1000 + added));
  const shifted = moved.getUTCFullYear();
  return shifted >= 1 && shifted <= 9999 ? { type: time.type, value: write(moved, String(time.value)) } : undefined;
}

/** In a unit that a time has a part of, and in none that is smaller than its smallest: of those, whole ones. */
function inPartsOf(finest: string, count: number, unit: string): readonly [number, string] {
  const plain = unit === 'week' ? 'day' : unit === 'millisecond' ? 'second' : unit;
  // Only seconds have fractions.
  const given = plain === 'second' ? count : Math.trunc(count);
  const isFiner = order.indexOf(plain) > order.indexOf(finest);
  const wanted = isFiner ? finest : plain;
  const parts = plain === 'month' && isFiner ? given / 12 : (given * lengthOf(unit)) / lengthOf(wanted);
  return [isFiner ? Math.trunc(parts) : parts, wanted];
}

/** With as many parts as the time that it comes from, and its offset. Fractions are of the seconds, and are there if there are any. */
function write(moved: Date, like: string): string {
  const [, all = '', zone = ''] = /^([^.Z+]*?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(like) ?? [];
  const text = moved.toISOString();
  const from = /^\d\d(?::|$)/.test(like) ? 11 : 0;
  const fraction = /:\d\d:/.test(all) && moved.getUTCMilliseconds() > 0 ? 4 : 0;
  return text.slice(from, from + all.length + fraction) + zone;
}
