import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laterTexts } from '../../locales/survey/later-texts.ts';
import type { FormContext } from './survey-context.ts';
import { fileTypeWords, heldWords } from './file-words.ts';

const context = { messages: laterTexts.english, locale: 'en' } as Pick<FormContext, 'messages' | 'locale'>;
const office = 'application/vnd.openxmlformats-officedocument';

test('kinds of files are said in words that people use', () => {
  const rows: readonly [readonly string[], string][] = [
    [['image/png', 'image/jpeg'], 'pictures (PNG, JPEG)'],
    [['image/*', 'image/png'], 'pictures'],
    [['application/pdf', 'image/svg+xml', 'audio/x-m4a'], 'PDF, pictures (SVG), or sound recordings (M4A)'],
    [['video/*', 'text/plain; charset=utf-8', 'text/csv'], 'videos, TXT, or CSV'],
    [['application/msword', `${office}.wordprocessingml.document`, `${office}.spreadsheetml.sheet`], 'Word or Excel'],
    [['application/vnd.amazon.ebook', 'application/*', 'nonsense'], 'AMAZON.EBOOK, application/*, or nonsense'],
  ];
  for (const [types, words] of rows) assert.equal(fileTypeWords(types, context), words);
});

test('a file that holds nothing has no kilobyte, and one that holds a byte has one', () => {
  const sized = { messages: laterTexts.english, number: String } as unknown as Pick<FormContext, 'messages' | 'number'>;
  const rows: readonly [number, string][] = [
    [0, '0 kB'],
    [1, '1 kB'],
    [999, '1 kB'],
    [2500, '2 kB'],
    [1_500_000, '1.5 MB'],
  ];
  for (const [bytes, words] of rows) assert.equal(heldWords(bytes, sized), words);
});
