/** Arithmetic on local dates (`YYYY-MM-DD`), which have no zone and no clock. */

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

interface WeekInfo {
  readonly firstDay: number;
}

/** The first day of a locale's week, 1 (Monday) to 7 (Sunday). Monday (ISO 8601) where the browser does not know. */
export function firstDayOfWeek(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
}
