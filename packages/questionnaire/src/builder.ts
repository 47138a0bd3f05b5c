/** A typed builder that writes forms of FHIR R4. */
export { buildQuestionnaire, type QuestionnaireDetails } from './builder/build-questionnaire.ts';
export { allOf, anyOf, when, type Conditions, type When } from './builder/conditions.ts';
export { item, type BuiltItem, type ChoiceOptions, type OptionSpec, type Question } from './builder/items.ts';
export type { Text } from './builder/texts.ts';
