import type { Slot } from '@openprm/contract';
import type { StoredEntry } from './waitlist-desk.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * Whether a slot is one that an entry waits for, by the wall clock at the place, which a slot's start shows.
 *
 * @param before start of the visit that an earlier time would replace
 */
export function isWaitedFor(entry: StoredEntry, slot: Slot, before: string | undefined): boolean {
  const { healthcareServiceId, locationId, practitionerId, requestedPeriod, availableTime } = entry;
  const [date, time] = [slot.start.slice(0, 10), slot.start.slice(11, 16)];
  const day = days[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return (
    slot.healthcareServiceId === healthcareServiceId &&
    (locationId === null || slot.locationId === locationId) &&
    (practitionerId === null || slot.practitionerId === practitionerId) &&
    requestedPeriod.start <= date &&
    date <= requestedPeriod.end &&
    (before === undefined || Date.parse(slot.start) < Date.parse(before)) &&
    (availableTime.length === 0 ||
      availableTime.some(
        ({ daysOfWeek, start, end }) => daysOfWeek.some((each) => each === day) && start <= time && time < end,
      ))
  );
}
