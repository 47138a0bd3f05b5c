import { readTime } from '../fhir/compare-times.ts';
import { calendarUnits, ucumDurations } from './calendar-units.ts';
import { amountOf } from './equality.ts';
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
  if (left.type === 'Quantity' || right.type === 'Quantity') return calculateAmounts(operator, left, right);
  const result = calculateNumbers(operator, a.value, b.value);
  if (result === undefined || !Number.isFinite(result)) return undefined;
  const isWhole = operator === 'div' || (operator !== '/' && isInteger(left) && isInteger(right));
  return { type: isWhole ? 'integer' : 'decimal', value: tidy(result) };
}

const isInteger = ({ type }: PathValue) => isNumber(type) && type !== 'decimal';

function calculateNumbers(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case 'div':
      return right === 0 ? undefined : Math.trunc(left / right);
    case 'mod':
      return right === 0 ? undefined : left % right;
    default:
      throw new ExpressionError(`${operator} is no operator of numbers.`);
  }
}

function calculateAmounts(operator: string, left: PathValue, right: PathValue): PathValue | undefined {
  const [a, b] = [amountOf(left), amountOf(right)];
  if (!a || !b) return undefined;
  const isSum = operator === '+' || operator === '-';
  if (isSum && a.unit !== b.unit) return undefined;
  if (!isSum && a.unit !== '1' && b.unit !== '1' && !(operator === '/' && a.unit === b.unit)) {
    throw new ExpressionError('Units are not multiplied or divided here, apart from numbers and equal units.');
  }
  const value = calculateNumbers(operator, a.value, b.value);
  if (value === undefined) return undefined;
  const unit = operator === '/' && a.unit === b.unit ? '1' : a.unit === '1' ? b.unit : a.unit;
  return { type: 'Quantity', value: { value: tidy(value), code: unit } };
}

const order = ['year', 'month', 'day', 'hour', 'minute', 'second'];
const inSmaller: Readonly<Record<string, readonly [number, string]>> = {
  week: [7, 'day'],
  millisecond: [0.001, 'second'],
};

/** A date and a time of the calendar: 31 January and a month is the last of February. Nothing beyond the years 1 to 9999, which are all that FHIR can write. */
function shiftTime(time: PathValue, by: PathValue, sign: 1 | -1): PathValue | undefined {
  const amount = amountOf(by);
  const read = readTime(String(time.value));
  if (!amount || !read) return undefined;
  const isClock = time.type === 'time';
  const known = calendarUnits[amount.unit] ?? ucumDurations[amount.unit];
  if (known === undefined)
    throw new ExpressionError(
      'A time is moved by years, months, weeks, days, hours, minutes, seconds or milliseconds.',
    );
  const [factor, smaller] = inSmaller[known] ?? [1, known];
  // What is added counts in the smallest part that the time has: 2020 and 12 months is 2021.
  const finest = order[(isClock ? 3 : 0) + read.parts.length - 1] ?? 'second';
  const [count, unit] = coarsen(amount.value * factor, smaller, finest);
  const whole = (unit === 'second' ? count : Math.trunc(count)) * sign;
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = isClock
    ? [1970, 1, 1, ...read.parts]
    : read.parts;
  const months = unit === 'year' ? whole * 12 : unit === 'month' ? whole : 0;
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1 + months, 1);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const moved = new Date(first);
  moved.setUTCDate(Math.min(day, lastDay) + (unit === 'day' ? whole : 0));
  const seconds = unit === 'hour' ? whole * 3600 : unit === 'minute' ? whole * 60 : unit === 'second' ? whole : 0;
  moved.setTime(moved.getTime() + Math.round(((hour * 60 + minute) * 60 + second + seconds) * 1000));
  const shifted = moved.getUTCFullYear();
  return shifted >= 1 && shifted <= 9999 ? { type: time.type, value: write(moved, String(time.value)) } : undefined;
}

const perNext: Readonly<Record<string, readonly [number, string]>> = {
  second: [60, 'minute'],
  minute: [60, 'hour'],
  hour: [24, 'day'],
  day: [30, 'month'],
  month: [12, 'year'],
};

function coarsen(count: number, unit: string, finest: string): readonly [number, string] {
  const step = perNext[unit];
  if (!step || order.indexOf(unit) <= order.indexOf(finest)) return [count, unit];
  // A day and a year: 365 days, as the language says, not twelve months of thirty.
  if (unit === 'day' && finest === 'year') return [Math.trunc(count / 365), 'year'];
  return coarsen(Math.trunc(count / step[0]), step[1], finest);
}

/** With as many parts as the time that it comes from, and its offset. */
function write(moved: Date, like: string): string {
  const [all = '', zone = ''] = /^(.*?)(Z|[+-]\d\d:\d\d)?$/.exec(like)?.slice(1) ?? [];
  const text = moved.toISOString();
  if (/^\d\d:/.test(like) || /^\d\d$/.test(like)) return text.slice(11, 11 + lengthOf(all));
  return text.slice(0, lengthOf(all)) + zone;
}

/** With thousandths where there were fractions of a second. */
function lengthOf(text: string): number {
  const dot = text.indexOf('.');
  return dot < 0 ? text.length : dot + 4;
}
