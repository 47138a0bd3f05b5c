const dates = new Map<string, Intl.DateTimeFormat>();

/** What writes dates with their year. */
export function dateIn(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = dates.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  dates.set(key, known);
  return known;
}
