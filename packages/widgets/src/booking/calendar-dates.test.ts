import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addDays, firstDayOfWeek, startOfWeek, weekDates } from './calendar-dates.ts';

it('counts days over the end of a month, a year and a February', () => {
  assert.equal(addDays('2026-11-30', 1), '2026-12-01');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(addDays('2028-03-01', -1), '2028-02-29');
});

it('begins a week where the locale begins it', () => {
  assert.equal(startOfWeek('2026-11-26', firstDayOfWeek('en-US')), '2026-11-22');
  assert.equal(startOfWeek('2026-11-26', firstDayOfWeek('es-ES')), '2026-11-23');
  assert.equal(startOfWeek('2026-11-22', firstDayOfWeek('es-ES')), '2026-11-16');
});

it('gives the seven dates of a week', () => {
  assert.deepEqual(weekDates('2026-11-29').slice(0, 3), ['2026-11-29', '2026-11-30', '2026-12-01']);
  assert.equal(weekDates('2026-11-29').length, 7);
});
