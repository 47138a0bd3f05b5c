import type { DayOfWeek, WeeklyHours } from '@openprm/contract';
import type { Opening } from '../../scheduling/rules.ts';
import { toInstant } from '../../scheduling/time-zone.ts';

/** What somebody waits for. */
export interface Wish {
  readonly healthcareServiceId: string;
  /** Null: any. */
  readonly locationId: string | null;
  readonly practitionerId: string | null;
  /** First and last local date, both included. */
  readonly startDate: string;
  readonly endDate: string;
  /** None: any time. */
  readonly availableTime: readonly WeeklyHours[];
  /** Only what begins before this, in epoch milliseconds; null for who has no visit yet. */
  readonly before: number | null;
}

const days: readonly DayOfWeek[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A time, as far as a wish speaks of it. */
export type WishedTime = Pick<
  Opening,
  'healthcareServiceId' | 'locationId' | 'practitionerId' | 'date' | 'start' | 'timeZone'
>;

/** Whether a time is one that somebody waits for: by the wall clock at the place, when its visit begins. */
export function fits(wish: Wish, opening: WishedTime): boolean {
  const { date, start, timeZone } = opening;
  if (opening.healthcareServiceId !== wish.healthcareServiceId) return false;
  if (wish.locationId !== null && opening.locationId !== wish.locationId) return false;
  if (wish.practitionerId !== null && opening.practitionerId !== wish.practitionerId) return false;
  if (date < wish.startDate || date > wish.endDate) return false;
  if (wish.before !== null && start >= wish.before) return false;
  if (wish.availableTime.length === 0) return true;
  const day = days[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const time = wallTime(start, timeZone);
  return wish.availableTime.some(
    (hours) => hours.daysOfWeek.some((each) => each === day) && hours.start <= time && time < hours.end,
  );
}

/** `HH:MM` of an instant in a zone. */
export const wallTime = (epochMs: number, timeZone: string): string => toInstant(epochMs, timeZone).slice(11, 16);

const minute = 60_000;

/** Offers are made between these hours at the place, so that no mail comes in the night. */
const firstHour = '08:00';
const lastHour = '20:00';
/** No offer runs out later than this: nobody loses a time while they sleep. */
const quietHour = '21:00';
/** How long a time is held for somebody. Toward the evening it is less, and never less than an hour. */
const longestMinutes = 120;
/** A visit begins so long after the offer ends, at least: time to get there, and for the next in line to want it. */
const leadMinutes = 60;

/**
 * For how many minutes a time may be held now: null in the hours in which nobody is written to.
 *
 * @param now epoch milliseconds
 */
export function offerMinutes(now: number, timeZone: string): number | null {
  const time = wallTime(now, timeZone);
  if (time < firstHour || time >= lastHour) return null;
  return Math.min(longestMinutes, minutesOf(quietHour) - minutesOf(time));
}

/** An offer that the clinic makes by hand in the hours in which nobody is written to is good until this hour of the next morning. */
const morningHour = '10:00';

/** For how many minutes a time is held that is offered by hand: as {@link offerMinutes} says, and in the night until the morning. */
export function handOfferMinutes(now: number, timeZone: string): number {
  const untilMorning = minutesOf(morningHour) - minutesOf(wallTime(now, timeZone));
  return offerMinutes(now, timeZone) ?? (untilMorning > 0 ? untilMorning : untilMorning + 24 * 60);
}

/** Whether a visit begins late enough to be held for so many minutes from now. */
export const isFarEnough = (now: number, minutes: number, start: number): boolean =>
  start >= now + (minutes + leadMinutes) * minute;

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
