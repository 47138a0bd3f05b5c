import type { Slot, SlotPage, SlotQuery } from '@openprm/sdk';
import type { Availability } from './booking-state.ts';
import type { BookingCommand } from './events-and-commands.ts';
import { endOfPeriod } from './calendar-months.ts';
import { latestStartOfDate, startOfDate } from './day-bounds.ts';
import { addDays } from './first/calendar-dates.ts';
import {
  availabilityIn,
  findFirstTimes,
  namesOf,
  queryOf,
  type SearchSlots,
  type SearchSurroundings,
  slotsOn,
  zoneOf,
} from './first/find-first-times.ts';
import { wallTime } from '../locales/zone.ts';

type SearchCommand = Extract<BookingCommand, { type: 'search' }>;

/** A list of a week is cut at so many pages of times, so that no clinic's calendar is asked for without end. */
const mostPages = 5;

/**
 * Finds what the calendar shows first, or a week or a month of it: counts by day, the times of the first open day, the earliest opening and the
 * names, in one request. For a list it finds the times of all days, in one request for each 200 of them.
 */
export async function findAvailability(
  command: SearchCommand,
  search: SearchSlots,
  surroundings: SearchSurroundings,
): Promise<Availability> {
  const { periodStart } = command;
  if (periodStart !== null) return findPeriod({ ...command, periodStart }, search, surroundings);
  const { isMissing, ...first } = await findFirstTimes(command, search, surroundings);
  if (!isMissing) return first;
  const week = { ...command, periodStart: first.periodStart, expectedTimeZone: first.timeZone };
  const found = await findPeriod(week, search, surroundings);
  return { ...found, firstAvailable: first.firstAvailable, fromNow: true };
}

async function findPeriod(
  command: SearchCommand & { readonly periodStart: string },
  search: SearchSlots,
  { now, setting }: SearchSurroundings,
): Promise<Availability> {
  const { view, periodStart } = command;
  const zoneBefore = command.timeZone ?? command.expectedTimeZone ?? setting.viewerTimeZone;
  const periodEnd = endOfPeriod(view, periodStart);
  const start = periodStart <= wallTime(now(), zoneBefore).date ? null : startOfDate(periodStart, zoneBefore);
  const isList = view === 'list';
  const query: SlotQuery = {
    ...queryOf(command),
    times: isList ? 'all' : 'first-day',
    end: latestStartOfDate(periodEnd, zoneBefore),
    ...(start && { start }),
  };
  const page = await searchPages(query, search, isList ? mostPages : 1);

  const timeZone = zoneOf(command, page) ?? zoneBefore;
  const today = wallTime(now(), timeZone).date;
  const found = availabilityIn(page, { timeZone, today, periodStart, periodEnd });
  const period = { ...found, fromNow: start === null };
  const { date, slots, practitionerNames } = found;
  if (isList) {
    const slots = slotsIn(page.data, periodStart, periodEnd, timeZone);
    return { ...period, slots, ...(page.nextCursor !== null && { isCut: true }) };
  }
  if (date === null || slots.length > 0) return period;
  const day = await findDay({ ...command, timeZone, date }, command.timeZone, search, now());
  return { ...period, slots: day.slots, practitionerNames: { ...practitionerNames, ...day.practitionerNames } };
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
    ...(Date.parse(start) > now && { start }),
  });
  return { slots: slotsOn(page.data, date, timeZone), practitionerNames: namesOf(page) };
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
