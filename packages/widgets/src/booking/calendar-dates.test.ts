import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addMonths, endOfPeriod, monthWeeks } from './calendar-months.ts';
import { addDays, firstDayOfWeek, startOfWeek, weekDates } from './first/calendar-dates.ts';

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

it('counts months over the end of a year, from any day', () => {
  assert.equal(addMonths('2026-11-30', 1), '2026-12-01');
  assert.equal(addMonths('2026-12-31', 1), '2027-01-01');
  assert.equal(addMonths('2027-01-31', -1), '2026-12-01');
  assert.equal(endOfPeriod('month', '2028-02-01'), '2028-03-01');
  assert.equal(endOfPeriod('list', '2026-11-29'), '2026-12-06');
});

it('lays a month out in whole weeks, each day once', () => {
  for (const [month, days] of [
    ['2026-02-01', 28],
    ['2026-08-15', 31],
    ['2028-02-29', 29],
  ] as const) {
    for (const firstDay of [1, 6, 7]) {
      const weeks = monthWeeks(month, firstDay);
      const dates = weeks.flat().filter((date) => date !== null);
      assert.ok(weeks.every((week) => week.length === 7 && week.some((date) => date !== null)));
      assert.equal(new Set(dates).size, days);
      assert.deepEqual(dates, dates.toSorted());
    }
  }
  assert.deepEqual(monthWeeks('2026-11-26', 7)[0]?.[0], '2026-11-01');
  assert.equal(monthWeeks('2026-11-26', 1).length, 6);
});
