import type { AnswerValue } from './answer-value.ts';
import type { Coding, Quantity } from './resources.ts';
import { compareTimes } from './compare-times.ts';

/**
 * Whether two answers are the same. Codings are by system and code, decimals by their number (1.0 is 1), times as far as both are given.
 *
 * @returns undefined if that cannot be told: other types, other units, a day beside a month
 */
export function equalValues(left: AnswerValue, right: AnswerValue): boolean | undefined {
  if (left.type === 'Coding' && right.type === 'Coding') return equalCodings(left.value, right.value);
  if (left.type === 'boolean' && right.type === 'boolean') return left.value === right.value;
  if (left.type === 'Reference' && right.type === 'Reference') return left.value.reference === right.value.reference;
  if (left.type === 'Attachment' && right.type === 'Attachment') return left.value.url === right.value.url;
  const order = compareValues(left, right);
  return order === undefined ? undefined : order === 0;
}

/**
 * Which of two answers is the greater one, for types that have an order.
 *
 * @returns below 0, 0 or above 0 as for a sort; undefined if they have no order or it cannot be told
 */
export function compareValues(left: AnswerValue, right: AnswerValue): number | undefined {
  if (typeof left.value === 'number' && typeof right.value === 'number') return left.value - right.value;
  if (left.type === 'Quantity' && right.type === 'Quantity') return compareQuantities(left.value, right.value);
  if (typeof left.value !== 'string' || typeof right.value !== 'string') return undefined;
  const isTime = (type: string) => type === 'time';
  const isDay = (type: string) => type === 'date' || type === 'dateTime';
  if (isDay(left.type) ? isDay(right.type) : isTime(left.type) && isTime(right.type)) {
    return compareTimes(left.value, right.value);
  }
  if (isText(left.type) && isText(right.type)) return left.value < right.value ? -1 : Number(left.value > right.value);
  return undefined;
}

const isText = (type: string) => type === 'string' || type === 'uri';

/** By system and code; codes that are only a text, by that text. */
export function equalCodings(left: Coding, right: Coding): boolean {
  if (left.code === undefined && right.code === undefined) return left.display === right.display;
  return left.code === right.code && left.system === right.system;
}

/** Nothing is converted: 1 kg beside 1000 g cannot be told. A comparator (`<5 mg`) leaves the value open. */
function compareQuantities(left: Quantity, right: Quantity): number | undefined {
  if (left.value === undefined || right.value === undefined) return undefined;
  if (left['comparator'] !== undefined || right['comparator'] !== undefined) return undefined;
  const isSameUnit =
    left.code !== undefined && right.code !== undefined
      ? left.code === right.code && left.system === right.system
      : (left.unit ?? left.code) === (right.unit ?? right.code);
  return isSameUnit ? left.value - right.value : undefined;
}
