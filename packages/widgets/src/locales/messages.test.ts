import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Messages } from './message-catalogue.ts';
import { languageOf, loadMessages, messagesOf } from './messages.ts';

const catalogues: Readonly<Record<string, Messages>> = { en, es, ar };

/** Every text of a catalogue by its path, with functions as they are. */
function textsOf(part: object, path = ''): [string, unknown][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? textsOf(value, `${path}${key}.`) : [[`${path}${key}`, value]],
  );
}

/** Texts whose first value is a count, which chooses the word; what is shown of it is the second. */
const counted = new Set(['minutes', 'timesCount', 'timesFound', 'problemsTitle']);

/** Calls a text with values that can be found again. */
function fill(key: string, text: (...values: never[]) => string) {
  const values = ['⟦1⟧', '⟦2⟧', '⟦3⟧'].slice(0, text.length);
  const given = counted.has(key) ? [57, ...values.slice(1)] : values;
  return {
    words: (text as (...args: unknown[]) => string)(...given),
    shown: given.filter((value) => typeof value === 'string'),
  };
}

for (const [language, catalogue] of Object.entries(catalogues)) {
  describe(`the texts in ${language}`, () => {
    test('are the same keys, none of them empty', () => {
      assert.deepEqual(
        textsOf(catalogue).map(([key]) => key),
        textsOf(en).map(([key]) => key),
      );
      for (const [key, text] of textsOf(catalogue)) assert.notEqual(text, '', key);
    });

    test('show every value that they are given', () => {
      for (const [key, text] of textsOf(catalogue)) {
        if (typeof text !== 'function') continue;
        const { words, shown } = fill(key, text as (...values: never[]) => string);
        for (const value of shown) assert.ok(words.includes(value), `${key}: ${words}`);
      }
    });

    test('are in that language alone', () => {
      if (language === 'en') return;
      const same = textsOf(catalogue).filter(([key, text]) => typeof text === 'string' && text === textOf(en, key));
      assert.deepEqual(
        same.map(([key]) => key),
        language === 'es' ? ['dateParts.month', 'dateParts.day'] : [],
      );
    });
  });
}

const textOf = (catalogue: Messages, wanted: string) => textsOf(catalogue).find(([key]) => key === wanted)?.[1];

test('Arabic counts in six forms', () => {
  const counts = [0, 1, 2, 3, 10, 11, 99, 100, 103];
  assert.deepEqual(
    counts.map((count) => ar.timesCount(count, String(count))),
    [
      'لا توجد مواعيد',
      'موعد واحد',
      'موعدان',
      '3 مواعيد',
      '10 مواعيد',
      '11 موعدًا',
      '99 موعدًا',
      '100 موعد',
      '103 مواعيد',
    ],
  );
  assert.equal(ar.minutes(45, '٤٥'), '٤٥ دقيقة');
  assert.equal(ar.minutes(5, '٥'), '٥ دقائق');
});

test('English and Spanish count in two, with words for nothing', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => en.timesCount(count, String(count))),
    ['no times', '1 time', '2 times'],
  );
  assert.deepEqual(
    [0, 1, 2].map((count) => es.timesCount(count, String(count))),
    ['sin horarios', '1 horario', '2 horarios'],
  );
});

test('a language is loaded when it is wanted, and one without texts is English', async () => {
  assert.equal(messagesOf('ar-EG'), undefined);
  await loadMessages('ar-EG');
  assert.equal(messagesOf('ar-EG'), ar);
  assert.equal(languageOf('ar-EG'), 'ar');
  assert.equal(languageOf('fr-CA'), 'en');
  assert.equal(languageOf('constructor'), 'en');
});
