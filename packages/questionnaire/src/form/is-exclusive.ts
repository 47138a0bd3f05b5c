import type { AnswerValue } from '../fhir/answer-value.ts';
import { equalValues } from '../fhir/compare-values.ts';
import type { PlanItem } from '../plan/plan.ts';

/** Whether an answer is an option that excludes all others ("None of these"), own words too. */
export const isExclusive = ({ options = [] }: PlanItem, value: AnswerValue): boolean =>
  options.some((option) => option.isExclusive && equalValues(option.value, value));
