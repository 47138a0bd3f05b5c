import { writeValue, type AnswerType, type AnswerValue } from '../fhir/answer-value.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { Coding, Quantity, Reference } from '../fhir/resources.ts';
import type { Operator } from '../plan/plan.ts';

/** What a question is compared with, by the type of its answers. A choice is compared with its codes. */
export interface Comparable<Code extends string = string> {
  readonly boolean: boolean;
  readonly decimal: number;
  readonly integer: number;
  readonly date: string;
  readonly dateTime: string;
  readonly time: string;
  readonly string: string;
  readonly uri: string;
  readonly Attachment: never;
  readonly Coding: Code;
  readonly Quantity: Quantity;
  readonly Reference: Reference;
}

/** The types whose answers have an order. */
export type Ordered = 'decimal' | 'integer' | 'date' | 'dateTime' | 'time' | 'string' | 'uri' | 'Quantity';

/** What a condition needs to know of the question that it asks about. */
export interface Asked<Type extends AnswerType, Code extends string = string> {
  readonly linkId: string;
  readonly valueType: Type;
  /** The codings of a choice, by their codes. */
  readonly codings?: Readonly<Record<Code, Coding>>;
}

/** One row of `enableWhen`. */
export interface Row {
  readonly row: JsonObject;
}

/** When an item is asked: one condition, or several of which all or any hold. */
export type When = Row | { readonly behavior: 'all' | 'any'; readonly rows: readonly Row[] };

/** Conditions on one question. Only those that its type has are there. */
export interface Conditions<Type extends AnswerType, Code extends string> {
  isAnswered(): Row;
  isUnanswered(): Row;
  is(value: Comparable<Code>[Type]): Row;
  /** Holds without an answer, too. */
  isNot(value: Comparable<Code>[Type]): Row;
  isAbove: Type extends Ordered ? (value: Comparable<Code>[Type]) => Row : never;
  isBelow: Type extends Ordered ? (value: Comparable<Code>[Type]) => Row : never;
  isAtLeast: Type extends Ordered ? (value: Comparable<Code>[Type]) => Row : never;
  isAtMost: Type extends Ordered ? (value: Comparable<Code>[Type]) => Row : never;
}

/**
 * Conditions on a question, for `enableWhen`.
 *
 * @example
 * const smokes = item.boolean('smokes', 'Do you smoke?');
 * const many = item.integer('many', 'How many a day?', { enableWhen: when(smokes).is(true) });
 */
export function when<Type extends AnswerType, Code extends string>(
  question: Asked<Type, Code>,
): Conditions<Type, Code> {
  const row = (operator: Operator, answer: JsonObject): Row => ({
    row: { question: question.linkId, operator, ...answer },
  });
  const compare = (operator: Operator) => (value: Comparable<Code>[Type]) =>
    row(operator, writeValue(answerOf(question, value), 'answer'));
  const conditions: Conditions<AnswerType, Code> | object = {
    isAnswered: () => row('exists', { answerBoolean: true }),
    isUnanswered: () => row('exists', { answerBoolean: false }),
    is: compare('='),
    isNot: compare('!='),
    isAbove: compare('>'),
    isBelow: compare('<'),
    isAtLeast: compare('>='),
    isAtMost: compare('<='),
  };
  return conditions as Conditions<Type, Code>;
}

function answerOf<Type extends AnswerType, Code extends string>(
  { valueType, codings }: Asked<Type, Code>,
  value: Comparable<Code>[Type],
): AnswerValue {
  const coding = valueType === 'Coding' ? codings?.[value as Code] : undefined;
  return { type: valueType, value: coding ?? (valueType === 'Coding' ? { code: value } : value) } as AnswerValue;
}

/** All of these hold. */
export function allOf(...rows: readonly Row[]): When {
  return { behavior: 'all', rows };
}

/** Any of these holds. */
export function anyOf(...rows: readonly Row[]): When {
  return { behavior: 'any', rows };
}
