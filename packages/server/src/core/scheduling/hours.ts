import type { DayOfWeek } from '@openprm/contract';
import type { ScheduleRules, ServiceRules } from './rules.ts';
import { dateOfDay, dayLength, type OffsetSpan } from './time-zone.ts';

const minuteLength = 60_000;
/** Day number 0, 1970-01-01, was a Thursday. */
const dayNames: readonly DayOfWeek[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

/** Wall-clock hours, half-open, in milliseconds since local midnight as the clock shows it. */
interface Period {
  readonly start: number;
  readonly end: number;
}

/** The hours of a schedule on a local day, merged and ascending. */
export type HoursOf = (day: number) => readonly Period[];

/** Reads a schedule's hours once, to be asked day by day. */
export function compileHours(schedule: ScheduleRules): HoursOf {
  const weekly = dayNames.map((name) =>
    merge(schedule.weeklyHours.filter(({ daysOfWeek }) => daysOfWeek.includes(name))),
  );
  const exceptions = new Map<string, { readonly start: string; readonly end: string }[]>();
  for (const { date, hours } of schedule.exceptions) exceptions.set(date, [...(exceptions.get(date) ?? []), ...hours]);
  return (day) => {
    const date = dateOfDay(day);
    if (schedule.startDate !== null && date < schedule.startDate) return [];
    if (schedule.endDate !== null && date > schedule.endDate) return [];
    const exception = exceptions.get(date);
    return exception ? merge(exception) : (weekly[((day % 7) + 7) % 7] ?? []);
  };
}

/** The hours that schedules have together on a local day, merged and ascending. */
export const hoursTogether = (schedules: readonly ScheduleRules[], day: number): readonly Period[] =>
  mergePeriods(schedules.flatMap((schedule) => compileHours(schedule)(day)));

/**
 * The starts that hours offer on one local day, ascending, before notice, horizon and occupancy are asked.
 *
 * Starts are aligned to the wall clock: a start is an instant whose local time is the period's start plus a multiple of the interval. Stepping in
 * elapsed time alone would shift every later start of the day after a change that is no multiple of the interval (Lord Howe's 30 minutes with an
 * hourly grid), and staff and patients read clocks, not elapsed time. So a time that a gap skips is not offered, a period that begins in a gap
 * begins when the gap ends (on its own grid), and a time that occurs twice is offered twice, as two instants.
 *
 * A visit lasts its minutes in elapsed time and ends within the period in which it starts, also across a change.
 *
 * @param spans the zone's offsets, a day before and after included
 */
export function startsOnDay(
  hoursOf: HoursOf,
  day: number,
  spans: readonly OffsetSpan[],
  service: ServiceRules,
): number[] {
  const step = service.slotIntervalMinutes * minuteLength;
  const duration = service.durationMinutes * minuteLength;
  const starts: number[] = [];
  for (const { start, end, grid, until } of openStretches(hoursOf(day), day, spans)) {
    const last = Math.min(end - 1, until - duration);
    for (let at = grid + Math.ceil((start - grid) / step) * step; at <= last; at += step) starts.push(at);
  }
  return starts;
}

/** The part of a period that lies in one offset span, as instants. */
interface Stretch {
  readonly period: Period;
  readonly start: number;
  readonly end: number;
  /** The instant from which starts are counted: where the period's start is, or would be, at this offset. */
  readonly grid: number;
  /** Where the period ends without an interruption: `end`, or later if the period goes on after the clock change. */
  until: number;
}

function openStretches(periods: readonly Period[], day: number, spans: readonly OffsetSpan[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const span of spans) {
    const midnight = day * dayLength - span.offset;
    for (const period of periods) {
      const start = Math.max(span.start, midnight + period.start);
      const end = Math.min(span.end, midnight + period.end);
      if (start < end) stretches.push({ period, start, end, grid: midnight + period.start, until: end });
    }
  }
  let next: Stretch | undefined;
  for (const stretch of stretches.toReversed()) {
    if (next && next.start === stretch.end && next.period === stretch.period) stretch.until = next.until;
    next = stretch;
  }
  return stretches;
}

/** Overlapping and touching hours of one day become one period, with one grid from its start. */
const merge = (hours: readonly { readonly start: string; readonly end: string }[]): Period[] =>
  mergePeriods(hours.map(({ start, end }) => ({ start: sinceMidnight(start), end: sinceMidnight(end) })));

function mergePeriods(periods: readonly Period[]): Period[] {
  const merged: Period[] = [];
  for (const period of periods.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (period.start >= period.end) continue;
    if (last && period.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, period.end) };
    else merged.push(period);
  }
  return merged;
}

const sinceMidnight = (wallTime: string) =>
  (Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3, 5))) * minuteLength;
