import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import type { Attachment, Coding, Quantity, Reference } from './resources.ts';

/** An answer's type with its value, by the names of FHIR's `value[x]`. */
export type AnswerValue =
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'decimal' | 'integer'; readonly value: number }
  | { readonly type: 'date' | 'dateTime' | 'time' | 'string' | 'uri'; readonly value: string }
  | { readonly type: 'Attachment'; readonly value: Attachment }
  | { readonly type: 'Coding'; readonly value: Coding }
  | { readonly type: 'Quantity'; readonly value: Quantity }
  | { readonly type: 'Reference'; readonly value: Reference };

export type AnswerType = AnswerValue['type'];

/** What JavaScript's `typeof` says of each type's value. */
const jsonTypes: Readonly<Record<AnswerType, 'boolean' | 'number' | 'string' | 'object'>> = {
  boolean: 'boolean',
  decimal: 'number',
  integer: 'number',
  date: 'string',
  dateTime: 'string',
  time: 'string',
  string: 'string',
  uri: 'string',
  Attachment: 'object',
  Coding: 'object',
  Quantity: 'object',
  Reference: 'object',
};

const types = Object.keys(jsonTypes) as readonly AnswerType[];

/** @returns the element that holds a value of a type, such as `valueCoding` */
export function elementOf(prefix: string, type: string): string {
  return prefix + type.charAt(0).toUpperCase() + type.slice(1);
}

/**
 * Reads `value[x]`, `answer[x]` and the like.
 *
 * @param prefix `value` in options, initial values and answers, `answer` in `enableWhen`
 * @returns the first whose JSON type is that of its name, so that a `null` beside a value hides nothing; undefined if there is none
 */
export function readValue(holder: JsonObject, prefix = 'value'): AnswerValue | undefined {
  for (const type of types) {
    const value = holder[elementOf(prefix, type)];
    const expected = jsonTypes[type];
    if (expected === 'object' ? isObject(value) : typeof value === expected) return { type, value } as AnswerValue;
  }
  return undefined;
}

/** Writes a value as FHIR does: `{ valueCoding: … }`. */
export function writeValue(answer: AnswerValue, prefix = 'value'): JsonObject {
  return { [elementOf(prefix, answer.type)]: answer.value };
}
