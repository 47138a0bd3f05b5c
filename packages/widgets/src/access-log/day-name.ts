const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * A local date with its weekday: `Thursday, November 26`, and with its year when that is not this one.
 *
 * @param today `YYYY-MM-DD`, as `date`
 */
export function dayName(date: string, today: string, locale: string): string {
  const hasYear = date.slice(0, 4) !== today.slice(0, 4);
  const key = `${locale} ${hasYear}`;
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      ...(hasYear ? { year: 'numeric' } : {}),
    });
  formatters.set(key, formatter);
  return formatter.format(Date.parse(`${date}T00:00:00Z`));
}
