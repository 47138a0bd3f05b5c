const pattern =
  /^(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:(?:T|^)(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** A date, a dateTime or a time, taken apart: fewer parts are a lesser precision. */
export interface TimeParts {
  /** Year, month, day, hour, minute, second as far as given; a time begins with its hour. */
  readonly parts: readonly number[];
  /** Minutes ahead of UTC. */
  readonly offset?: number;
}

/** @returns undefined if the text is no date, dateTime or time */
export function readTime(text: string): TimeParts | undefined {
  const match = pattern.exec(text);
  if (!match || text === '') return undefined;
  const parts = match.slice(1, 7).flatMap((part) => (part === undefined ? [] : [Number(part)]));
  const zone = match[7];
  if (zone === undefined) return { parts };
  const [hours = 0, minutes = 0] = zone === 'Z' ? [] : zone.slice(1).split(':').map(Number);
  return { parts, offset: (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) };
}

/**
 * Compares as far as both are given. Instants with an offset each are compared as instants; where one has none, by what stands on the calendar
 * and the clock, which is what the person who answers sees.
 *
 * @param isLenient whether a time to the minute is that minute's beginning; FHIRPath's is not
 * @returns undefined if one says less than is needed: `2020` beside `2020-05`
 */
export function compareTimes(left: string, right: string, isLenient = true): number | undefined {
  const [a, b] = [readTime(left), readTime(right)];
  if (!a || !b) return undefined;
  const bothHaveOffset = a.offset !== undefined && b.offset !== undefined;
  const [from, to] = bothHaveOffset ? [inUtc(a), inUtc(b)] : [a.parts, b.parts];
  for (let index = 0; index < Math.min(from.length, to.length); index++) {
    const difference = (from[index] ?? 0) - (to[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // Seconds that are not given are none: 10:30 is 10:30:00, as FHIR writes it.
  const isToTheMinute = Math.abs(from.length - to.length) === 1 && Math.max(from.length, to.length) % 3 === 0;
  const isClock = left.includes(':') && right.includes(':');
  if (from.length !== to.length && !(isLenient && isClock && isToTheMinute)) return undefined;
  return (from[to.length] ?? 0) - (to[from.length] ?? 0);
}

function inUtc({ parts, offset = 0 }: TimeParts): readonly number[] {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset);
  const shifted = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ];
  return second === undefined ? shifted.slice(0, parts.length) : [...shifted, second];
}
