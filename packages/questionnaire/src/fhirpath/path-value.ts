import { isObject, objectsOf, type JsonObject } from '../fhir/json.ts';

/** One value that an expression meets: FHIR's name of its type, or `object` where it is not known. */
export interface PathValue {
  readonly type: string;
  readonly value: unknown;
  /** Of an answer and its value: the linkId of the question. */
  readonly linkId?: string;
  /** What a primitive has beside it, such as extensions. */
  readonly beside?: JsonObject;
}

const primitives =
  'Boolean Decimal Integer Date DateTime Time String Uri Url Canonical Code Id Markdown Instant PositiveInt UnsignedInt'.split(
    ' ',
  );

/** Types that a choice of types, `value[x]`, may have. */
const choiceTypes = new Set([
  ...primitives,
  ...'Attachment Coding Quantity Reference CodeableConcept Period Range Expression Age Duration Identifier HumanName Address ContactPoint Money Ratio'.split(
    ' ',
  ),
]);

const lowered = (suffix: string) =>
  primitives.includes(suffix) ? suffix.charAt(0).toLowerCase() + suffix.slice(1) : suffix;

/** Elements that are times and do not say so by their name. */
const timeElements: Readonly<Record<string, string>> = {
  authored: 'dateTime',
  date: 'dateTime',
  start: 'dateTime',
  end: 'dateTime',
  issued: 'instant',
  lastUpdated: 'instant',
  birthDate: 'date',
};

/** A value of JSON with the best type that can be told from it. */
export function pathValueOf(value: unknown, type?: string): PathValue {
  return { type: type ?? typeOf(value), value };
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  return typeof value === 'object' ? (resourceType(value) ?? 'object') : typeof value;
}

function resourceType(value: unknown): string | undefined {
  const type = isObject(value) ? value['resourceType'] : undefined;
  return typeof type === 'string' ? type : undefined;
}

/** The values of an element, or of the one of a choice of types that is there. */
export function childrenNamed(parent: PathValue, name: string): readonly PathValue[] {
  const { value } = parent;
  if (!isObject(value))
    return name === 'extension'
      ? objectsOf(parent.beside?.['extension']).map((each) => ({ type: 'Extension', value: each }))
      : [];
  if (Object.hasOwn(value, name)) return valuesOf(parent, value, name, typeOfElement(name));
  for (const key of Object.keys(value)) {
    const suffix = key.startsWith(name) ? key.slice(name.length) : '';
    if (choiceTypes.has(suffix)) return valuesOf(parent, value, key, lowered(suffix));
  }
  return [];
}

/** All elements of a value, as `children()` gives them. */
export function childrenOf(parent: PathValue): readonly PathValue[] {
  const { value } = parent;
  if (!isObject(value))
    return objectsOf(parent.beside?.['extension']).map((each) => ({ type: 'Extension', value: each }));
  return Object.keys(value)
    .filter((key) => key !== 'resourceType' && !key.startsWith('_'))
    .flatMap((key) => valuesOf(parent, value, key, typeOfElement(key)));
}

function typeOfElement(name: string): string | undefined {
  if (Object.hasOwn(timeElements, name)) return timeElements[name];
  const suffix = /^(?:value|answer|onset|effective|deceased|minValue|maxValue)([A-Z]\w*)$/.exec(name)?.[1];
  return suffix !== undefined && choiceTypes.has(suffix) ? lowered(suffix) : undefined;
}

function valuesOf(parent: PathValue, holder: JsonObject, key: string, type: string | undefined): readonly PathValue[] {
  const value = holder[key];
  const beside = holder[`_${key}`];
  const linkId = key === 'answer' ? holder['linkId'] : parent.linkId;
  const isAnswered = key === 'answer' || (parent.linkId !== undefined && key.startsWith('value'));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each, index) => {
    if (each === null || each === undefined) return [];
    const near = Array.isArray(beside) ? beside[index] : beside;
    return [
      {
        ...pathValueOf(each, type),
        ...(isAnswered && typeof linkId === 'string' && { linkId }),
        ...(isObject(near) && { beside: near }),
      },
    ];
  });
}

/** Whether a value is of a type by its name, with or without its namespace. FHIR's kinds of texts are texts too. */
export function isOfType({ type }: PathValue, name: string): boolean {
  const wanted = name.replace(/^(?:System|FHIR)\./, '');
  return type.toLowerCase() === wanted.toLowerCase() || (isText(type) && type !== 'uri' && wanted === 'string');
}

const textTypes = new Set(['string', 'uri', 'url', 'canonical', 'code', 'id', 'markdown']);
const numberTypes = new Set(['integer', 'decimal', 'positiveInt', 'unsignedInt']);
const timeTypes = new Set(['date', 'dateTime', 'time', 'instant']);

export const isText = (type: string): boolean => textTypes.has(type);
export const isNumber = (type: string): boolean => numberTypes.has(type);
export const isTime = (type: string): boolean => timeTypes.has(type);
