import type { Slot, SlotPage, SlotQuery } from '@openprm/sdk';
import type { Availability, BookingCommand } from './booking-state.ts';
import { addDays, startOfWeek } from './calendar-dates.ts';
import { latestStartOfDate, startOfDate, wallTime } from './zone.ts';

/** A search for slots, as the SDK's `slots.search` does it. */
export type SearchSlots = (query: SlotQuery) => Promise<SlotPage>;

/** Where a search takes place. */
export interface SearchSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** 1 (Monday) to 7 (Sunday). */
  readonly firstDayOfWeek: number;
  readonly viewerTimeZone: string;
}

/** How far the first search looks: the week of the first opening is then known in one request, unless it is further away. */
const firstViewDays = 35;
const pageLimit = 200;

/**
 * Finds what the calendar shows first, or a week of it: counts by day, the times of the first open day, the earliest opening and the names,
 * in one request.
 */
export async function findAvailability(
  command: Extract<BookingCommand, { type: 'search' }>,
  search: SearchSlots,
  surroundings: SearchSurroundings,
): Promise<Availability> {
  const { now, firstDayOfWeek, viewerTimeZone } = surroundings;
  const asked = command.weekStart;
  const zoneBefore = command.timeZone ?? command.expectedTimeZone ?? viewerTimeZone;
  const todayBefore = wallTime(now, zoneBefore).date;
  const base = { ...queryOf(command), times: 'first-day' as const };
  const end = asked === null ? firstViewEnd(now) : latestStartOfDate(addDays(asked, 7), zoneBefore);
  const start = asked === null || asked <= todayBefore ? null : startOfDate(asked, zoneBefore);
  const page = await search({ ...base, end, ...(start === null ? {} : { start }) });

  const timeZone = zoneOf(command, page) ?? zoneBefore;
  const today = wallTime(now, timeZone).date;
  const weekStart = asked ?? startOfWeek(page.days.find(({ count }) => count > 0)?.date ?? today, firstDayOfWeek);
  const weekEnd = addDays(weekStart, 7);
  if (asked === null && weekEnd > wallTime(end, timeZone).date) {
    return findAvailability({ ...command, weekStart, expectedTimeZone: timeZone }, search, surroundings).then(
      (week) => ({
        ...week,
        firstAvailable: openingOf(page.firstAvailable, timeZone),
        fromNow: true,
      }),
    );
  }

  const days = page.days.filter(({ date, count }) => count > 0 && date >= weekStart && date < weekEnd);
  const date = days[0]?.date ?? null;
  const found = slotsOn(page.data, date, timeZone);
  const names = namesOf(page);
  const day =
    date === null || found.length > 0
      ? { slots: found, practitionerNames: names }
      : await findDay({ ...command, timeZone, date }, command.timeZone, search, now);
  return {
    timeZone,
    today,
    weekStart,
    days,
    date,
    slots: day.slots,
    firstAvailable: openingOf(page.firstAvailable, timeZone),
    fromNow: start === null,
    practitionerNames: { ...names, ...day.practitionerNames },
  };
}

/** Finds the times of one local date. */
export async function findDay(
  command: Pick<Extract<BookingCommand, { type: 'load-day' }>, 'visit' | 'timeZone' | 'date' | 'replaces'>,
  zoneToAsk: string | null,
  search: SearchSlots,
  now: number,
): Promise<{ readonly slots: readonly Slot[]; readonly practitionerNames: Readonly<Record<string, string>> }> {
  const { date, timeZone } = command;
  const start = startOfDate(date, timeZone);
  const page = await search({
    ...queryOf({ ...command, timeZone: zoneToAsk }),
    end: latestStartOfDate(addDays(date, 1), timeZone),
    ...(Date.parse(start) > now ? { start } : {}),
  });
  return { slots: slotsOn(page.data, date, timeZone), practitionerNames: namesOf(page) };
}

function queryOf({
  visit,
  timeZone,
  replaces,
}: Pick<Extract<BookingCommand, { type: 'search' }>, 'visit' | 'timeZone' | 'replaces'>): SlotQuery {
  return {
    healthcareServiceId: visit.healthcareServiceId,
    ...(visit.locationId === null ? {} : { locationId: visit.locationId }),
    ...(visit.practitionerId === null ? {} : { practitionerId: visit.practitionerId }),
    ...(timeZone === null ? {} : { timeZone }),
    ...(replaces === null ? {} : { replacesAppointmentId: replaces.appointment.id }),
    limit: pageLimit,
  };
}

/** The same for a whole day, so that an answer can be kept by caches. */
function firstViewEnd(now: number): string {
  const today = new Date(now).toISOString().slice(0, 10);
  return `${addDays(today, firstViewDays)}T00:00:00Z`;
}

function zoneOf({ visit, timeZone }: Extract<BookingCommand, { type: 'search' }>, page: SlotPage): string | null {
  if (timeZone !== null) return timeZone;
  const place = page.locations.find(({ id }) => id === visit.locationId) ?? page.locations[0];
  return place?.timeZone ?? null;
}

const slotsOn = (slots: readonly Slot[], date: string | null, timeZone: string) =>
  slots.filter(({ start }) => wallTime(start, timeZone).date === date);

const namesOf = (page: SlotPage) => Object.fromEntries(page.practitioners.map(({ id, name }) => [id, name]));

const openingOf = (slot: Slot | null, timeZone: string) =>
  slot ? { slot, date: wallTime(slot.start, timeZone).date } : null;
