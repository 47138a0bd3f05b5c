import { type AnswerValue, equalValues, type PlanItem } from '@openprm/questionnaire';
import type { FormContext } from './survey-context.ts';
import { textOf } from './form-text.ts';

type Reader = Pick<FormContext, 'messages' | 'formatLocale' | 'locale'>;

/** An answer in the reader's words, as plain text. */
export function valueWords(value: AnswerValue, { options }: Pick<PlanItem, 'options'>, context: Reader): string {
  const option = options?.find((each) => equalValues(each.value, value) === true);
  const label = option && textOf(option.label.holder, option.label.element, context);
  if (label !== undefined && value.type !== 'integer') return label;
  const { messages, formatLocale } = context;
  switch (value.type) {
    case 'boolean':
      return value.value ? messages.yes : messages.no;
    case 'integer':
    case 'decimal':
      return numberWords(value.value, formatLocale);
    case 'date':
    case 'dateTime':
    case 'time':
      return timeWords(value.type, value.value, formatLocale);
    case 'string':
    case 'uri':
      return value.value;
    case 'Coding':
      return textOf(value.value, 'display', context) ?? value.value.code ?? '';
    case 'Quantity': {
      const { value: number, unit, code } = value.value;
      return `${number === undefined ? '' : numberWords(number, formatLocale)} ${unit ?? code ?? ''}`.trim();
    }
    case 'Attachment':
      return value.value.title ?? value.value.contentType ?? '';
    case 'Reference':
      return value.value.display ?? value.value.reference ?? '';
  }
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number as a language writes it, with all of its digits. */
function numberWords(number: number, locale: string): string {
  const known = numberFormats.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 10 });
  numberFormats.set(locale, known);
  return known.format(number);
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** A date or a time of FHIR as a language writes it; what is none, or only a part of one, as it stands. */
function timeWords(type: 'date' | 'dateTime' | 'time', text: string, locale: string): string {
  // The wall's time as it was given, whatever zone it was in.
  const wall = text.replace(/(Z|[+-]\d\d:\d\d)$/, '');
  const isWhole = type === 'time' || /^\d{4}-\d\d-\d\d/.test(wall);
  const at = Date.parse(
    type === 'time' ? `2000-01-01T${wall}Z` : wall.includes('T') ? `${wall}Z` : `${wall}T00:00:00Z`,
  );
  if (!isWhole || Number.isNaN(at)) return text;
  const hasTime = type === 'time' || wall.includes('T');
  const key = `${locale} ${type} ${hasTime}`;
  const known =
    dateFormats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      ...(type !== 'time' && { dateStyle: 'long' }),
      ...(hasTime && { timeStyle: 'short' }),
    });
  dateFormats.set(key, known);
  return known.format(at);
}
