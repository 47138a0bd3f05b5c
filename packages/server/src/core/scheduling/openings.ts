import { compileAgendas, seatsFor, type Agenda } from './agenda.ts';
import { compileHours, startsOnDay, type HoursOf } from './hours.ts';
import type { Occupancy, Opening, RefusalReason, ScheduleRules, ServiceRules } from './rules.ts';
import { dateOfDay, dayLength, localDayOf, offsetSpans } from './time-zone.ts';

/**
 * Shown = bookable: search (`findOpenings`) and holds (`findOpening`) ask the same functions about a start, so neither can know a rule that the
 * other does not. What keeps two bookings apart in the end is the database's constraint; this decides what is worth trying.
 */
export { dayBounds, isTimeZone, localDateOf, toInstant } from './time-zone.ts';

const minuteLength = 60_000;
/** The last instant that RFC 3339 can write, 9999-12-31T23:59:59.999Z, less a day for zones east of Greenwich. */
const lastInstant = 253_402_214_399_999;

/** What openings are looked for in. */
export interface OpeningsQuery {
  readonly service: ServiceRules;
  /** Schedules that offer the service. An id that comes twice counts once. */
  readonly schedules: readonly ScheduleRules[];
  readonly occupancy: Occupancy;
  /** The present, epoch milliseconds. */
  readonly now: number;
}

/**
 * Every opening that starts within [from, to), by start, then practitioner, then schedule; one for each schedule and start.
 * Where one practitioner could be met in two schedules at the same start there are two openings, and taking one takes both.
 *
 * @throws RangeError for a schedule in an unknown zone
 */
export function findOpenings(query: OpeningsQuery & { readonly from: number; readonly to: number }): Opening[] {
  const openings: Opening[] = [];
  for (const desk of openDesks(query)) {
    const from = Math.max(query.from, desk.earliest);
    const to = Math.min(query.to, (desk.lastDay + 2) * dayLength);
    if (!(from < to)) continue;
    const { timeZone } = desk.schedule;
    const firstDay = localDayOf(from, timeZone) - 1;
    const lastDay = Math.min(localDayOf(to, timeZone) + 1, desk.lastDay);
    const spans = offsetSpans(firstDay - 1, lastDay + 1, timeZone);
    for (let day = firstDay; day <= lastDay; day += 1) {
      for (const start of startsOnDay(desk.hoursOf, day, spans, desk.service)) {
        if (start < from || start >= to) continue;
        const answer = assess(desk, start, day);
        if (typeof answer !== 'string') openings.push(answer);
      }
    }
  }
  return openings.sort(byStart);
}

/**
 * Whether one start in one schedule is an opening, and if not, why: the rules of `findOpenings`, which contains a start exactly if this answers
 * with an opening.
 *
 * @throws RangeError for a schedule in an unknown zone
 */
export function findOpening(
  query: OpeningsQuery & { readonly scheduleId: string; readonly start: number },
): { readonly opening: Opening } | { readonly reason: RefusalReason } {
  const { scheduleId, start } = query;
  const [desk] = openDesks({ ...query, schedules: query.schedules.filter(({ id }) => id === scheduleId) });
  if (!desk || !Number.isSafeInteger(start) || Math.abs(start) > lastInstant) return { reason: 'not-offered' };
  const day = localDayOf(start, desk.schedule.timeZone);
  const spans = offsetSpans(day - 1, day + 1, desk.schedule.timeZone);
  if (!startsOnDay(desk.hoursOf, day, spans, desk.service).includes(start)) return { reason: 'not-offered' };
  const answer = assess(desk, start, day);
  return typeof answer === 'string' ? { reason: answer } : { opening: answer };
}

/** The time that a visit keeps its practitioner from others: the visit with the buffers before and after it. */
export function claimedRange(service: ServiceRules, start: number): { start: number; end: number } {
  return {
    start: start - service.bufferBeforeMinutes * minuteLength,
    end: start + (service.durationMinutes + service.bufferAfterMinutes) * minuteLength,
  };
}

/** A schedule made ready to be asked about starts. */
interface Desk {
  readonly schedule: ScheduleRules;
  readonly service: ServiceRules;
  readonly hoursOf: HoursOf;
  readonly agenda: Agenda;
  /** The first instant after the minimum notice. */
  readonly earliest: number;
  /** The last local day of the horizon. */
  readonly lastDay: number;
  /** Appointments and holds by local date. */
  readonly counts: ReadonlyMap<string, number>;
}

function openDesks({ service, schedules, occupancy, now }: OpeningsQuery): Desk[] {
  const agendaOf = compileAgendas(occupancy);
  const unique = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  return [...unique.values()].map((schedule) => ({
    schedule,
    service,
    hoursOf: compileHours(schedule),
    agenda: agendaOf(schedule.practitionerId),
    earliest: now + service.minimumNoticeMinutes * minuteLength,
    lastDay: localDayOf(now, schedule.timeZone) + service.horizonDays,
    counts: countByDate(occupancy, schedule.id),
  }));
}

function countByDate(occupancy: Occupancy, scheduleId: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of occupancy.dailyCounts) {
    if (entry.scheduleId === scheduleId) counts.set(entry.date, (counts.get(entry.date) ?? 0) + entry.count);
  }
  return counts;
}

/** All rules but the hours, for a start that the hours offer on a local day. */
function assess(desk: Desk, start: number, day: number): Opening | RefusalReason {
  const { schedule, service } = desk;
  if (start < desk.earliest) return 'too-soon';
  if (day > desk.lastDay) return 'beyond-horizon';
  const claim = {
    scheduleId: schedule.id,
    healthcareServiceId: service.id,
    visitStart: start,
    ...claimedRange(service, start),
  };
  const seatsLeft = seatsFor(claim, desk.agenda, service.capacity);
  if (typeof seatsLeft === 'string') return seatsLeft;
  const date = dateOfDay(day);
  if (schedule.dailyCap !== null && (desk.counts.get(date) ?? 0) >= schedule.dailyCap) return 'day-full';
  return {
    scheduleId: schedule.id,
    healthcareServiceId: service.id,
    practitionerId: schedule.practitionerId,
    locationId: schedule.locationId,
    start,
    end: start + service.durationMinutes * minuteLength,
    date,
    timeZone: schedule.timeZone,
    seatsLeft,
  };
}

function byStart(one: Opening, other: Opening): number {
  return (
    one.start - other.start ||
    compare(one.practitionerId, other.practitionerId) ||
    compare(one.scheduleId, other.scheduleId)
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
