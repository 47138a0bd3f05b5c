import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileQuestionnaire } from '@openprm/questionnaire';
import { readingsOf, readNumber, readTyped, writeNumber, writeTyped } from './read-typed.ts';

const itemOf = (type: string) => {
  const compiled = compileQuestionnaire({ resourceType: 'Questionnaire', item: [{ linkId: 'a', type }] });
  assert.ok(compiled.status === 'ready');
  const [found] = compiled.plan.items;
  assert.ok(found);
  return found;
};

test('numbers are read as people of a language write them', () => {
  const rows: readonly (readonly [string, string, number | undefined])[] = [
    ['12', 'en-US', 12],
    [' 12.5 ', 'en-US', 12.5],
    ['12,5', 'es', 12.5],
    ['12.5', 'es', 12.5],
    ['١٢٫٥', 'ar-EG', 12.5],
    ['۱۲', 'fa', 12],
    ['−3', 'en', -3],
    ['５', 'en', 5],
    ['－１２．５', 'en', -12.5],
    ['１２，５', 'es', 12.5],
    ['１，０００', 'en-US', undefined],
    ['.5', 'en', 0.5],
    ['5.', 'en', 5],
    ['1 000', 'es', 1000],
    ['1,000', 'en-US', undefined],
    ['1,000', 'es', 1],
    ['1.234', 'es', undefined],
    ['1.234.567', 'es', undefined],
    ['0.125', 'es', 0.125],
    ['1.2345', 'es', 1.2345],
    ['1.234', 'en', 1.234],
    ['twelve', 'en', undefined],
    ['1e9', 'en', undefined],
    ['', 'en', undefined],
  ];
  for (const [text, locale, expected] of rows) assert.equal(readNumber(text, locale), expected, `${text} in ${locale}`);
});

test('what may be two numbers is none, and both can be written so that they are read', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['1.234', 'es', ['1234', '1,234']],
    ['-12.345', 'es', ['-12345', '-12,345']],
    ['1,234', 'en-US', ['1234', '1.234']],
    ['1,234', 'es-MX', ['1234', '1.234']],
    ['1,234', 'ar-EG', ['1234', '1.234']],
    ['١٬٢٣٤', 'ar-EG', ['1234']],
    ['1.234', 'ar-MA', ['1234', '1,234']],
  ];
  for (const [text, locale, written] of rows) {
    const readings = readingsOf(text);
    assert.equal(readNumber(text, locale), undefined, `${text} in ${locale}`);
    assert.deepEqual(
      readings.map((each) => writeNumber(each, locale)),
      written,
      `${text} in ${locale}`,
    );
    assert.deepEqual(
      written.map((each) => readNumber(each, locale)),
      readings,
    );
  }
  for (const text of ['12', '1.2345', '0.125', '1.234.567', '1.234,5', 'one'])
    assert.deepEqual(readingsOf(text), [], text);
});

test('a number that was written is read as the same', () => {
  for (const locale of ['en-US', 'es', 'ar-EG'])
    for (const number of [0, -1, 12.5, 1e-7, 123456789.125, 1e15])
      assert.equal(readNumber(writeNumber(number, locale), locale), number, `${number} in ${locale}`);
});

test('what is typed becomes an answer of the question’s type, or none', () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    ['integer', '12', { type: 'integer', value: 12 }],
    ['integer', '12.5', undefined],
    ['decimal', '12.50', { type: 'decimal', value: 12.5 }],
    ['date', '2026-11-22', { type: 'date', value: '2026-11-22' }],
    ['date', '2026-11', { type: 'date', value: '2026-11' }],
    ['date', '?', undefined],
    ['time', '10:30', { type: 'time', value: '10:30:00' }],
    ['url', ' https://example.org ', { type: 'uri', value: 'https://example.org' }],
    ['string', '  ', undefined],
    ['text', 'a\nb ', { type: 'string', value: 'a\nb ' }],
  ];
  for (const [type, text, expected] of rows)
    assert.deepEqual(readTyped(itemOf(type), text, 'en'), expected, `${type} ${text}`);
});

test('a local time gets the offset that this device has then, and is shown again as it was picked', () => {
  const value = readTyped(itemOf('dateTime'), '2026-07-01T10:30', 'en');
  assert.ok(value?.type === 'dateTime');
  assert.match(value.value, /^2026-07-01T10:30:00[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(value.value), new Date('2026-07-01T10:30:00').getTime());
  assert.equal(writeTyped(value, 'en'), '2026-07-01T10:30');
});
