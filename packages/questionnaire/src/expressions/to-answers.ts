import { readValue, type AnswerValue } from '../fhir/answer-value.ts';
import { isObject } from '../fhir/json.ts';
import { amountOf } from '../fhirpath/equality.ts';
import { isNumber, isText, isTime, type PathValue } from '../fhirpath/path-value.ts';
import type { PlanItem } from '../plan/plan.ts';

/** What an expression gave, as answers of an item. What does not fit its type is left out. */
export function toAnswers(
  values: readonly PathValue[],
  item: Pick<PlanItem, 'valueType' | 'options' | 'repeats'>,
): readonly AnswerValue[] {
  const answers = values.flatMap((value) => {
    const answer = toAnswer(value, item);
    return answer ? [answer] : [];
  });
  return item.repeats ? answers : answers.slice(0, 1);
}

function toAnswer(
  given: PathValue,
  { valueType, options }: Pick<PlanItem, 'valueType' | 'options'>,
): AnswerValue | undefined {
  const { type, value } = given;
  // A whole answer of the response: its value.
  if (isObject(value) && type === 'object' && valueType !== 'Coding') {
    const inner = readValue(value);
    if (inner) return inner;
  }
  switch (valueType) {
    case 'boolean':
      return typeof value === 'boolean' ? { type: valueType, value } : undefined;
    case 'decimal':
      return isNumber(type) && typeof value === 'number' ? { type: valueType, value } : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? { type: valueType, value } : undefined;
    case 'date':
    case 'dateTime':
    case 'time':
      return toTime(type, value, valueType);
    case 'string':
    case 'uri':
      return typeof value === 'object' ? undefined : { type: valueType, value: String(value) };
    case 'Coding':
      return toCoding(given, options);
    case 'Quantity': {
      const amount = amountOf(given);
      if (isObject(value)) return { type: valueType, value };
      return amount && { type: valueType, value: { value: amount.value } };
    }
    case 'Attachment':
    case 'Reference':
      return isObject(value) ? { type: valueType, value } : undefined;
    case undefined:
      return undefined;
  }
}

function toTime(type: string, value: unknown, wanted: 'date' | 'dateTime' | 'time'): AnswerValue | undefined {
  if (!isTime(type) && !isText(type)) return undefined;
  const text = String(value);
  return { type: wanted, value: wanted === 'date' ? (text.split('T')[0] ?? '') : text };
}

/** A code alone is the option that has it. */
function toCoding({ value }: PathValue, options: PlanItem['options']): AnswerValue | undefined {
  const byCode = options?.find(
    (option) => (option.value.type === 'Coding' ? option.value.value.code : option.value.value) === value,
  );
  if (byCode) return byCode.value;
  if (!isObject(value)) return undefined;
  return readValue(value) ?? { type: 'Coding', value };
}
