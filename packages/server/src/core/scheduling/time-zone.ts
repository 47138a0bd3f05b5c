import { Temporal } from 'temporal-polyfill';

/**
 * The only place where a zone's rules are asked for. Temporal is asked twice per UTC day and zone, once more on the day of a clock change; everything
 * else is addition. Instants are epoch milliseconds, and so are offsets (east of Greenwich is positive); a calendar day is its number since 1970-01-01.
 */

/** Milliseconds of a UTC day. */
export const dayLength = 86_400_000;
const minuteLength = 60_000;

/** A stretch of time, half-open, in which a zone keeps one offset from UTC. */
export interface OffsetSpan {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/** Offsets already looked up, by zone and UTC day. A zone's rules do not change while the process runs; the bound keeps odd queries from filling memory. */
const known = new Map<string, Map<number, readonly OffsetSpan[]>>();
const knownDaysAtMost = 50_000;
let knownDays = 0;

/**
 * Whether `name` is an IANA time zone, or a link to one, that this runtime knows, in IANA's spelling. Offsets like `+05:00` and names in another
 * case are refused, since not every reader of the zone (databases, calendar files) takes them.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return zoned(0, name).timeZoneId === name;
  } catch {
    return false;
  }
}

/**
 * The local date in a zone, `YYYY-MM-DD`.
 *
 * @throws RangeError for an unknown zone
 */
export function localDateOf(epochMs: number, timeZone: string): string {
  return dateOfDay(localDayOf(epochMs, timeZone));
}

/**
 * First instant of a local date and first instant of the next: 23 to 25 hours apart, as a rule. Empty for the rare date that a zone skipped.
 *
 * @throws RangeError for an unknown zone or a date that does not exist
 */
export function dayBounds(date: string, timeZone: string): { start: number; end: number } {
  const day = Temporal.PlainDate.from(date, { overflow: 'reject' });
  return {
    start: day.toZonedDateTime(timeZone).epochMilliseconds,
    end: day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/**
 * An instant as RFC 3339 with the zone's offset, for example `2026-11-24T08:00:00-06:00`; milliseconds only where there are any. An offset with
 * seconds (before 1972) is rounded to the minute and the wall-clock time with it, so that the instant stays exact (RFC 3339, section 5.6).
 *
 * @throws RangeError for an unknown zone or a year that RFC 3339 cannot write
 */
export function toInstant(epochMs: number, timeZone: string): string {
  const offset = offsetAt(epochMs, timeZone);
  const minutes = Math.round(Math.abs(offset) / minuteLength);
  const sign = offset < 0 ? '-' : '+';
  const local = new Date(epochMs + (offset < 0 ? -minutes : minutes) * minuteLength).toISOString();
  if (local.length !== 24) throw new RangeError('The year is not within 0000 to 9999.');
  const wall = local.slice(0, local.endsWith('.000Z') ? 19 : 23);
  return `${wall}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** The number of the local day on which an instant falls in a zone. */
export function localDayOf(epochMs: number, timeZone: string): number {
  return Math.floor((epochMs + offsetAt(epochMs, timeZone)) / dayLength);
}

/** `YYYY-MM-DD` of a day's number. */
export function dateOfDay(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** A zone's offsets from the start of one UTC day to the end of another, ascending and without a hole. */
export function offsetSpans(firstDay: number, lastDay: number, timeZone: string): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const span of spansOfDay(day, timeZone)) {
      const last = spans.at(-1);
      if (last?.offset === span.offset) spans[spans.length - 1] = { ...last, end: span.end };
      else spans.push(span);
    }
  }
  return spans;
}

function offsetAt(epochMs: number, timeZone: string): number {
  const spans = spansOfDay(Math.floor(epochMs / dayLength), timeZone);
  const span = spans.find(({ end }) => epochMs < end);
  if (!span) throw new RangeError('The instant is not a finite number.');
  return span.offset;
}

function spansOfDay(day: number, timeZone: string): readonly OffsetSpan[] {
  const remembered = known.get(timeZone)?.get(day);
  if (remembered) return remembered;
  const spans = lookUpSpans(day * dayLength, (day + 1) * dayLength, timeZone);
  if (knownDays >= knownDaysAtMost) {
    known.clear();
    knownDays = 0;
  }
  const days = known.get(timeZone) ?? new Map<number, readonly OffsetSpan[]>();
  known.set(timeZone, days.set(day, spans));
  knownDays += 1;
  return spans;
}

function lookUpSpans(start: number, end: number, timeZone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let current = zoned(start, timeZone);
  if (offsetOf(current) === offsetOf(zoned(end, timeZone))) return [{ start, end, offset: offsetOf(current) }];
  for (;;) {
    const next = current.getTimeZoneTransition('next');
    const spanEnd = next ? Math.min(end, next.epochMilliseconds) : end;
    spans.push({ start: spans.at(-1)?.end ?? start, end: spanEnd, offset: offsetOf(current) });
    if (!next || spanEnd === end) return spans;
    current = next;
  }
}

const zoned = (epochMs: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
const offsetOf = (moment: Temporal.ZonedDateTime) => Math.round(moment.offsetNanoseconds / 1e6);
const twoDigits = (value: number) => String(value).padStart(2, '0');
