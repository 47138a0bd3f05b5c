import type { HealthcareService, Location, Slot } from '@openprm/contract';
import { lindqvistFixture, okaforFixture, reyesFixture } from '../../fixtures/directory.ts';
import { addDays, dateAt, instantAt, withOffset } from './wall-clock.ts';

interface OfficeHours {
  readonly practitionerId: string;
  readonly locationId: string;
  /** 0 is Sunday. */
  readonly daysOfWeek: readonly number[];
  /** Wall-clock hours of the day: from and to. */
  readonly periods: readonly (readonly [from: number, to: number])[];
}

const officeHours: readonly OfficeHours[] = [
  {
    practitionerId: okaforFixture.id,
    locationId: 'loc_riverside',
    daysOfWeek: [1, 2, 3, 4, 5],
    periods: [
      [8, 12],
      [13, 17],
    ],
  },
  { practitionerId: reyesFixture.id, locationId: 'loc_riverside', daysOfWeek: [1, 3, 5], periods: [[9, 13]] },
  { practitionerId: lindqvistFixture.id, locationId: 'loc_harbor', daysOfWeek: [2, 3, 4, 5, 6], periods: [[9, 16]] },
];

/** Whether the fixture clinic's own patients have taken this time: about a third of all, the same in every run. */
function isTaken(practitionerId: string, date: string, time: string): boolean {
  let hash = 7;
  for (const char of `${practitionerId} ${date} ${time}`) hash = (hash * 31 + char.charCodeAt(0)) % 9973;
  return hash % 3 === 0;
}

const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const known = new Map<string, readonly Slot[]>();

/**
 * The times that the clinic offers for a kind of visit at a place on a local date, by start, whoever may hold or have booked them meanwhile.
 *
 * @param date local date of the place, `YYYY-MM-DD`
 */
export function offeredSlots(service: HealthcareService, location: Location, date: string): readonly Slot[] {
  const key = `${service.id} ${location.id} ${date}`;
  const slots = known.get(key) ?? reckonSlots(service, location, date);
  known.set(key, slots);
  return slots;
}

function reckonSlots(service: HealthcareService, location: Location, date: string): Slot[] {
  if (!service.locationIds.includes(location.id)) return [];
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const slots: Slot[] = [];
  for (const hours of officeHours) {
    if (hours.locationId !== location.id || !hours.daysOfWeek.includes(weekday)) continue;
    for (const [from, to] of hours.periods) {
      for (let at = from * 60; at + service.durationMinutes <= to * 60; at += service.slotIntervalMinutes) {
        const start = instantAt(date, clockTime(at), location.timeZone);
        if (start === undefined || isTaken(hours.practitionerId, date, clockTime(at))) continue;
        slots.push({
          id: `slot_${service.id}.${hours.practitionerId}.${start.toString(36)}`,
          start: withOffset(start, location.timeZone),
          end: withOffset(start + service.durationMinutes * 60_000, location.timeZone),
          healthcareServiceId: service.id,
          locationId: location.id,
          practitionerId: hours.practitionerId,
        });
      }
    }
  }
  return slots.sort(byStart);
}

/** By start, then by practitioner. */
export const byStart = (a: Slot, b: Slot): number =>
  Date.parse(a.start) - Date.parse(b.start) || a.practitionerId.localeCompare(b.practitionerId);

/** The local dates of a place from an instant on (epoch milliseconds), as far as a kind of visit is offered. */
export function offeredDates(service: HealthcareService, location: Location, now: number): string[] {
  const today = dateAt(now, location.timeZone);
  return Array.from({ length: service.horizonDays + 1 }, (_, days) => addDays(today, days));
}
