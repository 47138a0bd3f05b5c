import { comesTwice } from './zone.ts';

/**
 * Dates and times as a language writes them, in one zone. Instants are RFC 3339, dates `YYYY-MM-DD`. A time of the hour that comes twice, when clocks
 * are put back, says which of the two it is. A time and what stands with it (`10:30 AM`, `10:30 ص`) stay on one line.
 */
export interface Formats {
  /** `10:30 AM`; `1:30 AM CDT` where it comes twice */
  time(instant: string): string;
  /** `10:30 – 11:15 AM` */
  timeRange(start: string, end: string): string;
  /** `Thu, Nov 26 · 10:30 AM`, in the order of the language */
  dateAndTime(instant: string): string;
  /** `Thursday, November 26` */
  longDateOf(instant: string): string;
  /** `Central Time` */
  zoneName(instant: string): string;
  /** `Thursday, November 26` of a local date */
  longDate(date: string): string;
  /** `Thu` */
  weekday(date: string): string;
  /** As short as it can be and still be told apart: `Thu`, and one letter where the language has no shorter word than the whole. */
  shortestWeekday(date: string): string;
  /** `Thursday` */
  longWeekday(date: string): string;
  /** `26` */
  dayOfMonth(date: string): string;
  /** `November 2026` */
  month(date: string): string;
  /** `14`, in the language's digits */
  number(value: number): string;
}

const made = new Map<string, Formats>();

/**
 * The formats of a locale and a zone: one for all elements. Each formatter is made when it is first used, which has to be after the first
 * paint: the first one of a page costs 17 ms.
 */
export function formatsOf(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const formats = createFormats(locale, timeZone);
  made.set(key, formats);
  return formats;
}

function createFormats(locale: string, timeZone: string): Formats {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  const format = (name: string, options: Intl.DateTimeFormatOptions) => {
    const known = formatters.get(name);
    if (known) return known;
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    formatters.set(name, formatter);
    return formatter;
  };
  const ofDate = (name: string, options: Intl.DateTimeFormatOptions) => (date: string) =>
    format(name, { ...options, timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`));
  const weekday = ofDate('weekday', { weekday: 'short' });
  const longWeekday = ofDate('long-weekday', { weekday: 'long' });
  const ofTime = () => format('time', { timeStyle: 'short' });
  const time = (instant: string) =>
    (comesTwice(instant, timeZone)
      ? format('time-zone', { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' })
      : ofTime()
    )
      .format(Date.parse(instant))
      .replace(' ', '\u00A0');
  let numbers: Intl.NumberFormat | undefined;

  return {
    time,
    timeRange: (start, end) =>
      comesTwice(start, timeZone) || comesTwice(end, timeZone)
        ? `${time(start)} – ${time(end)}`
        : ofTime().formatRange(Date.parse(start), Date.parse(end)).replaceAll(' ', '\u00A0'),
    dateAndTime: (instant) => {
      const day = format('day', { weekday: 'short', month: 'short', day: 'numeric' }).format(Date.parse(instant));
      return `${day.replace(/ (?=\S+$)/, '\u00A0')}\u00A0· ${time(instant)}`;
    },
    longDateOf: (instant) =>
      format('long-day', { weekday: 'long', month: 'long', day: 'numeric' }).format(Date.parse(instant)),
    zoneName: (instant) =>
      format('zone', { hour: 'numeric', timeZoneName: 'longGeneric' })
        .formatToParts(Date.parse(instant))
        .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
    longDate: ofDate('long-date', { weekday: 'long', month: 'long', day: 'numeric' }),
    weekday,
    shortestWeekday: (date) =>
      weekday(date) === longWeekday(date) ? ofDate('narrow-weekday', { weekday: 'narrow' })(date) : weekday(date),
    longWeekday,
    dayOfMonth: ofDate('day-of-month', { day: 'numeric' }),
    month: ofDate('month', { month: 'long', year: 'numeric' }),
    number: (value) => (numbers ??= new Intl.NumberFormat(locale)).format(value),
  };
}
