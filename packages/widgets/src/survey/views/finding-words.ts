import type { PlanItem } from '@openprm/questionnaire';
import type { SurveyFinding } from '../survey-state.ts';
import { readingsOf, readNumber, writeNumber } from '../read-typed.ts';
import { fileTypeWords, sizeWords } from './file-words.ts';
import type { FormContext } from './survey-context.ts';
import { valueWords } from './value-words.ts';

/** What is wrong with an answer, in words that say what to do. */
export function findingWords(finding: SurveyFinding, item: PlanItem | undefined, context: FormContext): string {
  const { faults } = context.messages;
  switch (finding.code) {
    case 'required':
    case 'pattern':
    case 'not-an-option':
    case 'exclusive':
    case 'file-empty':
    case 'file-unsent':
      return faults[finding.code];
    case 'too-few':
    case 'too-many':
    case 'too-short':
    case 'too-long':
    case 'too-many-decimals':
      return faults[finding.code](finding.limit, context.number(finding.limit));
    case 'below-min':
    case 'above-max':
      return faults[finding.code](valueWords(finding.limit, {}, context));
    case 'wrong-type':
      return (
        readingWords(finding.key, item, context) ??
        faults[lacksUnit(finding.key, item, context) ? 'unit' : unreadable(item)]
      );
    case 'file-too-large':
      return faults['file-too-large'](sizeWords(finding.limit, context));
    case 'file-type':
      return faults['file-type'](fileTypeWords(finding.allowed, context));
    case 'constraint':
      return finding.human;
  }
}

/** Both numbers that were perhaps meant, as they can be written; undefined for what is none. */
function readingWords(key: string, item: PlanItem | undefined, context: FormContext): string | undefined {
  const kind = unreadable(item);
  if (kind !== 'number' && kind !== 'whole') return undefined;
  const { answers, formatLocale, locale, messages } = context;
  const readings = [...(answers.typed.get(key)?.values() ?? [])]
    .flatMap(({ text }) => readingsOf(text))
    .filter((each) => kind === 'number' || Number.isInteger(each))
    .map((each) => writeNumber(each, formatLocale));
  return readings.length === 0
    ? undefined
    : messages.faults.readings(new Intl.ListFormat(locale, { type: 'disjunction' }).format(readings));
}

/** A number stands there, and which of the units it is in was not said. */
const lacksUnit = (key: string, item: PlanItem | undefined, { answers, formatLocale }: FormContext): boolean =>
  item?.type === 'quantity' &&
  [...(answers.typed.get(key)?.values() ?? [])].some(
    ({ text, unit }) => !unit && readNumber(text, formatLocale) !== undefined,
  );

function unreadable(item: PlanItem | undefined): 'number' | 'whole' | 'date' | 'url' | 'other' {
  switch (item?.type) {
    case 'integer':
      return 'whole';
    case 'decimal':
    case 'quantity':
      return 'number';
    case 'date':
    case 'dateTime':
      return 'date';
    case 'url':
      return 'url';
    default:
      return 'other';
  }
}
