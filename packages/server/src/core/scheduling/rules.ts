import type { DayOfWeek } from '@openprm/contract';

/**
 * What the rule engine reads: plain data, made from rows by whoever calls it. Instants are whole epoch milliseconds, ranges are half-open
 * (`start` included, `end` not), dates are local `YYYY-MM-DD`, wall-clock times `HH:MM` with `24:00` as the end of a day.
 */

/** The rules by which the times of one HealthcareService are offered. */
export interface ServiceRules {
  readonly id: string;
  readonly durationMinutes: number;
  /** A start is offered every so many minutes on the wall clock, counted from the start of a period of hours. */
  readonly slotIntervalMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** The last moment to book a start is so many minutes before it. */
  readonly minimumNoticeMinutes: number;
  /** Starts are offered from today up to and including the date so many days later, in the location's calendar. */
  readonly horizonDays: number;
  /** Seats of one session: 1 for a visit, more for a class. */
  readonly capacity: number;
}

/** One Schedule with the place that gives its hours a meaning. */
export interface ScheduleRules {
  readonly id: string;
  readonly practitionerId: string;
  readonly locationId: string;
  /** The location's IANA zone; see `isTimeZone`. */
  readonly timeZone: string;
  readonly weeklyHours: readonly {
    readonly daysOfWeek: readonly DayOfWeek[];
    readonly start: string;
    readonly end: string;
  }[];
  /** Other hours on a date, in place of the weekly ones; none means closed. Several entries of one date add up. */
  readonly exceptions: readonly {
    readonly date: string;
    readonly hours: readonly { readonly start: string; readonly end: string }[];
  }[];
  /** The most appointments and holds whose visits start on one local date; null for no limit. */
  readonly dailyCap: number | null;
  /** First and last local date on which the schedule holds, both included; null is open. */
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** Which session an allocation is: whoever asks for the same schedule, service and start may share it while seats are left. */
export interface SessionKey {
  readonly scheduleId: string;
  readonly healthcareServiceId: string;
  /** Start of the visit, without its buffer. */
  readonly start: number;
  readonly seatsTaken: number;
  /** Seats the session was opened with, which a later change of the service leaves as they are. */
  readonly capacity: number;
}

/** Time that an appointment or a hold has claimed, buffers included. */
export interface TakenTime {
  readonly practitionerId: string;
  readonly start: number;
  readonly end: number;
  readonly sessionKey?: SessionKey;
}

/** Time that the clinic's present system has taken. */
export interface BusyRange {
  readonly practitionerId: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What stands in the way, in any order, of all practitioners concerned and of all their schedules: a practitioner's time is one resource in every
 * organization. It must cover the range asked for, widened by the service's buffers; see `claimedRange`.
 */
export interface Occupancy {
  readonly taken: readonly TakenTime[];
  readonly busy: readonly BusyRange[];
  /** Appointments and holds per schedule and local date, for daily caps. Several entries of one date add up. */
  readonly dailyCounts: readonly { readonly scheduleId: string; readonly date: string; readonly count: number }[];
}

/** A time that can be booked. */
export interface Opening {
  readonly scheduleId: string;
  readonly healthcareServiceId: string;
  readonly practitionerId: string;
  readonly locationId: string;
  readonly start: number;
  readonly end: number;
  /** The local date of `start` at the location. */
  readonly date: string;
  readonly timeZone: string;
  /** 1 or more. */
  readonly seatsLeft: number;
}

/**
 * Why a start is no opening; where several hold, the first in this order.
 * - `not-offered`: no such schedule, or its hours have no such start
 * - `too-soon`: in the past or within the minimum notice
 * - `beyond-horizon`: on a date that is not offered yet
 * - `taken`: overlaps another claimed range, or the session is full
 * - `busy`: overlaps a busy time of the clinic's present system
 * - `day-full`: the schedule's daily cap is reached
 */
export type RefusalReason = 'not-offered' | 'too-soon' | 'beyond-horizon' | 'taken' | 'busy' | 'day-full';
