import type { Slot, SlotPage, SlotQuery } from '@openprm/sdk';
import type { Availability, BookingCommand } from './booking-state.ts';
import { addDays, endOfPeriod, startOfWeek } from './calendar-dates.ts';
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
/** A list of a week is cut at so many pages of times, so that no clinic's calendar is asked for without end. */
const mostPages = 5;

/**
 * Finds what the calendar shows first, or a week or a month of it: counts by day, the times of the first open day, the earliest opening and the
 * names, in one request. For a list it finds the times of all days, in one request for each 200 of them.
 */
export async function findAvailability(
  command: Extract<BookingCommand, { type: 'search' }>,
  search: SearchSlots,
  surroundings: SearchSurroundings,
): Promise<Availability> {
  const { now, firstDayOfWeek, viewerTimeZone } = surroundings;
  const asked = command.periodStart;
  const zoneBefore = command.timeZone ?? command.expectedTimeZone ?? viewerTimeZone;
  const todayBefore = wallTime(now, zoneBefore).date;
  const isList = command.view === 'list';
  const base: SlotQuery = { ...queryOf(command), times: isList ? 'all' : 'first-day' };
  const end = asked === null ? firstViewEnd(now) : latestStartOfDate(endOfPeriod(command.view, asked), zoneBefore);
  const start = asked === null || asked <= todayBefore ? null : startOfDate(asked, zoneBefore);
  const page = await searchPages(
    { ...base, end, ...(start === null ? {} : { start }) },
    search,
    isList ? mostPages : 1,
  );

  const timeZone = zoneOf(command, page) ?? zoneBefore;
  const today = wallTime(now, timeZone).date;
  const periodStart = asked ?? startOfWeek(page.days.find(({ count }) => count > 0)?.date ?? today, firstDayOfWeek);
  const periodEnd = endOfPeriod(command.view, periodStart);
  if (asked === null && periodEnd > wallTime(end, timeZone).date) {
    return findAvailability({ ...command, periodStart, expectedTimeZone: timeZone }, search, surroundings).then(
      (week) => ({
        ...week,
        firstAvailable: openingOf(page.firstAvailable, timeZone),
        fromNow: true,
      }),
    );
  }

  const days = page.days.filter(({ date, count }) => count > 0 && date >= periodStart && date < periodEnd);
  const date = days[0]?.date ?? null;
  const found = isList ? slotsIn(page.data, periodStart, periodEnd, timeZone) : slotsOn(page.data, date, timeZone);
  const names = namesOf(page);
  const day =
    date === null || found.length > 0
      ? { slots: found, practitionerNames: names }
      : await findDay({ ...command, timeZone, date }, command.timeZone, search, now);
  return {
    timeZone,
    today,
    periodStart,
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

/** One search, or the first pages of a long one as if they were one. */
async function searchPages(query: SlotQuery, search: SearchSlots, most: number): Promise<SlotPage> {
  const page = await search(query);
  if (page.nextCursor === null || most <= 1) return page;
  const rest = await searchPages({ ...query, cursor: page.nextCursor }, search, most - 1);
  return {
    ...page,
    data: [...page.data, ...rest.data],
    practitioners: [...page.practitioners, ...rest.practitioners],
    nextCursor: rest.nextCursor,
  };
}

function slotsIn(slots: readonly Slot[], first: string, end: string, timeZone: string): readonly Slot[] {
  return slots.filter(({ start }) => {
    const { date } = wallTime(start, timeZone);
    return date >= first && date < end;
  });
}

const slotsOn = (slots: readonly Slot[], date: string | null, timeZone: string) =>
  slots.filter(({ start }) => wallTime(start, timeZone).date === date);

const namesOf = (page: SlotPage) => Object.fromEntries(page.practitioners.map(({ id, name }) => [id, name]));

const openingOf = (slot: Slot | null, timeZone: string) =>
  slot ? { slot, date: wallTime(slot.start, timeZone).date } : null;
