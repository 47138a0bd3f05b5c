import { elementOf, writeValue, type AnswerType, type AnswerValue } from '../fhir/answer-value.ts';
import { extensionUrls, type ExtensionName } from '../fhir/extensions.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { Attachment, Coding, Quantity, QuestionnaireItem, Reference } from '../fhir/resources.ts';
import type { ItemType } from '../plan/plan.ts';
import type { Asked, When } from './conditions.ts';
import { writeText, type Text } from './texts.ts';

/** An item that is not written yet: it is, once the form's language is known. */
export interface BuiltItem {
  readonly linkId: string;
  toItem(language: string): QuestionnaireItem;
}

/** A question, with the type of its answers, so that conditions on it are checked by the compiler. */
export interface Question<Type extends AnswerType, Code extends string = string> extends BuiltItem, Asked<Type, Code> {}

/** What every item may say. */
export interface ItemOptions {
  readonly enableWhen?: When;
  /** FHIRPath; needs the part of the engine that is loaded later, as do the other expressions. */
  readonly enableWhenExpression?: string;
  /** Stands before the text: "1.". */
  readonly prefix?: Text;
  readonly code?: readonly Coding[];
  /** Code of the extension itemControl: `slider`, `drop-down`, `htable`. */
  readonly control?: string;
  /** Never shown, and sent. */
  readonly isHidden?: boolean;
  /** Extensions as they are. */
  readonly extension?: readonly JsonObject[];
  /** FHIRPath that puts the text together, from answers too. */
  readonly textExpression?: string;
  readonly items?: readonly BuiltItem[];
}

/** What a group may say. */
export interface GroupOptions extends ItemOptions {
  readonly isRequired?: boolean;
  readonly repeats?: boolean;
  readonly minOccurs?: number;
  readonly maxOccurs?: number;
}

/** What every question may say. */
export interface QuestionOptions<Value> extends GroupOptions {
  readonly isReadOnly?: boolean;
  readonly initial?: Value | readonly Value[];
  readonly initialExpression?: string;
  readonly calculatedExpression?: string;
}

/** Limits of numbers and times. */
export interface RangeOptions<Value> extends QuestionOptions<Value> {
  readonly min?: Value;
  readonly max?: Value;
}

export interface NumberOptions extends RangeOptions<number> {
  /** How many digits may stand after the point. */
  readonly decimals?: number;
  readonly unit?: Coding;
}

/** Whole numbers side by side. */
export interface ScaleOptions extends Omit<QuestionOptions<number>, 'initial'> {
  readonly from: number;
  readonly to: number;
  /** What the least and the most mean, in words: they stand below the scale. */
  readonly ends?: { readonly from: Text; readonly to: Text };
}

/** Limits of texts, in characters. */
export interface TextOptions extends QuestionOptions<string> {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression that all of the answer fits. */
  readonly pattern?: string;
}

export interface AttachmentOptions extends QuestionOptions<Attachment> {
  readonly maxMegabytes?: number;
  /** `image/*` stands for all images. */
  readonly mimeTypes?: readonly string[];
}

export interface QuantityOptions extends RangeOptions<Quantity> {
  readonly units?: readonly Coding[];
}

/** One thing that can be chosen: its text, or more. */
export type OptionSpec =
  | Text
  | {
      readonly text: Text;
      /** Points for scores. */
      readonly weight?: number;
      /** Takes all others away. */
      readonly isExclusive?: boolean;
      readonly isInitial?: boolean;
    };

export interface ChoiceOptions<Code extends string> extends Omit<QuestionOptions<Code>, 'initial'> {
  /** The system of the codes. */
  readonly system: string;
  /** By code, in the order in which they are shown. Codes that are whole numbers come as a list of pairs: an object puts them in an order of its own, and `choice` refuses them with a TypeError. */
  readonly options: Readonly<Record<Code, OptionSpec>> | readonly (readonly [code: Code, spec: OptionSpec])[];
  readonly orientation?: 'horizontal' | 'vertical';
}

const extension = (name: ExtensionName, type: string, value: unknown): JsonObject => ({
  url: extensionUrls[name],
  [elementOf('value', type)]: value,
});

const expression = (name: ExtensionName, written: string): JsonObject =>
  extension(name, 'Expression', { language: 'text/fhirpath', expression: written });

function build(
  type: Exclude<ItemType, 'broken'>,
  linkId: string,
  text: Text | undefined,
  options: ItemOptions,
  more: (language: string) => JsonObject = () => ({}),
  extensions: readonly (JsonObject | undefined)[] = [],
): BuiltItem {
  const { enableWhen, prefix, code, control, isHidden, items } = options;
  const written = [
    control === undefined
      ? undefined
      : extension('itemControl', 'CodeableConcept', {
          coding: [{ system: 'http://hl7.org/fhir/questionnaire-item-control', code: control }],
        }),
    isHidden === true ? extension('hidden', 'boolean', true) : undefined,
    options.enableWhenExpression === undefined
      ? undefined
      : expression('enableWhenExpression', options.enableWhenExpression),
    ...extensions,
    ...(options.extension ?? []),
  ].filter((each) => each !== undefined);
  const rows = enableWhen && ('rows' in enableWhen ? enableWhen.rows : [enableWhen]);
  return {
    linkId,
    toItem: (language) => ({
      ...(written.length > 0 && { extension: written }),
      linkId,
      ...(code && { code }),
      ...(prefix !== undefined && writeText('prefix', prefix, language)),
      ...(text !== undefined && withExpression(writeText('text', text, language), options.textExpression)),
      type,
      ...(rows && { enableWhen: rows.map(({ row }) => row) }),
      ...(enableWhen &&
        'behavior' in enableWhen &&
        enableWhen.rows.length > 1 && { enableBehavior: enableWhen.behavior }),
      ...more(language),
      ...(items && items.length > 0 && { item: items.map((each) => each.toItem(language)) }),
    }),
  };
}

function withExpression(text: JsonObject, written: string | undefined): JsonObject {
  if (written === undefined) return text;
  const beside = text['_text'] as { readonly extension: readonly JsonObject[] } | undefined;
  return { ...text, _text: { extension: [...(beside?.extension ?? []), expression('textExpression', written)] } };
}

function occurrences({ isRequired, repeats, minOccurs, maxOccurs }: GroupOptions) {
  return {
    elements: { ...(isRequired === true && { required: true }), ...(repeats === true && { repeats: true }) },
    extensions: [
      minOccurs === undefined ? undefined : extension('minOccurs', 'integer', minOccurs),
      maxOccurs === undefined ? undefined : extension('maxOccurs', 'integer', maxOccurs),
    ],
  };
}

function question<Type extends AnswerType, Value>(
  type: Exclude<ItemType, 'broken'>,
  valueType: Type,
  linkId: string,
  text: Text,
  options: QuestionOptions<Value>,
  extensions: readonly (JsonObject | undefined)[] = [],
  more: (language: string) => JsonObject = () => ({}),
): Question<Type> {
  const { elements, extensions: counts } = occurrences(options);
  const { initial, initialExpression, calculatedExpression } = options;
  const values =
    initial === undefined ? [] : Array.isArray(initial) ? (initial as readonly Value[]) : [initial as Value];
  const built = build(
    type,
    linkId,
    text,
    options,
    (language) => ({
      ...elements,
      ...(options.isReadOnly === true && { readOnly: true }),
      ...more(language),
      ...(values.length > 0 && {
        initial: values.map((value) => writeValue({ type: valueType, value } as AnswerValue)),
      }),
    }),
    [
      ...counts,
      ...extensions,
      initialExpression === undefined ? undefined : expression('initialExpression', initialExpression),
      calculatedExpression === undefined ? undefined : expression('calculatedExpression', calculatedExpression),
    ],
  );
  return { ...built, valueType };
}

const range = <Value>(type: string, { min, max }: RangeOptions<Value>) => [
  min === undefined ? undefined : extension('minValue', type, min),
  max === undefined ? undefined : extension('maxValue', type, max),
];

function number<Type extends 'integer' | 'decimal'>(type: Type) {
  return (linkId: string, text: Text, options: NumberOptions = {}): Question<Type> =>
    question(type, type, linkId, text, options, [
      ...range(type, options),
      options.decimals === undefined ? undefined : extension('maxDecimalPlaces', 'integer', options.decimals),
      options.unit && extension('unit', 'Coding', options.unit),
    ]);
}

function time<Type extends 'date' | 'dateTime' | 'time'>(type: Type) {
  return (linkId: string, text: Text, options: RangeOptions<string> = {}): Question<Type> =>
    question(type, type, linkId, text, options, range(type, options));
}

function words<Type extends 'string' | 'uri'>(type: 'string' | 'text' | 'url', valueType: Type) {
  return (linkId: string, text: Text, options: TextOptions = {}): Question<Type> =>
    question(
      type,
      valueType,
      linkId,
      text,
      options,
      [
        options.minLength === undefined ? undefined : extension('minLength', 'integer', options.minLength),
        options.pattern === undefined ? undefined : extension('regex', 'string', options.pattern),
      ],
      () => (options.maxLength === undefined ? {} : { maxLength: options.maxLength }),
    );
}

function choice(type: 'choice' | 'open-choice') {
  return <Code extends string>(linkId: string, text: Text, options: ChoiceOptions<Code>): Question<'Coding', Code> => {
    const specs = inOrder(linkId, options.options).map(([code, spec]) => ({ code, spec: wholeSpec(spec) }));
    const codings = Object.fromEntries(specs.map(({ code }) => [code, { system: options.system, code }])) as Readonly<
      Record<Code, Coding>
    >;
    const { orientation } = options;
    const built = question(
      type,
      'Coding',
      linkId,
      text,
      options,
      [orientation && extension('choiceOrientation', 'code', orientation)],
      (language) => ({
        answerOption: specs.map(({ code, spec }) => writeOption(options.system, code, spec, language)),
      }),
    );
    return { ...built, codings };
  };
}

/** @throws TypeError for an object whose codes JavaScript would put in another order than they are written in */
function inOrder<Code extends string>(
  linkId: string,
  options: ChoiceOptions<Code>['options'],
): readonly (readonly [code: string, spec: OptionSpec])[] {
  if (Array.isArray(options)) return options;
  const entries = Object.entries<OptionSpec>(options as Readonly<Record<Code, OptionSpec>>);
  const moved = entries.find(([code]) => /^(0|[1-9]\d*)$/.test(code));
  if (moved)
    throw new TypeError(
      `An object does not keep the order of codes such as ${moved[0]}. Give the options of ${linkId} as a list: [['${moved[0]}', …], …].`,
    );
  return entries;
}

type WholeSpec = Extract<OptionSpec, { readonly text: Text }>;

function wholeSpec(spec: OptionSpec): WholeSpec {
  return typeof spec === 'object' && 'text' in spec && Object.keys(spec).every((key) => specKeys.has(key))
    ? (spec as WholeSpec)
    : { text: spec as Text };
}

const specKeys = new Set(['text', 'weight', 'isExclusive', 'isInitial']);

function writeOption(system: string, code: string, spec: WholeSpec, language: string): JsonObject {
  const extensions = [
    spec.weight === undefined ? undefined : extension('ordinalValue', 'decimal', spec.weight),
    spec.isExclusive === true ? extension('optionExclusive', 'boolean', true) : undefined,
  ].filter((each) => each !== undefined);
  return {
    ...(extensions.length > 0 && { extension: extensions }),
    valueCoding: { system, code, ...writeText('display', spec.text, language) },
    ...(spec.isInitial === true && { initialSelected: true }),
  };
}

/** The items of a form, by FHIR's types. Each takes its `linkId`, which keeps its answers over all versions of the form, and its text. */
export const item = {
  group: (
    linkId: string,
    text: Text | undefined,
    items: readonly BuiltItem[],
    options: Omit<GroupOptions, 'items'> = {},
  ): BuiltItem => {
    const { elements, extensions } = occurrences(options);
    return build('group', linkId, text, { ...options, items }, () => elements, extensions);
  },
  display: (linkId: string, text: Text, options: ItemOptions = {}): BuiltItem =>
    build('display', linkId, text, options),
  boolean: (linkId: string, text: Text, options: QuestionOptions<boolean> = {}): Question<'boolean'> =>
    question('boolean', 'boolean', linkId, text, options),
  integer: number('integer'),
  decimal: number('decimal'),
  date: time('date'),
  dateTime: time('dateTime'),
  time: time('time'),
  string: words('string', 'string'),
  text: words('text', 'string'),
  url: words('url', 'uri'),
  choice: choice('choice'),
  openChoice: choice('open-choice'),
  attachment: (linkId: string, text: Text, options: AttachmentOptions = {}): Question<'Attachment'> =>
    question('attachment', 'Attachment', linkId, text, options, [
      options.maxMegabytes === undefined ? undefined : extension('maxSize', 'decimal', options.maxMegabytes),
      ...(options.mimeTypes ?? []).map((type) => extension('mimeType', 'code', type)),
    ]),
  quantity: (linkId: string, text: Text, options: QuantityOptions = {}): Question<'Quantity'> =>
    question('quantity', 'Quantity', linkId, text, options, [
      options.min && extension('minQuantity', 'Quantity', options.min),
      options.max && extension('maxQuantity', 'Quantity', options.max),
      ...(options.units ?? []).map((unit) => extension('unitOption', 'Coding', unit)),
    ]),
  reference: (linkId: string, text: Text, options: QuestionOptions<Reference> = {}): Question<'Reference'> =>
    question('reference', 'Reference', linkId, text, options),
  /** Whole numbers to choose from, side by side, such as 0 to 10. Their points are the numbers. */
  scale: (linkId: string, text: Text, { from, to, ends, ...options }: ScaleOptions): Question<'integer'> =>
    question(
      'choice',
      'integer',
      linkId,
      text,
      {
        ...options,
        items: [
          ...(options.items ?? []),
          ...(ends
            ? [
                build('display', `${linkId}-lower`, ends.from, { control: 'lower' }),
                build('display', `${linkId}-upper`, ends.to, { control: 'upper' }),
              ]
            : []),
        ],
      },
      [extension('choiceOrientation', 'code', 'horizontal')],
      () => ({ answerOption: Array.from({ length: to - from + 1 }, (_, index) => ({ valueInteger: from + index })) }),
    ),
} as const;
