import type { AnswerValue } from '../fhir/answer-value.ts';
import { equalValues } from '../fhir/compare-values.ts';
import type { Option } from '../plan/plan.ts';

/** The options of a list that may be the same as an answer, in their order; see `indexOptions`. */
export type Alike = (value: AnswerValue) => readonly Option[];

/** By a list that was indexed. */
export const indexed = new WeakMap<readonly Option[], Alike>();

/** The first option that is the same as an answer; undefined where there is none. */
export const findOption = (options: readonly Option[], value: AnswerValue): Option | undefined =>
  (indexed.get(options)?.(value) ?? options).find((option) => equalValues(option.value, value));
