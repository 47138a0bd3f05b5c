import type { AnswerValue, PlanItem } from '@openprm/questionnaire';
import { withAsciiDigits } from '../ui/ascii-digits.ts';

const signsOf = (text: string): string =>
  withAsciiDigits(text)
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replaceAll(/[\u2212\uff0d]/g, '-')
    .replaceAll(/[\u066b\uff0e]/g, '.')
    .replaceAll('\uff0c', ',');

/** Reads what somebody typed as a number, with the decimal sign of their language or a point; undefined for what is none, and for what may be two: see {@link readingsOf}. */
export function readNumber(text: string, locale: string): number | undefined {
  const sign = decimalSign(locale);
  const typed = signsOf(text);
  // 1.234 is a thousand and more there, or a little more than one: nobody but who typed it knows.
  if (sign === ',' && /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/.test(typed)) return undefined;
  const plain = sign === ',' ? typed.replace(',', '.') : typed;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** The numbers that a text may mean where {@link readNumber} takes none of them: one and a thousandth part, or a thousand and more. */
export function readingsOf(text: string): readonly number[] {
  const [, before, sign, after] = /^([+-]?[1-9]\d{0,2})([.,\u066c])(\d{3})$/.exec(signsOf(text)) ?? [];
  if (before === undefined || after === undefined) return [];
  const thousands = Number(before + after);
  // Arabic has a sign of its own for thousands.
  return sign === '\u066c' ? [thousands] : [thousands, Number(`${before}.${after}`)];
}

/** A number as somebody would type it again. */
export const writeNumber = (number: number, locale: string): string =>
  // Large and small ones without an exponent, which nobody types.
  number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }).replace('.', decimalSign(locale));

const signs = new Map<string, string>();

function decimalSign(locale: string): string {
  const known = signs.get(locale);
  if (known !== undefined) return known;
  const sign = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const plain = sign === ',' ? ',' : '.';
  signs.set(locale, plain);
  return plain;
}

/** What was typed or picked, as an answer of an item's type; undefined for nothing, and for what cannot be read as one. */
export function readTyped({ type }: PlanItem, text: string, locale: string): AnswerValue | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  switch (type) {
    case 'integer': {
      const value = readNumber(typed, locale);
      return value !== undefined && Number.isInteger(value) ? { type, value } : undefined;
    }
    case 'decimal': {
      const value = readNumber(typed, locale);
      return value === undefined ? undefined : { type, value };
    }
    case 'date':
      return /^\d{4}(-\d\d(-\d\d)?)?$/.test(typed) ? { type, value: typed } : undefined;
    case 'time': {
      const [, hours, seconds = ':00'] = /^(\d\d:\d\d)(:\d\d)?/.exec(typed) ?? [];
      return hours === undefined ? undefined : { type, value: `${hours}${seconds}` };
    }
    case 'dateTime':
      return readDateTime(typed);
    case 'url':
      return { type: 'uri', value: typed };
    default:
      return { type: 'string', value: text };
  }
}

/** What a picker of local times gives, with the offset that this device has then: FHIR wants one. */
function readDateTime(typed: string): AnswerValue | undefined {
  const [, date, time, seconds = ':00'] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?/.exec(typed) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const at = new Date(`${date}T${time}${seconds}`);
  if (Number.isNaN(at.getTime())) return undefined;
  const minutes = -at.getTimezoneOffset();
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
  return { type: 'dateTime', value: `${date}T${time}${seconds}${offset}` };
}

/** An answer as its input holds it. */
export function writeTyped(value: AnswerValue, locale: string): string {
  switch (value.type) {
    case 'integer':
    case 'decimal':
      return writeNumber(value.value, locale);
    case 'dateTime':
      // The wall's time as it was given.
      return value.value.replace(/(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '').replace(/^(.+T\d\d:\d\d):00$/, '$1');
    case 'time':
      return value.value.replace(/^(\d\d:\d\d):00$/, '$1');
    case 'date':
    case 'string':
    case 'uri':
      return value.value;
    default:
      return '';
  }
}
