/** Faults of forms, with JSON pointers: for who writes and who takes in forms. */
export type { LintCode, LintFault } from './lint/fault.ts';
export { lintQuestionnaire, type LintOptions } from './lint/lint-questionnaire.ts';
export { indexOptions } from './form/index-options.ts';
export { findSafetyQuestions, isSafetyForm } from './lint/safety-questions.ts';
