import { daysOfWeek } from '@openprm/contract';
import type { Occupancy, Opening, ScheduleRules, ServiceRules } from './rules.ts';
import { toInstant } from './openings.ts';

/** A 30-minute visit every 30 minutes, without buffers or notice, one month ahead. */
export function makeService(changes: Partial<ServiceRules> = {}): ServiceRules {
  return {
    id: 'svc_visit',
    durationMinutes: 30,
    slotIntervalMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minimumNoticeMinutes: 0,
    horizonDays: 30,
    capacity: 1,
    ...changes,
  };
}

/** Every day of the week from 09:00 to 11:00 in Chicago. */
export function makeSchedule(changes: Partial<ScheduleRules> = {}): ScheduleRules {
  return {
    id: 'sch_ana',
    practitionerId: 'prc_ana',
    locationId: 'loc_riverside',
    timeZone: 'America/Chicago',
    weeklyHours: daily('09:00-11:00'),
    exceptions: [],
    dailyCap: null,
    startDate: null,
    endDate: null,
    ...changes,
  };
}

/** The same hours on each day, each written `HH:MM-HH:MM`. */
export function daily(...hours: string[]): ScheduleRules['weeklyHours'] {
  return hours.map((period) => ({ daysOfWeek: [...daysOfWeek], ...hoursFrom(period) }));
}

/** Hours from `HH:MM-HH:MM`. */
export function hoursFrom(period: string): { start: string; end: string } {
  return { start: period.slice(0, 5), end: period.slice(6) };
}

/** Nothing in the way but what is given. */
export function makeOccupancy(changes: Partial<Occupancy> = {}): Occupancy {
  return { taken: [], busy: [], dailyCounts: [], ...changes };
}

/** Epoch milliseconds of an RFC 3339 instant. */
export const at = (instant: string): number => Date.parse(instant);

/** How an opening reads on the wall at its place. */
export const wallOf = ({ start, timeZone }: Opening): string => toInstant(start, timeZone);
