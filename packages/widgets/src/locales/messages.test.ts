import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ar as firstAr } from './booking/first/ar.ts';
import { en as firstEn } from './booking/first/en.ts';
import { es as firstEs } from './booking/first/es.ts';
import { ar as laterAr } from './booking/later/ar.ts';
import { en as laterEn } from './booking/later/en.ts';
import { es as laterEs } from './booking/later/es.ts';
import type { Messages } from './booking/messages.ts';
import { ar as logAr } from './access-log/ar.ts';
import { en as logEn } from './access-log/en.ts';
import { es as logEs } from './access-log/es.ts';
import { ar as surveyAskingAr } from './survey/asking/ar.ts';
import { en as surveyAskingEn } from './survey/asking/en.ts';
import { es as surveyAskingEs } from './survey/asking/es.ts';
import { ar as surveyFirstAr } from './survey/first/ar.ts';
import { en as surveyFirstEn } from './survey/first/en.ts';
import { es as surveyFirstEs } from './survey/first/es.ts';
import { ar as surveyOwnAr } from './survey/own/ar.ts';
import { en as surveyOwnEn } from './survey/own/en.ts';
import { es as surveyOwnEs } from './survey/own/es.ts';
import { ar as surveyLaterAr } from './survey/later/ar.ts';
import { en as surveyLaterEn } from './survey/later/en.ts';
import { es as surveyLaterEs } from './survey/later/es.ts';
import { ar as signInAr } from './sign-in/ar.ts';
import { en as signInEn } from './sign-in/en.ts';
import { es as signInEs } from './sign-in/es.ts';
import { createCatalogue, languageOf } from './catalogue.ts';

const en = { ...firstEn, ...laterEn };
const es = { ...firstEs, ...laterEs };
const ar = { ...firstAr, ...laterAr };

const catalogues: Readonly<Record<string, Messages>> = { en, es, ar };

/** The texts of each element, by language. */
const elements = {
  booking: catalogues,
  'the access log': {
    en: { ...signInEn, ...logEn },
    es: { ...signInEs, ...logEs },
    ar: { ...signInAr, ...logAr },
  },
  'the survey': {
    en: { ...surveyFirstEn, ...surveyAskingEn, ...surveyLaterEn },
    es: { ...surveyFirstEs, ...surveyAskingEs, ...surveyLaterEs },
    ar: { ...surveyFirstAr, ...surveyAskingAr, ...surveyLaterAr },
  },
  'the list of surveys': {
    en: { ...signInEn, ...surveyOwnEn },
    es: { ...signInEs, ...surveyOwnEs },
    ar: { ...signInAr, ...surveyOwnAr },
  },
} as const;

/** Every text of a catalogue by its path, with functions as they are. */
function textsOf(part: object, path = ''): [string, unknown][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? textsOf(value, `${path}${key}.`) : [[`${path}${key}`, value]],
  );
}

/** Texts whose first value is a count, which chooses the word; what is shown of it is the second. */
const counted = new Set([
  'logDamaged',
  'minutes',
  'surveysWaiting',
  'minutesLeft',
  'secondsLeft',
  'timesCount',
  'timesFound',
  'problemsTitle',
  'problemCodeWrong',
  'rateLimitedWait',
  'rateLimitedHours',
  'entriesShown',
  'rules.none',
  'times',
  'newEntries',
  'charactersAtMost',
  'faults.too-few',
  'faults.too-many',
  'faults.too-short',
  'faults.too-long',
  'faults.too-many-decimals',
]);

/** Calls a text with values that can be found again. */
function fill(key: string, text: (...values: never[]) => string) {
  const values = ['⟦1⟧', '⟦2⟧', '⟦3⟧'].slice(0, text.length);
  const given = counted.has(key) ? [57, ...values.slice(1)] : values;
  return {
    words: (text as (...args: unknown[]) => string)(...given),
    shown: given.filter((value) => typeof value === 'string'),
  };
}

const all = Object.entries(elements).flatMap(([element, byLanguage]) =>
  Object.entries(byLanguage).map(([language, catalogue]) => ({ element, language, catalogue, english: byLanguage.en })),
);

for (const { element, language, catalogue, english } of all) {
  describe(`the texts of ${element} in ${language}`, () => {
    test('are the same keys, none of them empty', () => {
      assert.deepEqual(
        textsOf(catalogue).map(([key]) => key),
        textsOf(english ?? {}).map(([key]) => key),
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
      const same = textsOf(catalogue).filter(
        // A comma alone is that of several languages, and no is no in Spanish.
        ([key, text]) =>
          key !== 'no' && typeof text === 'string' && /\p{L}/u.test(text) && text === textOf(english ?? {}, key),
      );
      assert.deepEqual(
        same.map(([key]) => key),
        language === 'es' && 'dateParts' in catalogue ? ['dateParts.month', 'dateParts.day'] : [],
      );
    });
  });
}

const textOf = (catalogue: object, wanted: string) => textsOf(catalogue).find(([key]) => key === wanted)?.[1];

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

test('how long a time is held has its units in words, so that it is no time of day', () => {
  const left = ({ minutesLeft, secondsLeft, timeLeft }: Messages) =>
    [1, 2, 9, 11].map((count) => timeLeft(minutesLeft(count, String(count)), secondsLeft(count, String(count))));
  assert.deepEqual(left(en), [
    '1 minute, 1 second',
    '2 minutes, 2 seconds',
    '9 minutes, 9 seconds',
    '11 minutes, 11 seconds',
  ]);
  assert.deepEqual(left(es), [
    '1 minuto y 1 segundo',
    '2 minutos y 2 segundos',
    '9 minutos y 9 segundos',
    '11 minutos y 11 segundos',
  ]);
  assert.deepEqual(left(ar), ['دقيقة واحدة وثانية واحدة', 'دقيقتان وثانيتان', '9 دقائق و9 ثوانٍ', '11 دقيقة و11 ثانية']);
});

test('no text is in both parts of a catalogue', () => {
  assert.equal(Object.keys(en).length, Object.keys(firstEn).length + Object.keys(laterEn).length);
  const { en: log } = elements['the access log'];
  const { en: survey } = elements['the survey'];
  const surveyParts = [surveyFirstEn, surveyAskingEn, surveyLaterEn].map((part) => Object.keys(part).length);
  assert.equal(
    Object.keys(survey).length,
    surveyParts.reduce((sum, count) => sum + count),
  );
  assert.equal(Object.keys(log).length, Object.keys(signInEn).length + Object.keys(logEn).length);
});

test('a language is loaded when it is wanted, once, and one that cannot be loaded is English', async () => {
  let loads = 0;
  const catalogue = createCatalogue<{ readonly yes: string }>(
    { yes: 'yes' },
    {
      ar: async () => {
        loads += 1;
        return { yes: 'نعم' };
      },
      es: () => Promise.reject(new Error('no connection')),
    },
  );
  assert.equal(catalogue.of('ar'), undefined);
  await catalogue.load('ar');
  await catalogue.load('ar');
  assert.deepEqual([catalogue.of('ar')?.yes, loads], ['نعم', 1]);
  await catalogue.load('es');
  assert.equal(catalogue.of('es')?.yes, 'yes');
});

test('a locale without texts is English', () => {
  assert.deepEqual(['ar-EG', 'fr-CA', 'constructor', 'es'].map(languageOf), ['ar', 'en', 'en', 'es']);
});
