import { readTime, type TimeParts } from '../fhir/compare-times.ts';
import { isObject } from '../fhir/json.ts';
import { stepsOf, whyUnsafe } from '../plan/safe-pattern.ts';
import { spend } from './budget.ts';
import { calendarUnits } from './calendar-units.ts';
import { amountOf } from './equality.ts';
import { maybe, one, single, truth } from './collections.ts';
import { ExpressionError } from './expression-error.ts';
import { isNumber, isText, isTime, pathValueOf, type PathValue } from './path-value.ts';
import { needed, parameter, type PathFunction, type Scope } from './scope.ts';
import { checkLength } from './text-limit.ts';

const text = (value: string): PathValue => pathValueOf(value);

/** A function of one text and of parameters that are texts or numbers; empty where one of them is. */
function onText(
  run: (input: string, parameters: readonly PathValue[], scope: Scope) => PathValue | undefined,
): PathFunction {
  return (input, syntax, scope) => {
    const value = single(input);
    const parameters = syntax.map((each) => parameter(each, scope));
    if (!value || !parameters.every((each) => each !== undefined)) return [];
    if (!isText(value.type)) throw new ExpressionError(`A text is needed here, not ${value.type}.`);
    return one(run(String(value.value), parameters, scope));
  };
}

/** So many steps of a pattern take as long as one of an expression. */
const patternSteps = 500;

function pattern(source: PathValue | undefined, flags: string, input: string, { budget }: Scope): RegExp {
  const written = String(source?.value);
  if (whyUnsafe(written) !== undefined) throw new ExpressionError('The pattern takes too long.');
  // What is not held at the text's beginning is tried from every character.
  const tried = /^\^[^|]*$/.test(written) ? written : `.*(?:${written})`;
  spend(budget, stepsOf(tried, input.length) / patternSteps);
  try {
    return new RegExp(written, flags);
  } catch {
    throw new ExpressionError('The pattern is no regular expression.');
  }
}

function replaceAll(input: string, part: string, by: string): string {
  checkLength(input.length + by.length * (part === '' ? input.length + 1 : input.split(part).length - 1));
  return input.replaceAll(part, () => by);
}

/** `$` may stand for as much as the whole text. */
function replaceMatches(input: string, matched: RegExp, by: string): string {
  const count = input.match(matched)?.length ?? 0;
  checkLength(input.length + count * by.length * (by.includes('$') ? Math.max(1, input.length) : 1));
  return input.replace(matched, by);
}

/** A conversion, and its `convertsTo…`. */
function conversion(name: string, convert: (value: PathValue) => PathValue | undefined): Record<string, PathFunction> {
  const run = (input: readonly PathValue[]) => {
    const value = single(input);
    return value && convert(value);
  };
  return {
    [`to${name}`]: (input) => one(run(input)),
    [`convertsTo${name}`]: (input) => (input.length === 0 ? [] : maybe(run(input) !== undefined)),
  };
}

function toText({ type, value }: PathValue): PathValue | undefined {
  if (type === 'Quantity' && isObject(value)) {
    const { value: number, code, unit } = value;
    const isWord = Object.hasOwn(calendarUnits, String(code));
    return text(`${String(number)} ${isWord ? String(code) : `'${String(code ?? unit ?? '1')}'`}`);
  }
  return typeof value === 'object' ? undefined : text(String(value));
}

function toNumber({ type, value }: PathValue, shape: RegExp, result: string): PathValue | undefined {
  if (type === 'boolean') return { type: result, value: value === true ? 1 : 0 };
  if (isNumber(type)) return { type: result, value };
  return isText(type) && shape.test(String(value)) ? { type: result, value: Number(value) } : undefined;
}

const truths = ['true', 't', 'yes', 'y', '1', '1.0'];
const falsehoods = ['false', 'f', 'no', 'n', '0', '0.0'];

function toTruth({ value }: PathValue): PathValue | undefined {
  const word = String(value).toLowerCase();
  const isTrue = truths.includes(word);
  return isTrue || falsehoods.includes(word) ? truth(isTrue) : undefined;
}

/** Whether a calendar or a clock has it: 30 February is on none. */
function isReal({ parts }: TimeParts, wanted: 'date' | 'dateTime' | 'time'): boolean {
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0] =
    wanted === 'time' ? [1, 1, 1, ...parts] : parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}

function toTime({ type, value }: PathValue, wanted: 'date' | 'dateTime' | 'time'): PathValue | undefined {
  const written = String(value);
  if (!isText(type) && !isTime(type)) return undefined;
  const read = readTime(written);
  if (!read || !isReal(read, wanted) || /^\d\d(?::|$)/.test(written) !== (wanted === 'time')) return undefined;
  if (isText(type) && wanted === 'date' && written.includes('T')) return undefined;
  return { type: wanted, value: wanted === 'date' ? written.split('T')[0] : written };
}

function toQuantity(value: PathValue): PathValue | undefined {
  const amount = amountOf(value);
  if (amount) return { type: 'Quantity', value: { value: amount.value, code: amount.unit } };
  const match = isText(value.type)
    ? /^([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([A-Za-z]+))?$/.exec(String(value.value))
    : null;
  if (!match) return undefined;
  const [, number, quoted, word] = match;
  if (word !== undefined && !Object.hasOwn(calendarUnits, word)) return undefined;
  return { type: 'Quantity', value: { value: Number(number), code: quoted ?? calendarUnits[word ?? ''] ?? '1' } };
}

const substring = onText((input, [start, length]) => {
  const from = Number(start?.value);
  if (from < 0 || from >= input.length) return undefined;
  return text(length ? input.slice(from, from + Math.max(0, Number(length.value))) : input.slice(from));
});

/** Functions of texts, and those that turn one type into another. */
export const textFunctions: Readonly<Record<string, PathFunction>> = {
  startsWith: onText((input, [part]) => truth(input.startsWith(String(part?.value)))),
  endsWith: onText((input, [part]) => truth(input.endsWith(String(part?.value)))),
  contains: onText((input, [part]) => truth(input.includes(String(part?.value)))),
  upper: onText((input) => text(input.toUpperCase())),
  lower: onText((input) => text(input.toLowerCase())),
  trim: onText((input) => text(input.trim())),
  indexOf: onText((input, [part]) => pathValueOf(input.indexOf(String(part?.value)))),
  length: onText((input) => pathValueOf(input.length)),
  replace: onText((input, [part, by]) => text(replaceAll(input, String(part?.value), String(by?.value)))),
  matches: onText((input, [source], scope) => truth(pattern(source, 'su', input, scope).test(input))),
  replaceMatches: onText((input, [source, by], scope) =>
    text(replaceMatches(input, pattern(source, 'gsu', input, scope), String(by?.value))),
  ),
  // An empty length is none.
  substring: (input, [start, length], scope) =>
    substring(input, [needed(start), ...(length && parameter(length, scope) ? [length] : [])], scope),
  toChars: (input) => (single(input) ? [...String(single(input)?.value)].map(text) : []),
  split: (input, [separator], scope) => {
    const value = single(input);
    const by = parameter(separator, scope);
    return value && by ? String(value.value).split(String(by.value)).map(text) : [];
  },
  join: (input, [separator], scope) => {
    const by = separator ? String(parameter(separator, scope)?.value ?? '') : '';
    const texts = input.map(({ value }) => String(value));
    checkLength(texts.reduce((length, each) => length + each.length + by.length, 0));
    return input.length === 0 ? [] : [text(texts.join(by))];
  },
  ...conversion('String', toText),
  ...conversion('Integer', (value) =>
    value.type === 'decimal' ? undefined : toNumber(value, /^[+-]?\d+$/, 'integer'),
  ),
  ...conversion('Decimal', (value) => toNumber(value, /^[+-]?\d+(?:\.\d+)?$/, 'decimal')),
  ...conversion('Boolean', toTruth),
  ...conversion('Date', (value) => toTime(value, 'date')),
  ...conversion('DateTime', (value) => toTime(value, 'dateTime')),
  ...conversion('Time', (value) => toTime(value, 'time')),
  ...conversion('Quantity', toQuantity),
};
