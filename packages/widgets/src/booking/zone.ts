/**
 * The little zone arithmetic that showing needs: which local date an instant has, and where a local date begins. The rules of what can be
 * booked are the server's alone.
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** One formatter per zone: making one costs 17 ms the first time, using it microseconds. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/** An instant on the wall of a zone. */
export interface WallTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 0 to 23. */
  readonly hour: number;
  /** Minutes that the wall is ahead of UTC. */
  readonly offsetMinutes: number;
}

/** What a clock in a zone shows at an instant (milliseconds since the epoch, or RFC 3339). */
export function wallTime(at: number | string, timeZone: string): WallTime {
  const time = typeof at === 'number' ? at : Date.parse(at);
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(time)) parts[type] = value;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return {
    date: `${year}-${month}-${day}`,
    hour: Number(hour),
    offsetMinutes: Math.round((wall - Math.floor(time / 1000) * 1000) / 60_000),
  };
}

/** An instant (RFC 3339, UTC) at which a local date begins, or up to a change of clocks before it: keep the wanted date only. */
export const startOfDate = (date: string, timeZone: string): string =>
  new Date(Math.min(...midnights(date, timeZone))).toISOString();

/** An instant (RFC 3339, UTC) at which a local date has begun, or up to a change of clocks after it. Ends a range before that date. */
export const latestStartOfDate = (date: string, timeZone: string): string =>
  new Date(Math.max(...midnights(date, timeZone))).toISOString();

/** Midnight by the offsets that hold around it: one, or two where clocks change nearby, since midnight may be skipped or come twice. */
function midnights(date: string, timeZone: string): readonly number[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const aDay = 86_400_000;
  return [midnight - aDay, midnight, midnight + aDay].map(
    (near) => midnight - wallTime(near, timeZone).offsetMinutes * 60_000,
  );
}

/** The zone of this device; UTC where the browser does not say. */
export const viewerTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
