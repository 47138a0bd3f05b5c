/** FHIR R4 questionnaires: compile once, answer, check, build the response. No DOM, no I/O, no clock. */
export type {
  Attachment,
  Coding,
  Quantity,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  Reference,
  ResponseAnswer,
  ResponseItem,
} from './fhir/resources.ts';
export { extensionNumber, rawExtensionValue, type ExtensionName } from './fhir/extensions.ts';
export { isObject, type JsonObject } from './fhir/json.ts';
export { readValue, writeValue, type AnswerType, type AnswerValue } from './fhir/answer-value.ts';
export { timeWithOffset } from './fhir/time-with-offset.ts';
export { compareValues, equalValues } from './fhir/compare-values.ts';
export { languagesOf, textIn } from './fhir/texts.ts';

export { compilePlain } from './plan/compile-plain.ts';
export { bringValueSets, type ExpandValueSet } from './plan/bring-value-sets.ts';
export {
  compileQuestionnaire,
  needsExpressions,
  type Compiled,
  type CompileOptions,
} from './plan/compile-questionnaire.ts';
export type {
  ConstraintFailure,
  ExpressionContext,
  ExpressionDraft,
  ExpressionPart,
  PrepareExpressions,
} from './plan/expression-part.ts';
export { explainIssue } from './plan/explain-issue.ts';
export type { Issue, IssueCode } from './plan/issues.ts';
export {
  itemTypes,
  operators,
  type Condition,
  type ItemType,
  type Level,
  type Limits,
  type Operator,
  type Option,
  type Plan,
  type PlanItem,
  type Unsupported,
} from './plan/plan.ts';
export type { ValueSets } from './plan/read-options.ts';
export { formLimits, type FormLimits } from './plan/form-limits.ts';

export { addEntry, chooseOption, removeEntry, setAnswers, setEntry } from './form/answer.ts';
export { buildResponse, type ResponseDetails } from './form/build-response.ts';
export { checkForm, checkNode, faultsOf, longestAnswer, type AnswerFault, type Finding } from './form/check-form.ts';
export { isExclusive } from './form/is-exclusive.ts';
export type { Change, Entry, FormNode, FormState } from './form/form-state.ts';
export { patternSteps } from './form/pattern-steps.ts';
export { recalculate } from './form/recalculate.ts';
export { resumeForm, type Resumed } from './form/resume-form.ts';
export { startPlain } from './form/node-maker.ts';
export { startForm } from './form/start-form.ts';
export { isAnswered, progressOf, shownNodes, type Progress, type Shown } from './form/walk-form.ts';
