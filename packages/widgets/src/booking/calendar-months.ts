import type { CalendarView } from './booking-state.ts';
import { addDays, startOfWeek, weekDates } from './first/calendar-dates.ts';

/** The first day of a date's month. */
export const startOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** The first day of the month so many months later (or earlier). */
export function addMonths(date: string, months: number): string {
  const day = new Date(`${startOfMonth(date)}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

/** The weeks of a date's month, by rows; null stands for the days of the months beside it. `firstDay` as in {@link startOfWeek}. */
export function monthWeeks(date: string, firstDay: number): readonly (readonly (string | null)[])[] {
  const month = startOfMonth(date);
  const end = addMonths(month, 1);
  const weeks: (string | null)[][] = [];
  for (let start = startOfWeek(month, firstDay); start < end; start = addDays(start, 7)) {
    weeks.push(weekDates(start).map((day) => (day >= month && day < end ? day : null)));
  }
  return weeks;
}

/** The first date after a shown period. */
export const endOfPeriod = (view: CalendarView, periodStart: string): string =>
  view === 'month' ? addMonths(periodStart, 1) : addDays(periodStart, 7);
