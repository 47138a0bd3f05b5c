import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileQuestionnaire } from '@openprm/questionnaire';
import { ar } from '../../locales/survey/later/ar.ts';
import { en } from '../../locales/survey/later/en.ts';
import { es } from '../../locales/survey/later/es.ts';
import { findingWords } from './finding-words.ts';
import type { FormContext } from './survey-context.ts';

/** What is said of a text that was typed and is no number. */
function wordsOf(typed: string, type: string, [language, messages]: readonly [string, object]): string {
  const compiled = compileQuestionnaire({ resourceType: 'Questionnaire', item: [{ linkId: 'a', type }] });
  assert.ok(compiled.status === 'ready');
  const answers = { typed: new Map([['/0', new Map([[0, { text: typed }]])]]) };
  const context = { answers, messages, locale: language, formatLocale: language } as unknown as FormContext;
  return findingWords({ code: 'wrong-type', key: '/0' }, compiled.plan.items[0], context);
}

test('a number that may be two is asked for again, with both as they can be written', () => {
  const rows: readonly (readonly [string, string, readonly [string, object], string])[] = [
    ['1,234', 'decimal', ['en', en], 'Please write 1234 or 1.234, so that it can be read in one way only.'],
    ['1.234', 'decimal', ['es', es], 'Escriba 1234 o 1,234, para que se lea de una sola manera.'],
    ['1,234', 'quantity', ['ar', ar], 'يرجى كتابة 1234 أو 1.234، كي يُقرأ بطريقة واحدة فقط.'],
    ['1.234', 'integer', ['es', es], 'Escriba 1234, para que se lea de una sola manera.'],
    ['1.234.567', 'integer', ['es', es], 'Escriba un número entero, por ejemplo 12.'],
    ['70', 'quantity', ['en', en], 'Please choose the unit of this number.'],
    ['forty', 'quantity', ['en', en], 'Please write a number, such as 12 or 12.5.'],
    ['forty', 'decimal', ['en', en], 'Please write a number, such as 12 or 12.5.'],
  ];
  for (const [typed, type, language, words] of rows) assert.equal(wordsOf(typed, type, language), words);
});
