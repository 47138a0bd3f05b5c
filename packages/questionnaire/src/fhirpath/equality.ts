import { compareTimes } from '../fhir/compare-times.ts';
import { isObject } from '../fhir/json.ts';
import { calendarUnits, lengths, ucumDurations } from './calendar-units.ts';
import { ExpressionError } from './expression-error.ts';
import { isNumber, isText, isTime, type PathValue } from './path-value.ts';

/** A quantity's number and unit. Units are not converted, but for durations. */
export interface Amount {
  readonly value: number;
  readonly unit: string;
}

/** @returns undefined if the value is neither a quantity nor a number */
export function amountOf({ type, value }: PathValue): Amount | undefined {
  if (isNumber(type) && typeof value === 'number') return { value, unit: '1' };
  if (type !== 'Quantity' || !isObject(value) || typeof value['value'] !== 'number') return undefined;
  const unit = value['code'] ?? value['unit'] ?? '1';
  return typeof unit === 'string' ? { value: value['value'], unit } : undefined;
}

/** `=` for collections (https://hl7.org/fhirpath/N1/#equals). @returns undefined for an empty result */
export function equalCollections(left: readonly PathValue[], right: readonly PathValue[]): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let isKnown = true;
  for (const [index, value] of left.entries()) {
    const other = right[index];
    const isEqual = other && equalPathValues(value, other);
    if (isEqual === false) return false;
    isKnown &&= isEqual !== undefined;
  }
  return isKnown ? true : undefined;
}

/** @returns undefined if it cannot be told: times of two precisions, quantities of two units */
export function equalPathValues(left: PathValue, right: PathValue): boolean | undefined {
  if (isNumber(left.type) && isNumber(right.type)) return left.value === right.value;
  if (isTime(left.type) && isTime(right.type)) {
    if ((left.type === 'time') !== (right.type === 'time')) return false;
    const order = compareTimes(String(left.value), String(right.value));
    return order === undefined ? undefined : order === 0;
  }
  if (left.type === 'Quantity' || right.type === 'Quantity') {
    const [a, b] = [amountOf(left), amountOf(right)];
    if (!a || !b) return isObject(left.value) && isObject(right.value) && equalJson(left.value, right.value);
    const [one, other] = [inSmallest(a), inSmallest(b)];
    return one.unit === other.unit ? one.value === other.value : undefined;
  }
  return equalJson(left.value, right.value);
}

/** Durations by the smallest of their kind: seven days are a week, and a year is twelve months, and no number of days. */
function inSmallest({ value, unit }: Amount): Amount {
  const plain = ucumDurations[unit] ?? calendarUnits[unit] ?? unit;
  if (plain === 'year') return { value: value * 12, unit: 'month' };
  const length = plain === 'month' ? undefined : lengths[plain];
  return length === undefined ? { value, unit: plain } : { value: value * length, unit: 'millisecond' };
}

function equalJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => equalJson(each, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
  );
}

/** `~`: texts by their words, whatever their case; numbers as far as both say; collections in any order. */
export function equivalentCollections(left: readonly PathValue[], right: readonly PathValue[]): boolean {
  if (left.length !== right.length) return false;
  const rest = [...right];
  return left.every((value) => {
    const at = rest.findIndex((other) => equivalent(value, other));
    if (at < 0) return false;
    rest.splice(at, 1);
    return true;
  });
}

function equivalent(left: PathValue, right: PathValue): boolean {
  const words = (text: unknown) => String(text).replace(/\s/g, ' ').toLowerCase();
  if (isText(left.type) && isText(right.type)) return words(left.value) === words(right.value);
  if (typeof left.value === 'number' && typeof right.value === 'number') {
    const digits = (number: number) => String(number).split('.')[1]?.length ?? 0;
    const least = Math.min(digits(left.value), digits(right.value));
    return left.value.toFixed(least) === right.value.toFixed(least);
  }
  return equalPathValues(left, right) ?? false;
}

/** `<` and its kin. @returns undefined for an empty result. @throws ExpressionError for types that have no order together */
export function comparePathValues(left: PathValue, right: PathValue): number | undefined {
  if (isTime(left.type) && isTime(right.type)) return compareTimes(String(left.value), String(right.value));
  if (isText(left.type) && isText(right.type)) {
    const [a, b] = [String(left.value), String(right.value)];
    return a < b ? -1 : Number(a > b);
  }
  const [a, b] = [amountOf(left), amountOf(right)];
  if (!a || !b) throw new ExpressionError(`${left.type} and ${right.type} have no order together.`);
  const [one, other] = [inSmallest(a), inSmallest(b)];
  return one.unit === other.unit ? one.value - other.value : undefined;
}
