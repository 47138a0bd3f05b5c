/** Arithmetic on local dates (`YYYY-MM-DD`), which have no zone and no clock. */

import type { CalendarView } from './booking-state.ts';

const aDay = 86_400_000;
const toTime = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** The date so many days later (or earlier). */
export const addDays = (date: string, days: number): string =>
  new Date(toTime(date) + days * aDay).toISOString().slice(0, 10);

/** The seven dates of a week. */
export const weekDates = (weekStart: string): readonly string[] =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => addDays(weekStart, day));

/** The first day of the week that a date is in; `firstDay` is 1 (Monday) to 7 (Sunday), as `Intl.Locale` gives it. */
export function startOfWeek(date: string, firstDay: number): string {
  const weekday = new Date(toTime(date)).getUTCDay();
  return addDays(date, -((weekday - firstDay + 7) % 7));
}

/** The first day of a date's month. */
export const startOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** The first day of the month so many months later (or earlier). */
export function addMonths(date: string, months: number): string {
  const day = new Date(toTime(startOfMonth(date)));
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

interface WeekInfo {
  readonly firstDay: number;
}

/** The first day of a locale's week, 1 (Monday) to 7 (Sunday). Monday (ISO 8601) where the browser does not know. */
export function firstDayOfWeek(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
}
