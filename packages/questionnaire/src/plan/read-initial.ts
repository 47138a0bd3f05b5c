import { readValue, type AnswerType, type AnswerValue } from '../fhir/answer-value.ts';
import { isObject, pointerTo, type JsonObject } from '../fhir/json.ts';
import type { Issue } from './issues.ts';
import type { PlanItem } from './plan.ts';

/** Reads what an item is answered by when the form begins. */
export function readInitial(
  item: JsonObject,
  pointer: string,
  type: AnswerType | undefined,
  options: PlanItem['options'],
  issues: Issue[],
): readonly AnswerValue[] {
  const selected = options?.filter((option) => option.isInitiallySelected).map((option) => option.value) ?? [];
  const listed = Array.isArray(item['initial'])
    ? item['initial']
    : item['initial'] === undefined
      ? []
      : [item['initial']];
  return [
    ...selected,
    ...listed.flatMap((each: unknown, index) => {
      const value = isObject(each) ? readValue(each) : undefined;
      if (value && (type === undefined || isOfType(value, type))) return [value];
      const expected = type === undefined ? 'a value' : `a value of the type ${type}`;
      issues.push({
        code: 'bad-initial',
        pointer: pointerTo(pointer, 'initial', index),
        detail: expected,
      });
      return [];
    }),
  ];
}

/** Whole numbers are decimals too, and questions with options may have the options' types. */
function isOfType(value: AnswerValue, type: AnswerType): boolean {
  return value.type === type || (type === 'decimal' && value.type === 'integer');
}
