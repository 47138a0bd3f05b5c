/** The little zone arithmetic that showing needs. The rules of what can be booked are the server's alone. */

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

/** No clock was ever put back by more than this at once, but for a change of a whole day; in milliseconds. */
const longestRepeat = 3 * 3_600_000;

/** Whether clocks in a zone show the local time of an instant (RFC 3339) twice, since they are put back around it. */
export function comesTwice(instant: string, timeZone: string): boolean {
  const time = Date.parse(instant);
  const { offsetMinutes } = wallTime(time, timeZone);
  return [-longestRepeat, longestRepeat].some((away) => {
    const other = wallTime(time + away, timeZone).offsetMinutes;
    const again = time + (offsetMinutes - other) * 60_000;
    return other !== offsetMinutes && wallTime(again, timeZone).offsetMinutes === other;
  });
}

/** The zone of this device; UTC where the browser does not say, or names one (`Etc/Unknown`) that it refuses itself. */
export function viewerTimeZone(): string {
  if (found) return found;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  try {
    formatterOf(timeZone);
    found = timeZone || 'UTC';
  } catch {
    found = 'UTC';
  }
  return found;
}
let found = '';
