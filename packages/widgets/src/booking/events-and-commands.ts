import type { Appointment, CalendarFile, PatientInput, Slot, WaitlistEntry } from '@openprm/sdk';
import type { DateOrder } from '../ui/birth-date.ts';
import type {
  Availability,
  CalendarView,
  Directory,
  Failure,
  FreeTimes,
  HeldTime,
  KnownPatient,
  Managed,
  RuleItem,
  Setting,
  Visit,
  WaitingAct,
} from './booking-state.ts';
import type { FormCheck, PatientField, Whom } from './form-state.ts';

/** What a person did, what the server answered, or what the clock says. Instants (`now`) are milliseconds of the controller's clock. */
export type BookingEvent =
  | { readonly type: 'opened'; readonly setting: Setting; readonly link: string | null; readonly now: number }
  | { readonly type: 'left' }
  | { readonly type: 'ticked'; readonly now: number }
  | { readonly type: 'directory-loaded'; readonly directory: Directory }
  | { readonly type: 'directory-failed'; readonly failure: Failure }
  | { readonly type: 'pending-absent'; readonly perhapsBooked: boolean }
  | { readonly type: 'pending-restored'; readonly held: HeldTime; readonly number: number; readonly submitted: boolean }
  | { readonly type: 'session-opened'; readonly managed: Managed }
  | { readonly type: 'session-failed'; readonly failure: Failure }
  | { readonly type: 'service-chosen'; readonly healthcareServiceId: string }
  | { readonly type: 'location-chosen'; readonly locationId: string }
  | { readonly type: 'rule-chosen'; readonly item: RuleItem; readonly applies: boolean }
  | { readonly type: 'times-asked' }
  /** To the week or month after the shown one, or before it. */
  | { readonly type: 'period-moved'; readonly by: 1 | -1 }
  | {
      readonly type: 'view-chosen';
      readonly view: CalendarView;
      /** 1 (Monday) to 7 (Sunday). */
      readonly firstDayOfWeek: number;
    }
  /** To the week or month that has a date. */
  | { readonly type: 'date-wanted'; readonly date: string; readonly firstDayOfWeek: number }
  | { readonly type: 'availability-loaded'; readonly availability: Availability }
  | { readonly type: 'availability-failed'; readonly failure: Failure }
  | { readonly type: 'day-chosen'; readonly date: string }
  | {
      readonly type: 'day-loaded';
      readonly date: string;
      readonly slots: readonly Slot[];
      readonly practitionerNames: Readonly<Record<string, string>>;
    }
  | { readonly type: 'day-failed'; readonly date: string; readonly failure: Failure }
  | { readonly type: 'slot-chosen'; readonly slot: Slot; readonly key: string }
  | { readonly type: 'hold-created'; readonly held: HeldTime }
  | { readonly type: 'hold-failed'; readonly key: string; readonly failure: Failure }
  | { readonly type: 'hold-renewed'; readonly id: string; readonly deadline: number }
  | { readonly type: 'renewal-failed'; readonly id: string; readonly failure: Failure }
  /** This page was left and come back to, and another page of the device went on with its hold since. */
  | { readonly type: 'hold-taken-over'; readonly id: string }
  | { readonly type: 'keep-asked'; readonly now: number }
  | { readonly type: 'hold-again-asked'; readonly key: string }
  | { readonly type: 'continued' }
  | { readonly type: 'went-back' }
  /** `key` is for a request that was refused; one whose outcome is not known is repeated with its own. */
  | { readonly type: 'retry-asked'; readonly key: string }
  /** The browser is online again: what failed for want of a connection is tried again. */
  | { readonly type: 'came-online'; readonly key: string }
  | {
      readonly type: 'field-changed';
      readonly field: PatientField;
      readonly value: string;
      /** Of the language that a date was typed in. */
      readonly dateOrder?: DateOrder;
      readonly now: number;
    }
  | { readonly type: 'whom-chosen'; readonly whom: Whom; readonly now: number }
  | { readonly type: 'form-submitted'; readonly check: FormCheck }
  /** Who is signed in may book for these; nobody where nobody is. */
  | { readonly type: 'known-found'; readonly known: readonly KnownPatient[] }
  /** For one of them. */
  | { readonly type: 'known-confirmed' }
  | { readonly type: 'booked'; readonly managed: Managed }
  | { readonly type: 'booking-failed'; readonly failure: Failure }
  | { readonly type: 'change-asked' }
  | { readonly type: 'reschedule-confirmed'; readonly key: string }
  | { readonly type: 'rescheduled'; readonly appointment: Appointment }
  | { readonly type: 'reschedule-failed'; readonly failure: Failure }
  | { readonly type: 'cancel-asked' }
  | { readonly type: 'cancel-confirmed'; readonly key: string }
  | { readonly type: 'cancelled'; readonly appointment: Appointment }
  | { readonly type: 'cancel-failed'; readonly failure: Failure }
  /** What was shown was changed elsewhere: as it is now. */
  | { readonly type: 'visit-asked' }
  | { readonly type: 'calendar-asked' }
  | { readonly type: 'calendar-loaded'; readonly file: CalendarFile }
  | { readonly type: 'calendar-failed'; readonly failure: Failure }
  | { readonly type: 'another-asked'; readonly now: number }
  /** Nothing fits. */
  | { readonly type: 'waitlist-asked' }
  /** The visit may be earlier: any time before it. */
  | { readonly type: 'earlier-asked'; readonly key: string }
  | { readonly type: 'free-times-changed'; readonly freeTimes: Partial<FreeTimes> }
  | {
      readonly type: 'waitlist-submitted';
      /** Null where the visit says who it is. */
      readonly check: FormCheck | null;
      /** Local date of the viewer. */
      readonly today: string;
      readonly key: string;
    }
  /** `undo` is the secret that ends the entry. */
  | { readonly type: 'waitlist-joined'; readonly entry: WaitlistEntry; readonly undo?: string | null }
  | { readonly type: 'waitlist-withdrawn' }
  | { readonly type: 'waitlist-opened'; readonly entry: WaitlistEntry; readonly link: string }
  | { readonly type: 'waiting-act'; readonly act: WaitingAct; readonly slotId: string | null; readonly key: string }
  | { readonly type: 'leave-asked' }
  | { readonly type: 'offer-accepted'; readonly managed: Managed }
  | { readonly type: 'waitlist-changed'; readonly entry: WaitlistEntry }
  | { readonly type: 'waitlist-failed'; readonly failure: Failure };

/** What the flow wants done. The controller runs it and answers with events. */
export type BookingCommand =
  | { readonly type: 'load-directory' }
  | { readonly type: 'restore-pending' }
  | { readonly type: 'open-session'; readonly link: string }
  /** Reads a visit again. */
  | { readonly type: 'load-visit'; readonly managed: Managed }
  | { readonly type: 'find-known' }
  | {
      readonly type: 'search';
      readonly visit: Visit;
      /** The viewer's zone for telehealth; null for the location's. */
      readonly timeZone: string | null;
      /** The zone that days are shown in as far as it is known before the answer. */
      readonly expectedTimeZone: string | null;
      readonly view: CalendarView;
      /** First day of the wanted week or month; null for the week of the first opening. */
      readonly periodStart: string | null;
      readonly replaces: Managed | null;
    }
  | {
      readonly type: 'load-day';
      readonly visit: Visit;
      /** The zone whose date is meant. */
      readonly timeZone: string;
      readonly date: string;
      readonly replaces: Managed | null;
    }
  | { readonly type: 'create-hold'; readonly slot: Slot; readonly key: string; readonly replaces: Managed | null }
  | { readonly type: 'renew-hold'; readonly held: HeldTime }
  | { readonly type: 'release-hold'; readonly held: HeldTime }
  | { readonly type: 'save-pending'; readonly held: HeldTime; readonly number: number; readonly submitted: boolean }
  | { readonly type: 'clear-pending'; readonly holdId: string }
  | {
      readonly type: 'book';
      readonly held: HeldTime;
      readonly number: number;
      readonly patient: PatientInput | KnownPatient;
    }
  | { readonly type: 'reschedule'; readonly managed: Managed; readonly held: HeldTime; readonly key: string }
  | { readonly type: 'cancel'; readonly managed: Managed; readonly key: string }
  | { readonly type: 'load-calendar'; readonly managed: Managed }
  | { readonly type: 'offer-calendar'; readonly file: CalendarFile }
  | {
      readonly type: 'join-waitlist';
      readonly visit: Visit;
      readonly freeTimes: FreeTimes;
      readonly patient: PatientInput | null;
      readonly replaces: Managed | null;
      readonly key: string;
    }
  | {
      readonly type: 'act-on-waitlist';
      readonly entry: WaitlistEntry;
      readonly link: string;
      readonly act: WaitingAct;
      readonly slotId: string | null;
      readonly key: string;
    }
  | {
      readonly type: 'withdraw-from-waitlist';
      readonly entryId: string;
      readonly secret: string;
      readonly key: string;
    }
  | { readonly type: 'tell-host'; readonly fact: 'waitlist-joined'; readonly entryId: string }
  | {
      readonly type: 'tell-host';
      readonly fact: 'booked' | 'rescheduled' | 'cancelled';
      readonly appointmentId: string;
    };
