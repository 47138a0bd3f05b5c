import { compareTimes } from '../fhir/compare-times.ts';
import { isObject } from '../fhir/json.ts';
import { durations, lengthOf } from './calendar-units.ts';
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
    const order = orderOfTimes(left, right);
    return order === undefined ? undefined : order === 0;
  }
  if (left.type === 'Quantity' || right.type === 'Quantity') {
    const [a, b] = [amountOf(left), amountOf(right)];
    if (!a || !b) return isObject(left.value) && isObject(right.value) && equalJson(left.value, right.value);
    const found = inOneUnit(a, b);
    return found && found.left === found.right;
  }
  return equalJson(left.value, right.value);
}

/** Two amounts in one unit. */
interface InOneUnit {
  readonly left: number;
  readonly right: number;
  readonly unit: string;
}

/** Durations in the shorter unit of the two: seven days are a week, a year is twelve months, and beside days 365 of them. @returns undefined for units that are not converted */
export function inOneUnit(left: Amount, right: Amount): InOneUnit | undefined {
  if (left.unit === right.unit) return { left: left.value, right: right.value, unit: left.unit };
  const [a, b] = [durations.get(left.unit), durations.get(right.unit)];
  if (a === undefined || b === undefined) return undefined;
  const unit = lengthOf(a) < lengthOf(b) ? a : b;
  const times = (from: string) => (from === 'year' && unit === 'month' ? 12 : lengthOf(from) / lengthOf(unit));
  return { left: left.value * times(a), right: right.value * times(b), unit };
}

const orderOfTimes = (left: PathValue, right: PathValue) =>
  compareTimes(String(left.value), String(right.value), false);

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
  if (isTime(left.type) && isTime(right.type)) return orderOfTimes(left, right);
  if (isText(left.type) && isText(right.type)) {
    const [a, b] = [String(left.value), String(right.value)];
    return a < b ? -1 : Number(a > b);
  }
  const [a, b] = [amountOf(left), amountOf(right)];
  if (!a || !b) throw new ExpressionError(`${left.type} and ${right.type} have no order.`);
  const found = inOneUnit(a, b);
  return found && found.left - found.right;
}
