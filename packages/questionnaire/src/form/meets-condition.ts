import type { AnswerValue } from '../fhir/answer-value.ts';
import { compareValues, equalValues } from '../fhir/compare-values.ts';
import type { Condition } from '../plan/plan.ts';

/**
 * Whether a condition holds, by what was answered. Of several answers any one is enough, except for `!=`, which needs that none is equal
 * (https://hl7.org/fhir/R4/codesystem-questionnaire-enable-operator.html). So without an answer `!=` and `exists` false hold, and nothing else does.
 * What cannot be told, such as a year beside a day or kg beside lb, does not hold.
 */
export function meetsCondition({ operator, answer }: Condition, answers: readonly AnswerValue[]): boolean {
  const orders = (fits: (order: number) => boolean) =>
    answers.some((each) => {
      const order = compareValues(each, answer);
      return order !== undefined && fits(order);
    });
  switch (operator) {
    case 'exists':
      // An empty text is no answer, as everywhere else.
      return answers.some(({ value }) => value !== '') === answer.value;
    case '=':
      return answers.some((each) => equalValues(each, answer) === true);
    case '!=':
      return answers.every((each) => isOther(each, answer));
    case '>':
      return orders((order) => order > 0);
    case '<':
      return orders((order) => order < 0);
    case '>=':
      return orders((order) => order >= 0);
    case '<=':
      return orders((order) => order <= 0);
  }
}

/** A text that was typed is other than every option, and an option of one type other than one of another. */
function isOther(given: AnswerValue, asked: AnswerValue): boolean {
  const isEqual = equalValues(given, asked);
  if (isEqual !== undefined) return !isEqual;
  return (given.type === 'Coding') !== (asked.type === 'Coding');
}
