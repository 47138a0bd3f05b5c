import { readValue, type AnswerValue } from './answer-value.ts';
import { isObject, objectsOf, stringOf, type JsonObject } from './json.ts';

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

/** Addresses that end with the short name, by how they begin: a browser loads them before the first question. */
const ofQuestionnaires = [
  'hidden',
  'itemControl',
  'minOccurs',
  'maxOccurs',
  'unit',
  'unitOption',
  'optionExclusive',
  'optionPrefix',
  'choiceOrientation',
  'displayCategory',
  'constraint',
] as const;
const ofCore = [
  'minLength',
  'minValue',
  'maxValue',
  'maxDecimalPlaces',
  'maxSize',
  'mimeType',
  'regex',
  'entryFormat',
  'ordinalValue',
  'itemWeight',
  'translation',
  'variable',
  'targetConstraint',
] as const;
const ofSdc = [
  'minQuantity',
  'maxQuantity',
  'shortText',
  'calculatedExpression',
  'enableWhenExpression',
  'initialExpression',
] as const;

export type ExtensionName =
  | (typeof ofQuestionnaires)[number]
  | (typeof ofCore)[number]
  | (typeof ofSdc)[number]
  | 'sliderStep'
  | 'textExpression';

const addresses = (start: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, start + name]));

/** The extensions that the engine acts on, by short names. All others are kept, and told of as unsupported. */
export const extensionUrls = {
  ...addresses(`${core}questionnaire-`, ofQuestionnaires),
  ...addresses(core, ofCore),
  ...addresses(sdc, ofSdc),
  sliderStep: `${core}questionnaire-sliderStepValue`,
  textExpression: `${core}cqf-expression`,
} as Readonly<Record<ExtensionName, string>>;

/** The names whose value is, or holds, an expression of FHIRPath: they need the part that is loaded later. */
export const expressionExtensions: readonly ExtensionName[] = [
  'variable',
  'textExpression',
  'constraint',
  'targetConstraint',
  'calculatedExpression',
  'enableWhenExpression',
  'initialExpression',
];

/** All extensions of a name that an element carries, as they stand. */
export function extensionsOf(holder: unknown, name: ExtensionName): readonly JsonObject[] {
  if (!isObject(holder)) return [];
  const url = extensionUrls[name];
  return objectsOf(holder['extension']).filter((extension) => extension['url'] === url);
}

/** The first extension of a name, as a value of a type that an answer can have. */
export function extensionValue(holder: unknown, name: ExtensionName): AnswerValue | undefined {
  const [extension] = extensionsOf(holder, name);
  return extension && readValue(extension);
}

/** The first extension of a name, whatever `value[x]` it has. */
export function rawExtensionValue(holder: unknown, name: ExtensionName): unknown {
  const [extension] = extensionsOf(holder, name);
  const key = extension && Object.keys(extension).find((each) => each.startsWith('value'));
  return key === undefined ? undefined : extension?.[key];
}

/** A number that an extension has, whether as integer or as decimal. */
export function extensionNumber(holder: unknown, name: ExtensionName): number | undefined {
  const value = extensionValue(holder, name)?.value;
  return typeof value === 'number' ? value : undefined;
}

/** The code of an extension that is a CodeableConcept or a code. */
export function extensionCode(holder: unknown, name: ExtensionName): string | undefined {
  const value = rawExtensionValue(holder, name);
  return isObject(value) ? stringOf(objectsOf(value['coding'])[0]?.['code']) : stringOf(value);
}
