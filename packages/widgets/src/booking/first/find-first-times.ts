import type { Slot, SlotPage, SlotQuery } from '@openprm/sdk';
import type { Availability, Opening, Setting } from '../booking-state.ts';
import type { BookingCommand } from '../events-and-commands.ts';
import { addDays, startOfWeek } from './calendar-dates.ts';
import { wallTime } from '../../locales/zone.ts';

/** A search for slots, as the SDK's `slots.search` does it. */
export type SearchSlots = (query: SlotQuery) => Promise<SlotPage>;

/** Where a search takes place. */
export interface SearchSurroundings {
  /** Milliseconds since the epoch, by the server's clock once it has answered. */
  readonly now: () => number;
  /** 1 (Monday) to 7 (Sunday). */
  readonly firstDayOfWeek: () => number;
  readonly setting: Pick<Setting, 'viewerTimeZone'>;
}

type SearchCommand = Extract<BookingCommand, { type: 'search' }>;

/** How far the first search looks: the week of the first opening is then known in one request, unless it is further away. */
const firstViewDays = 35;
const pageLimit = 200;

/**
 * Finds what the calendar shows first, in one request: the week of the first opening with counts by day, the times of the first open day, the
 * earliest opening, and the names.
 *
 * @returns `missing` where that was not enough (nothing opens for weeks, or a day has more times than an answer holds), with what is known by then
 */
export async function findFirstTimes(
  command: SearchCommand,
  search: SearchSlots,
  { now, firstDayOfWeek, setting }: SearchSurroundings,
): Promise<Availability & { readonly isMissing: boolean }> {
  // Counted by the server: this device's clock may be wrong, and the same query can be answered by caches.
  const page = await search({ ...queryOf(command), times: 'first-day', days: firstViewDays });
  const timeZone = zoneOf(command, page) ?? command.expectedTimeZone ?? setting.viewerTimeZone;
  const today = wallTime(now(), timeZone).date;
  const periodStart = startOfWeek(page.days.find(({ count }) => count > 0)?.date ?? today, firstDayOfWeek());
  const found = availabilityIn(page, { timeZone, today, periodStart, periodEnd: addDays(periodStart, 7) });
  return {
    ...found,
    fromNow: true,
    // The range ends within its last day.
    isMissing:
      addDays(periodStart, 8) > addDays(today, firstViewDays) || (found.date !== null && found.slots.length === 0),
  };
}

/** What an answer says of a week or month, with the times of its first open day. */
export function availabilityIn(
  page: SlotPage,
  period: Pick<Availability, 'timeZone' | 'today' | 'periodStart'> & { readonly periodEnd: string },
): Availability {
  const { timeZone, today, periodStart, periodEnd } = period;
  const days = page.days.filter(({ date, count }) => count > 0 && date >= periodStart && date < periodEnd);
  const date = days[0]?.date ?? null;
  return {
    timeZone,
    today,
    periodStart,
    days,
    date,
    slots: slotsOn(page.data, date, timeZone),
    firstAvailable: openingOf(page.firstAvailable, timeZone),
    fromNow: false,
    practitionerNames: namesOf(page),
    directory: page,
  };
}

/** The query of a visit. */
export const queryOf = ({
  visit: { healthcareServiceId, locationId, practitionerId },
  timeZone,
  replaces,
}: Pick<SearchCommand, 'visit' | 'timeZone' | 'replaces'>): SlotQuery => ({
  healthcareServiceId,
  ...(locationId && { locationId }),
  ...(practitionerId && { practitionerId }),
  ...(timeZone && { timeZone }),
  ...(replaces && { replacesAppointmentId: replaces.appointment.id }),
  limit: pageLimit,
});

/** The zone that days are counted in; null where an answer names no place. */
export const zoneOf = ({ visit, timeZone }: SearchCommand, { locations }: SlotPage): string | null =>
  timeZone ?? (locations.find(({ id }) => id === visit.locationId) ?? locations[0])?.timeZone ?? null;

/** The slots of a local date. */
export const slotsOn = (slots: readonly Slot[], date: string | null, timeZone: string): readonly Slot[] =>
  slots.filter(({ start }) => wallTime(start, timeZone).date === date);

/** Practitioners' names by their ids. */
export const namesOf = ({ practitioners }: SlotPage): Readonly<Record<string, string>> =>
  Object.fromEntries(practitioners.map(({ id, name }) => [id, name]));

const openingOf = (slot: Slot | null, timeZone: string): Opening | null =>
  slot && { slot, date: wallTime(slot.start, timeZone).date };
