/**
 * Wall clocks of the fixture clinic's zones, by `Intl` alone so that it runs in any browser. Good enough for a mock's office hours; the server
 * reckons with Temporal.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** What a clock on the wall shows at an instant (epoch milliseconds), as `YYYY-MM-DDTHH:MM:SS`. */
function wallTime(instant: number, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

const wholeSeconds = (instant: number) => Math.floor(instant / 1000) * 1000;
const offsetOf = (instant: number, timeZone: string) =>
  Date.parse(`${wallTime(instant, timeZone)}Z`) - wholeSeconds(instant);

/** The local date, `YYYY-MM-DD`, of an instant (epoch milliseconds) in a zone. */
export const dateAt = (instant: number, timeZone: string): string => wallTime(instant, timeZone).slice(0, 10);

/** The instant (epoch milliseconds) at which a zone's clocks show a date and a time as `HH:MM`; undefined in the gap of a clock change. */
export function instantAt(date: string, time: string, timeZone: string): number | undefined {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const guess = wall - offsetOf(wall, timeZone);
  const instant = wall - offsetOf(guess, timeZone);
  return wallTime(instant, timeZone) === `${date}T${time}:00` ? instant : undefined;
}

/** An instant (epoch milliseconds) as RFC 3339 with the zone's offset, for example `2026-11-26T10:30:00-06:00`. */
export function withOffset(instant: number, timeZone: string): string {
  const minutes = offsetOf(instant, timeZone) / 60_000;
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  return `${wallTime(instant, timeZone)}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The date so many days after another. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whether this runtime knows an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}
